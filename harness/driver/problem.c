#include "driver/problem.h"

#include <stdarg.h>

bool problem_set(struct problem *problem, enum exit_code code, const char *format, ...)
{
    va_list arguments;

    if (problem->text[0])
        return false;
    problem->code = code;
    va_start(arguments, format);
    vsnprintf(problem->text, sizeof(problem->text), format, arguments);
    va_end(arguments);
    return false;
}
