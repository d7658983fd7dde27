/* Registry data, as effects, `reg set` and states write it. */
#ifndef IDT_DATA_H
#define IDT_DATA_H

#include <stdint.h>
#include "trace/text.h"

enum data_kind {
    DATA_STRING,    /* "text": REG_SZ with its terminator; `text` */
    DATA_EXPAND,    /* expand:"text": REG_EXPAND_SZ with its terminator; `text` */
    DATA_DWORD,     /* dword:0000000a; `number` */
    DATA_DWORD_OF,  /* dword:$(cookie), the first eight digits of a GUID; `text` is "cookie" */
    DATA_HEX,       /* hex:… and hex(n):…; `type`, `bytes`, `n_bytes` */
    DATA_HEX_OF,    /* hex:$(cookie), the 16 bytes of a GUID in memory order; `text` is "cookie" */
    DATA_NONE,      /* protected(none) */
    DATA_SECRET,    /* protected(secret bob); `text` is "bob" */
    DATA_UNREADABLE /* protected(unreadable) */
};

struct data {
    enum data_kind kind;
    uint32_t type; /* REG_SZ 1, REG_EXPAND_SZ 2, REG_BINARY 3, REG_DWORD 4, …; of protected(…) always 3 */
    uint32_t number;
    const char *text;
    const uint8_t *bytes;
    size_t n_bytes;
};

/* The canonical form of what a registry holds: a string if it is terminated, has no further NUL and an even number of
 * bytes; a dword if it has four bytes; else hex. Text and bytes are copied to the arena. */
enum status data_from_registry(uint32_t type, const void *bytes, size_t n, struct arena *arena, struct data *data);

/* The bytes to write for it, with symbols resolved (REG_SZ with terminator). Fails: ST_BAD_INPUT for protected(…) and
 * for an unbound symbol. */
enum status data_to_registry(const struct data *data, text_symbol_fn symbol, void *context, struct buffer *bytes);

/* "dword:0000000a", "\"text\"", "hex(7):00,00". */
void data_print(const struct data *data, struct buffer *out);

#endif
