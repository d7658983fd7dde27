/* What this agent can't do yet, found before anything runs. */
#include "agent.h"

#include "platform.h"
#include "sink_thunks.h"
#include "turn.h"

static const char *in_sink(const struct section *sink)
{
    void **vtable = sink_vtable(sink->interface);
    const bool possible = vtable != NULL;

    free(vtable);
    return possible ? NULL : "sink of this interface";
}

static const char *in_needs(unsigned needs)
{
    if (needs & NEED_FAULT)
        return "fault";
    return needs & NEED_NATIVE && !platform_is_native() ? "native" : NULL;
}

const char *unsupported_in(const struct trace *scenario)
{
    const char *what = in_needs(scenario->needs);

    if (!what && turn_needed(scenario) && !turn_possible(scenario))
        what = "more-than-32-threads";
    for (const struct section *section = scenario->sections; section && !what; section = section->next)
        if (section->kind == SECTION_SINK)
            what = in_sink(section);
    return what;
}
