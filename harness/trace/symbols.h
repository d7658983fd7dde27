/* What differs from run to run gets a name, in both spellings of a comparison; nothing is masked.
 * A GUID that is literal (catalogue, scenario, start state) stays. Every other becomes $(guid1), $(guid2), … by first
 * sight, in all its spellings: {…}, bare, either case, dword: of its first eight digits, hex: of its 16 bytes. */
#ifndef IDT_SYMBOLS_H
#define IDT_SYMBOLS_H

#include "trace/trace.h"

struct symbols;

/* NULL when there is no memory. The GUIDs of the catalogue and the null GUID are literal from the start. */
struct symbols *symbols_new(void);
void symbols_free(struct symbols *symbols);
/* Every GUID in this text (any spelling with dashes) is literal from now on. */
enum status symbols_add_literals(struct symbols *symbols, const char *text, size_t len);
/* The same for a whole model: of a scenario all of it, of a trace its start state, passwords and [in] arguments. */
enum status symbols_add_literals_of(struct symbols *symbols, const struct trace *trace);
/* Gives names to the other GUIDs of a text, in order, without printing it. */
enum status symbols_collect(struct symbols *symbols, const char *text, size_t len);
/* Appends the text with names instead of GUIDs; GUIDs not seen before get the next number. */
void symbols_normalise(struct symbols *symbols, const char *text, size_t len, struct buffer *out);
unsigned symbols_count(const struct symbols *symbols);

/* One-to-one binding between the symbols of two sides. */
struct binding;

struct binding *binding_new(void);
void binding_free(struct binding *binding);
/* True if the two texts are equal once symbols are bound; binds at first sight only if they are. A symbol of one side
 * is bound to a symbol or a literal GUID of the other. `dword:$(x)` and `hex:$(x)` meet the literal of x's partner. */
bool binding_match(struct binding *binding, const char *expected, const char *observed);
/* Binds a symbol of the expected side to the literal that is stated for it; several may be stated to be the same GUID.
 * False if it has another partner. */
bool binding_literal(struct binding *binding, const char *name, const struct cat_guid *guid);
/* A pair was lost for want of memory: what was compared since is not to be trusted. */
bool binding_failed(const struct binding *binding);
/* Numbers of pairs so far. */
unsigned binding_count(const struct binding *binding);

#endif
