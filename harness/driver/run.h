/* One run: its private folder, and the watchdog that tidies up however the driver ends.
 *
 * The watchdog is a child in a session of its own that holds the reading end of a pipe from the driver. When the pipe
 * closes it ends every process whose environment names the run's folder (Wine's own daemons included), stops the
 * emulated machine if there is one, and removes the folder and unfinished report files. */
#ifndef IDT_DRIVER_RUN_H
#define IDT_DRIVER_RUN_H

#include "driver/settings.h"

#include <sys/types.h>

struct run {
    char *folder;
    pid_t watchdog;
    int pipe;
};

/* Makes the folder and starts the watchdog. SIGINT, SIGTERM, SIGHUP and SIGCHLD are blocked from here on; whoever
 * waits asks run_wait(). */
bool run_begin(const struct settings *settings, struct run *run, struct problem *problem);

/* Ends everything of the run and returns when it is gone. */
void run_end(struct run *run);

/* The signal that asked the driver to stop, or 0. */
int run_stopped(void);

/* Waits for a child to end or a signal to stop, at most `seconds`. */
void run_wait(double seconds);

/* Ends the driver by the signal that stopped it, as a shell expects, after run_end(). Returns if there was none. */
void run_die_of_signal(void);

/* Tells the watchdog what else to tidy up: an unfinished file, an emulated machine (its stop command and folder). */
void run_guard_file(struct run *run, const char *path);
void run_guard_machine(struct run *run, const char *script, const char *folder);

#endif
