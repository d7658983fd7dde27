#include "memory.h"

void *mem_alloc(SIZE_T size)
{
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size);
}

void mem_free(void *memory)
{
    if (memory)
        HeapFree(GetProcessHeap(), 0, memory);
}

void mem_wipe(void *memory, SIZE_T size)
{
    volatile BYTE *byte = memory;

    while (size--)
        *byte++ = 0;
}
