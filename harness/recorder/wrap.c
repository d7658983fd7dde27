/* Wrappers by address, in both directions. None is ever freed: an address that comes again is the same pointer for the
 * application, as it would be without us. */
#include "recorder.h"

#include "agent/sink_thunks.h"

enum { BUCKETS = 1024, MAX_INTERFACES = 32 };

static CRITICAL_SECTION lock;
static struct sink *by_pointer[BUCKETS], *by_real[BUCKETS];
static unsigned counts[2];
static void *vtables[MAX_INTERFACES + 1][VTABLE_SLOTS]; /* the last: of an interface that the catalogue lacks */

static unsigned bucket(const void *pointer)
{
    return (unsigned)((UINT_PTR)pointer >> 4) % BUCKETS;
}

const struct cat_method *wrap_method(const struct cat_interface *interface, unsigned slot)
{
    if (!interface || interface->n_iids == 0)
        interface = cat_interface("IUnknown");
    for (; interface; interface = cat_base(interface))
        if (slot >= interface->first_slot && slot < interface->first_slot + interface->n_methods)
            return &interface->methods[slot - interface->first_slot];
    return NULL;
}

static void fill(void **vtable, const struct cat_interface *interface)
{
    vtable[0] = (void *)sink_query_interface;
    vtable[1] = (void *)sink_add_ref;
    vtable[2] = (void *)sink_release;
    for (unsigned i = 0; i < JUMPS; i++) {
        const struct cat_method *method = wrap_method(interface, FIRST_METHOD + i);
        const bool known = method && i < SINK_METHODS && method->n_params <= METHOD_PARAMS;

        vtable[FIRST_METHOD + i] = known ? sink_thunk(i, method->n_params) : jump_stub(i);
    }
}

void wrap_open(void)
{
    InitializeCriticalSection(&lock);
    for (size_t i = 0; i < cat_n_interfaces && i < MAX_INTERFACES; i++)
        fill(vtables[i], &cat_interfaces[i]);
    fill(vtables[MAX_INTERFACES], NULL);
}

static void *const *vtable_of(const struct cat_interface *interface)
{
    return interface && interface - cat_interfaces < MAX_INTERFACES ? vtables[interface - cat_interfaces]
                                                                    : vtables[MAX_INTERFACES];
}

static struct sink *find(const void *pointer)
{
    for (struct sink *sink = by_pointer[bucket(pointer)]; sink; sink = sink->next)
        if (sink == pointer)
            return sink;
    return NULL;
}

static struct sink *find_real(const void *real, enum way way)
{
    for (struct sink *sink = by_real[bucket(real)]; sink; sink = sink->next_real)
        if (sink->real == real && sink->way == way)
            return sink;
    return NULL;
}

struct sink *wrap_of(const void *pointer)
{
    struct sink *sink;

    EnterCriticalSection(&lock);
    sink = find(pointer);
    LeaveCriticalSection(&lock);
    return sink;
}

struct sink *wrap_known(const void *real, enum way way)
{
    struct sink *sink;

    EnterCriticalSection(&lock);
    sink = find_real(real, way);
    LeaveCriticalSection(&lock);
    return sink;
}

static bool derives(const struct cat_interface *interface, const struct cat_interface *base)
{
    for (; interface; interface = cat_base(interface))
        if (interface == base)
            return true;
    return false;
}

/* The same address as another interface: what one can do both can, or else it is another object by now. */
static void widen(struct sink *sink, const struct cat_interface *interface)
{
    if (!interface || derives(sink->interface, interface))
        return;
    sink->interface = interface;
    sink->vtable = vtable_of(interface);
}

static struct sink *add(void *real, enum way way, const struct cat_interface *interface)
{
    struct sink *sink = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *sink);

    if (!sink)
        return NULL;
    *sink = (struct sink){ .vtable = vtable_of(interface),
                           .real = real,
                           .interface = interface,
                           .way = way,
                           .number = ++counts[way],
                           .next = by_pointer[bucket(sink)],
                           .next_real = by_real[bucket(real)] };
    by_pointer[bucket(sink)] = sink;
    by_real[bucket(real)] = sink;
    return sink;
}

void *wrap_cross(void *pointer, enum way way, const struct cat_interface *interface)
{
    struct sink *sink;
    void *crossed = pointer;

    if (!pointer)
        return NULL;
    EnterCriticalSection(&lock);
    sink = find(pointer);
    if (sink && sink->way != way) { /* it goes home */
        crossed = sink->real;
    } else if (!sink) {
        sink = find_real(pointer, way);
        if (sink)
            widen(sink, interface);
        else
            sink = add(pointer, way, interface);
        if (sink)
            crossed = sink;
    }
    LeaveCriticalSection(&lock);
    return crossed;
}
