/* What the conductor and the other processes of a scenario share. */
#ifndef AGENT_TURN_PRIVATE_H
#define AGENT_TURN_PRIVATE_H

#include "journal.h"
#include "turn.h"

enum { CHANNEL = 64 };

enum command { COMMAND_SECTION, COMMAND_LEAVE };
enum request { REQUEST_NONE, REQUEST_KILL, REQUEST_HANG, REQUEST_EXIT };

/* Of one seat. */
struct seat_state {
    bool flies;                /* its thread is in a call that began, and others go on … */
    char begun[JOURNAL_LABEL]; /* … this one */
    /* How the scenario ended in such a call. */
    bool lost;
    enum ended_kind kind;
    uint64_t number;
    char text[128];
    char label[JOURNAL_LABEL];
};

struct block {
    struct journal_state journal;
    WCHAR sandbox[CHANNEL];
    char channel[CHANNEL];
    DWORD conductor;
    unsigned limit_ms; /* of the scenario … */
    DWORD started;     /* … which began then, by platform_now_ms() */
    DWORD section;     /* of the scenario, the one to be run */
    enum command command;
    enum request request; /* of the seat that gives its turn back */
    unsigned target;      /* the process that the request is about */
    bool overheard;       /* a process made calls in such a callback */
    struct seat_state seats[TURN_MAX_SEATS];
    struct turn_values values; /* last: its size depends on the scenario, and so does what lies behind it */
};

/* One that runs steps: a process, or a further thread of it. */
struct seat {
    const char *process;
    const char *thread; /* NULL: the first one */
    enum apartment apartment;
    unsigned process_index;
    HANDLE go, done;
};

extern struct block *turn_block;
extern struct seat turn_seats[TURN_MAX_SEATS];
extern unsigned turn_n_seats;

/* Lines of the seat's call in flight; of a process's first seat: of callbacks that came while it had no turn. */
struct journal_flight *turn_flight(const struct seat *seat);
struct journal_flight *turn_overheard(const struct seat *seat);

/* Finds the seats of the scenario. */
void turn_find_seats(void);
unsigned turn_process_index(const char *name);
/* Both sides: what CHANNEL names. */
bool turn_open_block(const char *channel);
bool turn_open_events(struct seat *seat, const char *channel);
void turn_close(void);
/* In one of the others, natively: a copy of the conductor, with all that it had open but for its handles. */
void turn_run_as_child(unsigned process_index);

#endif
