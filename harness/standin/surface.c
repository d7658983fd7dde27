#include "surface.h"

unsigned surface_slots(unsigned interface_index)
{
    const struct cat_interface *interface = &cat_interfaces[interface_index];

    return interface->first_slot + interface->n_methods;
}

const struct cat_method *surface_method(unsigned interface_index, unsigned slot, unsigned *owner)
{
    const struct cat_interface *interface = &cat_interfaces[interface_index];

    if (slot >= surface_slots(interface_index))
        return NULL;
    while (slot < interface->first_slot)
        interface = cat_base(interface);
    if (owner)
        *owner = (unsigned)(interface - cat_interfaces);
    return &interface->methods[slot - interface->first_slot];
}

unsigned surface_index(const char *name)
{
    const struct cat_interface *interface = cat_interface(name);

    return interface ? (unsigned)(interface - cat_interfaces) : SURFACE_NONE;
}

unsigned surface_index_by_iid(const struct cat_guid *iid)
{
    const struct cat_interface *interface = cat_interface_by_iid(iid);

    return interface ? (unsigned)(interface - cat_interfaces) : SURFACE_NONE;
}
