/* (c) The same scenario natively, in one process and forked, against its rate under Wine. */
#include "bench.h"

#include "driver/files.h"

struct batch {
    char *list;
    unsigned count;
    bool in_process;
};

static bool batch_write(struct bench *bench, struct batch *batch, const char *name)
{
    struct str text = { 0 };
    bool ok;

    batch->list = xformat("%s/%s", bench->folder, name);
    for (unsigned i = 0; i < batch->count; i++)
        str_addf(&text, "%s/harness/bench/typical.scn\t%s/%u.trc\n", bench->settings.root, bench->memory, i);
    ok = file_replace(batch->list, str_text(&text), text.length, &bench->problem);
    str_free(&text);
    return ok;
}

static bool batch_rate(struct bench *bench, const struct batch *batch, double *rate)
{
    char *agent = settings_built(&bench->settings, "native", "harness/agent/agent-native");
    const char *arguments[] = { agent, "--batch", batch->list, batch->in_process ? "--in-process" : NULL, NULL };
    struct cost cost = measure(&(struct command){ .arguments = arguments });

    free(agent);
    *rate = batch->count / cost.seconds;
    return expect_status(bench, &cost, 0, "agent-native --batch");
}

static bool measure_pair(struct bench *bench, const struct batch batches[2], struct sample samples[2])
{
    struct cost wine = wine_scenario(bench);

    if (!expect_status(bench, &wine, 0, "agent.exe"))
        return false;
    for (unsigned i = 0; i < 2; i++) {
        if (!batch_rate(bench, &batches[i], &samples[i].ours[samples[i].count]))
            return false;
        samples[i].theirs[samples[i].count++] = 1 / wine.seconds;
    }
    return true;
}

unsigned bench_replay(struct bench *bench, struct result results[RESULTS_MAX])
{
    static struct sample samples[2];
    struct batch batches[2] = { { NULL, bench->quick ? 100 : 4000, true }, { NULL, bench->quick ? 20 : 500, false } };
    bool ok =
        wine_start(bench) && batch_write(bench, &batches[0], "in-process") && batch_write(bench, &batches[1], "forked");

    while (ok && samples[0].count < bench->pairs)
        ok = measure_pair(bench, batches, samples);
    free(batches[0].list);
    free(batches[1].list);
    if (!ok)
        return 0;
    results[0] = result_of(&samples[0], "in-process", "scenarios a second natively in one process / under Wine");
    results[0].limit = 500;
    results[1] = result_of(&samples[1], "forked", "scenarios a second natively forked / under Wine");
    results[1].limit = 25;
    results[0].side_unit = results[1].side_unit = "1/s";
    results[0].at_least = results[1].at_least = true;
    return 2;
}
