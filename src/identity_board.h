/* The running switch, as all processes of the user in this session see it. It stands in named objects of fixed layout,
 * so that x86 and x64 processes share it, and they exist only while it runs: who dies in it leaves nothing (I-17). */
#ifndef MSIDENT_IDENTITY_BOARD_H
#define MSIDENT_IDENTITY_BOARD_H

#include "module.h"

struct board_state {
    GUID outgoing, incoming; /* GUID_NULL: nobody; of a switch never both */
};

/* Held by the thread whose switch runs. */
struct board {
    HANDLE mutex, section;
    struct board_state *state;
};

/* Begins a switch; hand it to board_end() on the same thread. The caller knows that no other thread of its own process
 * is in one. Fails, leaving nothing: E_IDENTITY_CHANGING (a switch of another process), E_OUTOFMEMORY, E_FAIL. */
HRESULT board_begin(const struct board_state *state, struct board *board);
void board_end(struct board *board);

/* Whether a switch of another process runs, and its state (may be NULL): what of that cannot be found out is GUID_NULL.
 * If it cannot be found out whether one runs (no rights, no memory), one does: nobody is to destroy who is coming. */
bool board_look(struct board_state *state);

#endif
