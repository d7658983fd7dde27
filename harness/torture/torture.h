/* Every native scenario again and again, each time with another fallible Win32 call failing, in whatever process or thread
 * of the scenario that call is made.
 *
 * What must hold: no crash, no hang, nothing leaked, and every call during which it happens leaves the registry as it was
 * before that call or as the undisturbed call leaves it (style.md, habit 5). A call with dialogs consists of what its user
 * does one after the other; each of that is whole or not there. When something comes otherwise than his lines say, he
 * cancels all; who pumps messages until a callback comes gives up when it doesn't. */
#ifndef IDT_TORTURE_TORTURE_H
#define IDT_TORTURE_TORTURE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UNITS_MAX = 1024, MOMENTS_MAX = 8192, LABEL_MAX = 160, PLACES = 64 };

/* The registry as a sum over its entries, when a step began or ended or the user did something. */
struct moment {
    uint64_t sum;
    uint32_t thread; /* which did so */
};

/* A step of the scenario, or a call in flight from its begin to its end. */
struct unit {
    char label[LABEL_MAX];
    bool flies;
    uint32_t process, thread;
    unsigned begin, end; /* moments */
};

/* The calls that can fail, of the processes in the order in which they start. */
struct calls {
    unsigned of[PLACES];
};

/* One run of a scenario, seen from the seams of the agent (seams.c), by all processes of the scenario: it lies in memory
 * that they share. */
struct run {
    unsigned fault;         /* number of the call that fails, process by process; 0: none, only counting */
    const struct run *calm; /* the undisturbed run; NULL in that run */
    /* Likewise, with sinks that agree to everything: what cannot be asked counts as agreeing (I-09). NULL: nobody vetoes,
     * or there is but one process, in which everybody can be asked. */
    const struct run *agreed;
    bool agrees; /* this is that run */
    atomic_bool vetoed;
    atomic_bool armed;
    atomic_uint n_units, n_moments;
    struct unit units[UNITS_MAX];
    struct moment moments[MOMENTS_MAX];
    struct calls fallible;
    char failed[64];      /* function that failed, "" if none did */
    atomic_bool absorbed; /* a call went on without it, as it may (seams.c) */
    atomic_int ended;     /* how: enum ended_kind */
    atomic_flag wrong;
    char violation[256]; /* "" if all is well */
};

/* New, free with run_free(). */
struct run *run_new(void);
void run_free(struct run *run);
/* Replays the inlined scenario, once, in this process and those that it starts; ui: the file of the reference's UI map. */
void run_scenario(const char *scenario, const char *trace, const char *ui, struct run *run);
/* ---- judge.c ---- */

unsigned calls_sum(const struct calls *calls);
/* NULL: the run had none of that label. */
const struct unit *unit_named(const struct run *run, const char *label);
uint64_t sum_before(const struct run *run, const struct unit *unit);
uint64_t sum_after(const struct run *run, const struct unit *unit);
/* Whether the undisturbed run had this registry during the unit or what overlaps it; *act: when this unit's user did
 * something. */
bool had(const struct run *calm, const struct unit *unit, uint64_t sum, bool *act);
/* Likewise; false if there is no such run. */
bool had_if_agreed(const struct run *agreed, const char *label, uint64_t sum);
/* Whether two undisturbed runs had the same steps with the same registries and calls. */
bool runs_equal(const struct run *a, const struct run *b);

/* ---- corpus.c ---- */

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
