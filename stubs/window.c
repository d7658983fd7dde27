#include "window.h"
#include <assert.h>

/* A handle is (generation, index * 2 + 0x20): small enough for 16 bits below, as Win32 has them. */
#define FIRST_HANDLE 0x20u

struct window **sim_siblings(struct window *parent)
{
    return parent ? &parent->children : &sim_machine->desktop;
}

static size_t window_size(const struct window_class *class)
{
    return sizeof(struct window) + (size_t) class->extra + sizeof(LONG_PTR);
}

struct window *sim_window_new(const struct new_window *new)
{
    struct window *window;
    uint32_t slot = 0;

    while (slot < sim_machine->windows_used && sim_machine->windows[slot])
        slot++;
    if (slot == WINDOWS_MAX)
        return NULL;
    if (slot == sim_machine->windows_used)
        sim_machine->windows_used++;
    window = sim_share(window_size(new->class));
    if (!window)
        return NULL;
    sim_machine->window_generations[slot] = (uint16_t)(sim_machine->window_generations[slot] % 0x7fff + 1);
    window->self = (HWND)(uintptr_t)((uint32_t)sim_machine->window_generations[slot] << 16 | (slot * 2 + FIRST_HANDLE));
    window->class = new->class;
    window->style = new->style;
    window->ex_style = new->ex_style;
    window->owner = new->owner;
    window->parent = new->parent;
    window->id = new->id;
    window->instance = new->instance;
    window->proc = new->class->proc;
    window->process = sim_self->id;
    window->thread = GetCurrentThreadId();
    new->class->windows++;
    sim_machine->windows[slot] = window;
    return window;
}

void sim_window_free(struct window *window)
{
    sim_window_unlink(window);
    window->class->windows--;
    sim_machine->windows[((uint16_t)(uintptr_t)window->self - FIRST_HANDLE) / 2] = NULL;
    sim_unshare_text(window->text);
    sim_unshare(window->dialog, sizeof(*window->dialog));
    sim_control_end(window);
    sim_unshare(window, window_size(window->class));
}

struct window *sim_window(HWND handle)
{
    uintptr_t bits = (uintptr_t)handle;
    uint32_t slot = ((uint16_t)bits - FIRST_HANDLE) / 2;

    if ((uint16_t)bits >= FIRST_HANDLE && slot < sim_machine->windows_used && sim_machine->windows[slot] &&
        sim_machine->windows[slot]->self == handle)
        return sim_machine->windows[slot];
    SetLastError(ERROR_INVALID_WINDOW_HANDLE);
    return NULL;
}

/* AFTER: a sibling, HWND_TOP or HWND_BOTTOM. */
void sim_window_link(struct window *window, HWND after)
{
    struct window **link = sim_siblings(window->parent);

    if (after != HWND_TOP && after != HWND_TOPMOST && after != HWND_NOTOPMOST) {
        while (*link && (*link)->self != after)
            link = &(*link)->next;
        if (*link)
            link = &(*link)->next;
    }
    window->next = *link;
    *link = window;
}

void sim_window_unlink(struct window *window)
{
    struct window **link = sim_siblings(window->parent);

    while (*link && *link != window)
        link = &(*link)->next;
    if (*link)
        *link = window->next;
    window->next = NULL;
}

unsigned sim_window_count(void)
{
    unsigned count = 0;

    for (uint32_t i = 0; i < sim_machine->windows_used; i++)
        count += sim_machine->windows[i] && sim_machine->windows[i]->process == sim_self->id;
    return count;
}

static void free_tree(struct window *window)
{
    while (window->children)
        free_tree(window->children);
    sim_window_free(window);
}

void sim_windows_reset(void)
{
    for (uint32_t i = 0; i < sim_machine->windows_used; i++)
        if (sim_machine->windows[i])
            free_tree(sim_machine->windows[i]);
    memset(sim_machine->window_generations, 0, sim_machine->windows_used * sizeof(sim_machine->window_generations[0]));
    sim_machine->windows_used = 0;
    sim_unshare(sim_machine->message_only, sizeof(struct window));
    sim_machine->message_only = NULL;
    sim_machine->desktop = NULL;
}

void sim_windows_of_thread_ended(DWORD thread)
{
    for (uint32_t i = 0; i < sim_machine->windows_used; i++)
        if (sim_machine->windows[i] && sim_machine->windows[i]->thread == thread)
            free_tree(sim_machine->windows[i]);
}

void sim_windows_of_process_ended(DWORD process)
{
    for (uint32_t i = 0; i < sim_machine->windows_used; i++)
        if (sim_machine->windows[i] && sim_machine->windows[i]->process == process)
            free_tree(sim_machine->windows[i]);
}

static size_t list_below(struct window *first, bool deep, HWND *list)
{
    size_t count = 0;

    for (; first; first = first->next) {
        if (list)
            list[count] = first->self;
        count++;
        if (deep)
            count += list_below(first->children, true, list ? list + count : NULL);
    }
    return count;
}

struct window *sim_message_only(void)
{
    if (!sim_machine->message_only)
        sim_machine->message_only = sim_share_small(sizeof(struct window));
    return sim_machine->message_only;
}

HWND *sim_windows_below(struct window *parent, bool deep)
{
    struct window *first = *sim_siblings(parent);
    HWND *list = calloc(list_below(first, deep, NULL) + 1, sizeof(*list));

    assert(list);
    list_below(first, deep, list);
    return list;
}

BOOL WINAPI IsWindow(HWND handle)
{
    bool found;

    stub_lock();
    found = sim_window(handle) != NULL;
    stub_unlock();
    return found;
}

/* A child's parent, another window's owner. */
HWND WINAPI GetParent(HWND handle)
{
    const struct window *window;
    HWND parent = NULL;

    stub_lock();
    window = sim_window(handle);
    if (window && window->style & WS_CHILD)
        parent = window->parent ? window->parent->self : NULL;
    else if (window && window->style & WS_POPUP)
        parent = window->owner;
    stub_unlock();
    return parent;
}

static struct window *last_of(struct window *window)
{
    while (window && window->next)
        window = window->next;
    return window;
}

static struct window *related(struct window *window, UINT relation)
{
    struct window *at = *sim_siblings(window->parent);

    switch (relation) {
    case GW_HWNDFIRST:
        return at;
    case GW_HWNDLAST:
        return last_of(at);
    case GW_HWNDNEXT:
        return window->next;
    case GW_HWNDPREV:
        if (at == window)
            return NULL;
        while (at->next != window)
            at = at->next;
        return at;
    case GW_OWNER:
        return window->owner ? sim_window(window->owner) : NULL;
    default:
        return window->children;
    }
}

HWND WINAPI GetWindow(HWND handle, UINT relation)
{
    struct window *window;

    if (relation > GW_CHILD) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    stub_lock();
    window = sim_window(handle);
    if (window)
        window = related(window, relation);
    handle = window ? window->self : NULL;
    stub_unlock();
    return handle;
}

BOOL WINAPI IsChild(HWND parent, HWND child)
{
    const struct window *window;
    bool found = false;

    stub_lock();
    window = sim_window(child);
    while (window && window->style & WS_CHILD && !found) {
        window = window->parent;
        found = window && window->self == parent;
    }
    stub_unlock();
    return found;
}

DWORD WINAPI GetWindowThreadProcessId(HWND handle, LPDWORD process)
{
    const struct window *window;
    DWORD thread;

    stub_lock();
    window = sim_window(handle);
    thread = window ? window->thread : 0;
    if (window && process)
        *process = window->process;
    stub_unlock();
    return thread;
}

/* Windows that are destroyed meanwhile are left out. */
static BOOL call_each(HWND *list, DWORD thread, WNDENUMPROC call, LPARAM lparam)
{
    BOOL go_on = TRUE;

    for (size_t i = 0; list[i] && go_on; i++)
        if (IsWindow(list[i]) && (!thread || GetWindowThreadProcessId(list[i], NULL) == thread))
            go_on = call(list[i], lparam);
    free(list);
    return go_on;
}

BOOL WINAPI EnumChildWindows(HWND parent, WNDENUMPROC call, LPARAM lparam)
{
    struct window *window;
    HWND *list = NULL;

    stub_lock();
    window = parent ? sim_window(parent) : NULL;
    if (window || !parent)
        list = sim_windows_below(window, window != NULL);
    stub_unlock();
    return list && call_each(list, 0, call, lparam);
}

BOOL WINAPI EnumThreadWindows(DWORD thread, WNDENUMPROC call, LPARAM lparam)
{
    HWND *list;

    stub_lock();
    list = sim_windows_below(NULL, false);
    stub_unlock();
    return call_each(list, thread, call, lparam);
}

BOOL WINAPI EnumWindows(WNDENUMPROC call, LPARAM lparam)
{
    return EnumThreadWindows(0, call, lparam);
}

static bool same_text(const WCHAR *a, const WCHAR *b)
{
    a = a ? a : L"";
    return !sim_wide_compare(a, sim_wide_length(a), b, sim_wide_length(b));
}

static HWND find(struct window *at, HWND after, const WCHAR *class, const WCHAR *text)
{
    while (after && at && at->self != after)
        at = at->next;
    if (after && at)
        at = at->next;
    while (at && ((class && !sim_is_class(at->class, class)) || (text && !same_text(at->text, text))))
        at = at->next;
    return at ? at->self : NULL;
}

/* Without a parent top-level windows first, then message-only ones. */
HWND WINAPI FindWindowExW(HWND parent, HWND after, LPCWSTR class, LPCWSTR text)
{
    struct window *window = NULL;
    HWND found = NULL;

    stub_lock();
    if (parent == HWND_MESSAGE)
        window = sim_message_only();
    else if (parent)
        window = sim_window(parent);
    if (window || !parent)
        found = find(*sim_siblings(window), after, class, text);
    if (!found && !parent && !after)
        found = find(sim_message_only()->children, NULL, class, text);
    stub_unlock();
    return found;
}

HWND WINAPI FindWindowW(LPCWSTR class, LPCWSTR text)
{
    return FindWindowExW(NULL, NULL, class, text);
}

size_t sim_child_count(HWND handle)
{
    struct window *window;
    size_t count = 0;

    stub_lock();
    window = sim_window(handle);
    if (window)
        count = list_below(window->children, false, NULL);
    stub_unlock();
    return count;
}
