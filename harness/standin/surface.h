/* The catalogue as vtables see it: an interface by its index, a method by its slot. */
#ifndef IDT_STANDIN_SURFACE_H
#define IDT_STANDIN_SURFACE_H

#include "catalogue/catalogue.h"

enum { SURFACE_SLOTS_MAX = 12, SURFACE_PARAMS_MAX = 4, SURFACE_NONE = 0xFF };

/* Slots of the whole vtable, inherited ones included; for `exports` the number of functions. */
unsigned surface_slots(unsigned interface_index);
/* The method in that slot and, in *owner unless NULL, the interface that declares it. NULL past the end. */
const struct cat_method *surface_method(unsigned interface_index, unsigned slot, unsigned *owner);
/* SURFACE_NONE if the catalogue has none. */
unsigned surface_index(const char *name);
unsigned surface_index_by_iid(const struct cat_guid *iid);

#endif
