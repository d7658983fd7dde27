/* The deviation layer inside the stand-in DLL. */
#ifndef IDT_STANDIN_LAYER_H
#define IDT_STANDIN_LAYER_H

#include "deviation.h"
#include "surface.h"

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

/* One function a client can call: a place in a vtable, or an export. */
struct slot {
    const void *original;
    const struct cat_method *method;
    uint8_t interface_index; /* that declares the method; of AddRef and the like, that of the object */
    uint8_t index;           /* in the vtable */
    unsigned calls;
    void *first_object; /* for OUT_POINTER_OLD */
};

/* A call by the client, while it runs. */
struct call {
    struct call *outer;
    struct slot *slot;
    const struct cat_method *method;
    void *self;        /* NULL for exports */
    uintptr_t *params; /* without `this` */
    unsigned number;   /* how many calls of this slot came before */
    unsigned serial;   /* how many calls of any slot */
    unsigned writes, keys, deletions, folders;
    uintptr_t result;
    uintptr_t before[SURFACE_PARAMS_MAX]; /* first bytes behind each out pointer */
};

/* The deviation that applies here, or NULL. A dormant DLL notes the hit and answers NULL. */
const struct deviation *deviation_due(enum deviation_kind kind, const struct slot *slot, unsigned param, unsigned nth);
/* The same without noting anything. */
bool deviation_planned(enum deviation_kind kind, const struct slot *slot, unsigned nth);
bool deviation_any_sink(void);
/* While the DLL is loaded: a dormant one gets ready to note. */
void block_open_log(void);

/* NULL outside of calls by a client. */
struct call *call_in_flight(void);
void call_enter(struct call *call);
/* After the reference's own function: whatever deviates behind it, into call->result and the out parameters. */
void call_finish(struct call *call);
bool call_succeeded(const struct call *call);
/* How many elements of an array the call handed out. */
unsigned call_elements(const struct call *call, unsigned capacity);

uintptr_t slot_invoke(const struct slot *slot, const uintptr_t *args);
/* Makes every further call through this interface pointer pass the layer. */
void boundary_adopt(void *object, unsigned interface_index);
/* Whether an address lies inside this DLL. */
bool boundary_inside(const void *address);

/* What a client's call goes through, in this order. */
void deviate_before(struct call *call);
void deviate_after(struct call *call);

/* A registry write that ORDER_SWAPPED holds back happens now. */
void imports_flush(void);

/* Advise hears of a stand-in for the client's sink; what the DLL hands out is the client's own again. */
void sinks_before(struct call *call);
void sinks_after(struct call *call);

#endif
