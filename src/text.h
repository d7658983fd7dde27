#ifndef MSIDENT_TEXT_H
#define MSIDENT_TEXT_H

#include "module.h"

enum {
    GUID_LENGTH = 38,                                 /* {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX} */
    GUID_CAPACITY = GUID_LENGTH + 1,                  /* with terminator */
    HEX_CAPACITY = 11,                                /* 0x and eight digits */
    NAME_CAPACITY = CCH_IDENTITY_NAME_MAX_LENGTH + 1, /* D-160 */
};

ULONG text_length(const WCHAR *text);

/* Copies a text with its terminator into a caller's buffer of capacity WCHARs.
 * Fails: HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER); then the buffer holds "" if there is room (I-03). */
HRESULT text_copy_out(const WCHAR *text, WCHAR *buffer, ULONG capacity);

/* Registry form, braces and upper case (F-001, I-16). */
void text_from_guid(const GUID *guid, WCHAR text[GUID_CAPACITY]);

/* As 0x80004005: an HRESULT that a person may have to tell somebody. */
void text_from_hex(ULONG value, WCHAR text[HEX_CAPACITY]);

/* Reads exactly the registry form, in any case (I-16); length in WCHARs without terminator. */
bool text_to_guid(const WCHAR *text, ULONG length, GUID *guid);

/* The name as it is stored: without blanks around it, 1 to 63 characters. Fails: E_INVALIDARG (I-12). */
HRESULT text_to_name(const WCHAR *text, WCHAR name[NAME_CAPACITY]);

/* Whether a stored text is that name (of text_to_name), ignoring case (I-12). */
bool text_is_name(const WCHAR *text, const WCHAR *name);

#endif
