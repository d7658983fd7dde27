/* Every native scenario again and again, each time with another fallible Win32 call failing.
 *
 * What must hold: no crash, no hang, nothing leaked, and the call in which it happens leaves the registry as it was
 * before that call or as the undisturbed call leaves it (style.md, habit 5). A call with dialogs consists of what its user
 * does one after the other; each of that is whole or not there. When something comes otherwise than his lines say, he
 * cancels all. */
#ifndef IDT_TORTURE_TORTURE_H
#define IDT_TORTURE_TORTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STEPS_MAX = 4096, ACTS_MAX = 4096, LABEL_MAX = 160 };

/* What the registry was before and after a step, as sums over its entries. */
struct footprint {
    uint64_t before, after;
};

/* What the registry was when the user did something, in a step. */
struct act {
    unsigned step;
    uint64_t sum;
};

/* One run of a scenario, seen from the seams of the agent (seams.c). */
struct run {
    unsigned fault;         /* number of the call that fails; 0: none, only counting */
    const struct run *calm; /* the undisturbed run; NULL in that run */
    struct footprint footprints[STEPS_MAX];
    unsigned steps;
    struct act acts[ACTS_MAX];
    unsigned n_acts;
    unsigned fallible;     /* calls that could have failed */
    unsigned leaked;       /* objects of the DLL that are left */
    char failed[64];       /* function that failed, "" if none did */
    char label[LABEL_MAX]; /* of the step it failed in */
    bool absorbed;         /* the call went on without it, as it may (seams.c) */
    char violation[256];   /* "" if all is well */
};

/* Replays the inlined scenario in this process, once; ui: the file of the reference's UI map. */
void run_scenario(const char *scenario, const char *trace, const char *ui, struct run *run);

enum inlined {
    INLINED,
    INLINE_FAILED, /* a message is on stderr */
    INLINE_ENDS,   /* it expects a hang or another end of its process: nothing for this program */
};

/* Reads a scenario of the corpus and writes it with its start state inline. */
enum inlined inline_scenario(const char *corpus, const char *id, const char *path);

/* Ids of all scenarios, sorted; free each and the list. */
size_t list_scenarios(const char *corpus, char ***ids);

#endif
