/* Control interface of the stubs: what tests and the native agent may ask of the simulated machine. The Win32
 * functions themselves are declared by Wine's headers; include windef.h, winbase.h and winreg.h before this file.
 *
 * Nothing here is counted by the fault injection, reported to the observer or refused for missing rights.
 *
 * The functions answer as Wine's do: tests/ holds both to the same cases. Known differences, none of which src or the
 * agent can meet:
 * - where Wine crashes on a null pointer, the stub returns ERROR_INVALID_PARAMETER or ERROR_NOACCESS;
 * - rights can be refused (stub_deny, stub_folder_deny), a blob of CryptProtectData() that was changed is refused;
 * - time stands still but for Sleep(), new GUIDs are a fixed sequence, user name and profile are fixed;
 * - lstrcmpiW() orders signs, digits and letters, but does not weigh each character;
 * - RegEnumKeyExA() gives neither class nor time; no 32-bit view of the registry, no drive but C:;
 * - a file that is deleted is gone at once, who moves a folder is not held up by open files in it; files are written,
 *   never read, attributes not kept, flags (FILE_FLAG_...) refused;
 * - windows have no picture, and get no messages about painting; the W functions only;
 * - between processes only numbers, and what WM_SETTEXT, WM_GETTEXT and WM_COPYDATA point to, go with a message; every view of
 *   a section has the same address and may be written to; all rights to processes and objects are granted;
 * - text is Windows-1252 in the ANSI functions, whatever the locale. */
#ifndef STUBS_STUBS_H
#define STUBS_STUBS_H

#include <stdbool.h>
#include <stddef.h>

/* --- The whole machine --- */

/* Everything as at first start: empty hives, empty profile, no open handle, clock and GUID sequence rewound, no
 * observer, no armed fault. Memory still allocated stays with its owner but no longer counts as live. */
void stub_reset(void);

/* Registry and file system as they are now. New, free with stub_snapshot_free(). Never fails (ends the process). */
struct stub_snapshot *stub_snapshot_take(void);
void stub_snapshot_free(struct stub_snapshot *snapshot);
/* Registry and file system as they were. Open handles stay; one whose key is gone answers ERROR_KEY_DELETED. */
void stub_snapshot_restore(const struct stub_snapshot *snapshot);
/* Same keys, values, types, bytes, folders and files. Times, deny rules and the order of creation do not count. */
bool stub_snapshot_equal(const struct stub_snapshot *a, const struct stub_snapshot *b);

/* What the code under test still holds, in the calling process. */
struct stub_live {
    unsigned allocations; /* heap, COM task and local memory */
    unsigned keys;        /* registry handles */
    unsigned handles;     /* every other handle */
    unsigned windows;
};
struct stub_live stub_live(void);
unsigned stub_live_objects(void); /* the sum */
/* What all processes together still have of windows, queues and objects; 0 after a reset. */
size_t stub_shared_bytes(void);

/* The simulated account. */
#define STUB_USER_NAME L"identical"
#define STUB_PROFILE   L"C:\\users\\identical"

/* GetTickCount() stands still otherwise; Sleep() advances it too and does not wait, and so does GetMessage() when
 * every thread that has a message queue waits, in whatever process (those of suspended ones do not count): to the time
 * of the next timer that a thread in GetMessage() waits for. The first thread of a further process has such a queue, and so
 * has a thread that was started by one that has. */
void stub_clock_advance(DWORD ms);
/* The calling thread, which has a message queue from now on, waits for something outside of the machine, or works again.
 * Deterministic are only waits for objects of the machine: who sets an event knows that its waiter works from then on. */
void stub_thread_waits(bool waits);

/* --- Processes --- */

/* A new process of the machine, which calls RUN and leaves with exit code 0: with its own id, handles, threads, windows and
 * allocations; registry, files, clock, named objects and the table of windows are shared with all others, and what faults
 * are counted. It is a fork, so it has a copy of all variables of the program, observer and environment included, but
 * runs on a thread of its own: thread-local variables are as at first. Only the first process may start others; they end
 * with it at the latest, and stub_reset() ends them. Returns its id; 0: it could not be started. */
DWORD stub_process_start(void (*run)(void *context), void *context);
/* Ends it at once, with this exit code. False: it runs no more, never did, or is the calling or the first one. */
#define STUB_KILLED 1u
bool stub_process_kill(DWORD id);
/* It does nothing any more, until it is killed. False as above. */
bool stub_process_suspend(DWORD id);
/* Whether it is over, after MS of real time at most (INFINITE); *code: its exit code. */
bool stub_process_wait(DWORD id, DWORD ms, DWORD *code);

/* --- Faults --- */

/* The n-th fallible call from now fails once, with an error that is plausible for it. 0: count only. */
void stub_fault_arm(unsigned n);
/* The same, of the calls of one process only: of the first one (0), or of the one that was started as the PLACE-th since the
 * reset, as long as no more than STUB_PROCESSES were. What processes do at the same time counts the same in each run so. */
#define STUB_PROCESSES 63u
void stub_fault_arm_in(unsigned place, unsigned n);
/* Whether it failed. Also ends counting. */
bool stub_fault_disarm(void);
/* Fallible calls since stub_fault_arm(). */
unsigned stub_fault_count(void);
/* Those of that process, even if it is over. */
unsigned stub_fault_count_in(unsigned place);
/* Name of the function that failed, or NULL; stays until the next stub_fault_arm(). */
const char *stub_fault_name(void);
/* Calls of this thread in between neither count nor fail (the harness's own calls). Nests. */
void stub_fault_pause(void);
void stub_fault_resume(void);

/* From now on threads stop for a moment wherever they leave the machine to others, so that these come in between: races
 * that are rare are met soon. Off after stub_reset(). */
void stub_linger(bool on);

/* --- Effects --- */

enum stub_change_kind {
    STUB_KEY_CREATED,
    STUB_KEY_DELETED,
    STUB_VALUE_SET,
    STUB_VALUE_DELETED,
    STUB_FOLDER_CREATED,
    STUB_FOLDER_DELETED,
    STUB_FILE_CREATED,
    STUB_FILE_WRITTEN, /* emptied, or opened for writing */
    STUB_FILE_DELETED,
    STUB_RENAMED, /* file or folder */
};

struct stub_data {
    bool present;
    DWORD type;
    DWORD size; /* bytes */
    const void *bytes;
};

struct stub_change {
    enum stub_change_kind kind;
    const WCHAR *path; /* of the key (HKEY_CURRENT_USER\..., HKEY_LOCAL_MACHINE\..., HKEY_USERS\...) or file */
    const WCHAR
        *name; /* of the value, "" for the default value; STUB_RENAMED: the new path; NULL where there is none */
    struct stub_data before;
    struct stub_data after;
};

/* Called in the order of the changes, in the thread that makes them; pointers are valid during the call only.
 * The observer may read by the control interface but must not change the machine. NULL ends it. */
typedef void (*stub_observer)(void *context, const struct stub_change *change);
void stub_observe(stub_observer observer, void *context);

enum stub_read_kind {
    STUB_KEY_OPENED,
    STUB_VALUE_READ,
    STUB_KEYS_LISTED,   /* one subkey was asked for, by its index */
    STUB_VALUES_LISTED, /* likewise one value */
    STUB_KEY_ASKED,     /* for its counts and times */
};

struct stub_read {
    enum stub_read_kind kind;
    const WCHAR *path; /* of the key, as above; of one that could not be opened, as the caller named it */
    const WCHAR *name; /* of STUB_VALUE_READ, "" for the default value */
    LSTATUS status;    /* what the caller gets */
};

/* Likewise for every read of the registry, after it. Calls that fail by an injected fault, or through a handle that is
 * none, are not told. */
typedef void (*stub_read_observer)(void *context, const struct stub_read *read);
void stub_observe_reads(stub_read_observer observer, void *context);

/* Called before each window is made, on the thread that makes it, without the lock. NULL ends it. */
typedef void (*stub_window_observer)(void);
void stub_observe_windows(stub_window_observer observer);

/* --- Registry --- */

/* Paths begin with HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_USERS, HKEY_CLASSES_ROOT or their short forms, and
 * mean the real keys, whatever RegOverridePredefKey() redirects.
 * All return ERROR_SUCCESS, ERROR_FILE_NOT_FOUND, ERROR_BAD_PATHNAME or ERROR_NOT_ENOUGH_MEMORY. */
LSTATUS stub_registry_create(const WCHAR *path); /* with all its parents; fine if it exists */
LSTATUS stub_registry_set(const WCHAR *path, const WCHAR *name, DWORD type, const void *bytes, DWORD size);
LSTATUS stub_registry_delete(const WCHAR *path); /* with everything below */
LSTATUS stub_registry_delete_value(const WCHAR *path, const WCHAR *name);
/* *data points into the registry until its next change. */
LSTATUS stub_registry_get(const WCHAR *path, const WCHAR *name, struct stub_data *data);
/* From now on nobody gets these KEY_* rights on this key (not on its subkeys); 0 lifts the rule. Handles opened
 * before keep their rights. */
LSTATUS stub_deny(const WCHAR *path, REGSAM rights);

/* The true path of an open or predefined key, whatever its rights; UNITS is the room, with the terminator.
 * Fails: ERROR_INVALID_HANDLE, ERROR_KEY_DELETED, ERROR_MORE_DATA. */
LSTATUS stub_key_path(HKEY key, WCHAR *path, size_t units);

/* One call for each key, the first for PATH itself (name NULL, data NULL), and one for each value after its key, in
 * the order of enumeration, depth first. */
typedef void (*stub_visitor)(void *context, const WCHAR *path, const WCHAR *name, const struct stub_data *data);
LSTATUS stub_registry_walk(const WCHAR *path, stub_visitor visit, void *context);

/* --- Files --- */

/* Absolute paths of drive C:. The profile and C:\windows\system32 are there at first, nothing else is.
 * Fail with ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND, ERROR_INVALID_NAME or ERROR_BAD_PATHNAME. */
LSTATUS stub_folder_create(const WCHAR *path); /* with all its parents; fine if it exists */
LSTATUS stub_folder_delete(const WCHAR *path); /* with everything below; files too */
LSTATUS stub_file_create(const WCHAR *path);   /* empty, in a folder that exists; fine if it exists */
/* Nobody may create or delete entries of this folder. */
LSTATUS stub_folder_deny(const WCHAR *path, bool deny);
/* One call for each folder and file, the first for PATH itself, in the order of names, depth first. */
typedef void (*stub_folder_visitor)(void *context, const WCHAR *path, bool folder);
LSTATUS stub_folder_walk(const WCHAR *path, stub_folder_visitor visit, void *context);

/* --- Resources --- */

/* A compiled resource file (.res), which has to stay where it is; for all modules, and across resets. */
void stub_set_resources(const void *res, size_t size);
/* The account's language, English (United States) at first; stays across resets. */
void stub_set_language(LANGID language);

#endif
