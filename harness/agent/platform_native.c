/* Linux, over the stubs: the sandbox is the whole machine, and the DLL under test is linked in. */
#include <windows.h>
#include <ole2.h>
#include <wincrypt.h>
#include <time.h>
#include "platform.h"

#include "agent.h"
#include "apartment.h"
#include "effects.h"
#include "msident_res.h"
#include "native_process.h"
#include "outcome.h"
#include "places.h"
#include "pump.h"
#include "snapshot.h"
#include "stubs.h"
#include "ui.h"

enum { PATH_UNITS = 600 };

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);
HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID riid, void **object);
HRESULT WINAPI DllCanUnloadNow(void);
HRESULT WINAPI DllRegisterServer(void);
HRESULT WINAPI DllUnregisterServer(void);

static const HINSTANCE instance = (HINSTANCE)0x10000000;
static _Thread_local struct executor *executor;
static bool loaded;
static struct snapshot_key *start;

/* ---- the sandbox ---- */

static void set_below_profile(enum place_name place, const WCHAR *name)
{
    WCHAR path[PATH_UNITS];
    const struct wide profile = wide_text(places_get(PLACE_PROFILE)), below = wide_text(name);

    memcpy(path, profile.text, profile.n * sizeof(WCHAR));
    memcpy(path + profile.n, below.text, (below.n + 1) * sizeof(WCHAR));
    places_set(place, path);
}

static void set_places(void)
{
    WCHAR path[MAX_PATH];

    if (GetEnvironmentVariableW(L"USERPROFILE", path, MAX_PATH))
        places_set(PLACE_PROFILE, path);
    set_below_profile(PLACE_LOCAL, L"\\Local Settings\\Application Data");
    set_below_profile(PLACE_ROAMING, L"\\Application Data");
    places_set(PLACE_WINDOWS, L"C:\\windows");
    places_set(PLACE_USER, L"S-1-5-21-0-0-0-1000");
}

static struct wide short_root(const WCHAR *path, WCHAR *text)
{
    static const struct root {
        const WCHAR *name;
        const WCHAR *shown;
    } roots[] = {
        { L"HKEY_CURRENT_USER", L"HKCU" },
        { L"HKEY_LOCAL_MACHINE", L"HKLM" },
        { L"HKEY_CLASSES_ROOT", L"HKCR" },
        { L"HKEY_USERS", L"HKU" },
    };
    const struct wide whole = wide_text(path);

    for (unsigned i = 0; i < ARRAYSIZE(roots); i++) {
        const size_t n = wide_text(roots[i].name).n, shown = wide_text(roots[i].shown).n;

        if (!wide_starts(whole, roots[i].name) || whole.n - n + shown >= PATH_UNITS)
            continue;
        memcpy(text, roots[i].shown, shown * sizeof(WCHAR));
        memcpy(text + shown, path + n, (whole.n - n + 1) * sizeof(WCHAR));
        return wide_text(text);
    }
    return whole;
}

static void show_change(const struct stub_change *change)
{
    static const enum effect_event paths[] = {
        [STUB_FOLDER_CREATED] = EFFECT_FOLDER_CREATED, [STUB_FOLDER_DELETED] = EFFECT_FOLDER_REMOVED,
        [STUB_FILE_CREATED] = EFFECT_FILE_CREATED,     [STUB_FILE_WRITTEN] = EFFECT_FILE_WRITTEN,
        [STUB_FILE_DELETED] = EFFECT_FILE_REMOVED,
    };
    WCHAR text[PATH_UNITS];

    switch (change->kind) {
    case STUB_KEY_CREATED:
        effect_key(EFFECT_KEY_CREATED, short_root(change->path, text));
        break;
    case STUB_KEY_DELETED:
        effect_key(EFFECT_KEY_DELETED, short_root(change->path, text));
        break;
    case STUB_VALUE_SET:
        effect_value_set(short_root(change->path, text), wide_text(change->name), change->after.type,
                         change->after.bytes, change->after.size);
        break;
    case STUB_VALUE_DELETED:
        effect_value_deleted(short_root(change->path, text), wide_text(change->name));
        break;
    case STUB_RENAMED:
        effect_renamed(wide_text(change->path), wide_text(change->name));
        break;
    default:
        effect_path(paths[change->kind], wide_text(change->path));
        break;
    }
}

static void on_change(void *context, const struct stub_change *change)
{
    const DWORD error = GetLastError();

    (void)context;
    if (!control_is_given())
        return;
    stub_fault_pause();
    show_change(change);
    stub_fault_resume();
    SetLastError(error);
}

static void on_read(void *context, const struct stub_read *read)
{
    static const enum detail_kind kinds[] = {
        [STUB_KEY_OPENED] = SEEN_OPENED,    [STUB_VALUE_READ] = SEEN_READ, [STUB_KEYS_LISTED] = SEEN_KEYS,
        [STUB_VALUES_LISTED] = SEEN_VALUES, [STUB_KEY_ASKED] = SEEN_INFO,
    };
    const DWORD error = GetLastError();
    WCHAR text[PATH_UNITS];

    (void)context;
    if (!control_is_given())
        return;
    stub_fault_pause();
    effect_read(kinds[read->kind], short_root(read->path, text), wide_text(read->name), (DWORD)read->status);
    stub_fault_resume();
    SetLastError(error);
}

/* While the DLL has control: what the agent itself needs for it is not among the DLL's calls. */
static void watch_windows(void)
{
    stub_fault_pause();
    ui_watch_thread();
    stub_fault_resume();
}

const char *platform_sandbox_open(const struct options *options)
{
    (void)options;
    stub_reset();
    stub_fault_pause(); /* the agent's own calls; control_give() ends it for those of the DLL */
    stub_set_resources(msident_res, msident_res_size);
    set_places();
    /* Made by Windows long before the DLL under test is loaded. */
    stub_folder_create(places_get(PLACE_LOCAL));
    stub_folder_create(places_get(PLACE_ROAMING));
    stub_observe(on_change, NULL);
    stub_observe_windows(watch_windows);
    return NULL;
}

void platform_sandbox_name(WCHAR *name, size_t size)
{
    if (size)
        name[0] = 0;
}

const char *platform_sandbox_join(const struct options *options, const WCHAR *name)
{
    (void)options;
    (void)name;
    return "a native process is a copy of the first one";
}

void platform_sandbox_close(void)
{
    snapshot_free(start);
    start = NULL;
    stub_observe(NULL, NULL);
    stub_observe_reads(NULL, NULL);
    stub_observe_windows(NULL);
    stub_fault_resume();
}

bool platform_deny(const WCHAR *path, enum deny_kind kind)
{
    static const REGSAM rights[] = {
        [DENY_READ] = KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | KEY_NOTIFY,
        [DENY_WRITE] = KEY_SET_VALUE | KEY_CREATE_SUB_KEY | DELETE,
        [DENY_ALL] =
            KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | KEY_NOTIFY | KEY_SET_VALUE | KEY_CREATE_SUB_KEY | DELETE,
    };
    static const WCHAR root[] = L"HKCU\\";
    WCHAR full[PATH_UNITS];
    const struct wide below = wide_text(path);

    if (below.n + ARRAYSIZE(root) > PATH_UNITS)
        return false;
    memcpy(full, root, sizeof root);
    memcpy(full + ARRAYSIZE(root) - 1, path, (below.n + 1) * sizeof(WCHAR));
    return stub_deny(full, rights[kind]) == ERROR_SUCCESS;
}

bool platform_make_folder(const WCHAR *path)
{
    return stub_folder_create(path) == ERROR_SUCCESS;
}

/* ---- the DLL under test ---- */

const char *platform_dll_load(const struct options *options, struct dll_info *info)
{
    WCHAR path[MAX_PATH] = { 0 };

    (void)options;
    native_program(info->path, sizeof info->path, info->sha256);
    info->machine = sizeof(void *) == 8 ? "x86-64" : "x86";
    if (GetModuleFileNameW(instance, path, MAX_PATH))
        places_set(PLACE_MODULE, path);
    loaded = DllMain(instance, DLL_PROCESS_ATTACH, NULL);
    return loaded ? NULL : "the DLL refuses to start";
}

void platform_dll_unload(void)
{
    if (loaded)
        DllMain(instance, DLL_PROCESS_DETACH, NULL);
    loaded = false;
}

void *platform_dll_export(const char *name)
{
    static const struct export
    {
        const char *name;
        void *function;
    }
    exports[] = {
        { "DllGetClassObject", (void *)DllGetClassObject },
        { "DllCanUnloadNow", (void *)DllCanUnloadNow },
        { "DllRegisterServer", (void *)DllRegisterServer },
        { "DllUnregisterServer", (void *)DllUnregisterServer },
    };

    for (unsigned i = 0; i < ARRAYSIZE(exports); i++)
        if (strcmp(exports[i].name, name) == 0)
            return exports[i].function;
    return NULL;
}

bool platform_shares_process(void)
{
    return true;
}

bool platform_is_native(void)
{
    return true;
}

void platform_com_start(enum apartment apartment)
{
    if (apartment != APARTMENT_NONE)
        CoInitializeEx(NULL, apartment == APARTMENT_MTA ? COINIT_MULTITHREADED : COINIT_APARTMENTTHREADED);
}

/* The other way than on Windows, which older systems there need as well. */
enum apartment platform_apartment(void)
{
    return apartment_by_trial(CoInitializeEx, CoUninitialize);
}

void platform_holds_time(void)
{
    stub_thread_waits(false);
}

/* ---- around each call ---- */

struct executor *platform_thread_get(void)
{
    return executor;
}

void platform_thread_set(struct executor *own)
{
    executor = own;
}

void platform_own_calls(bool own)
{
    if (own)
        stub_fault_pause();
    else
        stub_fault_resume();
}

void platform_record_reads(void)
{
    stub_observe_reads(on_read, NULL);
}

bool platform_find_unhooked(void)
{
    return false; /* the stubs report every change */
}

bool platform_find_escapes(void)
{
    return false;
}

bool platform_heap_valid(void)
{
    return true; /* the sanitizers' task */
}

bool platform_key_path(HKEY key, WCHAR *path, size_t size)
{
    WCHAR full[PATH_UNITS], text[PATH_UNITS];
    struct wide shown;

    if (stub_key_path(key, full, PATH_UNITS) != ERROR_SUCCESS)
        return false;
    shown = short_root(full, text);
    if (shown.n >= size)
        return false;
    memcpy(path, shown.text, (shown.n + 1) * sizeof(WCHAR));
    return true;
}

static void report(struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes, DWORD size, bool deleted)
{
    if (name && deleted)
        effect_value_deleted(key, wide_text(name));
    else if (name)
        effect_value_set(key, wide_text(name), type, bytes, size);
    else
        effect_key(deleted ? EFFECT_KEY_DELETED : EFFECT_KEY_CREATED, key);
}

/* Only scenarios that ask get a copy of their start: it would cost the others more than all of their steps. */
void platform_seeded(bool compares_later)
{
    struct snapshot_key *now = compares_later ? snapshot_take(HKEY_CURRENT_USER, L"HKCU", effect_is_shells) : NULL;

    start = now ? snapshot_copy(now) : NULL;
    snapshot_free(now);
}

bool platform_unchanged(void)
{
    struct snapshot_key *now = snapshot_take(HKEY_CURRENT_USER, L"HKCU", effect_is_shells);
    const bool unchanged = start && now && !snapshot_compare(start, now, report);

    snapshot_free(now);
    return unchanged;
}

void platform_own_change(void)
{
}

void platform_pass_time(unsigned ms)
{
    stub_clock_advance(ms);
}

void platform_rest(void)
{
    static const struct timespec moment = { .tv_nsec = 1000000 };

    nanosleep(&moment, NULL);
}

/* Processes of the machine end with the first one. */
bool platform_await(HANDLE event, DWORD process)
{
    (void)process;
    return WaitForSingleObject(event, INFINITE) == WAIT_OBJECT_0;
}

bool platform_loaded(const char *dll)
{
    (void)dll;
    return true;
}

void *platform_function(const char *dll, const char *name)
{
    static const struct function {
        const char *name;
        void *function;
    } functions[] = {
#define FUNCTION(name) { #name, (void *)name },
        UI_FUNCTIONS(FUNCTION)
#undef FUNCTION
            { "CryptProtectData", (void *)CryptProtectData },
        { "CryptUnprotectData", (void *)CryptUnprotectData },
    };

    (void)dll;
    for (unsigned i = 0; i < ARRAYSIZE(functions); i++)
        if (strcmp(functions[i].name, name) == 0)
            return functions[i].function;
    return NULL;
}
