#include "batch.h"

#include "platform.h"

enum { LIST_LIMIT = 64 << 20 };

/* Cuts the text at the next SEPARATOR and returns what is behind it; NULL if there is none. */
static char *cut(char *text, char separator)
{
    char *at = strchr(text, separator);

    if (!at)
        return NULL;
    *at = 0;
    return at + 1;
}

static int run_line(const struct options *options, char *line, int (*run)(const struct options *options))
{
    struct options one = *options;
    char *trace = cut(line, '\t'), *of = trace ? cut(trace, '\t') : NULL, *limit = of ? cut(of, '\t') : NULL;
    const char *dll = limit ? cut(limit, '\t') : NULL;

    if (!trace)
        return EXIT_INPUT;
    one.batch = NULL;
    one.scenario = line;
    one.trace = trace;
    one.of = of;
    if (limit)
        one.limit_ms = (unsigned)strtoul(limit, NULL, 10);
    if (dll)
        one.dll = dll;
    return run(&one);
}

int batch_each(const struct options *options, int (*run)(const struct options *options))
{
    int worst = EXIT_COMPLETE;
    char *list, *next;
    size_t len;

    if (!platform_read_file(options->batch, LIST_LIMIT, &list, &len))
        return EXIT_INPUT;
    list[len] = 0;
    for (char *line = list; line && *line; line = next) {
        int code;

        next = cut(line, '\n');
        line[strcspn(line, "\r")] = 0;
        code = run_line(options, line, run);
        if ((code == EXIT_INPUT || code == EXIT_ENVIRONMENT) && code > worst)
            worst = code;
    }
    free(list);
    return worst;
}
