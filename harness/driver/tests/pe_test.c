#include "driver/tests/test.h"

#include "driver/pe.h"

enum { HEADER = 0x40, OPTIONAL = HEADER + 24, SECTIONS = OPTIONAL + 240, RAW = 0x200, SIZE = 0x400 };

static void put16(unsigned char *at, unsigned value)
{
    at[0] = (unsigned char)value;
    at[1] = (unsigned char)(value >> 8);
}

static void put32(unsigned char *at, uint32_t value)
{
    put16(at, value & 0xffff);
    put16(at + 2, value >> 16);
}

/* An x86-64 DLL with one section at address 0x1000, an export table with one name, and a version resource. */
static void make_dll(unsigned char image[SIZE])
{
    memset(image, 0, SIZE);
    memcpy(image, "MZ", 2);
    put32(image + 60, HEADER);
    memcpy(image + HEADER, "PE\0", 4);
    put16(image + HEADER + 4, 0x8664);
    put16(image + HEADER + 6, 1);
    put16(image + HEADER + 20, 240);
    put16(image + HEADER + 22, 0x2002);
    put16(image + OPTIONAL, 0x20b);
    put32(image + OPTIONAL + 112, 0x1000);
    put32(image + OPTIONAL + 116, 0x100);
    put32(image + OPTIONAL + 128, 0x1100);
    put32(image + OPTIONAL + 132, 0x80);
    put32(image + SECTIONS + 12, 0x1000);
    put32(image + SECTIONS + 16, 0x200);
    put32(image + SECTIONS + 20, RAW);
    put32(image + RAW + 24, 1);
    put32(image + RAW + 32, 0x1040);
    put32(image + RAW + 0x40, 0x1050);
    memcpy(image + RAW + 0x50, "DllGetClassObject", 18);
    put32(image + RAW + 0x100 + 0x20, 0xFEEF04BDu);
    put32(image + RAW + 0x100 + 0x24, 0x10000);
    put32(image + RAW + 0x100 + 0x28, 0x50000);
    put32(image + RAW + 0x100 + 0x2c, 0x8930001);
}

static void reads_a_dll(void **state)
{
    unsigned char image[SIZE];
    struct problem problem = { 0 };
    struct pe pe;

    (void)state;
    make_dll(image);
    assert_true(pe_read(image, SIZE, "a.dll", &pe, &problem));
    assert_string_equal(pe_machine_name(&pe), "x86-64");
    assert_string_equal(pe.version, "5.0.2195.1");
    assert_int_equal(pe.exports.count, 1);
    assert_true(pe_is_target(&pe, "a.dll", &problem));
    pe_free(&pe);
}

/* One structure of a version resource: its length, key and value. Returns its length. */
static size_t put_string(unsigned char *at, const char *key, const char *value)
{
    const size_t keys = strlen(key) + 1, values = strlen(value) + 1, place = (6 + keys * 2 + 3) / 4 * 4;

    for (size_t i = 0; i < keys; i++)
        put16(at + 6 + i * 2, (unsigned char)key[i]);
    for (size_t i = 0; i < values; i++)
        put16(at + place + i * 2, (unsigned char)value[i]);
    put16(at, (unsigned)(place + values * 2));
    return place + values * 2;
}

static void reads_company_and_language(void **state)
{
    unsigned char words[256] = { 0 };
    struct pe pe = { .machine = PE_X86 };
    const size_t second = 64, length = second + put_string(words + second, "Translation", "\x7f\x01");

    (void)state;
    put_string(words, "CompanyName", "A & B\n");
    pe_read_words(words, length, &pe);
    assert_string_equal(pe.company, "A & B?");
    assert_string_equal(pe.language, "");
    put16(words + second + 32, 0x040c); /* French */
    pe_read_words(words, length, &pe);
    assert_string_equal(pe.language, "fr");
    for (size_t cut = 0; cut < length; cut++) { /* a structure that goes on behind the end says nothing */
        unsigned char *exact = malloc(cut + 1);
        struct pe none = { .machine = PE_X86 };

        memcpy(exact, words, cut);
        pe_read_words(exact, cut, &none);
        assert_true(!none.company[0] || cut >= 32 + 14);
        assert_string_equal(none.language, "");
        free(exact);
    }
}

static void expect_refused(unsigned char *image, size_t size, const char *message)
{
    struct problem problem = { 0 };
    struct pe pe;

    assert_false(pe_read(image, size, "a.dll", &pe, &problem) && pe_is_target(&pe, "a.dll", &problem));
    assert_int_equal(problem.code, CODE_USAGE);
    assert_non_null(strstr(problem.text, message));
    pe_free(&pe);
}

static void refuses_with_the_reason(void **state)
{
    unsigned char image[SIZE], text[] = "#!/bin/sh\necho this is a shell script and no DLL at all, sorry for that\n";

    (void)state;
    expect_refused(text, sizeof(text), "expected a PE file, found something else");
    make_dll(image);
    put16(image + HEADER + 4, 0xaa64);
    expect_refused(image, SIZE, "machine 0xaa64, which no lane runs");
    make_dll(image);
    put16(image + HEADER + 22, 2);
    expect_refused(image, SIZE, "found a program");
    make_dll(image);
    image[RAW + 0x50] = 'X';
    expect_refused(image, SIZE, "exports DllGetClassObject");
    make_dll(image);
    put32(image + RAW + 0x40, 0xfffffff0u);
    expect_refused(image, SIZE, "export table that points outside");
}

/* Whatever a file says, nothing outside of it is read: each prefix, and each byte changed. */
static void survives_damage(void **state)
{
    unsigned char image[SIZE];
    struct pe pe;

    (void)state;
    for (size_t size = 0; size < SIZE; size++) {
        struct problem problem = { 0 };
        unsigned char *part = malloc(size ? size : 1);

        assert_non_null(part);
        make_dll(image);
        memcpy(part, image, size);
        pe_read(part, size, "a.dll", &pe, &problem);
        pe_free(&pe);
        free(part);
    }
    for (size_t i = 0; i < SIZE; i++) {
        struct problem problem = { 0 };

        make_dll(image);
        image[i] ^= 0xff;
        pe_read(image, SIZE, "a.dll", &pe, &problem);
        pe_free(&pe);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_dll),
        cmocka_unit_test(reads_company_and_language),
        cmocka_unit_test(refuses_with_the_reason),
        cmocka_unit_test(survives_damage),
    };

    return cmocka_run_group_tests_name("pe", tests, NULL, NULL);
}
