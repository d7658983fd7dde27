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

static bool another_holds(HANDLE mutex)
{
    const DWORD result = WaitForSingleObject(mutex, 0);

    if (result != WAIT_OBJECT_0 && result != WAIT_ABANDONED)
        return true;
    ReleaseMutex(mutex);
    return false;
}

static void read_state(struct board_state *state)
{
    WCHAR name[GUARD_NAME_CAPACITY];
    HANDLE section = SUCCEEDED(guard_name(section_name, name)) ? OpenFileMappingW(FILE_MAP_READ, FALSE, name) : NULL;
    const struct board_state *seen;

    if (!section)
        return;
    seen = MapViewOfFile(section, FILE_MAP_READ, 0, 0, sizeof(*seen));
    if (seen) {
        *state = *seen;
        UnmapViewOfFile(seen);
    }
    CloseHandle(section);
}

bool board_look(struct board_state *state)
{
    WCHAR name[GUARD_NAME_CAPACITY];
    HANDLE mutex;
    bool runs;

    if (state)
        memset(state, 0, sizeof(*state));
    if (FAILED(guard_name(mutex_name, name)))
        return true;
    mutex = OpenMutexW(SYNCHRONIZE | MUTEX_MODIFY_STATE, FALSE, name);
    if (!mutex)
        return GetLastError() != ERROR_FILE_NOT_FOUND;
    runs = another_holds(mutex);
    CloseHandle(mutex);
    if (runs && state)
        read_state(state);
    return runs;
}
