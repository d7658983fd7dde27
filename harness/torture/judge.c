/* What an undisturbed run says of a registry that another run had. */
#include "torture.h"

#include <string.h>

unsigned calls_sum(const struct calls *calls)
{
    unsigned sum = 0;

    for (unsigned i = 0; i < PLACES; i++)
        sum += calls->of[i];
    return sum;
}

const struct unit *unit_named(const struct run *run, const char *label)
{
    for (unsigned i = 0; i < run->n_units; i++)
        if (strcmp(run->units[i].label, label) == 0)
            return &run->units[i];
    return NULL;
}

uint64_t sum_before(const struct run *run, const struct unit *unit)
{
    return run->moments[unit->begin].sum;
}

uint64_t sum_after(const struct run *run, const struct unit *unit)
{
    return run->moments[unit->end].sum;
}

static bool overlap(const struct unit *a, const struct unit *b)
{
    return a->begin < b->end && b->begin < a->end;
}

/* The moments of the unit and of all that was going on besides: what others did may come earlier or later. */
static struct unit span_of(const struct run *calm, const struct unit *unit)
{
    struct unit span = { .begin = unit->begin, .end = unit->end };

    for (unsigned i = 0; i < calm->n_units; i++) {
        const struct unit *other = &calm->units[i];

        if (!overlap(unit, other))
            continue;
        span.begin = other->begin < span.begin ? other->begin : span.begin;
        span.end = other->end > span.end ? other->end : span.end;
    }
    return span;
}

bool had(const struct run *calm, const struct unit *unit, uint64_t sum, bool *act)
{
    const struct unit span = span_of(calm, unit);
    bool found = false;

    *act = false;
    for (unsigned i = span.begin; i <= span.end; i++) {
        if (calm->moments[i].sum != sum)
            continue;
        found = true;
        *act |= i > unit->begin && i < unit->end && calm->moments[i].thread == unit->thread;
    }
    return found;
}

bool had_if_agreed(const struct run *agreed, const char *label, uint64_t sum)
{
    const struct unit *unit = agreed ? unit_named(agreed, label) : NULL;
    bool act;

    return unit && had(agreed, unit, sum, &act);
}

static bool meets_flight(const struct run *run, const struct unit *unit)
{
    for (unsigned i = 0; i < run->n_units; i++)
        if (run->units[i].flies && &run->units[i] != unit && overlap(&run->units[i], unit))
            return true;
    return false;
}

static bool unit_equal(const struct run *a, const struct unit *unit, const struct run *b)
{
    const struct unit *other = unit_named(b, unit->label);

    return other && (meets_flight(a, unit) ||
                     (sum_before(a, unit) == sum_before(b, other) && sum_after(a, unit) == sum_after(b, other)));
}

/* Of one process: several go on at their own pace, and how often one waits for a message varies. */
static bool calls_equal(const struct run *a, const struct run *b)
{
    return calls_sum(&a->fallible) != a->fallible.of[0] || calls_sum(&b->fallible) == a->fallible.of[0];
}

bool runs_equal(const struct run *a, const struct run *b)
{
    for (unsigned i = 0; i < a->n_units; i++)
        if (!unit_equal(a, &a->units[i], b))
            return false;
    return a->n_units == b->n_units && a->ended == b->ended && calls_equal(a, b);
}
