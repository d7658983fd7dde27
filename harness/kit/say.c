/* What is said, and paths. */
#include "kit.h"

#include <stdarg.h>
#include <stdio.h>

static void put(DWORD stream, const WCHAR *format, va_list values)
{
    WCHAR text[KIT_LINE];
    char utf8[3 * KIT_LINE];
    DWORD written;
    int n = _vsnwprintf(text, KIT_LINE - 3, format, values);

    if (n < 0)
        n = KIT_LINE - 3;
    text[n++] = '\r';
    text[n++] = '\n';
    text[n] = 0;
    /* A console shows any letter; a file gets UTF-8. */
    if (!WriteConsoleW(GetStdHandle(stream), text, (DWORD)n, &written, NULL) &&
        wide_to_utf8((struct wide){ text, (size_t)n }, utf8, sizeof utf8))
        WriteFile(GetStdHandle(stream), utf8, (DWORD)strlen(utf8), &written, NULL);
}

void kit_say(const WCHAR *format, ...)
{
    va_list values;

    va_start(values, format);
    put(STD_OUTPUT_HANDLE, format, values);
    va_end(values);
}

bool kit_fail(const WCHAR *format, ...)
{
    va_list values;

    va_start(values, format);
    put(STD_ERROR_HANDLE, format, values);
    va_end(values);
    return false;
}

bool kit_join(WCHAR path[KIT_PATH], const WCHAR *folder, const WCHAR *name)
{
    const struct wide a = wide_text(folder), b = wide_text(name);

    if (a.n + b.n + 2 > KIT_PATH)
        return kit_fail(L"kit: %ls: the path is too long; put the kit into a shorter folder", folder);
    memmove(path, folder, a.n * sizeof *path);
    path[a.n] = '\\';
    memcpy(path + a.n + 1, name, (b.n + 1) * sizeof *path);
    return true;
}
