/* The exports, and the DLL that they stand in for. What stands where is told by recorder.cfg beside this DLL:
 *     target C:\kit\msident.dll
 *     trace C:\kit\mail.rec
 *     ui C:\kit\reference.ui
 * in UTF-8, a line each; the last, a UI map, may be missing: then dialogs and controls have no roles but what they are called. Nothing else on the machine is read or written. */
#include "dialogs.h"

#include <stdio.h>
#include "agent/hooks.h"
#include "agent/places.h"
#include "agent/platform.h"

enum {
    PATH_UNITS = 1024,
    SETTINGS_LIMIT = 16384,
    STACK_FRAMES = 62 /* at most, before Windows Vista */,
    FOLDER_ROAMING = 0x1a,
    FOLDER_LOCAL = 0x1c /* of shlobj.h */
};

HRESULT WINAPI DllRegisterServer(void);
HRESULT WINAPI DllUnregisterServer(void);
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved);

static HMODULE own, target;
static size_t target_size;
static volatile LONG opened; /* 1: being opened, 2: done */

/* ---- settings ---- */

static bool own_folder(WCHAR path[PATH_UNITS])
{
    WCHAR *name;

    path[PATH_UNITS - 1] = 0;
    if (!GetModuleFileNameW(own, path, PATH_UNITS - 1) || !(name = wcsrchr(path, '\\')))
        return false;
    name[1] = 0;
    return true;
}

/* The rest of the line that begins with WORD, terminated in place; NULL if there is none. */
static char *setting(char *text, const char *word)
{
    const size_t n = strlen(word);

    for (char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
        if (!strncmp(line, word, n) && line[n] == ' ')
            return line + n + 1;
    return NULL;
}

static void end_line(char *text)
{
    if (text)
        text[strcspn(text, "\r\n")] = 0;
}

static bool read_settings(char **target_path, char **trace, char **ui)
{
    static const WCHAR name[] = L"recorder.cfg";
    WCHAR path[PATH_UNITS];
    char file[3 * PATH_UNITS], *text;
    size_t n;

    if (!own_folder(path) || wide_text(path).n + ARRAYSIZE(name) > PATH_UNITS)
        return false;
    memcpy(path + wide_text(path).n, name, sizeof name);
    if (!wide_to_utf8(wide_text(path), file, sizeof file) || !platform_read_file(file, SETTINGS_LIMIT, &text, &n))
        return false;
    text[n] = 0;
    *target_path = setting(text, "target");
    *trace = setting(text, "trace");
    *ui = setting(text, "ui");
    end_line(*target_path);
    end_line(*trace);
    end_line(*ui);
    return *target_path && *trace; /* kept: they point into the text */
}

/* ---- the target ---- */

static void say(const char *what, const char *path)
{
    const HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    char text[2048];
    DWORD written;
    const int n = snprintf(text, sizeof text, "msident recorder: %s: %s\r\n", path, what);

    OutputDebugStringA(text);
    if (out && out != INVALID_HANDLE_VALUE && n > 0)
        WriteFile(out, text, (DWORD)(n < (int)sizeof text ? n : (int)sizeof text - 1), &written, NULL);
}

/* Beside its neighbours, as it would be loaded without us; never ourselves. */
static HMODULE load(const char *path, const char **failure)
{
    static char text[64];
    WCHAR wide[PATH_UNITS];
    HMODULE module;

    if (!wide_from_utf8(path, wide, PATH_UNITS)) {
        *failure = "no path of a DLL";
        return NULL;
    }
    module = LoadLibraryExW(wide, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (module == own) {
        *failure = "the recorder itself";
        return NULL;
    }
    if (!module)
        snprintf(text, sizeof text, "cannot be loaded (error %lu)", (unsigned long)GetLastError());
    *failure = module ? "has no DllGetClassObject" : text;
    if (module && GetProcAddress(module, "DllGetClassObject"))
        *failure = NULL;
    return *failure ? NULL : module;
}

static size_t image_size(HMODULE module)
{
    const IMAGE_DOS_HEADER *dos = (const void *)module;
    const IMAGE_NT_HEADERS *nt = (const void *)((const BYTE *)module + dos->e_lfanew);

    return nt->OptionalHeader.SizeOfImage;
}

static void know_places(void)
{
    static const struct {
        int folder;
        enum place_name place;
    } folders[] = { { FOLDER_LOCAL, PLACE_LOCAL }, { FOLDER_ROAMING, PLACE_ROAMING } };
    WCHAR path[PATH_UNITS] = { 0 };
    HRESULT(WINAPI * path_of)(HWND, int, HANDLE, DWORD, WCHAR *) = platform_function("shfolder", "SHGetFolderPathW");
    HKEY user;
    size_t n;

    for (unsigned i = 0; path_of && i < ARRAYSIZE(folders); i++)
        if (path_of(NULL, folders[i].folder, NULL, 0, path) == S_OK)
            places_set(folders[i].place, path);
    if (GetEnvironmentVariableW(L"USERPROFILE", path, PATH_UNITS - 1))
        places_set(PLACE_PROFILE, path);
    if (GetWindowsDirectoryW(path, PATH_UNITS - 1))
        places_set(PLACE_WINDOWS, path);
    if (target && GetModuleFileNameW(target, path, PATH_UNITS - 1))
        places_set(PLACE_MODULE, path);
    if (RegOpenCurrentUser(KEY_READ, &user))
        return;
    if (registry_key_path(user, path, PATH_UNITS)) {
        for (n = wide_text(path).n; n && path[n - 1] != '\\'; n--)
            ;
        places_set(PLACE_USER, path + n);
    }
    registry_hooks_sandbox(user);
    RegCloseKey(user);
}

/* Not in DllMain, where nothing may be loaded. */
static void open_all(void)
{
    const char *failure = "recorder.cfg beside the recorder names no target and trace";
    char *path = NULL, *trace = NULL, *ui = NULL;

    control_open();
    dialogs_open();
    secrets_open();
    wrap_open();
    if (read_settings(&path, &trace, &ui))
        target = load(path, &failure);
    if (target)
        target_size = image_size(target);
    know_places();
    if (ui_map_open(ui))
        say("no UI map, so dialogs have no roles", ui);
    if (trace && !record_open(trace, target))
        say("cannot be written, so nothing is recorded", trace);
    if (target) {
        hooks_record_reads();
        hooks_install();
        return;
    }
    say(failure, path ? path : "-");
    if (trace) {
        struct buffer line;

        buffer_init(&line, TRACE_MAX_LINE);
        buffer_printf(&line, "failed %s", failure);
        record_buffer(&line);
    }
}

bool target_is_calling(void)
{
    static USHORT(WINAPI * capture)(ULONG, ULONG, void **, ULONG *);
    const BYTE *base = (const BYTE *)target;
    void *frames[STACK_FRAMES];
    USHORT n;

    if (!capture)
        capture = (void *)GetProcAddress(GetModuleHandleA("ntdll"), "RtlCaptureStackBackTrace");
    n = capture && base ? capture(0, STACK_FRAMES, frames, NULL) : 0;
    for (USHORT i = 0; i < n; i++)
        if ((const BYTE *)frames[i] >= base && (const BYTE *)frames[i] < base + target_size)
            return true;
    return false;
}

HMODULE target_get(void)
{
    while (InterlockedCompareExchange((LONG *)&opened, 1, 0) == 1)
        Sleep(1);
    if (opened == 1) {
        open_all();
        InterlockedExchange((LONG *)&opened, 2);
    }
    return target;
}

/* ---- exports ---- */

static HRESULT call_export(const char *name, const UINT_PTR *params)
{
    const HMODULE module = target_get();
    const struct cat_interface *exports = cat_interface("exports");
    void *function = module ? (void *)GetProcAddress(module, name) : NULL;

    if (!function)
        return E_FAIL;
    hooks_rescan();
    return (HRESULT)cross(NULL, exports, cat_method(exports, name, NULL), function, params);
}

HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **out)
{
    HRESULT hr;

    if (!target_get() && out)
        *out = NULL;
    hr = call_export("DllGetClassObject", (const UINT_PTR[]){ (UINT_PTR)clsid, (UINT_PTR)iid, (UINT_PTR)out });
    return hr;
}

HRESULT WINAPI DllCanUnloadNow(void)
{
    return opened == 2 && target ? call_export("DllCanUnloadNow", NULL) : S_FALSE;
}

/* The target has registered itself. Who reads that, or creates an object, finds us in its place, as before. */
static void take_place(const struct cat_class *class)
{
    WCHAR path[PATH_UNITS] = { 0 }, registered[PATH_UNITS] = { 0 };
    DWORD size = sizeof registered - sizeof *registered;
    char clsid[CAT_GUID_TEXT], key_path[64];
    HKEY key;

    cat_guid_text(&class->clsid, clsid);
    snprintf(key_path, sizeof key_path, "CLSID\\{%s}\\InprocServer32", clsid);
    if (RegOpenKeyExA(HKEY_CLASSES_ROOT, key_path, 0, KEY_QUERY_VALUE | KEY_SET_VALUE, &key))
        return;
    if (GetModuleFileNameW(target, path, PATH_UNITS - 1) &&
        !RegQueryValueExW(key, NULL, NULL, NULL, (BYTE *)registered, &size) && !lstrcmpiW(path, registered) &&
        GetModuleFileNameW(own, path, PATH_UNITS - 1))
        RegSetValueExW(key, NULL, 0, REG_SZ, (const BYTE *)path, (DWORD)((wide_text(path).n + 1) * sizeof *path));
    RegCloseKey(key);
}

HRESULT WINAPI DllRegisterServer(void)
{
    const HRESULT hr = call_export("DllRegisterServer", NULL);
    const enum control had = control_set(CONTROL_RECORDER);

    for (size_t i = 0; target && i < cat_n_classes; i++)
        take_place(&cat_classes[i]);
    control_set(had);
    return hr;
}

HRESULT WINAPI DllUnregisterServer(void)
{
    return call_export("DllUnregisterServer", NULL);
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    WCHAR path[PATH_UNITS] = { 0 };

    if (reason == DLL_PROCESS_ATTACH) {
        own = module;
        /* Hooks and wrappers may be used for as long as the process lives. */
        if (GetModuleFileNameW(module, path, PATH_UNITS - 1))
            LoadLibraryW(path);
    } else if (reason == DLL_THREAD_DETACH) {
        dialogs_forget();
    } else if (reason == DLL_PROCESS_DETACH && reserved && opened == 2) {
        record_exit();
    }
    return TRUE;
}
