/* Every native scenario again and again, each time with another fallible Win32 call failing.
 *
 * What must hold: no crash, no hang, nothing leaked, and the call in which it happens leaves the registry as it was
 * before that call or as the undisturbed call leaves it (style.md, habit 5). */
#ifndef IDT_TORTURE_TORTURE_H
#define IDT_TORTURE_TORTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STEPS_MAX = 4096, LABEL_MAX = 160 };

/* What the registry was before and after a step, as sums over its entries. */
struct footprint {
    uint64_t before, after;
};

/* One run of a scenario, seen from the seams of the agent (seams.c). */
struct run {
    unsigned fault;               /* number of the call that fails; 0: none, only counting */
    const struct footprint *calm; /* of the undisturbed run; NULL in that run */
    unsigned calm_steps;
    struct footprint footprints[STEPS_MAX];
    unsigned steps;
    unsigned fallible;     /* calls that could have failed */
    unsigned leaked;       /* objects of the DLL that are left */
    char failed[64];       /* function that failed, "" if none did */
    char label[LABEL_MAX]; /* of the step it failed in */
    bool absorbed;         /* the call went on without it, as it may (seams.c) */
    char violation[256];   /* "" if all is well */
};

/* Replays the inlined scenario in this process, once. */
void run_scenario(const char *scenario, const char *trace, struct run *run);

/* Reads a scenario of the corpus and writes it with its start state inline; false with a message on stderr. */
bool inline_scenario(const char *corpus, const char *id, const char *path);

/* Ids of all scenarios, sorted; free each and the list. */
size_t list_scenarios(const char *corpus, char ***ids);

#endif
