/* Lines: encoding, limits, indentation, comments. */
#include "trace/lex.h"

#include <stdarg.h>
#include <stdio.h>

void lex_init(struct parser *parser, const char *text, size_t len, struct arena *arena, struct diag *diag)
{
    memset(parser, 0, sizeof(*parser));
    parser->next = text;
    parser->end = text + len;
    parser->line = parser->stop = parser->at = text;
    parser->arena = arena;
    parser->diag = diag;
    buffer_init(&parser->scratch, (size_t)TRACE_MAX_LINE * 8);
}

void lex_free(struct parser *parser)
{
    names_free(&parser->interned);
    buffer_free(&parser->scratch);
    free(parser->units);
    free(parser->notes);
}

bool lex_no_memory(struct parser *parser)
{
    if (!parser->status)
        parser->status = ST_NO_MEMORY;
    return false;
}

void *lex_alloc(struct parser *parser, size_t size)
{
    void *memory = arena_alloc(parser->arena, size);

    if (!memory)
        lex_no_memory(parser);
    return memory;
}

bool lex_fail(struct parser *parser, const char *at, const char *format, ...)
{
    char text[sizeof(parser->diag->text)];
    va_list args;

    if (parser->status)
        return false;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    parser->status = diag_at(parser->diag, parser->number, (unsigned)(at - parser->line) + 1, "%s", text);
    return false;
}

/* What stands at the cursor, short enough for a message. */
static void describe(const struct parser *parser, char *text, size_t size)
{
    static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-#.:";
    const char *p = parser->at;
    size_t left = (size_t)(parser->stop - p), n = 0;
    uint32_t code;

    if (lex_at_end(parser)) {
        snprintf(text, size, "end of line");
        return;
    }
    while (n < left && n < 40 && strchr(word, p[n]) && p[n])
        n++;
    if (!n && *p == '"') {
        for (n = 1; n < left && n < 40 && p[n] != '"';)
            n++;
        while (n < left && (p[n] & 0xC0) == 0x80)
            n++;
        n += n < left && p[n] == '"';
    }
    if (!n)
        n = text_utf8(p, left, &code);
    if (*p == ' ')
        snprintf(text, size, "a blank");
    else if (*p == '\t')
        snprintf(text, size, "a tab");
    else
        snprintf(text, size, "'%.*s'", (int)(n ? n : 1), p);
}

bool lex_expected(struct parser *parser, const char *expected)
{
    char found[100];

    describe(parser, found, sizeof(found));
    return lex_fail(parser, parser->at, "expected %s, found %s", expected, found);
}

/* ---- notes ---- */

static struct note *add_note(struct parser *parser)
{
    if (parser->n_notes == parser->notes_size) {
        size_t size = parser->notes_size ? parser->notes_size * 2 : 16;
        struct note *notes = realloc(parser->notes, size * sizeof(*notes));

        if (!notes) {
            lex_no_memory(parser);
            return NULL;
        }
        parser->notes = notes;
        parser->notes_size = size;
    }
    struct note *note = &parser->notes[parser->n_notes++];
    memset(note, 0, sizeof(*note));
    note->line = parser->number;
    return note;
}

/* A comment from `at` to the end of the line, without blanks at its end; or a blank line (at == NULL). */
static bool note_line(struct parser *parser, const char *at, bool own_line)
{
    const char *stop = parser->stop;
    struct note *note = add_note(parser);

    if (!note)
        return false;
    note->own_line = own_line;
    if (!at)
        return true;
    while (stop > at && (stop[-1] == ' ' || stop[-1] == '\t'))
        stop--;
    note->indent = (unsigned)(at - parser->line) / 2 * 2;
    note->text = arena_text(parser->arena, at, (size_t)(stop - at));
    return note->text || lex_no_memory(parser);
}

static void anchor_notes(struct parser *parser)
{
    for (; parser->n_anchored < parser->n_notes; parser->n_anchored++)
        parser->notes[parser->n_anchored].anchor = parser->number;
}

/* ---- lines ---- */

/* Broken encoding, and control characters other than a tab (a tab has its own messages). */
static bool check_bytes(struct parser *parser)
{
    for (const char *p = parser->line; p < parser->stop;) {
        uint32_t code = 0;
        size_t n = (uint8_t)*p >= 0x20 && (uint8_t)*p < 0x7F ? 1 : text_utf8(p, (size_t)(parser->stop - p), &code);

        if (!n)
            return lex_fail(parser, p, "expected UTF-8, found byte 0x%02X", (uint8_t)*p);
        if (n == 1 && (uint8_t)*p < 0x20 && *p != '\t')
            return lex_fail(parser, p, "expected no control character, found byte 0x%02X", (uint8_t)*p);
        p += n;
    }
    return true;
}

static bool read_line(struct parser *parser)
{
    const char *newline;

    if (parser->next >= parser->end)
        return false;
    newline = memchr(parser->next, '\n', (size_t)(parser->end - parser->next));
    parser->line = parser->at = parser->next;
    parser->stop = newline ? newline : parser->end;
    parser->next = newline ? newline + 1 : parser->end;
    parser->number++;
    if (newline && parser->stop > parser->line && parser->stop[-1] == '\r')
        parser->stop--;
    if (parser->stop - parser->line > TRACE_MAX_LINE)
        return lex_fail(parser, parser->line, "expected at most %d bytes in a line, found %zu", TRACE_MAX_LINE,
                        (size_t)(parser->stop - parser->line));
    return check_bytes(parser);
}

/* Sets the level; the cursor stands behind the indentation. */
static bool read_indentation(struct parser *parser)
{
    unsigned blanks = 0;

    while (parser->at < parser->stop && *parser->at == ' ') {
        parser->at++;
        blanks++;
    }
    if (parser->at < parser->stop && *parser->at == '\t')
        return lex_fail(parser, parser->at, "expected an indentation of %u blanks, found a tab", blanks / 2 * 2);
    if (blanks % 2)
        return lex_fail(parser, parser->at, "expected an indentation of %u blanks, found %u", blanks - 1, blanks);
    if (blanks / 2 > TRACE_MAX_LEVELS)
        return lex_fail(parser, parser->at, "expected at most %d levels of indentation, found %u", TRACE_MAX_LEVELS,
                        blanks / 2);
    parser->level = blanks / 2;
    return true;
}

bool lex_line(struct parser *parser)
{
    while (!parser->pending && !parser->status) {
        if (!read_line(parser))
            return false;
        const char *p = parser->line;
        while (p < parser->stop && (*p == ' ' || *p == '\t'))
            p++;
        if (p == parser->stop || *p == ';') {
            note_line(parser, p == parser->stop ? NULL : p, true);
        } else if (read_indentation(parser)) {
            anchor_notes(parser);
            parser->pending = true;
        }
    }
    return !parser->status;
}

bool lex_level(struct parser *parser, unsigned level)
{
    if (parser->level <= level)
        return true;
    return lex_fail(parser, parser->at, "expected an indentation of %u blanks, found %u", level * 2, parser->level * 2);
}

void lex_take(struct parser *parser)
{
    parser->pending = false;
}

bool lex_continue(struct parser *parser)
{
    if (parser->stop - parser->at != 1 || !lex_try_char(parser, '\\'))
        return false;
    if (!read_line(parser))
        return parser->status ? false : lex_expected(parser, "a further line");
    lex_skip(parser);
    return true;
}

bool lex_at_end(const struct parser *parser)
{
    const char *p = parser->at;

    while (p < parser->stop && *p == ' ')
        p++;
    return p == parser->stop || *p == ';';
}

bool lex_end(struct parser *parser)
{
    if (parser->status)
        return false;
    if (!lex_at_end(parser)) {
        lex_skip(parser);
        return lex_expected(parser, "end of line");
    }
    lex_skip(parser);
    if (parser->at < parser->stop) {
        if (!note_line(parser, parser->at, false))
            return false;
        anchor_notes(parser);
    }
    parser->at = parser->stop;
    return true;
}
