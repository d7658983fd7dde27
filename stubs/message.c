#include "window.h"
#include <stdatomic.h>

/* A message from another thread. It belongs to the sender while that waits, else to the receiver. */
struct sent {
    struct sent *next;
    DWORD sender; /* thread */
    bool waits;
    HWND window;
    UINT message;
    WPARAM wparam;
    LPARAM lparam;
    LRESULT result;
    bool done;
    void *copy; /* of what LPARAM points to, for another process; or NULL */
    size_t copy_size;
};

static atomic_uint epoch = 1;
static _Thread_local struct queue *own;
static _Thread_local unsigned own_epoch;

struct queue *sim_queue(void)
{
    if (own && own_epoch == epoch)
        return own;
    stub_lock();
    own = sim_share_small(sizeof(*own));
    own->process = sim_self->id;
    own->thread = GetCurrentThreadId();
    own->next = sim_machine->queues;
    sim_machine->queues = own;
    own_epoch = epoch;
    stub_unlock();
    return own;
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
    if (!own || own_epoch != epoch)
        return;
    own->waiting = waits;
    if (waits)
        sim_timer_jump();
}

static void sent_free(struct sent *sent)
{
    sim_unshare(sent->copy, sent->copy_size);
    sim_unshare(sent, sizeof(*sent));
}

static void sent_end(struct sent *sent, LRESULT result)
{
    sent->result = result;
    sent->done = true;
    if (!sent->waits)
        sent_free(sent);
}

static void sent_list_end(struct sent *sent)
{
    struct sent *next;

    for (; sent; sent = next) {
        next = sent->next;
        sent_end(sent, 0);
    }
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
    sent_list_end(queue->sent);
    sent_list_end(queue->served);
    sim_unshare(queue, sizeof(*queue));
}

void sim_queues_reset(void)
{
    while (sim_machine->queues)
        queue_free(sim_machine->queues);
    epoch++;
}

/* Nobody waits for the answers to what this thread sent. */
static void sender_ended(DWORD thread)
{
    for (struct queue *queue = sim_machine->queues; queue; queue = queue->next) {
        for (struct sent *sent = queue->sent; sent; sent = sent->next)
            sent->waits = sent->waits && sent->sender != thread;
        for (struct sent *sent = queue->served; sent; sent = sent->next)
            sent->waits = sent->waits && sent->sender != thread;
    }
}

void sim_queue_thread_ended(DWORD thread)
{
    struct queue *queue = sim_queue_of(thread);

    sim_windows_of_thread_ended(thread);
    if (queue) {
        sender_ended(thread);
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
        sender_ended(queue->thread);
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

/* Calls what other threads sent to this one; holds the lock once before and after, not meanwhile. */
static bool serve_sent(struct queue *queue)
{
    struct sent *sent = queue->sent;
    struct sent **link;
    LRESULT result;

    if (!sent)
        return false;
    queue->sent = sent->next;
    sent->next = queue->served;
    queue->served = sent;
    stub_unlock();
    result = sim_call(sent->window, sent->message, sent->wparam, sent->lparam);
    stub_lock();
    for (link = &queue->served; *link != sent; link = &(*link)->next)
        ;
    *link = sent->next;
    sent_end(sent, result);
    sim_wake();
    return true;
}

/* To the end of the other thread's list. */
static struct sent *sent_new(struct queue *queue, const MSG *msg, bool waits)
{
    struct sent *sent = sim_share_small(sizeof(*sent));
    struct sent **link = &queue->sent;

    *sent = (struct sent){ .sender = GetCurrentThreadId(),
                           .waits = waits,
                           .window = msg->hwnd,
                           .message = msg->message,
                           .wparam = msg->wParam,
                           .lparam = msg->lParam };
    while (*link)
        link = &(*link)->next;
    *link = sent;
    sim_wake();
    return sent;
}

/* Answers what is sent to this thread meanwhile. False: the time is over. */
static bool wait_for_answer(struct sent *sent, const struct timespec *deadline)
{
    struct queue *own_queue = sim_queue();

    while (!sent->done)
        if (!serve_sent(own_queue) && sim_wait(deadline) && !sent->done)
            return false;
    return true;
}

/* A message that nobody has begun to answer is withdrawn, as Wine does. */
static void give_up(HWND window, struct sent *sent)
{
    const struct window *to = sim_window(window);
    struct queue *queue = to ? sim_queue_of(to->thread) : NULL;
    struct sent **link = queue ? &queue->sent : NULL;

    while (link && *link && *link != sent)
        link = &(*link)->next;
    if (!link || !*link) {
        sent->waits = false;
        return;
    }
    *link = sent->next;
    sent_free(sent);
}

/* True: there is an answer. */
static bool send_across(struct queue *queue, const MSG *msg, const struct timespec *deadline, LRESULT *result)
{
    struct sent *sent = sent_new(queue, msg, true);

    if (!wait_for_answer(sent, deadline)) {
        give_up(msg->hwnd, sent);
        return false;
    }
    *result = sent->result;
    sent_free(sent);
    return true;
}

/* The queue of another thread's window; *here: the window is this thread's. */
static struct queue *target(HWND handle, bool *here)
{
    const struct window *window = sim_window(handle);

    *here = window && window->thread == GetCurrentThreadId();
    return window && !*here ? sim_queue_of(window->thread) : NULL;
}

static bool send_within(const MSG *msg, const struct timespec *deadline, LRESULT *result)
{
    struct queue *queue;
    bool answered = false;
    bool here;

    stub_lock();
    queue = target(msg->hwnd, &here);
    if (queue)
        answered = send_across(queue, msg, deadline, result);
    stub_unlock();
    if (!here)
        return answered;
    *result = sim_call(msg->hwnd, msg->message, msg->wParam, msg->lParam);
    return true;
}

LRESULT WINAPI SendMessageW(HWND handle, UINT message, WPARAM wparam, LPARAM lparam)
{
    const MSG msg = { .hwnd = handle, .message = message, .wParam = wparam, .lParam = lparam };
    LRESULT result = 0;

    send_within(&msg, NULL, &result);
    return result;
}

/* In real time: the other thread has to get the chance. */
LRESULT WINAPI SendMessageTimeoutW(HWND handle, UINT message, WPARAM wparam, LPARAM lparam, UINT flags, UINT ms,
                                   PDWORD_PTR answer)
{
    const MSG msg = { .hwnd = handle, .message = message, .wParam = wparam, .lParam = lparam };
    struct timespec deadline = sim_deadline_in(ms);
    LRESULT result = 0;
    bool in_time;

    (void)flags;
    if (sim_fault("SendMessageTimeoutW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    if (!IsWindow(handle))
        return 0;
    in_time = send_within(&msg, &deadline, &result);
    if (!in_time)
        SetLastError(ERROR_TIMEOUT);
    if (answer)
        *answer = (DWORD_PTR)result;
    return in_time;
}

BOOL WINAPI SendNotifyMessageW(HWND handle, UINT message, WPARAM wparam, LPARAM lparam)
{
    const MSG msg = { .hwnd = handle, .message = message, .wParam = wparam, .lParam = lparam };
    struct queue *queue;
    bool here;

    if (sim_fault("SendNotifyMessageW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    stub_lock();
    queue = target(handle, &here);
    if (queue)
        sent_new(queue, &msg, false);
    stub_unlock();
    if (here)
        sim_call(handle, message, wparam, lparam);
    return here || queue;
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

BOOL WINAPI PostMessageW(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    MSG msg = { .hwnd = window, .message = message, .wParam = wparam, .lParam = lparam };
    DWORD thread;

    if (sim_fault("PostMessageW")) {
        SetLastError(ERROR_NOT_ENOUGH_QUOTA);
        return FALSE;
    }
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
    while (serve_sent(queue))
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
    if (IsWindow(msg->hwnd))
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
