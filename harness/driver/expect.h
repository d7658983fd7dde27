/* Known differences of one target: scenarios/expect/<target>.expect. harness/README.md describes the file. */
#ifndef IDT_DRIVER_EXPECT_H
#define IDT_DRIVER_EXPECT_H

#include "driver/problem.h"
#include "driver/str.h"

#include <uthash.h>

struct expect_line {
    char *key; /* "scenario / label / fact" */
    char *scenario;
    char *observed;
    char *expected; /* behind `not`: the line is about this expectation only; NULL: whatever is expected */
    char *evidence;
    char *reason;
    char until[11]; /* YYYY-MM-DD, or "" */
    unsigned line;
    bool used;    /* some fact met it, whatever it showed */
    bool expired; /* its date is over: it excuses nothing any more */
    UT_hash_handle hh;
};

struct expect {
    char *path;
    char *target;
    struct expect_line *lines; /* hash by key, in order of the file */
};

/* Reads a text; today: YYYY-MM-DD. The first error is file:line: expected, found. */
bool expect_parse(const char *text, size_t length, const char *path, const char *today, struct expect *expect,
                  struct problem *problem);

/* Reads <folder>/expect/<name>.expect; a target without a file has no known differences. */
bool expect_load(const char *folder, const char *name, struct expect *expect, struct problem *problem);
void expect_free(struct expect *expect);

struct expect_line *expect_find(const struct expect *expect, const char *scenario, const char *label, const char *fact);

/* The beginning of a line of the file, as it should stand there: key, observed value, and behind `not` the expected one,
 * unless that is NULL. Evidence and reason follow. */
void expect_print(const char *key, const char *observed, const char *expected, struct str *out);

#endif
