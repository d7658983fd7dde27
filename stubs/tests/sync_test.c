#include "check.h"

static void mutex_is_recursive(void)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, NULL);

    CHECK_TRUE(mutex != NULL);
    CHECK(FALSE, ReleaseMutex(mutex));
    CHECK(ERROR_NOT_OWNER, GetLastError());
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(mutex, 0));
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(mutex, INFINITE));
    CHECK(TRUE, ReleaseMutex(mutex));
    CHECK(TRUE, ReleaseMutex(mutex));
    CHECK(FALSE, ReleaseMutex(mutex));
    CHECK(TRUE, CloseHandle(mutex));
}

static void mutex_owned_at_birth(void)
{
    HANDLE mutex = CreateMutexW(NULL, TRUE, NULL);

    CHECK(TRUE, ReleaseMutex(mutex));
    CHECK(FALSE, ReleaseMutex(mutex));
    CHECK(TRUE, CloseHandle(mutex));
}

static void names_are_shared(void)
{
    HANDLE first;
    HANDLE second;

    SetLastError(77);
    first = CreateMutexW(NULL, FALSE, L"Local\\Identical stub test");
    CHECK(0, GetLastError());
    second = CreateMutexW(NULL, TRUE, L"Identical stub test");
    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    CHECK_TRUE(first && second && first != second);
    CHECK(FALSE, ReleaseMutex(first));
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(first, 0));
    CHECK(TRUE, ReleaseMutex(second));
    CHECK_TRUE(CreateEventW(NULL, FALSE, FALSE, L"Identical stub test") == NULL);
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    CHECK(TRUE, CloseHandle(first));
    CHECK(TRUE, CloseHandle(second));
    first = CreateMutexW(NULL, FALSE, L"Identical stub test");
    CHECK(0, GetLastError());
    CHECK(TRUE, CloseHandle(first));
}

static void names_have_case(void)
{
    HANDLE first = CreateMutexW(NULL, FALSE, L"Identical stub test");
    HANDLE second = CreateMutexW(NULL, FALSE, L"IDENTICAL stub test");

    CHECK(0, GetLastError());
    CHECK(TRUE, CloseHandle(first));
    CHECK(TRUE, CloseHandle(second));
}

static void events(void)
{
    HANDLE automatic = CreateEventW(NULL, FALSE, FALSE, NULL);
    HANDLE manual = CreateEventW(NULL, TRUE, TRUE, NULL);

    CHECK(WAIT_TIMEOUT, WaitForSingleObject(automatic, 0));
    CHECK(WAIT_TIMEOUT, WaitForSingleObject(automatic, 20));
    CHECK(TRUE, SetEvent(automatic));
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(automatic, 0));
    CHECK(WAIT_TIMEOUT, WaitForSingleObject(automatic, 0));
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(manual, 0));
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(manual, 0));
    CHECK(TRUE, ResetEvent(manual));
    CHECK(WAIT_TIMEOUT, WaitForSingleObject(manual, 0));
    CHECK(TRUE, CloseHandle(automatic));
    CHECK(TRUE, CloseHandle(manual));
}

static void bad_handles(void)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, NULL);
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);

    CHECK(FALSE, SetEvent(mutex));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    CHECK(FALSE, ReleaseMutex(event));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    CHECK(TRUE, CloseHandle(event));
    CHECK(TRUE, CloseHandle(mutex));
    SetLastError(0);
    CHECK(FALSE, CloseHandle(mutex));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    CHECK(WAIT_FAILED, WaitForSingleObject(mutex, 0));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    CHECK(FALSE, ReleaseMutex(mutex));
    CHECK(FALSE, CloseHandle(NULL));
}

static DWORD WINAPI take_mutex(LPVOID mutex)
{
    return WaitForSingleObject(mutex, INFINITE);
}

static HANDLE start(LPTHREAD_START_ROUTINE run, void *argument)
{
    HANDLE thread = CreateThread(NULL, 0, run, argument, 0, NULL);

    CHECK_TRUE(thread != NULL);
    return thread;
}

/* Also closes it. */
static DWORD result_of(HANDLE thread)
{
    DWORD code = 0;

    CHECK(WAIT_OBJECT_0, WaitForSingleObject(thread, INFINITE));
    CHECK(TRUE, GetExitCodeThread(thread, &code));
    CHECK(TRUE, CloseHandle(thread));
    return code;
}

static void mutex_of_a_dead_thread(void)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, NULL);

    CHECK(WAIT_OBJECT_0, result_of(start(take_mutex, mutex)));
    CHECK(WAIT_ABANDONED, WaitForSingleObject(mutex, 0));
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(mutex, 0));
    CHECK(TRUE, ReleaseMutex(mutex));
    CHECK(TRUE, ReleaseMutex(mutex));
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(mutex, 0));
    CHECK(TRUE, ReleaseMutex(mutex));
    CHECK(TRUE, CloseHandle(mutex));
}

static DWORD WINAPI try_mutex(LPVOID mutex)
{
    DWORD result = WaitForSingleObject(mutex, 30);

    CHECK(FALSE, ReleaseMutex(mutex));
    CHECK(ERROR_NOT_OWNER, GetLastError());
    return result;
}

static void mutex_of_another_thread(void)
{
    HANDLE mutex = CreateMutexW(NULL, TRUE, NULL);
    HANDLE thread;

    CHECK(WAIT_TIMEOUT, result_of(start(try_mutex, mutex)));
    thread = start(take_mutex, mutex);
    CHECK(WAIT_TIMEOUT, WaitForSingleObject(thread, 30));
    CHECK(TRUE, ReleaseMutex(mutex));
    CHECK(WAIT_OBJECT_0, result_of(thread));
    CHECK(TRUE, CloseHandle(mutex));
}

static DWORD WINAPI set_event(LPVOID event)
{
    return SetEvent(event);
}

static void event_of_another_thread(void)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    HANDLE thread = start(set_event, event);

    CHECK(WAIT_OBJECT_0, WaitForSingleObject(event, INFINITE));
    CHECK(TRUE, result_of(thread));
    CHECK(TRUE, CloseHandle(event));
}

static DWORD WINAPI last_error_here(LPVOID id)
{
    *(DWORD *)id = GetCurrentThreadId();
    return GetLastError();
}

static void threads_are_apart(void)
{
    DWORD id = 0;
    DWORD told = 0;
    HANDLE thread;

    SetLastError(77);
    thread = CreateThread(NULL, 0, last_error_here, &id, 0, &told);
    SetLastError(77);
    CHECK(0, result_of(thread));
    CHECK(77, GetLastError());
    CHECK_TRUE(id != 0 && id != GetCurrentThreadId());
    CHECK(told, id);
}

static DWORD WINAPI write_values(LPVOID number)
{
    HKEY key = NULL;
    WCHAR name[2] = { (WCHAR)('a' + (size_t)number), 0 };

    for (DWORD i = 0; i < 50; i++) {
        if (RegCreateKeyExW(HKEY_CURRENT_USER, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
            return 1;
        if (RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&i, sizeof(i)) || RegCloseKey(key))
            return 2;
    }
    return 0;
}

static void registry_of_all_threads(void)
{
    HANDLE threads[4];
    HKEY key;

    for (size_t i = 0; i < 4; i++)
        threads[i] = start(write_values, (void *)i);
    for (size_t i = 0; i < 4; i++)
        CHECK(0, result_of(threads[i]));
    CHECK(ERROR_SUCCESS, RegOpenKeyExW(HKEY_CURRENT_USER, L"d", 0, KEY_READ, &key));
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"d", NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void critical_sections(void)
{
    CRITICAL_SECTION section;

    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    EnterCriticalSection(&section);
    CHECK(TRUE, TryEnterCriticalSection(&section));
    LeaveCriticalSection(&section);
    LeaveCriticalSection(&section);
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
}

static DWORD WINAPI leave_with_library(void *context)
{
    FreeLibraryAndExitThread(context, 7);
}

static void a_thread_leaves_with_its_library(void)
{
    WCHAR path[MAX_PATH];
    HMODULE library;
    HANDLE thread;
    DWORD id, code = 0;

    CHECK_TRUE(GetModuleFileNameW(NULL, path, MAX_PATH) > 0);
    library = LoadLibraryW(path);
    CHECK_TRUE(library != NULL);
    thread = CreateThread(NULL, 0, leave_with_library, library, 0, &id);
    CHECK(WAIT_OBJECT_0, WaitForSingleObject(thread, INFINITE));
    CHECK(TRUE, GetExitCodeThread(thread, &code));
    CHECK(7, code);
    CHECK(TRUE, CloseHandle(thread));
    CHECK_TRUE(LoadLibraryW(L"C:\\no such library.dll") == NULL);
    CHECK(ERROR_MOD_NOT_FOUND, GetLastError());
}

const struct check_case sync_cases[] = {
    { "a_thread_leaves_with_its_library", a_thread_leaves_with_its_library },
    { "mutex_is_recursive", mutex_is_recursive },
    { "mutex_owned_at_birth", mutex_owned_at_birth },
    { "names_are_shared", names_are_shared },
    { "names_have_case", names_have_case },
    { "events", events },
    { "bad_handles", bad_handles },
    { "mutex_of_a_dead_thread", mutex_of_a_dead_thread },
    { "mutex_of_another_thread", mutex_of_another_thread },
    { "event_of_another_thread", event_of_another_thread },
    { "threads_are_apart", threads_are_apart },
    { "registry_of_all_threads", registry_of_all_threads },
    { "critical_sections", critical_sections },
    { NULL, NULL },
};
