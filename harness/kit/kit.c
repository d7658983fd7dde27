/* kit.exe: every scenario of the kit on this machine's own msident.dll; results.idt goes back to the driver. */
#include "kit.h"

#include <stdio.h>

static const WCHAR desktop_name[] = L"Identical";

typedef LONG(WINAPI *rtl_get_version_fn)(OSVERSIONINFOEXW *);

/* GetVersionEx tells programs without a manifest of newer systems a lie; ntdll of Windows 2000 has no other one. */
static void describe_system(WCHAR *text, size_t size)
{
    OSVERSIONINFOEXW version = { .dwOSVersionInfoSize = sizeof version };
    rtl_get_version_fn get = (rtl_get_version_fn)(void *)GetProcAddress(GetModuleHandleW(L"ntdll"), "RtlGetVersion");

    if (!get || get(&version))
        GetVersionExW((OSVERSIONINFOW *)&version);
    _snwprintf(text, size - 1, L"%lu.%lu.%lu%ls%ls", (unsigned long)version.dwMajorVersion,
               (unsigned long)version.dwMinorVersion, (unsigned long)version.dwBuildNumber,
               version.szCSDVersion[0] ? L" " : L"", version.szCSDVersion);
    for (WCHAR *at = text; *at; at++)
        if (*at == '"' || *at == '\\')
            *at = '\'';
}

static void up(WCHAR *path)
{
    size_t n = wide_text(path).n;

    while (n && path[n - 1] != '\\')
        n--;
    if (n)
        path[n - 1] = 0;
}

/* This program lies in a folder of the kit, its agent beside it. */
static bool find_places(struct kit *kit)
{
    WCHAR own[KIT_PATH], system[MAX_PATH];

    if (!GetModuleFileNameW(NULL, own, KIT_PATH - 1) || !GetSystemDirectoryW(system, MAX_PATH))
        return kit_fail(L"kit: its own path is too long");
    up(own);
    if (!kit_join(kit->agent, own, L"agent.exe"))
        return false;
    up(own);
    lstrcpynW(kit->folder, own, KIT_PATH);
    return kit_join(kit->work, own, L"work") && kit_join(kit->dll, system, L"msident.dll");
}

static bool open_work(const struct kit *kit)
{
    if (!CreateDirectoryW(kit->work, NULL) && GetLastError() != ERROR_ALREADY_EXISTS)
        return kit_fail(L"kit: %ls cannot be made (error %lu): put the kit where you may write", kit->work,
                        (unsigned long)GetLastError());
    return true;
}

/* Agents delete the scratch profile themselves; one that crashed could not, and the next one empties it. */
static void close_work(const struct kit *kit)
{
    static const WCHAR *const last[] = { L"profile\\Application Data", L"profile\\Local Settings\\Application Data",
                                         L"profile\\Local Settings", L"profile" };
    WCHAR path[KIT_PATH];

    if (kit_join(path, kit->work, L"trace.trc"))
        DeleteFileW(path);
    for (unsigned i = 0; i < ARRAYSIZE(last); i++)
        if (kit_join(path, kit->work, last[i]))
            RemoveDirectoryW(path);
    RemoveDirectoryW(kit->work);
}

/* Under another name first: results.idt is whole or not there. */
static bool write_results(const struct kit *kit, const struct buffer *head, const struct buffer *traces)
{
    const struct buffer *const parts[] = { head, traces };
    WCHAR path[KIT_PATH], temporary[KIT_PATH];

    if (!kit_join(path, kit->folder, L"results.idt") || !kit_join(temporary, kit->folder, L"results.new"))
        return false;
    if (!file_write(temporary, parts, ARRAYSIZE(parts), true) ||
        !MoveFileExW(temporary, path, MOVEFILE_REPLACE_EXISTING)) {
        const DWORD error = GetLastError();

        DeleteFileW(temporary);
        return kit_fail(L"kit: %ls cannot be written (error %lu)", path, (unsigned long)error);
    }
    kit_say(L"results: %ls", path);
    return true;
}

static void put_head(const struct kit *kit, const struct tally *tally, struct buffer *head)
{
    char system[3 * ARRAYSIZE(kit->system)];

    wide_to_utf8(wide_text(kit->system), system, sizeof system);
    buffer_printf(head, "; identical kit 1: Windows %s, %u scenarios, %u with passwords left out\n", system, tally->run,
                  tally->passwords_left_out);
}

static int run(struct kit *kit)
{
    struct exports *exports = exports_take();
    struct buffer head, traces;
    struct tally tally = { 0 };
    unsigned differences;
    bool ok;

    if (!exports)
        return kit_fail(L"kit: HKEY_CURRENT_USER cannot be read"), KIT_ENVIRONMENT;
    buffer_init(&head, KIT_LIMIT);
    buffer_init(&traces, KIT_LIMIT);
    ok = replays_run(kit, &traces, &tally);
    put_head(kit, &tally, &head);
    kit_say(L"%u scenarios, %u with passwords left out (see /passwords)", tally.run, tally.passwords_left_out);
    differences = exports_tell(exports, &head);
    kit_say(differences ? L"%u differences in HKEY_CURRENT_USER, above" : L"HKEY_CURRENT_USER is as it was",
            differences);
    if (ok && !traces.len)
        ok = kit_fail(L"kit: no scenario has such a name, or none left a trace");
    ok = ok && write_results(kit, &head, &traces);
    buffer_free(&head);
    buffer_free(&traces);
    return ok && !tally.without_trace ? KIT_COMPLETE : KIT_ENVIRONMENT;
}

static int run_all(struct kit *kit)
{
    HDESK desktop;
    int code;

    if (GetFileAttributesW(kit->dll) == INVALID_FILE_ATTRIBUTES)
        return kit_fail(L"kit: %ls is not there: this system has no identities (they came with Outlook Express 5)",
                        kit->dll),
               KIT_ENVIRONMENT;
    /* Where the user's own windows are neither seen nor disturbed. */
    desktop = CreateDesktopW(desktop_name, NULL, NULL, 0, GENERIC_ALL, NULL);
    if (!desktop)
        return kit_fail(L"kit: no desktop of its own can be made (error %lu): log on at the machine itself",
                        (unsigned long)GetLastError()),
               KIT_ENVIRONMENT;
    lstrcpynW(kit->desktop, desktop_name, ARRAYSIZE(kit->desktop));
    code = run(kit);
    CloseDesktop(desktop);
    return code;
}

/* One kit at a time: two would hear each other. */
static bool is_alone(void)
{
    return (CreateMutexW(NULL, FALSE, L"Identical.Kit") && GetLastError() != ERROR_ALREADY_EXISTS) ||
           kit_fail(L"kit: another kit.exe is running (RUN.CMD or RECORD.CMD): close it first");
}

int wmain(int argc, WCHAR *argv[]); /* no header has it */

int wmain(int argc, WCHAR *argv[])
{
    static struct kit kit;
    int code;

    if (!find_places(&kit))
        return KIT_ENVIRONMENT;
    if (!kit_words(&kit, argc - 1, argv + 1) || !is_alone())
        return KIT_REFUSED;
    if (kit.task == KIT_UNDO)
        return record_undo(&kit);
    if (!account_is_free(&kit))
        return KIT_REFUSED;
    if (!open_work(&kit))
        return KIT_ENVIRONMENT;
    describe_system(kit.system, ARRAYSIZE(kit.system));
    code = kit.task == KIT_RECORD ? (int)record_run(&kit) : run_all(&kit);
    close_work(&kit);
    return code;
}
