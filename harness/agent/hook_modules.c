/* Patching import tables. Only Windows 2000 functions: the loader's own list stands in for EnumProcessModules. */
#include "hooks.h"

#include <string.h>
#include "outcome.h"

enum { MAX_MODULES = 512 };

static struct known_module {
    const BYTE *base;
    DWORD stamp;
} known[MAX_MODULES];
static unsigned n_known;
static volatile DWORD hooking_thread;
static CRITICAL_SECTION lock;

static const struct table {
    struct hook *hooks;
    const unsigned *n;
} tables[] = {
    { registry_hooks, &n_registry_hooks }, { read_hooks, &n_read_hooks },     { file_hooks, &n_file_hooks },
    { process_hooks, &n_process_hooks },   { window_hooks, &n_window_hooks },
};

static struct hook *find_by_name(const char *name)
{
    for (unsigned t = 0; t < ARRAYSIZE(tables); t++)
        for (unsigned i = 0; i < *tables[t].n; i++)
            if (tables[t].hooks[i].original && strcmp(tables[t].hooks[i].name, name) == 0)
                return &tables[t].hooks[i];
    return NULL;
}

static struct hook *find_by_address(const void *function)
{
    for (unsigned t = 0; t < ARRAYSIZE(tables); t++)
        for (unsigned i = 0; i < *tables[t].n; i++)
            if (tables[t].hooks[i].original == function)
                return &tables[t].hooks[i];
    return NULL;
}

static void patch_slot(IMAGE_THUNK_DATA *slot, const struct hook *hook)
{
    DWORD protection;

    if ((void *)slot->u1.Function == hook->replacement)
        return;
    if (!VirtualProtect(slot, sizeof *slot, PAGE_READWRITE, &protection))
        return;
    slot->u1.Function = (ULONG_PTR)hook->replacement;
    VirtualProtect(slot, sizeof *slot, protection, &protection);
}

/* NAMES is NULL where the linker left none: then bound addresses tell. A delay import's slot holds its loader thunk
 * until the first call; writing ours there first means that the thunk never runs. */
static void patch_thunks(const BYTE *base, const IMAGE_THUNK_DATA *names, IMAGE_THUNK_DATA *slots)
{
    for (; names ? names->u1.AddressOfData : slots->u1.Function; slots++) {
        const struct hook *hook = NULL;

        if (!names)
            hook = find_by_address((const void *)slots->u1.Function);
        else if (!IMAGE_SNAP_BY_ORDINAL(names->u1.Ordinal))
            hook = find_by_name((const char *)((const IMAGE_IMPORT_BY_NAME *)(base + names->u1.AddressOfData))->Name);
        if (hook)
            patch_slot(slots, hook);
        if (names)
            names++;
    }
}

/* Which DLLs' functions we hook; forwarders of newer systems (api-ms-...) included. */
static bool is_hooked_dll(const char *name)
{
    static const char *const prefixes[] = { "ntdll.",      "kernel32.",
                                            "kernelbase.", "api-ms-win-core-processthreads",
                                            "user32.",     "ext-ms-win-ntuser" };

    for (unsigned i = 0; i < ARRAYSIZE(prefixes); i++)
        if (_strnicmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

static void patch_imports(BYTE *base, const IMAGE_DATA_DIRECTORY *directory)
{
    const IMAGE_IMPORT_DESCRIPTOR *import = (const void *)(base + directory->VirtualAddress);

    for (; import->Name; import++) {
        const DWORD names = import->OriginalFirstThunk;

        if (is_hooked_dll((const char *)(base + import->Name)))
            patch_thunks(base, names ? (const void *)(base + names) : NULL, (void *)(base + import->FirstThunk));
    }
}

static void patch_delay_imports(BYTE *base, const IMAGE_DATA_DIRECTORY *directory)
{
    const DWORD *import = (const void *)(base + directory->VirtualAddress);

    /* Words of the descriptor: attributes, name, module, slots, names, ... Attribute 1: offsets from the base; without
     * it (Visual C++ 6, 32-bit) they are addresses. */
    for (; import[1]; import += sizeof(IMAGE_DELAYLOAD_DESCRIPTOR) / sizeof(DWORD)) {
        BYTE *from = import[0] & 1 ? base : NULL;

        if (is_hooked_dll((const char *)(from + import[1])))
            patch_thunks(from, (const void *)(from + import[4]), (void *)(from + import[3]));
    }
}

static void patch_module(BYTE *base)
{
    const IMAGE_DOS_HEADER *dos = (const void *)base;
    const IMAGE_NT_HEADERS *nt = (const void *)(base + dos->e_lfanew);
    const IMAGE_DATA_DIRECTORY *directories = nt->OptionalHeader.DataDirectory;

    for (unsigned i = 0; i < n_known; i++)
        if (known[i].base == base && known[i].stamp == nt->FileHeader.TimeDateStamp)
            return;
    if (n_known < MAX_MODULES)
        known[n_known++] = (struct known_module){ base, nt->FileHeader.TimeDateStamp };
    if (directories[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress)
        patch_imports(base, &directories[IMAGE_DIRECTORY_ENTRY_IMPORT]);
    if (directories[IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT].VirtualAddress)
        patch_delay_imports(base, &directories[IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT]);
}

/* Not by NtCurrentTeb(): gcc takes that for an access below an array. */
static const PEB *own_peb(void)
{
    const PEB *peb;

#ifdef _WIN64
    __asm__("movq %%gs:0x60, %0" : "=r"(peb));
#else
    __asm__("movl %%fs:0x30, %0" : "=r"(peb));
#endif
    return peb;
}

void hooks_rescan(void)
{
    const PEB_LDR_DATA *loader = own_peb()->Ldr;
    const LIST_ENTRY *head = &loader->InMemoryOrderModuleList;

    EnterCriticalSection(&lock);
    for (const LIST_ENTRY *link = head->Flink; link != head; link = link->Flink) {
        const LDR_DATA_TABLE_ENTRY *entry = CONTAINING_RECORD(link, LDR_DATA_TABLE_ENTRY, InMemoryOrderLinks);

        if (entry->DllBase != (void *)GetModuleHandleA(NULL))
            patch_module(entry->DllBase);
    }
    LeaveCriticalSection(&lock);
}

/* Where there is a kernelbase, kernel32's export may be no more than a jump through kernel32's own import table: with
 * that as the original a hook would call itself. */
static void *original_of(const struct hook *hook)
{
    const HMODULE base = strcmp(hook->module, "kernel32") == 0 ? GetModuleHandleA("kernelbase") : NULL;
    void *original = base ? (void *)GetProcAddress(base, hook->name) : NULL;

    return original ? original : (void *)GetProcAddress(GetModuleHandleA(hook->module), hook->name);
}

static void look_up(struct hook *hooks, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        hooks[i].original = original_of(&hooks[i]);
}

bool hooks_install(void)
{
    InitializeCriticalSection(&lock);
    for (unsigned t = 0; t < ARRAYSIZE(tables); t++)
        if (tables[t].hooks != window_hooks)
            look_up(tables[t].hooks, *tables[t].n);
    hooks_rescan();
    return registry_hooks[0].original != NULL;
}

static bool enter(bool wanted)
{
    if (!wanted || hooking_thread == GetCurrentThreadId())
        return false;
    EnterCriticalSection(&lock);
    hooking_thread = GetCurrentThreadId();
    return true;
}

bool hook_enter(void)
{
    return enter(control_is_given());
}

bool hook_enter_change(void)
{
    return enter(control_shows_changes());
}

bool hook_enter_read(void)
{
    return enter(control_shows_reads());
}

void hook_leave(void)
{
    hooking_thread = 0;
    LeaveCriticalSection(&lock);
}
