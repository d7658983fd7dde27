/* What both sides of a scenario of several processes open, and who takes part in it. */
#include "turn_private.h"

#include <stdio.h>

struct block *turn_block;
struct seat turn_seats[TURN_MAX_SEATS];
unsigned turn_n_seats;

static HANDLE mapping;

static bool same_name(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static struct seat *find(const char *process, const char *thread)
{
    for (unsigned i = 0; i < turn_n_seats; i++)
        if (strcmp(turn_seats[i].process, process) == 0 && same_name(turn_seats[i].thread, thread))
            return &turn_seats[i];
    return NULL;
}

/* The process that a thread of this section belongs to. */
static const char *process_of(const struct section *wanted)
{
    const char *process = NULL;

    for (const struct section *s = agent.scenario->sections; s; s = s->next) {
        if (s->kind == SECTION_PROCESS)
            process = s->name;
        if (s == wanted)
            return process;
    }
    return NULL;
}

static const char *thread_of(const struct section *section)
{
    return section->kind == SECTION_THREAD ? section->name : NULL;
}

struct seat *turn_seat_of(const struct section *section)
{
    return section->kind == SECTION_SINK ? NULL : find(process_of(section), thread_of(section));
}

unsigned turn_process_index(const char *name)
{
    const struct seat *seat = find(name, NULL);

    return seat ? seat->process_index : 0;
}

void turn_find_seats(void)
{
    unsigned n_processes = 0;

    memset(turn_seats, 0, sizeof turn_seats);
    turn_n_seats = 0;
    for (const struct section *s = agent.scenario->sections; s && turn_n_seats < TURN_MAX_SEATS; s = s->next) {
        const char *process = process_of(s), *thread = thread_of(s);

        if (s->kind == SECTION_SINK || find(process, thread))
            continue;
        turn_seats[turn_n_seats++] =
            (struct seat){ .process = process,
                           .thread = thread,
                           .apartment = thread ? s->apartment : APARTMENT_STA,
                           .process_index = thread ? turn_process_index(process) : n_processes++ };
    }
}

static HANDLE event_named(const char *channel, const char *what, unsigned index)
{
    char name[2 * CHANNEL];
    WCHAR wide[2 * CHANNEL];

    snprintf(name, sizeof name, "%s-%s-%u", channel, what, index);
    return wide_from_utf8(name, wide, ARRAYSIZE(wide)) ? CreateEventW(NULL, FALSE, FALSE, wide) : NULL;
}

bool turn_open_events(struct seat *seat, const char *channel)
{
    const unsigned index = (unsigned)(seat - turn_seats);

    if (!seat->go)
        seat->go = event_named(channel, "go", index);
    if (!seat->done)
        seat->done = event_named(channel, "done", index);
    return seat->go && seat->done;
}

/* Of the lines, in the block: two for each seat that there is. */
static size_t lines_at(void)
{
    return (sizeof *turn_block + turn_values_size(agent.scenario) + 15) & ~(size_t)15;
}

static struct journal_flight *lines_of(const struct seat *seat, unsigned which)
{
    struct journal_flight *lines = (void *)((char *)turn_block + lines_at());

    return &lines[2 * (seat - turn_seats) + which];
}

struct journal_flight *turn_flight(const struct seat *seat)
{
    return lines_of(seat, 0);
}

struct journal_flight *turn_overheard(const struct seat *seat)
{
    return lines_of(seat, 1);
}

bool turn_open_block(const char *channel)
{
    const size_t size = lines_at() + (size_t)2 * turn_n_seats * sizeof(struct journal_flight);
    WCHAR wide[CHANNEL];

    if (!wide_from_utf8(channel, wide, ARRAYSIZE(wide)))
        return false;
    mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, (DWORD)size, wide);
    turn_block = mapping ? MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, size) : NULL;
    if (turn_block)
        journal_share(&turn_block->journal);
    return turn_block != NULL;
}

void turn_close(void)
{
    for (unsigned i = 0; i < turn_n_seats; i++) {
        if (turn_seats[i].go)
            CloseHandle(turn_seats[i].go);
        if (turn_seats[i].done)
            CloseHandle(turn_seats[i].done);
    }
    turn_n_seats = 0;
    journal_share(NULL);
    if (turn_block)
        UnmapViewOfFile(turn_block);
    if (mapping)
        CloseHandle(mapping);
    turn_block = NULL;
    mapping = NULL;
}
