/* Which DLLs may stand behind evidence of class `recorded`: none that this machine knows as ours, as Wine's, or as a
 * stand-in. Our own behaviour can not become its own proof (design.md 2). */
#ifndef IDT_DRIVER_GENUINE_H
#define IDT_DRIVER_GENUINE_H

#include "driver/settings.h"
#include "driver/str.h"

struct genuine {
    const struct settings *settings;
    struct list refused; /* hashes; filled when first asked: most corpora have no `recorded` */
    bool filled;
};

/* For struct check_options: context is a struct genuine. */
bool genuine_dll(void *context, const char *sha256);
void genuine_free(struct genuine *genuine);

#endif
