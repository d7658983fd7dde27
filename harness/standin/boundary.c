/* Every call by a client passes here: the DLL's exports, and each vtable slot of each object that it hands out.
 * Vtables are changed in place, so pointers, identities and counts stay those of the reference. */
#include "layer.h"

#include <objbase.h>

enum { THUNKS = 64, ARITIES = 4 };

static struct slot slots[ARITIES + 1][THUNKS];
static unsigned slots_used[ARITIES + 1];

typedef uintptr_t(STDMETHODCALLTYPE *call1)(uintptr_t);
typedef uintptr_t(STDMETHODCALLTYPE *call2)(uintptr_t, uintptr_t);
typedef uintptr_t(STDMETHODCALLTYPE *call3)(uintptr_t, uintptr_t, uintptr_t);
typedef uintptr_t(STDMETHODCALLTYPE *call4)(uintptr_t, uintptr_t, uintptr_t, uintptr_t);

static unsigned slot_arity(const struct slot *slot)
{
    return slot->method->n_params + 1; /* with `this` */
}

uintptr_t slot_invoke(const struct slot *slot, const uintptr_t *args)
{
    switch (slot_arity(slot)) {
    case 1:
        return ((call1)slot->original)(args[0]);
    case 2:
        return ((call2)slot->original)(args[0], args[1]);
    case 3:
        return ((call3)slot->original)(args[0], args[1], args[2]);
    default:
        return ((call4)slot->original)(args[0], args[1], args[2], args[3]);
    }
}

extern const char __ImageBase[]; /* the linker puts it at the start of this DLL */

bool boundary_inside(const void *address)
{
    const IMAGE_DOS_HEADER *dos = (const void *)__ImageBase;
    const IMAGE_NT_HEADERS *nt = (const void *)(__ImageBase + dos->e_lfanew);
    uintptr_t offset = (uintptr_t)address - (uintptr_t)__ImageBase;

    return offset < nt->OptionalHeader.SizeOfImage;
}

static uintptr_t client_call(struct slot *slot, uintptr_t *args)
{
    struct call call = {
        .slot = slot, .method = slot->method, .self = (void *)args[0], .params = args + 1, .number = slot->calls++
    };

    call_enter(&call);
    deviate_before(&call);
    sinks_before(&call);
    call.result = slot_invoke(slot, args);
    call_finish(&call);
    return call.result;
}

static uintptr_t boundary_call(struct slot *slot, uintptr_t *args, const void *caller)
{
    if (boundary_inside(caller))
        return slot_invoke(slot, args); /* the reference's own calls are no client's */
    return client_call(slot, args);
}

#define THUNK1(n)                                                                                                      \
    static uintptr_t STDMETHODCALLTYPE thunk1_##n(uintptr_t a)                                                         \
    {                                                                                                                  \
        uintptr_t args[4] = { a };                                                                                     \
        return boundary_call(&slots[1][0x##n], args, __builtin_return_address(0));                                     \
    }
#define THUNK2(n)                                                                                                      \
    static uintptr_t STDMETHODCALLTYPE thunk2_##n(uintptr_t a, uintptr_t b)                                            \
    {                                                                                                                  \
        uintptr_t args[4] = { a, b };                                                                                  \
        return boundary_call(&slots[2][0x##n], args, __builtin_return_address(0));                                     \
    }
#define THUNK3(n)                                                                                                      \
    static uintptr_t STDMETHODCALLTYPE thunk3_##n(uintptr_t a, uintptr_t b, uintptr_t c)                               \
    {                                                                                                                  \
        uintptr_t args[4] = { a, b, c };                                                                               \
        return boundary_call(&slots[3][0x##n], args, __builtin_return_address(0));                                     \
    }
#define THUNK4(n)                                                                                                      \
    static uintptr_t STDMETHODCALLTYPE thunk4_##n(uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d)                  \
    {                                                                                                                  \
        uintptr_t args[4] = { a, b, c, d };                                                                            \
        return boundary_call(&slots[4][0x##n], args, __builtin_return_address(0));                                     \
    }

#define ROW(X, h)                                                                                                      \
    X(h##0)                                                                                                            \
    X(h##1)                                                                                                            \
    X(h##2) X(h##3) X(h##4) X(h##5) X(h##6) X(h##7) X(h##8) X(h##9) X(h##a) X(h##b) X(h##c) X(h##d) X(h##e) X(h##f)
#define ALL(X) ROW(X, 0) ROW(X, 1) ROW(X, 2) ROW(X, 3)

ALL(THUNK1)
ALL(THUNK2)
ALL(THUNK3)
ALL(THUNK4)

#define NAME1(n) (const void *)thunk1_##n,
#define NAME2(n) (const void *)thunk2_##n,
#define NAME3(n) (const void *)thunk3_##n,
#define NAME4(n) (const void *)thunk4_##n,
static const void *const thunks[ARITIES + 1][THUNKS] = {
    { NULL }, { ALL(NAME1) }, { ALL(NAME2) }, { ALL(NAME3) }, { ALL(NAME4) }
};

static struct slot *slot_of_thunk(const void *function)
{
    for (unsigned arity = 1; arity <= ARITIES; arity++)
        for (unsigned i = 0; i < slots_used[arity]; i++)
            if (thunks[arity][i] == function)
                return &slots[arity][i];
    return NULL;
}

static void patch(const void **place, const void *function)
{
    DWORD protection;

    if (!VirtualProtect(place, sizeof *place, PAGE_READWRITE, &protection))
        return;
    *place = function;
    VirtualProtect(place, sizeof *place, protection, &protection);
}

static void bind(const void **place, unsigned interface_index, unsigned index)
{
    struct slot *slot = slot_of_thunk(*place);
    unsigned owner = interface_index;
    const struct cat_method *method = surface_method(interface_index, index, &owner);
    unsigned arity = method->n_params + 1;

    /* The first three slots are attributed to the object, not to IUnknown: each class counts for itself. */
    if (index < 3)
        owner = interface_index;
    if (slot) {
        if (index < 3 && surface_slots(slot->interface_index) < surface_slots(owner))
            slot->interface_index = (uint8_t)owner;
        return;
    }
    if (arity > ARITIES || slots_used[arity] == THUNKS)
        return;
    slot = &slots[arity][slots_used[arity]];
    *slot = (struct slot){
        .original = *place, .method = method, .interface_index = (uint8_t)owner, .index = (uint8_t)index
    };
    patch(place, thunks[arity][slots_used[arity]++]);
}

void boundary_adopt(void *object, unsigned interface_index)
{
    const void **vtable = *(const void ***)object;

    if (interface_index == SURFACE_NONE || !boundary_inside(vtable))
        return; /* not ours: a client's own object that went through */
    for (unsigned i = 0; i < surface_slots(interface_index); i++)
        bind(&vtable[i], interface_index, i);
}
