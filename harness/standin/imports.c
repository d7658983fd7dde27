/* Deviations behind the reference's back: what it writes in the registry and on the disk. A write belongs to the call
 * by the client that is in flight, and is named by its number in that call, so nothing here knows a value's name. */
#include "layer.h"

#include <shlobj.h>

/* What rename.h makes the reference call. */
LONG WINAPI standin_RegSetValueExW(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, CONST BYTE *data, DWORD size);
LONG WINAPI standin_RegCreateKeyExW(HKEY key, LPCWSTR path, DWORD reserved, LPWSTR class, DWORD options, REGSAM access,
                                    LPSECURITY_ATTRIBUTES security, PHKEY result, LPDWORD disposition);
LONG WINAPI standin_RegDeleteKeyW(HKEY key, LPCWSTR path);
LONG WINAPI standin_RegDeleteValueW(HKEY key, LPCWSTR name);
BOOL WINAPI standin_CreateDirectoryW(LPCWSTR path, LPSECURITY_ATTRIBUTES security);
HRESULT WINAPI standin_SHGetFolderPathW(HWND owner, int folder, HANDLE token, DWORD flags, LPWSTR path);

enum { PATH_CAPACITY = MAX_PATH + 16, NAME_CAPACITY = 300 };

static const struct deviation *due(const struct call *call, enum deviation_kind kind, unsigned nth)
{
    return deviation_due(kind, call->slot, 0, nth);
}

/* --- the write that waits for the next one (ORDER_SWAPPED) --- */

static struct {
    HKEY key; /* own handle: the reference may close its own meanwhile */
    WCHAR name[NAME_CAPACITY];
    DWORD type, size;
    BYTE data[1024];
} held;

static bool hold_back(HKEY key, const WCHAR *name, DWORD type, const BYTE *data, DWORD size)
{
    if (size > sizeof held.data || lstrlenW(name) >= NAME_CAPACITY ||
        RegOpenKeyExW(key, NULL, 0, KEY_SET_VALUE, &held.key))
        return false;
    memcpy(held.name, name, sizeof(WCHAR) * ((size_t)lstrlenW(name) + 1));
    memcpy(held.data, data, size);
    held.type = type;
    held.size = size;
    return true;
}

void imports_flush(void)
{
    if (!held.key)
        return;
    RegSetValueExW(held.key, held.name, 0, held.type, held.data, held.size);
    RegCloseKey(held.key);
    held.key = NULL;
}

/* --- registry --- */

static void write_escape(HKEY root, const WCHAR *path)
{
    static const DWORD one = 1;
    HKEY key;

    if (RegCreateKeyExW(root, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL))
        return;
    RegSetValueExW(key, L"Escape", 0, REG_DWORD, (const BYTE *)&one, sizeof one);
    RegCloseKey(key);
}

static void escape(const struct call *call, unsigned n)
{
    HKEY user;

    if (due(call, ESCAPE_HKLM, n))
        write_escape(HKEY_LOCAL_MACHINE, L"Software\\Identity Manager");
    if (due(call, ESCAPE_HKCU, n))
        write_escape(HKEY_CURRENT_USER, L"Software\\Identity Manager");
    if (due(call, ESCAPE_ROOT, n))
        write_escape(HKEY_CURRENT_USER, L"Identity Manager");
    if (due(call, ESCAPE_HKU, n) && !RegOpenCurrentUser(KEY_ALL_ACCESS, &user)) {
        write_escape(user, L"Software\\Identity Manager");
        RegCloseKey(user);
    }
}

static bool is_text(DWORD type, DWORD size)
{
    return type == REG_SZ && size >= 2 * sizeof(WCHAR);
}

/* Changes the copy; false if there is nothing to change. */
static bool change_data(unsigned way, DWORD type, BYTE *data, DWORD size)
{
    WCHAR *text = (WCHAR *)data;

    if (!is_text(type, size)) {
        if (size)
            data[way % size] ^= 1;
        return size != 0;
    }
    if (way == 0) {
        text[1] = text[1] ? text[1] ^ 1 : L'x'; /* the first digit of a GUID, the second letter of a name */
        return size >= 3 * sizeof(WCHAR);
    }
    if (way == 1)
        text[0] ^= 0x20;
    else
        text[size / sizeof(WCHAR) - 2] ^= 2;
    return true;
}

static LONG write_changed(const struct call *call, unsigned n, HKEY key, const WCHAR *name, DWORD type,
                          const BYTE *data, DWORD size)
{
    const struct deviation *deviation;
    BYTE copy[1024];
    WCHAR other[NAME_CAPACITY];

    if (size > sizeof copy || (name && lstrlenW(name) + 2 > NAME_CAPACITY))
        return RegSetValueExW(key, name, 0, type, data, size);
    memcpy(copy, data, size);
    if (size && (deviation = deviation_due(REGISTRY_DATA, call->slot, 0, n)))
        change_data(deviation->value, type, copy, size);
    if (is_text(type, size) && due(call, REGISTRY_TERMINATOR, n)) {
        size -= sizeof(WCHAR);
        copy[size] = 'x'; /* or the system takes the terminator behind the data into the value by itself */
    }
    if ((deviation = due(call, REGISTRY_TYPE, n)))
        type = type == deviation->value ? deviation->value2 : deviation->value;
    if (name && (deviation = due(call, REGISTRY_NAME, n))) {
        unsigned length = (unsigned)lstrlenW(name);

        memcpy(other + 1, name, sizeof(WCHAR) * (length + 1));
        other[0] = L'X';
        other[length + 1] = L'X';
        other[length + 2] = 0;
        if (deviation->value == 0)
            other[length + 1] = 0;
        name = deviation->value == 0 ? other : deviation->value == 1 ? other + 1 : NULL;
    }
    return RegSetValueExW(key, name, 0, type, copy, size);
}

LONG WINAPI standin_RegSetValueExW(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, CONST BYTE *data, DWORD size)
{
    struct call *call = call_in_flight();
    static const DWORD one = 1;
    unsigned n;
    LONG error;

    if (!call)
        return RegSetValueExW(key, name, reserved, type, data, size);
    n = call->writes++;
    if (n > 0)
        due(call, ORDER_SWAPPED, n - 1); /* notes that a swap would have had its partner */
    if (deviation_planned(ORDER_SWAPPED, call->slot, n) && hold_back(key, name, type, data, size))
        return ERROR_SUCCESS;
    if (due(call, REGISTRY_LOST, n))
        return ERROR_SUCCESS;
    error = write_changed(call, n, key, name, type, data, size);
    imports_flush();
    if (due(call, REGISTRY_EXTRA, n))
        RegSetValueExW(key, L"Extra", 0, REG_DWORD, (const BYTE *)&one, sizeof one);
    escape(call, n);
    return error;
}

LONG WINAPI standin_RegCreateKeyExW(HKEY key, LPCWSTR path, DWORD reserved, LPWSTR class, DWORD options, REGSAM access,
                                    LPSECURITY_ATTRIBUTES security, PHKEY result, LPDWORD disposition)
{
    struct call *call = call_in_flight();
    WCHAR other[NAME_CAPACITY];
    unsigned length = (unsigned)lstrlenW(path);
    HKEY existing;

    if (!call || length + 2 > NAME_CAPACITY || !RegOpenKeyExW(key, path, 0, KEY_QUERY_VALUE, &existing)) {
        if (call && length + 2 <= NAME_CAPACITY)
            RegCloseKey(existing); /* nothing new, so nothing that counts */
        return RegCreateKeyExW(key, path, reserved, class, options, access, security, result, disposition);
    }
    if (due(call, REGISTRY_KEY, call->keys++)) {
        memcpy(other, path, sizeof(WCHAR) * length);
        other[length] = L'X';
        other[length + 1] = 0;
        path = other;
    }
    return RegCreateKeyExW(key, path, reserved, class, options, access, security, result, disposition);
}

static bool lose_deletion(void)
{
    struct call *call = call_in_flight();

    return call && due(call, REGISTRY_UNDELETED, call->deletions++);
}

LONG WINAPI standin_RegDeleteKeyW(HKEY key, LPCWSTR path)
{
    return lose_deletion() ? ERROR_SUCCESS : RegDeleteKeyW(key, path);
}

LONG WINAPI standin_RegDeleteValueW(HKEY key, LPCWSTR name)
{
    return lose_deletion() ? ERROR_SUCCESS : RegDeleteValueW(key, name);
}

/* --- folders --- */

static BOOL create_beside(const WCHAR *path, const WCHAR *tail, LPSECURITY_ATTRIBUTES security)
{
    WCHAR other[PATH_CAPACITY];
    unsigned length = (unsigned)lstrlenW(path);

    if (length + 8 > PATH_CAPACITY)
        return FALSE;
    memcpy(other, path, sizeof(WCHAR) * length);
    if (length && other[length - 1] == L'\\')
        length--;
    memcpy(other + length, tail, sizeof(WCHAR) * ((size_t)lstrlenW(tail) + 1));
    return CreateDirectoryW(other, security);
}

BOOL WINAPI standin_CreateDirectoryW(LPCWSTR path, LPSECURITY_ATTRIBUTES security)
{
    struct call *call = call_in_flight();
    unsigned n;
    BOOL created;

    if (!call || GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES)
        return CreateDirectoryW(path, security);
    n = call->folders++;
    if (due(call, PATH_NOT_CREATED, n))
        return TRUE;
    if (due(call, PATH_ELSEWHERE, n))
        return create_beside(path, L"X", security);
    created = CreateDirectoryW(path, security);
    if (due(call, PATH_EXTRA, n))
        create_beside(path, L"\\Extra", security);
    return created;
}

HRESULT WINAPI standin_SHGetFolderPathW(HWND owner, int folder, HANDLE token, DWORD flags, LPWSTR path)
{
    struct call *call = call_in_flight();
    int kind = folder & 0xFF;

    if (call && (kind == CSIDL_APPDATA || kind == CSIDL_LOCAL_APPDATA) && due(call, PATH_SWAPPED, 0))
        folder ^= CSIDL_APPDATA ^ CSIDL_LOCAL_APPDATA;
    return SHGetFolderPathW(owner, folder, token, flags, path);
}
