/* --batch on Windows: one agent process after the other, for the kit and the 32-bit lane. */
#include "platform.h"

#include <stdio.h>
#include "batch.h"
#include "command.h"
#include "patience.h"

static int spawn(WCHAR *command, unsigned limit_ms)
{
    STARTUPINFOW start = { .cb = sizeof start };
    PROCESS_INFORMATION process;
    DWORD code = EXIT_ENVIRONMENT;

    if (!CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process))
        return EXIT_ENVIRONMENT;
    /* Its own watchdog comes first; this one is for a process whose watchdog is stuck as well. */
    if (WaitForSingleObject(process.hProcess, PATIENCE_WITH_AGENT_MS(limit_ms)) == WAIT_TIMEOUT)
        TerminateProcess(process.hProcess, WAIT_TIMEOUT);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return (int)code;
}

static int spawn_one(const struct options *options)
{
    static WCHAR command[COMMAND_UNITS];
    char limit[16];
    size_t n = 0;

    snprintf(limit, sizeof limit, "%u", options->limit_ms);
    if (!command_put(command, &n, options->self, true) ||
        !command_put_option(command, &n, "--scenario", options->scenario) ||
        !command_put_option(command, &n, "--trace", options->trace) ||
        !command_put_option(command, &n, "--dll", options->dll) ||
        !command_put_option(command, &n, "--profile", options->profile) ||
        !command_put_option(command, &n, "--target", options->target) ||
        !command_put_option(command, &n, "--lane", options->lane) ||
        !command_put_option(command, &n, "--of", options->of) ||
        !command_put_option(command, &n, "--limit-ms", limit) || !command_put_option(command, &n, "--ui", options->ui))
        return EXIT_INPUT;
    if (options->registry_reads && !command_put(command, &n, "--registry-reads", false))
        return EXIT_INPUT;
    return spawn(command, options->limit_ms);
}

/* A crash of the DLL is no failure of the batch: the scenario's trace tells of it. */
int platform_batch(const struct options *options, int (*run)(const struct options *options))
{
    (void)run;
    return batch_each(options, spawn_one);
}
