/* Objects to wait for, below the Win32 functions. Callers hold the lock. */
#ifndef STUBS_SYNC_H
#define STUBS_SYNC_H

#include "machine.h"

enum object_kind {
    OBJECT_MUTEX,
    OBJECT_EVENT,
    OBJECT_THREAD,
    OBJECT_PROCESS,
    OBJECT_SECTION,
};

/* Every change wakes all waiters, which look for themselves. */
struct object {
    enum object_kind kind;
    struct object *next;
    unsigned handles;
    WCHAR *name; /* NULL: none */
    DWORD owner; /* mutex: thread, 0: free */
    unsigned depth;
    bool abandoned;
    bool manual; /* event */
    bool signalled;
    DWORD process; /* mutex: of the owner; thread: where it runs; process: itself */
    bool running;  /* thread, process */
    DWORD exit_code;
    void *data; /* section */
    size_t size;
    unsigned views;
};

/* A handle to the object of that name. *made: the new object, NULL if there was one. NULL: see the last error. */
HANDLE sim_open_object(enum object_kind kind, const WCHAR *name, struct object **made);
/* A further handle to the object of that name. NULL: see the last error. */
HANDLE sim_open_named(enum object_kind kind, const WCHAR *name);
/* Lives as long as it has a handle or a view or runs. */
struct object *sim_object_new(enum object_kind kind, const WCHAR *name);
/* A further handle; NULL: see the last error. */
HANDLE sim_object_handle(struct object *object);
/* NULL and ERROR_INVALID_HANDLE for other handles. */
struct object *sim_object(HANDLE value);
/* A handle less; the name goes with the last one. */
void sim_object_release(struct object *object);
/* A view less. */
void sim_view_release(struct object *object);
/* What a thread leaves behind: its mutexes are free, but abandoned. */
void sim_thread_ended(struct object *thread, DWORD id, DWORD code);
/* Likewise, with its handles. */
void sim_sync_process_ended(const struct process *process);

#endif
