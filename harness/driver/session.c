#include "driver/session.h"

#include "driver/beside.h"
#include "driver/files.h"
#include "driver/kept.h"
#include "driver/process.h"
#include "driver/queue.h"
#include "driver/ui_maps.h"

#include <time.h>
#include <unistd.h>

struct judging {
    const struct corpus *corpus;
    struct target_set *targets;
    struct results *results;
    bool agent_failed; /* some agent could not work: the environment, not the DLL */
};

unsigned session_workers(const struct options *options)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (options->jobs)
        return options->jobs;
    return processors > 0 ? (unsigned)processors : 1;
}

/* ---- before ---- */

/* A build that goes on during a run must not change what answers, and the 32-bit machine sees only the run's folder: our
 * own files are loaded from a copy. So is Wine's builtin, by path like every target: never by an override. */
static bool copy_target(struct target *target, const struct run *run, struct problem *problem)
{
    char *folder, *copy;
    const char *base = strrchr(target->file, '/');
    bool ok;

    if (target->unavailable || target->lane == LANE_NONE)
        return true;
    folder = xformat("%s/%s", run->folder, target->name);
    copy = xformat("%s/%s", folder, base ? base + 1 : target->file);
    ok = folder_make(folder, problem) && file_copy(target->file, copy, problem);
    free(folder);
    free(target->load);
    target->load = copy;
    return ok;
}

/* A user's DLL goes along with its neighbours and the agent of its lane. */
static bool copy_users(const struct settings *settings, struct target *target, const struct run *run,
                       struct problem *problem)
{
    char *agent = settings_built(settings, target->lane == LANE_X86 ? "win32" : "win64", "harness/agent/agent.exe");
    char *folder = xformat("%s/dll-%s", run->folder, target->name);
    bool ok = target->unavailable || beside_copy(target, agent, folder, problem);

    free(agent);
    free(folder);
    return ok;
}

static bool copy_agent(const struct settings *settings, const struct run *run, struct problem *problem)
{
    char *agent = settings_built(settings, "win64", "harness/agent/agent.exe");
    char *copy = xformat("%s/agent.exe", run->folder);
    bool ok = file_exists(agent) ||
              problem_set(problem, CODE_ENVIRONMENT, "%s is not built; start ./identical, or ninja -C %s/win64 agent",
                          agent, settings->build);

    ok = ok && file_copy(agent, copy, problem);
    free(agent);
    free(copy);
    return ok;
}

bool session_prepare(struct settings *settings, struct run *run, struct target_set *targets, struct problem *problem)
{
    bool wine = false, ok = true;

    for (size_t i = 0; ok && i < targets->count; i++) {
        wine |= targets->items[i].lane == LANE_WINE;
        ok = (targets->items[i].users ? copy_users(settings, &targets->items[i], run, problem)
                                      : copy_target(&targets->items[i], run, problem)) &&
             ui_map_copy(&targets->items[i], run->folder, i, problem);
    }
    if (!ok || !wine)
        return ok;
    return copy_agent(settings, run, problem) && settings_template(settings, problem);
}

static void describe_targets(const struct target_set *targets, struct results *results)
{
    for (size_t i = 0; i < targets->count; i++) {
        const struct target *target = &targets->items[i];
        struct target_info *info = results_add_target(results, target->name);

        info->lane = xstrdup(lane_names[target->lane]);
        info->file = xstrdup(target->file);
        info->hash = target->hash[0] ? xstrdup(target->hash) : NULL;
        info->version = target->version[0] ? xstrdup(target->version) : NULL;
        info->company = target->company[0] ? xstrdup(target->company) : NULL;
        info->language = target->language[0] ? xstrdup(target->language) : NULL;
        info->machine = xstrdup(target->machine);
        info->system = target->system ? xstrdup(target->system) : NULL;
        info->unavailable = target->unavailable ? xstrdup(target->unavailable) : NULL;
    }
}

/* ---- one scenario ---- */

/* What there is to judge of one target. */
struct exhibit {
    struct trace *trace;  /* NULL: none */
    enum verdict verdict; /* then */
    bool red;
    char *reason;
    struct str part;  /* what a trace file holds of it */
    const char *text; /* of the trace; NULL: none */
};

static void no_trace(struct exhibit *exhibit, enum verdict verdict, bool red, const char *reason)
{
    exhibit->verdict = verdict;
    exhibit->red = red;
    exhibit->reason = xstrdup(reason);
}

/* An agent that writes what cannot be read is broken, and so is a trace file: red, with the place. */
static void read_exhibit(const char *name, const struct str *text, struct exhibit *exhibit)
{
    char message[1024];
    struct diag diag;
    enum status status;

    diag_init(&diag, name);
    status = trace_parse(text->data, text->length, name, &exhibit->trace, &diag);
    if (status == ST_OK)
        status = trace_check(exhibit->trace, name, NULL, &diag);
    if (status == ST_OK)
        return;
    diag_format(&diag, message, sizeof(message));
    no_trace(exhibit, VERDICT_NOT_RUN, true, status == ST_NO_MEMORY ? "out of memory" : message);
    trace_free(exhibit->trace);
    exhibit->trace = NULL;
}

static bool make_exhibit(struct judging *judging, const struct scenario *scenario, const struct target *target,
                         const struct replayed *replayed, struct exhibit *exhibit, struct problem *problem)
{
    char *name = xformat("trace of %s on %s", scenario->id, target->name);

    if (target->unavailable) {
        no_trace(exhibit, VERDICT_UNSUPPORTED, false, target->unavailable);
    } else if (target->lane == LANE_NONE) {
        if (trace_file_part(&target->traces, scenario->id, &exhibit->part, problem))
            read_exhibit(name, &exhibit->part, exhibit);
        else
            no_trace(exhibit, VERDICT_UNSUPPORTED, false, "the file holds no trace of it");
    } else if (!replayed->text.length) {
        judging->agent_failed = true;
        no_trace(exhibit, VERDICT_NOT_RUN, true, replayed->failure);
    } else {
        read_exhibit(name, &replayed->text, exhibit);
    }
    exhibit->text = exhibit->part.length ? exhibit->part.data : replayed->text.data;
    free(name);
    return !problem->text[0];
}

static const char *find_open(const struct open_facts *open, const struct open_fact *fact, size_t hint)
{
    for (size_t n = 0; n < open->count; n++) {
        const struct open_fact *other = &open->items[(hint + n) % open->count]; /* nearly always in the same place */

        if (!strcmp(other->label, fact->label) && !strcmp(other->fact, fact->fact))
            return other->observed;
    }
    return NULL;
}

/* What no expectation states, as far as two targets were seen to differ in it. */
static void find_disagreements(const struct judging *judging, size_t scenario, const struct open_facts *open)
{
    size_t targets = judging->targets->count, first = 0;

    while (first < targets && !open[first].count)
        first++;
    for (size_t i = 0; first < targets && i < open[first].count; i++) {
        const struct open_fact *fact = &open[first].items[i];
        const char **values = xcalloc(targets, sizeof(*values));
        bool differ = false;

        for (size_t j = first; j < targets; j++) {
            values[j] = open[j].count ? find_open(&open[j], fact, i) : NULL;
            differ |= values[j] && strcmp(values[j], fact->observed) != 0;
        }
        if (differ)
            results_add_disagreement(judging->results, &(struct disagreement){ (uint32_t)scenario, fact->label,
                                                                               fact->fact, (char **)values });
        free(values);
    }
}

static bool judge_cell(const struct judging *judging, const struct scenario *scenario, const struct trace *model,
                       const struct exhibit *exhibits, size_t index, struct cell *cell, struct open_facts *open,
                       struct problem *problem)
{
    static const struct expect nothing_known = { 0 };
    const struct target_set *targets = judging->targets;
    const struct exhibit *exhibit = &exhibits[index];
    const struct trace *expectation = model;

    if (targets->against >= 0)
        expectation = exhibits[targets->against].trace;
    if (!exhibit->trace) {
        verdict_without_trace(cell, exhibit->verdict, exhibit->red, exhibit->reason);
        return true;
    }
    if (!expectation) {
        verdict_without_trace(cell, VERDICT_UNSUPPORTED, false, "the target to compare against has no trace of it");
        return true;
    }
    return verdict_judge(scenario->id, model, expectation, exhibit->trace,
                         targets->against >= 0 ? &nothing_known : &targets->items[index].expect, cell, open, problem);
}

/* The scenario as it stands, and what every target did. */
static bool keep(const struct judging *judging, size_t index, const struct exhibit *exhibits, struct problem *problem)
{
    const struct scenario *scenario = &judging->corpus->scenarios[index];
    const size_t targets = judging->targets->count;
    const char **texts = xcalloc(targets, sizeof(*texts));
    struct str text = { 0 }, line = { 0 };
    bool ok = file_read(scenario->path, TRACE_MAX_SCENARIO, &text, problem);

    for (size_t i = 0; i < targets; i++)
        texts[i] = exhibits[i].text;
    if (ok) {
        kept_line(judging->results, scenario, text.data, texts, &line);
        results_keep(judging->results, (uint32_t)index, &line);
    }
    str_free(&text);
    str_free(&line);
    free(texts);
    return ok;
}

static bool judge_all(struct judging *judging, size_t index, const struct trace *model, struct replayed *replayed,
                      struct exhibit *exhibits, struct problem *problem)
{
    const struct scenario *scenario = &judging->corpus->scenarios[index];
    size_t targets = judging->targets->count;
    struct open_facts *open = xcalloc(targets, sizeof(*open));
    bool ok = true;

    for (size_t i = 0; ok && i < targets; i++)
        ok = make_exhibit(judging, scenario, &judging->targets->items[i], &replayed[i], &exhibits[i], problem);
    for (size_t i = 0; ok && i < targets; i++) {
        struct cell cell = { 0 };

        ok = judge_cell(judging, scenario, model, exhibits, i, &cell, &open[i], problem);
        cell.seconds = replayed[i].seconds;
        cell_take_pictures(&cell, &replayed[i].pictures);
        if (ok)
            results_add(judging->results, (uint32_t)index, (unsigned)i, &cell);
        cell_free(&cell);
    }
    if (ok)
        find_disagreements(judging, index, open);
    ok = ok && keep(judging, index, exhibits, problem);
    for (size_t i = 0; i < targets; i++)
        open_facts_free(&open[i]);
    free(open);
    return ok;
}

static bool judge_scenario(void *context, size_t index, struct replayed *replayed, struct problem *problem)
{
    struct judging *judging = context;
    size_t targets = judging->targets->count;
    struct exhibit *exhibits = xcalloc(targets, sizeof(*exhibits));
    struct trace *model = NULL;
    bool ok = corpus_model(judging->corpus, &judging->corpus->scenarios[index], &model, problem) &&
              judge_all(judging, index, model, replayed, exhibits, problem);

    for (size_t i = 0; i < targets; i++) {
        trace_free(exhibits[i].trace);
        free(exhibits[i].reason);
        str_free(&exhibits[i].part);
    }
    free(exhibits);
    trace_free(model);
    return ok;
}

/* ---- after ---- */

static bool scenario_ran(const struct corpus *corpus, const char *id)
{
    for (size_t i = 0; i < corpus->count; i++)
        if (!strcmp(corpus->scenarios[i].id, id))
            return true;
    return false;
}

void session_check_expectations(const struct corpus *corpus, const struct target_set *targets, struct results *results)
{
    if (targets->against >= 0)
        return; /* known differences play no part then */
    for (size_t i = 0; i < targets->count; i++) {
        const struct expect *expect = &targets->items[i].expect;

        if (targets->items[i].unavailable)
            continue;
        for (const struct expect_line *line = expect->lines; line; line = line->hh.next) {
            if (!list_has(&corpus->ids, line->scenario) && !corpus->filtered)
                list_take(&results->errors, xformat("%s:%u: expected a scenario that exists, found '%s'", expect->path,
                                                    line->line, line->scenario));
            else if (!line->used && scenario_ran(corpus, line->scenario))
                list_take(&results->errors,
                          xformat("%s:%u: no fact meets this line: %s", expect->path, line->line, line->key));
        }
    }
}

static void note_escapes(struct replay *replay, struct results *results)
{
    list_sort(&replay->escapes);
    for (size_t i = 0; i < replay->escapes.count; i++)
        if (!i || strcmp(replay->escapes.items[i], replay->escapes.items[i - 1]) != 0)
            list_take(&results->errors, xformat("written outside of the sandbox: %s", replay->escapes.items[i]));
    list_free(&replay->escapes);
}

static char *now_text(void)
{
    char text[32];
    time_t now = time(NULL);
    struct tm parts;

    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &parts));
    return xstrdup(text);
}

static bool take_fingerprints(struct context *context, const struct target_set *targets, struct replay *replay)
{
    bool ok = true;

    replay->fingerprints = xcalloc(targets->count + 1, sizeof(*replay->fingerprints));
    for (size_t i = 0; ok && replay->journal && i < targets->count; i++)
        ok = !target_runs(&targets->items[i]) ||
             journal_fingerprint(&context->settings, &targets->items[i], replay->fingerprints[i], &context->problem);
    return ok;
}

bool session_compare(struct context *context, struct run *run, const struct corpus *corpus, struct target_set *targets,
                     struct journal *journal, struct results *results)
{
    struct judging judging = { corpus, targets, results, false };
    struct replay replay = { .settings = &context->settings,
                             .run = run,
                             .corpus = corpus,
                             .targets = targets,
                             .workers = session_workers(&context->options),
                             .done = judge_scenario,
                             .journal = journal,
                             .context = &judging };
    char *pictures = context->options.screenshots ? xformat("%s/pictures", run->folder) : NULL;
    double started = process_now();
    size_t runs = 0;
    bool ok;

    replay.pictures = pictures;
    results->started = now_text();
    results->corpus = corpus->total;
    for (size_t i = 0; i < corpus->count; i++)
        list_add(&results->scenarios, corpus->scenarios[i].id);
    describe_targets(targets, results);
    for (size_t i = 0; i < targets->count; i++)
        runs += target_runs(&targets->items[i]);
    progress_begin(&replay.progress, corpus->count * (runs ? runs : 1), context->options.json);
    ok = take_fingerprints(context, targets, &replay) && replay_all(&replay, &context->problem);
    results->ms = (uint64_t)((process_now() - started) * 1000.0);
    if (ok)
        note_escapes(&replay, results);
    list_free(&replay.escapes);
    free(replay.fingerprints);
    free(pictures);
    if (ok && judging.agent_failed)
        list_add(&results->errors, "an agent could not work: see the scenarios that are not run");
    results_sort(results);
    return ok;
}
