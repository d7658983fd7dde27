/* How the agent of one trace ended: kept in a file beside the trace, since the scenario may wait for other targets. */
#ifndef IDT_DRIVER_ENDING_H
#define IDT_DRIVER_ENDING_H

#include "driver/agent.h"

struct ending {
    double seconds;
    int status; /* of process_status() */
    int out_of_time;
};

/* What cannot be written or read is an agent that ended in an unknown way. */
void ending_keep(const struct agent_files *files, const struct ending *ending);
/* Removes the file. */
struct ending ending_take(const struct agent_files *files);

/* What an agent without a trace said, from the file of its output. New, free(). */
char *ending_failure(const char *path);

#endif
