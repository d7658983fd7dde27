#include "internal.h"
#include <winnls.h>
#include <winuser.h>

DWORD WINAPI CharUpperBuffW(LPWSTR text, DWORD length)
{
    if (!text)
        return 0;
    for (DWORD i = 0; i < length; i++)
        text[i] = case_upper(text[i]);
    return length;
}

DWORD WINAPI CharLowerBuffW(LPWSTR text, DWORD length)
{
    if (!text)
        return 0;
    for (DWORD i = 0; i < length; i++)
        text[i] = case_lower(text[i]);
    return length;
}

/* A pointer below 64 KB is a character. */
static bool is_character(const WCHAR *text)
{
    return (uintptr_t)text < 0x10000;
}

LPWSTR WINAPI CharUpperW(LPWSTR text)
{
    if (is_character(text))
        return (WCHAR *)(uintptr_t)case_upper((WCHAR)(uintptr_t)text);
    CharUpperBuffW(text, (DWORD)wide_length(text));
    return text;
}

LPWSTR WINAPI CharLowerW(LPWSTR text)
{
    if (is_character(text))
        return (WCHAR *)(uintptr_t)case_lower((WCHAR)(uintptr_t)text);
    CharLowerBuffW(text, (DWORD)wide_length(text));
    return text;
}
