/* Objects to wait for, below the Win32 functions. Callers hold the lock. */
#ifndef STUBS_SYNC_H
#define STUBS_SYNC_H

#include "internal.h"

enum object_kind {
    OBJECT_MUTEX,
    OBJECT_EVENT,
    OBJECT_THREAD,
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
    bool running; /* thread */
    DWORD exit_code;
};

/* A handle to the object of that name. *made: the new object, NULL if there was one. NULL: see the last error. */
HANDLE sim_open_object(enum object_kind kind, const WCHAR *name, struct object **made);
/* NULL and ERROR_INVALID_HANDLE for other handles. */
struct object *sim_object(HANDLE value);
/* A handle less; running threads stay until their end. */
void sim_object_release(struct object *object);
/* What a thread leaves behind: its mutexes are free, but abandoned. */
void sim_thread_ended(struct object *thread, DWORD id);

#endif
