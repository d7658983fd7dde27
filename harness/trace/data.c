#include "trace/data.h"

#include <stdbool.h>
#include <stdio.h>
#include "catalogue/catalogue.h"

enum { TYPE_SZ = 1, TYPE_EXPAND = 2, TYPE_BINARY = 3, TYPE_DWORD = 4, DATA_LIMIT = 1 << 20 };

static uint16_t unit_at(const uint8_t *bytes, size_t i)
{
    return (uint16_t)(bytes[2 * i] | bytes[2 * i + 1] << 8);
}

/* Terminated, and no NUL before its end. Anything else is shown as bytes, so that nothing is lost. */
static bool is_text(const uint8_t *bytes, size_t n)
{
    if (n < 2 || n % 2)
        return false;
    for (size_t i = 0; i < n / 2; i++) {
        if (!unit_at(bytes, i))
            return i == n / 2 - 1;
    }
    return false;
}

static enum status spell(const uint8_t *bytes, size_t n_units, struct arena *arena, const char **text)
{
    struct buffer out;
    uint16_t units[256];

    buffer_init(&out, DATA_LIMIT);
    for (size_t i = 0; i < n_units;) {
        size_t n = 0;

        while (n < sizeof(units) / sizeof(units[0]) - 1 && i < n_units)
            units[n++] = unit_at(bytes, i++);
        /* A pair, or "$(", is not cut in two. */
        if (i < n_units && ((units[n - 1] & 0xFC00) == 0xD800 || units[n - 1] == '$'))
            units[n++] = unit_at(bytes, i++);
        text_encode(units, n, TEXT_STRING, &out);
    }
    *text = out.status ? NULL : arena_text(arena, out.data, out.len);
    buffer_free(&out);
    return *text ? ST_OK : ST_NO_MEMORY;
}

enum status data_from_registry(uint32_t type, const void *bytes, size_t n, struct arena *arena, struct data *data)
{
    const uint8_t *b = bytes;

    memset(data, 0, sizeof(*data));
    data->type = type;
    if (type == TYPE_DWORD && n == 4) {
        data->kind = DATA_DWORD;
        data->number = b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
        return ST_OK;
    }
    if ((type == TYPE_SZ || type == TYPE_EXPAND) && n / 2 <= 32768 && is_text(b, n)) {
        data->kind = type == TYPE_SZ ? DATA_STRING : DATA_EXPAND;
        return spell(b, n / 2 - 1, arena, &data->text);
    }
    data->kind = DATA_HEX;
    data->n_bytes = n;
    data->bytes = (const uint8_t *)arena_text(arena, bytes, n);
    return data->bytes ? ST_OK : ST_NO_MEMORY;
}

static enum status text_to_registry(const char *text, text_symbol_fn symbol, void *context, struct buffer *bytes)
{
    size_t n = 0;
    uint16_t *units = malloc((strlen(text) + 1) * 40 * sizeof(*units)); /* a symbol is at most 40 units for 4 bytes */
    enum status status;

    if (!units)
        return ST_NO_MEMORY;
    status = text_decode(text, TEXT_STRING, symbol, context, units, (strlen(text) + 1) * 40, &n, NULL);
    units[status ? 0 : n] = 0;
    for (size_t i = 0; !status && i <= n; i++) {
        buffer_putc(bytes, (char)(units[i] & 0xFF));
        buffer_putc(bytes, (char)(units[i] >> 8));
    }
    free(units);
    return status ? status : bytes->status;
}

/* The GUID that a symbol stands for. */
static enum status resolve_guid(const char *name, text_symbol_fn symbol, void *context, struct cat_guid *guid)
{
    uint16_t units[40];
    char text[CAT_GUID_TEXT] = "";
    int n = symbol ? symbol(context, name, strlen(name), units, 40) : -1;

    if (n != CAT_GUID_TEXT - 1)
        return ST_BAD_INPUT;
    for (int i = 0; i < n; i++)
        text[i] = units[i] < 0x80 ? (char)units[i] : '?';
    return cat_guid_parse(text, guid) ? ST_OK : ST_BAD_INPUT;
}

static void append_little(uint32_t number, unsigned n, struct buffer *bytes)
{
    for (unsigned i = 0; i < n; i++)
        buffer_putc(bytes, (char)(number >> (8 * i) & 0xFF));
}

enum status data_to_registry(const struct data *data, text_symbol_fn symbol, void *context, struct buffer *bytes)
{
    struct cat_guid guid;

    switch (data->kind) {
    case DATA_STRING:
    case DATA_EXPAND:
        return text_to_registry(data->text, symbol, context, bytes);
    case DATA_DWORD:
        append_little(data->number, 4, bytes);
        return bytes->status;
    case DATA_HEX:
        buffer_append(bytes, (const char *)data->bytes, data->n_bytes);
        return bytes->status;
    case DATA_DWORD_OF:
    case DATA_HEX_OF:
        if (resolve_guid(data->text, symbol, context, &guid))
            return ST_BAD_INPUT;
        append_little(guid.data1, 4, bytes);
        if (data->kind == DATA_DWORD_OF)
            return bytes->status;
        append_little(guid.data2, 2, bytes);
        append_little(guid.data3, 2, bytes);
        buffer_append(bytes, (const char *)guid.data4, 8);
        return bytes->status;
    default:
        return ST_BAD_INPUT;
    }
}

static void print_bytes(const struct data *data, struct buffer *out)
{
    if (data->type == TYPE_BINARY)
        buffer_puts(out, "hex:");
    else
        buffer_printf(out, "hex(%x):", (unsigned)data->type);
    for (size_t i = 0; i < data->n_bytes; i++) {
        char byte[4];
        int n = snprintf(byte, sizeof(byte), i ? ",%02x" : "%02x", data->bytes[i]);
        buffer_append(out, byte, (size_t)n);
    }
}

void data_print(const struct data *data, struct buffer *out)
{
    switch (data->kind) {
    case DATA_STRING:
        buffer_printf(out, "\"%s\"", data->text);
        break;
    case DATA_EXPAND:
        buffer_printf(out, "expand:\"%s\"", data->text);
        break;
    case DATA_DWORD:
        buffer_printf(out, "dword:%08x", (unsigned)data->number);
        break;
    case DATA_DWORD_OF:
        buffer_printf(out, "dword:$(%s)", data->text);
        break;
    case DATA_HEX:
        print_bytes(data, out);
        break;
    case DATA_HEX_OF:
        buffer_printf(out, "hex:$(%s)", data->text);
        break;
    case DATA_NONE:
        buffer_puts(out, "protected(none)");
        break;
    case DATA_SECRET:
        buffer_printf(out, "protected(secret %s)", data->text);
        break;
    case DATA_UNREADABLE:
        buffer_puts(out, "protected(unreadable)");
        break;
    }
}
