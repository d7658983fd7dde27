#include "guard.h"
#include "text.h"

enum {
    USER_NAME_CAPACITY = 257, /* UNLEN and terminator */
    PATIENCE_MS = 30000,      /* writers need milliseconds; one that takes this long will not come back */
};

/* The user's name is part of it: another user of the session has another registry, and could not open our mutex. */
static HRESULT make_name(WCHAR name[USER_NAME_CAPACITY + 32])
{
    static const WCHAR prefix[] = L"Local\\Identical.Identities.";
    DWORD capacity = USER_NAME_CAPACITY;

    memcpy(name, prefix, sizeof(prefix));
    if (!GetUserNameW(name + text_length(prefix), &capacity))
        return E_FAIL;
    return S_OK;
}

HRESULT guard_enter(HANDLE *guard)
{
    WCHAR name[USER_NAME_CAPACITY + 32];
    HRESULT hr = make_name(name);
    HANDLE mutex;

    *guard = NULL;
    if (FAILED(hr))
        return hr;
    mutex = CreateMutexW(NULL, FALSE, name);
    if (!mutex)
        return GetLastError() == ERROR_NOT_ENOUGH_MEMORY ? E_OUTOFMEMORY : E_FAIL;
    switch (WaitForSingleObject(mutex, PATIENCE_MS)) {
    case WAIT_OBJECT_0:
    case WAIT_ABANDONED: /* its owner died; the order of writes left something readable (F-019) */
        *guard = mutex;
        return S_OK;
    default:
        CloseHandle(mutex);
        return E_FAIL;
    }
}

void guard_leave(HANDLE guard)
{
    ReleaseMutex(guard);
    CloseHandle(guard);
}
