#include "identity_round.h"
#include "apartment.h"
#include "identity_listener.h"
#include "identity_notify.h"
#include "memory.h"
#include "message_window.h"

enum {
    MOST = 0xffff,      /* listeners; their number is half of what an answer carries */
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

static bool is_other(HWND window, HWND own)
{
    return window != own && process_of(window);
}

static ULONG count_others(const WCHAR *title, HWND own)
{
    ULONG count = 0;

    for (HWND window = listener_next(title, NULL); window && count < MOST; window = listener_next(title, window))
        count += is_other(window, own);
    return count;
}

/* Those of this process first; windows are found newest first, and asked oldest first. */
static void find_others(struct round *round, ULONG capacity, const WCHAR *title, HWND own)
{
    const DWORD here = GetCurrentProcessId();
    ULONG found = 0;

    for (int ours = 0; ours < 2; ours++) {
        for (HWND window = listener_next(title, NULL); window && found < capacity;
             window = listener_next(title, window)) {
            const DWORD process = process_of(window);

            if (window == own || !process || (process == here) != ours)
                continue;
            found++;
            round->others[capacity - found] = (struct other){ .window = window, .process = process };
        }
    }
    round->count = found;
    memmove(round->others, &round->others[capacity - found], found * sizeof(round->others[0]));
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
    const HWND own = listener_window(apartment);
    WCHAR title[GUARD_NAME_CAPACITY];
    HRESULT hr = listener_title(title);
    ULONG count;

    *round = NULL;
    if (FAILED(hr))
        return hr;
    count = count_others(title, own);
    *round = mem_alloc(sizeof(**round) + count * sizeof((*round)->others[0]));
    if (!*round)
        return E_OUTOFMEMORY;
    (*round)->apartment = apartment;
    (*round)->number = (WORD)InterlockedIncrement(&rounds);
    if (count)
        hr = open_asker(*round);
    if (FAILED(hr)) {
        mem_free(*round);
        *round = NULL;
        return hr;
    }
    find_others(*round, count, title, own);
    return S_OK;
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
    WCHAR title[GUARD_NAME_CAPACITY];

    notify_changed(apartment, what);
    if (FAILED(listener_title(title)))
        return;
    for (HWND window = listener_next(title, NULL); window; window = listener_next(title, window))
        if (is_other(window, own))
            PostMessageW(window, LISTENER_CHANGED, what, 0);
}
