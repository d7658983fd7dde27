/* The table of verbs: help, `--help`, completion and dispatch come from it. */
#ifndef IDT_DRIVER_COMMAND_H
#define IDT_DRIVER_COMMAND_H

#include "driver/options.h"
#include "driver/settings.h"

struct context {
    struct settings settings;
    struct options options;
    struct problem problem;
};

struct command {
    const char *name;
    /* Returns an exit code; CODE_EXPECTED or CODE_DIFFERENT unless context->problem says more. NULL: the entry
     * `identical` does it, before the driver is there. */
    int (*run)(struct context *context);
    uint64_t options;      /* OPT_ bits */
    const char *arguments; /* "[FILTER…]" */
    const char *summary;
    const char *details; /* further lines for --help, or NULL */
};

extern const struct command commands[];
extern const size_t command_count;

int cmd_compare(struct context *context);
int cmd_replay(struct context *context);
int cmd_record(struct context *context);
int cmd_diff(struct context *context);
int cmd_fmt(struct context *context);
int cmd_list(struct context *context);
int cmd_explain(struct context *context);
int cmd_doctor(struct context *context);
int cmd_history(struct context *context);
int cmd_accept(struct context *context);
int cmd_report(struct context *context);
int cmd_install(struct context *context);
int cmd_import(struct context *context);
int cmd_kit(struct context *context);
int cmd_uninstall(struct context *context);
int cmd_status(struct context *context);
int cmd_completion(struct context *context);

/* The problem's code, for `return command_failed(context);`. */
int command_failed(const struct context *context);

void help_all(FILE *out);
/* A manual page of all verbs, for man. */
void help_man(FILE *out);
void help_command(const struct command *command, FILE *out);

#endif
