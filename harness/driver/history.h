/* What earlier runs found: one SQLite file, which any number of drivers may use at once. harness/README.md describes it. */
#ifndef IDT_DRIVER_HISTORY_H
#define IDT_DRIVER_HISTORY_H

#include "driver/results.h"

struct history;

/* --history, IDT_HISTORY, or history.sqlite in the user's state folder. New, free(). NULL: none is wanted (IDT_HISTORY is
 * empty) or there is no home. */
char *history_path(const char *option);

/* Makes the file if there is none; waits for other writers. Fails: CODE_USAGE (another file), CODE_ENVIRONMENT. */
bool history_open(const char *path, struct history **history, struct problem *problem);
void history_close(struct history *history);

/* uid: what makes the run the same one elsewhere, the hash of its report.json. A run that is there already stays. All of it
 * or nothing. *added may be NULL. */
bool history_add(struct history *history, const struct results *results, const char *uid, bool *added,
                 struct problem *problem);
/* All runs of another history file that are not here yet. */
bool history_merge(struct history *history, const char *other, unsigned *added, struct problem *problem);

struct history_run {
    long long id;
    char *started, *targets, *filters; /* targets: "wine b371cb17, native 95201375" */
    unsigned scenarios, red;           /* cells that are red */
    unsigned came, went;               /* red facts that the run before of the same kind did not have, or had */
};

struct history_runs {
    struct history_run *items; /* the newest first */
    size_t count;
};

/* At most so many; most 0: all. */
bool history_runs(struct history *history, unsigned most, struct history_runs *runs, struct problem *problem);
void history_runs_free(struct history_runs *runs);

/* One fact, or a scenario as a whole, on one target over the runs in which it ran there, up to a time. */
struct history_course {
    char *trend;                  /* one letter a run, the oldest first: `.` good, `x` red */
    unsigned runs, flips;         /* flips: changes between neighbours */
    unsigned same_file;           /* of these, with the same file: chance */
    char *first_bad, *first_hash; /* of the red ones at the end; NULL: the last is good, or there is none */
    char *last_good, *last_hash;  /* the one before these, or NULL */
};

/* key: a scenario, or "scenario / label / fact". against: of the runs; before: only runs that started earlier, NULL: all. */
bool history_course(struct history *history, const char *target, const char *key, const char *against,
                    const char *before, struct history_course *course, struct problem *problem);
void history_course_free(struct history_course *course);

/* The targets on which a key was red or its scenario ran. */
bool history_targets(struct history *history, const char *key, struct list *targets, struct problem *problem);

/* Red facts of the run that `when` names (its number, or the beginning of its time), as "target: key". *started: of that run. New.
 * Fails (CODE_USAGE): there is none. */
bool history_red(struct history *history, const char *when, struct list *red, char **started, struct problem *problem);

#endif
