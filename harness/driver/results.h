/* The results of a run, or of a report that was read again. What a cell says in detail lies in a file and comes back
 * one cell at a time, so a million of them need little memory. */
#ifndef IDT_DRIVER_RESULTS_H
#define IDT_DRIVER_RESULTS_H

#include "driver/verdict.h"

struct target_info {
    char *name, *lane, *file, *hash, *version, *machine, *system;
    char *company, *language;   /* of its version resource; or NULL */
    char *unavailable;          /* or NULL */
    uint64_t cells[N_VERDICTS]; /* scenarios */
    uint64_t facts[N_VERDICTS];
    uint64_t open;
    uint64_t evidence[N_EVIDENCE_CLASSES];
};

struct entry {
    uint64_t offset; /* of its JSON in the spool */
    uint32_t length;
    uint32_t scenario; /* index of results.scenarios */
    uint32_t ms;
    uint16_t target;
    uint8_t verdict;
    uint8_t red;
};

struct disagreement {
    uint32_t scenario;
    char *label, *fact;
    char **values; /* one a target; NULL: not seen there */
};

struct spooled {
    uint64_t offset;
    uint32_t length;
    uint32_t scenario;
};

struct results {
    char *started; /* "2026-11-23T21:00:00Z" */
    uint64_t ms;
    char *against; /* or NULL */
    char *shard;   /* "2/3": a part of a run, NULL: all of it */
    struct list filters;
    uint64_t corpus; /* scenarios there are, asked for or not */
    struct target_info *targets;
    size_t target_count;
    struct list scenarios;
    struct entry *items;
    size_t count, capacity;
    struct spooled *disagreements;
    size_t disagreement_count, disagreement_capacity;
    struct spooled *kept; /* what traces.jsonl says of a scenario */
    size_t kept_count, kept_capacity;
    struct list errors; /* what makes a run red beside its cells: unused or expired lines, escapes */
    FILE *spool;
    uint64_t spooled;
};

/* folder: where the spool goes (it has no name). */
bool results_begin(struct results *results, const char *folder, struct problem *problem);
struct target_info *results_add_target(struct results *results, const char *name);
void results_free(struct results *results);

void results_add(struct results *results, uint32_t scenario, unsigned target, const struct cell *cell);
void results_add_disagreement(struct results *results, const struct disagreement *disagreement);
/* Its index, UINT32_MAX if it is none of the results (which are sorted by name). */
uint32_t results_find(const struct results *results, const char *name);
/* line: of traces.jsonl (kept.h). */
void results_keep(struct results *results, uint32_t scenario, const struct str *line);
/* Puts everything in order of scenario and target. */
void results_sort(struct results *results);

/* The text in which the report holds it (one line). False if the spool cannot be read. */
bool results_text(const struct results *results, uint64_t offset, uint32_t length, struct str *text);
/* One cell in detail; cell_free() it. */
bool results_cell(const struct results *results, const struct entry *entry, struct cell *cell);
/* False, with the problem that what was kept of this run is gone (CODE_INTERNAL). */
bool results_unreadable(struct problem *problem);
/* The line that was kept of a scenario; after results_sort(). False: none, or the spool cannot be read. */
bool results_kept(const struct results *results, uint32_t scenario, struct str *line);
bool results_disagreement(const struct results *results, size_t index, struct disagreement *disagreement);
void disagreement_free(struct disagreement *disagreement, size_t targets);

/* A new difference and its like; what an exit code of 1 rests on. */
bool results_red(const struct results *results);
bool results_has_unsupported(const struct results *results);
uint64_t results_facts(const struct target_info *target); /* judged ones */

#endif
