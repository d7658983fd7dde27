/* The driver's one error channel: a function that fails returns false after it described the problem once. Only
 * main.c prints it and turns its code into the exit code. */
#ifndef IDT_DRIVER_PROBLEM_H
#define IDT_DRIVER_PROBLEM_H

#include <stdbool.h>

enum exit_code {
    CODE_EXPECTED = 0,
    CODE_DIFFERENT = 1,
    CODE_USAGE = 2,       /* wrong arguments or bad input */
    CODE_ENVIRONMENT = 3, /* something of this machine is missing or broken */
    CODE_INTERNAL = 4
};

struct problem {
    enum exit_code code;
    char text[2048];
};

/* Always false, so that a caller can return it. The first description stays: a later one would be vaguer. */
bool problem_set(struct problem *problem, enum exit_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
