/* The parts of the check, private to the library. All return false after a failure. */
#ifndef IDT_CHECK_H
#define IDT_CHECK_H

#include "trace/names.h"
#include "trace/trace.h"

struct check {
    struct trace *trace;
    const struct check_options *options;
    struct diag *diag;
    enum status status;
    const char *process; /* whose lines these are; NULL inside of an `on`, where every process is meant */
    bool lenient;        /* steps inside of an `on`, first round: what is not bound yet may be bound below */
    bool again;          /* the second round over an `on`: its names are bound already */
    struct names labels; /* to struct step */
    struct names processes;
    struct variable **tail;
};

bool check_fail(struct check *check, unsigned line, unsigned column, const char *format, ...) IDT_PRINTF(4, 5);
bool check_no_memory(struct check *check);
/* The variable of this name that the process sees; NULL if there is none. */
const struct variable *check_find(const struct check *check, const char *name);
/* The same, or a message and NULL. */
const struct variable *check_use(struct check *check, const char *name, unsigned line, unsigned column);
bool check_bind(struct check *check, const char *name, enum variable_kind kind, const struct cat_interface *interface,
                const struct step *step, unsigned line, unsigned column);
/* Symbols of a text that goes in: each must be bound above, or predefined. */
bool check_symbols(struct check *check, const char *text, unsigned line, unsigned column);

/* check_call.c */
bool check_args(struct check *check, struct step *step);
bool check_callback(struct check *check, const struct detail *detail);
bool check_value(struct check *check, const struct value *value, const struct cat_param *param, unsigned index,
                 unsigned line, unsigned column);
bool check_result(struct check *check, const struct step *step);
/* check_flight.c: after everything else is in order. */
bool check_flights(struct check *check);
/* check_where.c: the threads that callbacks name; a trace gets those that it leaves out. Before check_flights(). */
bool check_wheres(struct check *check);
extern const struct cat_param check_ppv; /* of create, factory and as */

#endif
