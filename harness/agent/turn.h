/* Several processes and threads of one scenario. The first process of the agent conducts: it tells one of the others at a
 * time to run its next section, so that all lines run in file order, and carries out `kill`, `hang` and `exit`. They share
 * one block of memory: whose turn it is, the state of the journal, and what variables hold that all processes see. */
#ifndef AGENT_TURN_H
#define AGENT_TURN_H

#include "agent.h"

enum { TURN_MAX_SEATS = 32 }; /* processes and their further threads, together */

struct seat; /* one that runs steps */

/* The one that a section is for; NULL for a sink. */
struct seat *turn_seat_of(const struct section *section);

/* ---- turn.c: the conductor ---- */

/* Whether the scenario has more than one process or thread, one that ends, or a call in flight. */
bool turn_needed(const struct trace *scenario);
/* Whether there are no more of them than can be. */
bool turn_possible(const struct trace *scenario);
/* Once the sandbox is seeded and the journal open: runs all sections and ends all processes. NULL, or what failed.
 * `write`: writes the line of a section. */
const char *turn_conduct(const struct options *options, void (*write)(const struct section *section));

/* ---- turn_seat.c: the others ---- */

/* kill, hang or exit. */
bool turn_ends_process(const struct step *step);
/* The main function of one of the others, started with --child; exit code. */
int turn_child(const struct options *options);
/* After the line of `kill`, `hang` or `exit` was written: returns when that is done, unless it was this process. */
void turn_end_process(const struct step *step);
/* False in a process that waits for its turn: what happens in it then is not the scenario's. */
bool turn_is_mine(void);
/* Whether a call is in flight: what changes in the meantime may be its doing. */
bool turn_overlaps(void);
/* A scenario ended in a call in flight: the conductor tells so in the trace, once this process is over. */
void turn_lost(const struct ended *ended);

/* A sink is called on a thread that the DLL started, in a process that waits for its turn: its lines are kept apart between
 * these two, which are for one thread at a time. False: it is not so. */
bool turn_hears(void);
void turn_heard(void);
/* What was heard until now, below the step that is open. */
void turn_land_heard(void);

/* For a call in flight (flight.c): the seat of the calling thread … */
struct seat *turn_seat_here(void);
/* … which is in the call of this label from now on, or in none (NULL); where its lines go meanwhile … */
struct journal_flight *turn_flies(struct seat *seat, const char *label);
/* … and, on a thread that has its turn in its place: gives the turn to others, waits for the next one, and returns the
 * section that is to be run. Ends the process if that is what it is told. */
const struct section *turn_next(struct seat *seat);

/* ---- turn_values.c: GUIDs, numbers and texts, seen by all processes ---- */

enum { TURN_TEXT_UNITS = 64 << 10 };

struct turn_value {
    DWORD bound;
    GUID guid;
    DWORD number;
    DWORD at, units; /* of a text */
};

struct turn_values {
    WCHAR texts[TURN_TEXT_UNITS];
    struct turn_value values[1]; /* by index of the variable */
};

size_t turn_values_size(const struct trace *scenario);
void turn_values_export(struct turn_values *to);
/* Without memory a text stays unbound. */
void turn_values_import(const struct turn_values *from);

#endif
