/* A growing text with a limit at birth. A failed append is remembered in `status` and makes every later one do
 * nothing, so that a printer checks once, at its end. `data` is always terminated once something was appended. */
#ifndef IDT_BUFFER_H
#define IDT_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include "trace/status.h"

struct buffer {
    char *data; /* NULL while empty */
    size_t len;
    size_t capacity;
    size_t limit;
    bool lent;          /* `data` is the caller's memory */
    enum status status; /* ST_OK, ST_NO_MEMORY or ST_LIMIT */
};

void buffer_init(struct buffer *buffer, size_t limit);
/* Begins in MEMORY of SIZE bytes, which outlives it: a text that fits there costs no allocation. */
void buffer_init_in(struct buffer *buffer, char *memory, size_t size, size_t limit);
void buffer_free(struct buffer *buffer);
/* Empties it, keeps the memory and clears the status. */
void buffer_reset(struct buffer *buffer);
void buffer_append(struct buffer *buffer, const char *data, size_t len);
void buffer_puts(struct buffer *buffer, const char *text);
void buffer_putc(struct buffer *buffer, char c);
void buffer_pad(struct buffer *buffer, size_t blanks);
/* As "%lu" and, with at least DIGITS capital digits, "%lX" do, without what a format costs. */
void buffer_put_number(struct buffer *buffer, unsigned long number);
void buffer_put_hex(struct buffer *buffer, unsigned long number, unsigned digits);
void buffer_printf(struct buffer *buffer, const char *format, ...) IDT_PRINTF(2, 3);

#endif
