/* Compares two traces of any size, without building their models: lines are hashed and aligned, only steps that differ
 * are parsed. Memory: 12 bytes a step and side plus two windows of the text. */
#ifndef IDT_DIFF_H
#define IDT_DIFF_H

#include "trace/judge.h"

/* Random access to a text, so that a caller with files need not map them. */
struct text_source {
    const char *name; /* for messages */
    uint64_t size;
    void *context;
    /* Reads `len` bytes at `offset` (never beyond size); false on failure. */
    bool (*read)(void *context, uint64_t offset, char *to, size_t len);
};

struct text_memory {
    const char *text;
    size_t len;
};

/* A source over memory; `memory` must outlive it. */
struct text_source text_source_memory(const char *name, struct text_memory *memory);

enum difference_kind {
    DIFFERENCE_FACT,      /* both have the step */
    DIFFERENCE_ONLY_LEFT, /* a step, section or header line of one side only: `left` is its text */
    DIFFERENCE_ONLY_RIGHT
};

struct difference {
    enum difference_kind kind;
    const char *label; /* of the left trace, of the right one for ONLY_RIGHT; "scenario" for header and end */
    const char *fact;  /* as in judge.h; "step" for a step of one side, "header" and "ended" for the whole */
    const char *left;  /* canonical text with $(guidN); NULL where nothing stands */
    const char *right;
    uint64_t left_line, right_line; /* from 1; 0 where nothing stands */
};

struct diff_summary {
    uint64_t steps_same; /* equal in every fact */
    uint64_t steps_different;
    uint64_t steps_left, steps_right; /* of one side only */
    uint64_t differences;
    unsigned bindings;
};

/* Called in order; everything in it is valid during the call only. False ends the comparison with ST_OK. */
typedef bool (*difference_fn)(void *context, const struct difference *difference);

/* Fails: ST_BAD_INPUT (diag: no trace, or a step that differs cannot be read), ST_NO_MEMORY, ST_IO. */
enum status trace_diff(const struct text_source *left, const struct text_source *right, difference_fn report,
                       void *context, struct diff_summary *summary, struct diag *diag);

#endif
