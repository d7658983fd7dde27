/* Proves that each expectation of a scenario can fail: holds the trace of a run that meets them all against the
 * scenario with one of them altered, for each in turn. Where the trace differs from the scenario already (known
 * differences, each listed with the value that is expected), the alteration has to change which facts differ, or how.
 *
 *     expectation-mutants LIST        lines: scenario TAB trace
 *
 * Prints each alteration that nothing noticed, then one line of numbers. Exit code 0: all were noticed; 1: some were
 * not; 2: a file cannot be read. */
#include "mutate.h"
#include "tests/whole_file.h"
#include "trace/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct counts {
    size_t scenarios, known, expectations, missed, left_out;
};

static struct trace *read_model(const char *path)
{
    struct trace *model = NULL;
    struct diag diag;
    char message[1024];
    struct whole_file file;

    if (!whole_file_read(path, &file)) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return NULL;
    }
    diag_init(&diag, path);
    if (trace_parse(file.bytes, file.size, path, &model, &diag) || trace_check(model, path, NULL, &diag)) {
        diag_format(&diag, message, sizeof(message));
        fprintf(stderr, "%s\n", message);
        trace_free(model);
        model = NULL;
    }
    free(file.bytes);
    return model;
}

/* The facts that differ from the trace, a line each. False: no memory. */
static bool differences(const struct trace *scenario, const struct trace *trace, struct buffer *out)
{
    struct judgement *judgement;

    buffer_init(out, TRACE_MAX_TRACE);
    if (trace_judge(scenario, trace, &judgement))
        return false;
    buffer_puts(out, "");
    for (size_t i = 0; i < judgement->n_facts; i++) {
        const struct fact_result *fact = &judgement->facts[i];

        if (fact->verdict == FACT_DIFFERENT)
            buffer_printf(out, "%s / %s: %s, not %s\n", fact->label, fact->fact, fact->observed ? fact->observed : "",
                          fact->expected ? fact->expected : "");
    }
    judgement_free(judgement);
    return !out->status;
}

static bool same_text(const struct buffer *a, const struct buffer *b)
{
    return a->len == b->len && (!a->len || !memcmp(a->data, b->data, a->len));
}

/* False: there is no expectation of that number, or no memory. */
static bool try_one(const char *path, const struct trace *trace, const struct buffer *known, size_t index,
                    struct counts *counts)
{
    struct trace *scenario = read_model(path);
    struct mutation mutation;
    struct buffer found = { 0 };
    bool tried = scenario && mutate(scenario, index, &mutation) && differences(scenario, trace, &found);

    trace_free(scenario);
    if (tried) {
        counts->expectations++;
        if (same_text(&found, known)) {
            counts->missed++;
            printf("%s:%u: %s\n", path, mutation.line, mutation.what);
        }
    }
    buffer_free(&found);
    return tried;
}

static bool try_scenario(const char *scenario_path, const char *trace_path, struct counts *counts)
{
    struct trace *trace = read_model(trace_path), *scenario = read_model(scenario_path);
    struct buffer known = { 0 };
    bool usable = trace && scenario;

    counts->scenarios++;
    if (usable && trace->ended.kind == ENDED_UNSUPPORTED) {
        counts->left_out++;
    } else if (usable && (usable = differences(scenario, trace, &known))) {
        counts->known += known.len != 0;
        for (size_t index = 0; try_one(scenario_path, trace, &known, index, counts);)
            index++;
    }
    buffer_free(&known);
    trace_free(trace);
    trace_free(scenario);
    return usable;
}

static bool try_list(char *list, struct counts *counts)
{
    bool ok = true;

    while (*list) {
        char *line = list, *end = list + strcspn(list, "\n"), *tab;

        list = end + (*end != 0);
        *end = 0;
        tab = strchr(line, '\t');
        if (!tab) {
            fprintf(stderr, "expected a tab in '%s'\n", line);
            return false;
        }
        *tab = 0;
        ok &= try_scenario(line, tab + 1, counts);
    }
    return ok;
}

int main(int argc, char **argv)
{
    struct counts counts = { 0 };
    struct whole_file list;
    bool ok;

    if (argc != 2 || !whole_file_read(argv[1], &list)) {
        fprintf(stderr, "usage: expectation-mutants LIST\n");
        return 2;
    }
    ok = try_list(list.bytes, &counts);
    free(list.bytes);
    printf("%zu scenarios (%zu unsupported, %zu with known differences), %zu expectations altered, %zu unnoticed\n",
           counts.scenarios, counts.left_out, counts.known, counts.expectations, counts.missed);
    if (!ok)
        return 2;
    return counts.missed ? 1 : 0;
}
