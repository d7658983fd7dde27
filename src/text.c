#include "text.h"

ULONG text_length(const WCHAR *text)
{
    ULONG length = 0;

    while (text[length])
        length++;
    return length;
}

HRESULT text_copy_out(const WCHAR *text, WCHAR *buffer, ULONG capacity)
{
    ULONG length = text_length(text);

    if (length >= capacity) {
        if (capacity)
            buffer[0] = 0;
        return HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER);
    }
    memcpy(buffer, text, (length + 1) * sizeof(*buffer));
    return S_OK;
}

static WCHAR *put_hex(WCHAR *to, ULONG value, int digits)
{
    static const char hex[] = "0123456789ABCDEF";

    for (int digit = digits - 1; digit >= 0; digit--)
        *to++ = (WCHAR)hex[(value >> (4 * digit)) & 15];
    return to;
}

void text_from_guid(const GUID *guid, WCHAR text[GUID_CAPACITY])
{
    WCHAR *to = text;

    *to++ = '{';
    to = put_hex(to, guid->Data1, 8);
    *to++ = '-';
    to = put_hex(to, guid->Data2, 4);
    *to++ = '-';
    to = put_hex(to, guid->Data3, 4);
    *to++ = '-';
    for (int i = 0; i < 8; i++) {
        to = put_hex(to, guid->Data4[i], 2);
        if (i == 1)
            *to++ = '-';
    }
    *to++ = '}';
    *to = 0;
}

void text_from_hex(ULONG value, WCHAR text[HEX_CAPACITY])
{
    text[0] = '0';
    text[1] = 'x';
    *put_hex(text + 2, value, 8) = 0;
}

static bool get_digit(WCHAR character, ULONG *digit)
{
    if (character >= '0' && character <= '9')
        *digit = character - '0';
    else if (character >= 'A' && character <= 'F')
        *digit = character - 'A' + 10;
    else if (character >= 'a' && character <= 'f')
        *digit = character - 'a' + 10;
    else
        return false;
    return true;
}

static bool get_hex(const WCHAR *text, int digits, ULONG *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++) {
        ULONG digit;

        if (!get_digit(text[i], &digit))
            return false;
        *value = *value << 4 | digit;
    }
    return true;
}

bool text_to_guid(const WCHAR *text, ULONG length, GUID *guid)
{
    static const BYTE byte_at[8] = { 20, 22, 25, 27, 29, 31, 33, 35 };
    ULONG part[3];
    GUID result;

    if (length != GUID_LENGTH || text[0] != '{' || text[9] != '-' || text[14] != '-' || text[19] != '-' ||
        text[24] != '-' || text[37] != '}')
        return false;
    if (!get_hex(text + 1, 8, &part[0]) || !get_hex(text + 10, 4, &part[1]) || !get_hex(text + 15, 4, &part[2]))
        return false;
    result.Data1 = part[0];
    result.Data2 = (WORD)part[1];
    result.Data3 = (WORD)part[2];
    for (int i = 0; i < 8; i++) {
        if (!get_hex(text + byte_at[i], 2, &part[0]))
            return false;
        result.Data4[i] = (BYTE)part[0];
    }
    *guid = result;
    return true;
}

static bool is_blank(WCHAR character)
{
    return character == ' ' || character == '\t';
}

HRESULT text_to_name(const WCHAR *text, WCHAR name[NAME_CAPACITY])
{
    ULONG length;

    while (is_blank(*text))
        text++;
    length = text_length(text);
    while (length && is_blank(text[length - 1]))
        length--;
    if (!length || length > CCH_IDENTITY_NAME_MAX_LENGTH)
        return E_INVALIDARG;
    memcpy(name, text, length * sizeof(*name));
    name[length] = 0;
    return S_OK;
}

bool text_is_name(const WCHAR *text, const WCHAR *name)
{
    WCHAR left[NAME_CAPACITY], right[NAME_CAPACITY];
    ULONG length = text_length(name);

    if (text_length(text) != length)
        return false;
    memcpy(left, text, length * sizeof(*left));
    memcpy(right, name, length * sizeof(*right));
    CharUpperBuffW(left, length);
    CharUpperBuffW(right, length);
    return memcmp(left, right, length * sizeof(*left)) == 0;
}
