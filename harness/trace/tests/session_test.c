/* The file of a recorder: its text is put together of chunks at their place and the one in its stage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "trace/session.h"

enum { FILE_SIZE = SESSION_MAPPED + 3 * SESSION_CHUNK };

static char file[FILE_SIZE], text[4 * SESSION_CHUNK];

static void write_header(size_t length)
{
    char header[SESSION_HEADER + 1];

    snprintf(header, sizeof header, "%s%020zu%33s\n", SESSION_MAGIC, length, "");
    memcpy(file, header, SESSION_HEADER);
}

/* As after LENGTH bytes: what is no more in a stage, or not yet in its place, is rubbish. */
static void write_file(size_t length)
{
    const size_t chunks = length / SESSION_CHUNK;

    memset(file, '#', FILE_SIZE);
    write_header(length);
    for (size_t n = 0; n < chunks; n++)
        memcpy(file + session_place(n), text + n * SESSION_CHUNK, SESSION_CHUNK);
    memcpy(file + session_stage(chunks), text + chunks * SESSION_CHUNK, length % SESSION_CHUNK);
}

/* Lines of different lengths, none equal to another. */
static int make_text(void **state)
{
    size_t at = 0;

    (void)state;
    for (unsigned n = 0; at + 64 < sizeof text; n++)
        at += (size_t)snprintf(text + at, sizeof text - at, "8.9 line %u%.*s\n", n, (int)(n % 30),
                               ".............................");
    memset(text + at, '\n', sizeof text - at);
    return 0;
}

/* The text, or NULL; of a copy of that size, behind which a sanitizer watches. */
static char *read_file(size_t size, size_t *length)
{
    char *copy = malloc(size ? size : 1), *found;

    assert_non_null(copy);
    memcpy(copy, file, size);
    found = session_text(copy, size, length);
    free(copy);
    return found;
}

static void expect(size_t length)
{
    size_t whole = length, found;
    char *read;

    write_file(length);
    while (text[whole - 1] != '\n')
        whole--;
    read = read_file(FILE_SIZE, &found);
    assert_non_null(read);
    assert_int_equal(found, whole);
    assert_memory_equal(read, text, whole);
    assert_int_equal(read[whole], 0);
    free(read);
}

static void text_of_any_length(void **state)
{
    static const size_t around[] = { 12, SESSION_CHUNK, 2 * SESSION_CHUNK, 3 * SESSION_CHUNK };

    (void)state;
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        for (size_t length = around[i] - (i ? 3 : 0); length < around[i] + 3; length++)
            expect(length);
    expect(SESSION_CHUNK / 2 + 1);
    expect(2 * SESSION_CHUNK + SESSION_CHUNK / 3);
}

static void a_file_ends_behind_the_text(void **state)
{
    size_t found;
    char *read;

    (void)state;
    write_file(1000);
    read = read_file(SESSION_HEADER + 1000, &found);
    assert_non_null(read);
    free(read);
    assert_null(read_file(SESSION_HEADER + 999, &found));
    write_file(SESSION_CHUNK + 1000);
    read = read_file(SESSION_MAPPED + SESSION_CHUNK, &found);
    assert_non_null(read);
    free(read);
    assert_null(read_file(SESSION_MAPPED + SESSION_CHUNK - 1, &found));
}

static void what_is_none_is_refused(void **state)
{
    static const char *const headers[] = {
        "IDT-MAP 1 00000000000000000100", "IDT-REC 2 00000000000000000100", "IDT-REC 1 00000000000000000000",
        "IDT-REC 1 0000000000000000010x", "IDT-REC 1                  100", "IDT-REC 1 -0000000000000000100",
        "IDT-REC 1 99999999999999999999", "IDT-REC 1 18446744073709551716",
    };
    size_t found;

    (void)state;
    write_file(100);
    assert_null(read_file(SESSION_HEADER - 1, &found));
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        write_file(100);
        memcpy(file, headers[i], SESSION_LENGTH + SESSION_DIGITS);
        assert_null(read_file(FILE_SIZE, &found));
        assert_int_equal(found, 0);
    }
    write_file(100);
    memset(file + SESSION_HEADER, '.', 100); /* no line is whole */
    assert_null(read_file(FILE_SIZE, &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_any_length),
        cmocka_unit_test(a_file_ends_behind_the_text),
        cmocka_unit_test(what_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, make_text, NULL);
}
