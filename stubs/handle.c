#include "sync.h"

/* A handle is (generation, index, 00): a closed one is not valid again before 8191 reuses of its slot. */
#define INDEX_SHIFT      2
#define GENERATION_SHIFT 14
#define GENERATION_MAX   0x1ffffu

struct handle *sim_handle_new(enum handle_kind kind, HANDLE *out)
{
    uint32_t slot;

    if (sim_handles->free_count)
        slot = sim_handles->free_slots[--sim_handles->free_count];
    else if (sim_handles->used_slots < HANDLE_SLOTS)
        slot = sim_handles->used_slots++;
    else
        return NULL;
    sim_handles->slots[slot].kind = kind;
    if (++sim_handles->slots[slot].generation > GENERATION_MAX)
        sim_handles->slots[slot].generation = 1;
    *out = (HANDLE)(uintptr_t)(sim_handles->slots[slot].generation << GENERATION_SHIFT | slot << INDEX_SHIFT);
    return &sim_handles->slots[slot];
}

struct handle *sim_handle_get(HANDLE value, enum handle_kind kind)
{
    uintptr_t bits = (uintptr_t)value;
    uint32_t slot = (uint32_t)(bits >> INDEX_SHIFT) % HANDLE_SLOTS;
    struct handle *handle = &sim_handles->slots[slot];

    if (bits >> GENERATION_SHIFT != handle->generation || handle->kind != kind)
        return NULL;
    return handle;
}

struct handle *sim_handle_of_view(const void *view)
{
    for (uint32_t i = 0; i < sim_handles->used_slots; i++)
        if (sim_handles->slots[i].kind == HANDLE_VIEW && sim_handles->slots[i].view == view)
            return &sim_handles->slots[i];
    return NULL;
}

void sim_handle_close(struct handle *handle)
{
    handle->kind = HANDLE_NONE;
    sim_handles->free_slots[sim_handles->free_count++] = (uint32_t)(handle - sim_handles->slots);
}

void sim_handles_reset(void)
{
    for (uint32_t i = 0; i < sim_handles->used_slots; i++)
        sim_handles->slots[i].kind = HANDLE_NONE;
    sim_handles->used_slots = 0;
    sim_handles->free_count = 0;
}

unsigned sim_handle_count(bool keys)
{
    unsigned count = 0;

    for (uint32_t i = 0; i < sim_handles->used_slots; i++)
        if (sim_handles->slots[i].kind != HANDLE_NONE && (sim_handles->slots[i].kind == HANDLE_KEY) == keys)
            count++;
    return count;
}

void sim_handles_drop(const struct process *process)
{
    struct handle_table *table = sim_handles_of(process);

    for (uint32_t i = 0; i < table->used_slots; i++) {
        if (table->slots[i].kind == HANDLE_OBJECT)
            sim_object_release(table->slots[i].object);
        if (table->slots[i].kind == HANDLE_VIEW)
            sim_view_release(table->slots[i].object);
        table->slots[i].kind = HANDLE_NONE;
    }
    table->used_slots = 0;
    table->free_count = 0;
}
