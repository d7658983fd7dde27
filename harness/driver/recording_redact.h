/* A recording that can be given away: names, paths and e-mail addresses replaced, the same everywhere. */
#ifndef IDT_DRIVER_RECORDING_REDACT_H
#define IDT_DRIVER_RECORDING_REDACT_H

#include "driver/recording.h"

/* In place: names of identities, what the user typed, texts that applications keep below HKCU\Identities, e-mail addresses and
 * parts of paths. Equal words stay equal, different ones different, each as long as it was. *words: how many were replaced.
 * Fails: CODE_USAGE (there are not that many words of a length), CODE_ENVIRONMENT. */
bool recording_redact(struct recording *recording, size_t *words, struct problem *problem);

#endif
