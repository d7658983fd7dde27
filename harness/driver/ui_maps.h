/* Which UI map each target has: the roles of its dialogs (FORMAT.md, "UI maps"). */
#ifndef IDT_DRIVER_UI_MAPS_H
#define IDT_DRIVER_UI_MAPS_H

#include "driver/target.h"

/* Sets target.ui: for each what --ui names (`words`: TARGET=FILE, or FILE for all that no other word names), else
 * <scenarios>/ui/<implementation>.ui if there is one. Every map is read. Fails: CODE_USAGE for a target that does not
 * run and for a map that is none. */
bool ui_maps_choose(const struct list *words, const char *scenarios, struct target_set *set, struct problem *problem);

/* Copies the map into the run's folder, which is all that an agent may see; sets target.ui_load. */
bool ui_map_copy(struct target *target, const char *run_folder, size_t index, struct problem *problem);

#endif
