#include "trace/ui_map.h"

#include "trace/lex.h"

static bool parse_first(struct parser *parser, struct ui_map *map)
{
    const char *start;

    if (!lex_line(parser)) {
        if (!parser->number)
            parser->number = 1; /* an empty file */
        return lex_fail(parser, parser->at, "expected 'ui 1', found end of file");
    }
    lex_take(parser);
    start = parser->at;
    if (!lex_try_word(parser, "ui") || !lex_blank(parser) || !lex_try_word(parser, "1"))
        return lex_fail(parser, start, "expected 'ui 1', found another first line");
    return lex_blank(parser) && (map->name = lex_name(parser, "the name of an implementation")) && lex_end(parser);
}

static bool parse_by(struct parser *parser, struct ui_entry *entry)
{
    static const char *const words[] = { "id", "label", "class", "caption", "text" };

    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        uint64_t number = 0;

        if (!lex_try_word(parser, words[i]))
            continue;
        entry->by = (enum ui_by)i;
        if (!lex_blank(parser))
            return false;
        if (entry->by != UI_BY_ID)
            return (entry->text = lex_string(parser)) != NULL;
        if (!lex_number(parser, "the number of a control", &number, NULL))
            return false;
        entry->number = (uint32_t)number;
        return number <= 0xffff || lex_fail(parser, parser->at, "expected a number up to 65535, found a larger one");
    }
    return lex_expected(parser, "one of id, label, class, caption, text");
}

/* switch.list = id 1001 */
static bool parse_entry(struct parser *parser, struct ui_entry *entry)
{
    const char *start = parser->at;

    entry->role = lex_run(parser, "_-.", "a role of the catalogue");
    if (!entry->role)
        return false;
    if (!cat_role(entry->role))
        return lex_fail(parser, start, "expected a role of the catalogue, found '%s'", entry->role);
    if (!lex_blank(parser) || !lex_char(parser, '=') || !lex_blank(parser))
        return false;
    start = parser->at;
    if (!parse_by(parser, entry))
        return false;
    if (strchr(entry->role, '.') && (entry->by == UI_BY_CAPTION || entry->by == UI_BY_TEXT))
        return lex_fail(parser, start, "expected one of id, label, class for a control, found another");
    return lex_end(parser);
}

static bool parse_map(struct parser *parser, struct ui_map *map)
{
    struct ui_entry **tail = &map->entries;

    if (!parse_first(parser, map))
        return false;
    while (lex_line(parser)) {
        struct ui_entry *entry = lex_alloc(parser, sizeof *entry);

        if (!entry || !lex_level(parser, 0))
            return false;
        lex_take(parser);
        if (!parse_entry(parser, entry))
            return false;
        *tail = entry;
        tail = &entry->next;
    }
    return !parser->status;
}

enum status ui_map_parse(const char *text, size_t len, const char *filename, struct ui_map **out, struct diag *diag)
{
    struct ui_map *map = calloc(1, sizeof *map);
    struct parser parser;
    enum status status;

    *out = NULL;
    diag_init(diag, filename);
    if (!map)
        return ST_NO_MEMORY;
    arena_init(&map->arena);
    lex_init(&parser, text, len, &map->arena, diag);
    parse_map(&parser, map);
    status = parser.status;
    lex_free(&parser);
    if (status)
        ui_map_free(map);
    else
        *out = map;
    return status;
}

void ui_map_free(struct ui_map *map)
{
    if (!map)
        return;
    arena_free(&map->arena);
    free(map);
}

const struct ui_entry *ui_map_next(const struct ui_map *map, const char *role, const struct ui_entry *from)
{
    const struct ui_entry *entry = from ? from->next : map ? map->entries : NULL;

    while (entry && strcmp(entry->role, role) != 0)
        entry = entry->next;
    return entry;
}
