#ifndef MSIDENT_MEMORY_H
#define MSIDENT_MEMORY_H

#include "module.h"

/* New, zeroed; free with mem_free(). NULL: out of memory. */
void *mem_alloc(SIZE_T size);

/* NULL is allowed. */
void mem_free(void *memory);

/* Overwrites what held a secret; no compiler leaves it out. NULL with size 0 is allowed. */
void mem_wipe(void *memory, SIZE_T size);

#endif
