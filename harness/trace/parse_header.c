/* The header lines. */
#include "trace/parse.h"

#include <stdio.h>

const char *const header_names[N_HEADERS] = { NULL,   "title",  "evidence", "needs",  "limit", "registry", "password",
                                              "deny", "folder", "of",       "target", "dll",   "lane",     "observes" };

const char *const evidence_class_names[N_EVIDENCE_CLASSES] = { "recorded", "forensic",  "documented", "recorded-wine",
                                                               "inferred", "synthetic", "observed" };

static bool parse_title(struct parser *parser)
{
    const char *start = parser->at, *stop = parser->at;

    while (stop < parser->stop && *stop != ';')
        stop++;
    parser->at = stop;
    while (stop > start && (stop[-1] == ' ' || stop[-1] == '\t'))
        stop--;
    if (stop == start)
        return lex_expected(parser, "a title");
    parser->trace->title = arena_text(parser->arena, start, (size_t)(stop - start));
    return parser->trace->title || lex_no_memory(parser);
}

/* ---- evidence ---- */

/* Words up to a comma or the end of the line, single blanks between them. */
static const char *parse_evidence_words(struct parser *parser)
{
    struct buffer *out = &parser->scratch;

    buffer_reset(out);
    while (!lex_at_end(parser) && !lex_is_char(parser, ',')) {
        if (!lex_blank(parser))
            return NULL;
        const char *start = parser->at;
        while (parser->at < parser->stop && *parser->at != ' ' && *parser->at != ',' && *parser->at != ';')
            parser->at++;
        if (out->len)
            buffer_putc(out, ' ');
        buffer_append(out, start, (size_t)(parser->at - start));
    }
    const char *text = out->status ? NULL : arena_text(parser->arena, out->len ? out->data : "", out->len);
    if (!text)
        lex_no_memory(parser);
    return text;
}

static bool parse_evidence_item(struct parser *parser, struct evidence *evidence)
{
    unsigned class = 0;

    while (class < N_EVIDENCE_CLASSES && !lex_try_word(parser, evidence_class_names[class]))
        class ++;
    if (class == N_EVIDENCE_CLASSES)
        return lex_expected(parser,
                            "one of recorded, forensic, documented, recorded-wine, inferred, synthetic, observed");
    evidence->class = (enum evidence_class) class;
    return (evidence->words = parse_evidence_words(parser)) != NULL;
}

static bool parse_evidence(struct parser *parser)
{
    struct trace *trace = parser->trace;
    unsigned size = 0;

    do {
        if (trace->n_evidence && !lex_blank(parser))
            return false;
        if (trace->n_evidence == size) {
            size = size ? size * 2 : 4;
            struct evidence *more = lex_alloc(parser, size * sizeof(*more));
            if (!more)
                return false;
            if (trace->n_evidence)
                memcpy(more, trace->evidence, trace->n_evidence * sizeof(*more));
            trace->evidence = more;
        }
        if (!parse_evidence_item(parser, &trace->evidence[trace->n_evidence++]))
            return false;
    } while (lex_try_char(parser, ','));
    return true;
}

/* ---- lists of known words ---- */

static bool parse_word_set(struct parser *parser, const char *const *words, unsigned n, const char *expected,
                           unsigned *set)
{
    do {
        unsigned i = 0;

        if (*set && !lex_blank(parser))
            return false;
        while (i < n && !lex_try_word(parser, words[i]))
            i++;
        if (i == n)
            return lex_expected(parser, expected);
        *set |= 1u << i;
    } while (lex_try_char(parser, ','));
    return true;
}

static bool parse_needs(struct parser *parser)
{
    static const char *const words[] = { "ui", "processes", "threads", "native", "fault" };

    return parse_word_set(parser, words, 5, "one of ui, processes, threads, native, fault", &parser->trace->needs);
}

static bool parse_observes(struct parser *parser)
{
    return parse_word_set(parser, effect_kind_names, N_EFFECT_KINDS,
                          "one of registry, callbacks, folders, windows, reads", &parser->trace->observes);
}

/* ---- what exists at the start ---- */

/* A name, or nothing (tags perhaps) and a block below. */
static bool parse_registry(struct parser *parser)
{
    struct trace *trace = parser->trace;

    if (lex_name_length(parser)) {
        trace->registry_name = lex_name(parser, "");
        lex_skip(parser);
        return lex_tags(parser, &trace->registry_tags);
    }
    if (!lex_tags(parser, &trace->registry_tags) || !lex_end(parser))
        return false;
    trace->state = lex_alloc(parser, sizeof(*trace->state));
    return trace->state && parse_state(parser, 1, false, trace->state);
}

static bool parse_password(struct parser *parser)
{
    struct password *password = lex_alloc(parser, sizeof(*password));
    struct cat_guid guid;
    bool symbolic;
    const char *start = parser->at;

    if (!password)
        return false;
    password->line = parser->number;
    *parser->password_tail = password;
    parser->password_tail = &password->next;
    if (!(password->guid = lex_guid(parser, &guid, &symbolic)))
        return false;
    if (symbolic)
        return lex_fail(parser, start, "expected a GUID, found '%s'", password->guid);
    return lex_blank(parser) && lex_char(parser, '=') && lex_blank(parser) &&
           lex_protected(parser, &password->kind, &password->secret);
}

static bool parse_deny(struct parser *parser)
{
    static const char *const words[] = { "read", "write", "all" };
    struct deny *deny = lex_alloc(parser, sizeof(*deny));
    unsigned i = 0;

    if (!deny)
        return false;
    deny->line = parser->number;
    *parser->deny_tail = deny;
    parser->deny_tail = &deny->next;
    if (!(deny->key = lex_key(parser)) || !lex_blank(parser))
        return false;
    while (i < 3 && !lex_try_word(parser, words[i]))
        i++;
    deny->kind = (enum deny_kind)i;
    return i < 3 || lex_expected(parser, "one of read, write, all");
}

static bool parse_folder(struct parser *parser)
{
    struct folder *folder = lex_alloc(parser, sizeof(*folder));

    if (!folder)
        return false;
    folder->line = parser->number;
    *parser->folder_tail = folder;
    parser->folder_tail = &folder->next;
    return (folder->path = lex_string(parser)) != NULL;
}

/* ---- traces only ---- */

static bool parse_of(struct parser *parser)
{
    return (parser->trace->of = lex_run(parser, "_./-", "the id of a scenario, such as enum/clone_position")) != NULL;
}

static bool parse_target(struct parser *parser)
{
    return (parser->trace->target = lex_name(parser, "the name of a target")) != NULL;
}

static bool parse_sha256(struct parser *parser)
{
    const char *start = parser->at;
    char *digits = (char *)lex_run(parser, "", "64 hex digits");

    if (!digits)
        return false;
    if (strlen(digits) != 64 || strspn(digits, "0123456789abcdefABCDEF") != 64)
        return lex_fail(parser, start, "expected 64 hex digits, found '%.70s'", digits);
    for (char *p = digits; *p; p++) {
        if (*p >= 'A' && *p <= 'F')
            *p = (char)(*p - 'A' + 'a');
    }
    parser->trace->dll_sha256 = digits;
    return true;
}

static bool parse_dll(struct parser *parser)
{
    struct trace *trace = parser->trace;

    if (!(trace->dll_path = lex_string(parser)) || !lex_blank(parser))
        return false;
    if (!lex_try_word(parser, "sha256"))
        return lex_expected(parser, "'sha256'");
    if (!lex_blank(parser) || !parse_sha256(parser))
        return false;
    lex_skip(parser);
    if (lex_try_word(parser, "version")) {
        if (!lex_blank(parser) || !(trace->dll_version = lex_string(parser)))
            return false;
        lex_skip(parser);
    }
    if (lex_try_word(parser, "machine"))
        return lex_blank(parser) && (trace->dll_machine = lex_name(parser, "the name of a machine")) != NULL;
    return true;
}

static bool parse_lane(struct parser *parser)
{
    parser->trace->lane = lex_name(parser, "the name of a lane");
    lex_skip(parser);
    if (parser->trace->lane && lex_is_char(parser, '"'))
        parser->trace->lane_text = lex_string(parser);
    return !parser->status;
}

static bool parse_limit(struct parser *parser)
{
    const char *start = parser->at;

    if (!lex_duration(parser, &parser->trace->limit))
        return false;
    return parser->trace->limit.number || lex_fail(parser, start, "expected a limit above zero, found zero");
}

/* ---- dispatch ---- */

static bool is_many(enum header header)
{
    return header == HEADER_PASSWORD || header == HEADER_DENY || header == HEADER_FOLDER;
}

static bool parse_header_line(struct parser *parser, enum header header)
{
    static bool (*const parts[N_HEADERS])(struct parser *) = {
        NULL,       parse_title,  parse_evidence, parse_needs,  parse_limit, parse_registry, parse_password,
        parse_deny, parse_folder, parse_of,       parse_target, parse_dll,   parse_lane,     parse_observes,
    };
    struct trace *trace = parser->trace;
    const char *start = parser->at, *name = header_names[header];

    if (header >= HEADER_OF && !trace->is_trace)
        return lex_fail(parser, start, "expected a header of a scenario, found '%s'", name);
    if (trace->header_lines[header] && !is_many(header))
        return lex_fail(parser, start, "expected one line '%s', found a second one (first in line %u)", name,
                        trace->header_lines[header]);
    trace->header_lines[header] = parser->number;
    lex_take(parser);
    parser->at += strlen(name);
    if (header == HEADER_REGISTRY)
        lex_skip(parser);
    else if (!lex_blank(parser))
        return false;
    if (!parts[header](parser))
        return false;
    return (header == HEADER_REGISTRY && trace->state) || lex_end(parser);
}

bool parse_header(struct parser *parser)
{
    while (lex_line(parser) && !parser->level) {
        unsigned header = HEADER_TITLE;

        while (header < N_HEADERS && !lex_is_word(parser, header_names[header]))
            header++;
        if (header == N_HEADERS)
            break;
        if (!parse_header_line(parser, (enum header)header))
            return false;
    }
    return !parser->status;
}
