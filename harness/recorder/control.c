/* Who has control of a thread: what the DLL under test changes meanwhile is an effect of its call. Also what the agent's
 * parts that this DLL shares ask for, where a recorder has nothing to say. */
#include "recorder.h"

#include "agent/agent.h"
#include "agent/hooks.h"
#include "agent/journal.h"
#include "agent/outcome.h"
#include "agent/watch.h"

struct agent agent;          /* reads are not watched */
struct hook window_hooks[1]; /* no thread is watched for windows */
const unsigned n_window_hooks = 0;

static DWORD slot = TLS_OUT_OF_INDEXES;

void control_open(void)
{
    slot = TlsAlloc();
}

/* Leaves the last error as it is. */
bool control_is_given(void)
{
    const DWORD error = GetLastError();
    const bool given = slot != TLS_OUT_OF_INDEXES && TlsGetValue(slot) != NULL;

    SetLastError(error);
    return given;
}

bool control_set(bool given)
{
    const bool was = control_is_given();

    if (slot != TLS_OUT_OF_INDEXES)
        TlsSetValue(slot, given ? &slot : NULL);
    return was;
}

static void write_detail(const struct detail *detail)
{
    static const char start[] = "| ";
    struct buffer text, line;

    buffer_init(&text, TRACE_MAX_LINE);
    buffer_init(&line, TRACE_MAX_LINE);
    trace_print_detail(detail, 0, &text);
    if (text.len > sizeof start) {
        buffer_puts(&line, "see ");
        buffer_append(&line, text.data + sizeof start - 1, text.len - sizeof start); /* without the newline */
    }
    buffer_free(&text);
    record_buffer(&line);
}

void journal_detail(const struct detail *detail)
{
    write_detail(detail);
}

void journal_detail_once(const struct detail *detail)
{
    write_detail(detail);
}

/* The application may end as it likes. */
void outcome_exit(unsigned code)
{
    (void)code;
}

bool sandbox_refuses_subkey(struct wide key)
{
    (void)key;
    return false;
}

void watch_note(struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes, DWORD size, bool deleted)
{
    (void)key, (void)name, (void)type, (void)bytes, (void)size, (void)deleted;
}
