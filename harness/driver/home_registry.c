/* The registry of somebody's prefix, by Wine's own regedit: it is right also while programs run there. */
#include "driver/installation.h"

#include "driver/encoding.h"
#include "driver/files.h"

#include <ctype.h>
#include <errno.h>
#include <strings.h>
#include <unistd.h>

#define EXPORT_LIMIT (64u << 20)

/* *text NULL: regedit wrote none, there is no such key. */
static bool read_export(const char *path, char **text, struct problem *problem)
{
    struct str raw = { 0 }, utf8 = { 0 };
    bool ok = true;

    if (file_exists(path)) {
        ok = file_read(path, EXPORT_LIMIT, &raw, problem);
        if (ok && (raw.length < 2 || memcmp(raw.data, "\xff\xfe", 2) != 0 ||
                   !encoding_convert("UTF-8", "UTF-16LE", raw.data + 2, raw.length - 2, &utf8)))
            ok = problem_set(problem, CODE_ENVIRONMENT,
                             "%s: expected UTF-16, as regedit exports it, found something else", path);
    }
    *text = ok && utf8.data ? utf8.data : NULL;
    if (!*text)
        str_free(&utf8);
    str_free(&raw);
    return ok;
}

/* Of this process alone: Wine may still work for one that was killed. */
static char *export_path(const struct home *home, const char *name)
{
    return xformat("%s/now-%ld-%s.reg", home->kept, (long)getpid(), name);
}

static void add_export(const struct home *home, struct str *lines, const char *name, const char *key)
{
    char *path = export_path(home, name);

    unlink(path);
    str_addf(lines, "regedit /E C:\\identical-install\\%s \"%s\"\r\n", strrchr(path, '/') + 1, key);
    free(path);
}

/* keep: as "before-NAME.reg", for uninstall. */
static bool take(const struct home *home, const char *name, bool keep, char **text, struct problem *problem)
{
    char *path = export_path(home, name), *kept = xformat("%s/before-%s.reg", home->kept, name);
    bool ok = read_export(path, text, problem);

    if (!ok || !keep)
        unlink(path);
    else if (*text && rename(path, kept))
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s: %s", kept, strerror(errno));
    free(path);
    free(kept);
    return ok;
}

bool registry_read(const struct home *home, const char *lines, bool keep, struct registry *registry,
                   struct problem *problem)
{
    struct str batch = { 0 };
    bool ok;

    memset(registry, 0, sizeof(*registry));
    str_puts(&batch, lines);
    for (size_t i = 0; i < home->place_count; i++)
        add_export(home, &batch, home->places[i].name, home->places[i].class);
    add_export(home, &batch, "identities", IDENTITIES);
    if (home->with_folders)
        add_export(home, &batch, "folders", FOLDERS_KEY);
    add_export(home, &batch, "wine", WINE_KEY);
    ok = home_run(home, batch.data, problem);
    for (size_t i = 0; ok && i < home->place_count; i++)
        ok = take(home, home->places[i].name, keep, &registry->class[i], problem);
    ok = ok && take(home, "identities", false, &registry->identities, problem) &&
         (!home->with_folders || take(home, "folders", false, &registry->folders, problem)) &&
         take(home, "wine", false, &registry->wine, problem);
    /* Every prefix has this key, and its export comes last: without it, that others are missing says nothing. */
    if (ok && !registry->wine)
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s: regedit of %s exports nothing there", home->folder,
                         home->program);
    str_free(&batch);
    return ok;
}

void registry_free(struct registry *registry)
{
    free(registry->wine);
    free(registry->class[0]);
    free(registry->class[1]);
    free(registry->identities);
    free(registry->folders);
    memset(registry, 0, sizeof(*registry));
}

bool registry_write(const struct home *home, const char *name, const char *text, struct problem *problem)
{
    static const char first[] = "Windows Registry Editor Version 5.00\r\n\r\n";
    char *path = xformat("%s/%s", home->kept, name), *whole = xformat("%s%s", first, text);
    struct str wide = { 0 };
    bool ok;

    str_add(&wide, "\xff\xfe", 2);
    ok = encoding_convert("UTF-16LE", "UTF-8", whole, strlen(whole), &wide) ||
         problem_set(problem, CODE_ENVIRONMENT, "%s: text that is not UTF-8", path);
    ok = ok && folder_make(home->kept, problem) && file_replace(path, wide.data, wide.length, problem);
    str_free(&wide);
    free(path);
    free(whole);
    return ok;
}

/* The line after `line`. */
static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return *line ? line + 1 : line;
}

/* The first line below [key], or NULL. */
static const char *find_section(const char *text, const char *key)
{
    size_t length = strlen(key);

    for (const char *line = text; line && *line; line = next_line(line))
        if (*line == '[' && !strncasecmp(line + 1, key, length) && line[length + 1] == ']')
            return next_line(line);
    return NULL;
}

char *registry_section(const char *text, const char *key)
{
    const char *start = text ? find_section(text, key) : NULL, *end = start;

    while (end && *end && *end != '[')
        end = next_line(end);
    return start ? xstrndup(start, (size_t)(end - start)) : xstrdup("");
}

/* regedit breaks long data after a backslash. */
static const char *end_of_data(const char *data)
{
    for (;;) {
        const char *end = data + strcspn(data, "\r\n");

        if (!*end || end == data || end[-1] != '\\')
            return end;
        data = next_line(end);
    }
}

char *registry_data(const char *text, const char *key, const char *name)
{
    char *section = registry_section(text, key), *data = NULL;
    size_t length = strlen(name);

    for (const char *line = section; *line && !data; line = next_line(line))
        if (!strncasecmp(line, name, length) && line[length] == '=')
            data = xstrndup(line + length + 1, (size_t)(end_of_data(line + length + 1) - (line + length + 1)));
    free(section);
    return data;
}

void registry_identities(const char *text, struct list *identities)
{
    static const char above[] = "[" IDENTITIES "\\";

    for (const char *line = text; line && *line; line = next_line(line)) {
        const char *name = line + sizeof(above) - 1;

        if (!strncasecmp(line, above, sizeof(above) - 1) && name[strcspn(name, "\\]")] == ']' && *name == '{')
            list_take(identities, xstrndup(name, strcspn(name, "]")));
    }
}
