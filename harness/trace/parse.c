/* The file: first line, header, sinks, processes, end. */
#include "trace/parse.h"

#include <assert.h>
#include <stdio.h>

static bool parse_first_line(struct parser *parser)
{
    static const char expected[] = "'scenario 1' or 'trace 1'";
    struct trace *trace = parser->trace;
    const char *start;

    if (!lex_line(parser) || parser->number != 1) {
        if (parser->status)
            return false;
        parser->line = parser->at = parser->stop = parser->end; /* nothing, a blank line or a comment */
        parser->number = 1;
        return lex_expected(parser, expected);
    }
    start = parser->at;
    lex_take(parser);
    trace->is_trace = lex_try_word(parser, "trace");
    if ((!trace->is_trace && !lex_try_word(parser, "scenario")) || !lex_is_char(parser, ' ') || parser->level) {
        parser->at = start;
        return lex_expected(parser, expected);
    }
    lex_skip(parser);
    if (!lex_try_word(parser, "1")) {
        const char *stop = parser->stop;
        while (stop > parser->at && stop[-1] == ' ')
            stop--;
        return lex_fail(parser, start, "expected %s, found '%.*s'", expected,
                        (int)(stop - start > 60 ? 60 : stop - start), start);
    }
    trace->header_lines[HEADER_FIRST] = 1;
    return lex_end(parser);
}

static bool check_size(struct parser *parser, size_t len)
{
    size_t limit = parser->trace->is_trace ? TRACE_MAX_TRACE : TRACE_MAX_SCENARIO;

    if (len <= limit)
        return true;
    return lex_fail(parser, parser->line, "expected at most %zu bytes in a %s, found %zu", limit,
                    parser->trace->is_trace ? "trace" : "scenario", len);
}

/* ---- sinks ---- */

/* "answer CODE", on the line of the `on` or as the last line of its block. */
static bool parse_answer(struct parser *parser, struct on *on)
{
    if (!lex_try_word(parser, "answer"))
        return lex_expected(parser, "'answer'");
    return lex_blank(parser) && parse_hresult(parser, &on->answer) && lex_end(parser);
}

static bool parse_on_block(struct parser *parser, const struct section *section, struct on *on)
{
    struct scope *outer = parser->scope, inner = { { NULL, 0, 0 }, NULL };
    bool ok;

    on->block = true;
    inner.prefix = on->nth ? arena_printf(parser->arena, "%s.%s#%u/", section->name, on->method, on->nth)
                           : arena_printf(parser->arena, "%s.%s/", section->name, on->method);
    if (!inner.prefix)
        return lex_no_memory(parser);
    parser->scope = &inner;
    ok = parse_steps(parser, 2, &on->steps);
    parser->scope = outer;
    names_free(&inner.counts);
    if (!ok)
        return false;
    if (!lex_line(parser) || parser->level != 2) {
        if (parser->status)
            return false;
        if (!parser->pending)
            parser->at = parser->stop;
        return lex_expected(parser, "'answer' as the last line of an 'on'");
    }
    on->answer_line = parser->number;
    lex_take(parser);
    return parse_answer(parser, on);
}

/* "#2" */
static bool parse_nth(struct parser *parser, struct on *on)
{
    const char *start = parser->at;
    uint64_t number;

    if (!lex_try_char(parser, '#'))
        return true;
    if (!lex_number(parser, "the number of a callback", &number, NULL))
        return false;
    on->nth = (unsigned)number;
    return (number && number <= TRACE_MAX_STEPS) ||
           lex_fail(parser, start + 1, "expected the number of a callback from 1 to %d, found %llu", TRACE_MAX_STEPS,
                    (unsigned long long)number);
}

static bool parse_on(struct parser *parser, const struct section *section, struct on *on)
{
    const char *start;

    on->line = parser->number;
    if (!lex_try_word(parser, "on"))
        return lex_expected(parser, "'on'");
    if (!lex_blank(parser))
        return false;
    start = parser->at;
    on->method = lex_name(parser, "a method");
    if (!on->method)
        return false;
    if (!cat_method(section->interface, on->method, NULL))
        return lex_fail(parser, start, "expected a method of %s, found '%s'", section->interface->name, on->method);
    if (!parse_nth(parser, on))
        return false;
    if (lex_at_end(parser))
        return lex_end(parser) && parse_on_block(parser, section, on);
    return lex_blank(parser) && parse_answer(parser, on);
}

static bool parse_sink(struct parser *parser, struct section *section)
{
    struct on **tail = &section->ons;

    section->kind = SECTION_SINK;
    if (!lex_blank(parser) || !(section->name = lex_name(parser, "a name")) || !lex_blank(parser))
        return false;
    if (!lex_char(parser, '=') || !lex_blank(parser) || !(section->interface = parse_interface(parser)) ||
        !lex_end(parser))
        return false;
    while (lex_line(parser) && parser->level) {
        struct on *on;

        if (!lex_level(parser, 1) || !(on = lex_alloc(parser, sizeof(*on))))
            return false;
        lex_take(parser);
        *tail = on;
        tail = &on->next;
        if (!parse_on(parser, section, on))
            return false;
    }
    return !parser->status;
}

/* ---- processes and threads ---- */

static bool parse_runner(struct parser *parser, enum section_kind kind, struct section *section)
{
    section->kind = kind;
    if (!lex_blank(parser) || !(section->name = lex_name(parser, "a name")))
        return false;
    if (kind == SECTION_THREAD && !lex_at_end(parser)) {
        if (!lex_blank(parser))
            return false;
        if (lex_try_word(parser, "sta"))
            section->apartment = APARTMENT_STA;
        else if (lex_try_word(parser, "mta"))
            section->apartment = APARTMENT_MTA;
        else
            return lex_expected(parser, "'sta' or 'mta'");
    }
    return lex_end(parser) && parse_details(parser, 2, &section->details) && parse_steps(parser, 1, &section->steps);
}

static bool parse_section(struct parser *parser, struct section *section)
{
    section->line = parser->number;
    if (lex_try_word(parser, "sink"))
        return parse_sink(parser, section);
    if (lex_try_word(parser, "process"))
        return parse_runner(parser, SECTION_PROCESS, section);
    if (lex_try_word(parser, "thread"))
        return parse_runner(parser, SECTION_THREAD, section);
    return lex_expected(parser, parser->trace->sections ? "one of sink, process, thread, ended"
                                                        : "a header, sink, process, thread or ended");
}

/* A role as it is, a caption with its quotes. */
static const char *parse_ended_dialog(struct parser *parser)
{
    const char *text;

    if (!lex_is_char(parser, '"'))
        return lex_run(parser, "_-.", "a role of the catalogue, or a caption in quotes");
    text = lex_string(parser);
    if (!text)
        return NULL;
    text = arena_printf(parser->arena, "\"%s\"", text);
    if (!text)
        lex_no_memory(parser);
    return text;
}

static bool parse_ended(struct parser *parser)
{
    struct ended *ended = &parser->trace->ended;

    ended->line = parser->number;
    if (!lex_blank(parser))
        return false;
    if (lex_try_word(parser, "ok")) {
        ended->kind = ENDED_OK;
    } else if (lex_try_word(parser, "hang")) {
        ended->kind = ENDED_HANG;
    } else if (lex_try_word(parser, "crash")) {
        ended->kind = ENDED_CRASH;
        if (!lex_blank(parser) || !parse_exception(parser, &ended->text, &ended->number))
            return false;
    } else if (lex_try_word(parser, "exit")) {
        ended->kind = ENDED_EXIT;
        if (!lex_blank(parser) || !lex_number(parser, "a number", &ended->number, NULL))
            return false;
    } else if (lex_try_word(parser, "unsupported")) {
        ended->kind = ENDED_UNSUPPORTED;
        if (!lex_blank(parser) || !(ended->text = lex_name(parser, "the name of what is missing")))
            return false;
    } else if (lex_try_word(parser, "dialog")) {
        ended->kind = ENDED_DIALOG;
        if (!lex_blank(parser) || !(ended->text = parse_ended_dialog(parser)))
            return false;
    } else {
        return lex_expected(parser, "one of ok, crash, hang, exit, unsupported, dialog");
    }
    if (lex_at_end(parser))
        return lex_end(parser);
    if (!lex_blank(parser))
        return false;
    if (!lex_try_word(parser, "at"))
        return lex_expected(parser, "'at'");
    return lex_blank(parser) && (ended->label = lex_run(parser, "_-#./", "a label")) != NULL && lex_end(parser);
}

static bool parse_body(struct parser *parser)
{
    struct section **tail = &parser->trace->sections;

    while (lex_line(parser)) {
        struct section *section;

        if (!lex_level(parser, 0))
            return false;
        if (lex_is_word(parser, "ended")) {
            lex_take(parser);
            lex_try_word(parser, "ended");
            if (!parse_ended(parser))
                return false;
            return lex_line(parser) ? lex_expected(parser, "end of file") : !parser->status;
        }
        if (!(section = lex_alloc(parser, sizeof(*section))))
            return false;
        lex_take(parser);
        if (!parse_section(parser, section))
            return false;
        *tail = section;
        tail = &section->next;
    }
    return !parser->status;
}

/* ---- entry ---- */

struct trace *trace_new(bool is_trace)
{
    struct trace *trace = calloc(1, sizeof(*trace));

    if (!trace)
        return NULL;
    arena_init(&trace->arena);
    trace->is_trace = is_trace;
    return trace;
}

void trace_free(struct trace *trace)
{
    if (!trace)
        return;
    if (trace->variable_names)
        names_free(trace->variable_names);
    free(trace->variable_names);
    arena_free(&trace->arena);
    free(trace);
}

static bool keep_notes(struct parser *parser)
{
    struct trace *trace = parser->trace;

    if (!parser->n_notes)
        return true;
    trace->notes = lex_alloc(parser, parser->n_notes * sizeof(*trace->notes));
    if (!trace->notes)
        return false;
    memcpy(trace->notes, parser->notes, parser->n_notes * sizeof(*trace->notes));
    trace->n_notes = parser->n_notes;
    return true;
}

enum status trace_parse(const char *text, size_t len, const char *filename, struct trace **out, struct diag *diag)
{
    struct parser parser;
    struct scope scope = { { NULL, 0, 0 }, "" };
    struct trace *trace = trace_new(false);
    enum status status;
    bool ok;

    *out = NULL;
    diag_init(diag, filename);
    if (!trace)
        return ST_NO_MEMORY;
    lex_init(&parser, text, len, &trace->arena, diag);
    parser.trace = trace;
    parser.scope = &scope;
    parser.password_tail = &trace->passwords;
    parser.deny_tail = &trace->denies;
    parser.folder_tail = &trace->folders;
    ok = parse_first_line(&parser) && check_size(&parser, len) && parse_header(&parser) && parse_body(&parser) &&
         keep_notes(&parser);
    assert(ok == !parser.status);
    status = parser.status;
    names_free(&scope.counts);
    lex_free(&parser);
    if (status)
        trace_free(trace);
    else
        *out = trace;
    return status;
}
