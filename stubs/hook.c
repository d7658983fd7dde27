#include "window.h"

static uint32_t next_id;
static _Thread_local uint32_t running; /* the hook that is called */

/* Only of the calling thread, and only WH_CBT and WH_GETMESSAGE. */
HHOOK WINAPI SetWindowsHookExW(INT kind, HOOKPROC proc, HINSTANCE module, DWORD thread)
{
    struct queue *queue = sim_queue();
    struct hook *hook;

    (void)module;
    if (sim_fault("SetWindowsHookExW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    if ((kind != WH_CBT && kind != WH_GETMESSAGE) || thread != GetCurrentThreadId()) {
        SetLastError(thread == GetCurrentThreadId() ? ERROR_INVALID_HOOK_FILTER : ERROR_INVALID_PARAMETER);
        return NULL;
    }
    stub_lock();
    hook = sim_share_small(sizeof(*hook));
    hook->kind = kind;
    hook->proc = proc;
    hook->id = ++next_id;
    hook->next = queue->hooks;
    queue->hooks = hook;
    stub_unlock();
    return (HHOOK)(uintptr_t)hook->id;
}

BOOL WINAPI UnhookWindowsHookEx(HHOOK handle)
{
    struct hook **link = &sim_queue()->hooks;
    struct hook *hook;

    while (*link && (*link)->id != (uintptr_t)handle)
        link = &(*link)->next;
    hook = *link;
    if (!hook) {
        SetLastError(ERROR_INVALID_HOOK_HANDLE);
        return FALSE;
    }
    stub_lock();
    *link = hook->next;
    sim_unshare(hook, sizeof(*hook));
    stub_unlock();
    return TRUE;
}

static const struct hook *of_kind(const struct hook *hook, int kind)
{
    while (hook && hook->kind != kind)
        hook = hook->next;
    return hook;
}

static LRESULT call(const struct hook *hook, int code, WPARAM wparam, LPARAM lparam)
{
    uint32_t before = running;
    LRESULT result;

    if (!hook)
        return 0;
    running = hook->id;
    result = hook->proc(code, wparam, lparam);
    running = before;
    return result;
}

LRESULT WINAPI CallNextHookEx(HHOOK handle, INT code, WPARAM wparam, LPARAM lparam)
{
    const struct hook *hook = sim_queue()->hooks;

    (void)handle;
    while (hook && hook->id != running)
        hook = hook->next;
    return call(hook ? of_kind(hook->next, hook->kind) : NULL, code, wparam, lparam);
}

LRESULT sim_cbt(int code, WPARAM wparam, LPARAM lparam)
{
    return call(of_kind(sim_queue()->hooks, WH_CBT), code, wparam, lparam);
}

void sim_got_message(MSG *msg, UINT flags)
{
    call(of_kind(sim_queue()->hooks, WH_GETMESSAGE), HC_ACTION, flags & PM_REMOVE, (LPARAM)msg);
}
