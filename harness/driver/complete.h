/* replay --complete: what a scenario leaves open becomes what a target did, marked as that. */
#ifndef IDT_DRIVER_COMPLETE_H
#define IDT_DRIVER_COMPLETE_H

#include "driver/corpus.h"

/* Reads the scenario as it stands in its file, and writes it with the steps that state nothing completed from the
 * trace. Such a line gets the tag [observed TARGET HASH]; a line that states something keeps its own evidence and stays
 * as it is. What holds a GUID of that one run stays open. */
bool complete_scenario(const char *path, const struct trace *trace, const char *target, const char *hash,
                       struct str *text, unsigned *lines, struct problem *problem);

#endif
