/* One zip file that says all of one difference, to be attached to a bug. */
#ifndef IDT_DRIVER_BUG_H
#define IDT_DRIVER_BUG_H

#include "driver/report.h"

/* Replaces what tells whose machine it was: the home folder in every spelling, the user's and the machine's name as words. home, user,
 * host may be NULL; names of less than three letters and `root` stay. New, free(). */
char *bug_redact(const char *text, const char *home, const char *user, const char *host);

/* key: a scenario, or "scenario / label / fact". Writes the scenario, its traces, a page and a report.json of it alone, and
 * README.txt with versions, hashes, and the command that repeats it. Fails: CODE_USAGE (no such key), CODE_ENVIRONMENT. */
bool bug_write(const struct results *results, const char *key, const struct view_options *options, const char *path,
               struct problem *problem);

#endif
