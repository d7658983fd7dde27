/* The recorder in a scratch prefix: what it answers for, and where it writes. */
#ifndef IDT_DRIVER_RECORDER_H
#define IDT_DRIVER_RECORDER_H

#include "driver/prefix.h"
#include "driver/run.h"
#include "driver/target.h"

struct scratch {
    struct prefix prefix;
    char *loader;    /* Wine's, for programs of the target's kind */
    char *recording; /* the file that the recorder writes */
    char *registry;  /* the user's, as the last program left it, once scratch_stop() was called */
};

/* Copies the prefix `source` and puts the recorder in the place of its msident.dll: for x86 programs, if the target is for
 * them. It forwards to the target, whose UI map it gets `with_map`. scratch_free() in either case. */
bool scratch_make(const struct settings *settings, const struct run *run, const char *source,
                  const struct target *target, bool with_map, struct scratch *scratch, struct problem *problem);
/* Runs a Windows program in it until it ends or a signal stops us; what it prints goes to `output`. *status: its exit
 * status. */
bool scratch_run(const struct scratch *scratch, const struct list *command, const char *output, int *status,
                 struct problem *problem);
/* Ends what still runs in it. */
void scratch_stop(struct scratch *scratch);
void scratch_free(struct scratch *scratch);

#endif
