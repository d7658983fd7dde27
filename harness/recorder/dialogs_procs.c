/* The windows of a dialog that controls report to, subclassed: what they are told is seen without a hook of all messages,
 * which under Wine costs questions to the server for each of the thousands of a dialog. */
#include "dialogs.h"

#include "agent/platform.h"

/* Of either character set, as the window has it: it must not look like another one. */
struct procs {
    __typeof__(GetWindowLongPtrW) *get;
    __typeof__(SetWindowLongPtrW) *set;
    __typeof__(CallWindowProcW) *call;
};

static struct {
    __typeof__(IsWindowUnicode) *is_wide;
    struct procs narrow, wide;
} api;

static bool find(void *function, const char *name)
{
    *(void **)function = platform_function("user32", name);
    return *(void **)function != NULL;
}

static bool api_open(void)
{
#define NAME(function)         #function
#define FIND(member, function) find(&api.member, NAME(function)) /* 32-bit: without "Ptr" */
    return api.is_wide ||
           (FIND(narrow.get, GetWindowLongPtrA) && FIND(narrow.set, SetWindowLongPtrA) &&
            FIND(narrow.call, CallWindowProcA) && FIND(wide.get, GetWindowLongPtrW) &&
            FIND(wide.set, SetWindowLongPtrW) && FIND(wide.call, CallWindowProcW) && FIND(is_wide, IsWindowUnicode));
#undef FIND
#undef NAME
}

static const struct procs *procs_of(const struct subclass *subclass)
{
    return subclass->wide ? &api.wide : &api.narrow;
}

static struct subclass *subclass_of(struct watcher *watcher, HWND window)
{
    for (unsigned i = 0; i < watcher->n_subclasses; i++)
        if (watcher->subclasses[i].window == window)
            return &watcher->subclasses[i];
    return NULL;
}

static LRESULT CALLBACK on_told(HWND window, UINT message, WPARAM wparam, LPARAM lparam);

/* False if somebody else has subclassed it since: then ours must stay in the chain. */
static bool restore(const struct subclass *subclass)
{
    const struct procs *procs = procs_of(subclass);

    if (procs->get(subclass->window, GWLP_WNDPROC) != (LONG_PTR)on_told)
        return false;
    procs->set(subclass->window, GWLP_WNDPROC, (LONG_PTR)subclass->proc);
    return true;
}

static void forget(struct watcher *watcher, const struct subclass *subclass)
{
    watcher->subclasses[subclass - watcher->subclasses] = watcher->subclasses[--watcher->n_subclasses];
}

static LRESULT CALLBACK on_told(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    const DWORD error = GetLastError();
    struct watcher *watcher = dialogs_here();
    struct subclass *known = watcher ? subclass_of(watcher, window) : NULL;
    const struct subclass subclass = known ? *known : (struct subclass){ 0 };
    const CWPSTRUCT told = { lparam, wparam, message, window };
    LRESULT result;

    if (!known) /* the thread has ended for us */
        return ui_api(false)->DefWindowProcW(window, message, wparam, lparam);
    if (message == WM_NCDESTROY) {
        restore(known);
        forget(watcher, known);
    }
    dialogs_told(watcher, &told);
    SetLastError(error);
    result = procs_of(&subclass)->call(subclass.proc, window, message, wparam, lparam);
    dialogs_handled(&told);
    return result;
}

void dialogs_subclass(struct watcher *watcher, HWND window)
{
    struct subclass *more, subclass = { .window = window };

    if (subclass_of(watcher, window) || !api_open())
        return;
    more = realloc(watcher->subclasses, (watcher->n_subclasses + 1) * sizeof *more);
    if (!more)
        return;
    watcher->subclasses = more;
    subclass.wide = api.is_wide(window);
    subclass.proc = (WNDPROC)procs_of(&subclass)->set(window, GWLP_WNDPROC, (LONG_PTR)on_told);
    if (subclass.proc)
        watcher->subclasses[watcher->n_subclasses++] = subclass;
}

void dialogs_subclass_no_more(struct watcher *watcher)
{
    for (unsigned i = watcher->n_subclasses; i > 0; i--)
        if (restore(&watcher->subclasses[i - 1]))
            forget(watcher, &watcher->subclasses[i - 1]);
}
