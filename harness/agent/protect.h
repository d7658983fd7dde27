/* Password records: CryptProtectData over the password as terminated UTF-16 text (I-13). */
#ifndef AGENT_PROTECT_H
#define AGENT_PROTECT_H

#include <stdbool.h>
#include "trace/trace.h"

/* Whether the bytes begin as CryptProtectData's do. */
bool protect_is_blob(const void *bytes, size_t size);
/* protected(none), protected(secret NAME) or protected(unreadable). */
enum status protect_read(const void *bytes, size_t size, struct arena *arena, struct data *data);
/* The name of the secret whose text this is, "pw-NAME-hash"; NULL if it is none. */
const char *secret_name(const uint16_t *text, size_t n, struct arena *arena);
/* Asked about any other text; the name it gives lives for ever. NULL: there are no others. The recorder sets it. */
extern const char *(*secret_further)(const uint16_t *text, size_t n);
/* The record for a `password` header. *blob: new, free with free(). NULL, or what failed. */
const char *protect_write(enum data_kind kind, const char *secret, void **blob, size_t *size);

#endif
