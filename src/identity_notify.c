#include "identity_notify.h"
#include "apartment.h"
#include "identity_listener.h"
#include "memory.h"

struct advised {
    struct advised *next;
    LONG refs;                   /* the list's, and one for each call under way */
    IIdentityChangeNotify *sink; /* one reference held */
    DWORD cookie;
    DWORD apartment; /* that advised: the only one in which it is called (I-22) */
};

/* In the order of advising, so in that of the cookies, too. Guarded by the module's lock. */
static struct advised *first;
static ULONG count;
static DWORD last_cookie;

void notify_start(void)
{
    first = NULL;
    count = 0;
    last_cookie = 0;
}

void notify_stop(void)
{
    while (first) {
        struct advised *gone = first;

        first = gone->next;
        mem_free(gone);
    }
}

static void advised_release(struct advised *advised)
{
    if (InterlockedDecrement(&advised->refs))
        return;
    IIdentityChangeNotify_Release(advised->sink);
    mem_free(advised);
    module_release();
}

HRESULT notify_advise(IIdentityChangeNotify *sink, DWORD *cookie)
{
    const DWORD apartment = apartment_here();
    HRESULT hr = listener_add_ref(apartment);
    struct advised *advised, **end = &first;

    *cookie = 0;
    if (FAILED(hr))
        return hr;
    advised = mem_alloc(sizeof(*advised));
    if (!advised) {
        listener_release(apartment);
        return E_OUTOFMEMORY;
    }
    module_add_ref(); /* I-22: no unloading while a sink is advised */
    IIdentityChangeNotify_AddRef(sink);
    advised->refs = 1;
    advised->sink = sink;
    advised->apartment = apartment;
    module_lock();
    advised->cookie = ++last_cookie;
    while (*end)
        end = &(*end)->next;
    *end = advised;
    count++;
    *cookie = advised->cookie;
    module_unlock();
    return S_OK;
}

HRESULT notify_unadvise(DWORD cookie)
{
    struct advised **at = &first, *gone;

    module_lock();
    while (*at && (*at)->cookie != cookie)
        at = &(*at)->next;
    gone = *at;
    if (gone) {
        *at = gone->next;
        count--;
    }
    module_unlock();
    if (!gone)
        return CONNECT_E_NOCONNECTION;
    listener_release(gone->apartment);
    advised_release(gone);
    return S_OK;
}

static bool is_of(const struct advised *advised, const DWORD *apartment)
{
    return !apartment || advised->apartment == *apartment;
}

/* The first one behind the cookie and up to `newest`, of that apartment (NULL: of any), with a reference; NULL: no more.
 * *cookie becomes its own. Going by cookies needs no memory, and a sink may unadvise itself or another while it is
 * called (I-22). */
static struct advised *next_advised(DWORD *cookie, DWORD newest, const DWORD *apartment)
{
    struct advised *at;

    module_lock();
    for (at = first; at && (at->cookie <= *cookie || !is_of(at, apartment)); at = at->next)
        ;
    if (at && at->cookie > newest)
        at = NULL;
    if (at) {
        InterlockedIncrement(&at->refs);
        *cookie = at->cookie;
    }
    module_unlock();
    return at;
}

HRESULT notify_list(struct sink_list **list)
{
    DWORD cookie = 0, newest;
    struct advised *advised;
    ULONG capacity;

    module_lock();
    capacity = count;
    newest = last_cookie;
    module_unlock();
    *list = mem_alloc(sizeof(**list) + capacity * sizeof((*list)->sinks[0]));
    if (!*list)
        return E_OUTOFMEMORY;
    (*list)->refs = 1;
    while ((*list)->count < capacity && (advised = next_advised(&cookie, newest, NULL))) {
        CONNECTDATA *data = &(*list)->sinks[(*list)->count++];

        data->pUnk = (IUnknown *)advised->sink;
        data->dwCookie = cookie;
        IUnknown_AddRef(data->pUnk);
        advised_release(advised);
    }
    return S_OK;
}

void notify_list_add_ref(struct sink_list *list)
{
    InterlockedIncrement(&list->refs);
}

void notify_list_release(struct sink_list *list)
{
    if (InterlockedDecrement(&list->refs))
        return;
    for (ULONG i = 0; i < list->count; i++)
        IUnknown_Release(list->sinks[i].pUnk);
    mem_free(list);
}

static DWORD newest_cookie(void)
{
    DWORD newest;

    module_lock();
    newest = last_cookie;
    module_unlock();
    return newest;
}

HRESULT notify_query_switch(DWORD apartment)
{
    DWORD newest = newest_cookie(), cookie = 0;
    struct advised *to;
    HRESULT hr = S_OK;

    while (SUCCEEDED(hr) && (to = next_advised(&cookie, newest, &apartment))) {
        hr = IIdentityChangeNotify_QuerySwitchIdentities(to->sink);
        advised_release(to);
    }
    return FAILED(hr) ? E_PROCESS_CANCELLED_SWITCH : S_OK; /* D-086, any failure is a veto: I-09 */
}

void notify_switched(DWORD apartment)
{
    DWORD newest = newest_cookie(), cookie = 0;
    struct advised *to;

    while ((to = next_advised(&cookie, newest, &apartment))) {
        IIdentityChangeNotify_SwitchIdentities(to->sink);
        advised_release(to);
    }
}

void notify_changed(DWORD apartment, DWORD what)
{
    DWORD newest = newest_cookie(), cookie = 0;
    struct advised *to;

    while ((to = next_advised(&cookie, newest, &apartment))) {
        IIdentityChangeNotify_IdentityInformationChanged(to->sink, what);
        advised_release(to);
    }
}
