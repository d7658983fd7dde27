#include "check.h"
#include <objbase.h>
#include <string.h>

static void heap(void)
{
    volatile SIZE_T too_much = ~(SIZE_T)0 - 8; /* volatile: the compiler must not see it */
    HANDLE heap = GetProcessHeap();
    char *memory = HeapAlloc(heap, HEAP_ZERO_MEMORY, 100);

    CHECK_TRUE(memory != NULL);
    for (int i = 0; i < 100; i++)
        CHECK(0, memory[i]);
    CHECK(100, HeapSize(heap, 0, memory));
    memcpy(memory, "kept", 5);
    memory = HeapReAlloc(heap, HEAP_ZERO_MEMORY, memory, 1000);
    CHECK_TRUE(memory != NULL);
    CHECK_BYTES("kept", memory, 5);
    CHECK(0, memory[999]);
    memory = HeapReAlloc(heap, 0, memory, 5);
    CHECK_BYTES("kept", memory, 5);
    CHECK(TRUE, HeapFree(heap, 0, memory));
    CHECK(TRUE, HeapFree(heap, 0, NULL));
    memory = HeapAlloc(heap, 0, 0);
    CHECK_TRUE(memory != NULL);
    CHECK(TRUE, HeapFree(heap, 0, memory));
    CHECK_TRUE(HeapAlloc(heap, 0, too_much) == NULL);
}

static void local(void)
{
    char *memory = LocalAlloc(LMEM_ZEROINIT, 10);

    CHECK_TRUE(memory != NULL);
    CHECK(0, memory[9]);
    CHECK_TRUE(LocalFree(memory) == NULL);
    CHECK_TRUE(LocalFree(NULL) == NULL);
}

static void task(void)
{
    char *memory = CoTaskMemAlloc(5);

    CHECK_TRUE(memory != NULL);
    memcpy(memory, "kept", 5);
    memory = CoTaskMemRealloc(memory, 500);
    CHECK_TRUE(memory != NULL);
    CHECK_BYTES("kept", memory, 5);
    CHECK_TRUE(CoTaskMemRealloc(memory, 0) == NULL);
    memory = CoTaskMemRealloc(NULL, 5);
    CHECK_TRUE(memory != NULL);
    CoTaskMemFree(memory);
    CoTaskMemFree(NULL);
}

const struct check_case memory_cases[] = {
    { "heap", heap },
    { "local", local },
    { "task", task },
    { NULL, NULL },
};
