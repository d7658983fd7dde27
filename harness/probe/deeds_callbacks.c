/* Deeds 300 to 399: calls of the sinks that were advised. `number` is the sink's place, in the order of Advise. */
#include "probe.h"

static IIdentityChangeNotify *sink_of(const struct effect *effect)
{
    return effect->number < PROBE_SINKS ? probe.sinks[effect->number] : NULL;
}

static HRESULT ask(const struct effect *effect)
{
    IIdentityChangeNotify *sink = sink_of(effect);

    if (sink)
        probe.answer = IIdentityChangeNotify_QuerySwitchIdentities(sink);
    return S_OK;
}

static HRESULT switched(const struct effect *effect)
{
    IIdentityChangeNotify *sink = sink_of(effect);

    if (sink)
        probe.answer = IIdentityChangeNotify_SwitchIdentities(sink);
    return S_OK;
}

static HRESULT tell(const struct effect *effect)
{
    IIdentityChangeNotify *sink = sink_of(effect);

    if (sink)
        probe.answer = IIdentityChangeNotify_IdentityInformationChanged(sink, effect->size);
    return S_OK;
}

/* What the sink answered decides. */
static HRESULT obey(const struct effect *effect)
{
    (void)effect;
    return probe.answer;
}

/* A reference more, which never comes back. */
static HRESULT keep(const struct effect *effect)
{
    IIdentityChangeNotify *sink = sink_of(effect);

    if (sink)
        IIdentityChangeNotify_AddRef(sink);
    return S_OK;
}

static HRESULT drop(const struct effect *effect)
{
    IIdentityChangeNotify *sink = sink_of(effect);

    if (sink)
        IIdentityChangeNotify_Release(sink);
    return S_OK;
}

static DWORD WINAPI on_thread(void *context)
{
    const struct effect *effect = context;

    tell(effect);
    return 0;
}

static HRESULT tell_from_thread(const struct effect *effect)
{
    DWORD id;
    const HANDLE thread = CreateThread(NULL, 0, on_thread, (void *)(ULONG_PTR)effect, 0, &id);

    if (!thread)
        return E_OUTOFMEMORY;
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return S_OK;
}

static const struct effect question[] = {
    { "ask", ask },
    { "obey", obey },
    { "switch", switched },
};
static const struct effect everybody[] = {
    { "ask the first", ask, .number = 0 },
    { "ask the second", ask, .number = 1 },
    { "switch the second", switched, .number = 1 },
    { "switch the first", switched, .number = 0 },
};
static const struct effect arguments[] = {
    { "identity changed", tell, .size = IIC_IDENTITY_CHANGED },
    { "added and deleted", tell, .size = IIC_IDENTITY_ADDED | IIC_IDENTITY_DELETED },
    { "nothing", tell, .size = 0 },
    { "unknown flag", tell, .size = 0x80000000 },
    { "obey", obey },
};
static const struct effect references[] = {
    { "keep", keep },
    { "keep again", keep },
    { "drop", drop },
};
static const struct effect outer[] = {
    { "ask", ask },
    { "switch", switched },
};
static const struct effect inner[] = {
    { "tell", tell, .size = IIC_CURRENT_IDENTITY_CHANGED },
};
static const struct effect threads[] = {
    { "tell", tell, .size = IIC_IDENTITY_ADDED },
    { "tell from another thread", tell_from_thread, .size = IIC_IDENTITY_DELETED },
};

static const struct deed deeds[] = {
    { 301, EFFECTS(question) }, { 302, EFFECTS(everybody) }, { 303, EFFECTS(arguments) }, { 304, EFFECTS(references) },
    { 305, EFFECTS(outer) },    { 306, EFFECTS(inner) },     { 307, EFFECTS(threads) },
};

static const struct effect extras[] = {
    { "ask", ask },
    { "switch", switched },
    { "tell", tell, .size = IIC_IDENTITY_CHANGED },
};

const struct chapter chapter_callbacks = { "callbacks", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };
