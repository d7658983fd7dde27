#include "outcome.h"

#include <stdio.h>
#include "executor.h"
#include "flight.h"
#include "journal.h"
#include "platform.h"
#include "turn.h"

void control_give(void)
{
    struct executor *const here = executor_here();

    if (!here->given)
        platform_own_calls(false);
    executor_holds(here, false);
    here->given = true;
}

bool control_take(void)
{
    struct executor *const here = executor_here();
    bool had = InterlockedExchange(&here->given, false);

    /* A thread that the DLL started may have it for a while, in a callback or to look at its dialog. */
    while (!had && executor_has_guest(here)) {
        platform_rest();
        had = InterlockedExchange(&here->given, false);
    }
    if (!had)
        return false;
    platform_own_calls(true);
    executor_holds(here, true);
    return true;
}

bool control_is_given(void)
{
    return executor_here()->given;
}

bool control_shows_changes(void)
{
    return control_is_given();
}

bool control_shows_reads(void)
{
    return control_is_given();
}

bool control_shows_key(struct wide key)
{
    (void)key;
    return true;
}

static const char *label_or_null(void)
{
    const char *label = journal_label();

    return *label ? label : flight_label();
}

/* Ending the process is ours from here on, not the DLL's. */
static void end(const struct result *result, const struct ended *ended)
{
    executor_here()->given = false;
    flight_settle();
    if (journal_in_flight())
        turn_lost(ended); /* another has the turn, and the trace */
    else
        journal_end(result, ended);
}

void outcome_crash_note(unsigned exception)
{
    static char hex[11];
    const char *name = cat_exception_name(exception);

    snprintf(hex, sizeof hex, "0x%08X", exception);
    const struct result result = { .kind = RESULT_CRASH, .number = exception, .text = name ? name : hex };
    const struct ended ended = { .kind = ENDED_CRASH, .text = result.text, .label = label_or_null() };
    end(&result, &ended);
}

void outcome_crash(unsigned exception)
{
    outcome_crash_note(exception);
    platform_end(platform_crash_code(exception));
}

void outcome_hang(void)
{
    const struct result result = { .kind = RESULT_HANG };
    struct ended ended = { .kind = ENDED_HANG };

    executor_enter_turn(); /* whatever thread this is: the one whose turn it is hangs */
    ended.label = label_or_null();
    if (turn_is_mine())
        end(&result, &ended);
    platform_end(EXIT_COMPLETE);
}

void outcome_exit(unsigned code)
{
    if (!control_is_given())
        return;
    const struct result result = { .kind = RESULT_EXIT, .number = code };
    const struct ended ended = { .kind = ENDED_EXIT, .number = code, .label = label_or_null() };
    end(&result, &ended);
    platform_end(EXIT_COMPLETE);
}

void outcome_dialog(const char *name)
{
    const struct ended ended = { .kind = ENDED_DIALOG, .text = name, .label = label_or_null() };

    end(NULL, &ended);
    platform_end(EXIT_COMPLETE);
}

void outcome_unsupported(const char *what)
{
    const struct ended ended = { .kind = ENDED_UNSUPPORTED, .text = what };

    end(NULL, &ended);
}

void outcome_ok(void)
{
    const struct ended ended = { .kind = ENDED_OK };

    journal_end(NULL, &ended);
}
