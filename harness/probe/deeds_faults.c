/* Deeds 600 to 699: ends. Each first leaves a trace in the registry, which must not be lost. */
#include "probe.h"

#include <stdlib.h>

HRESULT fault_violate(const struct effect *effect)
{
    volatile DWORD *volatile wild = (volatile DWORD *)(ULONG_PTR)16;

    *wild = effect->number;
    return S_OK;
}

static int deeper(volatile char *above)
{
    volatile char space[16384];

    space[0] = above ? above[0] : 1;
    return deeper(space) + space[0];
}

static HRESULT overflow(const struct effect *effect)
{
    (void)effect;
    return deeper(NULL) ? S_OK : S_FALSE;
}

static HRESULT overrun(const struct effect *effect)
{
    volatile unsigned char *memory = HeapAlloc(GetProcessHeap(), 0, 24);

    for (DWORD i = 0; memory && i < effect->size; i++)
        memory[i] = 0x77;
    return S_OK;
}

static HRESULT free_twice(const struct effect *effect)
{
    void *memory = HeapAlloc(GetProcessHeap(), 0, 24);
    void *volatile same = memory; /* compilers know HeapFree() as well as free() */

    (void)effect;
    HeapFree(GetProcessHeap(), 0, memory);
    HeapFree(GetProcessHeap(), 0, same);
    return S_OK;
}

HRESULT fault_exit(const struct effect *effect)
{
    exit((int)effect->number);
}

static HRESULT stop(const struct effect *effect)
{
    (void)effect;
    abort();
}

HRESULT fault_spin(const struct effect *effect)
{
    static volatile DWORD never;

    while (never == effect->number)
        ;
    return S_OK;
}

/* Two threads, two locks, opposite order: the classic. */
static CRITICAL_SECTION locks[2];
static HANDLE both;

static DWORD WINAPI other_side(void *context)
{
    (void)context;
    EnterCriticalSection(&locks[1]);
    SetEvent(both);
    EnterCriticalSection(&locks[0]);
    return 0;
}

static HRESULT deadlock(const struct effect *effect)
{
    DWORD id;

    (void)effect;
    InitializeCriticalSection(&locks[0]);
    InitializeCriticalSection(&locks[1]);
    both = CreateEventW(NULL, TRUE, FALSE, NULL);
    EnterCriticalSection(&locks[0]);
    CloseHandle(CreateThread(NULL, 0, other_side, NULL, 0, &id));
    WaitForSingleObject(both, INFINITE);
    EnterCriticalSection(&locks[1]);
    return S_OK;
}

static HRESULT modal_loop(const struct effect *effect)
{
    MSG message;

    (void)effect;
    while (GetMessageW(&message, NULL, 0, 0) != -1)
        DispatchMessageW(&message);
    return S_OK;
}

#define TRACE_LEFT                                                                                                     \
    {                                                                                                                  \
        "last effect", registry_set, L"Probe", L"Last", REG_DWORD, "\1\0\0\0", 4                                       \
    }

static const struct effect violation[] = { TRACE_LEFT, { "access violation", fault_violate } };
static const struct effect stack[] = { TRACE_LEFT, { "stack overflow", overflow } };
static const struct effect heap[] = { TRACE_LEFT, { "heap overrun", overrun, .size = 64 } };
static const struct effect twice[] = { TRACE_LEFT, { "double free", free_twice } };
static const struct effect leaving[] = { TRACE_LEFT, { "exit", fault_exit, .number = 7 } };
static const struct effect aborting[] = { TRACE_LEFT, { "abort", stop } };
static const struct effect spinning[] = { TRACE_LEFT, { "endless loop", fault_spin } };
static const struct effect locking[] = { TRACE_LEFT, { "deadlock", deadlock } };
static const struct effect looping[] = { TRACE_LEFT, { "endless modal loop", modal_loop } };
static const struct effect harmless[] = { TRACE_LEFT };

static const struct deed deeds[] = {
    { 601, EFFECTS(violation) }, { 602, EFFECTS(stack) },    { 603, EFFECTS(heap) },     { 604, EFFECTS(twice) },
    { 605, EFFECTS(leaving) },   { 606, EFFECTS(aborting) }, { 607, EFFECTS(spinning) }, { 608, EFFECTS(locking) },
    { 609, EFFECTS(looping) },   { 610, EFFECTS(harmless) },
};

static const struct effect extras[] = {
    { "access violation", fault_violate },
    { "exit", fault_exit, .number = 9 },
};

const struct chapter chapter_faults = { "faults", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };
