/* Where callbacks come: the threads that they name, and in a trace those that it leaves out. */
#include "trace/check.h"

#include <string.h>

enum { MAX_THREADS = 256 }; /* as check_flights() demands */

const char *const trace_main_thread = "main";
const char *const trace_other_thread = "other";

struct threads {
    const char *processes[MAX_THREADS];
    const struct section *sections[MAX_THREADS]; /* where each is declared */
    unsigned n;
};

/* Whose lines are walked; no process inside of an `on`, where every process is meant. */
struct where {
    struct check *check;
    const struct threads *threads;
    const char *process, *thread;
    enum apartment apartment;
};

static const struct section *find(const struct threads *threads, const char *process, const char *name)
{
    for (unsigned i = 0; i < threads->n; i++)
        if ((!process || strcmp(threads->processes[i], process) == 0) && strcmp(threads->sections[i]->name, name) == 0)
            return threads->sections[i];
    return NULL;
}

static bool is_word(const char *name)
{
    return strcmp(name, trace_main_thread) == 0 || strcmp(name, trace_other_thread) == 0;
}

static bool collect(struct check *check, struct threads *threads)
{
    const char *process = NULL;

    for (const struct section *s = check->trace->sections; s; s = s->next) {
        if (s->kind == SECTION_PROCESS)
            process = s->name;
        if (s->kind != SECTION_THREAD)
            continue;
        if (is_word(s->name))
            return check_fail(check, s->line, 8, "expected a new name, found '%s' (a word of the format)", s->name);
        if (find(threads, process, s->name) || threads->n == MAX_THREADS)
            continue;
        threads->processes[threads->n] = process;
        threads->sections[threads->n++] = s;
    }
    return true;
}

static bool check_thread(const struct where *where, struct detail *detail)
{
    if (detail->thread && !detail->plain)
        return is_word(detail->thread) || find(where->threads, where->process, detail->thread) ||
               check_fail(where->check, detail->line, detail->thread_column,
                          "expected a thread of this process, main or other, found '%s'", detail->thread);
    if (where->check->trace->is_trace) {
        detail->thread = where->thread;
        detail->apartment = where->apartment;
        detail->plain = true;
    }
    return true;
}

static bool check_lines(const struct where *where, struct detail *detail);

static bool check_below(const struct where *where, struct step *steps)
{
    for (; steps; steps = steps->next)
        if (!check_lines(where, steps->details))
            return false;
    return true;
}

/* Steps in a callback are made where that one came. */
static bool check_lines(const struct where *where, struct detail *detail)
{
    for (; detail; detail = detail->next) {
        struct where inside = *where;

        if (detail->kind != SEEN_CALLBACK)
            continue;
        if (!check_thread(where, detail))
            return false;
        inside.thread = detail->thread;
        inside.apartment = detail->apartment;
        if (!check_below(&inside, detail->steps))
            return false;
    }
    return true;
}

static bool check_section(struct where *where, struct section *section)
{
    const struct section *declared = NULL;

    if (section->kind == SECTION_PROCESS)
        where->process = section->name;
    else
        declared = find(where->threads, where->process, section->name);
    where->thread = declared ? declared->name : trace_main_thread;
    where->apartment = declared ? declared->apartment : APARTMENT_STA;
    return check_lines(where, section->details) && check_below(where, section->steps);
}

static bool check_sink(const struct where *where, struct section *sink)
{
    const struct where anywhere = { .check = where->check, .threads = where->threads };

    for (struct on *on = sink->ons; on; on = on->next)
        if (!check_below(&anywhere, on->steps))
            return false;
    return true;
}

bool check_wheres(struct check *check)
{
    struct threads threads = { .n = 0 };
    struct where where = { .check = check, .threads = &threads };

    if (!collect(check, &threads))
        return false;
    for (struct section *section = check->trace->sections; section; section = section->next)
        if (!(section->kind == SECTION_SINK ? check_sink(&where, section) : check_section(&where, section)))
            return false;
    return true;
}
