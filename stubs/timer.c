#include "window.h"

#define SHORTEST 10 /* milliseconds */

static UINT_PTR next_id = 0x7fff; /* for timers without a window, downwards */

static struct timer **find(struct queue *queue, HWND window, UINT_PTR id)
{
    struct timer **link = &queue->timers;

    while (*link && ((*link)->window != window || (*link)->id != id))
        link = &(*link)->next;
    return link;
}

UINT_PTR WINAPI SetTimer(HWND window, UINT_PTR id, UINT period, TIMERPROC proc)
{
    struct queue *queue = sim_queue();
    struct timer **link;

    if (sim_fault("SetTimer")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    if (window && !sim_in_thread(window)) {
        SetLastError(ERROR_INVALID_WINDOW_HANDLE);
        return 0;
    }
    stub_lock();
    link = find(queue, window, id);
    if (!*link) {
        *link = sim_share_small(sizeof(**link));
        (*link)->window = window;
        (*link)->id = window ? id : next_id--;
    }
    (*link)->period = period < SHORTEST ? SHORTEST : period;
    (*link)->due = GetTickCount() + (*link)->period;
    (*link)->proc = proc;
    id = (*link)->id;
    stub_unlock();
    return window && !id ? 1 : id;
}

static void drop(struct timer **link)
{
    struct timer *timer = *link;

    *link = timer->next;
    sim_unshare(timer, sizeof(*timer));
}

BOOL WINAPI KillTimer(HWND window, UINT_PTR id)
{
    struct timer **link;
    bool found;

    stub_lock();
    link = find(sim_queue(), window, id);
    found = *link != NULL;
    if (found)
        drop(link);
    stub_unlock();
    return found;
}

void sim_timers_forget(HWND window)
{
    struct timer **link = &sim_queue()->timers;

    stub_lock();
    while (*link)
        if ((*link)->window == window)
            drop(link);
        else
            link = &(*link)->next;
    stub_unlock();
}

static bool is_due(const struct timer *timer)
{
    return (LONG)(GetTickCount() - timer->due) >= 0;
}

/* A timer that was missed several times fires once. The earliest first. */
bool sim_timer_due(struct queue *queue, MSG *msg, HWND window)
{
    struct timer *earliest = NULL;

    for (struct timer *timer = queue->timers; timer; timer = timer->next) {
        if (!is_due(timer) || (window && timer->window != window))
            continue;
        if (!earliest || (LONG)(timer->due - earliest->due) < 0)
            earliest = timer;
    }
    if (!earliest)
        return false;
    *msg = (MSG){ .hwnd = earliest->window,
                  .message = WM_TIMER,
                  .wParam = earliest->id,
                  .lParam = (LPARAM)earliest->proc,
                  .time = GetTickCount() };
    earliest->due = GetTickCount() + earliest->period;
    return true;
}

static bool is_suspended(const struct queue *queue)
{
    const struct process *process = sim_process(queue->process);

    return process && process->suspended;
}

bool sim_timer_jump(void)
{
    const struct timer *earliest = NULL;

    for (struct queue *queue = sim_next_queue(NULL); queue; queue = sim_next_queue(queue)) {
        if (is_suspended(queue))
            continue;
        if (!queue->waiting && !queue->outside)
            return false;
        for (const struct timer *timer = queue->timed ? queue->timers : NULL; timer; timer = timer->next)
            if (!earliest || (LONG)(timer->due - earliest->due) < 0)
                earliest = timer;
    }
    if (!earliest || is_due(earliest))
        return false;
    stub_clock_advance(earliest->due - GetTickCount());
    return true;
}
