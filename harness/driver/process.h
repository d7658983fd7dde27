/* Child processes, each in a process group of its own. */
#ifndef IDT_DRIVER_PROCESS_H
#define IDT_DRIVER_PROCESS_H

#include "driver/problem.h"
#include "driver/str.h"

#include <sys/types.h>

double process_now(void); /* seconds of a clock that only goes forward */

/* Starts a program. environment: NULL for the driver's own. output: file for stdout and stderr, NULL for /dev/null.
 * Signals are as a program expects them, whatever the driver blocks. *pid is also its process group. */
bool process_start(const char *const arguments[], char *const environment[], const char *output, pid_t *pid,
                   struct problem *problem);

/* Ends it and its group at once. The caller still waits for it. */
void process_kill(pid_t pid);

/* Runs a program to its end, for at most `seconds`. Returns its exit status, 128 + signal, 124 out of time, or -1. */
int process_run(const char *const arguments[], char *const environment[], const char *output, double seconds);

/* The same, gathering stdout; stderr stays the driver's. */
int process_output(const char *const arguments[], struct str *output);

/* The exit status that a shell would show. */
int process_status(int wait_status);

#endif
