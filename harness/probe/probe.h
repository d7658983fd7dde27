/* A DLL whose every effect is known: manager.ManageIdentities(window, N) does deed N, effect by effect. The switchboard
 * (a marked block, patched in a copy of the file by probe-make) leaves one effect out or adds one. */
#ifndef PROBE_H
#define PROBE_H

#include <windows.h>
#include <ole2.h>
#include <ocidl.h>
#include <olectl.h>
#include "block.h"
#include "msident.h"

/* One thing that a scenario sees. Each row uses of the operands what its act needs. */
struct effect {
    const char *name;
    HRESULT (*act)(const struct effect *effect); /* a failure ends the deed with it */
    const WCHAR *path;                           /* below HKEY_CURRENT_USER or below the roaming application data */
    const WCHAR *other;                          /* name of the value, new name, text */
    DWORD number;
    const void *bytes;
    DWORD size;
};

#define EFFECTS(table) .effects = (table), .count = ARRAYSIZE(table)

struct deed {
    DWORD number;
    const struct effect *effects;
    DWORD count;
};

/* All deeds of one kind, and what can be added to them. */
struct chapter {
    const char *kind; /* also the folder of the scenarios */
    const struct deed *deeds;
    DWORD count;
    const struct effect *extras;
    DWORD extra_count;
};

extern const struct chapter *const probe_chapters[];
extern const DWORD probe_chapter_count;

extern const struct chapter chapter_callbacks, chapter_faults, chapter_files, chapter_folders, chapter_processes,
    chapter_registry, chapter_results, chapter_windows;

/* Does it, as the switchboard says. E_INVALIDARG for a number that no chapter has. */
HRESULT probe_do(DWORD number);

/* ---- what the deeds share (exports.c) ---- */

enum { PROBE_SINKS = 4 };

struct probe_state {
    HINSTANCE instance;
    HWND window; /* of the call that is running */
    IIdentityChangeNotify *sinks[PROBE_SINKS];
    HRESULT answer; /* of the last callback */
    HWND home;      /* of the thread that made it: where it can be told */
};

extern struct probe_state probe;

/* Registry and folders, for other chapters too. */
HRESULT registry_set(const struct effect *effect);
HRESULT folder_make(const struct effect *effect);
/* Ends (deeds_faults.c). */
HRESULT fault_violate(const struct effect *effect);
HRESULT fault_exit(const struct effect *effect);
HRESULT fault_spin(const struct effect *effect);
/* Of a name below the roaming application data. */
void profile_path(const WCHAR *name, WCHAR path[MAX_PATH]);

#endif
