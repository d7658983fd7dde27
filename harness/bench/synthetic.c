#include "synthetic.h"

#include "driver/files.h"

#include <stdint.h>

static const char header[] = "trace 1\n"
                             "title     A synthetic trace\n"
                             "evidence  synthetic\n"
                             "of        bench/synthetic\n"
                             "target    native\n"
                             "observes  registry, callbacks, folders\n"
                             "\n"
                             "process client\n"
                             "  manager = create UserIdentityManager as IUserIdentityManager -> S_OK new\n"
                             "  manager.EnumIdentities(&all = new) -> S_OK\n"
                             "  all.Next(1, &(unknown) = (new), &n = 1) -> S_OK\n"
                             "  a = unknown as IUserIdentity2 -> S_OK new\n";

enum { HEADER_LINES = 12, GUIDS = 1000 };

static uint32_t scramble(uint32_t x)
{
    x = (x ^ (x >> 16)) * 0x45D9F3Bu;
    x = (x ^ (x >> 16)) * 0x45D9F3Bu;
    return x ^ (x >> 16);
}

/* What real traces are made of: GUIDs, texts, numbers, counts. */
static void write_step(FILE *file, unsigned i, bool changed)
{
    unsigned number = i + (changed ? 1000003u : 0u);

    switch (i % 4) {
    case 0:
        fprintf(file, "  a.GetCookie(&cookie = {%08X-0000-4000-8000-%012u}) -> S_OK\n", scramble(number % GUIDS),
                number % GUIDS);
        break;
    case 1:
        fprintf(file, "  a.GetName(&name[64] = \"Somebody %u\", 64) -> S_OK\n", number);
        break;
    case 2:
        fprintf(file, "  a.GetOrdinal(&ordinal = %u) -> S_OK\n", number);
        break;
    default:
        fprintf(file, "  a.AddRef() -> count %u\n", number % 100000);
        break;
    }
}

bool synthetic_trace(const char *path, unsigned lines, unsigned changed, struct problem *problem)
{
    struct new_file file;

    if (!new_file_open(&file, path, problem))
        return false;
    fputs(header, file.stream);
    for (unsigned i = HEADER_LINES; i + 1 < lines; i++) {
        bool chosen = scramble(i) % 1000 < changed;
        unsigned way = scramble(i + 77) % 10;

        if (chosen && way == 0)
            continue;
        if (chosen && way == 1)
            fputs("  a.Release() -> count 1\n", file.stream);
        write_step(file.stream, i, chosen && way > 1);
    }
    fputs("ended ok\n", file.stream);
    return new_file_commit(&file, problem);
}
