/* Changes of files of known differences, which keep every other line as it stands. */
#ifndef IDT_DRIVER_ACCEPT_H
#define IDT_DRIVER_ACCEPT_H

#include "driver/expect.h"
#include "driver/verdict.h"

struct acceptance {
    const char *scenario;
    const struct fact *fact; /* red: new, hang, crash or fixed */
    const char *evidence;    /* NULL: the fact's own */
    const char *reason;      /* not needed where the line goes */
    const char *until;       /* YYYY-MM-DD or NULL */
};

enum accepted { ACCEPT_ADDED, ACCEPT_REPLACED, ACCEPT_REMOVED, ACCEPT_UNCHANGED };

extern const char *const accepted_names[]; /* "added", … */

/* Whether the words can stand in a line: one line each, no two blanks in the evidence, a real date. today: YYYY-MM-DD.
 * Fails: CODE_USAGE. */
bool accept_check(const struct acceptance *acceptance, const char *today, struct problem *problem);

/* The text of the file after the acceptance; text: before, "" if there is no file. *line: where it stands, or stood. What comes
 * out was read again and says what was meant. Fails: CODE_USAGE (the text is no such file, or lacks the line that is to
 * go). */
bool accept_edit(const struct acceptance *acceptance, const char *text, const char *path, const char *target,
                 struct str *edited, enum accepted *done, unsigned *line, struct problem *problem);

#endif
