#include "guard.h"
#include "text.h"

enum { PATIENCE_MS = 30000 }; /* writers need milliseconds; one that takes this long will not come back */

static WCHAR *append(WCHAR *end, const WCHAR *text)
{
    const ULONG length = text_length(text);

    memcpy(end, text, (length + 1) * sizeof(*text));
    return end + length;
}

HRESULT guard_name(const WCHAR *what, WCHAR name[GUARD_NAME_CAPACITY])
{
    DWORD capacity = USER_NAME_CAPACITY;
    WCHAR *end = append(append(append(name, L"Local\\Identical."), what), L".");

    return GetUserNameW(end, &capacity) ? S_OK : E_FAIL;
}

HRESULT guard_no_object(void)
{
    return GetLastError() == ERROR_NOT_ENOUGH_MEMORY ? E_OUTOFMEMORY : E_FAIL;
}

HRESULT guard_take(const WCHAR *what, DWORD patience, HRESULT busy, HANDLE *guard)
{
    WCHAR name[GUARD_NAME_CAPACITY];
    HRESULT hr = guard_name(what, name);
    HANDLE mutex;

    *guard = NULL;
    if (FAILED(hr))
        return hr;
    mutex = CreateMutexW(NULL, FALSE, name);
    if (!mutex)
        return guard_no_object();
    switch (WaitForSingleObject(mutex, patience)) {
    case WAIT_OBJECT_0:
    case WAIT_ABANDONED: /* its owner died; the order of writes left something readable (F-019, I-17) */
        *guard = mutex;
        return S_OK;
    case WAIT_TIMEOUT:
        hr = busy;
        break;
    default:
        hr = E_FAIL;
    }
    CloseHandle(mutex);
    return hr;
}

HRESULT guard_enter(HANDLE *guard)
{
    return guard_take(L"Identities", PATIENCE_MS, E_FAIL, guard);
}

void guard_leave(HANDLE guard)
{
    ReleaseMutex(guard);
    CloseHandle(guard);
}
