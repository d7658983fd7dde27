#include "trace/diff_private.h"
#include "trace/judge_private.h"
#include "trace/print.h"

static enum status parse_alone(struct step_diff *diff, const char *text, unsigned observes, struct trace **out)
{
    struct buffer file;
    enum status status;

    buffer_init(&file, TRACE_MAX_TRACE);
    buffer_puts(&file, "trace 1\n");
    for (unsigned kind = 0, first = 1; kind < N_EFFECT_KINDS; kind++) {
        if (observes & 1u << kind) {
            buffer_printf(&file, "%s%s", first ? "observes " : ", ", effect_kind_names[kind]);
            first = 0;
        }
    }
    buffer_printf(&file, "%sprocess p\n%s", observes ? "\n" : "", text);
    status = file.status ? file.status : trace_parse(file.data, file.len, "a step of the trace", out, diff->diag);
    buffer_free(&file);
    return status;
}

/* Alone, a step does not say which interface it calls: its name and the number of its arguments do, nearly always. */
static void find_callee(struct step *step)
{
    for (size_t i = 0; !step->callee && step->method && i < cat_n_interfaces; i++) {
        const struct cat_method *method = cat_method(&cat_interfaces[i], step->method, NULL);

        if (method && (method->n_params == step->n_args || step->action == ACTION_END)) {
            step->callee = method;
            step->callee_interface = &cat_interfaces[i];
        }
    }
    for (struct detail *detail = step->details; detail; detail = detail->next) {
        for (struct step *inner = detail->steps; inner; inner = inner->next)
            find_callee(inner);
    }
}

static void report_fact(struct step_diff *diff, const struct step *step, const struct fact_result *fact)
{
    bool itself = !strcmp(fact->label, step->label);
    struct difference difference = { .kind = DIFFERENCE_FACT,
                                     .label = itself ? diff->label : fact->label,
                                     .fact = fact->fact,
                                     .left = fact->expected,
                                     .right = fact->observed,
                                     .left_line = diff->left_line,
                                     .right_line = diff->right_line };

    ++*diff->differences;
    if (!diff->stopped)
        diff->stopped = !diff->report(diff->context, &difference);
}

/* What is done, without what was seen of it. */
static void print_input(const struct step *step, struct buffer *out)
{
    struct step bare = *step;
    struct arg args[TRACE_MAX_ARGS];

    for (unsigned i = 0; i < step->n_args; i++) {
        args[i] = step->args[i];
        args[i].n_values = 0;
        if (args[i].kind == ARG_NUMBER)
            args[i].text = NULL; /* 0x1 is 1 */
    }
    bare.args = args;
    if (step->action == ACTION_END)
        bare.n_args = 0;
    print_action(&bare, out);
}

/* Two traces of one scenario do the same; others may not. */
static enum status compare_inputs(struct step_diff *diff, const struct step *left, const struct step *right)
{
    struct buffer texts[2];
    enum status status;
    struct difference difference = { .kind = DIFFERENCE_FACT,
                                     .label = diff->label,
                                     .fact = "step",
                                     .left_line = diff->left_line,
                                     .right_line = diff->right_line };

    for (int i = 0; i < 2; i++)
        buffer_init(&texts[i], TRACE_MAX_TRACE);
    print_input(left, &texts[0]);
    print_input(right, &texts[1]);
    difference.left = texts[0].data;
    difference.right = texts[1].data;
    status = texts[0].status ? texts[0].status : texts[1].status;
    if (!status && !binding_match(diff->binding, difference.left, difference.right)) {
        ++*diff->differences;
        if (!diff->stopped)
            diff->stopped = !diff->report(diff->context, &difference);
    }
    for (int i = 0; i < 2; i++)
        buffer_free(&texts[i]);
    return status;
}

static enum status compare(struct step_diff *diff, struct trace *left, struct trace *right)
{
    struct judge judge = { .scenario = left, .trace = right, .binding = diff->binding };
    struct step *steps[2] = { left->sections ? left->sections->steps : NULL,
                              right->sections ? right->sections->steps : NULL };

    if (!steps[0] || !steps[1])
        return ST_OK;
    find_callee(steps[0]);
    find_callee(steps[1]);
    if (compare_inputs(diff, steps[0], steps[1]))
        return ST_NO_MEMORY;
    steps[1]->label = steps[0]->label;
    judge.out = calloc(1, sizeof(*judge.out));
    if (!judge.out)
        return ST_NO_MEMORY;
    arena_init(&judge.out->arena);
    judge.symbols = symbols_new();
    judge.no_memory = !judge.symbols;
    if (!judge.no_memory) {
        judge_begin(&judge);
        judge_steps(&judge, steps[0]);
    }
    for (size_t i = 0; !judge.no_memory && i < judge.out->n_facts; i++) {
        const struct fact_result *fact = &judge.out->facts[i];

        if (fact->verdict == FACT_DIFFERENT || (fact->verdict == FACT_OPEN && !fact->expected && fact->observed))
            report_fact(diff, steps[0], fact);
    }
    symbols_free(judge.symbols);
    names_free(&judge.steps);
    names_free(&judge.ends);
    names_free(&judge.aliases);
    judgement_free(judge.out);
    return judge.no_memory ? ST_NO_MEMORY : ST_OK;
}

enum status diff_step(struct step_diff *diff, const char *left, const char *right)
{
    struct trace *traces[2] = { NULL, NULL };
    enum status status = parse_alone(diff, left, diff->left_observes, &traces[0]);

    if (!status)
        status = parse_alone(diff, right, diff->right_observes, &traces[1]);
    if (status == ST_BAD_INPUT) /* as it stands in the whole file */
        diff->diag->line = (unsigned)(traces[0] ? diff->right_line : diff->left_line);
    if (!status)
        status = compare(diff, traces[0], traces[1]);
    trace_free(traces[0]);
    trace_free(traces[1]);
    return status;
}
