/* What a run is held against: for each scenario and target how many facts have which verdict, and each fact that is not as
 * expected with what was observed. Nothing in it depends on a machine or a time, so it is committed
 * (reports/baseline.json); compare --against baseline names whatever departs from it. */
#ifndef IDT_DRIVER_BASELINE_H
#define IDT_DRIVER_BASELINE_H

#include "driver/results.h"

#include <uthash.h>

struct baseline_fact {
    char *key; /* "label / fact" */
    enum verdict verdict;
    char *observed; /* or NULL */
    unsigned line;  /* of the file; 0: it comes from a run */
};

struct baseline_cell {
    char *key; /* "scenario TAB target" */
    char *scenario, *target;
    enum verdict verdict; /* of a cell without facts */
    unsigned counts[N_VERDICTS];
    struct baseline_fact *facts; /* those of baseline_lists() */
    size_t fact_count;
    unsigned line;
    UT_hash_handle hh;
};

struct baseline {
    char *path;                  /* of its file, for messages; NULL: it comes from a run */
    struct list names, lanes;    /* of its targets */
    struct baseline_cell *cells; /* hash by key */
};

/* Where it lies: reports/baseline.json of the tree, or baseline.json in a folder that --scenarios names. New, free(). */
char *baseline_path(const char *root, const char *scenarios);

/* Fails (CODE_USAGE), with file:line: it cannot be read, or is no baseline. */
bool baseline_read(const char *path, struct baseline *baseline, struct problem *problem);
/* Sorted, one scenario or fact a line; the file holds the old or the new one. */
bool baseline_write(struct baseline *baseline, const char *path, struct problem *problem);
void baseline_free(struct baseline *baseline);

/* By scenario, then target: what baseline_compare() with a corpus wants; a baseline that was read is. */
void baseline_sort(struct baseline *baseline);

/* Index of a target of the same lane that could run, or -1: the baseline says nothing of it. */
int baseline_target(const struct baseline *baseline, const struct target_info *target);

/* One line a deviation, in order of the run. corpus: names of all scenarios, sorted, of which the baseline may hold no others; NULL:
 * whatever else it holds did not run. Fails (CODE_INTERNAL): the results cannot be read back. */
bool baseline_compare(const struct baseline *baseline, const struct results *results, const struct list *corpus,
                      struct list *deviations, struct problem *problem);

/* The run's cells of one target (index of results) take the place of the baseline's. whole: the run was of all scenarios, so that the
 * others go. */
bool baseline_take(struct baseline *baseline, const struct results *results, unsigned target, bool whole,
                   struct problem *problem);

/* A fact of a run was accepted: its cell is the run's, with that fact known (or as expected, where it was fixed). Other
 * red facts stay what the baseline says of them. */
void baseline_follow(struct baseline *baseline, const char *scenario, const char *target, const struct cell *cell,
                     const struct fact *accepted);

/* Whether a fact of this verdict stands in it with what was observed; the others are only counted. */
bool baseline_lists(enum verdict verdict);

/* "10 same, 2 known"; "unsupported" of a cell without facts. */
void baseline_counts(enum verdict verdict, const unsigned counts[], struct str *out);

struct baseline_cell *baseline_cell_of(const struct baseline *baseline, const char *scenario, const char *target);
/* Takes the place of what there was. */
struct baseline_cell *baseline_add_cell(struct baseline *baseline, const char *scenario, const char *target);
void baseline_add_fact(struct baseline_cell *cell, char *key, enum verdict verdict, const char *observed,
                       unsigned line); /* key: from malloc, now the cell's */

#endif
