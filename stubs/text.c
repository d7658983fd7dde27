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

/* Signs before digits before letters. */
static int rank(WCHAR c)
{
    if (c >= '0' && c <= '9')
        return 1;
    return case_lower(c) != c || case_upper(c) != c || c >= 0x100 ? 2 : 0;
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

/* Equality is the real one's; order is only near it, which has weights for every character. */
int WINAPI lstrcmpiW(LPCWSTR a, LPCWSTR b)
{
    while (*a && case_lower(*a) == case_lower(*b)) {
        a++;
        b++;
    }
    if (*a && *b && rank(*a) != rank(*b))
        return sign(rank(*a) - rank(*b));
    return sign(case_lower(*a) - case_lower(*b));
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
