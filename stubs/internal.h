/* What the stubs share with each other. The names begin with sim_ (the simulated machine), reg_ and folder_, since all
 * libraries of the harness may meet in one program. */
#ifndef STUBS_INTERNAL_H
#define STUBS_INTERNAL_H

#include <stdarg.h>
#include <pthread.h>
#include <stdint.h>
#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include "stubs.h"

/* --- machine.c: one lock for the whole machine, recursive --- */
void stub_lock(void);
void stub_unlock(void);

/* Waits for any change under the lock, which must be held once; DEADLINE NULL: for ever. 0 or ETIMEDOUT. */
int sim_wait(const struct timespec *deadline);
/* Something that somebody may wait for has changed: all look for themselves. */
void sim_wake(void);

/* --- fault.c --- */
/* Counts one fallible call; true: it has to fail. */
bool sim_fault(const char *function);
void sim_fault_reset(void);

/* --- arena.c: state of the machine in one region that holds no pointers, so that it can be copied as a whole,
 * and compared --- */
/* Reserved, not used: the kernel gives pages when they are touched. */
#define ARENA_SIZE ((size_t)256 << 20)
typedef uint32_t arena_ref; /* offset from the region's start; 0: none */

extern unsigned char *sim_arena_base;
/* New, contents undefined, 16-aligned; 0 when the region is full. */
arena_ref sim_alloc(size_t size);
void sim_free(arena_ref ref, size_t size);
/* What sim_alloc() really reserves for SIZE. */
size_t sim_capacity(size_t size);
bool sim_contains(arena_ref ref, size_t size);
void sim_arena_create(void);
/* Gives the memory behind a large state back. */
void sim_arena_trim(void);
/* Pointers into the live region are good until the next restore. */
static inline void *sim_at(arena_ref ref)
{
    return sim_arena_base + ref;
}

/* The fixed start of the region. */
struct world {
    uint32_t used;
    arena_ref free_lists[32];
    arena_ref registry_machine; /* HKEY_LOCAL_MACHINE */
    arena_ref registry_users;   /* HKEY_USERS */
    arena_ref registry_user;    /* the account's key below HKEY_USERS */
    arena_ref registry_classes; /* HKEY_LOCAL_MACHINE\Software\Classes */
    arena_ref registry_config;  /* HKEY_CURRENT_CONFIG's key below HKEY_LOCAL_MACHINE */
    arena_ref drive;            /* C: */
    uint32_t changes;           /* makes every time of a change later than the one before */
};
static inline struct world *sim_world(void)
{
    return (struct world *)sim_arena_base;
}
/* Makes the region with the pristine machine in it, when nobody has yet. Every entry point that uses the region
 * starts with stub_enter(), which does this under the lock, and ends with stub_unlock(). */
void stub_enter(void);

/* --- handle.c --- */
enum handle_kind {
    HANDLE_NONE,
    HANDLE_KEY,
    HANDLE_OBJECT,
    HANDLE_VIEW, /* of a section: no value that anybody has */
    HANDLE_FILE,
};

struct handle {
    enum handle_kind kind;
    uint32_t generation;
    REGSAM access;     /* HANDLE_KEY; HANDLE_FILE: as it was asked for */
    arena_ref key;     /* HANDLE_KEY; HANDLE_FILE: its entry */
    uint64_t key_id;   /* HANDLE_KEY, HANDLE_FILE: differs from the key's own when it was deleted */
    void *object;      /* HANDLE_OBJECT, HANDLE_VIEW */
    void *view;        /* HANDLE_VIEW */
    DWORD sharing;     /* HANDLE_FILE */
    uint32_t position; /* HANDLE_FILE */
};
/* NULL when the table is full. */
struct handle *sim_handle_new(enum handle_kind kind, HANDLE *out);
/* NULL for what is closed, was never opened or is of another kind. */
struct handle *sim_handle_get(HANDLE value, enum handle_kind kind);
/* NULL: no such view. */
struct handle *sim_handle_of_view(const void *view);
void sim_handle_close(struct handle *handle);
void sim_handles_reset(void);
unsigned sim_handle_count(bool keys);

/* --- process.c, environment.c, sync.c, com.c --- */
void sim_com_reset(void);
void sim_process_reset(void);
/* Who the calling thread is from now on, and who the next one will be. */
void sim_thread_is(DWORD id);
DWORD sim_new_thread_id(void);
/* Now, in units of FILETIME. */
uint64_t sim_time(void);
void sim_environment_reset(void);
void sim_sync_reset(void);
/* On the real clock. */
struct timespec sim_deadline_in(DWORD ms);

/* --- message.c --- */
/* The calling thread waits from now on for another one, or no longer does. Called under the lock. */
void sim_queue_waits(bool waits);
/* Who waits has to look again before the clock may be moved on. */
void sim_queues_look(void);
void sim_queue_thread_ended(DWORD thread);
void sim_queue_process_ended(DWORD process);

/* --- memory.c --- */
unsigned sim_memory_live(void);
void sim_memory_reset(void);

/* --- observe.c --- */
bool sim_observed(void);
void sim_notify(const struct stub_change *change);
bool sim_reads_observed(void);
void sim_notify_read(const struct stub_read *read);
void sim_notify_window(void);
void sim_observe_reset(void);

/* --- case.c: simple case mapping of one UTF-16 unit, as Windows does it --- */
WCHAR sim_case_upper(WCHAR c);
WCHAR sim_case_lower(WCHAR c);

/* --- wide.c: UTF-16 helpers (glibc's wcs* know 4-byte characters only) --- */
size_t sim_wide_length(const WCHAR *text);
/* Order of the registry: case-insensitive, by lower case. */
int sim_wide_compare(const WCHAR *a, size_t a_length, const WCHAR *b, size_t b_length);
/* Windows-1252. */
WCHAR sim_wide_from_ansi(unsigned char c);
/* *fitted false: no such character there, '?' was given. */
unsigned char sim_wide_to_ansi(WCHAR c, bool *fitted);
#endif
