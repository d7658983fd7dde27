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

/* ---- in other threads and apartments ---- */

enum { WITHOUT_COM = -1 };

struct teller {
    const struct effect *effect;
    int how; /* of CoInitializeEx(), or WITHOUT_COM */
};

static DWORD WINAPI on_thread(void *context)
{
    const struct teller *teller = context;

    if (teller->how != WITHOUT_COM)
        CoInitializeEx(NULL, (DWORD)teller->how);
    tell(teller->effect);
    if (teller->how != WITHOUT_COM)
        CoUninitialize();
    return 0;
}

static HRESULT tell_from(const struct effect *effect, int how)
{
    struct teller teller = { effect, how };
    DWORD id;
    const HANDLE thread = CreateThread(NULL, 0, on_thread, &teller, 0, &id);

    if (!thread)
        return E_OUTOFMEMORY;
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return S_OK;
}

static HRESULT tell_from_thread(const struct effect *effect)
{
    return tell_from(effect, WITHOUT_COM);
}

static HRESULT tell_from_sta(const struct effect *effect)
{
    return tell_from(effect, COINIT_APARTMENTTHREADED);
}

static HRESULT tell_from_mta(const struct effect *effect)
{
    return tell_from(effect, COINIT_MULTITHREADED);
}

static LRESULT CALLBACK at_home(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message != WM_APP)
        return DefWindowProcW(window, message, wparam, lparam);
    return tell((const struct effect *)lparam);
}

/* The calling thread can be told from others from now on, while it pumps. */
static HRESULT make_home(const struct effect *effect)
{
    const WNDCLASSW class = { .lpfnWndProc = at_home, .hInstance = probe.instance, .lpszClassName = effect->other };

    RegisterClassW(&class);
    probe.home = CreateWindowExW(0, effect->other, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, probe.instance, NULL);
    return probe.home ? S_OK : E_FAIL;
}

static HRESULT tell_at_home(const struct effect *effect)
{
    return probe.home ? (HRESULT)SendMessageW(probe.home, WM_APP, 0, (LPARAM)effect) : E_FAIL;
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
/* All the same but for where. */
static const struct effect apartments[] = {
    { "tell here", tell, .size = IIC_IDENTITY_CHANGED },
    { "tell from a thread", tell_from_thread, .size = IIC_IDENTITY_CHANGED },
    { "tell from an STA", tell_from_sta, .size = IIC_IDENTITY_CHANGED },
    { "tell from the MTA", tell_from_mta, .size = IIC_IDENTITY_CHANGED },
};
static const struct effect settling[] = {
    { "make a home", make_home, .other = L"Probe.Home" },
};
static const struct effect from_afar[] = {
    { "tell at home", tell_at_home, .size = IIC_IDENTITY_CHANGED },
};
static const struct effect second[] = {
    { "tell the second from an STA", tell_from_sta, .number = 1, .size = IIC_IDENTITY_ADDED },
};

static const struct deed deeds[] = {
    { 301, EFFECTS(question) }, { 302, EFFECTS(everybody) }, { 303, EFFECTS(arguments) }, { 304, EFFECTS(references) },
    { 305, EFFECTS(outer) },    { 306, EFFECTS(inner) },     { 307, EFFECTS(threads) },   { 308, EFFECTS(apartments) },
    { 309, EFFECTS(settling) }, { 310, EFFECTS(from_afar) }, { 311, EFFECTS(second) },
};

static const struct effect extras[] = {
    { "ask", ask },
    { "switch", switched },
    { "tell", tell, .size = IIC_IDENTITY_CHANGED },
    { "tell from a thread", tell_from_thread, .size = IIC_IDENTITY_CHANGED },
    { "tell from an STA", tell_from_sta, .size = IIC_IDENTITY_CHANGED },
    { "tell from the MTA", tell_from_mta, .size = IIC_IDENTITY_CHANGED },
};

const struct chapter chapter_callbacks = { "callbacks", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };
