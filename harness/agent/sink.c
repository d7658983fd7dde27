#include "sink.h"

#include <stdio.h>
#include "executor.h"
#include "journal.h"
#include "outcome.h"
#include "platform.h"
#include "pump.h"
#include "sink_thunks.h"
#include "turn.h"

enum { MAX_METHODS = SINK_METHODS };

struct sink {
    void **vtable; /* first: this is the COM object */
    LONG references;
    const struct section *section;
    unsigned calls[MAX_METHODS];
    unsigned heard[MAX_METHODS]; /* of them without a turn, since the last pump */
    struct sink *next;
};

static struct sink *sink_named(const char *name)
{
    for (struct sink *sink = agent.sinks; sink; sink = sink->next)
        if (strcmp(sink->section->name, name) == 0)
            return sink;
    return NULL;
}

long sink_references(const char *name)
{
    const struct sink *sink = sink_named(name);

    return sink ? sink->references : -1;
}

/* MAX_METHODS: it has none of that name. */
static unsigned method_index(const struct sink *sink, const char *method)
{
    for (unsigned i = 0; i < sink->section->interface->n_methods && i < MAX_METHODS; i++)
        if (strcmp(sink->section->interface->methods[i].name, method) == 0)
            return i;
    return MAX_METHODS;
}

unsigned sink_calls(const char *name, const char *method)
{
    const struct sink *sink = sink_named(name);
    const unsigned i = sink ? method_index(sink, method) : MAX_METHODS;

    return i < MAX_METHODS ? sink->calls[i] : 0;
}

unsigned sink_calls_heard(const char *name, const char *method)
{
    const struct sink *sink = sink_named(name);
    const unsigned i = sink ? method_index(sink, method) : MAX_METHODS;

    return i < MAX_METHODS ? sink->heard[i] : 0;
}

void sinks_pumped(void)
{
    for (struct sink *sink = agent.sinks; sink; sink = sink->next)
        memset(sink->heard, 0, sizeof sink->heard);
}

HRESULT STDMETHODCALLTYPE sink_query_interface(struct sink *sink, const GUID *iid, void **object)
{
    const struct cat_interface *interface;
    struct cat_guid wanted;

    if (!object)
        return E_POINTER;
    *object = NULL;
    memcpy(&wanted, iid, sizeof wanted);
    interface = cat_interface_by_iid(&wanted);
    for (const struct cat_interface *own = sink->section->interface; own; own = cat_base(own))
        if (own == interface) {
            InterlockedIncrement(&sink->references);
            *object = sink;
            return S_OK;
        }
    return E_NOINTERFACE;
}

ULONG STDMETHODCALLTYPE sink_add_ref(struct sink *sink)
{
    return (ULONG)InterlockedIncrement(&sink->references) + 1; /* ours is the one more */
}

ULONG STDMETHODCALLTYPE sink_release(struct sink *sink)
{
    return (ULONG)InterlockedDecrement(&sink->references) + 1;
}

static void show_arguments(const struct cat_method *method, const UINT_PTR *words, struct arg *args,
                           struct arena *arena)
{
    char text[256];

    for (unsigned i = 0; i < method->n_params; i++) {
        if (method->params[i].kind != CAT_IN_NUMBER) {
            args[i].kind = ARG_NULL;
            continue;
        }
        cat_number_text(method->params[i].group, (uint32_t)words[i], text, sizeof text);
        args[i].kind = ARG_NUMBER;
        args[i].number = (uint32_t)words[i];
        args[i].text = arena_text(arena, text, strlen(text));
    }
}

static void run_script(const struct sink *sink, const struct on *on, unsigned count, const struct where *where)
{
    struct executor *const here = executor_here();
    const struct where *const outer = here->callback;
    char prefix[JOURNAL_LABEL];

    if (!on || !on->steps || !journal_has_room())
        return;
    snprintf(prefix, sizeof prefix, "%s.%s#%u", sink->section->name, on->method, count);
    here->callback = where;
    run_steps(on->steps, prefix);
    here->callback = outer;
}

/* A trace leaves out what is plain. */
static void show_where(const struct where *where, struct detail *shown)
{
    const struct where plain = executor_expects();

    shown->thread = where->thread;
    shown->apartment = where->apartment;
    shown->plain = strcmp(where->thread, plain.thread) == 0 && where->apartment == plain.apartment;
}

/* Its lines go below a call of this process, or below its next `pump`. Neither is so where it is released at the end, say:
 * nobody watches then. */
static bool enter(struct where *where, bool *heard)
{
    const bool given = control_take();

    *heard = false;
    if (!given && !executor_is_guest())
        return false;
    *where = executor_where();
    *heard = !given && turn_hears();
    return given || *heard;
}

static void leave(bool heard)
{
    if (heard)
        turn_heard();
    else
        control_give();
}

HRESULT sink_called(struct sink *sink, unsigned index, const UINT_PTR *words)
{
    const struct cat_method *method = &sink->section->interface->methods[index];
    const struct on *on = trace_on(sink->section, method->name, ++sink->calls[index]);
    const HRESULT answer = on ? (HRESULT)on->answer : S_OK;
    struct arg args[SINK_WORDS] = { 0 };
    struct detail shown = { .kind = SEEN_CALLBACK,
                            .effect = EFFECT_CALLBACKS,
                            .object = sink->section->name,
                            .method = method->name,
                            .args = args,
                            .n_args = method->n_params };
    struct where where;
    struct arena arena;
    bool heard;

    if (!enter(&where, &heard))
        return answer;
    sink->heard[index] += heard;
    arena_init(&arena);
    show_arguments(method, words, args, &arena);
    show_where(&where, &shown);
    /* Known beforehand: so the line is whole even if a step in the callback ends the process. */
    shown.result = (struct result){ .kind = RESULT_HRESULT, .number = (DWORD)answer };
    journal_enter_callback(&shown);
    run_script(sink, on, sink->calls[index], &where);
    journal_leave_callback();
    pump_sink_called();
    arena_free(&arena);
    leave(heard);
    return answer;
}

static struct sink *new_sink(const struct section *section)
{
    struct sink *sink = calloc(1, sizeof *sink);
    struct slot *slot = slot_of(section->name);

    if (!sink || !slot || !(sink->vtable = sink_vtable(section->interface))) {
        free(sink);
        return NULL;
    }
    sink->section = section;
    slot->bound = true;
    slot->pointer = sink;
    slot->object = ++agent.objects;
    return sink;
}

bool sinks_open(void)
{
    struct sink **tail = &agent.sinks;

    for (const struct section *section = agent.scenario->sections; section; section = section->next) {
        if (section->kind != SECTION_SINK)
            continue;
        *tail = new_sink(section);
        if (!*tail)
            return false;
        tail = &(*tail)->next;
    }
    return true;
}

void sinks_close(void)
{
    while (agent.sinks) {
        struct sink *next = agent.sinks->next;

        free(agent.sinks->vtable);
        free(agent.sinks);
        agent.sinks = next;
    }
}
