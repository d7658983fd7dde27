#include "trace/status.h"

#include <stdarg.h>
#include <stdio.h>

void diag_init(struct diag *diag, const char *file)
{
    memset(diag, 0, sizeof(*diag));
    snprintf(diag->file, sizeof(diag->file), "%s", file ? file : "");
}

enum status diag_at(struct diag *diag, unsigned line, unsigned column, const char *format, ...)
{
    va_list args;

    if (diag->text[0])
        return ST_BAD_INPUT;
    diag->line = line;
    diag->column = column;
    va_start(args, format);
    vsnprintf(diag->text, sizeof(diag->text), format, args);
    va_end(args);
    return ST_BAD_INPUT;
}

size_t diag_format(const struct diag *diag, char *text, size_t size)
{
    int n;

    if (diag->line)
        n = snprintf(text, size, "%s:%u:%u: %s", diag->file, diag->line, diag->column, diag->text);
    else
        n = snprintf(text, size, "%s: %s", diag->file, diag->text);
    if (n < 0 || !size)
        return 0;
    return (size_t)n < size ? (size_t)n : size - 1;
}
