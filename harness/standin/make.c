/* standin-make --seed S (--index N | --dormant LOG | --none) -o FILE DLL
 * Copies the stand-in DLL and writes into the copy which deviation is in force: one, none, or (dormant) none with a
 * log of those that would have been. */
#include "generator.h"

#include <stdbool.h>

struct options {
    uint32_t seed;
    long index;      /* -1: none */
    const char *log; /* NULL unless dormant */
    const char *out;
    const char *dll;
};

struct image {
    unsigned char *bytes;
    size_t size;
};

static int fail(const char *message, const char *about)
{
    fprintf(stderr, "standin-make: %s: %s\n", about, message);
    return 1;
}

static int usage(void)
{
    fprintf(stderr, "usage: standin-make --seed NUMBER (--index NUMBER | --dormant LOG | --none) -o FILE DLL\n");
    return 2;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    bool chosen = false;

    options->index = -1;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--none") == 0) {
            chosen = true;
        } else if (argv[i][0] != '-') {
            options->dll = argv[i];
        } else if (i + 1 == argc) {
            return false;
        } else if (strcmp(argv[i], "--seed") == 0) {
            options->seed = (uint32_t)strtoul(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--index") == 0) {
            options->index = strtol(argv[++i], NULL, 10);
            chosen = true;
        } else if (strcmp(argv[i], "--dormant") == 0) {
            options->log = argv[++i];
            chosen = true;
        } else if (strcmp(argv[i], "-o") == 0) {
            options->out = argv[++i];
        } else {
            return false;
        }
    }
    return chosen && options->out && options->dll;
}

static bool read_file(const char *path, struct image *image)
{
    FILE *file = fopen(path, "rb");
    long size = -1;

    if (!file)
        return false;
    if (fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    rewind(file);
    if (size > 0)
        image->bytes = malloc((size_t)size);
    image->size = image->bytes ? fread(image->bytes, 1, (size_t)size, file) : 0;
    fclose(file);
    return image->size > 0;
}

static bool write_file(const char *path, const struct image *image)
{
    FILE *file = fopen(path, "wb");
    bool written;

    if (!file)
        return false;
    written = fwrite(image->bytes, 1, image->size, file) == image->size;
    return fclose(file) == 0 && written;
}

/* NULL unless the block stands exactly once in the image. */
static unsigned char *find_block(const struct image *image)
{
    unsigned char *found = NULL;

    for (size_t i = 0; i + sizeof(struct standin_block) <= image->size; i++) {
        if (memcmp(image->bytes + i, STANDIN_MAGIC, sizeof STANDIN_MAGIC) != 0)
            continue;
        if (found)
            return NULL;
        found = image->bytes + i;
    }
    return found;
}

static bool fill_block(const struct options *options, struct standin_block *block)
{
    unsigned count = generator_draw(options->seed, block->list);

    if (options->log) {
        block->dormant = 1;
        block->count = count;
        return snprintf(block->log, sizeof block->log, "%s", options->log) < (int)sizeof block->log;
    }
    if (options->index >= (long)count)
        return false;
    block->count = options->index >= 0;
    if (options->index >= 0)
        block->list[0] = block->list[options->index];
    return true;
}

static int make(const struct options *options, struct image *image)
{
    static struct standin_block block;
    unsigned char *place;

    if (!read_file(options->dll, image))
        return fail("cannot be read", options->dll);
    place = find_block(image);
    if (!place)
        return fail("is no stand-in DLL", options->dll);
    memcpy(&block, place, sizeof block);
    if (!fill_block(options, &block))
        return fail("the seed has no such deviation, or the log's path is too long", options->dll);
    memcpy(place, &block, sizeof block);
    return write_file(options->out, image) ? 0 : fail("cannot be written", options->out);
}

int main(int argc, char **argv)
{
    struct options options = { 0 };
    struct image image = { 0 };
    int status;

    if (!read_options(argc, argv, &options))
        return usage();
    status = make(&options, &image);
    free(image.bytes);
    return status;
}
