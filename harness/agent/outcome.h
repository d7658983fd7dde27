/* Who has control, and ways in which a scenario ends before its last step. Each of the outcome_ functions closes the
 * trace; those marked so never return. */
#ifndef AGENT_OUTCOME_H
#define AGENT_OUTCOME_H

#include <stdbool.h>
#include "wide.h"

/* The DLL under test gets control; effects are its own from now on. */
void control_give(void);
/* We have it back: after a call, or in a sink. Returns whether the DLL had it, for the way back. */
bool control_take(void);
bool control_is_given(void);
/* Whether what this thread does to the registry now is recorded: to the agent it is what the DLL under test does. */
bool control_shows_changes(void);
bool control_shows_reads(void);
/* Whether it is if it happens to that key. */
bool control_shows_key(struct wide key);

/* An exception, in the DLL or in our own code; ends the process with the platform's code for it. */
_Noreturn void outcome_crash(unsigned exception);
/* What outcome_crash() writes, for a process that ends by itself. */
void outcome_crash_note(unsigned exception);
_Noreturn void outcome_hang(void);
/* The DLL under test ends the process; nothing happens if it is the agent that does. */
void outcome_exit(unsigned code);
/* A dialog that no step expects, or one that a step could not be played in: a role, or a caption in quotes. */
_Noreturn void outcome_dialog(const char *name);
/* What this agent can't do. */
void outcome_unsupported(const char *what);
void outcome_ok(void);

#endif
