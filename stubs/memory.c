#include "internal.h"
#include <objbase.h>
#include <assert.h>
#include <stdatomic.h>

/* In front of every block, so that the sanitizers see each block end where the caller thinks it ends, and a block
 * freed by the wrong function is found at once. */
struct block {
    uint32_t kind;
    uint32_t epoch;
    size_t size;
};

#define KIND_HEAP  0x70616548u
#define KIND_TASK  0x6b736154u
#define KIND_LOCAL 0x61636f4cu

static atomic_uint live;
static atomic_uint epoch; /* blocks of an earlier one no longer count */

static char heap_tag; /* its address is the process heap's handle */

static struct block *block_of(void *memory, uint32_t kind)
{
    struct block *block = (struct block *)memory - 1;

    assert(block->kind == kind);
    return block;
}

static void *block_new(uint32_t kind, size_t size, bool zero)
{
    struct block *block;

    if (size > PTRDIFF_MAX - sizeof(*block))
        return NULL;
    block = zero ? calloc(1, sizeof(*block) + size) : malloc(sizeof(*block) + size);
    if (!block)
        return NULL;
    block->kind = kind;
    block->epoch = epoch;
    block->size = size;
    atomic_fetch_add(&live, 1);
    return block + 1;
}

static void block_free(void *memory, uint32_t kind)
{
    struct block *block = block_of(memory, kind);

    if (block->epoch == epoch)
        atomic_fetch_sub(&live, 1);
    block->kind = 0;
    free(block);
}

/* Always moves, so that a stale pointer is found. NULL: the old block is untouched. */
static void *block_resize(void *memory, uint32_t kind, size_t size, bool zero)
{
    size_t old = block_of(memory, kind)->size;
    void *moved = block_new(kind, size, zero);

    if (!moved)
        return NULL;
    memcpy(moved, memory, old < size ? old : size);
    block_free(memory, kind);
    return moved;
}

unsigned sim_memory_live(void)
{
    return live;
}

void sim_memory_reset(void)
{
    atomic_fetch_add(&epoch, 1);
    atomic_store(&live, 0);
}

HANDLE WINAPI GetProcessHeap(void)
{
    return &heap_tag;
}

/* The last error is left alone, as the real function does. */
LPVOID WINAPI HeapAlloc(HANDLE heap, DWORD flags, SIZE_T size)
{
    assert(heap == &heap_tag);
    if (sim_fault("HeapAlloc"))
        return NULL;
    return block_new(KIND_HEAP, size, flags & HEAP_ZERO_MEMORY);
}

LPVOID WINAPI HeapReAlloc(HANDLE heap, DWORD flags, LPVOID memory, SIZE_T size)
{
    assert(heap == &heap_tag);
    if (sim_fault("HeapReAlloc"))
        return NULL;
    return block_resize(memory, KIND_HEAP, size, flags & HEAP_ZERO_MEMORY);
}

BOOL WINAPI HeapFree(HANDLE heap, DWORD flags, LPVOID memory)
{
    (void)flags;
    assert(heap == &heap_tag);
    if (memory)
        block_free(memory, KIND_HEAP);
    return TRUE;
}

SIZE_T WINAPI HeapSize(HANDLE heap, DWORD flags, LPCVOID memory)
{
    (void)flags;
    assert(heap == &heap_tag);
    return block_of((void *)memory, KIND_HEAP)->size;
}

HLOCAL WINAPI LocalAlloc(UINT flags, SIZE_T size)
{
    assert(!(flags & LMEM_MOVEABLE)); /* nobody here needs a handle to lock */
    if (sim_fault("LocalAlloc")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    return block_new(KIND_LOCAL, size, flags & LMEM_ZEROINIT);
}

HLOCAL WINAPI LocalFree(HLOCAL memory)
{
    if (memory)
        block_free(memory, KIND_LOCAL);
    return NULL;
}

LPVOID WINAPI CoTaskMemAlloc(SIZE_T size)
{
    if (sim_fault("CoTaskMemAlloc"))
        return NULL;
    return block_new(KIND_TASK, size, false);
}

LPVOID WINAPI CoTaskMemRealloc(LPVOID memory, SIZE_T size)
{
    if (!memory)
        return CoTaskMemAlloc(size);
    if (!size) {
        CoTaskMemFree(memory);
        return NULL;
    }
    if (sim_fault("CoTaskMemRealloc"))
        return NULL;
    return block_resize(memory, KIND_TASK, size, false);
}

void WINAPI CoTaskMemFree(LPVOID memory)
{
    if (memory)
        block_free(memory, KIND_TASK);
}
