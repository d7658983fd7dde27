/* Lines and words of the format, private to the library. A function that fails sets parser->status, leaves one message
 * in the diag and returns false (or NULL); every later call then does nothing. */
#ifndef IDT_LEX_H
#define IDT_LEX_H

#include "trace/names.h"
#include "trace/trace.h"

struct parser {
    const char *next; /* start of the first line not read */
    const char *end;  /* of the text */
    const char *line; /* the current line … */
    const char *stop; /* … and its end */
    const char *at;
    unsigned number; /* of the current line */
    unsigned level;  /* of its indentation */
    bool pending;    /* it is read, but nobody has taken it */
    enum status status;
    struct arena *arena;
    struct diag *diag;
    struct names interned;
    struct buffer scratch;
    uint16_t *units; /* as many as a line from there on can need, made at the first string that is not plain */
    /* Comments and blank lines so far; those on lines of their own still wait for their anchor from n_anchored on. */
    struct note *notes;
    size_t n_notes, notes_size, n_anchored;
    struct trace *trace; /* what is being read, NULL for a .reg file */
    struct scope *scope; /* of the labels */
    struct password **password_tail;
    struct deny **deny_tail;
    struct folder **folder_tail;
};

void lex_init(struct parser *parser, const char *text, size_t len, struct arena *arena, struct diag *diag);
/* Frees everything but what lies in the arena. */
void lex_free(struct parser *parser);

/* Errors. `expected` without the word. Both return false. */
bool lex_fail(struct parser *parser, const char *at, const char *format, ...) IDT_PRINTF(3, 4);
bool lex_expected(struct parser *parser, const char *expected);
bool lex_no_memory(struct parser *parser);
void *lex_alloc(struct parser *parser, size_t size);

/* Makes the next line with something on it the current one, unless the current one is still pending. False at the end. */
bool lex_line(struct parser *parser);
/* Fails unless the pending line has at most this level: below what stands above it nothing deeper is possible. */
bool lex_level(struct parser *parser, unsigned level);
/* A line of a .reg file that ends with a backslash goes on with the next one, wherever that starts. */
bool lex_continue(struct parser *parser);
/* Takes the pending line: the cursor stands behind its indentation. */
void lex_take(struct parser *parser);
/* Nothing more stands on the line, save a comment. */
bool lex_end(struct parser *parser);
bool lex_at_end(const struct parser *parser);

/* Single characters and words. The lex_… functions fail, the lex_is_… functions ask, the lex_try_… functions take. */
bool lex_blank(struct parser *parser);
bool lex_char(struct parser *parser, char c);
bool lex_is_char(const struct parser *parser, char c);
bool lex_try_char(struct parser *parser, char c);
bool lex_is_word(const struct parser *parser, const char *word);
bool lex_try_word(struct parser *parser, const char *word);
bool lex_try_text(struct parser *parser, const char *text); /* whatever follows it */
/* Blanks if there are any, without demanding them. */
void lex_skip(struct parser *parser);

/* Interned, so that equal names share memory. */
const char *lex_intern(struct parser *parser, const char *text, size_t len);
/* Length of the name at the cursor, 0 if there is none. */
size_t lex_name_length(const struct parser *parser);
const char *lex_name(struct parser *parser, const char *expected);
/* A run of characters out of ALPHA DIGIT and `more`. */
const char *lex_run(struct parser *parser, const char *more, const char *expected);
bool lex_number(struct parser *parser, const char *expected, uint64_t *number, const char **text);
bool lex_hex(struct parser *parser, unsigned digits, const char *expected, uint64_t *number);
bool lex_duration(struct parser *parser, struct duration *duration);
/* "…" */
const char *lex_string(struct parser *parser);
/* […], the canonical path without brackets; with a root, or a path below some other key */
const char *lex_key(struct parser *parser);
const char *lex_subkey(struct parser *parser);
/* "name" or @ */
const char *lex_value_name(struct parser *parser);
/* {…}; false in *symbolic and the value in *guid unless it is {$(name)}. The text has its braces. */
const char *lex_guid(struct parser *parser, struct cat_guid *guid, bool *symbolic);
/* What stands between "$(" and ")", which both must be there. */
const char *lex_symbol(struct parser *parser);
bool lex_tags(struct parser *parser, struct tags *tags);

/* Data (lex_data.c). A state takes no symbols, no protected(…) and no expand:. */
bool lex_is_data(const struct parser *parser);
bool lex_data(struct parser *parser, bool of_state, bool ansi, struct data *data);
bool lex_protected(struct parser *parser, enum data_kind *kind, const char **secret);

#endif
