/* Who has control of a thread: what the DLL under test changes meanwhile is an effect of its call. Also what the agent's
 * parts that this DLL shares ask for, where a recorder has nothing to say. */
#include "recorder.h"

#include "agent/agent.h"
#include "agent/hooks.h"
#include "agent/journal.h"
#include "agent/outcome.h"
#include "agent/watch.h"

struct agent agent = { .reads = true }; /* those of the application */
struct hook window_hooks[1];            /* no thread is watched for windows */
const unsigned n_window_hooks = 0;

static DWORD slot = TLS_OUT_OF_INDEXES;

void control_open(void)
{
    slot = TlsAlloc();
}

/* Leaves the last error as it is. */
enum control control_now(void)
{
    const DWORD error = GetLastError();
    const enum control control =
        slot == TLS_OUT_OF_INDEXES ? CONTROL_RECORDER : (enum control)(UINT_PTR)TlsGetValue(slot);

    SetLastError(error);
    return control;
}

enum control control_set(enum control control)
{
    const enum control was = control_now();

    if (slot != TLS_OUT_OF_INDEXES)
        TlsSetValue(slot, (void *)(UINT_PTR)control);
    return was;
}

bool control_is_given(void)
{
    return control_now() == CONTROL_TARGET;
}

bool control_shows_changes(void)
{
    return control_now() != CONTROL_RECORDER;
}

bool control_shows_reads(void)
{
    return control_now() == CONTROL_APPLICATION;
}

bool control_shows_key(struct wide key)
{
    return control_now() != CONTROL_APPLICATION || own_is_shared(key) || target_is_calling();
}

static void write_effect(const struct detail *detail)
{
    struct buffer line;

    buffer_init(&line, TRACE_MAX_LINE);
    spell_detail("see", detail, &line);
    record_buffer(&line);
}

void journal_detail(const struct detail *detail)
{
    /* The recorder tells of dialogs; what its target does from its window or its thread is of no call. */
    if (control_now() != CONTROL_APPLICATION || target_is_calling())
        write_effect(detail);
    else
        own_deed(detail);
}

/* Reads. */
void journal_detail_once(const struct detail *detail)
{
    if (control_now() == CONTROL_APPLICATION && detail->kind != SEEN_INFO && !target_is_calling())
        own_deed(detail);
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
