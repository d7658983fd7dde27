/* The command line of another agent. */
#ifndef AGENT_COMMAND_H
#define AGENT_COMMAND_H

#include "wide.h"

enum { COMMAND_UNITS = 8192 };

/* Appends one word. False if it does not fit; *n is the length so far. */
bool command_put(WCHAR *command, size_t *n, const char *text, bool quoted);
/* The same for an option and its value, nothing for a NULL. */
bool command_put_option(WCHAR *command, size_t *n, const char *name, const char *value);

#endif
