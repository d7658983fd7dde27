/* Files, for the native build: the stubs have only folders. */
#include <windows.h>

static BOOL none(void)
{
    SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
    return FALSE;
}

HANDLE WINAPI CreateFileW(LPCWSTR path, DWORD access, DWORD sharing, LPSECURITY_ATTRIBUTES security, DWORD disposition,
                          DWORD flags, HANDLE like)
{
    (void)path;
    (void)access;
    (void)sharing;
    (void)security;
    (void)disposition;
    (void)flags;
    (void)like;
    none();
    return INVALID_HANDLE_VALUE;
}

BOOL WINAPI DeleteFileW(LPCWSTR path)
{
    (void)path;
    return none();
}

BOOL WINAPI MoveFileW(LPCWSTR from, LPCWSTR to)
{
    (void)from;
    (void)to;
    return none();
}
