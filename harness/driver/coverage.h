/* Which numbered statements have a scenario, and why the others have none: scenarios/statements.txt. */
#ifndef IDT_DRIVER_COVERAGE_H
#define IDT_DRIVER_COVERAGE_H

#include "driver/corpus.h"
#include "driver/facts.h"

enum cover {
    COVERED,        /* a scenario cites it */
    NOT_DLL,        /* it is about a client program */
    OVERRULED,      /* a decision says otherwise */
    NOTHING_STATED, /* it leaves the matter open: the decision has the scenario */
    NATIVE_ONLY,    /* it needs a fault, which only the native tests can make */
    UNCOVERED,
    N_COVERS
};

extern const char *const cover_names[N_COVERS];

struct excuse {
    char *number; /* "D-110" */
    enum cover cover;
    char *decision; /* "I-14" of overruled and nothing-stated, else NULL */
    char *reason;
    unsigned line;
    unsigned column, decision_column; /* of the number and of the decision */
};

struct excuses {
    char *path;
    struct excuse *items;
    size_t count;
};

/* Reads a text; the first error is file:line:column: expected X, found Y (CODE_USAGE). harness/README.md describes the file. */
bool excuses_parse(const char *text, size_t length, const char *path, struct excuses *excuses, struct problem *problem);
/* Reads <folder>/statements.txt; none there: no excuses. */
bool excuses_load(const char *folder, struct excuses *excuses, struct problem *problem);
void excuses_free(struct excuses *excuses);

struct citation {
    char *scenario;
    enum evidence_class class; /* the strongest with which that scenario cites the statement */
};

struct coverage_row {
    const struct statement *statement;
    bool required; /* must have a scenario or an excuse: marked N, U or F, or a decision */
    enum cover cover;
    const struct excuse *excuse; /* or NULL */
    struct citation *citations;
    size_t count;
};

struct coverage {
    struct coverage_row *rows; /* one a statement, in their order */
    size_t count;
    size_t covers[N_COVERS];                /* of the required ones */
    uint64_t citations[N_EVIDENCE_CLASSES]; /* of the required ones, by class */
};

/* statements: must live as long as the coverage. */
void coverage_begin(const struct statements *statements, struct coverage *coverage);
/* Counts what a scenario cites in its header ("documented D-075, inferred I-02") and at its lines. */
void coverage_cite(struct coverage *coverage, const char *scenario, const char *evidence, const struct trace *model);
/* Last: what no scenario cites must be excused. Fails (CODE_USAGE): an excuse for an unknown number, for one that needs none or that
 * is covered anyway, or one that names a decision without a scenario. */
bool coverage_end(struct coverage *coverage, const struct excuses *excuses, struct problem *problem);
void coverage_free(struct coverage *coverage);

#endif
