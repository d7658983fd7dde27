/* Replays scenarios on targets: up to N at a time, each Wine worker in a prefix of its own. */
#ifndef IDT_DRIVER_REPLAY_H
#define IDT_DRIVER_REPLAY_H

#include "driver/agent.h"
#include "driver/journal.h"
#include "driver/progress.h"
#include "driver/run.h"

/* How one scenario went on one target. */
struct replayed {
    bool ran;        /* false: the target runs nothing (a trace file, an unavailable lane) */
    struct str text; /* the trace, complete; empty if the agent could not work */
    char *failure;   /* then: what it said */
    double seconds;
    struct list pictures; /* of its dialogs, as names below replay.pictures */
};

struct replay {
    const struct settings *settings;
    struct run *run;
    const struct corpus *corpus;
    const struct target_set *targets;
    unsigned workers;         /* at a time */
    struct journal *journal;  /* the cells that it holds do not run; NULL: all run */
    char (*fingerprints)[65]; /* then: of each target that runs, journal_fingerprint() */
    const char *pictures;     /* folder that receives pictures of dialogs; NULL: Wine has no display */
    struct progress progress;
    /* Called once for each scenario, with one replayed for each target; they are freed after it. */
    bool (*done)(void *context, size_t scenario, struct replayed *replayed, struct problem *problem);
    void *context;
    struct list escapes; /* keys that something wrote outside of the agents' sandboxes */
};

/* False with a problem, or without one when a signal stopped it (run_stopped()). */
bool replay_all(struct replay *replay, struct problem *problem);

#endif
