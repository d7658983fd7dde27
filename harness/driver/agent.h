/* How agents are called, and what their end means. harness/README.md holds the contract. */
#ifndef IDT_DRIVER_AGENT_H
#define IDT_DRIVER_AGENT_H

#include "driver/corpus.h"
#include "driver/prefix.h"
#include "driver/target.h"

#include <sys/types.h>

/* The files of one replay, in the run's folder. */
struct agent_files {
    char *scenario; /* self-contained */
    char *trace;    /* mapped, written by the agent */
    char *profile;  /* the scratch profile */
};

struct agent_files agent_files(const char *run_folder, size_t scenario, size_t target);
void agent_files_free(struct agent_files *files);

enum { AGENT_WORDS = 40 };

/* Appends to the words of an agent's command line, of which all that are not used are NULL, what the target asks for. */
void agent_words(const struct target *target, const char *words[AGENT_WORDS]);

/* One scenario under Wine. id: of the scenario; pictures: folder where it asks for pictures of dialogs, or NULL. */
bool agent_start_wine(const char *run_folder, const struct prefix *prefix, const struct target *target,
                      const struct agent_files *files, const char *id, const char *pictures, unsigned limit_ms,
                      pid_t *pid, struct problem *problem);

/* Many scenarios natively; list: file of lines "scenario TAB trace". */
bool agent_start_native(const struct target *target, const char *run_folder, const char *list, const char *output,
                        unsigned limit_ms, pid_t *pid, struct problem *problem);

enum agent_end { AGENT_ENDED, AGENT_OUT_OF_TIME };

/* Completes the text of a trace that has no `ended` line: a hang if it was out of time, else what the exit status (of
 * process_status()) of an agent on this lane says. */
void agent_complete_trace(struct str *text, enum lane lane, enum agent_end end, int status);

#endif
