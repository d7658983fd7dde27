/* The trace as it is written: a mapped file whose length is published last, so that it holds whatever happened before
 * this process ended, however it ended. A step stands in it before its call is made, and gets its result afterwards. */
#ifndef AGENT_JOURNAL_H
#define AGENT_JOURNAL_H

#include <stdbool.h>
#include "trace/trace.h"

enum { JOURNAL_LABEL = 4 * TRACE_MAX_NAME };
/* N characters of a label, cut where there is no room, terminated. Returns how many. */
size_t journal_copy_label(char to[JOURNAL_LABEL], const char *from, size_t n);

enum { JOURNAL_FLIGHT = 64 << 10 };

/* What processes that write the same trace know of it. */
struct journal_state {
    size_t length;       /* of the text behind the header */
    size_t size;         /* of the file */
    unsigned last_level; /* of the step that was left last */
    bool ended;
};

/* The lines of a call in flight, while another has the turn; all zero at its start. */
struct journal_flight {
    struct journal_state state;
    bool overflowed; /* there were too many lines */
    char text[JOURNAL_FLIGHT];
};

/* Where the lines of one executor go, in the trace or in FLIGHT. NULL without memory; journal_free(). */
struct journal *journal_new(struct journal_flight *flight);
void journal_free(struct journal *journal);
/* Whether the calling thread's lines go into a flight. */
bool journal_in_flight(void);
/* Below the step that is open, or the section: the lines of the flight, which is empty then. False: there were too many. */
bool journal_land(struct journal_flight *flight);

bool journal_open(const char *path);
/* The state is there from now on: as it is, if `shared` is all zero. NULL: one of our own again, as it is. Only one
 * executor writes at a time; those in flight write elsewhere. */
void journal_share(struct journal_state *shared);
/* Another process opened it, and shares its state. */
bool journal_join(const char *path);
/* The header, a section. */
void journal_text(const struct buffer *text);
/* A detail of the innermost step, or of the last one if none is open. */
void journal_detail(const struct detail *detail);
/* The same, unless the last line is that one already. */
void journal_detail_once(const struct detail *detail);

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

/* Not of a flight: the innermost step's result is RESULT; then the trace ends. Only the first of these calls does anything. Allocates
 * nothing. */
void journal_end(const struct result *result, const struct ended *ended);
bool journal_ended(void);
void journal_close(void);

#endif
