#include "driver/complete.h"

#include "trace/symbols.h"

#include <uthash.h>

struct seen {
    const struct step *step;
    UT_hash_handle hh;
};

struct completion {
    struct trace *scenario;
    struct symbols *literals; /* GUIDs that are the same in every run */
    struct seen *seen;        /* steps of the trace by label */
    const char *tag;
    unsigned lines;
};

static void collect(struct completion *completion, const struct step *steps)
{
    for (const struct step *step = steps; step; step = step->next) {
        struct seen *seen = xcalloc(1, sizeof(*seen));

        seen->step = step;
        HASH_ADD_KEYPTR(hh, completion->seen, step->label, strlen(step->label), seen);
    }
}

/* Whether a printed piece says the same in every run. */
static bool stable(const struct completion *completion, const struct buffer *text)
{
    struct buffer normalised;
    bool same;

    buffer_init(&normalised, TRACE_MAX_SCENARIO);
    symbols_normalise(completion->literals, text->data ? text->data : "", text->len, &normalised);
    same = normalised.len == text->len && (!text->len || !memcmp(normalised.data, text->data, text->len));
    buffer_free(&normalised);
    return same;
}

static bool stable_values(const struct completion *completion, const struct arg *arg)
{
    struct buffer text;
    bool ok;

    buffer_init(&text, TRACE_MAX_SCENARIO);
    for (unsigned i = 0; i < arg->n_values; i++)
        trace_print_value(&arg->values[i], &text);
    ok = text.status == ST_OK && stable(completion, &text);
    buffer_free(&text);
    return ok;
}

static bool stable_details(const struct completion *completion, const struct detail *details)
{
    struct buffer text;
    bool ok;

    buffer_init(&text, TRACE_MAX_SCENARIO);
    for (const struct detail *detail = details; detail; detail = detail->next) {
        if (detail->steps) { /* calls made inside of a callback belong to the sink's own lines */
            buffer_free(&text);
            return false;
        }
        trace_print_detail(detail, 2, &text);
    }
    ok = text.status == ST_OK && stable(completion, &text);
    buffer_free(&text);
    return ok;
}

static bool states_nothing(const struct step *step)
{
    if ((step->result.kind != RESULT_NONE && step->result.kind != RESULT_ANY) || step->details || step->tags.n)
        return false;
    for (unsigned i = 0; i < step->n_args; i++)
        if (step->args[i].kind == ARG_OUT && step->args[i].n_values)
            return false;
    return step->action != ACTION_NEVER && step->action != ACTION_UNCHANGED;
}

static bool tag_step(struct completion *completion, struct step *step)
{
    step->tags.words = arena_alloc(&completion->scenario->arena, sizeof(*step->tags.words));
    if (!step->tags.words)
        return false;
    step->tags.words[0] = completion->tag;
    step->tags.n = 1;
    completion->lines++;
    return true;
}

static bool complete_step(struct completion *completion, struct step *step)
{
    struct seen *seen = NULL;
    const struct step *other;

    HASH_FIND_STR(completion->seen, step->label, seen);
    if (!seen || !states_nothing(step))
        return true;
    other = seen->step;
    if (other->result.kind == RESULT_NONE || other->result.kind == RESULT_NOT_RUN)
        return true;
    step->result = other->result;
    for (unsigned i = 0; i < step->n_args && i < other->n_args; i++)
        if (step->args[i].kind == ARG_OUT && stable_values(completion, &other->args[i])) {
            step->args[i].n_values = other->args[i].n_values;
            step->args[i].values = other->args[i].values;
        }
    if (stable_details(completion, other->details))
        step->details = other->details;
    return tag_step(completion, step);
}

static bool complete_all(struct completion *completion)
{
    for (struct section *section = completion->scenario->sections; section; section = section->next) {
        if (section->kind == SECTION_SINK)
            continue;
        for (struct step *step = section->steps; step; step = step->next)
            if (!complete_step(completion, step))
                return false;
    }
    return true;
}

static bool print(const struct trace *scenario, struct str *text)
{
    struct buffer out;
    bool ok;

    buffer_init(&out, TRACE_MAX_SCENARIO);
    trace_print(scenario, &out);
    ok = out.status == ST_OK;
    if (ok)
        str_add(text, out.data, out.len);
    buffer_free(&out);
    return ok;
}

bool complete_scenario(const char *path, const struct trace *trace, const char *target, const char *hash,
                       struct str *text, unsigned *lines, struct problem *problem)
{
    struct completion completion = { .literals = symbols_new() };
    char *tag = xformat("observed %s %s", target, hash);
    struct seen *seen, *next;
    bool ok;

    completion.tag = tag;
    ok = completion.literals && model_read(path, &completion.scenario, problem);
    if (ok) {
        for (const struct section *section = trace->sections; section; section = section->next)
            if (section->kind != SECTION_SINK)
                collect(&completion, section->steps);
        ok = symbols_add_literals_of(completion.literals, completion.scenario) == ST_OK &&
             symbols_add_literals_of(completion.literals, trace) == ST_OK && complete_all(&completion) &&
             print(completion.scenario, text);
        if (!ok)
            problem_set(problem, CODE_INTERNAL, "%s: cannot be completed: too long or out of memory", path);
    }
    *lines = completion.lines;
    HASH_ITER(hh, completion.seen, seen, next)
    {
        HASH_DEL(completion.seen, seen);
        free(seen);
    }
    trace_free(completion.scenario);
    symbols_free(completion.literals);
    free(tag);
    return ok;
}
