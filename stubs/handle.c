#include "internal.h"

/* A handle is (generation, index, 00): a closed one is not valid again before 8191 reuses of its slot. */
#define HANDLE_SLOTS     4096u
#define INDEX_SHIFT      2
#define GENERATION_SHIFT 14
#define GENERATION_MAX   0x1ffffu

static struct handle table[HANDLE_SLOTS];
static uint32_t used_slots; /* those above were never used since the last reset */
static uint32_t free_slots[HANDLE_SLOTS];
static uint32_t free_count;

struct handle *sim_handle_new(enum handle_kind kind, HANDLE *out)
{
    uint32_t slot;

    if (free_count)
        slot = free_slots[--free_count];
    else if (used_slots < HANDLE_SLOTS)
        slot = used_slots++;
    else
        return NULL;
    table[slot].kind = kind;
    if (++table[slot].generation > GENERATION_MAX)
        table[slot].generation = 1;
    *out = (HANDLE)(uintptr_t)(table[slot].generation << GENERATION_SHIFT | slot << INDEX_SHIFT);
    return &table[slot];
}

struct handle *sim_handle_get(HANDLE value, enum handle_kind kind)
{
    uintptr_t bits = (uintptr_t)value;
    uint32_t slot = (uint32_t)(bits >> INDEX_SHIFT) % HANDLE_SLOTS;
    struct handle *handle = &table[slot];

    if (bits >> GENERATION_SHIFT != handle->generation || handle->kind != kind)
        return NULL;
    return handle;
}

void sim_handle_close(struct handle *handle)
{
    handle->kind = HANDLE_NONE;
    free_slots[free_count++] = (uint32_t)(handle - table);
}

void sim_handles_reset(void)
{
    for (uint32_t i = 0; i < used_slots; i++)
        table[i].kind = HANDLE_NONE;
    used_slots = 0;
    free_count = 0;
}

unsigned sim_handle_count(bool keys)
{
    unsigned count = 0;

    for (uint32_t i = 0; i < used_slots; i++)
        if (table[i].kind != HANDLE_NONE && (table[i].kind == HANDLE_KEY) == keys)
            count++;
    return count;
}
