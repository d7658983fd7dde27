/* Altering one expectation of a scenario, whichever one wants. */
#ifndef IDT_TESTS_MUTATE_H
#define IDT_TESTS_MUTATE_H

#include "trace/trace.h"

struct mutation {
    unsigned line;    /* of the scenario */
    const char *what; /* "result", "value", "line left out", … */
};

/* Alters expectation number `index` (from 0, in file order) of a checked scenario. False: there is none of that
 * number. What it adds is allocated in the scenario's arena. */
bool mutate(struct trace *scenario, size_t index, struct mutation *mutation);

#endif
