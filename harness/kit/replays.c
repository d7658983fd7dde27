/* One agent for each scenario, one after the other. */
#include "kit.h"

#include "agent/patience.h"
#include "catalogue/catalogue.h"

#include <stdio.h>

enum { COMMAND = 8192, USUAL_START_MS = 500, SLOWEST = 20 };

/* A line of scenarios.txt: "id TAB p or - TAB milliseconds". */
struct replay {
    char id[KIT_ID];
    bool passwords;
    unsigned long limit_ms;
};

static bool read_line(const char *line, struct replay *replay)
{
    const char *tab = strchr(line, '\t');
    const size_t n = tab ? (size_t)(tab - line) : 0;

    if (!n || n >= sizeof replay->id || (tab[1] != 'p' && tab[1] != '-') || tab[2] != '\t')
        return false;
    memcpy(replay->id, line, n);
    replay->id[n] = 0;
    replay->passwords = tab[1] == 'p';
    replay->limit_ms = strtoul(tab + 3, NULL, 10);
    return replay->limit_ms > 0;
}

static bool is_chosen(const struct kit *kit, const WCHAR *id)
{
    for (unsigned i = 0; i < kit->n_words; i++)
        if (wide_starts(wide_text(id), kit->words[i]))
            return true;
    return !kit->n_words;
}

/* How much longer than usual everything takes here: an agent is started that has nothing to do. A machine of 1999 must not turn
 * each scenario into a hang. */
static unsigned slowness(const struct kit *kit)
{
    static WCHAR command[COMMAND];
    STARTUPINFOW start = { .cb = sizeof start };
    PROCESS_INFORMATION process;
    const DWORD began = GetTickCount();
    DWORD took;
    const int n = _snwprintf(command, COMMAND, L"\"%ls\"", kit->agent);

    if (n < 0 || n >= COMMAND ||
        !CreateProcessW(NULL, command, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &start, &process))
        return 1; /* what is wrong is told at the first scenario */
    WaitForSingleObject(process.hProcess, USUAL_START_MS * SLOWEST);
    TerminateProcess(process.hProcess, 0);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    took = GetTickCount() - began;
    return took < USUAL_START_MS ? 1 : took >= USUAL_START_MS * SLOWEST ? SLOWEST : took / USUAL_START_MS + 1;
}

/* "enum/tour" as a file of the kit. */
static bool scenario_path(const struct kit *kit, const WCHAR *id, WCHAR path[KIT_PATH])
{
    WCHAR name[KIT_ID + 16];

    _snwprintf(name, KIT_ID + 16, L"scenarios\\%ls.scn", id);
    for (WCHAR *at = name; *at; at++)
        if (*at == '/')
            *at = '\\';
    return kit_join(path, kit->folder, name);
}

/* 0 with a message if the agent cannot be started. */
static HANDLE start(const struct kit *kit, const struct replay *replay, const WCHAR *id, const WCHAR *trace)
{
    static WCHAR command[COMMAND], scenario[KIT_PATH], profile[KIT_PATH];
    STARTUPINFOW start = { .cb = sizeof start, .lpDesktop = kit->desktop[0] ? (WCHAR *)kit->desktop : NULL };
    PROCESS_INFORMATION process;
    int n;

    if (!scenario_path(kit, id, scenario) || !kit_join(profile, kit->work, L"profile"))
        return NULL;
    n = _snwprintf(command, COMMAND,
                   L"\"%ls\" --scenario \"%ls\" --trace \"%ls\" --dll \"%ls\" --profile \"%ls\" --target original"
                   L" --lane windows --lane-text \"%ls\" --of \"%ls\" --limit-ms %lu%ls%ls%ls",
                   kit->agent, scenario, trace, kit->dll, profile, kit->system, id, replay->limit_ms,
                   kit->ui[0] ? L" --ui \"" : L"", kit->ui, kit->ui[0] ? L"\"" : L"");
    if (n < 0 || n >= COMMAND || !CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process)) {
        kit_fail(L"kit: %ls cannot be started (error %lu)", kit->agent, (unsigned long)GetLastError());
        return NULL;
    }
    CloseHandle(process.hThread);
    return process.hProcess;
}

/* What the exit code says of an agent that wrote no last line. */
static void put_end(DWORD code, struct buffer *traces)
{
    const char *exception = cat_exception_name(code);

    if (code == WAIT_TIMEOUT)
        buffer_puts(traces, "ended hang\n");
    else if (exception)
        buffer_printf(traces, "ended crash %s\n", exception);
    else
        buffer_printf(traces, "ended exit %lu\n", (unsigned long)code);
}

/* False if the agent wrote no text. */
static bool put_trace(const WCHAR *path, DWORD code, struct buffer *traces)
{
    DWORD size = 0;
    size_t n = 0;
    char *bytes = file_read(path, &size), *text = bytes ? mapped_text(bytes, size, &n) : NULL, *line;

    if (text) {
        text[n - 1] = 0;
        line = strrchr(text, '\n');
        buffer_printf(traces, "%s\n", text);
        if (!line || strncmp(line + 1, "ended", 5) != 0)
            put_end(code, traces);
    }
    free(bytes);
    return text != NULL;
}

static bool run_one(const struct kit *kit, const struct replay *replay, const WCHAR *id, struct buffer *traces,
                    struct tally *tally)
{
    static WCHAR trace[KIT_PATH];
    DWORD code = KIT_ENVIRONMENT;
    HANDLE process;

    if (!kit_join(trace, kit->work, L"trace.trc"))
        return false;
    DeleteFileW(trace);
    process = start(kit, replay, id, trace);
    if (!process)
        return false;
    if (WaitForSingleObject(process, PATIENCE_WITH_AGENT_MS(replay->limit_ms)) == WAIT_TIMEOUT) {
        TerminateProcess(process, WAIT_TIMEOUT);
        WaitForSingleObject(process, INFINITE);
    }
    GetExitCodeProcess(process, &code);
    CloseHandle(process);
    tally->run++;
    if (!put_trace(trace, code, traces)) {
        tally->without_trace++;
        kit_fail(L"kit: %ls: its agent left no trace (exit code %lu)", id, (unsigned long)code);
    }
    return traces->status == ST_OK || kit_fail(L"kit: no memory for the results");
}

bool replays_run(const struct kit *kit, struct buffer *traces, struct tally *tally)
{
    WCHAR path[KIT_PATH], id[KIT_ID];
    struct replay replay;
    DWORD size;
    char *list = kit_join(path, kit->folder, L"scenarios.txt") ? file_read(path, &size) : NULL;
    bool ok = list || kit_fail(L"kit: %ls cannot be read: the kit is not complete", path);
    const unsigned factor = ok ? slowness(kit) : 1;
    unsigned line = 0;

    if (factor > 1)
        kit_say(L"This machine is slow: each scenario has %u times its time", factor);

    for (char *at = list, *next; ok && *at; at = next) {
        next = at + strcspn(at, "\n");
        next += *next != 0;
        line++;
        if (!read_line(at, &replay) || !wide_from_utf8(replay.id, id, KIT_ID))
            ok = kit_fail(L"%ls:%u: expected a scenario, 'p' or '-', and milliseconds, between tabs", path, line);
        else if (is_chosen(kit, id) && replay.passwords && !kit->passwords)
            tally->passwords_left_out++;
        else if (is_chosen(kit, id)) {
            kit_say(L"%ls", id);
            replay.limit_ms *= factor;
            ok = run_one(kit, &replay, id, traces, tally);
        }
    }
    free(list);
    return ok;
}
