#include "identity_switch.h"
#include "identity_notify.h"
#include "identity_store.h"

static struct {
    bool running;
    GUID outgoing, incoming; /* GUID_NULL: nobody */
} state;

void switch_start(void)
{
    memset(&state, 0, sizeof(state));
}

bool switch_running(void)
{
    bool running;

    module_lock();
    running = state.running;
    module_unlock();
    return running;
}

static HRESULT get_party(const GUID *party, GUID *id)
{
    module_lock();
    *id = state.running ? *party : GUID_NULL;
    module_unlock();
    return IsEqualGUID(id, &GUID_NULL) ? E_IDENTITY_NOT_FOUND : S_OK; /* I-09 */
}

HRESULT switch_get_outgoing(GUID *id)
{
    return get_party(&state.outgoing, id);
}

HRESULT switch_get_incoming(GUID *id)
{
    return get_party(&state.incoming, id);
}

static HRESULT begin(const GUID *outgoing, const GUID *incoming)
{
    bool mine;

    module_lock();
    mine = !state.running;
    if (mine) {
        state.running = true;
        state.outgoing = *outgoing;
        state.incoming = *incoming;
    }
    module_unlock();
    return mine ? S_OK : E_IDENTITY_CHANGING; /* I-17 */
}

static void end(void)
{
    module_lock();
    memset(&state, 0, sizeof(state));
    module_unlock();
}

static HRESULT run(const GUID *outgoing, const GUID *incoming)
{
    HRESULT hr = begin(outgoing, incoming);

    if (FAILED(hr))
        return hr;
    hr = notify_query_switch();
    if (SUCCEEDED(hr))
        hr = IsEqualGUID(incoming, &GUID_NULL) ? store_clear_current() : store_set_current(incoming);
    if (SUCCEEDED(hr))
        notify_switched();
    end();
    return hr;
}

HRESULT switch_log_on(const GUID *id)
{
    DWORD ordinal;
    GUID current;
    HRESULT hr;

    if (switch_running())
        return E_IDENTITY_CHANGING;
    hr = store_check_user_id(id);
    if (FAILED(hr))
        return hr;
    hr = store_get_current(&current);
    if (FAILED(hr) && hr != E_NO_CURRENT_IDENTITY)
        return hr;
    if (!IsEqualGUID(&current, id))
        return run(&current, id);
    /* No switch, but a log-on, so an ordinal is due (F-025). Whatever keeps it from being written must not keep anybody
     * from the identity that is current (I-07): it waits for the next log-on or GetOrdinal (I-05). */
    store_get_ordinal(id, &ordinal);
    return S_OK;
}

HRESULT switch_log_off(void)
{
    GUID current;
    HRESULT hr;

    if (switch_running())
        return E_IDENTITY_CHANGING;
    hr = store_get_current(&current);
    return FAILED(hr) ? hr : run(&current, &GUID_NULL);
}
