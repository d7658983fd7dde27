#include "bench.h"

#include "driver/files.h"

bool wine_start(struct bench *bench)
{
    char *folder;

    if (bench->prefix_ready)
        return true;
    folder = xformat("%s/slot0", bench->folder);
    bench->prefix_ready = settings_template(&bench->settings, &bench->problem) &&
                          prefix_make(&bench->settings, folder, NULL, &bench->prefix, &bench->problem);
    free(folder);
    if (bench->prefix_ready)
        wine_scenario(bench); /* the first one also starts Wine's own services */
    return bench->prefix_ready;
}

void wine_stop(struct bench *bench)
{
    if (!bench->prefix_ready)
        return;
    prefix_stop(&bench->prefix);
    prefix_free(&bench->prefix);
}

static struct cost run(const struct bench *bench, const char *const arguments[], const char *output)
{
    return measure(
        &(struct command){ .arguments = arguments, .environment = bench->prefix.environment, .output = output });
}

enum { PROGRAM_PATHS = 3 };

struct cost wine_program(const struct bench *bench, const char *program, const char *const paths[], const char *output)
{
    char *path = settings_built(&bench->settings, "win64", program), *pe = prefix_path(path);
    const char *arguments[PROGRAM_PATHS + 3] = { bench->prefix.wine64, pe };
    char *spelled[PROGRAM_PATHS] = { NULL };
    struct cost cost;

    for (unsigned i = 0; i < PROGRAM_PATHS && paths[i]; i++)
        arguments[i + 2] = spelled[i] = prefix_path(paths[i]);
    cost = run(bench, arguments, output);
    for (unsigned i = 0; i < PROGRAM_PATHS; i++)
        free(spelled[i]);

    free(path);
    free(pe);
    return cost;
}

enum { AGENT, DLL, SCENARIO, TRACE, PROFILE, PATHS };

struct cost wine_scenario(const struct bench *bench)
{
    char *files[PATHS] = {
        [AGENT] = settings_built(&bench->settings, "win64", "harness/agent/agent.exe"),
        [DLL] = settings_built(&bench->settings, "win64", "src/msident.dll"),
        [SCENARIO] = xformat("%s/harness/bench/typical.scn", bench->settings.root),
        [TRACE] = xformat("%s/trace.trc", bench->memory),
        [PROFILE] = xformat("%s/profile", bench->memory),
    };
    char *paths[PATHS];
    struct cost cost;

    for (unsigned i = 0; i < PATHS; i++)
        paths[i] = prefix_path(files[i]);
    cost = run(bench,
               (const char *const[]){ bench->prefix.wine64, paths[AGENT], "--scenario", paths[SCENARIO], "--trace",
                                      paths[TRACE], "--dll", paths[DLL], "--profile", paths[PROFILE], "--leave-sandbox",
                                      NULL },
               NULL);
    tree_remove(files[PROFILE]); /* as the driver does it */
    for (unsigned i = 0; i < PATHS; i++) {
        free(files[i]);
        free(paths[i]);
    }
    return cost;
}
