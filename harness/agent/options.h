#ifndef AGENT_OPTIONS_H
#define AGENT_OPTIONS_H

#include <stdbool.h>

/* All paths are UTF-8. NULL where not given. */
struct options {
    const char *scenario;
    const char *trace;
    const char *dll;
    const char *profile;
    const char *target;
    const char *lane;
    const char *lane_text; /* what more there is to say of it */
    const char *of;
    const char *ui;       /* the file of the UI map */
    const char *pictures; /* folder with the screen, for pictures of dialogs */
    const char *batch;    /* file of lines: scenario TAB trace */
    const char *child;    /* number of the process that this is, in a scenario of several */
    const char *channel;  /* name of what it shares with the agent that started it */
    unsigned limit_ms;
    bool in_process;
    bool user_leaves; /* who meets what no line expects cancels all that is shown, instead of ending the scenario; who
                          * pumps until a callback comes gives up after ten minutes of the scenario's clock */
    bool registry_reads; /* reads of the registry are watched, even if the scenario states none */
    bool leave_sandbox;  /* the caller removes scratch key and profile, at once for many scenarios */
    const char *self;    /* path of the agent */
};

enum exit_code { EXIT_COMPLETE = 0, EXIT_INPUT = 2, EXIT_ENVIRONMENT = 3 };

#endif
