/* Text of the format. The model keeps strings, value names and keys in their canonical spelling, that is with the
 * shortest escapes and with $(symbols), as they stand between the quotes or brackets. Equal spelling is equal text.
 *
 * Strings escape \\ \" \n \r \t \0 \uXXXX (control characters and lone surrogates); "$(" itself is $(u0024)( .
 * Keys have no escapes: a character that cannot stand in one is $(uXXXX). */
#ifndef IDT_TEXT_H
#define IDT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "trace/arena.h"
#include "trace/buffer.h"

enum text_place { TEXT_STRING, TEXT_KEY };

/* Gives the units that a symbol stands for. `name` is "cookie" or "cookie:lower" (not terminated). Returns the number
 * of units, at most `size`, written to `units`; -1 if the symbol is not bound. $(uXXXX) never comes here. */
typedef int (*text_symbol_fn)(void *context, const char *name, size_t len, uint16_t *units, size_t size);

/* Appends the canonical spelling of UTF-16 units. */
void text_encode(const uint16_t *units, size_t n, enum text_place place, struct buffer *out);

/* Reads the canonical spelling of a terminated text. Writes at most `size` units (no terminator is added); *n is the
 * number that the text has. `symbol` may be NULL: then no symbol is bound.
 * Fails: ST_BAD_INPUT (an unbound symbol; *unbound, if not NULL, points at its "$("), ST_LIMIT (size too small). */
enum status text_decode(const char *text, enum text_place place, text_symbol_fn symbol, void *context, uint16_t *units,
                        size_t size, size_t *n, const char **unbound);

/* The text of `secret NAME`: "pw-" NAME "-" eight hex digits of the name's FNV-1a hash (32 bits). */
enum { TEXT_SECRET = 3 + 64 + 1 + 8 + 1 };
void text_secret(const char *name, char secret[TEXT_SECRET]);

/* Length of the UTF-8 sequence at `text`, 0 if it is none (overlong, surrogate, beyond U+10FFFF, cut). */
size_t text_utf8(const char *text, size_t len, uint32_t *code);
/* Appends one code point, no surrogate. */
void text_append_utf8(uint32_t code, struct buffer *out);

#endif
