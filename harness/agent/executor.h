/* Who runs steps in this process: its first thread, and one for each further thread of the scenario. What a thread of
 * nobody does (one that the DLL under test started) counts as done by the one whose turn it is; if the DLL does not have
 * control there, by a call in flight. */
#ifndef AGENT_EXECUTOR_H
#define AGENT_EXECUTOR_H

#include "wide.h"
#include "trace/trace.h"

/* Where a thread is, as the trace tells it. */
struct where {
    const char *thread; /* its name in the scenario, or trace_main_thread, or trace_other_thread */
    enum apartment apartment;
};

struct executor {
    volatile LONG given;          /* the DLL under test has control of this thread */
    struct journal *journal;      /* where its lines go; NULL: the trace, as the only one who writes */
    struct flight *flight;        /* the call that its thread is in, after a `begin`; or NULL */
    const char *thread;           /* its name in the scenario; NULL: the first of its process */
    enum apartment apartment;     /* of such a thread, as it is declared */
    const struct where *callback; /* its steps are made inside of one that came there; or NULL */
    struct player *player;        /* of the user in its step, or NULL */
    bool waits;                   /* the step is expected to hang: its dialogs are left alone */
};

/* The calling thread is the agent's first. */
void executor_begin(void);
/* Of the calling thread. Never NULL. */
struct executor *executor_here(void);
/* Where the calling thread is … */
struct where executor_where(void);
/* … and where the one whose lines it writes makes its steps. */
struct where executor_expects(void);
/* The calling thread is this one from now on: none that the DLL started. */
void executor_enter(struct executor *executor);
/* Whether the calling thread is one of nobody. */
bool executor_is_guest(void);
/* The calling thread took control from EXECUTOR, or gives it back: one of nobody stays with that executor in between. */
void executor_holds(struct executor *executor, bool holds);
/* Whether a thread of nobody, other than the calling one, took control from it. */
bool executor_has_guest(const struct executor *executor);
/* It is the one whose turn it is. */
void executor_enter_turn(void);
/* Its thread is in a call in flight from now on, or no more. */
void executor_flies(struct executor *executor, bool flies);
/* Threads of nobody count as this one's from now on. */
void executor_takes_turn(struct executor *executor);

#endif
