/* DLLs of somebody's prefix, the manifest beside their backups, and what the verbs say about them. */
#include "driver/installation.h"

#include "driver/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANIFEST_LIMIT   (16u << 20)
#define MANIFEST_VERSION 1

/* ---- files ---- */

enum dll_kind dll_kind(const char *path)
{
    static const char builtin[] = "Wine builtin DLL", placeholder[] = "Wine placeholder DLL";
    char head[64 + sizeof(placeholder)] = { 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, head, sizeof(head) - 1);

    if (fd >= 0)
        close(fd);
    if (got < 0)
        return DLL_NONE;
    return !strncmp(head + 64, builtin, sizeof(builtin) - 1) ||
                   !strncmp(head + 64, placeholder, sizeof(placeholder) - 1)
               ? DLL_BUILTIN
               : DLL_OTHER;
}

static bool put_link(const char *from, const char *temporary, struct problem *problem)
{
    char target[4096];
    ssize_t length = readlink(from, target, sizeof(target) - 1);

    if (length >= 0)
        target[length] = 0;
    return (length >= 0 && !symlink(target, temporary)) ||
           problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be copied to %s: %s", from, temporary, strerror(errno));
}

bool dll_put(const char *from, const char *to, struct problem *problem)
{
    char *temporary = xformat("%s.identical.tmp", to);
    struct stat info;
    bool ok = !lstat(from, &info) || problem_set(problem, CODE_ENVIRONMENT, "%s: %s", from, strerror(errno));

    unlink(temporary);
    if (ok && S_ISLNK(info.st_mode))
        ok = put_link(from, temporary, problem);
    else if (ok)
        ok = file_copy(from, temporary, problem);
    if (ok)
        utimensat(AT_FDCWD, temporary, (const struct timespec[]){ info.st_atim, info.st_mtim }, AT_SYMLINK_NOFOLLOW);
    if (ok && rename(temporary, to))
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be written: %s", to, strerror(errno));
    if (!ok)
        unlink(temporary);
    free(temporary);
    return ok;
}

void dll_clean(const char *path)
{
    char *temporary = xformat("%s.identical.tmp", path);

    unlink(temporary);
    free(temporary);
}

bool same_file(const char *path, const char *hash)
{
    struct problem ignored = { 0 };
    char found[65];

    return file_exists(path) && file_hash(path, found, &ignored) && !strcmp(found, hash);
}

/* ---- the manifest ---- */

json_t *manifest_read(const struct home *home, struct problem *problem)
{
    char *path = xformat("%s/manifest.json", home->kept);
    struct str text = { 0 };
    json_error_t error;
    json_t *manifest = NULL;

    if (file_exists(path) && file_read(path, MANIFEST_LIMIT, &text, problem)) {
        manifest = json_loadb(text.data, text.length, 0, &error);
        if (!manifest || json_integer_value(json_object_get(manifest, "identical")) != MANIFEST_VERSION ||
            !json_is_object(json_object_get(manifest, "files"))) {
            problem_set(problem, CODE_USAGE,
                        "%s:%d: expected a manifest of this version of Identical, found something else: %s", path,
                        manifest ? 1 : error.line, "restore it, or remove its folder if nothing is to be undone");
            json_decref(manifest);
            manifest = NULL;
        }
    }
    str_free(&text);
    free(path);
    return manifest;
}

bool manifest_write(const struct home *home, json_t *manifest, const char *state, struct problem *problem)
{
    char *path = xformat("%s/manifest.json", home->kept), *text;
    bool ok;

    json_object_set_new(manifest, "identical", json_integer(MANIFEST_VERSION));
    json_object_set_new(manifest, "state", json_string(state));
    text = json_dumps(manifest, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    ok = text && file_replace(path, text, strlen(text), problem);
    free(text);
    free(path);
    return ok;
}

json_t *manifest_file(json_t *manifest, const struct place *place)
{
    return json_object_get(json_object_get(manifest, "files"), place->name);
}

const char *manifest_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

/* ---- words ---- */

void account_add(struct account *account, bool ok, const char *what, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (!account->lines)
        account->lines = json_array();
    json_array_append_new(account->lines, json_pack("{s:s, s:b, s:s}", "what", what, "ok", ok, "text", text));
    account->whole = account->whole && ok;
}

void account_print(struct account *account, const struct home *home, const char *headline, bool json)
{
    size_t i;
    json_t *line;

    if (!account->lines)
        account->lines = json_array();
    if (json) {
        json_t *object = json_pack("{s:s, s:s, s:b, s:O}", "prefix", home->folder, "state", headline, "whole",
                                   account->whole, "lines", account->lines);

        json_dumpf(object, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
        putchar('\n');
        json_decref(object);
    } else {
        printf("%s: %s\n", home->folder, headline);
        json_array_foreach(account->lines, i, line)
            printf("  %-22s %s\n", manifest_text(line, "what"), manifest_text(line, "text"));
    }
    json_decref(account->lines);
    account->lines = NULL;
}

static void account_file(struct account *account, const struct place *place, json_t *manifest)
{
    static const char *const kinds[] = { "there is none any more", "Wine's builtin is back", "another DLL is there" };
    char *what = xformat("%s/msident.dll", place->name);

    if (same_file(place->file, manifest_text(manifest_file(manifest, place), "installed")))
        account_add(account, true, what, "in place (%s)", place->machine);
    else
        account_add(account, false, what, "UNDONE: %s", kinds[dll_kind(place->file)]);
    free(what);
}

static void account_class(struct account *account, const struct place *place, const char *text)
{
    static const char server[] = "\"C:\\\\windows\\\\system32\\\\msident.dll\"";
    char *what = xformat("class (%s)", place->machine), *key = xformat("%s\\InprocServer32", place->class);
    char *data = registry_data(text, key, "@");

    if (data && !strcasecmp(data, server))
        account_add(account, true, what, "registered");
    else
        account_add(account, false, what, "UNDONE: its server is %s", data ? data : "missing");
    free(data);
    free(key);
    free(what);
}

void account_state(struct account *account, const struct home *home, json_t *manifest, const struct registry *registry)
{
    char *override = registry_data(registry->wine, OVERRIDES_KEY, "\"msident\"");

    for (size_t i = 0; i < home->place_count; i++)
        account_file(account, &home->places[i], manifest);
    for (size_t i = 0; i < home->place_count; i++)
        account_class(account, &home->places[i], registry->class[i]);
    if (override && !strcmp(override, OVERRIDE))
        account_add(account, true, "override", "msident = native,builtin");
    else
        account_add(account, false, "override", "UNDONE: msident = %s", override ? override : "(none)");
    free(override);
}
