/* The parts of the parser, private to the library. All return false after a failure (lex.h). */
#ifndef IDT_PARSE_H
#define IDT_PARSE_H

#include "trace/lex.h"

/* Labels are counted in a scope: the file, or one callback. */
struct scope {
    struct names counts;
    const char *prefix; /* "" or "veto.QuerySwitchIdentities#1/" */
};

/* parse_header.c: all header lines. */
bool parse_header(struct parser *parser);
/* parse_step.c: the steps at this level, with everything below them. */
bool parse_steps(struct parser *parser, unsigned level, struct step **steps);
/* "NAME#n" in the scope, with its prefix; NULL on failure. */
const char *parse_count_label(struct parser *parser, const char *name);
/* parse_detail.c: the lines that begin with '|' or '>' at this level. */
bool parse_details(struct parser *parser, unsigned level, struct detail **details);
/* parse_value.c */
bool parse_call(struct parser *parser, struct arg **args, unsigned *n_args); /* from "(" to ")" */
bool parse_outs(struct parser *parser, struct arg **args, unsigned *n_args); /* the same, out parameters only */
bool parse_result(struct parser *parser, enum action_kind action, struct result *result);
bool parse_hresult(struct parser *parser, uint32_t *code);
bool parse_win32_error(struct parser *parser, uint64_t *code);
bool parse_exception(struct parser *parser, const char **text, uint64_t *code);
const struct cat_interface *parse_interface(struct parser *parser);
/* state.c: the lines of an inline block at `level`, or of a whole .reg file at level 0. */
bool parse_state(struct parser *parser, unsigned level, bool ansi, struct state *state);

/* How the line of a detail reads: its words, then operands, each behind a blank:
 * k key, v value name, w value name or nothing, d '=' and data, s text, t text2, T "to" and text2, r role, n object,
 * o object or nothing, x any number of words, c "on" or "off" (which decides between two kinds). */
struct detail_form {
    enum detail_kind kind;
    enum effect_kind effect;
    const char *first;
    const char *second; /* or NULL */
    const char *operands;
};

extern const struct detail_form detail_forms[]; /* by kind; of SEEN_CALLBACK, SEEN_NONE and SEEN_OPEN first is NULL */

#endif
