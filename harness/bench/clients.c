/* (j) What the recorder costs the sample clients: their CPU time from start to end, recorded and bare. */
#include "bench.h"

#include "driver/files.h"

enum { BARE, RECORDED, SIDES };

static const char *const clients[] = { "book", "desk", "mail", "news" };

struct stage {
    char *folder, *dll[SIDES], *recording;
};

static bool write_settings(const struct stage *stage, const char *path, struct problem *problem)
{
    char *target = prefix_path(stage->dll[BARE]), *recording = prefix_path(stage->recording);
    char *text = xformat("target %s\ntrace %s\n", target, recording);
    bool ok = file_replace(path, text, strlen(text), problem);

    free(target);
    free(recording);
    free(text);
    return ok;
}

/* A folder for the DLL alone, and one for the recorder, which stands in for it. */
static bool stage_open(struct bench *bench, struct stage *stage)
{
    char *target = settings_built(&bench->settings, "win64", "src/msident.dll");
    char *recorder = settings_built(&bench->settings, "win64", "harness/recorder/recorder.dll");
    char *bare, *recorded, *settings;
    bool ok;

    stage->folder = xformat("%s/clients", bench->memory);
    bare = xformat("%s/bare", stage->folder);
    recorded = xformat("%s/recorded", stage->folder);
    settings = xformat("%s/recorder.cfg", recorded);
    stage->dll[BARE] = xformat("%s/msident.dll", bare);
    stage->dll[RECORDED] = xformat("%s/msident.dll", recorded);
    stage->recording = xformat("%s/session.rec", recorded);
    ok = folder_make(bare, &bench->problem) && folder_make(recorded, &bench->problem) &&
         file_copy(target, stage->dll[BARE], &bench->problem) &&
         file_copy(recorder, stage->dll[RECORDED], &bench->problem) && write_settings(stage, settings, &bench->problem);
    free(target);
    free(recorder);
    free(bare);
    free(recorded);
    free(settings);
    return ok;
}

static void stage_close(struct stage *stage)
{
    tree_remove(stage->folder);
    free(stage->folder);
    free(stage->dll[BARE]);
    free(stage->dll[RECORDED]);
    free(stage->recording);
}

/* Milliseconds of the client's CPU. A recorded run leaves a recording, a bare one none: else it was no run of its side. */
static bool run(struct bench *bench, const struct stage *stage, const char *client, unsigned side, double *ms)
{
    char *program = xformat("harness/recorder/clients/%s.exe", client);
    struct cost cost =
        wine_program(bench, "harness/bench/bench-register.exe", (const char *const[]){ stage->dll[side], NULL }, NULL);
    bool ok = expect_status(bench, &cost, 0, "bench-register.exe");

    if (ok) {
        cost = wine_program(bench, program, (const char *const[]){ NULL }, NULL);
        ok = expect_status(bench, &cost, 0, program) &&
             (file_exists(stage->recording) == (side == RECORDED) ||
              problem_set(&bench->problem, CODE_INTERNAL, "%s: the recorder was %s", program,
                          side == RECORDED ? "not loaded" : "loaded"));
        *ms += cost.cpu * 1000;
        remove(stage->recording);
    }
    free(program);
    return ok;
}

unsigned bench_clients(struct bench *bench, struct result results[RESULTS_MAX])
{
    enum { CLIENTS = sizeof(clients) / sizeof(*clients) };
    static struct sample samples;
    struct stage stage = { 0 };
    bool ok = wine_start(bench) && stage_open(bench, &stage);

    while (ok && samples.count < bench->pairs) {
        double ms[SIDES] = { 0 };

        for (unsigned i = 0; ok && i < CLIENTS * SIDES; i++) /* who comes first changes, too */
            ok = run(bench, &stage, clients[i / SIDES], (i + i / SIDES + (unsigned)samples.count) % SIDES,
                     &ms[(i + i / SIDES + (unsigned)samples.count) % SIDES]);
        if (ok)
            sample_add(&samples, ms[RECORDED], ms[BARE]);
    }
    stage_close(&stage);
    if (!ok)
        return 0;
    results[0] =
        result_of(&samples, "recorder-clients", "four sample clients from start to end, recorded / bare, CPU time");
    results[0].limit = 1.2;
    results[0].side_unit = "ms";
    return 1;
}
