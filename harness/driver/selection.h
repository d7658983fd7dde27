/* Which scenarios of those that fit the filters run: -E, --failed, --new, --shard. */
#ifndef IDT_DRIVER_SELECTION_H
#define IDT_DRIVER_SELECTION_H

#include "driver/corpus.h"
#include "driver/results.h"

/* Takes the others out of the corpus. results: of the run that begins, which notes what was asked for. Fails (CODE_USAGE): an
 * expression or shard that is none, no last report where one is asked for, nothing is left (except by --shard). */
bool selection_apply(const struct settings *settings, const struct options *options, struct corpus *corpus,
                     struct problem *problem);

/* The same as words for the report; *shard: new, or NULL. */
void selection_note(const struct options *options, struct list *filters, char **shard);

/* Whether an expression says yes of a scenario. last: the report for `failed`, `new`, `red(…)`; NULL: there is none. Fails
 * (CODE_USAGE): it is no expression, or it wants a report. */
bool selection_fits(const char *expression, const struct scenario *scenario, const struct results *last, bool *fits,
                    struct problem *problem);

/* "2/3" as numbers. Fails: CODE_USAGE. */
bool shard_parse(const char *text, unsigned *number, unsigned *of, struct problem *problem);
/* From 1: by its name only, so that it stays there when others come and go. */
unsigned shard_of(const char *scenario, unsigned of);

#endif
