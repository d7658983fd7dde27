/* Somebody's Wine prefix: whether it may be written, and running its Wine. */
#include "driver/installation.h"

#include "driver/files.h"
#include "driver/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINE_SECONDS 180.0
#define HEADER_LIMIT (256u << 20)

extern char **environ;

static bool no_prefix(const char *folder, const char *found, struct problem *problem)
{
    return problem_set(
        problem, CODE_USAGE,
        "%s: expected a Wine prefix (a folder with system.reg, user.reg and drive_c/windows/system32), found %s",
        folder, found);
}

static bool is_prefix(const char *folder, struct problem *problem)
{
    static const char *const files[] = { "system.reg", "user.reg", "drive_c/windows/system32", NULL };
    struct stat info;

    if (stat(folder, &info))
        return no_prefix(folder, strerror(errno), problem);
    if (!S_ISDIR(info.st_mode))
        return no_prefix(folder, "no folder", problem);
    for (const char *const *file = files; *file; file++) {
        char *path = xformat("%s/%s", folder, *file);
        bool there = file_exists(path) || folder_exists(path);

        free(path);
        if (!there) {
            char *found = xformat("no %s", *file);

            no_prefix(folder, found, problem);
            free(found);
            return false;
        }
    }
    return true;
}

static bool may_write(const char *path, struct problem *problem)
{
    struct stat info;

    if (stat(path, &info))
        return problem_set(problem, CODE_ENVIRONMENT, "%s: %s", path, strerror(errno));
    if (info.st_uid != geteuid())
        return problem_set(problem, CODE_ENVIRONMENT,
                           "%s belongs to another user (number %ld): start this as that user, as Wine asks for, too",
                           path, (long)info.st_uid);
    return !access(path, W_OK | X_OK) ||
           problem_set(problem, CODE_ENVIRONMENT, "%s cannot be written: %s", path, strerror(errno));
}

/* The folders that get a DLL must be the prefix's own: through a link others would get it, too. */
static bool own_folder(const struct home *home, const char *name, struct problem *problem)
{
    char *path = xformat("%s/drive_c/windows/%s", home->folder, name), real[PATH_MAX];
    size_t length = strlen(home->folder);
    bool ok = realpath(path, real) != NULL;

    if (!ok)
        problem_set(problem, CODE_ENVIRONMENT, "%s: %s", path, strerror(errno));
    else if (strncmp(real, home->folder, length) != 0 || real[length] != '/')
        ok =
            problem_set(problem, CODE_ENVIRONMENT,
                        "%s is a link to %s, outside the prefix, which others may share: make it a folder", path, real);
    else
        ok = may_write(real, problem);
    free(path);
    return ok;
}

static bool add_place(struct home *home, const char *name, bool wide, const char *class, struct problem *problem)
{
    struct place *place = &home->places[home->place_count];

    if (!own_folder(home, name, problem))
        return false;
    *place = (struct place){ name, wide ? "win64" : "win32", wide ? "x86-64" : "x86", class, NULL, NULL };
    place->file = xformat("%s/drive_c/windows/%s/msident.dll", home->folder, name);
    place->backup = xformat("%s/%s-msident.dll", home->kept, name);
    home->place_count++;
    return true;
}

/* Says for which processors the prefix is: "#arch=win64" in its registry. */
static bool find_places(struct home *home, bool *wide, struct problem *problem)
{
    char *hive = xformat("%s/user.reg", home->folder), *wow = xformat("%s/drive_c/windows/syswow64", home->folder);
    struct str text = { 0 };
    bool ok = file_read(hive, HEADER_LIMIT, &text, problem);

    if (ok && strncmp(text.data, "WINE REGISTRY", 13) != 0)
        ok = no_prefix(home->folder, "a user.reg that is not Wine's", problem);
    *wide = ok && !strstr(text.data, "\n#arch=win32");
    ok = ok && add_place(home, "system32", *wide, CLASS_KEY, problem);
    if (ok && *wide && folder_exists(wow))
        ok = add_place(home, "syswow64", false, CLASS_KEY_32, problem);
    str_free(&text);
    free(hive);
    free(wow);
    return ok;
}

/* A Wine that finds another time of its wine.inf than this rewrites the whole prefix at its next start. */
static bool is_current(const struct settings *settings, const struct home *home, struct problem *problem)
{
    static const char *const places[] = { "/../../share/wine/wine.inf", "/../share/wine/wine.inf",
                                          "/../share/wine/wine/wine.inf", NULL };
    char *stamp_file = xformat("%s/.update-timestamp", home->folder);
    struct str stamp = { 0 };
    struct problem ignored = { 0 };
    struct stat info = { 0 };
    bool found = false, ok = true;

    for (const char *const *place = places; *place && !found; place++) {
        char *inf = xformat("%s%s", settings->wine, *place);

        found = !stat(inf, &info);
        free(inf);
    }
    if (found && file_read(stamp_file, 64, &stamp, &ignored) && strncmp(stamp.data, "disable", 7) != 0 &&
        strtoll(stamp.data, NULL, 10) != (long long)info.st_mtime)
        ok = problem_set(
            problem, CODE_ENVIRONMENT,
            "%s was last used with another Wine than %s: name its own with --wine DIR, or let this one update it "
            "first (wineboot -u)",
            home->folder, settings->wine);
    str_free(&stamp);
    free(stamp_file);
    return ok;
}

/* The user's own environment, as his programs have it, apart from which prefix and which Wine. */
static char **home_environment(const struct home *home, const char *wine)
{
    static const char *const replaced[] = { "WINEPREFIX=", "WINESERVER=", "WINEDEBUG=", "WINEDLLOVERRIDES=",
                                            "WINEARCH=",   "WINELOADER=", NULL };
    struct list list = { 0 };

    for (char **at = environ; *at; at++) {
        const char *const *name = replaced;

        while (*name && strncmp(*at, *name, strlen(*name)) != 0)
            name++;
        if (!*name)
            list_add(&list, *at);
    }
    list_take(&list, xformat("WINEPREFIX=%s", home->folder));
    list_take(&list, xformat("WINESERVER=%s/wineserver", wine));
    list_add(&list, "WINEDEBUG=-all");
    list_add(&list, "WINEDLLOVERRIDES=winedbg.exe=d;winemenubuilder.exe=d;mscoree,mshtml=");
    list_take(&list, NULL);
    return list.items;
}

static bool find_wine(const struct settings *settings, bool wide, struct home *home, struct problem *problem)
{
    home->program = settings_loader(settings, wide, wide ? "a 64-bit prefix" : "a 32-bit prefix", problem);
    if (!home->program)
        return false;
    home->environment = home_environment(home, settings->wine);
    return is_current(settings, home, problem);
}

static bool lock(struct home *home, struct problem *problem)
{
    home->lock = open(home->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (home->lock >= 0 && !flock(home->lock, LOCK_EX)) ||
           problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be locked: %s", home->folder, strerror(errno));
}

static bool is_ours(const struct home *home, struct problem *problem)
{
    char *mark = xformat("%s/identical-template", home->folder);
    bool template = file_exists(mark);

    free(mark);
    return !template ||
           problem_set(problem, CODE_USAGE, "%s is the prefix that Identical tests with: name another", home->folder);
}

bool home_open(const struct settings *settings, const char *folder, struct home *home, struct problem *problem)
{
    char real[PATH_MAX];
    bool wide;

    memset(home, 0, sizeof(*home));
    home->lock = -1;
    if (!folder || !*folder)
        return problem_set(problem, CODE_USAGE, "expected --prefix DIR, the Wine prefix that is meant (often ~/.wine)");
    if (!is_prefix(folder, problem))
        return false;
    if (!realpath(folder, real))
        return no_prefix(folder, strerror(errno), problem);
    home->folder = xstrdup(real);
    home->kept = xformat("%s/drive_c/identical-install", real);
    return may_write(real, problem) && is_ours(home, problem) && find_places(home, &wide, problem) &&
           find_wine(settings, wide, home, problem) && lock(home, problem);
}

void home_free(struct home *home)
{
    for (char **at = home->environment; at && *at; at++)
        free(*at);
    free(home->environment);
    for (size_t i = 0; i < home->place_count; i++) {
        free(home->places[i].file);
        free(home->places[i].backup);
    }
    free(home->folder);
    free(home->kept);
    free(home->log);
    free(home->program);
    if (home->lock >= 0)
        close(home->lock);
}

bool home_run(const struct home *home, const char *lines, struct problem *problem)
{
    long id = (long)getpid(); /* Wine may still work for a process that was killed */
    char *batch = xformat("%s/run-%ld.bat", home->kept, id), *done = xformat("%s/done-%ld", home->kept, id);
    char *log = xformat("%s/wine.log", home->kept), *text;
    char *windows = xformat("C:\\identical-install\\run-%ld.bat", id);
    const char *const words[] = { home->program, "cmd", "/c", windows, NULL };
    int status = 0;
    bool ok;

    text = xformat("@echo off\r\n%secho done>C:\\identical-install\\done-%ld\r\n", lines, id);
    unlink(done);
    ok = folder_make(home->kept, problem) && file_replace(batch, text, strlen(text), problem);
    if (ok)
        status = process_run(words, home->environment, log, WINE_SECONDS);
    if (ok && (status || !file_exists(done)))
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s does not run in %s (status %d): see %s", home->program,
                         home->folder, status, log);
    if (ok)
        unlink(log);
    unlink(batch);
    unlink(done);
    free(batch);
    free(windows);
    free(done);
    free(log);
    free(text);
    return ok;
}

void home_tidy(const struct home *home)
{
    char *manifest = xformat("%s/manifest.json", home->kept);

    if (!file_exists(manifest))
        tree_remove(home->kept);
    free(manifest);
}
