/* One scenario while it runs. A single one per process at a time, so that crash handlers find it. */
#ifndef AGENT_AGENT_H
#define AGENT_AGENT_H

#include "options.h"
#include "wide.h"
#include "trace/trace.h"

/* What a variable of the scenario holds. */
struct slot {
    bool bound;
    void *pointer;   /* interface or sink */
    unsigned owned;  /* references that the scenario holds through this variable */
    unsigned object; /* equal for pointers that QueryInterface says are one object */
    bool gone;       /* the object was released for the last time: its memory may be another's by now */
    HKEY key;
    HWND window; /* of the scenario's own */
    GUID guid;
    DWORD number; /* number or token */
    WCHAR *text;  /* new */
    size_t units;
};

struct agent {
    struct trace *scenario;
    bool reads;                        /* of the registry are watched */
    bool user_leaves;                  /* as in struct options */
    struct slot *slots;                /* by index of the variable */
    const struct variable **variables; /* the same way */
    struct sink *sinks;
    unsigned objects;    /* numbers given to slot.object */
    unsigned limit_ms;   /* of the scenario */
    const char *process; /* this one's name, NULL if the scenario has no other */
};

extern struct agent agent;

/* ---- variables ---- */

bool slots_open(void);
/* Releases what the scenario still holds, if `release`; frees the slots. */
void slots_close(bool release);
/* NULL if there is no variable of that name, or if it holds nothing. */
struct slot *slot_bound(const char *name);
/* NULL if there is no variable of that name. */
struct slot *slot_of(const char *name);
/* The name of a variable that holds this pointer, `preferred` if that one does; NULL if none does. */
const char *slot_holding(const void *pointer, const char *preferred);
const char *slot_holding_token(DWORD token, const char *preferred);
/* The last reference is said to be released: variables with that pointer hold nothing any more. Others of the same object
 * may still be called (perhaps it counts by interface), but no new pointer is theirs. */
void slots_forget(const struct slot *released);

/* Text with symbols, decoded. *units: new, terminated, free with free(); NULL on failure, then *unbound (not NULL)
 * is the name of what is not bound, "" if there was no memory. */
WCHAR *text_of(const char *canonical, enum text_place place, size_t *n, char unbound[TRACE_MAX_NAME + 1]);
/* For data_to_registry(). */
int symbol_units(void *context, const char *name, size_t len, uint16_t *units, size_t size);
/* A symbolic GUID "{$(cookie)}". False if it is not bound. */
bool guid_of_symbol(const char *text, GUID *guid, char unbound[TRACE_MAX_NAME + 1]);

/* ---- steps ---- */

/* Each completes `shown`, a copy of the step, with results and out values; the arena owns what they add. */
void step_call(const struct step *step, struct step *shown, struct arena *arena);
void step_object(const struct step *step, struct step *shown, struct arena *arena); /* create, factory, as */
void step_reg(const struct step *step, struct step *shown, struct arena *arena);
/* Writes exactly this: Windows takes in a terminator that stands behind a text, counted or not, so none may stand there by
 * chance. */
LSTATUS reg_write_value(HKEY key, const WCHAR *name, const struct data *data);
void not_run(struct step *shown, const char *name, struct arena *arena);

/* Runs steps at the current nesting. `prefix`: of their labels, NULL for the scenario's own. */
void run_steps(const struct step *steps, const char *prefix);

/* ---- the parts of a run ---- */

/* The registry, passwords, folders and denied keys of the scenario. NULL, or what failed; *missing: what this machine
 * cannot do. */
const char *seed_state(const struct trace *scenario, const char **missing);
/* Name of what this agent can't do, NULL if it can do all. */
const char *unsupported_in(const struct trace *scenario);
/* Runs one scenario from file to trace. */
int agent_run(const struct options *options);
/* Runs one of the processes of a scenario, for the agent that started it. */
int agent_run_child(const struct options *options);

#endif
