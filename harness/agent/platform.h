/* The seam between the agent and the machine it runs on. platform_windows.c (with hook_*.c) and platform_native.c
 * implement it; all else in the agent is Win32 and one source for every build. */
#ifndef AGENT_PLATFORM_H
#define AGENT_PLATFORM_H

#include "wide.h"
#include "options.h"
#include "trace/trace.h"

/* ---- files ---- */

struct platform_map {
    char *bytes; /* NULL while closed */
    size_t size;
    void *file;
};

/* Creates or empties the file and maps `size` bytes of it, zeroed. */
bool platform_map_open(struct platform_map *map, const char *path, size_t size);
/* The same bytes of a file that another process mapped. */
bool platform_map_join(struct platform_map *map, const char *path, size_t size);
/* Larger; bytes may move. On failure the old map stays. */
bool platform_map_grow(struct platform_map *map, size_t size);
/* `used`: the file's size from now on, where cutting it costs little. */
void platform_map_close(struct platform_map *map, size_t used);
/* The whole file, at most `limit` bytes. *data: new, free with free(). */
bool platform_read_file(const char *path, size_t limit, char **data, size_t *len);
/* The command line as UTF-8. */
void platform_arguments(int *argc, char ***argv);
/* Writes a line to the error output. */
void platform_error(const char *text);

/* ---- the sandbox: an empty HKCU and profile of its own ---- */

/* Everything as new, with Shell Folders seeded, before the DLL is loaded; sets the texts of places.h.
 * NULL, or what failed. */
const char *platform_sandbox_open(const struct options *options);
/* By this another process of the scenario finds it: at most `size` units. */
void platform_sandbox_name(WCHAR *name, size_t size);
/* In another process of the scenario: the sandbox of that name, as it is. NULL, or what failed. */
const char *platform_sandbox_join(const struct options *options, const WCHAR *name);
/* Deletes it. */
void platform_sandbox_close(void);
/* Refuses rights on a key below HKCU (path without "HKCU\"). False if this machine does not enforce that. */
bool platform_deny(const WCHAR *path, enum deny_kind kind);
/* A folder with all its parents. */
bool platform_make_folder(const WCHAR *path);

/* ---- the DLL under test ---- */

struct dll_info {
    char path[1040]; /* of the file that answers, UTF-8 */
    char sha256[65];
    char version[64]; /* "" if it has none */
    const char *machine;
};

/* Windows only. False if its file can't be read. */
bool module_describe(HMODULE module, struct dll_info *info);
/* NULL, or why it was refused. */
const char *platform_dll_load(const struct options *options, struct dll_info *info);
/* Of the DLL under test; NULL if it lacks it. */
void *platform_dll_export(const char *name);
/* Of a system DLL that the agent loads only when it needs it; NULL if there is none. */
void *platform_function(const char *dll, const char *name);
/* Whether this process has that system DLL already. */
bool platform_loaded(const char *dll);
/* COM for the calling thread, if the DLL under test brought it; APARTMENT_NONE: without. */
void platform_com_start(enum apartment apartment);
/* Of the calling thread. One that is only there because others are multithreaded has none. */
enum apartment platform_apartment(void);
/* Natively time stands still while the calling thread works, or one that it starts (stubs.h). */
void platform_holds_time(void);
/* Objects that the scenario still holds are released and the DLL is unloaded, where several scenarios share a process. */
bool platform_shares_process(void);
bool platform_is_native(void);
void platform_dll_unload(void);

/* ---- around each call ---- */

/* Of the calling thread; NULL until it is set. Leaves the last error as it is. */
struct executor *platform_thread_get(void);
void platform_thread_set(struct executor *executor);
/* The calling thread makes calls of the agent's own from now on (true), or those of the DLL under test, which fail where a
 * fault was asked for. */
void platform_own_calls(bool own);
/* The calling thread stands back for a millisecond of real time; the scenario's clock does not move for that. */
void platform_rest(void);
/* Before platform_dll_load(): reads of the registry are effects as well. */
void platform_record_reads(void);
/* After a call: changes that no hook saw are reported as effects (true if there were any). */
bool platform_find_unhooked(void);
/* After the last call: the same for the real registry of the user. */
bool platform_find_escapes(void);
/* Whether every heap of the process is in order. */
bool platform_heap_valid(void);
/* "HKCU\..." of an open key; false if it is none. */
bool platform_key_path(HKEY key, WCHAR *path, size_t size);
/* Whether the user's registry equals its start; if not, the differences are reported as effects. */
bool platform_unchanged(void);
/* The agent changed the registry itself: that is neither a start state nor an effect. */
void platform_own_change(void);
/* The start state is complete; whether platform_unchanged() will be asked. */
void platform_seeded(bool compares_later);

/* ---- the end ---- */

/* Until the event is set; false: the process with this id is over. */
bool platform_await(HANDLE event, DWORD process);
/* The real clock, whatever the scenario's one says; wraps around. */
DWORD platform_now_ms(void);
/* Crashes and time-outs call outcome_*(). To begin anew with another limit, unguard first. */
void platform_guard(unsigned limit_ms);
void platform_unguard(void);
/* Ends the process at once, running nothing. */
_Noreturn void platform_end(unsigned code);
/* What main() returns: the same, where nothing would look for leaks. */
int platform_leave(int code);
/* Exit code for a crash. */
unsigned platform_crash_code(unsigned exception);

/* Several scenarios, one process each (or, natively, also in one). Returns the exit code. */
int platform_batch(const struct options *options, int (*run)(const struct options *options));

#endif
