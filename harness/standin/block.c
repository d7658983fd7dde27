/* Which deviation is in force, and the activation log of the generator's self-test. */
#include "layer.h"

/* Not const: the tool patches the file, so the compiler must not know what stands here. */
struct standin_block standin_block = { .magic = STANDIN_MAGIC };

static unsigned char noted[STANDIN_LIST_MAX];

static void append_line(HANDLE file, const char *text, size_t length)
{
    DWORD written;

    SetFilePointer(file, 0, NULL, FILE_END);
    WriteFile(file, text, (DWORD)length, &written, NULL);
}

/* The process names itself by its command line, which holds the scenario. */
static void append_activation(unsigned number)
{
    static bool named;
    HANDLE file = CreateFileA(standin_block.log, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    char line[16];
    int length = snprintf(line, sizeof line, "%u\n", number);

    if (file == INVALID_HANDLE_VALUE)
        return;
    if (!named) {
        const char *command = GetCommandLineA();

        append_line(file, command, strlen(command));
        append_line(file, "\n", 1);
        named = true;
    }
    append_line(file, line, (size_t)length);
    CloseHandle(file);
}

static void note(const struct deviation *deviation)
{
    if (noted[deviation->number])
        return;
    noted[deviation->number] = 1;
    append_activation(deviation->number);
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
