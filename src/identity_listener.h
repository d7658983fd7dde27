/* How an apartment with advised sinks hears of switches and changes elsewhere: a message-only window that belongs to it
 * (I-22). Requests are posted, never sent, since a sink that is called inside of a sent message may make no outgoing COM
 * call. Handles and numbers are all they carry, so x86 and x64 processes understand each other. */
#ifndef MSIDENT_IDENTITY_LISTENER_H
#define MSIDENT_IDENTITY_LISTENER_H

#include "guard.h"

/* To a listener; WPARAM: the window that the answer goes to (but for changes), LPARAM: what the answer carries again. */
enum {
    LISTENER_PING = WM_APP + 1, /* answer: ASKER_HEARD */
    LISTENER_QUERY,             /* QuerySwitchIdentities; answer: ASKER_DONE */
    LISTENER_SWITCHED,          /* SwitchIdentities; answer: ASKER_DONE */
    LISTENER_CHANGED,           /* IdentityInformationChanged; WPARAM: what; no answer */
    LISTENER_CLOSE,             /* from its own process: nobody is advised any more */
};

/* The answers; WPARAM: the LPARAM above; LPARAM of ASKER_DONE: the HRESULT. */
enum {
    ASKER_HEARD = WM_APP + 16,
    ASKER_DONE,
};

/* Forgets what it has, and destroys the window of the calling thread: the code of windows is about to go. */
void listener_stop(void);

/* One more sink is advised in the calling thread's apartment: the first one opens its window.
 * Fails: E_OUTOFMEMORY, E_FAIL. */
HRESULT listener_add_ref(DWORD apartment);
/* One sink less; of any thread. */
void listener_release(DWORD apartment);

/* The window of that apartment of this process; NULL: it has none. */
HWND listener_window(DWORD apartment);

/* The listeners of all processes of the user in this session, newest first. */
struct listener_list {
    ULONG count;
    HWND windows[];
};

/* Whoever is there all the while is listed; who comes or goes meanwhile may be. Free with mem_free(); NULL on failure.
 * Fails: E_OUTOFMEMORY, E_FAIL. */
HRESULT listener_list(struct listener_list **list);

#endif
