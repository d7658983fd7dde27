#include "driver/agent.h"

#include "driver/files.h"
#include "driver/process.h"
#include "trace/trace.h"

#include <signal.h>

struct agent_files agent_files(const char *run_folder, size_t scenario, size_t target)
{
    struct agent_files files = { xformat("%s/%zu.scn", run_folder, scenario),
                                 xformat("%s/%zu.%zu.trc", run_folder, scenario, target),
                                 xformat("%s/%zu.%zu.profile", run_folder, scenario, target) };

    return files;
}

void agent_files_free(struct agent_files *files)
{
    free(files->scenario);
    free(files->trace);
    free(files->profile);
    memset(files, 0, sizeof(*files));
}

void agent_words(const struct target *target, const char *words[AGENT_WORDS])
{
    const char *const own[] = { "--target", target->name, "--lane", lane_names[target->lane] };
    size_t n = 0;

    while (words[n])
        n++;
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
        words[n++] = own[i];
    if (target->registry_reads)
        words[n++] = "--registry-reads";
    if (target->ui_load) {
        words[n++] = "--ui";
        words[n++] = target->ui_load;
    }
}

bool agent_start_wine(const char *run_folder, const struct prefix *prefix, const struct target *target,
                      const struct agent_files *files, const char *id, const char *pictures, unsigned limit_ms,
                      pid_t *pid, struct problem *problem)
{
    char *agent = target->agent ? xstrdup(target->agent) : xformat("%s/agent.exe", run_folder);
    char *scenario = prefix_path(files->scenario), *trace = prefix_path(files->trace);
    char *dll = prefix_path(target->load ? target->load : target->file), *profile = prefix_path(files->profile);
    char *limit = xformat("%u", limit_ms), *output = xformat("%s.txt", files->trace);
    const char *arguments[AGENT_WORDS] = { prefix->wine64, agent,   "--scenario", scenario,    "--trace",
                                           trace,          "--dll", dll,          "--profile", profile,
                                           "--limit-ms",   limit,   "--of",       id,          "--leave-sandbox" };
    char *folder = pictures ? prefix_path(pictures) : NULL;
    size_t n = 0;
    bool ok;

    agent_words(target, arguments);
    while (arguments[n])
        n++;
    if (folder) {
        arguments[n++] = "--pictures";
        arguments[n++] = folder;
    }
    ok = folder_make(files->profile, problem) && process_start(arguments, prefix->environment, output, pid, problem);

    free(folder);
    free(agent);
    free(scenario);
    free(trace);
    free(dll);
    free(profile);
    free(limit);
    free(output);
    return ok;
}

bool agent_start_native(const struct target *target, const char *run_folder, const char *list, const char *output,
                        unsigned limit_ms, pid_t *pid, struct problem *problem)
{
    char *limit = xformat("%u", limit_ms), *profile = xformat("%s/profile", run_folder);
    char *home = xformat("HOME=%s", run_folder);
    char *const environment[] = { home, (char *)"PATH=/usr/bin:/bin", (char *)"LC_ALL=C.UTF-8", (char *)"TZ=UTC",
                                  NULL };
    const char *arguments[AGENT_WORDS] = { target->file, "--batch", list, "--profile", profile, "--limit-ms", limit };
    bool ok;

    agent_words(target, arguments);
    ok = process_start(arguments, environment, output, pid, problem);

    free(limit);
    free(profile);
    free(home);
    return ok;
}

/* The end as the exit status tells it. Under Wine that is the low byte of the exception code: a stack overflow leaves
 * the agent's own filter no room to write it (platform.md 1). */
static char *end_of_status(enum lane lane, int status)
{
    static const struct {
        int wine, native;
        const char *exception;
    } ends[] = {
        { 0x05, 128 + SIGSEGV, "ACCESS_VIOLATION" },   { 0xFD, 128 + SIGBUS, "STACK_OVERFLOW" },
        { 0x74, 128 + SIGABRT, "HEAP_CORRUPTION" },    { 0x94, 128 + SIGFPE, "INT_DIVIDE_BY_ZERO" },
        { 0x1D, 128 + SIGILL, "ILLEGAL_INSTRUCTION" },
    };
    uint32_t code;

    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
        if (status == (lane == LANE_NATIVE ? ends[i].native : ends[i].wine) &&
            cat_exception_value(ends[i].exception, &code))
            return xformat("ended crash %s\n", ends[i].exception);
    return xformat("ended exit %d\n", status);
}

static bool has_end(const struct str *text)
{
    const char *last = text->data;

    for (const char *at = text->data; at && (at = strchr(at, '\n')) && at[1];)
        last = ++at;
    return last && !strncmp(last, "ended", 5);
}

void agent_complete_trace(struct str *text, enum lane lane, enum agent_end end, int status)
{
    char *line;

    if (!text->length || has_end(text))
        return;
    line = end == AGENT_OUT_OF_TIME ? xstrdup("ended hang\n") : end_of_status(lane, status);
    str_puts(text, line);
    free(line);
}
