#include "identity_switch.h"
#include "identity_board.h"
#include "identity_round.h"
#include "identity_store.h"

/* Of a switch in this process; the board shows it to the others. */
static struct {
    bool running;
    struct board_state parties;
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
    return running || board_look(NULL);
}

/* All GUID_NULL while no switch runs. */
static struct board_state get_parties(void)
{
    struct board_state parties = { GUID_NULL, GUID_NULL };
    bool running;

    module_lock();
    running = state.running;
    if (running)
        parties = state.parties;
    module_unlock();
    if (!running)
        board_look(&parties);
    return parties;
}

static HRESULT answer_party(const GUID *party, GUID *id)
{
    *id = *party;
    return IsEqualGUID(id, &GUID_NULL) ? E_IDENTITY_NOT_FOUND : S_OK; /* I-09 */
}

HRESULT switch_get_outgoing(GUID *id)
{
    const struct board_state parties = get_parties();

    return answer_party(&parties.outgoing, id);
}

HRESULT switch_get_incoming(GUID *id)
{
    const struct board_state parties = get_parties();

    return answer_party(&parties.incoming, id);
}

static HRESULT begin(const struct board_state *parties)
{
    bool mine;

    module_lock();
    mine = !state.running;
    if (mine) {
        state.running = true;
        state.parties = *parties;
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

static HRESULT ask_change_tell(const GUID *incoming)
{
    struct round *round;
    HRESULT hr = round_begin(&round);

    if (FAILED(hr))
        return hr;
    hr = round_query(round);
    if (SUCCEEDED(hr))
        hr = IsEqualGUID(incoming, &GUID_NULL) ? store_clear_current() : store_set_current(incoming);
    if (SUCCEEDED(hr))
        round_tell(round);
    round_end(round);
    return hr;
}

static HRESULT run(const GUID *outgoing, const GUID *incoming)
{
    const struct board_state parties = { *outgoing, *incoming };
    struct board board;
    HRESULT hr = begin(&parties);

    if (FAILED(hr))
        return hr;
    hr = board_begin(&parties, &board);
    if (SUCCEEDED(hr)) {
        hr = ask_change_tell(incoming);
        board_end(&board);
    }
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
