/* The display of one Wine worker, for `compare --screenshots`: an X server with a window manager (harness/wine/display.sh),
 * and pictures of what it shows. */
#ifndef IDT_DRIVER_DISPLAY_H
#define IDT_DRIVER_DISPLAY_H

#include "driver/settings.h"
#include "driver/str.h"

#include <sys/types.h>

struct display {
    char *name; /* ":7" */
    pid_t pid;
};

/* `slot`: the worker's folder below the run's, so the watchdog finds all that is started. Fails: CODE_ENVIRONMENT. */
bool display_start(const struct settings *settings, const char *slot, struct display *display, struct problem *problem);
void display_stop(struct display *display);

/* A folder where one agent finds the screen, and leaves copies of it. New, free(). NULL: CODE_ENVIRONMENT. */
char *display_pictures(const char *slot, size_t scenario, size_t target, struct problem *problem);
/* Makes pictures of these: "<folder>/<scenario>/<target>-1.png" and so on; removes the agent's folder. */
bool display_keep(const char *pictures, const char *folder, const char *scenario, const char *target,
                  struct problem *problem);
/* The names of those, below `folder`. */
void display_list(const char *folder, const char *scenario, const char *target, struct list *names);

#endif
