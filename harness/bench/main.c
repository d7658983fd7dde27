/* identical-bench [--quick] [--json FILE] [--pairs N] [NAME...]: README.md in this folder describes the benchmarks. */
#include "result.h"

#include "driver/files.h"

#include <unistd.h>

static const struct {
    const char *name;
    bench_fn run;
} benches[] = {
    { "start", bench_start },       { "replay", bench_replay },   { "diff", bench_diff },
    { "memory", bench_memory },     { "record", bench_record },   { "dialog", bench_dialog },
    { "recorder", bench_recorder }, { "clients", bench_clients },
};

enum { BENCHES = sizeof benches / sizeof *benches };

struct arguments {
    bool quick;
    const char *json;
    unsigned pairs;
    bool chosen[BENCHES], any_chosen;
};

static bool choose(struct arguments *arguments, const char *name)
{
    for (unsigned i = 0; i < BENCHES; i++) {
        if (strcmp(benches[i].name, name) != 0)
            continue;
        arguments->chosen[i] = arguments->any_chosen = true;
        return true;
    }
    return false;
}

static bool read_arguments(int argc, char **argv, struct arguments *arguments)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quick") == 0)
            arguments->quick = true;
        else if (strcmp(argv[i], "--json") == 0 && i + 1 < argc)
            arguments->json = argv[++i];
        else if (strcmp(argv[i], "--pairs") == 0 && i + 1 < argc)
            arguments->pairs = (unsigned)strtoul(argv[++i], NULL, 10);
        else if (!choose(arguments, argv[i]))
            return false;
    }
    return arguments->pairs <= PAIRS_MAX;
}

static char *make_folder(const char *parent)
{
    char *pattern = xformat("%s/identical-bench-XXXXXX", parent);

    if (mkdtemp(pattern))
        return pattern;
    free(pattern);
    return NULL;
}

static bool bench_open(struct bench *bench, const struct arguments *arguments)
{
    bench->quick = arguments->quick;
    bench->pairs = arguments->pairs ? arguments->pairs : arguments->quick ? 3 : 31;
    if (!settings_load(&bench->settings, NULL, &bench->problem))
        return false;
    bench->folder = make_folder(bench->settings.scratch);
    bench->memory = make_folder("/dev/shm");
    if (!bench->memory)
        bench->memory = make_folder(bench->settings.scratch);
    return (bench->folder && bench->memory) ||
           problem_set(&bench->problem, CODE_ENVIRONMENT, "%s: no folder can be made there", bench->settings.scratch);
}

static void bench_close(struct bench *bench)
{
    wine_stop(bench);
    if (bench->folder)
        tree_remove(bench->folder);
    if (bench->memory)
        tree_remove(bench->memory);
    free(bench->folder);
    free(bench->memory);
    settings_free(&bench->settings);
}

/* Returns how many limits were missed; a benchmark that could not run ends it. */
static unsigned run_all(struct bench *bench, const struct arguments *arguments, struct result *results, size_t *count)
{
    unsigned missed = 0;

    result_print_header(stdout);
    for (unsigned i = 0; i < BENCHES && bench->problem.code == CODE_EXPECTED; i++) {
        unsigned n = arguments->any_chosen && !arguments->chosen[i] ? 0 : benches[i].run(bench, results + *count);

        for (; n > 0; n--, (*count)++) {
            result_print(&results[*count], !bench->quick, stdout);
            missed += !bench->quick && !result_met(&results[*count]);
        }
        fflush(stdout);
    }
    return missed;
}

int main(int argc, char **argv)
{
    static struct result results[BENCHES * RESULTS_MAX];
    static struct bench bench;
    struct arguments arguments = { 0 };
    size_t count = 0;
    unsigned missed;

    setenv("IDT_HISTORY", "", 1); /* these runs are no part of the user's history */
    if (!read_arguments(argc, argv, &arguments)) {
        fprintf(stderr, "usage: identical-bench [--quick] [--json FILE] [--pairs N] "
                        "[start] [replay] [diff] [memory] [record] [dialog] [recorder] [clients]\n");
        return CODE_USAGE;
    }
    missed = bench_open(&bench, &arguments) ? run_all(&bench, &arguments, results, &count) : 0;
    if (bench.problem.code != CODE_EXPECTED)
        fprintf(stderr, "identical-bench: %s\n", bench.problem.text);
    else if (arguments.json && !results_write(results, count, !bench.quick, arguments.json))
        problem_set(&bench.problem, CODE_ENVIRONMENT, "%s", arguments.json);
    bench_close(&bench);
    return bench.problem.code != CODE_EXPECTED ? (int)bench.problem.code : missed ? CODE_DIFFERENT : CODE_EXPECTED;
}
