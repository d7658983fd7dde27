#include "driver/settings.h"

#include "driver/files.h"
#include "driver/process.h"

#include <limits.h>
#include <unistd.h>

static char *from_environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? xstrdup(value) : NULL;
}

/* The program lies in <build>/<preset>/harness/driver/, the build in <root>/build. */
static char *own_folder(unsigned levels_up)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

    if (length < 0)
        return xstrdup(".");
    path[length] = 0;
    for (; levels_up; levels_up--) {
        char *slash = strrchr(path, '/');

        if (!slash || slash == path)
            break;
        *slash = 0;
    }
    return xstrdup(path);
}

static char *default_cache(void)
{
    const char *home = getenv("HOME");
    char *xdg = from_environment("XDG_CACHE_HOME"), *cache;

    if (xdg)
        cache = xformat("%s/identical", xdg);
    else
        cache = xformat("%s/.cache/identical", home && *home ? home : "/tmp");
    free(xdg);
    return cache;
}

bool settings_load(struct settings *settings, const char *wine, struct problem *problem)
{
    char *format_page;
    bool ok;

    memset(settings, 0, sizeof(*settings));
    if (!(settings->build = from_environment("IDT_BUILD")))
        settings->build = own_folder(4);
    if (!(settings->root = from_environment("IDT_ROOT")))
        settings->root = own_folder(5);
    if (!(settings->cache = from_environment("IDT_CACHE")))
        settings->cache = default_cache();
    settings->wine = wine ? xstrdup(wine) : from_environment("IDT_WINE");
    if (!settings->wine)
        settings->wine = xstrdup("/usr/lib/wine");
    settings->template = wine ? NULL : from_environment("IDT_TEMPLATE"); /* another Wine needs another template */
    if (!settings->template)
        settings->template = xstrdup("");
    if (!(settings->scratch = from_environment("TMPDIR")))
        settings->scratch = xstrdup("/tmp");

    format_page = xformat("%s/harness/FORMAT.md", settings->root);
    ok = file_exists(format_page) ||
         problem_set(problem, CODE_ENVIRONMENT, "%s: expected the source tree of Identical; set IDT_ROOT to it",
                     settings->root);
    free(format_page);
    return ok;
}

void settings_free(struct settings *settings)
{
    free(settings->root);
    free(settings->build);
    free(settings->cache);
    free(settings->wine);
    free(settings->template);
    free(settings->scratch);
    memset(settings, 0, sizeof(*settings));
}

/* option: NULL, or "--existing". */
static void ask_maker(struct settings *settings, const char *option)
{
    char *maker = xformat("%s/harness/wine/make-template.sh", settings->root);
    const char *const find[] = { maker, "--existing", settings->cache, settings->wine, NULL };
    const char *const make[] = { maker, settings->cache, settings->wine, NULL };
    struct str output = { 0 };

    if (!process_output(option ? find : make, &output) && output.length) {
        output.data[strcspn(output.data, "\n")] = 0;
        free(settings->template);
        settings->template = xstrdup(output.data);
    }
    str_free(&output);
    free(maker);
}

void settings_find_template(struct settings *settings)
{
    if (!settings->template[0])
        ask_maker(settings, "--existing");
}

bool settings_template(struct settings *settings, struct problem *problem)
{
    if (settings->template[0] && folder_exists(settings->template))
        return true;
    ask_maker(settings, NULL);
    if (settings->template[0] && folder_exists(settings->template))
        return true;
    return problem_set(problem, CODE_ENVIRONMENT,
                       "no Wine prefix could be prepared with %s/wine64; see ./identical doctor", settings->wine);
}

char *settings_loader(const struct settings *settings, bool wide, const char *what, struct problem *problem)
{
    char *program = xformat("%s/%s", settings->wine, wide ? "wine64" : "wine");

    if (access(program, X_OK) && wide) { /* one that runs both kinds */
        free(program);
        program = xformat("%s/wine", settings->wine);
    }
    if (!access(program, X_OK))
        return program;
    problem_set(problem, CODE_ENVIRONMENT,
                "%s: there is no Wine for %s; install it (./identical doctor), or name its folder with --wine DIR",
                program, what);
    free(program);
    return NULL;
}

char *settings_built(const struct settings *settings, const char *preset, const char *path)
{
    return xformat("%s/%s/%s", settings->build, preset, path);
}
