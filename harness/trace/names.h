/* A table from names to pointers. Names are not copied. */
#ifndef IDT_NAMES_H
#define IDT_NAMES_H

#include <stddef.h>
#include <stdint.h>
#include "trace/status.h"

struct name_slot {
    const char *name;
    void *value;
};

struct names {
    struct name_slot *slots; /* a power of two, at most three quarters full */
    size_t size;
    size_t used;
};

void names_free(struct names *names);
/* NULL if it is not there. */
void *names_get(const struct names *names, const char *name);
/* Replaces the value that is there and keeps its first name. Fails: ST_NO_MEMORY. */
enum status names_put(struct names *names, const char *name, void *value);

/* FNV-1a, 32 bits. */
uint32_t names_hash(const char *text, size_t len);

#endif
