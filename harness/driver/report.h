/* The views of results: each writes to a stream, in one pass or a few, with little memory. */
#ifndef IDT_DRIVER_REPORT_H
#define IDT_DRIVER_REPORT_H

#include "driver/results.h"

struct view_options {
    bool colour;
    bool all; /* else about a screen */
};

typedef bool (*view_fn)(const struct results *results, const struct view_options *options, FILE *out,
                        struct problem *problem);

bool view_text(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
bool view_json(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
bool view_junit(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);
bool view_markdown(const struct results *results, const struct view_options *options, FILE *out,
                   struct problem *problem);
/* New differences as lines for a file of known ones. */
bool view_expect(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem);

/* NULL if there is no such view. */
view_fn view_by_name(const char *name);

/* report.json, junit.xml and summary.md in a folder, each replaced at once. */
bool report_write(const struct results *results, const char *folder, struct problem *problem);

/* Reads what view_json() wrote, however it was formatted since. spool_folder: for results_begin(). */
bool report_read(const char *path, const char *spool_folder, struct results *results, struct problem *problem);

/* "identity/getcookie" of "identity/getcookie_deleted": the row of the matrix. Returns its length in the name. */
size_t scenario_group(const char *scenario);

#endif
