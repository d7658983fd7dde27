/* Which deviation is in force, and the activation log of the generator's self-test. */
#include "layer.h"

/* Not const: the tool patches the file, so the compiler must not know what stands here. */
struct standin_block standin_block = { .magic = STANDIN_MAGIC };

static unsigned char noted[STANDIN_LIST_MAX];

/* The log is mapped while the DLL is loaded and then only written in memory: whoever watches what this DLL does to
 * files must not see it. Each process has a region of its own: its command line, which names the scenario, and the
 * numbers. */
enum { LOG_REGION = 65536 };
static char *region;
static size_t region_used;

static void append(const char *text)
{
    size_t length = strlen(text);

    if (!region || region_used + length + 1 >= LOG_REGION)
        return;
    memcpy(region + region_used, text, length);
    region[region_used + length] = '\n';
    region_used += length + 1;
}

void block_open_log(void)
{
    HANDLE file = INVALID_HANDLE_VALUE, mapping = NULL;
    DWORD size;

    if (!standin_block.dormant)
        return;
    /* Not shared, so that no two processes get the same region. */
    for (unsigned tries = 0; file == INVALID_HANDLE_VALUE && tries < 5000; tries++) {
        file = CreateFileA(standin_block.log, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, 0, NULL);
        if (file == INVALID_HANDLE_VALUE)
            Sleep(1);
    }
    if (file == INVALID_HANDLE_VALUE)
        return;
    size = GetFileSize(file, NULL);
    mapping = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, size + LOG_REGION, NULL);
    region = mapping ? MapViewOfFile(mapping, FILE_MAP_WRITE, 0, size, LOG_REGION) : NULL;
    if (mapping)
        CloseHandle(mapping);
    CloseHandle(file);
    append(GetCommandLineA());
}

static void note(const struct deviation *deviation)
{
    char line[16];

    if (noted[deviation->number])
        return;
    noted[deviation->number] = 1;
    snprintf(line, sizeof line, "%u", deviation->number);
    append(line);
}

static bool matches(const struct deviation *deviation, enum deviation_kind kind, const struct slot *slot, unsigned nth)
{
    return deviation->kind == kind && deviation->interface_index == slot->interface_index &&
           deviation->slot == slot->index && deviation->nth == nth;
}

const struct deviation *deviation_due(enum deviation_kind kind, const struct slot *slot, unsigned param, unsigned nth)
{
    for (unsigned i = 0; i < standin_block.count; i++) {
        const struct deviation *deviation = &standin_block.list[i];

        if (!matches(deviation, kind, slot, nth) || deviation->param != param)
            continue;
        if (!standin_block.dormant)
            return deviation;
        note(deviation);
    }
    return NULL;
}

bool deviation_planned(enum deviation_kind kind, const struct slot *slot, unsigned nth)
{
    for (unsigned i = 0; i < standin_block.count; i++)
        if (!standin_block.dormant && matches(&standin_block.list[i], kind, slot, nth))
            return true;
    return false;
}

bool deviation_any_sink(void)
{
    for (unsigned i = 0; i < standin_block.count; i++)
        if (standin_block.list[i].kind >= SINK_ARGUMENT && standin_block.list[i].kind <= SINK_REFS)
            return true;
    return false;
}
