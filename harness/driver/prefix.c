#include "driver/prefix.h"

#include "driver/files.h"
#include "driver/process.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define HIVE_LIMIT (64u << 20)

static bool link_to(const char *target, const char *folder, const char *name, struct problem *problem)
{
    char *path = xformat("%s/%s", folder, name);
    bool ok = !symlink(target, path) || problem_set(problem, CODE_ENVIRONMENT, "%s: %s", path, strerror(errno));

    free(path);
    return ok;
}

static bool copy_from_template(const char *template, const char *to, const char *name, struct problem *problem)
{
    char *from = xformat("%s/%s", template, name), *copy = xformat("%s/%s", to, name);
    bool ok = file_copy(from, copy, problem);

    free(from);
    free(copy);
    return ok;
}

/* Everything on drive C that a program may write is our own; the windows folder (690 MB) is the template's. */
static bool fill_drive(const char *template, const char *prefix, struct problem *problem)
{
    char *drive = xformat("%s/drive_c", prefix), *users = xformat("%s/users", drive);
    char *template_users = xformat("%s/drive_c/users", template), *windows = xformat("%s/drive_c/windows", template);
    char *program_data = xformat("%s/ProgramData", drive), *program_files = xformat("%s/Program Files", drive);
    bool ok = folder_make(drive, problem) && tree_copy(template_users, users, problem) &&
              folder_make(program_data, problem) && folder_make(program_files, problem) &&
              link_to(windows, drive, "windows", problem);

    free(drive);
    free(users);
    free(template_users);
    free(windows);
    free(program_data);
    free(program_files);
    return ok;
}

static bool fill_prefix(const char *template, const char *prefix, struct problem *problem)
{
    static const char *const files[] = { "system.reg", "user.reg", "userdef.reg", ".update-timestamp" };
    char *devices = xformat("%s/dosdevices", prefix);
    bool ok = folder_make(prefix, problem) && folder_make(devices, problem);

    for (size_t i = 0; ok && i < sizeof(files) / sizeof(*files); i++)
        ok = copy_from_template(template, prefix, files[i], problem);
    ok = ok && fill_drive(template, prefix, problem) && link_to("../drive_c", devices, "c:", problem) &&
         link_to("/", devices, "z:", problem);
    free(devices);
    return ok;
}

/* Nothing is inherited: the user's prefix, display, locale and Wine settings must not matter. winedbg=d: or a crash
 * hangs in the debugger. */
static char **wine_environment(const struct settings *settings, const char *folder, const char *wineserver,
                               const char *display, const char *user)
{
    struct list list = { 0 };

    list_take(&list, xformat("HOME=%s/home", folder));
    list_take(&list, xformat("XDG_RUNTIME_DIR=%s/home", folder));
    list_take(&list, xformat("TMPDIR=%s/home", folder));
    list_take(&list, xformat("WINEPREFIX=%s/prefix", folder));
    list_take(&list, xformat("WINESERVER=%s", wineserver));
    list_add(&list, "WINEARCH=win64");
    list_add(&list, "WINEDEBUG=-all");
    list_add(&list, "WINEDLLOVERRIDES=winedbg.exe=d;winemenubuilder.exe=d;mscoree,mshtml=");
    list_add(&list, "PATH=/usr/bin:/bin");
    if (settings->language) {
        list_take(&list, xformat("LC_ALL=%s.UTF-8", settings->language));
        list_take(&list, xformat("LOCPATH=%s/home/locale", folder));
    } else {
        list_add(&list, "LC_ALL=C.UTF-8");
    }
    list_add(&list, "TZ=UTC");
    list_take(&list, xformat("USER=%s", user));
    if (display)
        list_take(&list, xformat("DISPLAY=%s", display));
    list_take(&list, NULL);
    return list.items;
}

/* Of our own: what locales a machine has is its owner's business. */
static bool make_locale(const char *language, const char *home, const char *log, struct problem *problem)
{
    char *folder = xformat("%s/locale", home), *locale = xformat("%s/%s.UTF-8", folder, language);
    const char *const command[] = { "/usr/bin/localedef", "-i", language, "-f", "UTF-8", "--no-archive", locale, NULL };
    char *const environment[] = { (char *)"PATH=/usr/bin:/bin", (char *)"LC_ALL=C.UTF-8", NULL };
    bool ok = folder_make(folder, problem);

    if (ok && process_run(command, environment, log, 60.0))
        ok = problem_set(problem, CODE_ENVIRONMENT, "no locale %s: the package `locales` has those that there are",
                         language);
    free(folder);
    free(locale);
    return ok;
}

/* In place of the template's null driver. */
static bool use_x11(const char *prefix, struct problem *problem)
{
    static const char null_driver[] = "\"Graphics\"=\"null\"";
    char *path = xformat("%s/user.reg", prefix);
    struct str old = { 0 }, text = { 0 };
    bool ok = file_read(path, HIVE_LIMIT, &old, problem);
    const char *at = ok ? strstr(old.data, null_driver) : NULL;

    if (ok && !at)
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s: expected %s", path, null_driver);
    if (ok) {
        str_addf(&text, "%.*s\"Graphics\"=\"x11\"%s", (int)(at - old.data), old.data, at + strlen(null_driver));
        ok = file_replace(path, text.data, text.length, problem);
    }
    str_free(&old);
    str_free(&text);
    free(path);
    return ok;
}

/* The prefix lies in <folder>/prefix already. */
static bool start_server(const struct settings *settings, const char *folder, const char *display, const char *user,
                         struct prefix *prefix, struct problem *problem)
{
    char *home = xformat("%s/home", folder), *log = xformat("%s/server.txt", folder);
    bool ok = folder_make(home, problem);

    memset(prefix, 0, sizeof(*prefix));
    prefix->folder = xstrdup(folder);
    prefix->wine64 = xformat("%s/wine64", settings->wine);
    prefix->wineserver = xformat("%s/wineserver", settings->wine);
    prefix->environment = wine_environment(settings, folder, prefix->wineserver, display, user);
    ok = ok && (!settings->language || make_locale(settings->language, home, log, problem));
    if (ok && process_run((const char *const[]){ prefix->wineserver, "-p", NULL }, prefix->environment, log, 30.0))
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s does not start", prefix->wineserver);
    free(home);
    free(log);
    return ok;
}

bool prefix_make(const struct settings *settings, const char *folder, const char *display, struct prefix *prefix,
                 struct problem *problem)
{
    char *inner = xformat("%s/prefix", folder);
    bool ok = fill_prefix(settings->template, inner, problem) && (!display || use_x11(inner, problem)) &&
              start_server(settings, folder, display, "identical", prefix, problem);

    free(inner);
    return ok;
}

/* Wine links a user's folders into his home: here each becomes a folder of its own. */
static bool cut_links(const char *path, struct problem *problem)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    bool ok = folder != NULL;

    while (ok && (entry = readdir(folder))) {
        char *below = xformat("%s/%s", path, entry->d_name);
        struct stat info;

        if (entry->d_name[0] == '.' && (!entry->d_name[1] || !strcmp(entry->d_name, "..")))
            ;
        else if (lstat(below, &info))
            ok = problem_set(problem, CODE_ENVIRONMENT, "%s: %s", below, strerror(errno));
        else if (S_ISLNK(info.st_mode))
            ok = !unlink(below) && folder_make(below, problem);
        else if (S_ISDIR(info.st_mode))
            ok = cut_links(below, problem);
        free(below);
    }
    if (folder)
        closedir(folder);
    return ok;
}

bool prefix_copy(const struct settings *settings, const char *source, const char *folder, struct problem *problem)
{
    char *inner = xformat("%s/prefix", folder), *users = xformat("%s/drive_c/users", inner);
    char *drive = xformat("%s/drive_c", source);
    bool ok =
        folder_exists(drive) || problem_set(problem, CODE_USAGE, "%s: expected a Wine prefix, found none", source);

    ok = ok && folder_make(folder, problem) && tree_copy(source, inner, problem) &&
         (!folder_exists(users) || cut_links(users, problem));
    if (ok && !strcmp(source, settings->template) && getenv("DISPLAY"))
        ok = use_x11(inner, problem);
    free(drive);
    free(users);
    free(inner);
    return ok;
}

bool prefix_start(const struct settings *settings, const char *source, const char *folder, struct prefix *prefix,
                  struct problem *problem)
{
    const char *user = strcmp(source, settings->template) != 0 ? getenv("USER") : NULL;

    return start_server(settings, folder, getenv("DISPLAY"), user && *user ? user : "identical", prefix, problem);
}

void prefix_stop(struct prefix *prefix)
{
    if (prefix->wineserver)
        process_run((const char *const[]){ prefix->wineserver, "-k", NULL }, prefix->environment, NULL, 20.0);
}

void prefix_free(struct prefix *prefix)
{
    for (char **at = prefix->environment; at && *at; at++)
        free(*at);
    free(prefix->environment);
    free(prefix->folder);
    free(prefix->wine64);
    free(prefix->wineserver);
    memset(prefix, 0, sizeof(*prefix));
}

char *prefix_path(const char *path)
{
    char *windows = xformat("Z:%s", path);

    for (char *at = windows; *at; at++)
        if (*at == '/')
            *at = '\\';
    return windows;
}

/* ---- escapes ---- */

/* What Wine's own services add on a first start, the fonts that the machine got since the template was made, and the
 * agents' scratch key; as Wine's files spell keys. */
static const char *const own_user[] = { "Software\\\\Identical", "Software\\\\Wine", "Volatile Environment",
                                        "Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Explorer", NULL };
static const char *const own_machine[] = { "System\\\\CurrentControlSet",
                                           "Software\\\\Microsoft\\\\Windows NT\\\\CurrentVersion\\\\NetworkCards",
                                           "Software\\\\Microsoft\\\\Windows NT\\\\CurrentVersion\\\\Fonts",
                                           "Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Fonts", NULL };

struct hive_file {
    const char *root, *file;
    const char *const *own;
};

static const struct hive_file hive_files[] = { { "HKCU", "user.reg", own_user },
                                               { "HKLM", "system.reg", own_machine } };

static bool belongs_there(const char *key, const char *const own[])
{
    for (; *own; own++) {
        size_t length = strlen(*own);

        if (!strncmp(key, *own, length) && (!key[length] || key[length] == '\\'))
            return true;
    }
    return false;
}

/* A key of Wine's registry file: its name, and its lines without times. */
struct hive_key {
    char *name;
    struct str lines;
};

struct hive {
    struct hive_key *keys;
    size_t count, capacity;
};

static void hive_add_key(struct hive *hive, const char *line, size_t length)
{
    const char *end = memrchr(line, ']', length);

    if (hive->count == hive->capacity) {
        hive->capacity = hive->capacity * 2 + 256;
        hive->keys = xrealloc(hive->keys, hive->capacity * sizeof(*hive->keys));
    }
    hive->keys[hive->count] = (struct hive_key){ 0 };
    hive->keys[hive->count++].name = xstrndup(line + 1, end ? (size_t)(end - line) - 1 : length - 1);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct hive_key *)left)->name, ((const struct hive_key *)right)->name);
}

static bool hive_read(const char *folder, const char *file, struct hive *hive, struct problem *problem)
{
    char *path = xformat("%s/%s", folder, file);
    struct str content = { 0 };
    bool ok = file_read(path, HIVE_LIMIT, &content, problem);

    for (const char *line = content.data; ok && line && *line;) {
        size_t length = strcspn(line, "\n");

        if (*line == '[')
            hive_add_key(hive, line, length);
        else if (hive->count && *line != '#' && length)
            str_addf(&hive->keys[hive->count - 1].lines, "%.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    if (hive->count)
        qsort(hive->keys, hive->count, sizeof(*hive->keys), by_name);
    str_free(&content);
    free(path);
    return ok;
}

static void hive_free(struct hive *hive)
{
    for (size_t i = 0; i < hive->count; i++) {
        free(hive->keys[i].name);
        str_free(&hive->keys[i].lines);
    }
    free(hive->keys);
}

static void note_escape(const struct hive_file *file, const char *key, struct list *keys)
{
    struct str text = { 0 };

    if (belongs_there(key, file->own))
        return;
    str_addf(&text, "%s\\", file->root);
    for (; *key; key++) {
        str_add(&text, key, 1);
        key += key[0] == '\\' && key[1] == '\\';
    }
    list_take(keys, text.data);
}

static void compare_hives(const struct hive_file *file, const struct hive *before, const struct hive *after,
                          struct list *keys)
{
    size_t i = 0, j = 0;

    while (i < before->count || j < after->count) {
        int order = i == before->count ? 1 : j == after->count ? -1 : by_name(&before->keys[i], &after->keys[j]);

        if (order < 0)
            note_escape(file, before->keys[i++].name, keys);
        else if (order > 0)
            note_escape(file, after->keys[j++].name, keys);
        else if (strcmp(str_text(&before->keys[i++].lines), str_text(&after->keys[j++].lines)) != 0)
            note_escape(file, after->keys[j - 1].name, keys);
    }
}

static bool compare_files(const struct hive_file *file, const char *template, const char *prefix, struct list *keys,
                          struct problem *problem)
{
    struct hive before = { 0 }, after = { 0 };
    bool ok = hive_read(template, file->file, &before, problem) && hive_read(prefix, file->file, &after, problem);

    if (ok)
        compare_hives(file, &before, &after, keys);
    hive_free(&before);
    hive_free(&after);
    return ok;
}

bool prefix_escapes(const char *template, const char *folder, struct list *keys, struct problem *problem)
{
    char *inner = xformat("%s/prefix", folder);
    bool ok = true;

    for (size_t i = 0; ok && i < sizeof(hive_files) / sizeof(*hive_files); i++)
        ok = compare_files(&hive_files[i], template, inner, keys, problem);
    free(inner);
    return ok;
}
