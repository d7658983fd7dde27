/* The parts of the printer, private to the library. */
#ifndef IDT_PRINT_H
#define IDT_PRINT_H

#include "trace/trace.h"

/* The printer of whole files: knows the notes. */
struct printer {
    const struct trace *trace;
    struct buffer *out;
};

/* print_value.c */
void print_hresult(uint64_t code, struct buffer *out);
void print_args(const struct arg *args, unsigned n_args, struct buffer *out);
/* print_step.c: the step without indentation and without "-> ". */
void print_action(const struct step *step, struct buffer *out);
void print_tags(const struct tags *tags, struct buffer *out);       /* " [a] [b]" */
void print_detail(const struct detail *detail, struct buffer *out); /* without indentation and newline */
/* print_header.c: the words behind the keyword. */
void print_header(const struct printer *printer);
/* print.c: comments in front of a line, or behind it together with its newline. */
void print_notes_before(const struct printer *printer, unsigned line, bool first);
void print_note_after(const struct printer *printer, unsigned line);

#endif
