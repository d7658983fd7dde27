/* Texts, registry data, buffers and arenas. */
#include "trace/tests/support.h"

#include "trace/copy.h"
#include "trace/names.h"
#include "trace/text.h"

static void check_spelling(const uint16_t *units, size_t n, enum text_place place, const char *expected)
{
    struct buffer out;
    uint16_t back[64];
    size_t n_back = 0;

    buffer_init(&out, 4096);
    text_encode(units, n, place, &out);
    buffer_append(&out, "", 0);
    assert_string_equal(out.data, expected);
    assert_int_equal(text_decode(out.data, place, NULL, NULL, back, 64, &n_back, NULL), ST_OK);
    assert_int_equal(n_back, n);
    if (n)
        assert_memory_equal(back, units, n * sizeof(*units));
    buffer_free(&out);
}

static void spells_what_cannot_stand_in_a_string(void **state)
{
    static const uint16_t escapes[] = { '\\', '"', '\n', '\r', '\t', 0, 1, 0x7F, 0xE9, 0x2028 };
    static const uint16_t surrogates[] = { 0xD83D, 0xDE00, 0xD83D, 'x', 0xDE00 };
    static const uint16_t dollar[] = { '$', '(', '$', ')', '$' };

    (void)state;
    check_spelling(escapes, 10, TEXT_STRING, "\\\\\\\"\\n\\r\\t\\0\\u0001\\u007F\xC3\xA9\\u2028");
    check_spelling(surrogates, 5, TEXT_STRING, "\xF0\x9F\x98\x80\\uD83Dx\\uDE00");
    check_spelling(dollar, 5, TEXT_STRING, "$(u0024)($)$");
    check_spelling(escapes, 0, TEXT_STRING, "");
}

static void begins_in_memory_that_is_lent(void **state)
{
    struct buffer out;
    char memory[8];

    (void)state;
    buffer_init_in(&out, memory, sizeof memory, 12);
    buffer_printf(&out, "%s-%d", "abc", 123);
    assert_ptr_equal(out.data, memory);
    assert_string_equal(out.data, "abc-123");
    buffer_printf(&out, "%d", 4567); /* does not fit */
    assert_ptr_not_equal(out.data, memory);
    assert_string_equal(out.data, "abc-1234567");
    assert_string_equal(memory, "abc-123");
    buffer_printf(&out, "%d", 89); /* fits the memory but not the limit: nothing of it is there */
    assert_int_equal(out.status, ST_LIMIT);
    assert_string_equal(out.data, "abc-1234567");
    buffer_free(&out);
    assert_null(out.data);
}

static void writes_numbers_as_printf_does(void **state)
{
    static const unsigned long numbers[] = { 0, 9, 10, 0x80004005, 4294967295 };
    struct buffer out;
    char expected[64];

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        buffer_init(&out, 64);
        buffer_put_number(&out, numbers[i]);
        buffer_put_hex(&out, numbers[i], 8);
        buffer_put_hex(&out, numbers[i], 1);
        snprintf(expected, sizeof expected, "%lu%08lX%lX", numbers[i], numbers[i], numbers[i]);
        assert_string_equal(out.data, expected);
        buffer_free(&out);
    }
}

static void spells_what_cannot_stand_in_a_key(void **state)
{
    static const uint16_t units[] = { 'a', '\\', ']', '"', '\n', 0xDC00, ';', '$', '(' };

    (void)state;
    check_spelling(units, 9, TEXT_KEY, "a\\$(u005D)\"$(u000A)$(uDC00);$(u0024)(");
}

static int cookie(void *context, const char *name, size_t len, uint16_t *units, size_t size)
{
    static const char text[] = "12345678-9ABC-DEF0-1234-56789ABCDEF0";

    assert_ptr_equal(context, &cookie);
    if (len != 6 || memcmp(name, "cookie", 6))
        return -1;
    for (size_t i = 0; i < 36 && i < size; i++)
        units[i] = (uint16_t)text[i];
    return 36;
}

static void decodes_symbols(void **state)
{
    uint16_t units[64];
    size_t n = 0;
    const char *unbound = NULL;
    void *context = (void *)(uintptr_t)&cookie;

    (void)state;
    assert_int_equal(text_decode("a{$(cookie)}", TEXT_STRING, cookie, context, units, 64, &n, NULL), ST_OK);
    assert_int_equal(n, 39);
    assert_int_equal(units[2], '1');
    assert_int_equal(units[38], '}');
    const char *text = "ab$(other)";
    assert_int_equal(text_decode(text, TEXT_STRING, cookie, context, units, 64, &n, &unbound), ST_BAD_INPUT);
    assert_ptr_equal(unbound, text + 2);
    assert_int_equal(text_decode("$(cookie)", TEXT_STRING, NULL, NULL, units, 64, &n, &unbound), ST_BAD_INPUT);
    assert_int_equal(text_decode("abc", TEXT_STRING, NULL, NULL, units, 2, &n, NULL), ST_LIMIT);
    assert_int_equal(n, 3);
    assert_int_equal(text_decode("\xFF", TEXT_STRING, NULL, NULL, units, 2, &n, NULL), ST_BAD_INPUT);
}

static void reads_utf8_strictly(void **state)
{
    static const char *const bad[] = { "\x80",         "\xC0\x80",         "\xC1\xBF",         "\xE0\x80\x80",
                                       "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                                       "\xC3",         "\xE2\x82",         "\xE2\x28\xA1" };
    uint32_t code = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(text_utf8(bad[i], strlen(bad[i]), &code), 0);
    assert_int_equal(text_utf8("\xF4\x8F\xBF\xBF", 4, &code), 4);
    assert_int_equal(code, 0x10FFFF);
    assert_int_equal(text_utf8("", 0, &code), 0);
}

static void secrets_are_fixed_texts(void **state)
{
    char secret[TEXT_SECRET];

    (void)state;
    text_secret("bob", secret);
    assert_string_equal(secret, "pw-bob-86c6a0d4");
}

/* ---- data ---- */

static void check_data(uint32_t type, const void *bytes, size_t n, const char *expected)
{
    struct arena arena;
    struct data data;
    struct buffer text, back;

    arena_init(&arena);
    buffer_init(&text, 4096);
    buffer_init(&back, 4096);
    assert_int_equal(data_from_registry(type, bytes, n, &arena, &data), ST_OK);
    assert_int_equal(data.type, type);
    data_print(&data, &text);
    assert_string_equal(text.data, expected);
    assert_int_equal(data_to_registry(&data, NULL, NULL, &back), ST_OK);
    assert_int_equal(back.len, n);
    if (n)
        assert_memory_equal(back.data, bytes, n);
    buffer_free(&text);
    buffer_free(&back);
    arena_free(&arena);
}

static void shows_registry_data_without_loss(void **state)
{
    (void)state;
    check_data(1, "B\0o\0b\0\0\0", 8, "\"Bob\"");
    check_data(1, "\0\0", 2, "\"\"");
    check_data(1, "", 0, "hex(1):");
    check_data(1, "B\0", 2, "hex(1):42,00");
    check_data(1, "B\0\0", 3, "hex(1):42,00,00");
    check_data(1, "B\0\0\0C\0\0\0", 8, "hex(1):42,00,00,00,43,00,00,00");
    check_data(2, "%\0a\0%\0\0\0", 8, "expand:\"%a%\"");
    check_data(4, "\x0a\0\0\x80", 4, "dword:8000000a");
    check_data(4, "\x0a\0", 2, "hex(4):0a,00");
    check_data(3, "\x01\xff", 2, "hex:01,ff");
    check_data(3, "", 0, "hex:");
    check_data(7, "a\0\0\0\0\0", 6, "hex(7):61,00,00,00,00,00");
    check_data(0xffffffff, "x", 1, "hex(ffffffff):78");
    check_data(1, "=\xD8\x00\xDE\0\0", 6, "\"\xF0\x9F\x98\x80\"");
}

static void long_strings_survive_their_pieces(void **state)
{
    uint8_t bytes[1200] = { 0 };
    char expected[2400] = "\"";

    (void)state;
    /* A pair lies across the piece that data.c spells at once. */
    for (size_t i = 0; i < 599; i++) {
        static const uint16_t pair[2] = { 0xD83D, 0xDE00 };
        uint16_t unit = i < 598 ? pair[i % 2] : 'x';
        bytes[2 * i] = (uint8_t)unit;
        bytes[2 * i + 1] = (uint8_t)(unit >> 8);
    }
    for (size_t i = 0; i < 299; i++)
        memcpy(expected + 1 + 4 * i, "\xF0\x9F\x98\x80", 4);
    memcpy(expected + 1 + 4 * 299, "x\"", 3);
    check_data(1, bytes, sizeof(bytes), expected);
}

static void symbols_of_data_resolve(void **state)
{
    struct data data = { .kind = DATA_DWORD_OF, .type = 4, .text = "cookie" };
    struct buffer bytes;
    void *context = (void *)(uintptr_t)&cookie;

    (void)state;
    buffer_init(&bytes, 4096);
    assert_int_equal(data_to_registry(&data, cookie, context, &bytes), ST_OK);
    assert_memory_equal(bytes.data, "\x78\x56\x34\x12", 4);
    buffer_reset(&bytes);
    data.kind = DATA_HEX_OF;
    assert_int_equal(data_to_registry(&data, cookie, context, &bytes), ST_OK);
    assert_int_equal(bytes.len, 16);
    assert_memory_equal(bytes.data, "\x78\x56\x34\x12\xBC\x9A\xF0\xDE\x12\x34\x56\x78\x9A\xBC\xDE\xF0", 16);
    data.text = "other";
    assert_int_equal(data_to_registry(&data, cookie, context, &bytes), ST_BAD_INPUT);
    data.kind = DATA_UNREADABLE;
    assert_int_equal(data_to_registry(&data, cookie, context, &bytes), ST_BAD_INPUT);
    buffer_free(&bytes);
}

/* ---- memory ---- */

static void buffers_keep_their_limit(void **state)
{
    struct buffer buffer;

    (void)state;
    buffer_init(&buffer, 10);
    buffer_puts(&buffer, "0123456789");
    assert_int_equal(buffer.status, ST_OK);
    buffer_putc(&buffer, 'x');
    assert_int_equal(buffer.status, ST_LIMIT);
    buffer_printf(&buffer, "%d", 1);
    buffer_pad(&buffer, 1);
    assert_string_equal(buffer.data, "0123456789");
    buffer_reset(&buffer);
    buffer_pad(&buffer, 2);
    buffer_printf(&buffer, "%s-%d", "a", 7);
    assert_string_equal(buffer.data, "  a-7");
    buffer_free(&buffer);
    assert_null(buffer.data);
}

/* Of each length, out of and into memory without a byte to spare: the sanitizer sees one too many. */
static void copies_no_byte_too_many_or_too_few(void **state)
{
    (void)state;
    for (size_t n = 0; n <= 300; n++) {
        char *from = malloc(n + !n), *to = calloc(n + 1, 1);

        assert_non_null(from);
        assert_non_null(to);
        for (size_t i = 0; i < n; i++)
            from[i] = (char)(i * 7 + 1);
        to[n] = 'e';
        copy_text(to, from, n);
        if (n)
            assert_memory_equal(to, from, n);
        assert_int_equal(to[n], 'e');
        free(from);
        free(to);
    }
}

static void arenas_give_zeroed_aligned_memory(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena);
    for (size_t size = 0; size < 3000000; size = size * 3 + 1) {
        unsigned char *memory = arena_alloc(&arena, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % 16, 0);
        for (size_t i = 0; i < size; i += 97)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xAA, size);
    }
    assert_string_equal(arena_printf(&arena, "%s/%d", "x", 3), "x/3");
    assert_null(arena_alloc(&arena, SIZE_MAX));
    arena_free(&arena);
}

static void a_reset_arena_is_as_new(void **state)
{
    struct arena arena;
    unsigned char *first, *again;

    (void)state;
    arena_init(&arena);
    arena_reset(&arena);
    first = arena_alloc(&arena, 100);
    memset(first, 0xff, 100);
    arena_alloc(&arena, 1 << 20);
    arena_reset(&arena);
    assert_int_equal(arena.used, 0);
    again = arena_alloc(&arena, 100);
    for (unsigned i = 0; i < 100; i++)
        assert_int_equal(again[i], 0);
    arena_free(&arena);
}

static void name_tables_find_what_was_put(void **state)
{
    struct names names = { 0 };
    static char text[1000][8];

    (void)state;
    assert_null(names_get(&names, "x"));
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(text[i], sizeof(text[i]), "n%u", i);
        assert_int_equal(names_put(&names, text[i], text[i]), ST_OK);
    }
    for (unsigned i = 0; i < 1000; i++)
        assert_ptr_equal(names_get(&names, text[i]), text[i]);
    assert_int_equal(names_put(&names, "n7", text), ST_OK);
    assert_ptr_equal(names_get(&names, "n7"), text);
    assert_int_equal(names.used, 1000);
    names_free(&names);
}

static void the_first_message_stays(void **state)
{
    struct diag diag;
    char text[40];

    (void)state;
    diag_init(&diag, "f");
    assert_int_equal(diag_at(&diag, 3, 4, "expected %s", "x"), ST_BAD_INPUT);
    diag_at(&diag, 9, 9, "vague");
    assert_int_equal(diag_format(&diag, text, sizeof(text)), strlen("f:3:4: expected x"));
    assert_string_equal(text, "f:3:4: expected x");
    assert_int_equal(diag_format(&diag, text, 6), 5);
    assert_string_equal(text, "f:3:4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spells_what_cannot_stand_in_a_string),
        cmocka_unit_test(begins_in_memory_that_is_lent),
        cmocka_unit_test(writes_numbers_as_printf_does),
        cmocka_unit_test(spells_what_cannot_stand_in_a_key),
        cmocka_unit_test(decodes_symbols),
        cmocka_unit_test(reads_utf8_strictly),
        cmocka_unit_test(secrets_are_fixed_texts),
        cmocka_unit_test(shows_registry_data_without_loss),
        cmocka_unit_test(long_strings_survive_their_pieces),
        cmocka_unit_test(symbols_of_data_resolve),
        cmocka_unit_test(buffers_keep_their_limit),
        cmocka_unit_test(copies_no_byte_too_many_or_too_few),
        cmocka_unit_test(arenas_give_zeroed_aligned_memory),
        cmocka_unit_test(a_reset_arena_is_as_new),
        cmocka_unit_test(name_tables_find_what_was_put),
        cmocka_unit_test(the_first_message_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
