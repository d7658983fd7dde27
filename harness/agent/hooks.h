/* Import hooks of the Windows agent: what the DLL under test, or anything that it calls, changes in the registry and in
 * folders. All changes pass ntdll, so its few functions are hooked in every module that imports them, by name: that is
 * below A and W, SHSetValue and RegOpenCurrentUser, and sees each change once. Those that make windows tell of threads. */
#ifndef AGENT_HOOKS_H
#define AGENT_HOOKS_H

#include <windows.h>
#include <winternl.h>
#include <stdbool.h>
#include "wide.h"

/* One function of ntdll (or, for those that end the process, kernel32). */
struct hook {
    const char *module;
    const char *name;
    void *replacement;
    void *original; /* NULL where this Windows has no such function */
};

/* Looks the originals up and patches every module that is loaded, except the agent itself. */
bool hooks_install(void);
/* Patches modules that came since. Cheap if none did. */
void hooks_rescan(void);

extern struct hook registry_hooks[];
extern const unsigned n_registry_hooks;
enum { HOOK_CLOSE = 3 }; /* NtClose among the next */
extern struct hook file_hooks[];
extern const unsigned n_file_hooks;
extern struct hook read_hooks[];
extern unsigned n_read_hooks;      /* 0 until hooks_record_reads() */
extern struct hook window_hooks[]; /* their originals are looked up when they are called */
extern const unsigned n_window_hooks;
extern struct hook process_hooks[];
extern const unsigned n_process_hooks;

/* Whether this call shall be recorded: the DLL under test has control, and we are not in a hook already. Each true is
 * paired with hook_leave(). */
bool hook_enter(void);
/* The same for changes and for reads of the registry, of which a recorder also wants those of the application. */
bool hook_enter_change(void);
bool hook_enter_read(void);
void hook_leave(void);

/* Before hooks_install(): reads of the registry are hooked too. */
void hooks_record_reads(void);

/* Whether a subkey may not stand below this key: rights refused by the scenario (sandbox_windows.c). */
bool sandbox_refuses_subkey(struct wide key);
/* Whose NT path "\REGISTRY\User\SID\Software\Identical\x" shows as HKCU. */
void registry_hooks_sandbox(HKEY sandbox);
/* "HKCU\..." of an open key, terminated. False if its name can't be had. */
bool registry_key_path(HANDLE key, WCHAR *text, size_t size);
/* The same, of a key of which something is told (control_shows_key). */
bool registry_told_path(HANDLE key, WCHAR *text, size_t size);
/* The handle is closed, or is another key's now. */
void registry_forget(HANDLE key);
/* The same of an NT path. */
bool registry_shown_path(const WCHAR *raw, WCHAR *text, size_t size);

#endif
