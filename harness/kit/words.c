/* What stands on the command line, and what is said. */
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

static const WCHAR usage[] =
    L"usage: kit [OPTION...] [NAME...]\r\n"
    L"       kit /record [OPTION...] [PROGRAM [WORD...]]\r\n"
    L"       kit /undo\r\n"
    L"Runs the scenarios (those whose name begins with a NAME, else all) on this machine's own msident.dll and\r\n"
    L"writes results.idt into the kit's folder. Or records what a PROGRAM does with it, as record1.idt; the "
    L"recorder\r\n"
    L"is registered for this user only, and no more at the end. After a crash /undo does that.\r\n"
    L"  /passwords                     also scenarios that give identities a password: Protected Storage keeps such\r\n"
    L"                                 items even when the identities are gone\r\n"
    L"  /this-account-is-disposable    run although this account has identities of its own\r\n"
    L"  /dll:FILE                      another DLL\r\n"
    L"  /ui:FILE                       its UI map: which of its controls has which role\r\n"
    L"Exit codes: 0 what was asked for is complete, 2 refused or bad words, 3 this machine stands in the way.";

static bool take_path(const WCHAR *word, const WCHAR *option, WCHAR path[KIT_PATH], bool *wrong)
{
    const size_t n = wide_text(option).n;

    if (!wide_starts(wide_text(word), option))
        return false;
    if (!GetFullPathNameW(word + n, KIT_PATH, path, NULL) || GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES)
        *wrong = !kit_fail(L"kit: %ls: expected a file, found none there", word);
    return true;
}

bool kit_words(struct kit *kit, int count, WCHAR *words[])
{
    int i = 0;
    bool wrong = false;

    for (; i < count && words[i][0] == '/' && !wrong; i++)
        if (!lstrcmpiW(words[i], L"/passwords"))
            kit->passwords = true;
        else if (!lstrcmpiW(words[i], L"/record"))
            kit->task = KIT_RECORD;
        else if (!lstrcmpiW(words[i], L"/undo"))
            kit->task = KIT_UNDO;
        else if (!lstrcmpiW(words[i], L"/this-account-is-disposable"))
            kit->disposable = true;
        else if (take_path(words[i], L"/dll:", kit->dll, &wrong))
            kit->other_dll = true;
        else if (!take_path(words[i], L"/ui:", kit->ui, &wrong))
            wrong = !kit_fail(L"%ls", usage);
    kit->words = (const WCHAR *const *)words + i;
    kit->n_words = (unsigned)(count - i);
    return !wrong;
}
