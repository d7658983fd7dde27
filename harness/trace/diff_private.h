/* The parts of diff.c, private to the library. */
#ifndef IDT_DIFF_PRIVATE_H
#define IDT_DIFF_PRIVATE_H

#include "trace/diff.h"
#include "trace/names.h"

/* A unit is a line of level 0 or 1 behind the header, with all deeper lines below it: a step, a section, the end. */
struct side {
    const struct text_source *source;
    struct diag *diag;
    struct symbols *symbols;
    struct buffer header; /* what stands before the first section */
    unsigned observes;
    /* By unit: 63 bits of the hash of its text, GUIDs being all alike, and the bit below; where it begins. */
    uint64_t *hashes;
    uint32_t *offsets; /* one more than units: the end */
    size_t n;
    size_t capacity;
    /* A window of the text. */
    char *window;
    size_t window_size; /* grows to the longest step */
    uint64_t window_at;
    size_t window_len;
    uint64_t line; /* of the unit that is to be reported next */
};

enum { UNIT_HAS_GUID = 1 };

/* diff_read.c */
enum status side_open(struct side *side, const struct text_source *source, struct diag *diag);
void side_close(struct side *side);
/* The text of a unit, valid until the next call for this side. */
enum status side_unit(struct side *side, size_t unit, const char **text, size_t *len);

/* Units [left, left + n) equal units [right, right + n), by hash. */
struct run {
    uint32_t left, right, n;
};

struct runs {
    struct run *items;
    size_t n;
    size_t capacity;
};

/* diff_align.c: the common runs of two sequences, in order. Fails: ST_NO_MEMORY. */
enum status align(const uint64_t *left, size_t n_left, const uint64_t *right, size_t n_right, struct runs *runs);

/* diff_label.c: the labels of steps without parsing them (FORMAT.md 3, "Labels"). */
struct step_name {
    const char *text;
    size_t len;
    bool labelled; /* a label of its own; else it is counted */
};

struct labels {
    struct arena arena;
    struct names counts;
};

enum { LABEL_SIZE = TRACE_MAX_NAME + 24 };

struct step_name step_name(const char *text, size_t len);
/* A hash of what a step does, without the values and the result that were seen. */
uint32_t step_input(const char *text, size_t len);
/* Writes the label of the next step of that name (label may be NULL) and counts it. False if there is no memory. */
bool label_next(struct labels *labels, struct step_name name, char *label, size_t size);

/* diff_step.c: the facts in which two texts of one step differ, both with names for GUIDs. */
struct step_diff {
    const char *label;
    uint64_t left_line, right_line;
    unsigned left_observes, right_observes;
    struct binding *binding;
    difference_fn report;
    void *context;
    uint64_t *differences;
    bool stopped;
    struct diag *diag;
};

enum status diff_step(struct step_diff *diff, const char *left, const char *right);

#endif
