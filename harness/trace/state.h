/* Start states: keys with values below HKCU, from a .reg file or from an inline `registry` block. */
#ifndef IDT_STATE_H
#define IDT_STATE_H

#include "trace/data.h"

struct state_value {
    unsigned line;
    const char *name; /* canonical spelling, "" for the default value @ */
    struct data data; /* never a symbol, never protected(…) */
    struct state_value *next;
};

struct state_key {
    unsigned line;
    const char *path; /* "HKCU\Identities\{…}", canonical spelling */
    struct state_value *values, **tail;
    struct state_key *next;
};

struct state {
    const char *source;     /* after "; source: " in a .reg file, else NULL */
    struct state_key *keys; /* in file order; a key may stand there twice */
    struct state_key **tail;
};

/* Reads a .reg file: REGEDIT4 or version 5.00; UTF-8, or UTF-16LE with byte order mark. Everything is allocated in the
 * arena. Fails: ST_BAD_INPUT (diag), ST_NO_MEMORY. */
enum status state_parse(const char *text, size_t len, const char *filename, struct arena *arena, struct state **out,
                        struct diag *diag);

/* A .reg file (version 5.00, UTF-8). */
void state_print(const struct state *state, struct buffer *out);
/* The lines of an inline block, at `level`. */
void state_print_inline(const struct state *state, unsigned level, struct buffer *out);

/* "name"=data, without newline. */
void state_print_value(const struct state_value *value, struct buffer *out);

#endif
