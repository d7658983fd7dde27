#include "flight.h"

#include <stdio.h>
#include "executor.h"
#include "journal.h"
#include "outcome.h"
#include "platform.h"
#include "player.h"
#include "turn.h"

struct flight {
    char label[JOURNAL_LABEL];
    const struct step *next; /* of the scenario, for the deputy; at last the `end` */
    struct seat *seat;
    struct executor *own;    /* of the thread that is in the call */
    struct executor deputy;  /* which writes where that thread wrote … */
    struct journal *journal; /* … while that one writes here */
    struct journal_flight *lines;
    struct player *player;
    struct step end; /* as it is shown */
    HANDLE returned, landed;
    volatile bool at_end; /* the line of `end` is open */
    bool rejoined;
};

/* Whether the user does something while this thread is in a call, perhaps in a later section. */
static bool seat_has_user(const struct seat *seat)
{
    for (const struct section *s = agent.scenario->sections; s; s = s->next) {
        if (turn_seat_of(s) != seat)
            continue;
        if (user_line(s->details))
            return true;
        for (const struct step *step = s->steps; step; step = step->next)
            if ((step->action == ACTION_BEGIN || step->action == ACTION_END) && user_line(step->details))
                return true;
    }
    return false;
}

static void play(struct flight *flight, const struct detail *details)
{
    if (!flight->player)
        return;
    player_add(flight->player, details);
    player_wait(flight->player);
}

static DWORD WINAPI run_deputy(void *context)
{
    struct flight *flight = context;

    executor_enter(&flight->deputy);
    executor_takes_turn(&flight->deputy);
    platform_own_calls(true);
    if (flight->player)
        player_wait(flight->player);
    while (!flight->next) {
        const struct section *section;

        executor_takes_turn(flight->own);
        section = turn_next(flight->seat);
        if (!section)
            continue;
        play(flight, section->details);
        flight->next = section->steps;
    }
    flight->end = (struct step){ .action = ACTION_END, .object = flight->next->object };
    journal_enter_step(&flight->end, flight->label);
    flight->at_end = true;
    if (flight->player)
        player_in_flight(flight->player, false);
    play(flight, flight->next->details);
    WaitForSingleObject(flight->returned, INFINITE);
    SetEvent(flight->landed);
    return 0;
}

static bool prepare(struct flight *flight, const struct step *begin, const char *label)
{
    struct executor *const own = executor_here();

    snprintf(flight->label, sizeof flight->label, "%s", label);
    flight->next = begin->next;
    flight->seat = turn_seat_here();
    flight->own = own;
    flight->deputy.journal = own->journal;
    flight->deputy.flight = flight;
    flight->deputy.thread = own->thread;
    flight->deputy.apartment = own->apartment;
    flight->lines = turn_flies(flight->seat, flight->label);
    flight->journal = journal_new(flight->lines);
    flight->returned = CreateEventW(NULL, TRUE, FALSE, NULL);
    flight->landed = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (seat_has_user(flight->seat)) {
        flight->player = player_start(begin->details);
        if (!flight->player)
            return false;
        player_in_flight(flight->player, true);
    }
    return flight->journal && flight->returned && flight->landed;
}

struct flight *flight_begin(const struct step *begin, const char *label)
{
    struct flight *flight = calloc(1, sizeof *flight);
    HANDLE thread = NULL;
    DWORD id;

    if (flight && prepare(flight, begin, label)) {
        flight->own->journal = flight->journal;
        flight->own->flight = flight;
        executor_flies(flight->own, true);
        thread = CreateThread(NULL, 0, run_deputy, flight, 0, &id);
    }
    if (!thread) {
        platform_error("no memory for a call in flight");
        platform_end(EXIT_ENVIRONMENT);
    }
    CloseHandle(thread);
    return flight;
}

void flight_rejoin(void)
{
    struct flight *flight = executor_here()->flight;

    if (flight->player)
        player_over(flight->player);
    SetEvent(flight->returned);
    WaitForSingleObject(flight->landed, INFINITE);
    executor_takes_turn(flight->own);
    flight->own->journal = flight->deputy.journal;
    flight->own->flight = NULL;
    executor_flies(flight->own, false);
    flight->rejoined = true;
    turn_flies(flight->seat, NULL);
    if (!journal_land(flight->lines)) {
        outcome_unsupported("more-than-64-KiB-of-effects-in-flight");
        platform_end(EXIT_COMPLETE);
    }
}

/* Those without a variable are not shown: `null`, say. */
static void show_outs(const struct step *shown, struct step *end, struct arena *arena)
{
    end->args = arena_alloc(arena, (shown->n_args + 1) * sizeof *end->args);
    for (unsigned i = 0; end->args && i < shown->n_args; i++)
        if (shown->args[i].kind == ARG_OUT)
            end->args[end->n_args++] = shown->args[i];
}

static void flight_free(struct flight *flight)
{
    journal_free(flight->journal);
    CloseHandle(flight->returned);
    CloseHandle(flight->landed);
    player_stop(flight->player);
    free(flight);
}

const struct step *flight_end(struct flight *flight, const struct step *shown)
{
    const struct step *next;
    struct arena arena;

    if (!flight->rejoined)
        flight_rejoin(); /* the call was not made */
    arena_init(&arena);
    show_outs(shown, &flight->end, &arena);
    flight->end.result = shown->result;
    flight->end.tags = shown->tags;
    journal_leave_step();
    arena_free(&arena);
    next = flight->next->next;
    flight_free(flight);
    return next;
}

void flight_settle(void)
{
    struct executor *const here = executor_here();
    struct flight *flight = here->flight;

    if (!flight || !flight->at_end || flight->rejoined)
        return;
    here->journal = flight->deputy.journal;
    journal_land(flight->lines);
}

const char *flight_label(void)
{
    const struct flight *flight = executor_here()->flight;

    return flight ? flight->label : NULL;
}
