/* Changes of the user's registry that a recording has no line of. */
#ifndef IDT_DRIVER_RECORDING_UNSEEN_H
#define IDT_DRIVER_RECORDING_UNSEEN_H

#include "driver/recording.h"

#include "trace/state.h"

/* end: HKCU\Identities after the last program ended. Adds to *unseen, as effects are spelled (`set [KEY] "NAME"=DATA`), what
 * would turn the registry that the recording tells of into that. */
void recording_unseen(const struct recording *recording, const struct state *end, struct list *unseen);

#endif
