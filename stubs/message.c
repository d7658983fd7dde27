#include "window.h"
#include <stdatomic.h>

static atomic_uint epoch = 1;
static _Thread_local struct queue *own;
static _Thread_local unsigned own_epoch;

static bool has_queue(void)
{
    return own && own_epoch == epoch;
}

static struct queue *queue_new(DWORD thread)
{
    struct queue *queue = sim_share_small(sizeof(*queue));

    queue->process = sim_self->id;
    queue->thread = thread;
    queue->next = sim_machine->queues;
    sim_machine->queues = queue;
    return queue;
}

struct queue *sim_queue(void)
{
    if (has_queue())
        return own;
    stub_lock();
    own = sim_queue_of(GetCurrentThreadId());
    if (!own)
        own = queue_new(GetCurrentThreadId());
    own_epoch = epoch;
    stub_unlock();
    return own;
}

bool sim_queue_inherit(DWORD thread)
{
    if (has_queue())
        queue_new(thread);
    return has_queue();
}

struct queue *sim_queue_of(DWORD thread)
{
    struct queue *queue = sim_machine->queues;

    while (queue && queue->thread != thread)
        queue = queue->next;
    return queue;
}

struct queue *sim_next_queue(struct queue *queue)
{
    return queue ? queue->next : sim_machine->queues;
}

void sim_queues_look(void)
{
    for (struct queue *queue = sim_machine->queues; queue; queue = queue->next)
        queue->waiting = false;
}

void sim_queue_waits(bool waits)
{
    if (!has_queue())
        return;
    own->waiting = waits;
    if (waits)
        sim_timer_jump();
}

void stub_thread_waits(bool waits)
{
    struct queue *queue = sim_queue();

    stub_lock();
    queue->outside = waits;
    if (waits)
        sim_timer_jump();
    stub_unlock();
}

static void queue_free(struct queue *queue)
{
    struct queue **link = &sim_machine->queues;
    void *next;

    while (*link != queue)
        link = &(*link)->next;
    *link = queue->next;
    for (struct posted *posted = queue->posted; posted; posted = next) {
        next = posted->next;
        sim_unshare(posted, sizeof(*posted));
    }
    for (struct hook *hook = queue->hooks; hook; hook = next) {
        next = hook->next;
        sim_unshare(hook, sizeof(*hook));
    }
    for (struct timer *timer = queue->timers; timer; timer = next) {
        next = timer->next;
        sim_unshare(timer, sizeof(*timer));
    }
    sim_sent_end(queue->sent);
    sim_sent_end(queue->served);
    sim_answers_forget(queue);
    sim_unshare(queue, sizeof(*queue));
}

void sim_queues_reset(void)
{
    while (sim_machine->queues)
        queue_free(sim_machine->queues);
    epoch++;
}

void sim_queue_thread_ended(DWORD thread)
{
    struct queue *queue = sim_queue_of(thread);

    sim_windows_of_thread_ended(thread);
    if (queue) {
        sim_sender_ended(thread);
        queue_free(queue);
    }
    sim_wake();
}

void sim_queue_process_ended(DWORD process)
{
    struct queue *next;

    sim_windows_of_process_ended(process);
    for (struct queue *queue = sim_machine->queues; queue; queue = next) {
        next = queue->next;
        if (queue->process != process)
            continue;
        sim_sender_ended(queue->thread);
        queue_free(queue);
    }
    sim_classes_of_process_ended(process);
    if (!sim_window(sim_machine->foreground))
        sim_machine->foreground = NULL;
}

bool sim_queue_post(struct queue *queue, const MSG *msg)
{
    struct posted **link = &queue->posted;
    struct posted *posted = sim_share_small(sizeof(*posted));

    posted->msg = *msg;
    posted->msg.time = GetTickCount();
    while (*link)
        link = &(*link)->next;
    *link = posted;
    sim_wake();
    return true;
}

void sim_queue_forget(HWND window)
{
    stub_lock();
    for (struct queue *queue = sim_machine->queues; queue; queue = queue->next) {
        struct posted **link = &queue->posted;

        while (*link) {
            struct posted *posted = *link;

            if (posted->msg.hwnd == window) {
                *link = posted->next;
                sim_unshare(posted, sizeof(*posted));
            } else {
                link = &posted->next;
            }
        }
    }
    stub_unlock();
}

LRESULT sim_call(HWND handle, UINT message, WPARAM wparam, LPARAM lparam)
{
    const struct window *window;
    WNDPROC proc;

    stub_lock();
    window = sim_window(handle);
    proc = window ? window->proc : NULL;
    stub_unlock();
    return proc ? proc(handle, message, wparam, lparam) : 0;
}

static BOOL post(DWORD thread, const MSG *msg)
{
    struct queue *queue;
    BOOL posted = FALSE;

    stub_lock();
    queue = sim_queue_of(thread);
    if (queue)
        posted = sim_queue_post(queue, msg);
    else
        SetLastError(ERROR_INVALID_THREAD_ID);
    stub_unlock();
    return posted;
}

BOOL WINAPI PostThreadMessageW(DWORD thread, UINT message, WPARAM wparam, LPARAM lparam)
{
    MSG msg = { .message = message, .wParam = wparam, .lParam = lparam };

    if (sim_fault("PostThreadMessageW")) {
        SetLastError(ERROR_NOT_ENOUGH_QUOTA);
        return FALSE;
    }
    return post(thread, &msg);
}

bool sim_is_for_all(UINT message)
{
    return message < WM_USER || message >= 0xc000;
}

/* As send_all(). */
static BOOL post_all(MSG *msg)
{
    HWND *list;

    if (!sim_is_for_all(msg->message))
        return TRUE;
    stub_lock();
    list = sim_windows_below(NULL, false);
    for (size_t i = 0; list[i]; i++) {
        msg->hwnd = list[i];
        post(sim_window(list[i])->thread, msg);
    }
    stub_unlock();
    free(list);
    return TRUE;
}

BOOL WINAPI PostMessageW(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    MSG msg = { .hwnd = window, .message = message, .wParam = wparam, .lParam = lparam };
    DWORD thread;

    if (sim_fault("PostMessageW")) {
        SetLastError(ERROR_NOT_ENOUGH_QUOTA);
        return FALSE;
    }
    if (window == HWND_BROADCAST)
        return post_all(&msg);
    if (!window) {
        sim_queue();
        return post(GetCurrentThreadId(), &msg);
    }
    thread = GetWindowThreadProcessId(window, NULL);
    return thread && post(thread, &msg);
}

VOID WINAPI PostQuitMessage(INT code)
{
    struct queue *queue = sim_queue();

    queue->quit = true;
    queue->quit_code = code;
}

static bool wanted(const MSG *msg, HWND window, UINT first, UINT last)
{
    if (window == (HWND)-1 && msg->hwnd)
        return false;
    if (window && window != (HWND)-1 && msg->hwnd != window && !IsChild(window, msg->hwnd))
        return false;
    return (!first && !last) || (msg->message >= first && msg->message <= last);
}

static bool take_posted(struct queue *queue, MSG *msg, HWND window, const UINT *range, bool remove)
{
    for (struct posted **link = &queue->posted; *link; link = &(*link)->next) {
        struct posted *posted = *link;

        if (!wanted(&posted->msg, window, range[0], range[1]))
            continue;
        *msg = posted->msg;
        if (remove) {
            *link = posted->next;
            sim_unshare(posted, sizeof(*posted));
        }
        return true;
    }
    return false;
}

static bool hears_timers(const UINT *range)
{
    return !range[1] || (range[0] <= WM_TIMER && WM_TIMER <= range[1]);
}

/* Posted messages, then the end of the loop, then timers. */
static bool take(struct queue *queue, MSG *msg, HWND window, const UINT *range, bool remove)
{
    while (sim_serve_sent(queue))
        ;
    if (take_posted(queue, msg, window, range, remove))
        return true;
    *msg = (MSG){ .message = WM_QUIT, .wParam = (WPARAM)queue->quit_code, .time = GetTickCount() };
    if (queue->quit && !window) {
        queue->quit = !remove;
        return true;
    }
    if (hears_timers(range))
        return sim_timer_due(queue, msg, window);
    return false;
}

static bool is_internal(const MSG *msg)
{
    if (msg->message != SIM_WM_ACTIVATE)
        return false;
    if (sim_machine->foreground == msg->hwnd && IsWindow(msg->hwnd)) /* not yet another's turn */
        sim_activate(msg->hwnd);
    return true;
}

BOOL WINAPI PeekMessageW(LPMSG msg, HWND window, UINT first, UINT last, UINT flags)
{
    const UINT range[2] = { first, last };
    struct queue *queue = sim_queue();
    bool found;

    do {
        stub_lock();
        found = take(queue, msg, window, range, flags & PM_REMOVE);
        stub_unlock();
    } while (found && is_internal(msg));
    if (found)
        sim_got_message(msg, flags);
    return found;
}

static void wait_for_message(struct queue *queue, MSG *msg, HWND window, const UINT *range)
{
    stub_lock();
    while (!take(queue, msg, window, range, true)) {
        queue->timed = hears_timers(range);
        sim_wait(NULL);
        queue->timed = false;
    }
    stub_unlock();
}

/* A window that is none: -1. */
BOOL WINAPI GetMessageW(LPMSG msg, HWND window, UINT first, UINT last)
{
    const UINT range[2] = { first, last };

    if (window && window != (HWND)-1 && !IsWindow(window))
        return -1;
    do
        wait_for_message(sim_queue(), msg, window, range);
    while (is_internal(msg));
    sim_got_message(msg, PM_REMOVE);
    return msg->message != WM_QUIT;
}

LRESULT WINAPI DispatchMessageW(const MSG *msg)
{
    TIMERPROC timer = msg->message == WM_TIMER ? (TIMERPROC)msg->lParam : NULL; /* NOLINT(performance-no-int-to-ptr) */

    if (timer) {
        timer(msg->hwnd, WM_TIMER, msg->wParam, GetTickCount());
        return 0;
    }
    return msg->hwnd ? sim_call(msg->hwnd, msg->message, msg->wParam, msg->lParam) : 0;
}
