#include "identity_listener.h"
#include "apartment.h"
#include "identity_notify.h"
#include "memory.h"
#include "message_window.h"

enum {
    ANSWER_TRIES = 20,
    ANSWER_PAUSE_MS = 50,
    FEW = 8,       /* listeners that are looked for first */
    MOST = 0x8000, /* an answer carries which of them it is from in 16 bits */
    WALKS = 100,   /* that may be broken off before it is left at that */
};

static const WCHAR class_name[] = L"Identical.Listener";

struct listener {
    struct listener *next;
    DWORD apartment;
    ULONG refs; /* advised sinks */
    HWND window;
};

static struct listener *first; /* guarded by the module's lock */

/* ---- the window ---- */

/* A full queue is not for long; without its answer the asker would wait for as long as this thread answers pings. */
static void answer(WPARAM asker, UINT message, LPARAM which, HRESULT hr)
{
    for (int tries = 0; tries < ANSWER_TRIES && !PostMessageW((HWND)asker, message, (WPARAM)which, hr); tries++)
        Sleep(ANSWER_PAUSE_MS);
}

static LRESULT CALLBACK listen(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    const DWORD apartment = (DWORD)GetWindowLongPtrW(window, GWLP_USERDATA);

    switch (message) {
    case LISTENER_PING:
        answer(wparam, ASKER_HEARD, lparam, S_OK);
        return 0;
    case LISTENER_QUERY:
        answer(wparam, ASKER_DONE, lparam, notify_query_switch(apartment));
        return 0;
    case LISTENER_SWITCHED:
        notify_switched(apartment);
        answer(wparam, ASKER_DONE, lparam, S_OK);
        return 0;
    case LISTENER_CHANGED:
        notify_changed(apartment, (DWORD)wparam);
        return 0;
    case LISTENER_CLOSE:
        DestroyWindow(window);
        if (apartment == APARTMENT_MULTITHREADED)
            PostQuitMessage(0); /* the thread is ours */
        else
            module_release();
        return 0;
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

/* What the listeners of the user are called, in every process. Fails: E_FAIL. */
static HRESULT make_title(WCHAR title[GUARD_NAME_CAPACITY])
{
    return guard_name(L"Listener", title);
}

static HWND create_window(DWORD apartment)
{
    WCHAR title[GUARD_NAME_CAPACITY];

    return SUCCEEDED(make_title(title)) ? message_window_create(class_name, listen, title, (LONG_PTR)apartment) : NULL;
}

/* ---- the multithreaded apartment's thread ---- */

struct worker {
    HANDLE ready;
    LONG started;   /* the thread touches this no more */
    HMODULE module; /* a reference that keeps the thread's code in memory */
    HWND window;
};

static DWORD WINAPI work(void *context)
{
    struct worker *worker = context;
    const HMODULE module = worker->module;
    const HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    const HWND window = create_window(APARTMENT_MULTITHREADED);
    MSG msg;

    worker->window = window;
    SetEvent(worker->ready);
    InterlockedExchange(&worker->started, 1);
    while (window && GetMessageW(&msg, NULL, 0, 0) > 0)
        DispatchMessageW(&msg);
    if (SUCCEEDED(hr))
        CoUninitialize();
    FreeLibraryAndExitThread(module, 0);
}

static HMODULE reference_module(void)
{
    WCHAR path[MAX_PATH];
    const DWORD length = GetModuleFileNameW(module_instance, path, ARRAYSIZE(path));

    return length && length < ARRAYSIZE(path) ? LoadLibraryW(path) : NULL;
}

static HWND start_worker(void)
{
    struct worker worker = { .ready = CreateEventW(NULL, TRUE, FALSE, NULL) };
    HANDLE thread = NULL;
    DWORD id;

    worker.module = worker.ready ? reference_module() : NULL;
    if (worker.module)
        thread = CreateThread(NULL, 0, work, &worker, 0, &id);
    if (thread) {
        WaitForSingleObject(worker.ready, INFINITE);
        while (!InterlockedCompareExchange(&worker.started, 0, 0))
            Sleep(0); /* the wait may have failed, and the worker lies on this stack */
        CloseHandle(thread);
    } else if (worker.module) {
        FreeLibrary(worker.module);
    }
    if (worker.ready)
        CloseHandle(worker.ready);
    return worker.window;
}

/* ---- all of them ---- */

/* The window of another thread goes when that one handles its messages: until then its code has to stay (the thread of
 * the multithreaded apartment sees to that itself). Of a thread that ended it is gone already. */
static void close_window(const struct listener *listener)
{
    const bool keeps_module = listener->apartment != APARTMENT_MULTITHREADED;

    if (GetWindowThreadProcessId(listener->window, NULL) == GetCurrentThreadId()) {
        DestroyWindow(listener->window);
        return;
    }
    if (keeps_module)
        module_add_ref();
    if (!PostMessageW(listener->window, LISTENER_CLOSE, 0, 0) && keeps_module)
        module_release();
}

static struct listener **find(DWORD apartment)
{
    struct listener **at = &first;

    while (*at && (*at)->apartment != apartment)
        at = &(*at)->next;
    return at;
}

/* With one reference more, if it is there. */
static bool add_ref(DWORD apartment)
{
    struct listener *listener;

    module_lock();
    listener = *find(apartment);
    if (listener)
        listener->refs++;
    module_unlock();
    return listener != NULL;
}

HRESULT listener_add_ref(DWORD apartment)
{
    struct listener *listener;
    bool mine;

    if (add_ref(apartment))
        return S_OK;
    listener = mem_alloc(sizeof(*listener));
    if (!listener)
        return E_OUTOFMEMORY;
    listener->apartment = apartment;
    listener->window = apartment == APARTMENT_MULTITHREADED ? start_worker() : create_window(apartment);
    if (!listener->window) {
        mem_free(listener);
        return E_FAIL;
    }
    module_lock();
    mine = !*find(apartment); /* another thread of it may have been faster */
    if (mine) {
        listener->next = first;
        first = listener;
    }
    (*find(apartment))->refs++;
    module_unlock();
    if (!mine) {
        close_window(listener);
        mem_free(listener);
    }
    return S_OK;
}

void listener_release(DWORD apartment)
{
    struct listener **at, *gone = NULL;

    module_lock();
    at = find(apartment);
    if (*at && !--(*at)->refs) {
        gone = *at;
        *at = gone->next;
    }
    module_unlock();
    if (gone) {
        close_window(gone);
        mem_free(gone);
    }
}

void listener_stop(void)
{
    while (first) {
        struct listener *gone = first;

        first = gone->next;
        close_window(gone);
        mem_free(gone);
    }
    UnregisterClassW(class_name, module_instance);
}

HWND listener_window(DWORD apartment)
{
    const struct listener *listener;
    HWND window;

    module_lock();
    listener = *find(apartment);
    window = listener ? listener->window : NULL;
    module_unlock();
    return window;
}

/* False: broken off. The search ends behind a window that has just gone as it does behind the last one. */
static bool walk(const WCHAR *title, ULONG capacity, struct listener_list *list)
{
    HWND last = NULL, next;

    list->count = 0;
    while (list->count < capacity && (next = FindWindowExW(HWND_MESSAGE, last, class_name, title)))
        list->windows[list->count++] = last = next;
    return !last || GetWindowThreadProcessId(last, NULL);
}

HRESULT listener_list(struct listener_list **list)
{
    WCHAR title[GUARD_NAME_CAPACITY];
    HRESULT hr = make_title(title);

    *list = NULL;
    if (FAILED(hr))
        return hr;
    for (ULONG capacity = FEW;; capacity *= 2) {
        *list = mem_alloc(sizeof(**list) + capacity * sizeof((*list)->windows[0]));
        if (!*list)
            return E_OUTOFMEMORY;
        for (int walks = 0; walks < WALKS && !walk(title, capacity, *list); walks++)
            ;
        if ((*list)->count < capacity || capacity >= MOST)
            return S_OK;
        mem_free(*list);
    }
}
