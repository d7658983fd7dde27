#include "internal.h"
#include <sys/mman.h>

/* A reset gives pages above this back. */
#define ARENA_KEEP      ((size_t)1 << 20)
#define ARENA_MIN_SHIFT 4

unsigned char *sim_arena_base;

static unsigned arena_shift(size_t size)
{
    unsigned shift = ARENA_MIN_SHIFT;

    while (((size_t)1 << shift) < size)
        shift++;
    return shift;
}

size_t sim_capacity(size_t size)
{
    return (size_t)1 << arena_shift(size);
}

arena_ref sim_alloc(size_t size)
{
    unsigned shift;
    arena_ref ref;

    if (size > ARENA_SIZE / 2)
        return 0;
    shift = arena_shift(size);
    ref = sim_world()->free_lists[shift];
    if (ref) {
        memcpy(&sim_world()->free_lists[shift], sim_at(ref), sizeof(arena_ref));
        return ref;
    }
    if (ARENA_SIZE - sim_world()->used < (size_t)1 << shift)
        return 0;
    ref = sim_world()->used;
    sim_world()->used += 1u << shift;
    return ref;
}

void sim_free(arena_ref ref, size_t size)
{
    unsigned shift = arena_shift(size);

    if (!ref)
        return;
    memcpy(sim_at(ref), &sim_world()->free_lists[shift], sizeof(arena_ref));
    sim_world()->free_lists[shift] = ref;
}

bool sim_contains(arena_ref ref, size_t size)
{
    return ref && ref <= sim_world()->used && size <= sim_world()->used - ref;
}

void sim_arena_create(void)
{
    sim_world()->used = (uint32_t)sim_capacity(sizeof(struct world));
}

void sim_arena_trim(void)
{
    if (sim_world()->used > ARENA_KEEP)
        madvise(sim_arena_base + ARENA_KEEP, sim_world()->used - ARENA_KEEP, MADV_REMOVE);
}
