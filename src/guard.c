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

HRESULT guard_enter(HANDLE *guard)
{
    WCHAR name[GUARD_NAME_CAPACITY];
    HRESULT hr = guard_name(L"Identities", name);
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
