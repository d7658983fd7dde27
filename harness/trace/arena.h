/* Memory that lives and dies together: everything a model owns. */
#ifndef IDT_ARENA_H
#define IDT_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include "trace/status.h"

struct arena_block;

struct arena {
    struct arena_block *blocks;
    size_t used; /* bytes handed out, for tests and budgets */
};

void arena_init(struct arena *arena);
void arena_free(struct arena *arena);
/* Empty again; what was its largest block stays for what comes next. */
void arena_reset(struct arena *arena);
/* Zeroed, aligned for every type. NULL when there is no memory. */
void *arena_alloc(struct arena *arena, size_t size);
/* A terminated copy. NULL when there is no memory. */
char *arena_text(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...) IDT_PRINTF(2, 3);

#endif
