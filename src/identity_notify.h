/* Who of this process is advised of changes, and telling them (D-080 to D-095). Each sink is called in the apartment that
 * advised it, so on one of its threads; identity_round.h reaches them all. */
#ifndef MSIDENT_IDENTITY_NOTIFY_H
#define MSIDENT_IDENTITY_NOTIFY_H

#include "module.h"

/* Advised sinks at one moment, one reference held on each; shared by reference. */
struct sink_list {
    LONG refs;
    ULONG count;
    CONNECTDATA sinks[];
};

void notify_start(void);

/* Forgets the sinks without a call to them: at this point their code may be gone. */
void notify_stop(void);

/* For the calling thread's apartment. Holds one reference on the sink until notify_unadvise(). *cookie: 0 on failure.
 * Fails: E_OUTOFMEMORY, E_FAIL. */
HRESULT notify_advise(IIdentityChangeNotify *sink, DWORD *cookie);

/* Fails: CONNECT_E_NOCONNECTION. */
HRESULT notify_unadvise(DWORD cookie);

/* All sinks in the order of their advising. *list: one reference, NULL on failure. Fails: E_OUTOFMEMORY. */
HRESULT notify_list(struct sink_list **list);
void notify_list_add_ref(struct sink_list *list);
void notify_list_release(struct sink_list *list);

/* Asks everyone of the calling thread's apartment, up to the first veto. Fails: E_PROCESS_CANCELLED_SWITCH. */
HRESULT notify_query_switch(DWORD apartment);

/* Tells everyone of it; what they answer is ignored (I-09). */
void notify_switched(DWORD apartment);
void notify_changed(DWORD apartment, DWORD what);

#endif
