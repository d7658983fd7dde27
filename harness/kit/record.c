/* RECORD.CMD and UNDO.CMD: a program of this machine, with the recorder in front of its msident.dll. */
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include "trace/session.h"

enum { COMMAND = 8192, LOOK_MS = 500, RECORDINGS = 999 };

static struct session {
    struct kit *kit;
    struct registrations all;
    volatile LONG ended; /* by whom first: the end of the program, or Ctrl+C */
} session;

/* ---- what stands beside each recorder, for it alone to read ---- */

static bool beside(const struct kit *kit, const WCHAR *folder, const WCHAR *name, WCHAR path[KIT_PATH])
{
    WCHAR in[KIT_PATH];

    return kit_join(in, kit->folder, folder) && kit_join(path, in, name);
}

/* "x86.map" in the folder of work. */
static bool map_path(const struct kit *kit, const WCHAR *folder, WCHAR path[KIT_PATH])
{
    WCHAR name[16];

    _snwprintf(name, ARRAYSIZE(name), L"%ls.map", folder);
    return kit_join(path, kit->work, name);
}

static bool write_settings(const struct kit *kit, const struct registration *item)
{
    struct buffer text;
    const struct buffer *const parts[] = { &text };
    WCHAR path[KIT_PATH], map[KIT_PATH];
    char target[3 * KIT_PATH], trace[3 * KIT_PATH];
    bool ok = beside(kit, item->folder, L"recorder.cfg", path) && map_path(kit, item->folder, map) &&
              wide_to_utf8(wide_text(item->target), target, sizeof target) &&
              wide_to_utf8(wide_text(map), trace, sizeof trace);

    if (!ok)
        return false;
    DeleteFileW(map);
    buffer_init(&text, KIT_LIMIT);
    buffer_printf(&text, "target %s\ntrace %s\n", target, trace);
    ok = file_write(path, parts, 1, true) ||
         kit_fail(L"kit: %ls cannot be written (error %lu)", path, (unsigned long)GetLastError());
    buffer_free(&text);
    return ok;
}

/* ---- what was recorded ---- */

/* Under the first number that is free: no recording takes the place of another. */
static bool write_recording(const struct kit *kit, char *text, size_t n)
{
    const struct buffer part = { .data = text, .len = n };
    const struct buffer *const parts[] = { &part };
    WCHAR path[KIT_PATH], name[32];

    for (unsigned i = 1; i <= RECORDINGS; i++) {
        _snwprintf(name, ARRAYSIZE(name), L"record%u.idt", i);
        if (!kit_join(path, kit->folder, name))
            return false;
        if (GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES)
            continue;
        if (!file_write(path, parts, 1, false))
            return kit_fail(L"kit: %ls cannot be written (error %lu)", path, (unsigned long)GetLastError());
        kit_say(L"recording: %ls", path);
        return true;
    }
    return kit_fail(L"kit: %ls holds %u recordings: move them away", kit->folder, RECORDINGS);
}

/* How many there were; -1 with a message if one cannot be written. */
static int keep_recordings(const struct kit *kit, const struct registrations *all)
{
    int kept = 0;

    for (unsigned i = 0; i < all->n; i++) {
        WCHAR path[KIT_PATH];
        DWORD size = 0;
        size_t n = 0;
        char *bytes = map_path(kit, all->items[i].folder, path) ? file_read(path, &size) : NULL;
        char *text = bytes ? session_text(bytes, size, &n) : NULL;
        const bool ok = !text || write_recording(kit, text, n);

        kept += text != NULL;
        free(bytes);
        free(text);
        if (!ok)
            return -1;
        DeleteFileW(path); /* not while a program still has it: the next recording empties it */
        if (beside(kit, all->items[i].folder, L"recorder.cfg", path))
            DeleteFileW(path);
    }
    RemoveDirectoryW(kit->work);
    return kept;
}

static enum kit_code end_session(struct kit *kit, const struct registrations *all)
{
    const bool undone = registrations_undo(kit, all);
    const int kept = keep_recordings(kit, all);

    if (undone)
        kit_say(L"the registration of the recorder is gone");
    if (!kept)
        kit_fail(L"kit: no program loaded msident.dll meanwhile: there is nothing to record");
    return undone && kept > 0 ? KIT_COMPLETE : KIT_ENVIRONMENT;
}

/* ---- the program ---- */

struct line {
    WCHAR *text;
    size_t n;
};

static void put_unit(WCHAR unit, struct line *out)
{
    if (out->n < COMMAND)
        out->text[out->n++] = unit;
}

/* As the C library of the program takes a command line apart; cmd hands no quotes on. */
static void put_quoted(const WCHAR *word, struct line *out)
{
    unsigned slashes = 0;

    put_unit('"', out);
    for (; *word; word++) {
        slashes = *word == '\\' ? slashes + 1 : 0;
        put_unit(*word, out);
    }
    while (slashes-- > 0)
        put_unit('\\', out);
    put_unit('"', out);
}

static HANDLE start_program(const struct kit *kit)
{
    static WCHAR command[COMMAND + 1];
    struct line out = { command, 0 };
    STARTUPINFOW start = { .cb = sizeof start };
    PROCESS_INFORMATION process;

    for (unsigned i = 0; i < kit->n_words; i++) {
        if (i)
            put_unit(' ', &out);
        put_quoted(kit->words[i], &out);
    }
    command[out.n] = 0;
    if (out.n == COMMAND || !CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process)) {
        kit_fail(L"kit: %ls cannot be started (error %lu)", kit->words[0], (unsigned long)GetLastError());
        return NULL;
    }
    CloseHandle(process.hThread);
    return process.hProcess;
}

static bool await_user(void)
{
    char line[256];
    DWORD n;

    kit_say(L"Start the program now. When you have closed it, press Enter here.");
    ReadFile(GetStdHandle(STD_INPUT_HANDLE), line, sizeof line, &n, NULL);
    return true;
}

static bool await_program(const struct kit *kit)
{
    HANDLE process = start_program(kit);

    if (!process)
        return false;
    WaitForSingleObject(process, INFINITE);
    CloseHandle(process);
    return true;
}

/* Programs that were started by the first one, or that were there already and handed the work to. */
static void await_others(void)
{
    WCHAR program[MAX_PATH];
    DWORD id, told = 0;

    while (module_user(L"recorder.dll", program, &id)) {
        if (id != told)
            kit_say(L"%ls (process %lu) still uses msident.dll: close it, too", program, (unsigned long)id);
        told = id;
        Sleep(LOOK_MS);
    }
}

/* Ctrl+C, the window closed, a log-off: Windows gives some seconds. */
static BOOL WINAPI interrupted(DWORD event)
{
    (void)event;
    if (InterlockedExchange((LONG *)&session.ended, 1) == 0)
        end_session(session.kit, &session.all);
    TerminateProcess(GetCurrentProcess(), KIT_ENVIRONMENT);
    return TRUE;
}

enum kit_code record_run(struct kit *kit)
{
    struct registrations *all = &session.all;
    bool ok;

    session.kit = kit;
    if (registrations_pending(kit))
        return kit_fail(L"kit: an earlier recording was not ended: start UNDO.CMD first"), KIT_REFUSED;
    if (!registrations_plan(kit, all))
        return KIT_REFUSED;
    ok = true;
    for (unsigned i = 0; ok && i < all->n; i++)
        ok = write_settings(kit, &all->items[i]);
    SetConsoleCtrlHandler(interrupted, TRUE);
    ok = ok && registrations_make(kit, all);
    if (ok) {
        kit_say(L"recording for this account, until the program ends");
        ok = kit->n_words ? await_program(kit) : await_user();
    }
    if (ok)
        await_others();
    if (InterlockedExchange((LONG *)&session.ended, 1) != 0)
        Sleep(INFINITE); /* the other thread ends us */
    return end_session(kit, all) == KIT_COMPLETE && ok ? KIT_COMPLETE : KIT_ENVIRONMENT;
}

enum kit_code record_undo(struct kit *kit)
{
    struct registrations all;

    if (!registrations_pending(kit)) {
        kit_say(L"nothing to undo: no recording was interrupted");
        return KIT_COMPLETE;
    }
    if (!registrations_read(kit, &all) || !registrations_undo(kit, &all))
        return KIT_ENVIRONMENT;
    kit_say(L"the registration of the recorder is gone");
    return keep_recordings(kit, &all) < 0 ? KIT_ENVIRONMENT : KIT_COMPLETE;
}
