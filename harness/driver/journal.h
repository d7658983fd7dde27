/* The journal of a run: each cell as it ends, with what its agent wrote, so that a run that was killed can go on. A cell is
 * found by a hash of all that it came from (scenario, DLL, agent, UI map, Wine), so a changed one is simply not there. */
#ifndef IDT_DRIVER_JOURNAL_H
#define IDT_DRIVER_JOURNAL_H

#include "driver/target.h"

struct journal;

/* Opens or makes the file. resume: what it holds stays, up to the first record that is not whole; else it begins empty. *journal
 * NULL: another run writes it, and this one goes without. Fails (CODE_ENVIRONMENT): it cannot be written. */
bool journal_open(const char *path, bool resume, struct journal **journal, struct problem *problem);
/* finished: nobody will go on from here, so the file goes too; it also does if it holds nothing. */
void journal_close(struct journal *journal, bool finished);

/* NULL is a journal that holds and keeps nothing. */
bool journal_has(const struct journal *journal, const char *key);
/* Appends the trace. False: it is not there, or cannot be read any more. */
bool journal_take(struct journal *journal, const char *key, struct str *text, double *seconds);
/* A full disk only means that the cell will be run again. */
void journal_add(struct journal *journal, const char *key, const struct str *text, double seconds);
/* How many cells it held when it was opened; and how many of these nobody has taken: what they came from has changed, or is not asked
 * for. */
size_t journal_held(const struct journal *journal);
size_t journal_left(const struct journal *journal);

/* SHA-256 of what a target's cells come from beside their scenarios. Fails: a file of it cannot be read. */
bool journal_fingerprint(const struct settings *settings, const struct target *target, char hash[65],
                         struct problem *problem);
/* Of one cell; scenario: SHA-256 of the scenario with its name and limit. */
void journal_key(const char *fingerprint, const char *scenario, char key[65]);

#endif
