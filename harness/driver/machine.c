#include "driver/machine.h"

#include "driver/agent.h"
#include "driver/files.h"
#include "driver/prefix.h"
#include "driver/process.h"

#include <unistd.h>

#define START_SECONDS 240.0
#define BATCH_SECONDS "3600"

static bool copy_agent(const struct settings *settings, const struct machine *machine, struct problem *problem)
{
    char *from = settings_built(settings, "win32", "harness/agent/agent.exe");
    char *to = xformat("%s/agent-x86.exe", machine->share);
    bool ok = file_copy(from, to, problem);

    free(from);
    free(to);
    return ok;
}

static bool start(struct machine *machine, const struct settings *settings, struct problem *problem)
{
    char *cache = xformat("%s/x86", settings->cache), *owner = xformat("%ld", (long)getpid());
    char *log = xformat("%s/machine.txt", machine->share);
    struct str said = { 0 };
    struct problem ignored = { 0 };
    int status = process_run((const char *const[]){ "/bin/bash", machine->script, "-c", cache, "-s", machine->share,
                                                    "-o", owner, "--start", machine->folder, NULL },
                             NULL, log, START_SECONDS);

    if (status && file_read(log, 65536, &said, &ignored))
        said.data[strcspn(said.data, "\n")] = 0;
    if (status)
        problem_set(problem, CODE_ENVIRONMENT, "the 32-bit machine does not start (status %d): %s", status,
                    str_text(&said));
    str_free(&said);
    free(cache);
    free(owner);
    free(log);
    return !status;
}

bool machine_start(struct machine *machine, const struct settings *settings, struct run *run, struct problem *problem)
{
    if (machine->folder)
        return true;
    machine->share = xstrdup(run->folder);
    machine->script = xformat("%s/harness/x86/run-x86.sh", settings->root);
    machine->folder = xformat("%s/machine", run->folder);
    run_guard_machine(run, machine->script, machine->folder);
    return copy_agent(settings, machine, problem) && start(machine, settings, problem);
}

bool machine_run_batch(struct machine *machine, const struct target *target, const char *list, const char *output,
                       unsigned limit_ms, pid_t *pid, struct problem *problem)
{
    char *agent = target->agent ? xstrdup(target->agent) : xformat("%s/agent-x86.exe", machine->share);
    char *limit = xformat("%u", limit_ms);
    char *profile_folder = xformat("%s/profile-x86", machine->share);
    char *profile = prefix_path(profile_folder), *windows_list = prefix_path(list);
    char *dll = prefix_path(target->load);
    const char *arguments[AGENT_WORDS] = { "/bin/bash",  machine->script, "-t",        BATCH_SECONDS,
                                           "--in",       machine->folder, "wine",      agent,
                                           "--batch",    windows_list,    "--profile", profile,
                                           "--limit-ms", limit,           "--dll",     dll };
    bool ok;

    agent_words(target, arguments);
    ok = folder_make(profile_folder, problem) && process_start(arguments, NULL, output, pid, problem);
    free(agent);
    free(limit);
    free(profile_folder);
    free(profile);
    free(windows_list);
    free(dll);
    return ok;
}

void machine_stop(struct machine *machine)
{
    if (machine->folder)
        process_run((const char *const[]){ "/bin/bash", machine->script, "--stop", machine->folder, NULL }, NULL, NULL,
                    30.0);
    free(machine->script);
    free(machine->folder);
    free(machine->share);
    memset(machine, 0, sizeof(*machine));
}
