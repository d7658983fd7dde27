/* Who is advised of changes, and telling them (D-080 to D-095). The sinks are those of this process, called on the
 * thread that changes something. */
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

/* Holds one reference on the sink until notify_unadvise(). *cookie: 0 on failure. Fails: E_OUTOFMEMORY. */
HRESULT notify_advise(IIdentityChangeNotify *sink, DWORD *cookie);

/* Fails: CONNECT_E_NOCONNECTION. */
HRESULT notify_unadvise(DWORD cookie);

/* All sinks in the order of their advising. *list: one reference, NULL on failure. Fails: E_OUTOFMEMORY. */
HRESULT notify_list(struct sink_list **list);
void notify_list_add_ref(struct sink_list *list);
void notify_list_release(struct sink_list *list);

/* Asks everyone, up to the first veto. Fails: E_PROCESS_CANCELLED_SWITCH. */
HRESULT notify_query_switch(void);

/* Tells everyone; what they answer is ignored (I-09). */
void notify_switched(void);
void notify_changed(DWORD what);

#endif
