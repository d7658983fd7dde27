/* bench-recorder RECORDER TARGET FOLDER: what the recorder costs a program in whose place of msident.dll it stands. Microseconds of
 * the calling thread's CPU: one COM call without effects through the recorder and past it, one NtSetValueKey of the program
 * itself, which is no business of the recorder, as the system's DLLs import it (through its hook) and past it. Both sides in turn, a
 * block each. */
#define COBJMACROS
#define INITGUID
#include <stdbool.h>
#include <stdio.h>
#include <windows.h>
#include <ole2.h>
#include <winternl.h>
#include "msident.h"

#include "thread_clock.h"

enum { BLOCK = 50, BLOCKS = 400, PATH = 1024, OK = 0, BAD_INPUT = 2, ENVIRONMENT = 3 };

typedef HRESULT(WINAPI *get_class_fn)(REFCLSID, REFIID, void **);
typedef NTSTATUS(NTAPI *set_value_fn)(HANDLE, UNICODE_STRING *, ULONG, ULONG, void *, ULONG);

/* FOLDER\recorder.dll and its settings. */
static HMODULE load_recorder(const char *recorder, const char *target, const char *folder)
{
    char path[PATH];
    FILE *settings;

    snprintf(path, sizeof path, "%s\\recorder.cfg", folder);
    settings = fopen(path, "wb");
    if (!settings)
        return NULL;
    fprintf(settings, "target %s\ntrace %s\\session.rec\n", target, folder);
    fclose(settings);
    snprintf(path, sizeof path, "%s\\recorder.dll", folder);
    return CopyFileA(recorder, path, FALSE) ? LoadLibraryA(path) : NULL;
}

static IEnumUserIdentity *enumerator(HMODULE module)
{
    const get_class_fn get_class = module ? (get_class_fn)(void *)GetProcAddress(module, "DllGetClassObject") : NULL;
    IUserIdentityManager *manager = NULL;
    IClassFactory *factory = NULL;
    IEnumUserIdentity *all = NULL;

    if (!get_class || FAILED(get_class(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory)))
        return NULL;
    if (SUCCEEDED(IClassFactory_CreateInstance(factory, NULL, &IID_IUserIdentityManager, (void **)&manager)))
        IUserIdentityManager_EnumIdentities(manager, &all);
    return all; /* what else there is stays until the end */
}

static double count(IEnumUserIdentity *all)
{
    const double start = thread_us();
    ULONG n = 0;

    for (unsigned i = 0; i < BLOCK; i++)
        IEnumUserIdentity_GetCount(all, &n);
    return thread_us() - start;
}

/* What a module calls by a name. */
static void *imported(HMODULE module, const char *name)
{
    const BYTE *base = (const BYTE *)module;
    const IMAGE_NT_HEADERS *nt = (const void *)(base + ((const IMAGE_DOS_HEADER *)(const void *)base)->e_lfanew);
    const DWORD table = nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress;

    for (const IMAGE_IMPORT_DESCRIPTOR *import = (const void *)(base + table); import->Name; import++) {
        const IMAGE_THUNK_DATA *names = (const void *)(base + import->OriginalFirstThunk);
        const IMAGE_THUNK_DATA *slots = (const void *)(base + import->FirstThunk);

        for (; names->u1.AddressOfData; names++, slots++)
            if (!IMAGE_SNAP_BY_ORDINAL(names->u1.Ordinal) &&
                strcmp((const char *)((const IMAGE_IMPORT_BY_NAME *)(base + names->u1.AddressOfData))->Name, name) == 0)
                return (void *)slots->u1.Function;
    }
    return NULL;
}

static double set_values(set_value_fn set_value, HKEY key)
{
    static WCHAR text[] = L"Window Height";
    UNICODE_STRING name = { sizeof text - sizeof *text, sizeof text, text };
    const double start = thread_us();
    DWORD data = 1;

    for (unsigned i = 0; i < BLOCK; i++)
        set_value(key, &name, 0, REG_DWORD, &data, sizeof data);
    return thread_us() - start;
}

int main(int argc, char **argv)
{
    set_value_fn functions[2] = { NULL,
                                  (set_value_fn)(void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtSetValueKey") };
    double calls[2] = { 0 }, hooks[2] = { 0 };
    IEnumUserIdentity *sides[2];
    HKEY key;

    if (argc != 4)
        return BAD_INPUT;
    if (!GetProcAddress(GetModuleHandleA("ntdll"), "wine_get_version"))
        return ENVIRONMENT; /* thread_us() asks Linux */
    CoInitialize(NULL);
    sides[0] = enumerator(load_recorder(argv[1], argv[2], argv[3]));
    sides[1] = enumerator(GetModuleHandleA(argv[2]));
    functions[0] = (set_value_fn)imported(GetModuleHandleA("kernelbase"), "NtSetValueKey");
    if (!sides[0] || !sides[1] || !functions[0] || functions[0] == functions[1] ||
        RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Mail", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return ENVIRONMENT;
    for (unsigned i = 0; i < BLOCKS; i++)
        for (unsigned each = 0; each < 4; each++) { /* who comes first changes, too */
            const unsigned side = (each + i) % 2;

            if (each < 2)
                calls[side] += count(sides[side]);
            else
                hooks[side] += set_values(functions[side], key);
        }
    printf("%.4f %.4f %.4f %.4f\n", calls[0] / (BLOCK * BLOCKS), calls[1] / (BLOCK * BLOCKS),
           hooks[0] / (BLOCK * BLOCKS), hooks[1] / (BLOCK * BLOCKS));
    return OK;
}
