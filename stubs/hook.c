#include "window.h"

static uint32_t next_id;
static _Thread_local uint32_t running; /* the hook that is called */

/* Only of the calling thread, and only WH_CBT. */
HHOOK WINAPI SetWindowsHookExW(INT kind, HOOKPROC proc, HINSTANCE module, DWORD thread)
{
    struct queue *queue = sim_queue();
    struct hook *hook;

    (void)module;
    if (sim_fault("SetWindowsHookExW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    if (kind != WH_CBT || thread != GetCurrentThreadId()) {
        SetLastError(kind != WH_CBT ? ERROR_INVALID_HOOK_FILTER : ERROR_INVALID_PARAMETER);
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

static LRESULT call_from(const struct hook *hook, int code, WPARAM wparam, LPARAM lparam)
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
    return call_from(hook ? hook->next : NULL, code, wparam, lparam);
}

LRESULT sim_cbt(int code, WPARAM wparam, LPARAM lparam)
{
    return call_from(sim_queue()->hooks, code, wparam, lparam);
}
