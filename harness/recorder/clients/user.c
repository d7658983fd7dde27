#include "user.h"

enum { PATIENCE_MS = 30000, POLL_MS = 10 };

static bool is_tool;

static struct session {
    const struct act *acts;
    unsigned n;
    HWND owner;
    DWORD thread; /* of the dialogs */
    volatile LONG over;
    HWND met[16]; /* dialogs that he acted in */
    unsigned n_met;
} session;

/* ---- looking ---- */

struct counted {
    unsigned lists, shown, hidden; /* fields by what they do with their text */
};

static BOOL CALLBACK count(HWND control, LPARAM lparam)
{
    struct counted *counted = (struct counted *)lparam;
    WCHAR class[32] = { 0 };

    GetClassNameW(control, class, 31);
    if (!lstrcmpiW(class, L"ListBox"))
        counted->lists++;
    else if (!lstrcmpiW(class, L"Edit") && GetWindowLongW(control, GWL_STYLE) & ES_PASSWORD)
        counted->hidden++;
    else if (!lstrcmpiW(class, L"Edit"))
        counted->shown++;
    return TRUE;
}

static enum look look_of(HWND dialog)
{
    struct counted counted = { 0, 0, 0 };

    EnumChildWindows(dialog, count, (LPARAM)&counted);
    if (counted.lists)
        return counted.shown + counted.hidden ? LOOK_CHOOSER : LOOK_LIST;
    if (counted.shown)
        return LOOK_NAME;
    return counted.hidden ? LOOK_PASSWORD : LOOK_BOX;
}

struct wanted {
    enum look look;
    HWND found;
};

static BOOL CALLBACK is_wanted(HWND window, LPARAM lparam)
{
    struct wanted *wanted = (struct wanted *)lparam;
    WCHAR class[32] = { 0 };

    GetClassNameW(window, class, 31);
    if (lstrcmpW(class, L"#32770") || !IsWindowVisible(window) || !IsWindowEnabled(window) ||
        look_of(window) != wanted->look)
        return TRUE;
    wanted->found = window;
    return FALSE;
}

static HWND wait_for(enum look look)
{
    struct wanted wanted = { look, NULL };

    for (const DWORD start = GetTickCount(); GetTickCount() - start < PATIENCE_MS && !session.over;) {
        EnumThreadWindows(session.thread, is_wanted, (LPARAM)&wanted);
        if (wanted.found)
            return wanted.found;
        Sleep(is_tool ? 0 : POLL_MS);
    }
    return NULL;
}

/* The nth control of its class; NULL if there are fewer. */
static HWND nth(HWND dialog, const WCHAR *class, int n)
{
    HWND control = NULL;

    do
        control = FindWindowExW(dialog, control, class, NULL);
    while (control && n--);
    return control;
}

/* ---- acting ---- */

static void type(HWND field, const WCHAR *text, bool sends)
{
    if (sends) {
        SendMessageW(field, WM_SETTEXT, 0, (LPARAM)text);
        return;
    }
    PostMessageW(field, EM_SETSEL, 0, -1);
    for (; *text; text++)
        PostMessageW(field, WM_CHAR, *text, 1);
}

/* Where keys go: not to the box that is just about to vanish. */
static HWND focus_in(HWND dialog)
{
    GUITHREADINFO info = { .cbSize = sizeof info };

    for (DWORD waited = 0; waited < PATIENCE_MS && !session.over; waited += POLL_MS) {
        if (GetGUIThreadInfo(session.thread, &info) && IsChild(dialog, info.hwndFocus))
            return info.hwndFocus;
        Sleep(POLL_MS);
    }
    return dialog;
}

static void hit(HWND dialog, int key)
{
    const HWND focus = focus_in(dialog);

    PostMessageW(focus, WM_KEYDOWN, (WPARAM)key, 1);
    PostMessageW(focus, WM_KEYUP, (WPARAM)key, (LPARAM)0xc0000001);
}

/* A tool is so quick that one which comes back may still be busy; what is posted waits until it is not. */
static bool is_new(HWND dialog)
{
    for (unsigned i = 0; i < session.n_met; i++)
        if (session.met[i] == dialog)
            return false;
    if (session.n_met < ARRAYSIZE(session.met))
        session.met[session.n_met++] = dialog;
    return true;
}

static void act(HWND dialog, const struct act *act)
{
    const bool sends = is_new(dialog) && is_tool;
    HWND button;

    switch (act->what) {
    case ACT_TYPE:
        type(nth(dialog, L"Edit", act->which), act->text, sends);
        break;
    case ACT_ROW:
        (sends ? SendNotifyMessageW : PostMessageW)(nth(dialog, L"ListBox", 0), WM_KEYDOWN, (WPARAM)act->which, 1);
        break;
    case ACT_PRESS:
        button = act->which < 0 ? nth(dialog, L"Button", -1 - act->which) : GetDlgItem(dialog, act->which);
        (sends ? SendNotifyMessageW : PostMessageW)(button, BM_CLICK, 0, 0);
        break;
    case ACT_KEY:
        hit(dialog, act->which);
        break;
    case ACT_CLOSE:
        PostMessageW(dialog, WM_SYSCOMMAND, SC_CLOSE, 0);
        break;
    case ACT_CLOSE_OWNER:
        PostMessageW(session.owner, WM_CLOSE, 0, 0);
        break;
    }
}

/* A dialog that nobody answers would stay for ever. */
static void despair(unsigned acts)
{
    printf("the user has no answer (after %u acts)\n", acts);
    fflush(stdout);
    ExitProcess(2);
}

static DWORD WINAPI play(void *parameter)
{
    (void)parameter;
    for (unsigned i = 0; i < session.n && !session.over; i++) {
        const HWND dialog = wait_for(session.acts[i].look);

        if (dialog)
            act(dialog, &session.acts[i]);
        else if (!session.over)
            despair(i);
    }
    for (DWORD waited = 0; !session.over; waited += POLL_MS) {
        if (waited > PATIENCE_MS)
            despair(session.n);
        Sleep(POLL_MS);
    }
    return 0;
}

void user_is_a_tool(void)
{
    is_tool = true;
}

HANDLE user_start(const struct act *acts, unsigned n, HWND owner)
{
    session = (struct session){ .acts = acts, .n = n, .owner = owner, .thread = GetCurrentThreadId() };
    return CreateThread(NULL, 0, play, NULL, 0, NULL);
}

void user_stop(HANDLE user)
{
    InterlockedExchange(&session.over, 1);
    WaitForSingleObject(user, INFINITE);
    CloseHandle(user);
}
