/* What stands on the command line. */
#include "kit.h"

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
