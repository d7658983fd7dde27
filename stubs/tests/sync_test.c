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

const struct check_case sync_cases[] = {
    { "mutex_is_recursive", mutex_is_recursive },
    { "mutex_owned_at_birth", mutex_owned_at_birth },
    { "names_are_shared", names_are_shared },
    { "names_have_case", names_have_case },
    { "events", events },
    { "bad_handles", bad_handles },
    { "critical_sections", critical_sections },
    { NULL, NULL },
};
