/* The page for a browser: one file, which loads nothing. harness/report/ holds its looks and its script; these functions
 * write the data that the script shows. harness/report/README.md describes them. */
#ifndef IDT_DRIVER_PAGE_H
#define IDT_DRIVER_PAGE_H

#include "driver/cell_json.h"
#include "driver/pack.h"
#include "driver/report.h"

struct page {
    const struct results *results;
    const struct view_options *options;
    FILE *out;
    size_t written, budget; /* bytes of data */
    struct problem *problem;
    unsigned chunks; /* of details */
    unsigned pictures;
    json_t *places;        /* one array a chunk: the scenarios in it */
    bool *placed;          /* one a scenario */
    uint64_t left_facts;   /* that the page has no room for */
    uint64_t left_details; /* scenarios */
};

/* Writes a value into a pack of its own, and frees it. */
void page_put(struct page *page, const char *id, json_t *value);
bool page_has_room(const struct page *page);

/* What the first look needs: targets, matrix, errors. */
bool page_summary(struct page *page);
/* Names, titles and verdicts of all scenarios. */
bool page_index(struct page *page);
/* Which facts are not as expected: `red` ones, or the others. */
bool page_facts(struct page *page, bool red);
bool page_disagreements(struct page *page);
/* Calls, effects and dialogs of each scenario of which a cell is at least so bad, unless it is in the page already. */
bool page_details(struct page *page, enum verdict least, bool red);
bool page_history(struct page *page);
bool page_statements(struct page *page);

/* Sections of a scenario or a trace as the page draws them, its GUIDs by name; literals: the scenario of a trace, or NULL. New.
 * NULL: no memory. */
json_t *page_trace(const struct trace *trace, const struct trace *literals);
/* The start state of a trace: [[path, [[name, data], ...]], ...]. New. */
json_t *page_state(const struct trace *trace);

/* Style, script and frame, as the build found them in harness/report/. */
extern const char page_frame[], page_style[], page_script[];

#endif
