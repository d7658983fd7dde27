#include "machine.h"

static _Thread_local DWORD last_error;
static _Thread_local DWORD thread_id;

DWORD WINAPI GetLastError(void)
{
    return last_error;
}

void WINAPI SetLastError(DWORD error)
{
    last_error = error;
}

DWORD WINAPI GetCurrentProcessId(void)
{
    return sim_self->id;
}

DWORD WINAPI GetCurrentThreadId(void)
{
    if (!thread_id)
        thread_id = sim_new_thread_id();
    return thread_id;
}

DWORD sim_new_thread_id(void)
{
    return FIRST_PROCESS_ID + 4 * (atomic_fetch_add(&sim_machine->threads, 1) + 1);
}

void sim_thread_is(DWORD id)
{
    thread_id = id;
}

/* Time passes only in Sleep() and stub_clock_advance(). */
DWORD WINAPI GetTickCount(void)
{
    return sim_machine->clock_ms;
}

void WINAPI Sleep(DWORD ms)
{
    stub_clock_advance(ms);
}

void stub_clock_advance(DWORD ms)
{
    atomic_fetch_add(&sim_machine->clock_ms, ms);
    sim_wake();
}

/* The clock started on the first of January 2000. */
uint64_t sim_time(void)
{
    return 125911584000000000u + (uint64_t)sim_machine->clock_ms * 10000;
}

LONG WINAPI CompareFileTime(const FILETIME *a, const FILETIME *b)
{
    uint64_t x = (uint64_t)a->dwHighDateTime << 32 | a->dwLowDateTime;
    uint64_t y = (uint64_t)b->dwHighDateTime << 32 | b->dwLowDateTime;

    return (x > y) - (x < y);
}

void sim_process_reset(void)
{
    atomic_store(&sim_machine->clock_ms, 60000);
    SetLastError(0);
}

/* Copies as the functions do that say how much room they want. */
static DWORD give_text(const WCHAR *text, WCHAR *out, DWORD *room, DWORD error)
{
    DWORD need = (DWORD)sim_wide_length(text) + 1;

    if (*room < need || !out) {
        *room = need;
        SetLastError(error);
        return FALSE;
    }
    memcpy(out, text, need * sizeof(WCHAR));
    *room = need;
    return TRUE;
}

BOOL WINAPI GetUserNameW(LPWSTR name, LPDWORD size)
{
    if (sim_fault("GetUserNameW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    return (BOOL)give_text(STUB_USER_NAME, name, size, ERROR_INSUFFICIENT_BUFFER);
}

static char module; /* its address is the program's handle */

HMODULE WINAPI GetModuleHandleW(LPCWSTR name)
{
    if (!name)
        return (HMODULE)&module;
    SetLastError(ERROR_MOD_NOT_FOUND);
    return NULL;
}

static const WCHAR module_path[] = L"C:\\windows\\system32\\msident.dll";

/* The program is the one library that can be loaded, by its path. */
HMODULE WINAPI LoadLibraryW(LPCWSTR path)
{
    const size_t length = sim_wide_length(module_path);

    if (sim_fault("LoadLibraryW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    if (sim_wide_compare(path, sim_wide_length(path), module_path, length) == 0)
        return (HMODULE)&module;
    SetLastError(ERROR_MOD_NOT_FOUND);
    return NULL;
}

BOOL WINAPI FreeLibrary(HMODULE library)
{
    return library != NULL;
}

/* There is one module, whatever the handle. */
DWORD WINAPI GetModuleFileNameW(HMODULE which, LPWSTR name, DWORD size)
{
    DWORD length = (DWORD)sim_wide_length(module_path);

    (void)which;
    if (sim_fault("GetModuleFileNameW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    if (!size) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    if (length < size) {
        memcpy(name, module_path, (length + 1) * sizeof(WCHAR));
        SetLastError(ERROR_SUCCESS);
        return length;
    }
    memcpy(name, module_path, size * sizeof(WCHAR)); /* without terminator, as before Vista */
    SetLastError(ERROR_INSUFFICIENT_BUFFER);
    return size;
}
