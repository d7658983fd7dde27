#include "trace/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
};

enum { ARENA_FIRST = 4096, ARENA_LARGEST = 1 << 20 };

static size_t round_up(size_t n)
{
    size_t unit = alignof(max_align_t);

    return (n + unit - 1) / unit * unit;
}

void arena_init(struct arena *arena)
{
    memset(arena, 0, sizeof(*arena));
}

void arena_free(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
    arena->used = 0;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    struct arena rest = { .blocks = block ? block->next : NULL };

    arena_free(&rest);
    arena->used = 0;
    if (!block)
        return;
    block->next = NULL;
    block->used = round_up(sizeof(*block));
}

/* Blocks double, so that a small model stays small and a large one needs few calls. */
static struct arena_block *add_block(struct arena *arena, size_t size)
{
    size_t head = round_up(sizeof(struct arena_block));
    size_t block_size = arena->blocks ? arena->blocks->size * 2 : ARENA_FIRST;

    if (block_size > ARENA_LARGEST)
        block_size = ARENA_LARGEST;
    if (block_size < size + head)
        block_size = size + head;
    struct arena_block *block = malloc(block_size);
    if (!block)
        return NULL;
    block->next = arena->blocks;
    block->size = block_size;
    block->used = head;
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;

    if (size > SIZE_MAX / 2)
        return NULL;
    size = round_up(size ? size : 1);
    if (!block || block->size - block->used < size)
        block = add_block(arena, size);
    if (!block)
        return NULL;
    void *memory = (char *)block + block->used;
    block->used += size;
    arena->used += size;
    return memset(memory, 0, size);
}

char *arena_text(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);

    if (copy && len)
        memcpy(copy, text, len);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = n < 0 ? NULL : arena_alloc(arena, (size_t)n + 1);
    if (!text)
        return NULL;
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return text;
}
