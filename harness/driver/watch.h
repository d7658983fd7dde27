/* Waits for files to change, as compare --watch does: by folders, so an editor's new file under the old name counts, and never
 * while somebody still writes one of them. */
#ifndef IDT_DRIVER_WATCH_H
#define IDT_DRIVER_WATCH_H

#include "driver/problem.h"
#include "driver/str.h"

struct watch;

bool watch_begin(struct watch **watch, struct problem *problem);
void watch_end(struct watch *watch);

/* Scenarios, states, UI maps and files of known differences below a folder, also in folders that come later. Whoever reads them
 * asks for them before, so that no change falls in between. */
void watch_tree(struct watch *watch, const char *folder);
void watch_file(struct watch *watch, const char *path);

/* Returns when something changed and nobody writes any more; false when a signal stopped it (run_stopped()). */
bool watch_wait(struct watch *watch);

#endif
