/* The file: one for all processes of a session, its length published last (session.h). */
#include "recorder.h"

#include <stdio.h>
#include "agent/platform.h"
#include "trace/copy.h"
#include "trace/session.h"

enum { START = SESSION_LENGTH, DIGITS = SESSION_DIGITS, STORE = 8, LOCK_MS = 10000, PATH_UNITS = 1024 };

static struct platform_map map;
static DWORD told_slot = TLS_OUT_OF_INDEXES; /* of threads whose apartment was written */

/* Who writes. Threads take turns by a word of their own, processes by one in the file's header, which says whose turn it is: no
 * question to the system as long as nobody else writes. */
enum { FREE = 0x20202020 /* blanks */, SPINS = 2000 };

static volatile LONG thread_turn;

/* One that was killed in its turn leaves whole lines: it publishes last. */
static bool is_gone(DWORD process)
{
    const HANDLE handle = OpenProcess(SYNCHRONIZE, FALSE, process);
    const bool gone =
        handle ? WaitForSingleObject(handle, 0) == WAIT_OBJECT_0 : GetLastError() == ERROR_INVALID_PARAMETER;

    if (handle)
        CloseHandle(handle);
    return gone;
}

/* Waits for a moment, longer the longer it lasts. False: for too long. */
static bool wait_for_turn(DWORD tries)
{
    if (tries < SPINS)
        YieldProcessor();
    else
        Sleep(1);
    return tries < SPINS + LOCK_MS;
}

static volatile LONG *process_turn(void)
{
    return (volatile LONG *)(void *)(map.bytes + SESSION_TURN);
}

static bool lock_processes(void)
{
    const LONG own = (LONG)GetCurrentProcessId();
    LONG holder;

    for (DWORD tries = 0; (holder = InterlockedCompareExchange(process_turn(), own, FREE)) != FREE; tries++) {
        if (!wait_for_turn(tries))
            return false;
        if (tries >= SPINS && tries % 16 == 0 && is_gone((DWORD)holder) &&
            InterlockedCompareExchange(process_turn(), own, holder) == holder)
            return true;
    }
    return true;
}

static bool lock_file(void)
{
    for (DWORD tries = 0; InterlockedCompareExchange(&thread_turn, 1, 0); tries++)
        if (!wait_for_turn(tries))
            return false;
    if (map.bytes && lock_processes())
        return true;
    InterlockedExchange(&thread_turn, 0);
    return false;
}

static void unlock_file(void)
{
    InterlockedExchange(process_turn(), FREE);
    InterlockedExchange(&thread_turn, 0);
}

/* The length as this process last read or wrote it: most often nobody else did since. */
static struct {
    char digits[DIGITS];
    size_t length;
} known;

static size_t length_now(void)
{
    if (memcmp(known.digits, map.bytes + START, DIGITS) != 0) {
        memcpy(known.digits, map.bytes + START, DIGITS);
        known.length = 0;
        for (unsigned i = 0; i < DIGITS; i++)
            known.length = known.length * 10 + (size_t)(known.digits[i] - '0');
    }
    return known.length;
}

/* Eight of the digits are one store: whoever is killed here has written it or has not. Behind length_now(). */
static void publish(size_t length)
{
    unsigned first = DIGITS;

    for (size_t rest = length; rest > 0 || first > DIGITS - STORE; rest /= 10)
        known.digits[--first] = (char)('0' + rest % 10);
    known.length = length;
    if (first == DIGITS - STORE) /* a length only grows: in front of it are zeros */
        memcpy(map.bytes + START + DIGITS - STORE, known.digits + DIGITS - STORE, STORE);
    else
        memcpy(map.bytes + START + first, known.digits + first, DIGITS - first);
}

static bool write_chunk(size_t n)
{
    OVERLAPPED to = { .Offset = (DWORD)session_place(n) };
    DWORD written;

    return WriteFile(map.file, map.bytes + session_stage(n), SESSION_CHUNK, &written, &to) && written == SESSION_CHUNK;
}

/* Behind LENGTH bytes of text, which stay as they are; up to a chunk may follow before it is published. False: the disk
 * is full. */
static bool put(size_t length, const char *text, size_t n)
{
    const size_t chunk = length / SESSION_CHUNK, at = length % SESSION_CHUNK, room = SESSION_CHUNK - at;

    if (n < room) {
        copy_text(map.bytes + session_stage(chunk) + at, text, n);
        return true;
    }
    copy_text(map.bytes + session_stage(chunk) + at, text, room);
    if (!write_chunk(chunk))
        return false;
    copy_text(map.bytes + session_stage(chunk + 1), text + room, n - room);
    return true;
}

void record_head(const char *text, size_t n)
{
    for (size_t part; n; text += part, n -= part) {
        const size_t length = length_now();

        part = n < SESSION_CHUNK ? n : SESSION_CHUNK;
        if (!put(length, text, part))
            return;
        publish(length + part);
    }
}

/* "PROCESS.THREAD TEXT". */
static void append_line(const char *text, size_t n)
{
    char memory[32]; /* two numbers of ten digits */
    struct buffer start;
    const size_t length = length_now();

    buffer_init_in(&start, memory, sizeof memory, sizeof memory - 1);
    buffer_put_number(&start, GetCurrentProcessId());
    buffer_putc(&start, '.');
    buffer_put_number(&start, GetCurrentThreadId());
    buffer_putc(&start, ' ');
    const size_t first = start.len, all = first + n + 1;
    if (all <= SESSION_CHUNK && length + all <= TRACE_MAX_TRACE && put(length, start.data, first) &&
        put(length + first, text, n) && put(length + first + n, "\n", 1))
        publish(length + all);
}

static const char *apartment(void)
{
    const HMODULE ole = GetModuleHandleA("ole32");
    HRESULT(WINAPI * type_of)(int *, int *) = ole ? (void *)GetProcAddress(ole, "CoGetApartmentType") : NULL;
    int type = 0, qualifier;

    if (!type_of)
        return "unknown"; /* before Windows 7 */
    if (FAILED(type_of(&type, &qualifier)))
        return "none";
    return type == 1 ? "mta" : "sta";
}

static void tell_thread(void)
{
    char text[32];

    if (told_slot == TLS_OUT_OF_INDEXES || TlsGetValue(told_slot))
        return;
    TlsSetValue(told_slot, &told_slot);
    append_line(text, (size_t)snprintf(text, sizeof text, "thread %s", apartment()));
}

void record_line(const char *text, size_t n)
{
    if (!lock_file())
        return;
    tell_thread();
    append_line(text, n);
    unlock_file();
}

void record_exit(void)
{
    if (!map.bytes)
        return;
    thread_turn = 0; /* whoever had it is gone: this is the last thread */
    InterlockedCompareExchange(process_turn(), FREE, (LONG)GetCurrentProcessId());
    record_text("exit");
}

void record_text(const char *text)
{
    record_line(text, strlen(text));
}

void record_buffer(struct buffer *line)
{
    if (line->status == ST_OK && line->len)
        record_line(line->data, line->len);
    buffer_free(line);
}

/* ---- the head ---- */

/* "wine 8.0" or "windows 5.0.2195": how much weight it has depends on that. */
static void write_system(struct buffer *text)
{
    const HMODULE ntdll = GetModuleHandleA("ntdll");
    const char *(CDECL * wine)(void) = (void *)GetProcAddress(ntdll, "wine_get_version");
    LONG(WINAPI * version_of)(OSVERSIONINFOW *) = (void *)GetProcAddress(ntdll, "RtlGetVersion");
    OSVERSIONINFOW version = { .dwOSVersionInfoSize = sizeof version };

    if (wine) {
        buffer_printf(text, "system wine %s\n", wine());
        return;
    }
    if (!version_of || version_of(&version))
        GetVersionExW(&version); /* Windows 2000 has no other */
    buffer_printf(text, "system windows %lu.%lu.%lu\n", (unsigned long)version.dwMajorVersion,
                  (unsigned long)version.dwMinorVersion, (unsigned long)version.dwBuildNumber);
}

static void write_head(HMODULE target)
{
    struct dll_info info = { 0 };
    struct buffer text;

    buffer_init(&text, TRACE_MAX_LINE);
    buffer_puts(&text, "recording 1\n");
    write_system(&text);
    if (target && module_describe(target, &info))
        buffer_printf(&text, "dll \"%s\" sha256 %s version \"%s\" machine %s\n", info.path, info.sha256, info.version,
                      info.machine);
    record_head(text.data, text.len);
    buffer_free(&text);
}

static void write_process(void)
{
    WCHAR path[PATH_UNITS] = { 0 }, *name = path;
    struct buffer line;

    GetModuleFileNameW(NULL, path, PATH_UNITS - 1);
    for (WCHAR *at = path; *at; at++)
        if (*at == '\\')
            name = at + 1;
    buffer_init(&line, TRACE_MAX_LINE);
    buffer_puts(&line, "process ");
    spell_text(name, PATH_UNITS, &line);
    append_line(line.data, line.len);
    buffer_free(&line);
}

/* Who makes the file. The mutex is of this recording alone: another has another path. */
static HANDLE open_mutex(const char *path)
{
    char name[48];
    unsigned hash = 0x811c9dc5;

    for (const char *at = path; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 0x01000193;
    snprintf(name, sizeof name, "Identical.Recorder.%08x", hash);
    return CreateMutexA(NULL, FALSE, name);
}

bool record_open(const char *path, HMODULE target)
{
    bool first;

    const HANDLE mutex = open_mutex(path);
    const DWORD got = mutex ? WaitForSingleObject(mutex, LOCK_MS) : WAIT_FAILED;

    told_slot = TlsAlloc();
    if (got != WAIT_OBJECT_0 && got != WAIT_ABANDONED)
        return false;
    first = !platform_map_join(&map, path, SESSION_MAPPED);
    if (first && platform_map_open(&map, path, SESSION_MAPPED)) {
        memset(map.bytes, ' ', SESSION_HEADER);
        memcpy(map.bytes, SESSION_MAGIC, START);
        memset(map.bytes + START, '0', DIGITS);
        map.bytes[SESSION_HEADER - 1] = '\n';
        publish(0);
        write_head(target);
        state_write();
    }
    if (lock_file()) {
        write_process();
        unlock_file();
    }
    ReleaseMutex(mutex);
    CloseHandle(mutex);
    return map.bytes != NULL;
}
