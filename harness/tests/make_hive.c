/* A small hive of Windows NT from a .reg file, written by libhivex: `make-hive FILE.reg FILE.DAT`. The import is tested
 * with it; what it starts from, a hive with a root key alone, is laid out here. */
#include "trace/trace.h"

#include <hivex.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { HEADER = 4096, BIN = 4096, SECURITY = 0x20 + 0x58 };

static uint8_t image[HEADER + BIN];

static void put(size_t at, uint32_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        image[at + i] = (uint8_t)(number >> (8 * i));
}

static void put_text(size_t at, const char *text)
{
    memcpy(image + at, text, strlen(text));
}

static void lay_out_header(void)
{
    uint32_t sum = 0;

    put_text(0, "regf");
    put(4, 1, 4);
    put(8, 1, 4);
    put(20, 1, 4);
    put(24, 3, 4);
    put(32, 1, 4);
    put(36, 0x20, 4);
    put(40, BIN, 4);
    put(44, 1, 4);
    for (size_t at = 0; at < 508; at += 4)
        sum ^= image[at] | (uint32_t)image[at + 1] << 8 | (uint32_t)image[at + 2] << 16 | (uint32_t)image[at + 3] << 24;
    put(508, sum, 4);
}

static void lay_out_root(void)
{
    const size_t node = HEADER + 0x20, security = HEADER + SECURITY, rest = security + 0x30;

    put_text(HEADER, "hbin");
    put(HEADER + 8, BIN, 4);
    put(node, (uint32_t)-0x58, 4);
    put_text(node + 4, "nk");
    put(node + 6, 0x2c, 2);
    put(node + 0x14, 0xFFFFFFFF, 4); /* parent */
    put(node + 0x20, 0xFFFFFFFF, 4); /* subkeys */
    put(node + 0x24, 0xFFFFFFFF, 4);
    put(node + 0x2c, 0xFFFFFFFF, 4); /* values */
    put(node + 0x30, SECURITY, 4);
    put(node + 0x34, 0xFFFFFFFF, 4); /* class */
    put(node + 0x4c, 4, 2);
    put_text(node + 0x50, "ROOT");
    put(security, (uint32_t)-0x30, 4);
    put_text(security + 4, "sk");
    put(security + 8, SECURITY, 4);
    put(security + 12, SECURITY, 4);
    put(security + 16, 1, 4);
    put(security + 20, 20, 4); /* an empty descriptor */
    put(security + 24, 0x80000001, 4);
    put(rest, (uint32_t)(HEADER + BIN - rest), 4); /* free */
}

/* The text that a state spells so, as libhivex takes it: no lone surrogate, no NUL. */
static char *plain(const char *text, enum text_place place)
{
    uint16_t units[TRACE_MAX_STRING];
    struct buffer out;
    size_t count = 0;
    char *copy;

    if (text_decode(text, place, NULL, NULL, units, TRACE_MAX_STRING, &count, NULL))
        exit(2);
    buffer_init(&out, count * 3 + 1);
    for (size_t i = 0; i < count; i++) {
        uint32_t code = units[i];

        if ((code & 0xFC00) == 0xD800 && i + 1 < count)
            code = 0x10000 + ((code & 0x3FF) << 10) + (units[++i] & 0x3FFu);
        text_append_utf8(code, &out);
    }
    copy = strdup(out.data ? out.data : "");
    buffer_free(&out);
    return copy;
}

static hive_node_h make_key(hive_h *hive, const char *path)
{
    hive_node_h node = hivex_root(hive);
    char *whole = plain(path + strlen("HKCU\\"), TEXT_KEY);

    for (char *part = whole; *part && node;) {
        const size_t length = strcspn(part, "\\");
        const bool last = !part[length];

        part[length] = 0;
        const hive_node_h found = hivex_node_get_child(hive, node, part);
        node = found ? found : hivex_node_add_child(hive, node, part);
        part += length + !last;
    }
    free(whole);
    return node;
}

static bool set_values(hive_h *hive, const struct state_key *key)
{
    const hive_node_h node = make_key(hive, key->path);
    hive_set_value *values = calloc(1000, sizeof(*values));
    struct buffer data[1000];
    size_t count = 0;
    bool ok = node && values;

    for (const struct state_value *value = key->values; ok && value && count < 1000; value = value->next, count++) {
        buffer_init(&data[count], (size_t)1 << 20);
        ok = !data_to_registry(&value->data, NULL, NULL, &data[count]);
        values[count] = (hive_set_value){ .key = plain(value->name, TEXT_STRING),
                                          .t = (hive_type)value->data.type,
                                          .len = data[count].len,
                                          .value = data[count].data };
    }
    ok = ok && !hivex_node_set_values(hive, node, count, values, 0);
    for (size_t i = 0; i < count; i++) {
        free(values[i].key);
        buffer_free(&data[i]);
    }
    free(values);
    return ok;
}

static bool write_image(const char *path)
{
    FILE *file = fopen(path, "wb");
    bool ok = file && fwrite(image, 1, sizeof(image), file) == sizeof(image);

    return file && !fclose(file) && ok;
}

static struct state *read_state(const char *path, struct arena *arena)
{
    static char text[1 << 20];
    FILE *file = fopen(path, "rb");
    const size_t length = file ? fread(text, 1, sizeof(text), file) : 0;
    struct state *state = NULL;
    struct diag diag;

    if (file)
        fclose(file);
    return state_parse(text, length, path, arena, &state, &diag) ? NULL : state;
}

int main(int argc, char **argv)
{
    struct arena arena;
    hive_h *hive = NULL;
    struct state *state;
    bool ok;

    arena_init(&arena);
    if (argc != 3 || !(state = read_state(argv[1], &arena)))
        return 2;
    lay_out_root();
    lay_out_header();
    ok = write_image(argv[2]) && (hive = hivex_open(argv[2], HIVEX_OPEN_WRITE)) != NULL &&
         make_key(hive, "HKCU\\Software");
    for (const struct state_key *key = ok ? state->keys : NULL; key && ok; key = key->next)
        ok = set_values(hive, key);
    ok = ok && !hivex_commit(hive, NULL, 0);
    if (!ok)
        perror(argv[2]);
    if (hive)
        hivex_close(hive);
    arena_free(&arena);
    return ok ? 0 : 1;
}
