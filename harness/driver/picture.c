#include "driver/picture.h"

#include "driver/files.h"

#include <png.h>

/* Words of an XWD file's head, each of four bytes, the most significant first. */
enum { HEADER_SIZE, VERSION, FORMAT, DEPTH, WIDTH, HEIGHT, BITS = 11, LINE_BYTES, COLOURS = 19, WORDS = 25 };
enum { XWD_VERSION = 7, Z_PIXMAP = 2, COLOUR_BYTES = 12, MOST_PIXELS = 8192, FILE_LIMIT = 64 << 20 };

struct screen {
    const unsigned char *pixels; /* blue, green, red and a byte that means nothing */
    size_t line;
    unsigned width, height;
};

struct box {
    unsigned left, top, right, bottom; /* the last two are outside */
};

static uint32_t word(const unsigned char *data, unsigned index)
{
    const unsigned char *at = data + (size_t)4 * index;

    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool read_head(const struct str *file, struct screen *screen)
{
    const unsigned char *data = (const unsigned char *)file->data;
    size_t start;

    if (file->length < (size_t)4 * WORDS || word(data, VERSION) != XWD_VERSION || word(data, FORMAT) != Z_PIXMAP ||
        word(data, BITS) != 32 || word(data, WIDTH) > MOST_PIXELS || word(data, HEIGHT) > MOST_PIXELS)
        return false;
    start = word(data, HEADER_SIZE) + (size_t)word(data, COLOURS) * COLOUR_BYTES;
    screen->line = word(data, LINE_BYTES);
    screen->width = word(data, WIDTH);
    screen->height = word(data, HEIGHT);
    screen->pixels = data + start;
    return screen->width && screen->height && screen->line >= (size_t)4 * screen->width &&
           file->length >= start + screen->line * screen->height;
}

static const unsigned char *pixel(const struct screen *screen, unsigned x, unsigned y)
{
    return screen->pixels + y * screen->line + (size_t)4 * x;
}

/* What is not as the upper left corner; the whole screen if all of it is. */
static struct box content(const struct screen *screen)
{
    struct box box = { screen->width, screen->height, 0, 0 };

    for (unsigned y = 0; y < screen->height; y++)
        for (unsigned x = 0; x < screen->width; x++) {
            if (!memcmp(pixel(screen, x, y), screen->pixels, 3))
                continue;
            box.left = x < box.left ? x : box.left;
            box.right = x >= box.right ? x + 1 : box.right;
            box.top = y < box.top ? y : box.top;
            box.bottom = y + 1;
        }
    return box.bottom ? box : (struct box){ 0, 0, screen->width, screen->height };
}

static bool write_png(const struct screen *screen, const struct box *box, const char *path, struct problem *problem)
{
    png_image image = { .version = PNG_IMAGE_VERSION, .format = PNG_FORMAT_BGR };
    unsigned char *bytes, *to;
    bool ok;

    image.width = box->right - box->left;
    image.height = box->bottom - box->top;
    to = bytes = xcalloc(image.width * (size_t)image.height, 3);
    for (unsigned y = box->top; y < box->bottom; y++)
        for (unsigned x = box->left; x < box->right; x++, to += 3)
            memcpy(to, pixel(screen, x, y), 3);
    ok = png_image_write_to_file(&image, path, 0, bytes, 0, NULL) ||
         problem_set(problem, CODE_ENVIRONMENT, "%s: %s", path, image.message);
    free(bytes);
    return ok;
}

bool picture_convert(const char *xwd, const char *png, struct problem *problem)
{
    struct str file = { 0 };
    struct screen screen = { 0 };
    struct box box;
    bool ok = file_read(xwd, FILE_LIMIT, &file, problem);

    if (ok && !read_head(&file, &screen))
        ok = problem_set(problem, CODE_INTERNAL, "%s: expected an XWD file with 32 bits a pixel", xwd);
    if (ok) {
        box = content(&screen);
        ok = write_png(&screen, &box, png, problem);
    }
    str_free(&file);
    return ok;
}
