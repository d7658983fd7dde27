/* Deviations in what the client's sinks hear: Advise gets a stand-in for the client's sink, and what the DLL hands out
 * or counts is the client's own again. Only where such a deviation is in force. */
#include "layer.h"

#include <ocidl.h>
#include "msident.h"

enum { SINKS_MAX = 16, SINK_SLOTS = 6, FIRST_NOTICE = 3 };

struct sink {
    const void *const *vtable;
    IUnknown *client; /* no reference of its own: each AddRef and Release goes through */
};

static struct sink sinks[SINKS_MAX];
static struct slot notices[SINK_SLOTS];

struct notice {
    struct sink *sink;
    unsigned index;
    DWORD argument;
    unsigned serial; /* of the client's call it came in */
};

static struct notice delayed, last;

static IUnknown *client_of(void *iface)
{
    struct sink *sink = iface;

    return sink->client;
}

static void *stand_in_for(IUnknown *client);

static HRESULT STDMETHODCALLTYPE sink_QueryInterface(void *iface, REFIID iid, void **out)
{
    HRESULT hr = IUnknown_QueryInterface(client_of(iface), iid, out);

    if (SUCCEEDED(hr))
        *out = stand_in_for(*out);
    return hr;
}

static ULONG STDMETHODCALLTYPE sink_AddRef(void *iface)
{
    return IUnknown_AddRef(client_of(iface));
}

static ULONG STDMETHODCALLTYPE sink_Release(void *iface)
{
    return IUnknown_Release(client_of(iface));
}

static HRESULT deliver(struct sink *sink, unsigned index, DWORD argument)
{
    IIdentityChangeNotify *client = (IIdentityChangeNotify *)sink->client;

    if (index == FIRST_NOTICE)
        return IIdentityChangeNotify_QuerySwitchIdentities(client);
    if (index == FIRST_NOTICE + 1)
        return IIdentityChangeNotify_SwitchIdentities(client);
    return IIdentityChangeNotify_IdentityInformationChanged(client, argument);
}

static void deliver_delayed(void)
{
    struct sink *sink = delayed.sink;

    delayed.sink = NULL;
    if (sink)
        deliver(sink, delayed.index, delayed.argument);
}

static HRESULT deviating_answer(const struct slot *slot, unsigned n, HRESULT answer)
{
    const struct deviation *deviation = deviation_due(SINK_ANSWER, slot, 0, n);

    if (!deviation)
        return answer;
    return SUCCEEDED(answer) ? (HRESULT)deviation->value : S_OK;
}

/* Whether a client can tell that the two notices have changed places. */
static bool order_matters(const struct notice *a, const struct notice *b)
{
    return a->serial == b->serial && a->index == b->index && (a->sink != b->sink || a->argument != b->argument);
}

static HRESULT notify(struct sink *sink, unsigned index, DWORD argument)
{
    struct call *call = call_in_flight();
    struct notice notice = { sink, index, argument, call ? call->serial : 0 };
    struct slot *slot = &notices[index];
    const struct deviation *deviation;
    unsigned n = slot->calls++;
    HRESULT hr;

    slot->interface_index = (uint8_t)surface_index("IIdentityChangeNotify");
    slot->index = (uint8_t)index;
    if (n > 0 && order_matters(&last, &notice))
        deviation_due(SINK_ORDER, slot, 0, n - 1); /* notes that a delayed one would have had its successor */
    last = notice;
    if (deviation_due(SINK_MISSING, slot, 0, n))
        return S_OK;
    if (deviation_planned(SINK_ORDER, slot, n)) {
        delayed = notice;
        return S_OK;
    }
    if (index == SINK_SLOTS - 1 && (deviation = deviation_due(SINK_ARGUMENT, slot, 0, n)))
        argument ^= deviation->value;
    hr = deviating_answer(slot, n, deliver(sink, index, argument));
    deliver_delayed();
    if (deviation_due(SINK_TWICE, slot, 0, n))
        deliver(sink, index, argument);
    return hr;
}

static HRESULT STDMETHODCALLTYPE sink_QuerySwitchIdentities(void *iface)
{
    return notify(iface, FIRST_NOTICE, 0);
}

static HRESULT STDMETHODCALLTYPE sink_SwitchIdentities(void *iface)
{
    return notify(iface, FIRST_NOTICE + 1, 0);
}

static HRESULT STDMETHODCALLTYPE sink_IdentityInformationChanged(void *iface, DWORD type)
{
    return notify(iface, FIRST_NOTICE + 2, type);
}

static const void *const sink_vtable[SINK_SLOTS] = {
    (const void *)sink_QueryInterface,   (const void *)sink_AddRef,
    (const void *)sink_Release,          (const void *)sink_QuerySwitchIdentities,
    (const void *)sink_SwitchIdentities, (const void *)sink_IdentityInformationChanged,
};

static void *stand_in_for(IUnknown *client)
{
    for (unsigned i = 0; i < SINKS_MAX; i++) {
        if (!sinks[i].client || sinks[i].client == client) {
            sinks[i].vtable = sink_vtable;
            sinks[i].client = client;
            return &sinks[i];
        }
    }
    return client;
}

static bool is_method(const struct call *call, const char *name)
{
    return call->self && strcmp(call->method->name, name) == 0;
}

void sinks_before(struct call *call)
{
    if (is_method(call, "Advise") && call->params[0] && deviation_any_sink())
        call->params[0] = (uintptr_t)stand_in_for((IUnknown *)call->params[0]);
}

static void unwrap(IUnknown **object)
{
    struct sink *sink = (struct sink *)*object;

    if (sink >= sinks && sink < sinks + SINKS_MAX)
        *object = sink->client;
}

static void deviate_references(struct call *call)
{
    static IUnknown *advised;
    bool advise = is_method(call, "Advise");

    if (!advise && !is_method(call, "Unadvise"))
        return;
    if (advise && call->params[0])
        advised = client_of((void *)call->params[0]);
    if (advised && deviation_due(SINK_REFS, call->slot, 0, 0))
        IUnknown_AddRef(advised);
}

void sinks_after(struct call *call)
{
    deliver_delayed();
    if (!call_succeeded(call) || !deviation_any_sink())
        return;
    deviate_references(call);
    for (unsigned i = 0; i < call->method->n_params; i++) {
        CONNECTDATA *data = (CONNECTDATA *)call->params[i];

        if (call->method->params[i].kind != CAT_OUT_CONNECTIONS)
            continue;
        for (unsigned k = 0; k < call_elements(call, (unsigned)call->params[call->method->params[i].partner]); k++)
            unwrap(&data[k].pUnk);
    }
}
