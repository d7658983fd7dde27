/* One writer at a time, in all processes of the user: first use, ordinals and unique names are read-then-write. */
#ifndef MSIDENT_GUARD_H
#define MSIDENT_GUARD_H

#include "module.h"

enum {
    USER_NAME_CAPACITY = 257, /* UNLEN and terminator */
    GUARD_NAME_CAPACITY = USER_NAME_CAPACITY + 48,
};

/* What an object of ours is called that all processes of the user share; WHAT is short. The user's name is part of it:
 * another user of the session has another registry, and could not open our objects. Fails: E_FAIL. */
HRESULT guard_name(const WCHAR *what, WCHAR name[GUARD_NAME_CAPACITY]);

/* Why there is no object of ours, by GetLastError(): E_OUTOFMEMORY or E_FAIL. */
HRESULT guard_no_object(void);

/* The mutex of that name, after PATIENCE milliseconds at most. *guard: hand it to guard_leave() on the same thread; NULL
 * on failure. May be taken again by the thread that holds it. Fails: E_OUTOFMEMORY, E_FAIL, BUSY (another holds it). */
HRESULT guard_take(const WCHAR *what, DWORD patience, HRESULT busy, HANDLE *guard);

/* Waits for the other writers. *guard: hand it to guard_leave() on the same thread; NULL on failure.
 * May be entered again by the thread that holds it. Fails: E_OUTOFMEMORY, E_FAIL (another process hangs in it). */
HRESULT guard_enter(HANDLE *guard);
void guard_leave(HANDLE guard);

#endif
