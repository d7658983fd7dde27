#include "internal.h"
#include <winnls.h>
#include <winuser.h>

DWORD WINAPI CharUpperBuffW(LPWSTR text, DWORD length)
{
    if (!text)
        return 0;
    for (DWORD i = 0; i < length; i++)
        text[i] = sim_case_upper(text[i]);
    return length;
}

DWORD WINAPI CharLowerBuffW(LPWSTR text, DWORD length)
{
    if (!text)
        return 0;
    for (DWORD i = 0; i < length; i++)
        text[i] = sim_case_lower(text[i]);
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
    return sim_case_lower(c) != c || sim_case_upper(c) != c || c >= 0x100 ? 2 : 0;
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

/* Equality is the real one's; order is only near it, which has weights for every character. */
int WINAPI lstrcmpiW(LPCWSTR a, LPCWSTR b)
{
    while (*a && sim_case_lower(*a) == sim_case_lower(*b)) {
        a++;
        b++;
    }
    if (*a && *b && rank(*a) != rank(*b))
        return sign(rank(*a) - rank(*b));
    return sign(sim_case_lower(*a) - sim_case_lower(*b));
}

LPWSTR WINAPI CharUpperW(LPWSTR text)
{
    if (is_character(text))
        return (WCHAR *)(uintptr_t)sim_case_upper((WCHAR)(uintptr_t)text);
    CharUpperBuffW(text, (DWORD)sim_wide_length(text));
    return text;
}

LPWSTR WINAPI CharLowerW(LPWSTR text)
{
    if (is_character(text))
        return (WCHAR *)(uintptr_t)sim_case_lower((WCHAR)(uintptr_t)text);
    CharLowerBuffW(text, (DWORD)sim_wide_length(text));
    return text;
}
