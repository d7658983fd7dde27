/* One call into the DLL under test: argument words, the memory behind them, and the way in and out. */
#ifndef AGENT_CALL_H
#define AGENT_CALL_H

#include "agent.h"

enum { CALL_WORDS = 12, CALL_GUARD = 64, CALL_PATTERN = 0xa5 };

struct call {
    const struct step *step;
    UINT_PTR words[CALL_WORDS];
    unsigned n_words;
    struct storage {
        unsigned char *bytes; /* new; behind `size` bytes of an out parameter stands a guard */
        size_t size;
        bool guarded;
    } storage[TRACE_MAX_ARGS];
    char unbound[TRACE_MAX_NAME + 1];
};

/* Calls a function of N words: a method (its object is words[0]) or an export. */
UINT_PTR call_words(void *function, const UINT_PTR *words, unsigned n);
/* The same, watched: effects are recorded, and heap, modules and registry are looked at afterwards. Returns what the
 * function returned; *unhooked is set if a change was found that no hook saw. */
UINT_PTR call_watched(void *function, const UINT_PTR *words, unsigned n, bool *unhooked);
/* Slot of an object's vtable. */
void *vtable_slot(void *object, unsigned slot);

/* Fills words[first...] and the storage. False: something is not bound, and call->unbound names it. */
bool call_arguments(struct call *call, unsigned first);
/* Out parameters as observed: values of `shown`, and variables bound. A damaged guard ends the scenario. */
void call_results(struct call *call, bool succeeded, struct step *shown, struct arena *arena);
void call_free(struct call *call);

/* A pointer as `null`, `untouched`, `same v` or `new`. */
void value_of_pointer(const void *pointer, const struct value *expected, struct value *value);
/* `from`: whose QueryInterface gave it, NULL for any other origin. */
void bind_pointer(const char *name, void *pointer, const struct slot *from);
void *pattern_pointer(void);
/* The step says that a change was seen which came by no hooked call. */
void tag_unhooked(struct step *shown, struct arena *arena);

#endif
