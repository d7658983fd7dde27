/* traces.jsonl: the scenarios of a run as they stood, and every target's trace of them. What the page and a bug report
 * show comes from there, so nothing has to run again. One scenario a line, behind a first line that names the run. */
#ifndef IDT_DRIVER_KEPT_H
#define IDT_DRIVER_KEPT_H

#include "driver/corpus.h"
#include "driver/results.h"

/* A longer trace is not kept: its place says null. */
#define KEPT_TRACE_LIMIT (4u << 20)

/* text: of the scenario's file; traces: one a target, NULL where there is none. The line has no newline. */
void kept_line(const struct results *results, const struct scenario *scenario, const char *text,
               const char *const *traces, struct str *line);

/* Reads traces.jsonl beside a report; nothing if there is none, or if it is of another run. Fails (CODE_USAGE): it is
 * broken. */
bool kept_read(const char *report, struct results *results, struct problem *problem);

#endif
