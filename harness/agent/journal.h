/* The trace as it is written: a mapped file whose length is published last, so that it holds whatever happened before
 * this process ended, however it ended. A step stands in it before its call is made, and gets its result afterwards. */
#ifndef AGENT_JOURNAL_H
#define AGENT_JOURNAL_H

#include <stdbool.h>
#include "trace/trace.h"

enum { JOURNAL_LABEL = 4 * TRACE_MAX_NAME };
/* N characters of a label, cut where there is no room, terminated. Returns how many. */
size_t journal_copy_label(char to[JOURNAL_LABEL], const char *from, size_t n);

bool journal_open(const char *path);
/* The header, a section. */
void journal_text(const struct buffer *text);
/* A detail of the innermost step, or of the last one if none is open. */
/* The same, unless the last line is that one already. */
void journal_detail_once(const struct detail *detail);
void journal_detail(const struct detail *detail);

/* The step is kept by pointer until it is left. */
void journal_enter_step(struct step *step, const char *label);
/* Writes the step's line again, now with its result. */
void journal_leave_step(void);
void journal_enter_callback(struct detail *callback);
void journal_leave_callback(void);
/* Whether steps may still be nested below one more callback. */
bool journal_has_room(void);
/* A copy of the label of the innermost step; "" if none is open. */
const char *journal_label(void);

/* The innermost step's result is RESULT; then the trace ends. Only the first of these calls does anything. Allocates
 * nothing. */
void journal_end(const struct result *result, const struct ended *ended);
bool journal_ended(void);
void journal_close(void);

#endif
