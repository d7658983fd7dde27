#include "identity_board.h"
#include "guard.h"

static const WCHAR mutex_name[] = L"Switch";
static const WCHAR section_name[] = L"SwitchState";

static HRESULT map_state(struct board *board)
{
    WCHAR name[GUARD_NAME_CAPACITY];
    HRESULT hr = guard_name(section_name, name);

    if (FAILED(hr))
        return hr;
    board->section =
        CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, (DWORD)sizeof(struct board_state), name);
    if (!board->section)
        return guard_no_object();
    board->state = MapViewOfFile(board->section, FILE_MAP_WRITE, 0, 0, sizeof(struct board_state));
    if (board->state)
        return S_OK;
    hr = guard_no_object();
    CloseHandle(board->section);
    return hr;
}

HRESULT board_begin(const struct board_state *state, struct board *board)
{
    HRESULT hr = guard_take(mutex_name, 0, E_IDENTITY_CHANGING, &board->mutex);

    if (FAILED(hr))
        return hr;
    hr = map_state(board);
    if (FAILED(hr)) {
        guard_leave(board->mutex);
        return hr;
    }
    *board->state = *state;
    return S_OK;
}

void board_end(struct board *board)
{
    memset(board->state, 0, sizeof(*board->state)); /* somebody may be looking */
    UnmapViewOfFile(board->state);
    CloseHandle(board->section);
    guard_leave(board->mutex);
}

static bool is_blank(const struct board_state *state)
{
    return IsEqualGUID(&state->outgoing, &GUID_NULL) && IsEqualGUID(&state->incoming, &GUID_NULL);
}

/* Looking takes nothing that another one could find taken: several may look at once, and somebody begin meanwhile. The
 * section is there while its switch runs, or somebody else still looks: then it is blank. */
bool board_look(struct board_state *state)
{
    WCHAR name[GUARD_NAME_CAPACITY];
    HANDLE section;
    const struct board_state *seen;
    bool runs;

    if (state)
        memset(state, 0, sizeof(*state));
    if (FAILED(guard_name(section_name, name)))
        return true;
    section = OpenFileMappingW(FILE_MAP_READ, FALSE, name);
    if (!section)
        return GetLastError() != ERROR_FILE_NOT_FOUND;
    seen = MapViewOfFile(section, FILE_MAP_READ, 0, 0, sizeof(*seen));
    runs = !seen || !is_blank(seen);
    if (seen && state)
        *state = *seen;
    if (seen)
        UnmapViewOfFile(seen);
    CloseHandle(section);
    return runs;
}
