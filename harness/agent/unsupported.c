/* What this agent can't do yet, found before anything runs. */
#include "agent.h"

#include "platform.h"
#include "sink_thunks.h"

static const char *in_steps(const struct step *steps);

static const char *in_step(const struct step *step)
{
    switch (step->action) {
    case ACTION_BEGIN:
    case ACTION_END:
        return "begin";
    case ACTION_PUMP:
        return "pump";
    case ACTION_KILL:
    case ACTION_HANG:
    case ACTION_EXIT:
        return "processes";
    case ACTION_CLOCK:
        return "clock";
    default:
        return NULL;
    }
}

static const char *in_steps(const struct step *steps)
{
    const char *what = NULL;

    for (; steps && !what; steps = steps->next)
        what = in_step(steps);
    return what;
}

static const char *in_sink(const struct section *sink)
{
    const char *what = NULL;
    void **vtable = sink_vtable(sink->interface);

    if (!vtable)
        return "sink of this interface";
    free(vtable);
    for (const struct on *on = sink->ons; on && !what; on = on->next)
        what = in_steps(on->steps);
    return what;
}

static const char *in_needs(unsigned needs)
{
    if (needs & NEED_PROCESSES)
        return "processes";
    if (needs & NEED_THREADS)
        return "threads";
    if (needs & NEED_FAULT)
        return "fault";
    return needs & NEED_NATIVE && !platform_is_native() ? "native" : NULL;
}

const char *unsupported_in(const struct trace *scenario)
{
    const char *what = in_needs(scenario->needs), *process = NULL;

    for (const struct section *section = scenario->sections; section && !what; section = section->next) {
        if (section->kind == SECTION_THREAD)
            return "threads";
        if (section->kind == SECTION_SINK) {
            what = in_sink(section);
            continue;
        }
        if (process && strcmp(process, section->name) != 0)
            return "processes";
        process = section->name;
        what = in_steps(section->steps);
    }
    return what;
}
