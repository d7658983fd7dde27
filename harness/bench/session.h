/* One scenario in this program, for those that time its steps: the agent around it, begun and ended as the agent does. */
#ifndef BENCH_SESSION_H
#define BENCH_SESSION_H

#include "agent.h"

/* Arguments TRACE PROFILE [DLL]; TEXT: the scenario. EXIT_COMPLETE, or the code to leave with. */
int session_start(int argc, char **argv, const char *text, size_t len);
/* Ends the process. */
int session_end(void);

#endif
