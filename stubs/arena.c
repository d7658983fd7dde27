#include "internal.h"
#include <assert.h>
#include <sys/mman.h>

/* Reserved, not used: the kernel gives pages when they are touched. */
#define ARENA_SIZE ((size_t)256 << 20)
/* A reset gives pages above this back. */
#define ARENA_KEEP      ((size_t)1 << 20)
#define ARENA_MIN_SHIFT 4

unsigned char *arena_base;

static unsigned arena_shift(size_t size)
{
    unsigned shift = ARENA_MIN_SHIFT;

    while (((size_t)1 << shift) < size)
        shift++;
    return shift;
}

size_t arena_capacity(size_t size)
{
    return (size_t)1 << arena_shift(size);
}

arena_ref world_alloc(size_t size)
{
    unsigned shift;
    arena_ref ref;

    if (size > ARENA_SIZE / 2)
        return 0;
    shift = arena_shift(size);
    ref = world()->free_lists[shift];
    if (ref) {
        memcpy(&world()->free_lists[shift], arena_at(ref), sizeof(arena_ref));
        return ref;
    }
    if (ARENA_SIZE - world()->used < (size_t)1 << shift)
        return 0;
    ref = world()->used;
    world()->used += 1u << shift;
    return ref;
}

void world_free(arena_ref ref, size_t size)
{
    unsigned shift = arena_shift(size);

    if (!ref)
        return;
    memcpy(arena_at(ref), &world()->free_lists[shift], sizeof(arena_ref));
    world()->free_lists[shift] = ref;
}

bool arena_contains(arena_ref ref, size_t size)
{
    return ref && ref <= world()->used && size <= world()->used - ref;
}

void arena_create(void)
{
    arena_base = mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert(arena_base != MAP_FAILED);
    world()->used = (uint32_t)arena_capacity(sizeof(struct world));
}

void arena_trim(void)
{
    if (world()->used > ARENA_KEEP)
        madvise(arena_base + ARENA_KEEP, world()->used - ARENA_KEEP, MADV_DONTNEED);
}
