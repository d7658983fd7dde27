#include "turn_private.h"

#include <stdio.h>
#include "executor.h"
#include "outcome.h"
#include "platform.h"
#include "sink.h"

/* A thread of this process that runs steps. */
struct runner {
    struct executor executor;
    struct seat *seat;
};

static struct runner runners[TURN_MAX_SEATS];
static char own_channel[CHANNEL];
static unsigned own_process;
static bool is_child;
static struct seat *volatile on_turn; /* of this process */
static volatile bool leaves;
static struct executor listener; /* in the place of a thread of nobody, while no thread has its turn */
static CRITICAL_SECTION listening;

bool turn_ends_process(const struct step *step)
{
    return step->action == ACTION_KILL || step->action == ACTION_HANG || step->action == ACTION_EXIT;
}

bool turn_is_mine(void)
{
    return !is_child || on_turn;
}

bool turn_overlaps(void)
{
    for (unsigned i = 0; is_child && i < turn_n_seats; i++)
        if (turn_block->seats[i].flies)
            return true;
    return is_child && turn_block->overheard;
}

static struct seat *first_seat(void)
{
    unsigned i = 0;

    while (turn_seats[i].process_index != own_process || turn_seats[i].thread)
        i++;
    return &turn_seats[i];
}

/* A deputy, whose flight is the one of its seat's thread, sits there as well. */
struct seat *turn_seat_here(void)
{
    const struct executor *here = executor_here();

    for (unsigned i = 0; i < turn_n_seats; i++)
        if (&runners[i].executor == here)
            return runners[i].seat;
    return here == &listener ? first_seat() : on_turn;
}

static struct seat_state *state_of(const struct seat *seat)
{
    return &turn_block->seats[seat - turn_seats];
}

void turn_lost(const struct ended *ended)
{
    struct seat_state *state = state_of(turn_seat_here());

    state->kind = ended->kind;
    state->number = ended->number;
    snprintf(state->text, sizeof state->text, "%s", ended->text ? ended->text : "");
    snprintf(state->label, sizeof state->label, "%s", ended->label ? ended->label : "");
    state->lost = true;
}

struct journal_flight *turn_flies(struct seat *seat, const char *label)
{
    struct seat_state *state = state_of(seat);

    if (label)
        snprintf(state->begun, sizeof state->begun, "%s", label);
    state->flies = label != NULL;
    return turn_flight(seat);
}

/* ---- callbacks without a turn ---- */

bool turn_hears(void)
{
    if (!is_child || on_turn || leaves || !executor_is_guest())
        return false;
    EnterCriticalSection(&listening);
    executor_enter(&listener);
    turn_block->overheard = true;
    return true;
}

void turn_heard(void)
{
    executor_enter(NULL);
    LeaveCriticalSection(&listening);
}

void turn_land_heard(void)
{
    bool fits;

    if (!is_child)
        return;
    EnterCriticalSection(&listening);
    fits = journal_land(turn_overheard(first_seat()));
    LeaveCriticalSection(&listening);
    if (fits)
        return;
    outcome_unsupported("more-than-64-KiB-of-callbacks-without-a-turn");
    platform_end(EXIT_COMPLETE);
}

/* ---- turns ---- */

static _Noreturn void leave(void)
{
    leaves = true;
    on_turn = NULL;
    slots_close(true);
    platform_dll_unload();
    platform_end(EXIT_COMPLETE);
}

static void await_turn(struct seat *seat)
{
    if (!platform_await(seat->go, turn_block->conductor))
        platform_end(EXIT_COMPLETE); /* its end is ours */
    executor_takes_turn(executor_here());
    if (turn_block->command == COMMAND_LEAVE)
        leave();
    on_turn = seat;
    turn_values_import(&turn_block->values);
    platform_own_change(); /* what others did in the meantime is no effect of our next call */
}

static void give_back(struct seat *seat, enum request request)
{
    turn_block->request = request;
    on_turn = NULL;
    turn_values_export(&turn_block->values);
    SetEvent(seat->done);
}

static const struct section *section_to_run(void)
{
    const struct section *section = agent.scenario->sections;

    for (DWORD i = 0; i < turn_block->section && section; i++)
        section = section->next;
    return section;
}

const struct section *turn_next(struct seat *seat)
{
    give_back(seat, REQUEST_NONE);
    await_turn(seat);
    return section_to_run();
}

void turn_end_process(const struct step *step)
{
    struct seat *seat = turn_seat_here();

    if (!is_child || on_turn != seat)
        return; /* in a callback of a call in flight: another has the turn */
    turn_block->target = turn_process_index(step->object);
    if (step->action == ACTION_EXIT && turn_block->target == own_process && !seat->thread) {
        give_back(seat, REQUEST_EXIT);
        leave();
    }
    give_back(seat, step->action == ACTION_KILL   ? REQUEST_KILL
                    : step->action == ACTION_HANG ? REQUEST_HANG
                                                  : REQUEST_EXIT);
    await_turn(seat);
}

static void run_section(void)
{
    const struct section *section = section_to_run();

    if (section)
        run_steps(section->steps, NULL);
}

/* The first turn is there. */
static _Noreturn void serve(struct seat *seat)
{
    for (;;) {
        run_section();
        give_back(seat, REQUEST_NONE);
        await_turn(seat);
    }
}

/* ---- the threads of a process ---- */

static struct runner *runner_of(struct seat *seat)
{
    struct runner *runner = &runners[seat - turn_seats];

    runner->seat = seat;
    runner->executor.thread = seat->thread;
    runner->executor.apartment = seat->apartment;
    runner->executor.journal = journal_new(NULL);
    return runner->executor.journal ? runner : NULL;
}

static DWORD WINAPI run_thread(void *context)
{
    struct runner *runner = context;

    executor_enter(&runner->executor);
    platform_own_calls(true);
    await_turn(runner->seat);
    platform_com_start(runner->seat->apartment);
    serve(runner->seat);
}

/* The first one, which is the calling thread; NULL: no memory. */
static struct seat *take_seats(void)
{
    struct seat *own = NULL;

    listener.journal = journal_new(turn_overheard(first_seat()));
    if (!listener.journal)
        return NULL;

    for (unsigned i = 0; i < turn_n_seats; i++) {
        struct seat *seat = &turn_seats[i];
        struct runner *runner;
        DWORD id;
        HANDLE thread;

        if (seat->process_index != own_process)
            continue;
        runner = turn_open_events(seat, own_channel) ? runner_of(seat) : NULL;
        if (!runner)
            return NULL;
        if (!seat->thread) {
            own = seat;
            executor_enter(&runner->executor);
            continue;
        }
        thread = CreateThread(NULL, 0, run_thread, runner, 0, &id);
        if (!thread)
            return NULL;
        CloseHandle(thread);
    }
    return own;
}

/* All processes have one time limit: where it comes, whoever has the turn hangs. */
static unsigned time_left(void)
{
    const DWORD passed = platform_now_ms() - turn_block->started;

    return passed < turn_block->limit_ms ? turn_block->limit_ms - passed : 1;
}

static void enter(unsigned process)
{
    own_process = process;
    is_child = true;
    InitializeCriticalSection(&listening);
    for (unsigned i = 0; i < turn_n_seats; i++)
        if (turn_seats[i].process_index == process)
            agent.process = turn_seats[i].process;
}

void turn_run_as_child(unsigned process)
{
    struct seat *seat;

    enter(process);
    for (unsigned i = 0; i < turn_n_seats; i++)
        turn_seats[i].go = turn_seats[i].done = NULL;
    platform_guard(time_left());
    snprintf(own_channel, sizeof own_channel, "%s", turn_block->channel);
    seat = turn_open_block(own_channel) ? take_seats() : NULL;
    if (!seat)
        platform_end(EXIT_ENVIRONMENT);
    await_turn(seat);
    platform_com_start(APARTMENT_STA);
    serve(seat);
}

/* Up to its first turn. NULL, or what failed. */
static const char *join(const struct options *options, struct seat **seat)
{
    struct dll_info dll = { 0 };
    const char *failure;

    snprintf(own_channel, sizeof own_channel, "%s", options->channel);
    turn_find_seats();
    enter((unsigned)strtoul(options->child, NULL, 10));
    *seat = agent.process && turn_open_block(own_channel) ? take_seats() : NULL;
    if (!*seat)
        return "the conductor is gone";
    failure = platform_sandbox_join(options, turn_block->sandbox);
    if (failure)
        return failure;
    SetEvent((*seat)->done);
    await_turn(*seat);
    failure = platform_dll_load(options, &dll);
    if (failure)
        return failure;
    return journal_join(options->trace) ? NULL : "the trace file can't be opened";
}

int turn_child(const struct options *options)
{
    struct seat *seat;
    const char *failure = join(options, &seat);

    if (failure) {
        platform_error(failure);
        return EXIT_ENVIRONMENT;
    }
    platform_guard(time_left());
    platform_com_start(APARTMENT_STA);
    serve(seat);
}
