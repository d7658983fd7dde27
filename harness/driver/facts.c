#include "driver/facts.h"

#include "driver/files.h"

#include <ctype.h>
#include <strings.h>

#define PAGE_LIMIT (8u << 20)

static bool is_number(const char *text)
{
    const char *at = text;

    if (!isupper((unsigned char)*at))
        return false;
    for (at++; isupper((unsigned char)*at); at++)
        ;
    if (*at++ != '-' || !isdigit((unsigned char)*at))
        return false;
    while (isalnum((unsigned char)*at))
        at++;
    return !*at;
}

/* The cells of "| a | b |"; "\|" is a bar of the text. */
static void split_row(const char *line, struct list *cells)
{
    struct str cell = { 0 };

    for (line++; *line; line++) {
        if (*line == '\\' && line[1] == '|')
            str_add(&cell, ++line, 1);
        else if (*line != '|')
            str_add(&cell, line, 1);
        else {
            const char *text = str_text(&cell) + strspn(str_text(&cell), " ");
            size_t length = strlen(text);

            while (length && isspace((unsigned char)text[length - 1]))
                length--;
            list_take(cells, xstrndup(text, length));
            str_clear(&cell);
        }
    }
    str_free(&cell);
}

static void add_statement(struct statements *statements, const char *file, unsigned line, const struct list *titles,
                          const struct list *cells)
{
    struct statement *statement;

    statements->items = xrealloc(statements->items, (statements->count + 1) * sizeof(*statements->items));
    statement = &statements->items[statements->count++];
    memset(statement, 0, sizeof(*statement));
    statement->number = xstrdup(cells->items[0]);
    statement->file = xformat("docs/evidence/%s", file);
    statement->line = line;
    for (size_t i = 1; i < cells->count; i++) {
        list_add(&statement->titles, i < titles->count ? titles->items[i] : "");
        list_add(&statement->cells, cells->items[i]);
    }
}

static void read_page(struct statements *statements, const char *file, char *content)
{
    struct list titles = { 0 };
    unsigned number = 0;
    bool in_table = false;

    for (char *line = content, *next; line; line = next) {
        struct list cells = { 0 };

        next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        number++;
        if (*line != '|') {
            in_table = false;
            continue;
        }
        split_row(line, &cells);
        if (!in_table) {
            list_free(&titles);
            titles = cells;
            cells = (struct list){ 0 };
            in_table = true;
        } else if (cells.count > 1 && is_number(cells.items[0])) {
            add_statement(statements, file, number, &titles, &cells);
        }
        list_free(&cells);
    }
    list_free(&titles);
}

static bool read_all(const char *folder, struct statements *statements, struct problem *problem)
{
    struct list files = { 0 };
    bool ok = files_below(folder, ".md", &files, problem);

    for (size_t i = 0; ok && i < files.count; i++) {
        char *path = xformat("%s/%s", folder, files.items[i]);
        struct str content = { 0 };

        ok = file_read(path, PAGE_LIMIT, &content, problem);
        if (ok)
            read_page(statements, files.items[i], content.data);
        str_free(&content);
        free(path);
    }
    list_free(&files);
    return ok;
}

bool statements_read(const char *root, struct statements *statements, struct problem *problem)
{
    char *folder = xformat("%s/docs/evidence", root);
    bool ok;

    memset(statements, 0, sizeof(*statements));
    ok = read_all(folder, statements, problem);
    free(folder);
    return ok;
}

void statements_free(struct statements *statements)
{
    for (size_t i = 0; i < statements->count; i++) {
        free(statements->items[i].number);
        free(statements->items[i].file);
        list_free(&statements->items[i].titles);
        list_free(&statements->items[i].cells);
    }
    free(statements->items);
    memset(statements, 0, sizeof(*statements));
}

const struct statement *statements_find(const struct statements *statements, const char *number)
{
    for (size_t i = 0; i < statements->count; i++)
        if (!strcasecmp(statements->items[i].number, number))
            return &statements->items[i];
    return NULL;
}

const struct statement *statements_next(const struct statements *statements, const char **text)
{
    const struct statement *found = NULL;

    while (**text && !found) {
        const size_t length = strcspn(*text, ", ");
        char *word = xstrndup(*text, length);

        found = statements_find(statements, word);
        free(word);
        *text += length;
        *text += strspn(*text, ", ");
    }
    return found;
}
