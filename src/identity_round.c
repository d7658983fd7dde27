#include "identity_round.h"
#include "apartment.h"
#include "identity_listener.h"
#include "identity_notify.h"
#include "memory.h"
#include "message_window.h"

enum {
    ANSWER_MS = 5000,   /* who has not heard a ping by then, hangs */
    TICK_MS = 1000,     /* between pings to who is being asked */
    SILENCE_MS = 10000, /* who misses pings for so long, hangs */
    TICK = 1,           /* the timer's id */
};

enum state { SILENT, ALIVE, WAITED_FOR };

struct other {
    HWND window;
    DWORD process;
    enum state state;
    DWORD heard; /* when it last was */
    HRESULT answer;
};

struct round {
    DWORD apartment;
    HWND asker; /* NULL: there is nobody else */
    WORD number;
    bool quit; /* WM_QUIT came meanwhile */
    int exit_code;
    ULONG count;
    struct other others[];
};

static const WCHAR class_name[] = L"Identical.Asker";
static LONG rounds; /* of this process: an answer to an earlier one is too late */

/* ---- who is there ---- */

/* 0: it is gone. */
static DWORD process_of(HWND window)
{
    DWORD process;

    return GetWindowThreadProcessId(window, &process) ? process : 0;
}

/* Those of this process first, and the oldest of each first. */
static void find_others(struct round *round, const struct listener_list *list, HWND own)
{
    const DWORD here = GetCurrentProcessId();

    for (int ours = 1; ours >= 0; ours--) {
        for (ULONG i = list->count; i-- > 0;) {
            const HWND window = list->windows[i];
            const DWORD process = process_of(window);

            if (window != own && process && (process == here) == ours)
                round->others[round->count++] = (struct other){ .window = window, .process = process };
        }
    }
}

static bool is_there(const struct other *other)
{
    return process_of(other->window) == other->process;
}

/* ---- the asker's window ---- */

/* False: it will never hear of it. */
static bool post(struct round *round, ULONG which, UINT message)
{
    return PostMessageW(round->others[which].window, message, (WPARAM)round->asker, MAKELONG(which, round->number));
}

static struct other *who(struct round *round, WPARAM which)
{
    return round && HIWORD(which) == round->number && LOWORD(which) < round->count ? &round->others[LOWORD(which)]
                                                                                   : NULL;
}

/* Who is gone, or silent for too long, is not waited for: that counts as consent. */
static void tick(struct round *round)
{
    for (ULONG i = 0; i < round->count; i++) {
        struct other *other = &round->others[i];

        if (other->state != WAITED_FOR)
            continue;
        if (!is_there(other) || GetTickCount() - other->heard >= SILENCE_MS)
            other->state = SILENT;
        else
            post(round, i, LISTENER_PING);
    }
}

static LRESULT CALLBACK hear(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct round *round = (struct round *)GetWindowLongPtrW(window, GWLP_USERDATA);
    struct other *other;

    switch (message) {
    case ASKER_HEARD:
    case ASKER_DONE:
        other = who(round, wparam);
        if (!other)
            return 0;
        other->heard = GetTickCount();
        if (message == ASKER_DONE)
            other->answer = (HRESULT)lparam;
        if (message == ASKER_DONE || other->state == SILENT)
            other->state = ALIVE;
        return 0;
    case WM_TIMER:
        tick(round);
        return 0;
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

static HRESULT open_asker(struct round *round)
{
    round->asker = message_window_create(class_name, hear, NULL, (LONG_PTR)round);
    if (!round->asker)
        return E_FAIL;
    if (SetTimer(round->asker, TICK, TICK_MS, NULL))
        return S_OK;
    DestroyWindow(round->asker);
    return E_FAIL;
}

HRESULT round_begin(struct round **round)
{
    const DWORD apartment = apartment_here();
    struct listener_list *list;
    HRESULT hr = listener_list(&list);

    *round = NULL;
    if (FAILED(hr))
        return hr;
    *round = mem_alloc(sizeof(**round) + list->count * sizeof((*round)->others[0]));
    if (*round) {
        (*round)->apartment = apartment;
        (*round)->number = (WORD)InterlockedIncrement(&rounds);
        find_others(*round, list, listener_window(apartment));
    }
    mem_free(list);
    if (!*round)
        return E_OUTOFMEMORY;
    if ((*round)->count)
        hr = open_asker(*round);
    if (FAILED(hr)) {
        mem_free(*round);
        *round = NULL;
    }
    return hr;
}

void round_end(struct round *round)
{
    if (round->asker)
        DestroyWindow(round->asker);
    if (round->quit)
        PostQuitMessage(round->exit_code);
    mem_free(round);
}

void round_stop(void)
{
    UnregisterClassW(class_name, module_instance);
}

/* ---- waiting ---- */

static bool is_input(UINT message)
{
    return (message >= WM_KEYFIRST && message <= WM_KEYLAST) || (message >= WM_MOUSEFIRST && message <= WM_MOUSELAST) ||
           (message >= WM_NCMOUSEMOVE && message <= WM_NCMBUTTONDBLCLK);
}

/* False: there will be no more messages. */
static bool handle_one(struct round *round)
{
    MSG msg;
    const BOOL got = GetMessageW(&msg, NULL, 0, 0);

    if (got < 0)
        return false;
    if (!got) {
        round->quit = true;
        round->exit_code = (int)msg.wParam;
    } else if (!is_input(msg.message)) {
        DispatchMessageW(&msg);
    }
    return true;
}

static ULONG count_in(const struct round *round, enum state state)
{
    ULONG count = 0;

    for (ULONG i = 0; i < round->count; i++)
        count += round->others[i].state == state;
    return count;
}

/* Of those still silent, who is gone is not to be waited for. */
static ULONG count_unheard(const struct round *round)
{
    ULONG count = 0;

    for (ULONG i = 0; i < round->count; i++)
        count += round->others[i].state == SILENT && is_there(&round->others[i]);
    return count;
}

/* All at once, since one that hangs is to cost its time only once. */
static void find_alive(struct round *round)
{
    const DWORD start = GetTickCount();

    for (ULONG i = 0; i < round->count; i++)
        post(round, i, LISTENER_PING);
    while (GetTickCount() - start < ANSWER_MS && count_unheard(round) && handle_one(round))
        ;
}

static void wait_for(struct other *other)
{
    other->answer = S_OK;
    other->heard = GetTickCount();
    other->state = WAITED_FOR;
}

HRESULT round_query(struct round *round)
{
    HRESULT hr = notify_query_switch(round->apartment);

    if (SUCCEEDED(hr) && round->count)
        find_alive(round);
    for (ULONG i = 0; SUCCEEDED(hr) && i < round->count; i++) {
        struct other *other = &round->others[i];

        if (other->state != ALIVE)
            continue;
        wait_for(other);
        if (!post(round, i, LISTENER_QUERY))
            other->state = SILENT;
        while (other->state == WAITED_FOR && handle_one(round))
            ;
        hr = other->answer;
    }
    return FAILED(hr) ? E_PROCESS_CANCELLED_SWITCH : S_OK;
}

void round_tell(struct round *round)
{
    round->number = (WORD)InterlockedIncrement(&rounds); /* answers to the question are too late */
    notify_switched(round->apartment);
    for (ULONG i = 0; i < round->count; i++) {
        if (round->others[i].state == ALIVE)
            wait_for(&round->others[i]);
        if (!post(round, i, LISTENER_SWITCHED)) /* who hangs hears of it when it works again */
            round->others[i].state = SILENT;
    }
    while (count_in(round, WAITED_FOR) && handle_one(round))
        ;
}

void round_changed(DWORD what)
{
    const DWORD apartment = apartment_here();
    const HWND own = listener_window(apartment);
    struct listener_list *list;

    notify_changed(apartment, what);
    if (FAILED(listener_list(&list)))
        return;
    for (ULONG i = 0; i < list->count; i++)
        if (list->windows[i] != own)
            PostMessageW(list->windows[i], LISTENER_CHANGED, what, 0);
    mem_free(list);
}
