/* A user's registry from elsewhere: which kind of file it is, its encoding, and what does not fit into a scenario. */
#include "driver/registry_file.h"

#include "driver/encoding.h"
#include "driver/files.h"

#include "trace/trace.h"

#include <strings.h>

#define FILE_LIMIT (256u << 20)

const char *const registry_kind_names[] = { "hive of Windows NT", ".reg file", "user.reg of Wine" };

/* ---- what is wanted ---- */

bool is_identities(const char *path)
{
    static const char root[] = "Identities";
    const size_t length = sizeof(root) - 1;

    return !strncasecmp(path, root, length) && (!path[length] || path[length] == '\\');
}

bool is_wished(const struct registry_wish *wish, const char *path, const char *name)
{
    for (size_t i = 0; i < wish->keys.count; i++)
        if (!strcasecmp(wish->keys.items[i], path) && (!name || !strcasecmp(wish->names.items[i], name)))
            return true;
    return false;
}

bool registry_wish_add(struct registry_wish *wish, const char *place, struct problem *problem)
{
    static const char *const roots[] = { "HKCU\\", "HKEY_CURRENT_USER\\" };
    const char *key = NULL, *name = strrchr(place, '\\');

    for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
        if (!strncasecmp(place, roots[i], strlen(roots[i])))
            key = place + strlen(roots[i]);
    if (!key || name <= key)
        return problem_set(problem, CODE_USAGE, "--value: expected HKCU\\KEY\\NAME, found '%.200s'", place);
    list_take(&wish->keys, xstrndup(key, (size_t)(name - key)));
    list_add(&wish->names, name + 1);
    return true;
}

void registry_wish_free(struct registry_wish *wish)
{
    list_free(&wish->keys);
    list_free(&wish->names);
}

/* ---- what fits ---- */

/* A line of a scenario holds so much; other programs keep pictures and lists below an identity. */
static bool fits(const struct state_value *value)
{
    struct buffer line;
    bool ok;

    buffer_init(&line, TRACE_MAX_LINE - TRACE_MAX_LEVELS * 2);
    state_print_value(value, &line);
    ok = !line.status;
    buffer_free(&line);
    return ok;
}

static void drop_long(struct registry_file *file)
{
    for (struct state_key *key = file->state->keys; key; key = key->next) {
        struct state_value **at = &key->values;

        while (*at) {
            if (fits(*at)) {
                at = &(*at)->next;
                continue;
            }
            list_take(&file->notes, xformat("[%.200s] \"%.80s\" is left out: it is longer than a line of a scenario",
                                            key->path, (*at)->name));
            *at = (*at)->next;
        }
        key->tail = at;
    }
}

/* ---- kinds ---- */

static bool begins(const char *data, size_t length, const char *text)
{
    return length >= strlen(text) && !memcmp(data, text, strlen(text));
}

static bool parse_lines(const struct str *lines, const char *name, struct registry_file *file, struct problem *problem)
{
    struct diag diag;
    char message[1024];
    const enum status status = state_parse(str_text(lines), lines->length, name, &file->arena, &file->state, &diag);

    if (!status) {
        file->state->source = NULL; /* also of a comment behind a value: it is not for the file to say */
        return true;
    }
    diag_format(&diag, message, sizeof(message));
    return problem_set(problem, CODE_USAGE, "%s", status == ST_BAD_INPUT ? message : "the file is too large");
}

static bool read_text(const char *data, size_t length, const char *name, const struct registry_wish *wish,
                      struct registry_file *file, struct str *out, struct problem *problem)
{
    struct str text = { 0 };
    const char *code_page = wish->code_page ? wish->code_page : "WINDOWS-1252";
    bool ansi = false, ok = true;

    if (memchr(data, 0, length) && !begins(data, length, "\xFF\xFE") && !begins(data, length, "\xFE\xFF"))
        ok = problem_set(problem, CODE_USAGE,
                         "%s: expected a hive (it begins with 'regf'), a .reg file or a user.reg, found other bytes",
                         name);
    ok = ok && encoding_read(data, length, code_page, name, &text, &ansi, problem);
    if (ok && ansi)
        list_take(&file->notes, xformat("its text is not UTF-8: read as %s (--code-page says another)", code_page));
    ok = ok && registry_lines(str_text(&text), text.length, name, wish, file, out, problem);
    str_free(&text);
    return ok;
}

bool registry_file_parse(const char *data, size_t length, const char *name, const struct registry_wish *wish,
                         struct registry_file *file, struct problem *problem)
{
    struct str lines = { 0 };
    bool ok;

    memset(file, 0, sizeof(*file));
    arena_init(&file->arena);
    if (begins(data, length, "CREG"))
        ok = problem_set(problem, CODE_USAGE,
                         "%s: expected a hive of Windows NT, found one of Windows 95 to Me: export "
                         "HKEY_CURRENT_USER\\Identities there by regedit, and import that",
                         name);
    else if (begins(data, length, "regf"))
        ok = registry_hive(data, length, name, wish, file, &lines, problem);
    else
        ok = read_text(data, length, name, wish, file, &lines, problem);
    ok = ok && parse_lines(&lines, name, file, problem);
    if (ok)
        drop_long(file);
    str_free(&lines);
    return ok;
}

bool registry_file_read(const char *name, const struct registry_wish *wish, struct registry_file *file,
                        struct problem *problem)
{
    struct str data = { 0 };
    bool ok;

    memset(file, 0, sizeof(*file));
    ok = file_read(name, FILE_LIMIT, &data, problem) &&
         registry_file_parse(str_text(&data), data.length, name, wish, file, problem);
    str_free(&data);
    return ok;
}

void registry_file_free(struct registry_file *file)
{
    arena_free(&file->arena);
    list_free(&file->notes);
    memset(file, 0, sizeof(*file));
}
