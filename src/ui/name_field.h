/* The field of an identity's name, in the New and the Properties dialog. */
#ifndef MSIDENT_UI_NAME_FIELD_H
#define MSIDENT_UI_NAME_FIELD_H

#include "../text.h"

/* The name as it is to be stored (I-12). False: there is none that could be; the user has been told and is back in the
 * field, and nothing in it is lost. */
bool name_field_get(HWND window, int control, WCHAR name[NAME_CAPACITY]);

/* Tells why that name could not be stored, and leads back to the field. */
void name_field_refused(HWND window, int control, const WCHAR *name, HRESULT hr);

#endif
