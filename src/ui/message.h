/* Message boxes. Each is named by its caption in resource.h; %1 in its text becomes the insert, which may be NULL. */
#ifndef MSIDENT_UI_MESSAGE_H
#define MSIDENT_UI_MESSAGE_H

#include "../module.h"

/* Waits for OK. What can't be shown is not shown: what it tells has happened all the same. */
void message_tell(HWND owner, UINT caption, const WCHAR *insert);

/* Whether the user said Yes. What can't be asked is not done. */
bool message_ask(HWND owner, UINT caption, const WCHAR *insert);

/* What was to be done could not be done. */
void message_failed(HWND owner, HRESULT hr);

#endif
