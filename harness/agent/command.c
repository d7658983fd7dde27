#include "command.h"

#include "platform.h"

bool command_put(WCHAR *command, size_t *n, const char *text, bool quoted)
{
    static WCHAR units[COMMAND_UNITS];

    if (!wide_from_utf8(text, units, COMMAND_UNITS))
        return false;
    const struct wide wide = wide_text(units);
    if (*n + wide.n + 4 > COMMAND_UNITS)
        return false;
    if (quoted)
        command[(*n)++] = '"';
    memcpy(command + *n, wide.text, wide.n * sizeof(WCHAR));
    *n += wide.n;
    if (quoted)
        command[(*n)++] = '"';
    command[(*n)++] = ' ';
    command[*n] = 0;
    return true;
}

bool command_put_option(WCHAR *command, size_t *n, const char *name, const char *value)
{
    return !value || (command_put(command, n, name, false) && command_put(command, n, value, true));
}
