#include "outcome.h"

#include <stdio.h>
#include "journal.h"
#include "platform.h"

static volatile bool given;

void control_give(void)
{
    given = true;
    platform_record(true);
}

bool control_take(void)
{
    const bool had = given;

    platform_record(false);
    given = false;
    return had;
}

bool control_is_given(void)
{
    return given;
}

static const char *label_or_null(void)
{
    const char *label = journal_label();

    return *label ? label : NULL;
}

void outcome_crash_note(unsigned exception)
{
    static char hex[11];
    const char *name = cat_exception_name(exception);

    snprintf(hex, sizeof hex, "0x%08X", exception);
    const struct result result = { .kind = RESULT_CRASH, .number = exception, .text = name ? name : hex };
    const struct ended ended = { .kind = ENDED_CRASH, .text = result.text, .label = label_or_null() };
    given = false; /* ending the process is ours now, not the DLL's */
    journal_end(&result, &ended);
}

void outcome_crash(unsigned exception)
{
    outcome_crash_note(exception);
    platform_end(platform_crash_code(exception));
}

void outcome_hang(void)
{
    const struct result result = { .kind = RESULT_HANG };
    const struct ended ended = { .kind = ENDED_HANG, .label = label_or_null() };

    given = false;
    journal_end(&result, &ended);
    platform_end(EXIT_COMPLETE);
}

void outcome_exit(unsigned code)
{
    if (!given)
        return;
    const struct result result = { .kind = RESULT_EXIT, .number = code };
    const struct ended ended = { .kind = ENDED_EXIT, .number = code, .label = label_or_null() };
    given = false;
    journal_end(&result, &ended);
    platform_end(EXIT_COMPLETE);
}

void outcome_dialog(const char *name)
{
    const struct ended ended = { .kind = ENDED_DIALOG, .text = name, .label = label_or_null() };

    given = false;
    journal_end(NULL, &ended);
    platform_end(EXIT_COMPLETE);
}

void outcome_unsupported(const char *what)
{
    const struct ended ended = { .kind = ENDED_UNSUPPORTED, .text = what };

    journal_end(NULL, &ended);
}

void outcome_ok(void)
{
    const struct ended ended = { .kind = ENDED_OK };

    journal_end(NULL, &ended);
}
