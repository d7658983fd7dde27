/* The views of results: each writes to a stream, in one pass or a few, with little memory. */
#ifndef IDT_DRIVER_REPORT_H
#define IDT_DRIVER_REPORT_H

#include "driver/history.h"

struct view_options {
    bool colour;
    bool all;         /* else about a screen, which says how to see the rest: */
    const char *file; /* of this report, unless it is the last one in its usual place; or NULL */
    /* Of view_html(). */
    const struct settings *settings; /* where the statements lie; NULL: the page has none */
    const char *scenarios;           /* the folder of those that cite them */
    const char *pictures;            /* the folder of the pictures that the results name; NULL: the page has none */
    struct history *history;         /* earlier runs; NULL: the page has none */
    size_t budget;                   /* bytes of the page, about; 0: 20,000,000 */
};

typedef bool (*view_fn)(const struct results *results, const struct view_options *options, FILE *out,
                        struct problem *problem);

bool view_text(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
bool view_json(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
bool view_junit(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
bool view_markdown(const struct results *results, const struct view_options *options, FILE *out,
                   struct problem *problem);
/* traces.jsonl: what kept.h kept. */
bool view_traces(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
bool view_tap(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
/* One page for a browser, which holds everything. */
bool view_html(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
/* New differences as lines for a file of known ones. */
bool view_expect(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);

/* NULL if there is no such view. */
view_fn view_by_name(const char *name);

/* report.json, traces.jsonl, report.html, junit.xml and summary.md in a folder, each replaced at once. */
bool report_write(const struct results *results, const char *folder, const struct view_options *options,
                  struct problem *problem);

/* Copies pictures of dialogs below a report, each whole or absent. *count: how many there are, may be NULL. */
bool report_pictures(const char *from, const char *to, size_t *count, struct problem *problem);

/* Reads what view_json() wrote, however it was formatted since, and traces.jsonl beside it if it is of the same run. spool_folder: for results_begin(). */
bool report_read(const char *path, const char *spool_folder, struct results *results, struct problem *problem);

/* "identity/getcookie" of "identity/getcookie_deleted": the row of the matrix. Returns its length in the name. */
size_t scenario_group(const char *scenario);

#endif
