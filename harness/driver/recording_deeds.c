/* What an application did to the user's registry by itself, as `reg` steps of a scenario. */
#include "driver/recording_writer.h"

/* A deed as the recorder writes it: `set [KEY] "NAME"=DATA`, `read [KEY] "NAME" -> DATA`, and so on. */
struct deed {
    const char *word; /* of the step */
    char *key;        /* with its brackets */
    char *rest;       /* behind the key: value and data */
    char *result;     /* NULL: none is stated */
};

static void deed_free(struct deed *deed)
{
    free(deed->key);
    free(deed->rest);
    free(deed->result);
}

/* The last " -> " outside of quotes; NULL if there is none. */
static const char *find_result(const char *text)
{
    bool quoted = false;

    for (; *text; text++) {
        if (quoted && *text == '\\' && text[1])
            text++;
        else if (*text == '"')
            quoted = !quoted;
        else if (!quoted && !strncmp(text, " -> ", 4))
            return text;
    }
    return NULL;
}

static bool read_deed(const char *text, struct deed *deed)
{
    static const struct {
        const char *seen, *step, *result;
    } words[] = {
        { "set ", "set", "ERROR_SUCCESS" },
        { "create ", "create", "ERROR_SUCCESS" },
        { "delete ", "delete", "ERROR_SUCCESS" },
        { "read ", "query", NULL },
        { "keys ", "keys", "any" },
        { "values ", "values", "any" },
        { "open ", "keys", NULL }, /* that there is no such key */
    };
    const char *result = find_result(text), *end;

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        const size_t length = strlen(words[i].seen);

        if (strncmp(text, words[i].seen, length) != 0 || text[length] != '[' || !(end = strchr(text, ']')))
            continue;
        end++;
        deed->word = words[i].step;
        deed->key = xstrndup(text + length, (size_t)(end - text) - length);
        deed->rest = result && result > end ? xstrndup(end, (size_t)(result - end)) : xstrdup(result ? "" : end);
        if (result)
            deed->result = xstrdup(result + 4);
        else if (words[i].result)
            deed->result = xstrdup(words[i].result);
        return true;
    }
    return false;
}

/* Whether each GUID of the run in the text, which a step is to use, has come out of the DLL already. */
static bool is_bound(const struct writer *writer, const char *text)
{
    struct str spelled = { 0 };
    bool bound = true;

    naming_symbolise(&writer->names, text, &spelled);
    for (size_t i = 0; i < writer->names.guid_count; i++) {
        const struct session_guid *guid = &writer->names.guids[i];
        char *bare = xformat("$(%s)", guid->text), *lower = xformat("$(%s:lower)", guid->text);

        bound &= guid->bound || (!strstr(str_text(&spelled), bare) && !strstr(str_text(&spelled), lower));
        free(bare);
        free(lower);
    }
    str_free(&spelled);
    return bound;
}

/* The key, or, if its path holds what no variable has, the way to it from a key that the DLL opened. */
static bool add_place(const struct writer *writer, unsigned process, const char *key, struct str *out)
{
    if (is_bound(writer, key)) {
        naming_symbolise(&writer->names, key, out);
        return true;
    }
    for (size_t i = 0; i < writer->names.count; i++) {
        const struct name *name = &writer->names.items[i];
        const size_t length = name->kind == NAME_KEY ? strlen(name->value) - 1 : 0; /* without the bracket */

        if (!length || name->process != process || strncmp(name->value, key, length) != 0)
            continue;
        if (key[length] != ']' && (key[length] != '\\' || !is_bound(writer, key + length)))
            continue;
        str_puts(out, name->text);
        if (key[length] == '\\') {
            str_puts(out, "[");
            naming_symbolise(&writer->names, key + length + 1, out);
        }
        return true;
    }
    return false;
}

void writer_deed(struct writer *writer, const struct event *event, const struct spot *spot)
{
    struct deed deed = { 0 };
    struct str line = { 0 };
    bool ok = read_deed(event->text, &deed);

    if (ok) {
        str_addf(&line, "reg %s ", deed.word);
        ok = add_place(writer, writer_process(writer, event), deed.key, &line) && is_bound(writer, deed.rest);
        naming_symbolise(&writer->names, deed.rest, &line);
    }
    if (ok && deed.result) {
        str_puts(&line, " -> ");
        naming_symbolise(
            &writer->names,
            strcmp(deed.result, "ERROR_FILE_NOT_FOUND") || strcmp(deed.word, "query") ? deed.result : "absent", &line);
    }
    if (ok)
        str_addf(&line, " [%s]", writer->as->tag);
    else
        writer_leave_out(writer, spot, event, "it uses a GUID that the application had from nowhere");
    if (ok)
        writer_line(writer, spot, 0, line.data);
    str_free(&line);
    deed_free(&deed);
}
