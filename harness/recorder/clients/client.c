#define INITGUID
#include "client.h"

bool said(const char *what, HRESULT hr)
{
    printf("%s 0x%08lx\n", what, (unsigned long)hr);
    return SUCCEEDED(hr);
}

void said_count(const char *what, ULONG count)
{
    printf("%s %lu\n", what, (unsigned long)count);
}

IUserIdentityManager *client_manager(void)
{
    IUserIdentityManager *manager = NULL;

    said("CoCreateInstance", CoCreateInstance(&CLSID_UserIdentityManager, NULL, CLSCTX_INPROC_SERVER,
                                              &IID_IUserIdentityManager, (void **)&manager));
    return manager;
}

/* ---- the sink ---- */

static HRESULT STDMETHODCALLTYPE query(IIdentityChangeNotify *notify, REFIID iid, void **out)
{
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IIdentityChangeNotify)) {
        IIdentityChangeNotify_AddRef(notify);
        *out = notify;
        return S_OK;
    }
    *out = NULL;
    return E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE add_ref(IIdentityChangeNotify *notify)
{
    return (ULONG)InterlockedIncrement(&((struct client_sink *)notify)->references);
}

static ULONG STDMETHODCALLTYPE release(IIdentityChangeNotify *notify)
{
    return (ULONG)InterlockedDecrement(&((struct client_sink *)notify)->references);
}

static HRESULT STDMETHODCALLTYPE asked(IIdentityChangeNotify *notify)
{
    struct client_sink *sink = (struct client_sink *)notify;

    puts("asked");
    if (sink->asked)
        sink->asked();
    return sink->answer;
}

static HRESULT STDMETHODCALLTYPE switched(IIdentityChangeNotify *notify)
{
    struct client_sink *sink = (struct client_sink *)notify;

    puts("switched");
    if (sink->switched)
        sink->switched();
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE changed(IIdentityChangeNotify *notify, DWORD type)
{
    (void)notify;
    printf("changed %lu\n", (unsigned long)type);
    return S_OK;
}

void client_sink_init(struct client_sink *sink)
{
    static const IIdentityChangeNotifyVtbl table = { query, add_ref, release, asked, switched, changed };

    memset(sink, 0, sizeof *sink);
    sink->notify.lpVtbl = &table;
    sink->references = 1;
}

void client_pump(DWORD ms)
{
    const DWORD start = GetTickCount();
    MSG message;

    for (DWORD passed = 0; passed < ms; passed = GetTickCount() - start) {
        MsgWaitForMultipleObjects(0, NULL, FALSE, ms - passed, QS_ALLINPUT);
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    }
}
