/* What all processes of the simulated machine share. It lies in one mapping, which forked children have at the same
 * address, so it may hold pointers into itself, and to functions and constants of the program, which are never executed
 * anew. Fields are read and changed under the lock, but for the atomic ones. */
#ifndef STUBS_MACHINE_H
#define STUBS_MACHINE_H

#include "internal.h"
#include <stdatomic.h>
#include <sys/types.h>

#define PROCESSES_MAX    64
#define HANDLE_SLOTS     4096u
#define WINDOWS_MAX      4096u
#define FIRST_PROCESS_ID 0x40u /* fixed, so that no trace depends on the machine */

struct handle_table {
    uint32_t used_slots; /* those above were never used since the last reset */
    uint32_t free_count;
    uint32_t free_slots[HANDLE_SLOTS];
    struct handle slots[HANDLE_SLOTS];
};

struct process {
    DWORD id; /* 0: the place is free */
    pid_t pid;
    bool running;
    bool suspended;
    bool killed; /* by us: exit_code stands, whatever signal ended it */
    DWORD exit_code;
    unsigned sleepers;     /* its threads that wait in sim_wait() */
    unsigned fault_count;  /* its share of the machine's */
    int status;            /* of waitpid(), when it is gone */
    atomic_int gone;       /* set without the lock by the thread that watches it; a futex */
    atomic_int stopped;    /* likewise */
    atomic_int begun;      /* likewise: it counts as at work, or is gone */
    struct object *object; /* NULL: the first process, which nobody waits for */
};

struct machine {
    pthread_mutex_t lock;
    _Atomic uint32_t sequence; /* grows with every change somebody may wait for; a futex */
    unsigned sleepers;         /* of all processes */
    bool built;                /* registry and files are there */

    atomic_uint clock_ms;
    atomic_uint threads; /* ids given so far */
    atomic_ullong guids; /* made since the last reset */
    uint64_t last_key;   /* never rewound, not even by a restore: an id names one key for ever */

    unsigned fault_countdown; /* calls until the armed one fails; 0: none armed */
    bool fault_anywhere;      /* whose call that is: anybody's … */
    unsigned fault_place;     /* … or of the process in this place */
    unsigned fault_count;
    atomic_bool fault_counting;
    const char *fault_name;
    atomic_bool lingering;

    struct process processes[PROCESSES_MAX];

    struct object *objects; /* sync.h */

    struct queue *queues; /* window.h */
    struct window_class *classes;
    struct atom *atoms;
    unsigned atom_count;
    _Atomic(HWND) foreground;
    struct window *windows[WINDOWS_MAX];
    uint16_t window_generations[WINDOWS_MAX];
    uint32_t windows_used;
    struct window *desktop;      /* the first of the top-level windows */
    struct window *message_only; /* HWND_MESSAGE: only its children count */

    size_t pool_used;
    size_t pool_live;
    void *pool_free[32];
};

extern struct machine *sim_machine;
/* The calling process, and its handles. */
extern struct process *sim_self;
extern struct handle_table *sim_handles;

/* A block of the pool, zeroed, 16-aligned; NULL: the pool is full. */
void *sim_share(size_t size);
/* The same where it is a few bytes: never NULL (ends the process). */
void *sim_share_small(size_t size);
void sim_unshare(void *block, size_t size);

struct handle_table *sim_handles_of(const struct process *process);
/* The calling process is from now on this one, with empty handles. */
void sim_become(struct process *process);
/* A fork that is no process of this machine makes a machine of its own of its copy; not so between these two, on this thread. */
void sim_fork_begin(void);
void sim_fork_end(void);

/* Wait for a word that changes without the lock. */
void sim_futex_wait(atomic_int *word, int while_it_is);
void sim_futex_wake(atomic_int *word);

/* --- handle.c, sync.c --- */
/* Of a process that is no more. */
void sim_handles_drop(const struct process *process);

/* --- process_table.c --- */
/* NULL. */
struct process *sim_process(DWORD id);
/* Ends all but the calling one. */
void sim_processes_reset(void);

#endif
