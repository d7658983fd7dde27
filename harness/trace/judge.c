#include "trace/judge_private.h"

#include <stdio.h>

const char *const fact_verdict_names[N_FACT_VERDICTS] = { "same", "different", "not observed", "open", "not run" };

/* ---- facts ---- */

static void add_fact(struct judge *judge, struct fact_result fact)
{
    struct judgement *out = judge->out;

    if (out->n_facts == judge->capacity) {
        size_t capacity = judge->capacity ? judge->capacity * 2 : 64;
        struct fact_result *facts = realloc(out->facts, capacity * sizeof(*facts));
        if (!facts) {
            judge->no_memory = true;
            return;
        }
        out->facts = facts;
        judge->capacity = capacity;
    }
    fact.label = arena_text(&out->arena, fact.label, strlen(fact.label));
    fact.fact = arena_text(&out->arena, fact.fact, strlen(fact.fact));
    if (fact.cause)
        fact.cause = arena_text(&out->arena, fact.cause, strlen(fact.cause));
    if (!fact.label || !fact.fact)
        judge->no_memory = true;
    out->counts[fact.verdict]++;
    out->facts[out->n_facts++] = fact;
}

static enum fact_verdict verdict_of(enum match match)
{
    return match == MATCH_SAME ? FACT_SAME : match == MATCH_OPEN ? FACT_OPEN : FACT_DIFFERENT;
}

/* One step of the scenario and what the trace has for it. */
struct pairing {
    const struct step *expected;
    const struct step *observed; /* NULL: the trace has no such step, or it was left out */
    const char *label;           /* of the trace, where it has one */
    const char *cause;           /* set if the step did not run */
    const char *cause_fact;
};

static struct fact_result new_fact(const struct pairing *pair, const char *name)
{
    return (struct fact_result){ .label = pair->label,
                                 .fact = name,
                                 .cause = pair->cause,
                                 .cause_fact = pair->cause_fact,
                                 .scenario_line = pair->expected->line,
                                 .trace_line = pair->observed ? pair->observed->line : 0 };
}

/* A stated fact of a step that the trace does not have. */
static void add_missing(struct judge *judge, const struct pairing *pair, const char *name, const char *expected)
{
    struct fact_result fact = new_fact(pair, name);

    fact.verdict = pair->cause ? FACT_NOT_RUN : FACT_NOT_OBSERVED;
    fact.expected = expected;
    add_fact(judge, fact);
}

static void add_compared(struct judge *judge, const struct pairing *pair, const char *name, enum match match,
                         const char *expected, const char *observed)
{
    struct fact_result fact = new_fact(pair, name);

    fact.verdict = verdict_of(match);
    fact.expected = match == MATCH_OPEN ? NULL : expected;
    fact.observed = observed;
    add_fact(judge, fact);
}

/* ---- the facts of a step ---- */

static struct result expected_result(const struct step *step)
{
    struct result result = step->result;

    /* Assertions need no arrow. */
    if (result.kind == RESULT_NONE && (step->action == ACTION_UNCHANGED || step->action == ACTION_NEVER))
        result.kind = RESULT_YES;
    return result;
}

static void judge_step_result(struct judge *judge, const struct pairing *pair)
{
    struct result expected = expected_result(pair->expected);
    bool stated = expected.kind != RESULT_NONE && expected.kind != RESULT_ANY;
    const char *text = stated ? judge_result_text(judge, &expected, false) : NULL;

    if (pair->expected->action == ACTION_BEGIN)
        return;
    if (!pair->observed || pair->observed->result.kind == RESULT_NONE) {
        if (stated)
            add_missing(judge, pair, "result", text);
        return;
    }
    add_compared(judge, pair, "result", judge_result(judge, &expected, &pair->observed->result), text,
                 judge_result_text(judge, &pair->observed->result, true));
}

static void judge_one_out(struct judge *judge, const struct pairing *pair, const char *param,
                          const struct arg *expected, const struct arg *observed)
{
    char name[TRACE_MAX_NAME + 8];
    const char *text = expected->n_values ? judge_out_text(judge, expected, false) : NULL;

    snprintf(name, sizeof(name), "out.%s", param);
    if (!observed || observed->kind != ARG_OUT || !observed->n_values) {
        if (text)
            add_missing(judge, pair, name, text);
        return;
    }
    const char *seen = judge_out_text(judge, observed, true);
    enum match match = judge_out(judge, expected, observed);
    if (!text && match != MATCH_OPEN) /* a GUID that was bound before */
        text = arena_printf(&judge->out->arena, "{$(%s)}", expected->names[0]);
    add_compared(judge, pair, name, match, text, seen);
}

/* The pointer of create, factory and as stands behind the result. */
static struct arg pointer_arg(const struct step *step)
{
    return (struct arg){ .kind = ARG_OUT,
                         .n_names = 1,
                         .names = (const char **)&step->binds,
                         .n_values = step->result.value ? 1 : 0,
                         .values = step->result.value };
}

/* Of a call in flight the trace shows the out parameters where it ends, without the others. */
static void judge_begun_outs(struct judge *judge, const struct pairing *pair)
{
    const struct step *expected = pair->expected, *end = names_get(&judge->ends, expected->label);
    unsigned n = 0;

    for (unsigned i = 0; i < expected->n_args; i++) {
        const struct cat_param *param = trace_param(expected, i);

        if (!param || !cat_is_out(param->kind))
            continue;
        const struct arg *observed = end && n < end->n_args ? &end->args[n] : NULL;
        if (expected->args[i].kind == ARG_OUT) {
            judge_one_out(judge, pair, param->name, &expected->args[i], observed);
            n++;
        }
    }
}

static void judge_outs(struct judge *judge, const struct pairing *pair)
{
    const struct step *expected = pair->expected, *observed = pair->observed;

    if (expected->action == ACTION_BEGIN && !judge->scenario->is_trace) {
        judge_begun_outs(judge, pair);
        return;
    }
    if (expected->action == ACTION_END && !judge->scenario->is_trace)
        return; /* stated where the call began */
    if (expected->action == ACTION_CREATE || expected->action == ACTION_FACTORY || expected->action == ACTION_AS) {
        struct arg e = pointer_arg(expected), o = { 0 };
        if (observed)
            o = pointer_arg(observed);
        judge_one_out(judge, pair, "ppv", &e, observed ? &o : NULL);
        return;
    }
    for (unsigned i = 0; i < expected->n_args; i++) {
        const struct cat_param *param = trace_param(expected, i);

        if (expected->args[i].kind == ARG_OUT && param)
            judge_one_out(judge, pair, param->name, &expected->args[i],
                          observed && i < observed->n_args ? &observed->args[i] : NULL);
    }
}

/* Effects are watched in calls into the DLL only. */
static bool is_call(const struct step *step)
{
    return step->action <= ACTION_AS || step->action == ACTION_CALL || step->action == ACTION_END;
}

/* What was played of what the user does. */
static void judge_user(struct judge *judge, const struct pairing *pair)
{
    const struct detail *detail = judge_details(pair->expected);
    const char *expected, *observed;

    while (detail && detail->kind < USER_DIALOG)
        detail = detail->next;
    if (!detail)
        return;
    expected = judge_user_text(judge, pair->expected, false);
    if (!pair->observed) {
        add_missing(judge, pair, "user", expected);
        return;
    }
    observed = judge_user_text(judge, pair->observed, true);
    if (!expected || !observed)
        return;
    add_compared(judge, pair, "user", judge_same_text(judge, expected, observed) ? MATCH_SAME : MATCH_DIFFERENT,
                 expected, observed);
}

static void judge_step_effects(struct judge *judge, const struct pairing *pair, enum effect_kind kind)
{
    const bool call = is_call(pair->expected) || pair->expected->action == ACTION_PUMP;
    const bool full = judge_states_where(pair->expected);
    const char *expected = NULL, *observed = NULL;

    /* Silence means `none` only where the DLL can do something; the lines below an `unchanged` are stated all the same. */
    if (call || judge_next_effect(pair->expected, kind, NULL))
        expected = judge_effects_text(judge, pair->expected, kind, false, false);
    if (pair->observed && (call || judge_next_effect(pair->observed, kind, NULL)))
        observed = judge_effects_text(judge, pair->observed, kind, true, full);
    if (!expected && !observed)
        return;
    if (!observed)
        add_missing(judge, pair, effect_kind_names[kind], expected);
    else if (!expected)
        add_compared(judge, pair, effect_kind_names[kind], MATCH_OPEN, NULL, observed);
    else
        add_compared(judge, pair, effect_kind_names[kind], judge_effects(judge, pair->expected, pair->observed, kind),
                     expected, observed);
}

/* ---- steps ---- */

/* The fact of the step `label` that went wrong: a difference if there is one, else its result. */
static const char *wrong_fact(struct judge *judge, const char *label)
{
    if (judge->cause && !strcmp(judge->cause, label))
        return judge->cause_fact;
    judge->cause = label;
    judge->cause_fact = "result";
    for (size_t i = 0; i < judge->out->n_facts; i++) {
        if (judge->out->facts[i].verdict == FACT_DIFFERENT && !strcmp(judge->out->facts[i].label, label))
            return judge->cause_fact = judge->out->facts[i].fact;
    }
    return judge->cause_fact;
}

/* A variable that is bound inside of a callback is missing because the callback did not come as expected. */
static const struct fact_result *wrong_callbacks(const struct judge *judge)
{
    for (size_t i = 0; i < judge->out->n_facts; i++) {
        const struct fact_result *fact = &judge->out->facts[i];

        if (fact->verdict == FACT_DIFFERENT && !strcmp(fact->fact, "callbacks"))
            return fact;
    }
    return NULL;
}

static bool passes(const struct step *step, const char *name)
{
    for (unsigned i = 0; i < step->n_args; i++)
        if (step->args[i].kind == ARG_NAME && !strcmp(step->args[i].text, name))
            return true;
    return false;
}

/* The first step that hands out a sink. */
static const struct step *step_giving(const struct trace *scenario, const char *name)
{
    for (const struct section *section = scenario->sections; section; section = section->next)
        for (const struct step *step = section->steps; step; step = step->next)
            if (passes(step, name))
                return step;
    return NULL;
}

static bool binds(const struct step *step, const char *name)
{
    if (step->binds && !strcmp(step->binds, name))
        return true;
    for (unsigned i = 0; i < step->n_args; i++)
        for (unsigned k = 0; step->args[i].kind == ARG_OUT && k < step->args[i].n_names; k++)
            if (!strcmp(step->args[i].names[k], name))
                return true;
    return false;
}

static bool has_step(const struct section *section, const struct step *step)
{
    for (const struct step *other = section->steps; other; other = other->next)
        if (other == step)
            return true;
    return false;
}

static const char *process_of(const struct trace *scenario, const struct step *step)
{
    const char *process = NULL;

    for (const struct section *section = scenario->sections; section; section = section->next) {
        if (section->kind == SECTION_PROCESS)
            process = section->name;
        if (has_step(section, step))
            return process;
    }
    return NULL;
}

/* The last step above this one that binds the name in the same process, whose variable of that name is its own. */
static const struct step *step_binding(const struct trace *scenario, const struct step *step, const char *name)
{
    const char *own = process_of(scenario, step), *process = NULL;
    const struct step *found = NULL;

    for (const struct section *section = scenario->sections; own && section; section = section->next) {
        if (section->kind == SECTION_PROCESS)
            process = section->name;
        for (const struct step *other = section->steps; other; other = other->next) {
            if (other == step)
                return found;
            if (process && !strcmp(process, own) && binds(other, name))
                found = other;
        }
    }
    return NULL;
}

/* A variable is missing because of the step that binds it, a sink that nobody calls because of the one that gives it. */
static const struct step *step_missed(const struct judge *judge, const struct step *step, const char *name)
{
    const struct variable *variable = name ? trace_variable(judge->scenario, name) : NULL;
    const struct step *binding;

    if (!variable)
        return NULL;
    if (!variable->step)
        return step_giving(judge->scenario, name);
    binding = step_binding(judge->scenario, step, name);
    return binding ? binding : variable->step;
}

static void find_cause(struct judge *judge, struct pairing *pair, const char *variable_name)
{
    const struct step *missed = step_missed(judge, pair->expected, variable_name);
    const struct fact_result *callbacks;

    if (missed && !strchr(missed->label, '/')) {
        pair->cause = missed->label;
        pair->cause_fact = wrong_fact(judge, pair->cause);
        return;
    }
    callbacks = wrong_callbacks(judge);
    pair->cause = callbacks ? callbacks->label : "scenario";
    pair->cause_fact = callbacks ? callbacks->fact : "ended";
}

/* Says why the trace has nothing for a step, where it says so. */
static void find_reason(struct judge *judge, struct pairing *pair)
{
    const struct ended *ended = &judge->trace->ended;

    if (pair->observed && pair->observed->result.kind == RESULT_NOT_RUN) {
        find_cause(judge, pair, pair->observed->result.text);
        pair->observed = NULL;
    } else if (!pair->observed && ended->kind != ENDED_OK && ended->kind != ENDED_NONE) {
        pair->cause = ended->label ? ended->label : "scenario";
        pair->cause_fact = ended->label ? wrong_fact(judge, ended->label) : "ended";
    }
}

static void judge_nested(struct judge *judge, const struct step *expected, const struct step *observed);

static void judge_pair(struct judge *judge, const struct step *expected, const struct step *observed)
{
    struct pairing pair = { .expected = expected, .observed = observed };

    pair.label = observed ? observed->label : expected->label;
    find_reason(judge, &pair);
    judge_step_result(judge, &pair);
    judge_outs(judge, &pair);
    for (enum effect_kind kind = 0; kind < N_EFFECT_KINDS; kind++)
        judge_step_effects(judge, &pair, kind);
    judge_user(judge, &pair);
    if (pair.observed)
        judge_nested(judge, expected, pair.observed);
}

void judge_steps(struct judge *judge, const struct step *expected)
{
    for (; expected; expected = expected->next) {
        const struct names *steps = expected->action == ACTION_END ? &judge->ends : &judge->steps;

        judge_pair(judge, expected, names_get(steps, expected->label));
    }
}

/* The steps that a scenario's sink makes in a callback. */
static const struct step *sink_steps(const struct trace *scenario, const struct detail *callback)
{
    for (const struct section *section = scenario->sections; section; section = section->next) {
        if (section->kind != SECTION_SINK || strcmp(section->name, callback->object))
            continue;
        const struct on *on = trace_on(section, callback->method, callback->nth);
        return on ? on->steps : NULL;
    }
    return NULL;
}

/* What was done inside of callbacks. A trace that stands for the scenario shows it below its own lines. */
static void judge_nested(struct judge *judge, const struct step *expected, const struct step *observed)
{
    if (judge->scenario->is_trace) {
        for (const struct detail *detail = judge_details(expected); detail; detail = detail->next)
            judge_steps(judge, detail->steps);
        return;
    }
    for (const struct detail *detail = judge_details(observed); detail; detail = detail->next) {
        if (detail->kind != SEEN_CALLBACK)
            continue;
        const struct step *e = sink_steps(judge->scenario, detail), *o = detail->steps;
        for (; e && o; e = e->next, o = o->next)
            judge_pair(judge, e, o);
    }
}

/* ---- the whole ---- */

const char *judge_first_holder(const struct judge *judge, const char *name)
{
    const char *earlier;

    while ((earlier = names_get(&judge->aliases, name)) != NULL)
        name = earlier;
    return name;
}

/* Only what was bound before can be the same, so the chains end. */
static void index_value(struct judge *judge, const char *name, const struct value *value)
{
    if (!value || value->kind != VALUE_SAME || names_get(&judge->aliases, name))
        return;
    if (strcmp(judge_first_holder(judge, value->text), name) &&
        names_put(&judge->aliases, name, (void *)(uintptr_t)value->text))
        judge->no_memory = true;
}

static void index_step(struct judge *judge, const struct step *step)
{
    struct names *table = step->action == ACTION_END ? &judge->ends : &judge->steps;

    if (!names_get(table, step->label) && names_put(table, step->label, (void *)(uintptr_t)step))
        judge->no_memory = true;
    if (step->binds)
        index_value(judge, step->binds, step->result.value);
    for (unsigned i = 0; i < step->n_args; i++) {
        for (unsigned k = 0; k < step->args[i].n_values; k++)
            index_value(judge, step->args[i].names[k], &step->args[i].values[k]);
    }
}

static void index_steps(struct judge *judge, const struct step *steps)
{
    for (; steps; steps = steps->next) {
        index_step(judge, steps);
        for (const struct detail *detail = steps->details; detail; detail = detail->next)
            index_steps(judge, detail->steps);
    }
}

/* Numbers the symbols of a trace by their order in it, whatever the order of comparison. */
static void name_symbols(struct judge *judge, struct symbols *symbols, const struct trace *trace)
{
    struct buffer text;

    buffer_init(&text, TRACE_MAX_TRACE);
    if (symbols_add_literals_of(symbols, judge->scenario) || symbols_add_literals_of(symbols, judge->trace))
        judge->no_memory = true;
    trace_print(trace, &text);
    if (text.status || symbols_collect(symbols, text.data, text.len))
        judge->no_memory = true;
    buffer_free(&text);
}

/* How a scenario is meant to end: as its last words say, or well. */
static struct ended expected_end(const struct trace *scenario)
{
    struct ended ended = { .kind = ENDED_OK };

    if (scenario->is_trace)
        return scenario->ended;
    for (const struct section *section = scenario->sections; section; section = section->next) {
        for (const struct step *step = section->steps; step; step = step->next) {
            if (step->result.kind == RESULT_CRASH)
                ended = (struct ended){ .kind = ENDED_CRASH, .text = step->result.text };
            else if (step->result.kind == RESULT_HANG)
                ended = (struct ended){ .kind = ENDED_HANG };
            else if (step->result.kind == RESULT_EXIT)
                ended = (struct ended){ .kind = ENDED_EXIT, .number = step->result.number };
        }
    }
    return ended;
}

static void judge_end(struct judge *judge)
{
    struct ended expected = expected_end(judge->scenario);
    struct fact_result fact = { .label = "scenario", .fact = "ended", .trace_line = judge->trace->ended.line };

    fact.expected = judge_ended_text(judge, &expected);
    fact.observed = judge_ended_text(judge, &judge->trace->ended);
    if (!fact.expected && !fact.observed)
        return;
    if (!fact.observed)
        fact.verdict = FACT_NOT_OBSERVED;
    else if (!fact.expected)
        fact.verdict = FACT_OPEN;
    else
        fact.verdict = strcmp(fact.expected, fact.observed) ? FACT_DIFFERENT : FACT_SAME;
    judge->out->ended = fact.observed;
    add_fact(judge, fact);
}

void judge_begin(struct judge *judge)
{
    for (const struct section *section = judge->trace->sections; section; section = section->next)
        index_steps(judge, section->steps);
}

static void judge_all(struct judge *judge)
{
    name_symbols(judge, judge->symbols, judge->trace);
    if (judge->expected_symbols)
        name_symbols(judge, judge->expected_symbols, judge->scenario);
    judge_begin(judge);
    for (const struct section *section = judge->scenario->sections; section; section = section->next) {
        if (section->kind != SECTION_SINK)
            judge_steps(judge, section->steps);
    }
    judge_end(judge);
    judge->out->bindings = binding_count(judge->binding);
    judge->no_memory |= binding_failed(judge->binding);
}

enum status trace_judge(const struct trace *scenario, const struct trace *trace, struct judgement **out)
{
    struct judge judge = { .scenario = scenario, .trace = trace };

    *out = NULL;
    judge.out = calloc(1, sizeof(*judge.out));
    if (!judge.out)
        return ST_NO_MEMORY;
    arena_init(&judge.out->arena);
    judge.symbols = symbols_new();
    judge.binding = binding_new();
    judge.expected_symbols = scenario->is_trace ? symbols_new() : NULL;
    if (!judge.symbols || !judge.binding || (scenario->is_trace && !judge.expected_symbols))
        judge.no_memory = true;
    else if (trace->ended.kind == ENDED_UNSUPPORTED)
        judge.out->unsupported = arena_text(&judge.out->arena, trace->ended.text, strlen(trace->ended.text));
    else
        judge_all(&judge);
    symbols_free(judge.symbols);
    symbols_free(judge.expected_symbols);
    binding_free(judge.binding);
    names_free(&judge.steps);
    names_free(&judge.ends);
    names_free(&judge.aliases);
    if (judge.no_memory) {
        judgement_free(judge.out);
        return ST_NO_MEMORY;
    }
    *out = judge.out;
    return ST_OK;
}

void judgement_free(struct judgement *judgement)
{
    if (!judgement)
        return;
    free(judgement->facts);
    arena_free(&judgement->arena);
    free(judgement);
}
