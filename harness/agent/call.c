#include "call.h"

#include "flight.h"
#include "outcome.h"
#include "platform.h"
#include "turn.h"

UINT_PTR call_watched(void *function, const UINT_PTR *words, unsigned n, bool *unhooked)
{
    UINT_PTR result;

    control_give();
    result = call_words(function, words, n);
    control_take();
    if (!platform_heap_valid()) {
        uint32_t code = 0;

        cat_exception_value("HEAP_CORRUPTION", &code);
        outcome_crash(code);
    }
    if (turn_overlaps())
        platform_own_change(); /* nobody knows whose it was */
    else
        *unhooked |= platform_find_unhooked();
    return result;
}

void *vtable_slot(void *object, unsigned slot)
{
    return (*(void ***)object)[slot];
}

void tag_unhooked(struct step *shown, struct arena *arena)
{
    const char **words = arena_alloc(arena, (shown->tags.n + 1) * sizeof *words);

    if (!words)
        return;
    if (shown->tags.n)
        memcpy(words, shown->tags.words, shown->tags.n * sizeof *words);
    words[shown->tags.n] = "unhooked";
    shown->tags.words = words;
    shown->tags.n++;
}

static void call_export(const struct step *step, struct call *call, void **function)
{
    *function = platform_dll_export(step->method);
    call->n_words = step->callee->n_params;
    if (!*function)
        memcpy(call->unbound, "dll", sizeof "dll");
}

static void call_method(const struct step *step, struct call *call, void **function)
{
    const struct slot *slot = slot_bound(step->object);
    unsigned index = 0;

    call->n_words = step->callee->n_params + 1;
    if (!slot || !slot->pointer) {
        memcpy(call->unbound, step->object, strlen(step->object) + 1);
        return;
    }
    cat_method(step->callee_interface, step->method, &index);
    call->words[0] = (UINT_PTR)slot->pointer;
    *function = vtable_slot(slot->pointer, index);
}

/* AddRef and Release, whose counts tell what the scenario still holds. */
static void count_references(const struct step *step, DWORD count)
{
    struct slot *slot = slot_bound(step->object);

    if (!slot || slot->pointer == NULL)
        return;
    if (strcmp(step->method, "AddRef") == 0) {
        slot->owned++;
        return;
    }
    if (slot->owned)
        slot->owned--;
    if (!count)
        slots_forget(slot);
}

void step_call(const struct step *step, struct step *shown, struct arena *arena)
{
    struct call call = { .step = step };
    const bool is_export = step->callee_interface->n_iids == 0;
    void *function = NULL;
    bool unhooked = false;
    DWORD result;

    if (is_export)
        call_export(step, &call, &function);
    else
        call_method(step, &call, &function);
    if (!function || !call_arguments(&call, is_export ? 0 : 1)) {
        not_run(shown, call.unbound, arena);
        call_free(&call);
        return;
    }
    result = (DWORD)call_watched(function, call.words, call.n_words, &unhooked);
    if (step->action == ACTION_BEGIN)
        flight_rejoin();
    if (step->callee->returns == CAT_RETURNS_COUNT) {
        shown->result = (struct result){ .kind = RESULT_COUNT, .number = result };
        count_references(step, result);
    } else {
        shown->result = (struct result){ .kind = RESULT_HRESULT, .number = result };
    }
    call_results(&call, (LONG)result >= 0, shown, arena);
    if (unhooked)
        tag_unhooked(shown, arena);
    call_free(&call);
}
