/* standin-make --seed S (--index N | --dormant LOG | --none) -o FILE DLL
 * Copies the stand-in DLL and writes into the copy which deviation is in force: one, none, or (dormant) none with a
 * log of those that would have been. */
#include "generator.h"
#include "tests/whole_file.h"

#include <stdbool.h>

struct options {
    uint32_t seed;
    long index;      /* -1: none */
    const char *log; /* NULL unless dormant */
    const char *out;
    const char *dll;
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

static int make(const struct options *options, struct whole_file *image)
{
    static struct standin_block block;
    void *place;

    if (!whole_file_read(options->dll, image))
        return fail("cannot be read", options->dll);
    place = whole_file_block(image, STANDIN_MAGIC, sizeof STANDIN_MAGIC, sizeof block);
    if (!place)
        return fail("is no stand-in DLL", options->dll);
    memcpy(&block, place, sizeof block);
    if (!fill_block(options, &block))
        return fail("the seed has no such deviation, or the log's path is too long", options->dll);
    memcpy(place, &block, sizeof block);
    return whole_file_write(options->out, image->bytes, image->size) ? 0 : fail("cannot be written", options->out);
}

int main(int argc, char **argv)
{
    struct options options = { 0 };
    struct whole_file image = { 0 };
    int status;

    if (!read_options(argc, argv, &options))
        return usage();
    status = make(&options, &image);
    free(image.bytes);
    return status;
}
