/* The kit is for an account of its own: what it may not be run beside. */
#include "kit.h"

#include <tlhelp32.h>

/* An identity is a subkey named by a GUID (D-012 and on). */
static bool has_identities(WCHAR name[64])
{
    HKEY key;
    DWORD n = 64;
    bool found;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, L"Identities", 0, KEY_READ, &key))
        return false;
    found = RegEnumKeyExW(key, 0, name, &n, NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
    RegCloseKey(key);
    return found;
}

static bool has_module(DWORD process, const WCHAR *name)
{
    MODULEENTRY32W module = { .dwSize = sizeof module };
    /* Those of 32-bit processes, too; Windows 2000 does not know that flag, and has no others. */
    const DWORD also = sizeof(void *) == 8 ? TH32CS_SNAPMODULE32 : 0;
    HANDLE modules = CreateToolhelp32Snapshot(TH32CS_SNAPMODULE | also, process);
    bool found = false;

    if (modules == INVALID_HANDLE_VALUE)
        return false; /* of another account, or just gone */
    for (BOOL more = Module32FirstW(modules, &module); more && !found; more = Module32NextW(modules, &module))
        found = !lstrcmpiW(module.szModule, name);
    CloseHandle(modules);
    return found;
}

bool module_user(const WCHAR *name, WCHAR program[MAX_PATH], DWORD *id)
{
    PROCESSENTRY32W process = { .dwSize = sizeof process };
    HANDLE processes = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    bool found = false;

    if (processes == INVALID_HANDLE_VALUE)
        return false;
    for (BOOL more = Process32FirstW(processes, &process); more && !found; more = Process32NextW(processes, &process)) {
        found = process.th32ProcessID && has_module(process.th32ProcessID, name);
        if (found) {
            lstrcpynW(program, process.szExeFile, MAX_PATH);
            *id = process.th32ProcessID;
        }
    }
    CloseHandle(processes);
    return found;
}

bool account_is_free(const struct kit *kit)
{
    WCHAR identity[64], program[MAX_PATH];
    DWORD id;

    if (!kit->disposable && has_identities(identity))
        return kit_fail(
            L"kit: this account has identities (HKEY_CURRENT_USER\\Identities\\%ls). Log on with an account "
            L"made for this, or say /this-account-is-disposable",
            identity);
    /* It may be in the middle of a switch, and would hear ours. */
    if (module_user(L"msident.dll", program, &id))
        return kit_fail(L"kit: %ls (process %lu) uses msident.dll. Close it first", program, (unsigned long)id);
    return true;
}
