#include "turn_private.h"

#include <stdio.h>
#include "outcome.h"
#include "peer.h"
#include "platform.h"

/* A call in flight ended the scenario while another has the turn, perhaps waiting for that call: it gets this long. Its own call may just
 * return, which takes time on a loaded machine. */
enum { GRACE_MS = 1500, TELL_MS = 3000 };

enum peer_state { PEER_NEW, PEER_RUNS, PEER_HANGS, PEER_OVER };

static enum peer_state peers[TRACE_MAX_PROCESSES];
static char channel[CHANNEL];

static bool needs_conductor(const struct step *steps)
{
    while (steps && !turn_ends_process(steps) && steps->action != ACTION_BEGIN)
        steps = steps->next;
    return steps != NULL;
}

bool turn_needed(const struct trace *scenario)
{
    const char *first = NULL;

    for (const struct section *s = scenario->sections; s; s = s->next) {
        if (s->kind == SECTION_SINK)
            continue;
        if (s->kind == SECTION_THREAD || (first && strcmp(first, s->name) != 0) || needs_conductor(s->steps))
            return true;
        first = s->name;
    }
    return false;
}

bool turn_possible(const struct trace *scenario)
{
    unsigned n = 0;

    turn_find_seats();
    for (const struct section *s = scenario->sections; s; s = s->next)
        n += s->kind != SECTION_SINK && !turn_seat_of(s);
    return n == 0;
}

static bool start(const struct options *options, unsigned process)
{
    for (unsigned i = 0; i < turn_n_seats; i++)
        if (turn_seats[i].process_index == process && !turn_open_events(&turn_seats[i], channel))
            return false;
    if (!peer_start(options, process, channel, turn_run_as_child))
        return false;
    peers[process] = PEER_RUNS;
    return true;
}

static bool is_in_flight(unsigned process)
{
    for (unsigned i = 0; i < turn_n_seats; i++)
        if (turn_seats[i].process_index == process && turn_block->seats[i].flies)
            return peers[process] == PEER_RUNS;
    return false;
}

/* Processes that can end though it is not their turn. */
static unsigned in_flight(unsigned but)
{
    unsigned bits = 0;

    for (unsigned i = 0; i < TRACE_MAX_PROCESSES; i++)
        if (i != but && is_in_flight(i))
            bits |= 1u << i;
    return bits;
}

static void over(unsigned process)
{
    peer_join(process);
    peers[process] = PEER_OVER;
}

/* False: its process, or one in flight, is over, and nobody asked for that; *code: its exit code. */
static bool wait_done(const struct seat *seat, DWORD *code)
{
    const unsigned process = seat->process_index;
    unsigned lost = process;

    if (peer_wait(process, seat->done, in_flight(process), INFINITE, &lost, code))
        return true;
    if (lost != process) {
        unsigned unused;
        DWORD end;

        peer_wait(process, seat->done, 0, GRACE_MS, &unused, &end);
        peer_kill(process);
        peers[process] = PEER_OVER;
    }
    over(lost);
    return false;
}

static struct seat *first_seat(unsigned process)
{
    unsigned i = 0;

    while (turn_seats[i].process_index != process || turn_seats[i].thread)
        i++;
    return &turn_seats[i];
}

/* One that is inside of a call cannot leave by itself. */
static void leave(unsigned process)
{
    struct seat *seat = first_seat(process);
    DWORD code;

    if (is_in_flight(process)) {
        peer_kill(process);
    } else {
        turn_block->command = COMMAND_LEAVE;
        SetEvent(seat->go);
        wait_done(seat, &code);
    }
    peers[process] = PEER_OVER;
}

static void carry_out(enum request request, unsigned target, const struct seat *asks)
{
    DWORD code;

    if (request == REQUEST_NONE || peers[target] == PEER_OVER || peers[target] == PEER_NEW ||
        (request != REQUEST_KILL && peers[target] == PEER_HANGS))
        return;
    if (request == REQUEST_HANG) {
        peer_hang(target);
        peers[target] = PEER_HANGS;
        return;
    }
    if (request == REQUEST_KILL)
        peer_kill(target);
    else if (target == asks->process_index && !asks->thread)
        wait_done(asks, &code); /* it leaves by itself */
    else
        leave(target);
    peers[target] = PEER_OVER;
}

/* False: a process ended in it. */
static bool give_turn(const struct seat *seat, DWORD *code)
{
    do {
        turn_block->request = REQUEST_NONE;
        turn_block->command = COMMAND_SECTION;
        SetEvent(seat->go);
        if (!wait_done(seat, code))
            return false;
        carry_out(turn_block->request, turn_block->target, seat);
    } while (turn_block->request != REQUEST_NONE && peers[seat->process_index] == PEER_RUNS);
    return true;
}

static struct result result_of(const struct ended *ended)
{
    struct result result = { .number = ended->number, .text = ended->text };

    switch (ended->kind) {
    case ENDED_CRASH:
        result.kind = RESULT_CRASH;
        break;
    case ENDED_HANG:
        result.kind = RESULT_HANG;
        break;
    case ENDED_EXIT:
        result.kind = RESULT_EXIT;
        break;
    default: /* the call has none */
        break;
    }
    return result;
}

/* The `end` of a call that ended the scenario before its own end was reached, with what it did until then. */
static void write_end(const struct seat *seat, const struct result *result,
                      void (*write)(const struct section *section))
{
    const struct seat_state *state = &turn_block->seats[seat - turn_seats];
    const struct section process = { .kind = SECTION_PROCESS, .name = seat->process };
    const struct section thread = { .kind = SECTION_THREAD, .name = seat->thread, .apartment = seat->apartment };
    struct step end = { .action = ACTION_END, .object = state->begun, .result = *result };

    write(&process);
    if (seat->thread)
        write(&thread);
    journal_enter_step(&end, state->begun);
    journal_land(turn_flight(seat));
    journal_leave_step();
}

/* Callbacks that came when the process had no turn, and that no `pump` of it shows: as one more at its end. */
static void write_heard(const struct seat *seat, void (*write)(const struct section *section))
{
    const struct section process = { .kind = SECTION_PROCESS, .name = seat->process };
    struct step pump = { .action = ACTION_PUMP };

    if (!turn_overheard(seat)->state.length)
        return;
    write(&process);
    journal_enter_step(&pump, "pump");
    journal_land(turn_overheard(seat));
    journal_leave_step();
}

static void write_all_heard(void (*write)(const struct section *section))
{
    for (unsigned i = 0; i < turn_n_seats; i++)
        write_heard(&turn_seats[i], write);
}

/* How a call in flight ended the scenario. False if none did. */
static bool tell_lost(void (*write)(const struct section *section))
{
    unsigned i = 0;

    while (i < turn_n_seats && !turn_block->seats[i].lost)
        i++;
    if (i == turn_n_seats)
        return false;
    const struct seat_state *lost = &turn_block->seats[i];
    const struct ended ended = { .kind = lost->kind,
                                 .number = lost->number,
                                 .text = *lost->text ? lost->text : NULL,
                                 .label = *lost->label ? lost->label : NULL };
    const struct result result = result_of(&ended);
    if (lost->flies)
        write_end(&turn_seats[i], &result, write);
    write_all_heard(write);
    journal_end(NULL, &ended);
    return true;
}

static const char *run_section(const struct options *options, const struct section *section,
                               void (*write)(const struct section *section))
{
    struct seat *seat = turn_seat_of(section);
    struct ended ended = { .kind = ENDED_EXIT };
    DWORD code = 0;

    if (peers[seat->process_index] == PEER_NEW && !start(options, seat->process_index))
        return "a process of the scenario can't be started";
    if (peers[seat->process_index] != PEER_RUNS || give_turn(seat, &code) || journal_ended() || tell_lost(write))
        return NULL; /* lines of a process that is over are not run */
    if (code == EXIT_ENVIRONMENT)
        return "a process of the scenario failed";
    ended.number = code;
    journal_end(NULL, &ended);
    return NULL;
}

/* All are there, and know the state at the start, before the first step. */
static const char *start_all(const struct options *options)
{
    DWORD code;

    for (unsigned i = 0; i < turn_n_seats; i++)
        if (!turn_seats[i].thread && !start(options, turn_seats[i].process_index))
            return "a process of the scenario can't be started";
    for (unsigned i = 0; i < turn_n_seats; i++)
        if (!turn_seats[i].thread && !wait_done(&turn_seats[i], &code))
            return "a process of the scenario failed";
    return NULL;
}

/* How long their processes take to start says nothing of the DLL. The others tell of a hang themselves; the conductor's own
 * guard is for the case that they don't. */
static void begin_time(const struct options *options)
{
    turn_block->started = platform_now_ms();
    platform_unguard();
    platform_guard(options->limit_ms + options->limit_ms / 4 + TELL_MS);
}

static const char *conduct(const struct options *options, void (*write)(const struct section *section))
{
    const char *failure = NULL;

    snprintf(channel, sizeof channel, "Identical-turn-%lx-%lx", (unsigned long)GetCurrentProcessId(),
             (unsigned long)GetTickCount());
    memset(peers, 0, sizeof peers);
    platform_holds_time(); /* until somebody who has the turn waits for it to pass */
    turn_find_seats();
    if (!turn_open_block(channel))
        return "no memory";
    platform_sandbox_name(turn_block->sandbox, CHANNEL);
    memcpy(turn_block->channel, channel, sizeof channel);
    turn_block->conductor = GetCurrentProcessId();
    turn_block->limit_ms = options->limit_ms;
    if (peers_start_early())
        failure = start_all(options);
    begin_time(options);
    for (const struct section *s = agent.scenario->sections; s && !journal_ended() && !failure;
         s = s->next, turn_block->section++) {
        write(s);
        if (s->kind != SECTION_SINK)
            failure = run_section(options, s, write);
    }
    return failure;
}

/* A scenario ends when its lines do: a call that is still in flight then has no result. */
static void leave_all(void)
{
    for (unsigned i = 0; i < TRACE_MAX_PROCESSES; i++)
        if (peers[i] == PEER_RUNS)
            leave(i);
}

const char *turn_conduct(const struct options *options, void (*write)(const struct section *section))
{
    const char *failure = conduct(options, write);

    if (!failure && !journal_ended() && !tell_lost(write)) {
        leave_all();
        write_all_heard(write);
    }
    peers_end();
    turn_close();
    return failure;
}
