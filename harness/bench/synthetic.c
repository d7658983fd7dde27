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

static const char *const targets[] = { "wine", "reference", "native" };

static void write_result(FILE *file, unsigned scenario, unsigned target, bool last)
{
    bool red = scramble(scenario * 3 + target) % 100 == 0;

    fprintf(file, "{\"scenario\":\"group%04u/scenario%07u\",\"target\":\"%s\",\"verdict\":\"%s\",\"red\":%s,",
            scenario / 100, scenario, targets[target], red ? "new" : "same", red ? "true" : "false");
    fprintf(file, "\"counts\":{\"same\":%u%s},\"open\":2,\"evidence\":{\"documented\":12},\"reason\":null,\"facts\":[",
            red ? 11 : 12, red ? ",\"new\":1" : "");
    if (red)
        fprintf(file,
                "{\"label\":\"Next#%u\",\"fact\":\"result\",\"verdict\":\"new\",\"red\":true,\"expected\":\"S_OK\","
                "\"observed\":\"E_NOTIMPL\",\"evidence\":\"documented D-067\",\"reason\":null,\"line\":9}",
                scenario % 7 + 1);
    fprintf(file, "],\"ms\":%u}%s\n", scenario % 90, last ? "" : ",");
}

bool synthetic_report(const char *path, unsigned results, struct problem *problem)
{
    struct new_file file;

    if (!new_file_open(&file, path, problem))
        return false;
    fprintf(file.stream,
            "{\"format\":\"identical-report\",\"version\":1,\n\"started\":\"2026-11-23T00:00:00Z\",\n\"ms\":1,\n"
            "\"against\":null,\n\"filters\":[],\n\"corpus\":%u,\n\"red\":true,\n\"targets\":[",
            results / 3);
    for (unsigned i = 0; i < 3; i++)
        fprintf(file.stream, "{\"name\":\"%s\"}%s", targets[i], i < 2 ? "," : "");
    fputs("],\n\"errors\":[],\n\"results\":[\n", file.stream);
    for (unsigned i = 0; i < results; i++)
        write_result(file.stream, i / 3, i % 3, i + 1 == results);
    fputs("],\n\"disagreements\":[\n]}\n", file.stream);
    return new_file_commit(&file, problem);
}
