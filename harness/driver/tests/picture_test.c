#include "driver/tests/test.h"

#include "driver/files.h"
#include "driver/picture.h"

#include <png.h>
#include <unistd.h>

enum { WIDTH = 20, HEIGHT = 10, LINE = 4 * WIDTH + 8, NAME = 12, COLOURS = 2, HEAD = 100 + NAME };

static char xwd[] = "/tmp/identical-xwd-XXXXXX", png[] = "/tmp/identical-png-XXXXXX";

static int make_files(void **state)
{
    int fds[] = { mkstemp(xwd), mkstemp(png) };

    (void)state;
    for (unsigned i = 0; i < 2; i++)
        close(fds[i]);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    return unlink(xwd) || unlink(png);
}

static void put_word(unsigned char *head, unsigned index, unsigned value)
{
    for (unsigned i = 0; i < 4; i++)
        head[4 * index + i] = (unsigned char)(value >> (24 - 8 * i));
}

/* A screen as Xvfb keeps it; all of it blue. Free it. */
static unsigned char *make_screen(size_t *size)
{
    unsigned char *file = xcalloc(1, *size = HEAD + COLOURS * 12 + (size_t)LINE * HEIGHT);
    unsigned char *pixels = file + HEAD + COLOURS * 12;

    put_word(file, 0, HEAD);
    put_word(file, 1, 7);
    put_word(file, 2, 2);
    put_word(file, 3, 24);
    put_word(file, 4, WIDTH);
    put_word(file, 5, HEIGHT);
    put_word(file, 11, 32);
    put_word(file, 12, LINE);
    put_word(file, 19, COLOURS);
    for (size_t i = 0; i < (size_t)LINE * HEIGHT; i += 4)
        pixels[i] = 0xff;
    return file;
}

static void put_red(unsigned char *file, unsigned x, unsigned y)
{
    memcpy(file + HEAD + COLOURS * 12 + (size_t)y * LINE + (size_t)x * 4, "\0\0\xff", 4);
}

/* Its pixels as red, green, blue; free them. */
static unsigned char *read_png(unsigned *width, unsigned *height)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    unsigned char *bytes;

    assert_true(png_image_begin_read_from_file(&image, png));
    image.format = PNG_FORMAT_RGB;
    bytes = xcalloc(1, PNG_IMAGE_SIZE(image));
    assert_true(png_image_finish_read(&image, NULL, bytes, 0, NULL));
    *width = image.width;
    *height = image.height;
    return bytes;
}

static void margins_go(void **state)
{
    struct problem problem = { 0 };
    unsigned width, height;
    unsigned char *pixels;
    size_t size;
    unsigned char *file = make_screen(&size);

    (void)state;
    put_red(file, 5, 3);
    put_red(file, 7, 8);
    assert_true(file_replace(xwd, (const char *)file, size, &problem));
    assert_true(picture_convert(xwd, png, &problem));
    pixels = read_png(&width, &height);
    assert_int_equal(width, 3);
    assert_int_equal(height, 6);
    assert_memory_equal(pixels, "\xff\0\0\0\0\xff\0\0\xff", 9);
    assert_memory_equal(pixels + 3L * (5 * 3 + 2), "\xff\0\0", 3);
    free(pixels);
    free(file);
}

static void an_empty_screen_stays(void **state)
{
    struct problem problem = { 0 };
    unsigned width, height;
    size_t size;
    unsigned char *file = make_screen(&size);

    (void)state;
    assert_true(file_replace(xwd, (const char *)file, size, &problem));
    assert_true(picture_convert(xwd, png, &problem));
    free(read_png(&width, &height));
    assert_int_equal(width, WIDTH);
    assert_int_equal(height, HEIGHT);
    free(file);
}

static void others_are_refused(void **state)
{
    static const unsigned words[][2] = {
        { 1, 6 }, { 2, 1 }, { 4, 9000 }, { 4, 0 }, { 11, 16 }, { 12, 4 }, { 19, 9999 }
    };
    struct problem problem = { 0 };
    size_t size;

    (void)state;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        unsigned char *file = make_screen(&size);

        put_word(file, words[i][0], words[i][1]);
        assert_true(file_replace(xwd, (const char *)file, size, &problem));
        assert_false(picture_convert(xwd, png, &problem));
        free(file);
    }
    assert_true(file_replace(xwd, "", 0, &problem));
    assert_false(picture_convert(xwd, png, &problem));
    assert_false(picture_convert("/tmp/no-such-file", png, &problem));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_go),
        cmocka_unit_test(an_empty_screen_stays),
        cmocka_unit_test(others_are_refused),
    };

    return cmocka_run_group_tests(tests, make_files, remove_files);
}
