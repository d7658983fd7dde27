/* probe-make --list
 *     every effect of the probe, and what can be added: lines of "effect", deed, place, kind, name or
 *     "extra", index, "-", kind, name, or "places", deed, number of effects, kind, "-"; tabs between
 * probe-make [--without DEED.PLACE | --with DEED.PLACE.EXTRA] -o FILE PROBE
 *     copies a probe (DLL or native agent) that does one thing less or one more */
#include "probe.h"
#include "tests/whole_file.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int fail(const char *message, const char *about)
{
    fprintf(stderr, "probe-make: %s: %s\n", about, message);
    return 1;
}

static int list(void)
{
    for (DWORD i = 0; i < probe_chapter_count; i++) {
        const struct chapter *chapter = probe_chapters[i];

        for (DWORD k = 0; k < chapter->extra_count; k++)
            printf("extra\t%u\t-\t%s\t%s\n", (unsigned)k, chapter->kind, chapter->extras[k].name);
        for (DWORD j = 0; j < chapter->count; j++) {
            const struct deed *deed = &chapter->deeds[j];

            printf("places\t%u\t%u\t%s\t-\n", (unsigned)deed->number, (unsigned)deed->count, chapter->kind);
            for (DWORD k = 0; k < deed->count; k++)
                printf("effect\t%u\t%u\t%s\t%s\n", (unsigned)deed->number, (unsigned)k, chapter->kind,
                       deed->effects[k].name);
        }
    }
    return 0;
}

static bool choose(struct probe_block *block, const char *option, const char *value)
{
    unsigned deed, place, extra = 0;
    const bool with = strcmp(option, "--with") == 0;
    const int expected = with ? 3 : 2;

    if (!with && strcmp(option, "--without") != 0)
        return false;
    if (sscanf(value, "%u.%u.%u", &deed, &place, &extra) != expected)
        return false;
    if (with) {
        block->with = deed;
        block->with_place = place;
        block->extra = extra;
    } else {
        block->without = deed;
        block->without_place = place;
    }
    return true;
}

static int make(const struct probe_block *choice, const char *out, const char *probe_file, struct whole_file *image)
{
    struct probe_block block = *choice;
    void *place;

    if (!whole_file_read(probe_file, image))
        return fail("cannot be read", probe_file);
    place = whole_file_block(image, PROBE_MAGIC, sizeof PROBE_MAGIC, sizeof block);
    if (!place)
        return fail("is no probe", probe_file);
    memcpy(block.magic, PROBE_MAGIC, sizeof block.magic);
    memcpy(place, &block, sizeof block);
    if (!whole_file_write(out, image->bytes, image->size) || chmod(out, 0755) != 0)
        return fail("cannot be written", out);
    return 0;
}

int main(int argc, char **argv)
{
    struct probe_block choice = { .without = 0 };
    struct whole_file image = { 0 };
    const char *out = NULL, *file = NULL;
    bool good = true;
    int status;

    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list();
    for (int i = 1; i < argc && good; i++) {
        if (argv[i][0] != '-')
            file = argv[i];
        else if (i + 1 == argc)
            good = false;
        else if (strcmp(argv[i], "-o") == 0)
            out = argv[++i];
        else {
            good = choose(&choice, argv[i], argv[i + 1]);
            i++;
        }
    }
    if (!good || !out || !file) {
        fprintf(stderr, "usage: probe-make --list\n"
                        "       probe-make [--without DEED.PLACE | --with DEED.PLACE.EXTRA] -o FILE PROBE\n");
        return 2;
    }
    status = make(&choice, out, file, &image);
    free(image.bytes);
    return status;
}
