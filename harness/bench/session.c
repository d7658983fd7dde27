#include "session.h"

#include "executor.h"
#include "journal.h"
#include "outcome.h"
#include "platform.h"
#include "sink.h"
#include "trace/check.h"
#include "trace/parse.h"

static bool start(const struct options *options, const char *text, size_t len)
{
    struct dll_info dll = { 0 };
    struct diag diag;

    executor_begin();
    diag_init(&diag, "bench");
    if (trace_parse(text, len, "bench", &agent.scenario, &diag) != ST_OK ||
        trace_check(agent.scenario, "bench", NULL, &diag) != ST_OK || !slots_open() || !sinks_open() ||
        platform_sandbox_open(options) || platform_dll_load(options, &dll) || !journal_open(options->trace))
        return false;
    platform_com_start(APARTMENT_STA);
    return true;
}

int session_start(int argc, char **argv, const char *text, size_t len)
{
    struct options options = { .limit_ms = 600000, .self = argv[0] };

    if (argc < 3)
        return EXIT_INPUT;
    options.trace = argv[1];
    options.profile = argv[2];
    options.dll = argc > 3 ? argv[3] : NULL;
    return start(&options, text, len) ? EXIT_COMPLETE : EXIT_ENVIRONMENT;
}

int session_end(void)
{
    outcome_ok();
    journal_close();
    slots_close(true);
    sinks_close();
    platform_dll_unload();
    platform_sandbox_close();
    trace_free(agent.scenario);
    return platform_leave(EXIT_COMPLETE);
}
