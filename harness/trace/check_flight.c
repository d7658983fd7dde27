/* Calls in flight: which `end` belongs to which `begin`, and the lines that belong to both. */
#include "trace/check.h"

#include <string.h>

enum { MAX_RUNNERS = 256 };

/* A process, or a further thread of it. */
struct runner {
    const char *process;
    const char *thread; /* NULL: its first one */
    const struct step *begun;
    struct detail *first, **tail; /* of the call in flight */
};

struct runners {
    struct runner all[MAX_RUNNERS];
    unsigned n;
};

static bool same_name(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* NULL if there are too many. */
static struct runner *runner_of(struct runners *runners, const char *process, const char *thread)
{
    for (unsigned i = 0; i < runners->n; i++)
        if (same_name(runners->all[i].process, process) && same_name(runners->all[i].thread, thread))
            return &runners->all[i];
    if (runners->n == MAX_RUNNERS)
        return NULL;
    runners->all[runners->n] = (struct runner){ .process = process, .thread = thread };
    return &runners->all[runners->n++];
}

static bool gather(struct check *check, struct runner *runner, const struct detail *detail)
{
    for (; detail; detail = detail->next) {
        struct detail *copy = arena_alloc(&check->trace->arena, sizeof *copy);

        if (!copy)
            return check_no_memory(check);
        *copy = *detail;
        copy->next = NULL;
        *runner->tail = copy;
        runner->tail = &copy->next;
    }
    return true;
}

static bool begin(struct check *check, struct runner *runner, const struct step *step)
{
    runner->begun = step;
    runner->first = NULL;
    runner->tail = &runner->first;
    return gather(check, runner, step->details);
}

static bool end(struct check *check, struct runner *runner, struct step *step)
{
    const struct step *begun = runner->begun;

    if (!begun && step->action == ACTION_END)
        return check_fail(check, step->line, step->columns[0],
                          "expected a call that began in this thread and has not ended, found '%s'", step->object);
    if (step->action != ACTION_END || strcmp(step->object, begun->label) != 0)
        return check_fail(check, step->line, 0, "expected 'end %s', since this thread is inside of that call, found %s",
                          begun->label, step->action == ACTION_END ? "the end of another" : "another step");
    runner->begun = NULL;
    if (!gather(check, runner, step->details))
        return false;
    step->gathered = runner->first;
    return true;
}

static bool check_section(struct check *check, struct runner *runner, struct section *section)
{
    if (section->details && !runner->begun)
        return check_fail(check, section->details->line, 0,
                          "expected a step of this thread above, found a line of a call in flight");
    if (!gather(check, runner, section->details))
        return false;
    for (struct step *step = section->steps; step; step = step->next) {
        if ((runner->begun || step->action == ACTION_END) && !end(check, runner, step))
            return false;
        if (step->action == ACTION_BEGIN && !begin(check, runner, step))
            return false;
    }
    return true;
}

static bool check_left(struct check *check, const struct runner *runner)
{
    for (const struct detail *detail = runner->begun ? runner->first : NULL; detail; detail = detail->next)
        if (detail->kind < USER_DIALOG && !check->trace->is_trace)
            return check_fail(check, detail->line, 0, "expected 'end %s' below, since effects are compared there",
                              runner->begun->label);
    return true;
}

/* A callback is over before the call that it came from. */
static bool check_on(struct check *check, const struct step *step)
{
    for (; step; step = step->next)
        if (step->action == ACTION_BEGIN || step->action == ACTION_END)
            return check_fail(check, step->line, 0, "expected a call that ends in this callback, found '%s'",
                              step->action == ACTION_BEGIN ? "begin" : "end");
    return true;
}

bool check_flights(struct check *check)
{
    static const struct runners none;
    struct runners runners = none;
    const char *process = NULL;

    for (struct section *section = check->trace->sections; section; section = section->next) {
        struct runner *runner;

        for (const struct on *on = section->ons; on; on = on->next)
            if (!check_on(check, on->steps))
                return false;
        if (section->kind == SECTION_SINK)
            continue;
        if (section->kind == SECTION_PROCESS)
            process = section->name;
        runner = runner_of(&runners, process, section->kind == SECTION_THREAD ? section->name : NULL);
        if (!runner)
            return check_fail(check, section->line, 1, "expected at most %d processes and threads, found more",
                              MAX_RUNNERS);
        if (!check_section(check, runner, section))
            return false;
    }
    for (unsigned i = 0; i < runners.n; i++)
        if (!check_left(check, &runners.all[i]))
            return false;
    return true;
}
