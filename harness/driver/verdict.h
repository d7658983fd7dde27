/* What one target's trace of one scenario is worth, fact by fact (design.md 3, "Verdicts"). */
#ifndef IDT_DRIVER_VERDICT_H
#define IDT_DRIVER_VERDICT_H

#include "driver/expect.h"
#include "trace/judge.h"

enum verdict { /* from harmless to worst: a scenario's verdict is the worst of its facts */
               VERDICT_SAME,
               VERDICT_KNOWN,
               VERDICT_UNSUPPORTED,
               VERDICT_NOT_RUN,
               VERDICT_FLAKY,
               VERDICT_FIXED,
               VERDICT_NEW,
               VERDICT_HANG,
               VERDICT_CRASH,
               N_VERDICTS
};

extern const char *const verdict_names[N_VERDICTS];
bool verdict_by_name(const char *name, enum verdict *verdict);

/* A fact that is not simply `same`. */
struct fact {
    char *label, *fact;
    enum verdict verdict;
    bool red;
    char *expected, *observed; /* NULL where nothing stands */
    char *evidence;
    char *reason;  /* of a known difference, or why it did not run; NULL */
    unsigned line; /* of the scenario, 0: none */
};

/* One scenario on one target. */
struct cell {
    enum verdict verdict;
    bool red;
    unsigned counts[N_VERDICTS];           /* facts */
    unsigned open;                         /* facts that the scenario leaves open */
    unsigned evidence[N_EVIDENCE_CLASSES]; /* facts that are same, by their strongest evidence */
    char *reason;                          /* unsupported: what is missing */
    struct fact *facts;
    size_t fact_count;
    double seconds;       /* the replay took; varies from run to run */
    struct list pictures; /* of dialogs, below the folder `pictures` of the report */
};

/* A fact that no expectation states, as one target showed it. */
struct open_fact {
    char *label, *fact, *observed;
};

struct open_facts {
    struct open_fact *items;
    size_t count;
};

/* Judges. expectation: the scenario, or the other target's trace with --against (then `scenario` still gives the
 * evidence). open, if not NULL, receives what is left open and was seen. Fails: out of memory. */
bool verdict_judge(const char *id, const struct trace *scenario, const struct trace *expectation,
                   const struct trace *trace, const struct expect *expect, struct cell *cell, struct open_facts *open,
                   struct problem *problem);

/* A scenario that gave no trace to judge. */
void verdict_without_trace(struct cell *cell, enum verdict verdict, bool red, const char *reason);

/* Moves the names; the list is empty then. */
void cell_take_pictures(struct cell *cell, struct list *pictures);
void cell_add_fact(struct cell *cell, const struct fact *fact); /* copies */
void fact_free(struct fact *fact);                              /* what it points to */
void cell_free(struct cell *cell);
void open_facts_free(struct open_facts *open);

/* The strongest class among words such as "D-086", "inferred I-08, documented D-012". */
enum evidence_class evidence_strongest(const char *text);

#endif
