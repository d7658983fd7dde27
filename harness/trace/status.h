/* How functions of the trace library fail: a status, and one located message in a struct diag. */
#ifndef IDT_STATUS_H
#define IDT_STATUS_H

#include <stddef.h>

enum status {
    ST_OK,
    ST_BAD_INPUT, /* the diag says where, what was expected and what was found */
    ST_NO_MEMORY,
    ST_LIMIT, /* a struct buffer reached the limit it was born with */
    ST_IO     /* a reader of diff.h failed */
};

struct diag {
    char file[260];
    unsigned line;
    unsigned column; /* in bytes, from 1 */
    char text[600];  /* "expected X, found Y" */
};

#if defined(__MINGW32__)
#define IDT_PRINTF(f, a) __attribute__((format(gnu_printf, f, a)))
#else
#define IDT_PRINTF(f, a) __attribute__((format(printf, f, a)))
#endif

void diag_init(struct diag *diag, const char *file);
/* Sets the message; the first one stays (a later, vaguer one never covers it). Returns ST_BAD_INPUT. */
enum status diag_at(struct diag *diag, unsigned line, unsigned column, const char *format, ...) IDT_PRINTF(4, 5);
/* "file:line:column: message", terminated. Returns its length. */
size_t diag_format(const struct diag *diag, char *text, size_t size);

#endif
