#include "protect.h"

const char *(*secret_further)(const uint16_t *text, size_t n);

/* "pw-NAME-hash" to "NAME". */
static const char *secret_spelled(const uint16_t *text, size_t n, struct arena *arena)
{
    char name[TEXT_SECRET], secret[TEXT_SECRET];

    if (n < 13 || n >= TEXT_SECRET)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < 0x21 || text[i] > 0x7e)
            return NULL;
        name[i] = (char)text[i];
    }
    name[n] = 0;
    char *copy = arena_text(arena, name + 3, n - 3 - 9);
    if (!copy || strlen(copy) > TRACE_MAX_NAME)
        return NULL;
    text_secret(copy, secret);
    return strcmp(secret, name) == 0 ? copy : NULL;
}

const char *secret_name(const uint16_t *text, size_t n, struct arena *arena)
{
    const char *name = secret_spelled(text, n, arena);

    return name || !secret_further ? name : secret_further(text, n);
}
