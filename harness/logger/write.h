/* The log of one process: a trace that begins with the DLL and grows by one line a call. */
#ifndef IDT_LOGGER_WRITE_H
#define IDT_LOGGER_WRITE_H

#include <stdbool.h>
#include <stddef.h>

enum { LOG_LINE = 4096 };

/* What does not fit is left out. */
struct log_line {
    char text[LOG_LINE];
    size_t length;
};

/* As HKCU\Software\Identical Log, value "Log", says; without that value nothing is opened. A file that is there already is
 * another process's: then FILE.2, FILE.3 and so on. */
void log_open(void);
bool log_is_open(void);
void log_write(const struct log_line *line);

void line_add(struct log_line *line, const char *format, ...) __attribute__((format(gnu_printf, 2, 3)));

#endif
