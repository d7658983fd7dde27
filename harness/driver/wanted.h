/* Which recordings of a genuine DLL are wanted: the decisions (I-numbers) that rest on none, and the scenarios whose
 * recording would settle them. */
#ifndef IDT_DRIVER_WANTED_H
#define IDT_DRIVER_WANTED_H

#include "driver/corpus.h"
#include "driver/facts.h"

struct wanted_decision {
    const struct statement *statement; /* of the statements given */
    struct list scenarios;             /* that cite it, sorted */
    bool recorded;                     /* one of them rests on a recording: it is settled */
    bool chosen;                       /* a recording below would settle it */
};

/* A scenario to record. */
struct wanted_recording {
    char *scenario;
    char *needs;           /* "ui, processes", or "" */
    struct list decisions; /* that it settles, and none above it does */
};

struct wanted {
    struct wanted_decision *decisions; /* all, in their order */
    size_t decision_count;
    struct wanted_recording *recordings; /* few that settle all that scenarios can: who settles most comes first */
    size_t recording_count;
};

/* wanted_free() in either case. Fails: as corpus_model(). */
bool wanted_find(const struct corpus *corpus, const struct statements *statements, struct wanted *wanted,
                 struct problem *problem);
void wanted_free(struct wanted *wanted);

/* list_wanted.c: prints it, for `list --wanted`. Returns an exit code. */
struct context;
int list_wanted(struct context *context, const struct corpus *corpus);

#endif
