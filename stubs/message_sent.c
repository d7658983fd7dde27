#include "window.h"

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
    bool failed; /* its receiver is gone */
    void *copy;  /* of what LPARAM points to, for another process; or NULL */
    size_t copy_size;
};

static void sent_free(struct sent *sent)
{
    sim_unshare(sent->copy, sent->copy_size);
    sim_unshare(sent, sizeof(*sent));
}

/* The answer lies with the sender until that looks, or ends. */
static void sent_end(struct sent *sent, LRESULT result)
{
    struct queue *sender = sent->waits ? sim_queue_of(sent->sender) : NULL;

    sent->result = result;
    sent->done = true;
    if (!sender) {
        sent_free(sent);
        return;
    }
    sent->next = sender->answered;
    sender->answered = sent;
}

static void unlink_sent(struct sent **link, const struct sent *sent)
{
    while (*link && *link != sent)
        link = &(*link)->next;
    if (*link)
        *link = sent->next;
}

void sim_answers_forget(struct queue *queue)
{
    while (queue->answered) {
        struct sent *sent = queue->answered;

        queue->answered = sent->next;
        sent_free(sent);
    }
}

void sim_sent_end(struct sent *sent)
{
    struct sent *next;

    for (; sent; sent = next) {
        next = sent->next;
        sent->failed = true;
        sent_end(sent, 0);
    }
}

void sim_sender_ended(DWORD thread)
{
    for (struct queue *queue = sim_machine->queues; queue; queue = queue->next) {
        for (struct sent *sent = queue->sent; sent; sent = sent->next)
            sent->waits = sent->waits && sent->sender != thread;
        for (struct sent *sent = queue->served; sent; sent = sent->next)
            sent->waits = sent->waits && sent->sender != thread;
    }
}

bool sim_serve_sent(struct queue *queue)
{
    struct sent *sent = queue->sent;
    LRESULT result;

    if (!sent)
        return false;
    queue->sent = sent->next;
    sent->next = queue->served;
    queue->served = sent;
    stub_unlock();
    if (sent->message == SIM_WM_SHOW)
        result = ShowWindow(sent->window, (INT)sent->wparam);
    else
        result = sim_call(sent->window, sent->message, sent->wparam, sent->lparam);
    stub_lock();
    unlink_sent(&queue->served, sent);
    sent_end(sent, result);
    sim_wake();
    return true;
}

static size_t copied_size(const struct sent *sent, const void *from)
{
    if (!from)
        return 0;
    switch (sent->message) {
    case WM_SETTEXT:
        return (sim_wide_length(from) + 1) * sizeof(WCHAR);
    case WM_GETTEXT:
        return sent->wparam * sizeof(WCHAR);
    case WM_COPYDATA:
        return sizeof(COPYDATASTRUCT) + ((const COPYDATASTRUCT *)from)->cbData;
    default:
        return 0;
    }
}

/* In and out of another process: whatever LPARAM points to goes along as a copy in the pool. False: no room. */
static bool copy_in(struct sent *sent)
{
    const void *from = (const void *)sent->lparam; /* NOLINT(performance-no-int-to-ptr) */
    const COPYDATASTRUCT *data = from;
    COPYDATASTRUCT *copy;

    sent->copy_size = copied_size(sent, from);
    if (!sent->copy_size)
        return true;
    sent->copy = copy = sim_share(sent->copy_size);
    if (!copy)
        return false;
    sent->lparam = (LPARAM)copy;
    if (sent->message == WM_SETTEXT)
        memcpy(copy, from, sent->copy_size);
    if (sent->message != WM_COPYDATA)
        return true;
    *copy = *data;
    copy->lpData = data->lpData ? copy + 1 : NULL;
    if (data->lpData)
        memcpy(copy->lpData, data->lpData, data->cbData);
    return true;
}

static void copy_out(const struct sent *sent, LPARAM to)
{
    const size_t units = (size_t)sent->result + 1;

    if (!sent->copy || sent->message != WM_GETTEXT || !sent->wparam)
        return;
    memcpy((WCHAR *)to, sent->copy, /* NOLINT(performance-no-int-to-ptr) */
           (units < sent->wparam ? units : sent->wparam) * sizeof(WCHAR));
}

/* To the end of the other thread's list; NULL: no room for what goes along. */
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
    if (queue->process != sim_self->id && !copy_in(sent)) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        sent_free(sent);
        return NULL;
    }
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
        if (!sim_serve_sent(own_queue) && sim_wait(deadline) && !sent->done)
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
    struct sent *sent;
    bool answered;

    sim_queue(); /* where the answer comes */
    sent = sent_new(queue, msg, true);
    if (!sent)
        return false;
    if (!wait_for_answer(sent, deadline)) {
        give_up(msg->hwnd, sent);
        return false;
    }
    *result = sent->result;
    answered = !sent->failed;
    unlink_sent(&sim_queue()->answered, sent);
    copy_out(sent, msg->lParam);
    sent_free(sent);
    return answered;
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

/* To all top-level windows, but to none that is message-only. */
static void send_all(const MSG *msg, const struct timespec *deadline)
{
    MSG each = *msg;
    LRESULT result;
    HWND *list;

    if (!sim_is_for_all(msg->message))
        return;
    stub_lock();
    list = sim_windows_below(NULL, false);
    stub_unlock();
    for (size_t i = 0; list[i]; i++) {
        each.hwnd = list[i];
        send_within(&each, deadline, &result);
    }
    free(list);
}

LRESULT WINAPI SendMessageW(HWND handle, UINT message, WPARAM wparam, LPARAM lparam)
{
    const MSG msg = { .hwnd = handle, .message = message, .wParam = wparam, .lParam = lparam };
    LRESULT result = 0;

    if (handle == HWND_BROADCAST) {
        send_all(&msg, NULL);
        return TRUE;
    }
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
    if (handle == HWND_BROADCAST) {
        send_all(&msg, &deadline);
        return TRUE;
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
    const struct sent *sent;
    struct queue *queue;
    bool here;

    if (sim_fault("SendNotifyMessageW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    stub_lock();
    queue = target(handle, &here);
    sent = queue ? sent_new(queue, &msg, false) : NULL;
    stub_unlock();
    if (here)
        sim_call(handle, message, wparam, lparam);
    return here || sent;
}
