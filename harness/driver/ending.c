#include "driver/ending.h"

#include "driver/files.h"

#include <unistd.h>

#define FAILURE_LIMIT 400
#define OUTPUT_LIMIT  65536

char *ending_failure(const char *path)
{
    struct str text = { 0 };
    struct problem ignored = { 0 };

    if (!file_exists(path) || !file_read(path, OUTPUT_LIMIT, &text, &ignored) || !text.length)
        return xstrdup("the agent ended without a trace");
    while (text.length && (text.data[text.length - 1] == '\n' || text.data[text.length - 1] == '\r'))
        text.data[--text.length] = 0;
    if (text.length > FAILURE_LIMIT)
        text.data[FAILURE_LIMIT] = 0;
    return text.data;
}

void ending_keep(const struct agent_files *files, const struct ending *ending)
{
    char *path = xformat("%s.end", files->trace);
    FILE *out = fopen(path, "wbe");

    if (out) {
        fwrite(ending, sizeof(*ending), 1, out);
        fclose(out);
    }
    free(path);
}

struct ending ending_take(const struct agent_files *files)
{
    char *path = xformat("%s.end", files->trace);
    struct ending ending = { 0 };
    FILE *in = fopen(path, "rbe");

    if (in) {
        if (fread(&ending, sizeof(ending), 1, in) != 1)
            ending.status = -1;
        fclose(in);
    }
    unlink(path);
    free(path);
    return ending;
}
