/* Windows and Wine. Imports only kernel32 and advapi32 of Windows 2000, so that starting costs little and works there. */
#include "platform.h"

#include <stdio.h>
#include "apartment.h"
#include "hooks.h"
#include "peer.h"
#include "pump.h"
#include "outcome.h"
#include "places.h"
#include "turn.h"
#include "watch.h"

enum { PATH_UNITS = 1024, MAX_ARGUMENTS = 64, LATE_POLL_MS = 20, LATE_POLLS = 3000 };

static HMODULE dll;
static HANDLE watchdog_stop;
static unsigned watchdog_ms;
static DWORD thread_slot = TLS_OUT_OF_INDEXES;
static NTSTATUS(NTAPI *end_process)(HANDLE, NTSTATUS);

/* ---- the error output, the command line ---- */

void platform_error(const char *text)
{
    const HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    DWORD written;

    WriteFile(out, "agent: ", 7, &written, NULL);
    WriteFile(out, text, (DWORD)strlen(text), &written, NULL);
    WriteFile(out, "\r\n", 2, &written, NULL);
}

struct wide_buffer {
    WCHAR units[PATH_UNITS];
    size_t n;
};

static void put_unit(struct wide_buffer *out, WCHAR unit)
{
    if (out->n + 1 < PATH_UNITS)
        out->units[out->n++] = unit;
}

/* Backslashes at AT, halved if a quote follows, else as they are; behind them *quote tells of an escaped one. */
static const WCHAR *take_slashes(const WCHAR *at, struct wide_buffer *out, bool *escaped_quote)
{
    size_t n = 0;

    while (at[n] == '\\')
        n++;
    *escaped_quote = at[n] == '"' && n % 2;
    for (size_t i = at[n] == '"' ? n / 2 : n; i > 0; i--)
        put_unit(out, '\\');
    return at + n;
}

/* One argument by the rules of the C runtime; returns what is behind it. */
static const WCHAR *take_argument(const WCHAR *at, struct wide_buffer *out)
{
    bool quoted = false, escaped_quote;

    out->n = 0;
    for (at = take_slashes(at, out, &escaped_quote); *at && (quoted || (*at != ' ' && *at != '\t'));
         at = take_slashes(at + 1, out, &escaped_quote)) {
        if (*at == '"' && !escaped_quote)
            quoted = !quoted;
        else
            put_unit(out, *at);
    }
    out->units[out->n] = 0;
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

void platform_arguments(int *argc, char ***argv)
{
    static char *arguments[MAX_ARGUMENTS + 1];
    static char texts[MAX_ARGUMENTS][3 * PATH_UNITS];
    const WCHAR *at = GetCommandLineW();
    static struct wide_buffer argument;

    for (*argc = 0; *at && *argc < MAX_ARGUMENTS; ++*argc) {
        at = take_argument(at, &argument);
        wide_to_utf8(wide_text(argument.units), texts[*argc], sizeof texts[0]);
        arguments[*argc] = texts[*argc];
    }
    *argv = arguments;
}

/* ---- the DLL under test ---- */

const char *platform_dll_load(const struct options *options, struct dll_info *info)
{
    WCHAR asked[PATH_UNITS], full[PATH_UNITS], answered[PATH_UNITS] = { 0 };
    static char failure[80];

    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
    if (!wide_from_utf8(options->dll, asked, PATH_UNITS) || !GetFullPathNameW(asked, PATH_UNITS, full, NULL))
        return "--dll is no path";
    if (!hooks_install())
        return "ntdll lacks NtCreateKey";
    dll = LoadLibraryExW(full, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!dll) {
        snprintf(failure, sizeof failure, "the DLL can't be loaded (error %lu)", (unsigned long)GetLastError());
        return failure;
    }
    GetModuleFileNameW(dll, answered, PATH_UNITS - 1);
    if (lstrcmpiW(full, answered) != 0)
        return "another file answers than --dll";
    if (!GetProcAddress(dll, "DllGetClassObject"))
        return "the DLL has no DllGetClassObject";
    places_set(PLACE_MODULE, answered);
    if (!module_describe(dll, info))
        return "the DLL can't be read";
    hooks_rescan();
    platform_own_change();
    return NULL;
}

void *platform_dll_export(const char *name)
{
    return (void *)GetProcAddress(dll, name);
}

void platform_com_start(enum apartment apartment)
{
    const HMODULE ole = GetModuleHandleA("ole32");
    HRESULT(WINAPI * initialise)(void *, DWORD) = ole ? (void *)GetProcAddress(ole, "CoInitializeEx") : NULL;

    if (initialise && apartment != APARTMENT_NONE)
        initialise(NULL, apartment == APARTMENT_MTA ? COINIT_MULTITHREADED : COINIT_APARTMENTTHREADED);
}

/* CoGetApartmentType() came with Windows 7. */
enum apartment platform_apartment(void)
{
    const HMODULE ole = GetModuleHandleA("ole32");
    apartment_type_fn *type = ole ? (void *)GetProcAddress(ole, "CoGetApartmentType") : NULL;
    co_initialize_fn *initialize = ole ? (void *)GetProcAddress(ole, "CoInitializeEx") : NULL;
    co_uninitialize_fn *uninitialize = ole ? (void *)GetProcAddress(ole, "CoUninitialize") : NULL;

    if (type)
        return apartment_by_type(type);
    return initialize && uninitialize ? apartment_by_trial(initialize, uninitialize) : APARTMENT_NONE;
}

bool platform_shares_process(void)
{
    return false;
}

bool platform_is_native(void)
{
    return false;
}

void platform_dll_unload(void)
{
}

/* ---- around each call ---- */

struct executor *platform_thread_get(void)
{
    const DWORD error = GetLastError();
    struct executor *const executor = thread_slot == TLS_OUT_OF_INDEXES ? NULL : TlsGetValue(thread_slot);

    SetLastError(error);
    return executor;
}

void platform_thread_set(struct executor *executor)
{
    if (thread_slot == TLS_OUT_OF_INDEXES)
        thread_slot = TlsAlloc();
    TlsSetValue(thread_slot, executor);
}

void platform_own_calls(bool own)
{
    (void)own; /* no call is made to fail */
}

void platform_record_reads(void)
{
    hooks_record_reads();
}

bool platform_find_unhooked(void)
{
    hooks_rescan();
    return watch_find_unhooked();
}

bool platform_find_escapes(void)
{
    return watch_find_escapes();
}

bool platform_heap_valid(void)
{
    HANDLE heaps[64];
    const DWORD n = GetProcessHeaps(ARRAYSIZE(heaps), heaps);

    for (DWORD i = 0; i < n && i < ARRAYSIZE(heaps); i++)
        if (!HeapValidate(heaps[i], 0, NULL))
            return false;
    return true;
}

bool platform_key_path(HKEY key, WCHAR *path, size_t size)
{
    return registry_key_path(key, path, size);
}

bool platform_unchanged(void)
{
    return watch_unchanged();
}

void platform_own_change(void)
{
    watch_accept();
}

void platform_holds_time(void)
{
}

void platform_pass_time(unsigned ms)
{
    Sleep(ms);
}

void platform_rest(void)
{
    Sleep(1);
}

bool platform_await(HANDLE event, DWORD process)
{
    const HANDLE either[] = { event, OpenProcess(SYNCHRONIZE, FALSE, process) };
    DWORD which;

    if (!either[1])
        return false;
    which = WaitForMultipleObjects(2, either, FALSE, INFINITE);
    CloseHandle(either[1]);
    return which == WAIT_OBJECT_0;
}

/* ---- the end ---- */

DWORD platform_now_ms(void)
{
    return GetTickCount();
}

static LONG WINAPI on_exception(EXCEPTION_POINTERS *exception)
{
    outcome_crash(exception->ExceptionRecord->ExceptionCode);
}

/* Whoever has the turn hangs. This process may get it while others end, too slowly for the limit. */
static DWORD WINAPI watch_time(void *stop)
{
    DWORD ms = watchdog_ms;

    for (unsigned i = 0; i < LATE_POLLS; i++, ms = LATE_POLL_MS) {
        if (WaitForSingleObject(stop, ms) != WAIT_TIMEOUT)
            return 0;
        if (turn_is_mine())
            break;
    }
    outcome_hang();
}

void platform_guard(unsigned limit_ms)
{
    DWORD id;

    end_process = (void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtTerminateProcess");
    watchdog_ms = limit_ms;
    watchdog_stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    CloseHandle(CreateThread(NULL, 65536, watch_time, watchdog_stop, 0, &id));
    SetUnhandledExceptionFilter(on_exception);
}

void platform_unguard(void)
{
    SetEvent(watchdog_stop);
}

/* Looks nothing up: the heap may be what is broken. All threads but this one go first: under Wine 8 one that waits may
 * outlive a process that ends with all of them at once, and whoever waits for the process waits with it. */
void platform_end(unsigned code)
{
    peers_end();
    if (end_process)
        end_process(NULL, (NTSTATUS)code);
    TerminateProcess(GetCurrentProcess(), code);
    for (;;)
        Sleep(INFINITE);
}

int platform_leave(int code)
{
    platform_end((unsigned)code); /* no DllMain of anyone runs: that would cost time and could crash */
}

unsigned platform_crash_code(unsigned exception)
{
    return exception;
}
