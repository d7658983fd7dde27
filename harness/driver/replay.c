#include "driver/replay.h"

#include "driver/display.h"
#include "driver/ending.h"
#include "driver/files.h"
#include "driver/machine.h"
#include "driver/process.h"
#include "driver/queue.h"

#include "agent/patience.h"

#include <errno.h>
#include <sha256.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRACE_SECONDS 5.0 /* an agent ends its scenario itself; the driver's limit comes after it */
#define COLD_SECONDS  2.0 /* the first start in a prefix on a machine of normal speed */
#define MAX_FACTOR    5.0
#define IDLE_SECONDS  0.5
#define PHOTO_FACTOR  3 /* of time limits: a picture takes longer than most dialogs */

struct worker {
    pid_t pid; /* 0: idle */
    struct unit unit;
    double started, deadline;
    bool out_of_time;
    bool has_prefix, warm, retried;
    struct prefix prefix;
    struct display display;
    char *pictures; /* of the agent that runs; NULL: none are taken */
};

struct crew {
    struct replay *replay;
    struct problem *problem;
    struct queue queue;
    struct worker *workers;
    struct machine machine;
    unsigned *pending;  /* of each scenario: targets that still run; UINT_MAX before it is prepared */
    bool *held;         /* of each scenario and target: its trace is in the journal */
    char (*hashes)[65]; /* of each scenario that is prepared, for its key there */
    double factor;      /* of time limits: how much slower this machine is, measured at the first cold start */
};

static bool scenario_complete(struct crew *crew, size_t scenario);

static struct target *target_of(const struct crew *crew, size_t index)
{
    return &crew->replay->targets->items[index];
}

/* ---- before: the scenario that an agent reads ---- */

/* Also what the scenario adds to the key of its cells in the journal: name, limit, text. */
static void hash_scenario(const struct crew *crew, size_t index, const struct buffer *text)
{
    const struct scenario *scenario = &crew->replay->corpus->scenarios[index];
    struct str inputs = { 0 };

    str_addf(&inputs, "%s\n%u\n", scenario->id, scenario->limit_ms);
    str_add(&inputs, text->data, text->len);
    SHA256Data((const uint8_t *)inputs.data, inputs.length, crew->hashes[index]);
    str_free(&inputs);
}

static bool write_scenario(const struct crew *crew, size_t index)
{
    const struct replay *replay = crew->replay;
    struct agent_files files = agent_files(replay->run->folder, index, 0);
    struct trace *model = NULL;
    struct buffer text;
    bool ok = corpus_model(replay->corpus, &replay->corpus->scenarios[index], &model, crew->problem);

    buffer_init(&text, TRACE_MAX_SCENARIO);
    if (ok) {
        trace_print(model, &text);
        if (crew->replay->journal && text.status == ST_OK)
            hash_scenario(crew, index, &text);
        ok = text.status == ST_OK ? file_replace(files.scenario, text.data, text.len, crew->problem)
                                  : problem_set(crew->problem, CODE_USAGE, "%s: too long with its start state",
                                                replay->corpus->scenarios[index].path);
    }
    buffer_free(&text);
    trace_free(model);
    agent_files_free(&files);
    return ok;
}

static unsigned running_targets(const struct crew *crew)
{
    unsigned count = 0;

    for (size_t i = 0; i < crew->replay->targets->count; i++)
        count += target_runs(target_of(crew, i));
    return count;
}

static bool is_held(const struct crew *crew, size_t scenario, size_t target)
{
    return crew->held[scenario * crew->replay->targets->count + target];
}

static void cell_key(const struct crew *crew, size_t scenario, size_t target, char key[65])
{
    journal_key(crew->replay->fingerprints[target], crew->hashes[scenario], key);
}

/* Looks which targets need not run it. */
static void look_into_journal(struct crew *crew, size_t scenario)
{
    const struct replay *replay = crew->replay;
    char key[65];

    for (size_t i = 0; replay->journal && i < replay->targets->count; i++) {
        if (!target_runs(target_of(crew, i)))
            continue;
        cell_key(crew, scenario, i, key);
        if (!journal_has(replay->journal, key))
            continue;
        crew->held[scenario * replay->targets->count + i] = true;
        crew->pending[scenario]--;
        progress_step(&crew->replay->progress);
    }
}

static bool prepare(struct crew *crew, const struct unit *unit)
{
    for (size_t i = unit->first; i < unit->first + unit->count; i++) {
        if (crew->pending[i] != UINT32_MAX)
            continue;
        crew->pending[i] = running_targets(crew);
        if (!write_scenario(crew, i))
            return false;
        look_into_journal(crew, i);
        if (!crew->pending[i] && !scenario_complete(crew, i))
            return false;
    }
    return true;
}

/* How many scenarios of a unit have to run. */
static size_t missing(const struct crew *crew, const struct unit *unit)
{
    size_t count = 0;

    for (size_t i = unit->first; i < unit->first + unit->count; i++)
        count += !is_held(crew, i, unit->target);
    return count;
}

/* ---- starting ---- */

/* Of one scenario on a target, as this machine needs it. */
static unsigned scenario_limit(const struct crew *crew, size_t index, const struct target *target)
{
    unsigned limit = (unsigned)((double)crew->replay->corpus->scenarios[index].limit_ms * crew->factor);

    return limit * (crew->replay->pictures ? PHOTO_FACTOR : 1) * (target->lane == LANE_X86 ? MACHINE_FACTOR : 1);
}

/* The longest. */
static unsigned unit_limit(const struct crew *crew, const struct unit *unit)
{
    unsigned longest = 0;

    for (size_t i = unit->first; i < unit->first + unit->count; i++) {
        const unsigned limit = scenario_limit(crew, i, target_of(crew, unit->target));

        longest = limit > longest ? limit : longest;
    }
    return longest;
}

static bool make_prefix(const struct crew *crew, struct worker *worker)
{
    const struct replay *replay = crew->replay;
    char *folder = xformat("%s/slot%zu", replay->run->folder, (size_t)(worker - crew->workers));
    bool ok = !replay->pictures || display_start(replay->settings, folder, &worker->display, crew->problem);

    worker->has_prefix = ok;
    ok = ok && prefix_make(replay->settings, folder, worker->display.name, &worker->prefix, crew->problem);
    free(folder);
    return ok;
}

/* Seconds. The start of several processes on a busy machine takes longer than most scenarios. */
static double patience_with(const struct crew *crew, const struct unit *unit, unsigned limit)
{
    const unsigned longest = PATIENCE_WITH_AGENT_MS(limit);

    if (crew->replay->corpus->scenarios[unit->first].needs & NEED_PROCESSES)
        return longest / 1000.0;
    return limit * 1.25 / 1000.0 + GRACE_SECONDS * crew->factor;
}

static bool start_wine(struct crew *crew, struct worker *worker)
{
    const struct replay *replay = crew->replay;
    struct agent_files files = agent_files(replay->run->folder, worker->unit.first, worker->unit.target);
    unsigned limit = unit_limit(crew, &worker->unit);
    bool ok = worker->has_prefix || make_prefix(crew, worker);

    if (ok && replay->pictures && !worker->pictures) {
        worker->pictures =
            display_pictures(worker->prefix.folder, worker->unit.first, worker->unit.target, crew->problem);
        ok = worker->pictures != NULL;
    }
    worker->started = process_now();
    ok = ok && agent_start_wine(replay->run->folder, &worker->prefix, target_of(crew, worker->unit.target), &files,
                                replay->corpus->scenarios[worker->unit.first].id, worker->pictures, limit, &worker->pid,
                                crew->problem);
    worker->deadline = worker->started + patience_with(crew, &worker->unit, limit) + (worker->warm ? 0.0 : 30.0);
    agent_files_free(&files);
    return ok;
}

static char *unit_file(const struct crew *crew, const struct unit *unit, const char *ending)
{
    return xformat("%s/batch-%zu.%zu%s", crew->replay->run->folder, unit->first, unit->target, ending);
}

/* The lines that an agent's --batch reads; `machine` writes paths as Wine sees them. */
static bool write_batch(const struct crew *crew, const struct unit *unit, bool windows, const char *path)
{
    struct str list = { 0 };
    bool ok;

    for (size_t i = unit->first; i < unit->first + unit->count; i++) {
        struct agent_files files;
        char *scenario, *trace;

        if (is_held(crew, i, unit->target))
            continue;
        files = agent_files(crew->replay->run->folder, i, unit->target);
        scenario = windows ? prefix_path(files.scenario) : xstrdup(files.scenario);
        trace = windows ? prefix_path(files.trace) : xstrdup(files.trace);
        str_addf(&list, "%s\t%s\t%s\t%u\n", scenario, trace, crew->replay->corpus->scenarios[i].id,
                 scenario_limit(crew, i, target_of(crew, unit->target)));
        free(scenario);
        free(trace);
        agent_files_free(&files);
    }
    ok = file_replace(path, list.data, list.length, crew->problem);
    str_free(&list);
    return ok;
}

static bool start_batch(struct crew *crew, struct worker *worker)
{
    const struct unit *unit = &worker->unit;
    struct target *target = target_of(crew, unit->target);
    bool x86 = target->lane == LANE_X86;
    char *list = unit_file(crew, unit, ".txt"), *output = unit_file(crew, unit, ".out");
    const unsigned limit = unit_limit(crew, unit), patience = PATIENCE_WITH_AGENT_MS(limit);
    bool ok = write_batch(crew, unit, x86, list);

    worker->started = process_now();
    worker->deadline = worker->started + (double)unit->count * patience / 1000.0 + 10.0;
    if (ok && x86) {
        ok = machine_start(&crew->machine, crew->replay->settings, crew->replay->run, crew->problem) &&
             machine_run_batch(&crew->machine, target, list, output, limit, &worker->pid, crew->problem);
        crew->queue.machine_busy = true;
    } else if (ok) {
        ok = agent_start_native(target, crew->replay->run->folder, list, output, limit, &worker->pid, crew->problem);
    }
    free(list);
    free(output);
    return ok;
}

static bool start_unit(struct crew *crew, struct worker *worker)
{
    worker->out_of_time = false;
    return target_of(crew, worker->unit.target)->lane == LANE_WINE ? start_wine(crew, worker)
                                                                   : start_batch(crew, worker);
}

/* ---- after: one scenario is complete ---- */

static void gather(const struct crew *crew, size_t scenario, size_t index, struct replayed *replayed)
{
    const struct target *target = target_of(crew, index);
    struct agent_files files;
    struct ending ending;
    char *output;

    replayed->ran = true;
    if (is_held(crew, scenario, index)) {
        char key[65];

        cell_key(crew, scenario, index, key);
        if (!journal_take(crew->replay->journal, key, &replayed->text, &replayed->seconds))
            replayed->failure = xstrdup("the journal cannot be read back");
        return;
    }
    files = agent_files(crew->replay->run->folder, scenario, index);
    ending = ending_take(&files);
    output = xformat("%s.txt", files.trace);
    replayed->seconds = ending.seconds;
    mapped_trace_read(files.trace, &replayed->text);
    if (replayed->text.length)
        agent_complete_trace(&replayed->text, target->lane, ending.out_of_time ? AGENT_OUT_OF_TIME : AGENT_ENDED,
                             ending.status);
    else
        replayed->failure = ending_failure(output);
    if (crew->replay->pictures)
        display_list(crew->replay->pictures, crew->replay->corpus->scenarios[scenario].id, target->name,
                     &replayed->pictures);
    unlink(files.trace);
    unlink(output);
    tree_remove(files.profile);
    free(output);
    agent_files_free(&files);
}

static bool scenario_complete(struct crew *crew, size_t scenario)
{
    struct replay *replay = crew->replay;
    size_t targets = replay->targets->count;
    struct replayed *replayed = xcalloc(targets, sizeof(*replayed));
    struct agent_files files = agent_files(replay->run->folder, scenario, 0);
    bool ok;

    for (size_t i = 0; i < targets; i++)
        if (target_runs(target_of(crew, i)))
            gather(crew, scenario, i, &replayed[i]);
    unlink(files.scenario);
    ok = replay->done(replay->context, scenario, replayed, crew->problem);
    for (size_t i = 0; i < targets; i++) {
        str_free(&replayed[i].text);
        free(replayed[i].failure);
        list_free(&replayed[i].pictures);
    }
    free(replayed);
    agent_files_free(&files);
    return ok;
}

/* What the agent of a batch said goes to those of its scenarios that it gave no trace. */
static void keep_output(const struct crew *crew, const struct worker *worker, const struct agent_files *files)
{
    char *output = unit_file(crew, &worker->unit, ".out"), *own = xformat("%s.txt", files->trace);
    struct problem ignored = { 0 };

    if (target_of(crew, worker->unit.target)->lane != LANE_WINE && !file_exists(files->trace) && file_exists(output))
        file_copy(output, own, &ignored);
    free(output);
    free(own);
}

/* What could not work is tried again by whoever goes on, so it is not entered. */
static void enter(const struct crew *crew, size_t scenario, size_t target, const struct agent_files *files,
                  const struct ending *ending)
{
    struct str text = { 0 };
    char key[65];

    if (!crew->replay->journal)
        return;
    mapped_trace_read(files->trace, &text);
    if (text.length) {
        agent_complete_trace(&text, target_of(crew, target)->lane,
                             ending->out_of_time ? AGENT_OUT_OF_TIME : AGENT_ENDED, ending->status);
        cell_key(crew, scenario, target, key);
        journal_add(crew->replay->journal, key, &text, ending->seconds);
    }
    str_free(&text);
}

static bool finish_scenario(struct crew *crew, const struct worker *worker, size_t scenario, int status)
{
    struct agent_files files = agent_files(crew->replay->run->folder, scenario, worker->unit.target);
    struct ending ending = { (process_now() - worker->started) / (double)missing(crew, &worker->unit), status,
                             worker->out_of_time };

    ending_keep(&files, &ending);
    enter(crew, scenario, worker->unit.target, &files, &ending);
    keep_output(crew, worker, &files);
    agent_files_free(&files);
    progress_step(&crew->replay->progress);
    return --crew->pending[scenario] || scenario_complete(crew, scenario);
}

/* A machine that needs longer than usual for its first start needs longer for everything. */
static void measure(struct crew *crew, struct worker *worker)
{
    double factor = (process_now() - worker->started) / COLD_SECONDS;

    worker->warm = true;
    if (factor > crew->factor)
        crew->factor = factor < MAX_FACTOR ? factor : MAX_FACTOR;
}

/* Under heavy load Wine's own services may not be ready for the first program of a prefix, which then never starts: no
 * trace at all, unlike any end that a DLL can cause. */
static bool never_started(const struct crew *crew, const struct worker *worker)
{
    struct agent_files files = agent_files(crew->replay->run->folder, worker->unit.first, worker->unit.target);
    bool never = !worker->out_of_time && !file_exists(files.trace);

    agent_files_free(&files);
    return never;
}

static bool finish_unit(struct crew *crew, struct worker *worker, int status)
{
    const struct target *target = target_of(crew, worker->unit.target);
    bool ok = true;

    worker->pid = 0;
    if (target->lane == LANE_WINE && !worker->retried && never_started(crew, worker)) {
        worker->retried = true;
        return start_wine(crew, worker);
    }
    worker->retried = false;
    if (target->lane == LANE_WINE && !worker->warm && !worker->out_of_time)
        measure(crew, worker);
    if (target->lane == LANE_X86)
        crew->queue.machine_busy = false;
    if (worker->pictures)
        ok = display_keep(worker->pictures, crew->replay->pictures,
                          crew->replay->corpus->scenarios[worker->unit.first].id, target->name, crew->problem);
    free(worker->pictures);
    worker->pictures = NULL;
    for (size_t i = worker->unit.first; ok && i < worker->unit.first + worker->unit.count; i++)
        ok = is_held(crew, i, worker->unit.target) || finish_scenario(crew, worker, i, status);
    if (worker->unit.count > 1 || target->lane != LANE_WINE) {
        char *list = unit_file(crew, &worker->unit, ".txt"), *output = unit_file(crew, &worker->unit, ".out");

        unlink(list);
        unlink(output);
        free(list);
        free(output);
    }
    return ok;
}

/* ---- the loop ---- */

/* The next unit of which something has to run. *none: there is none now. */
static bool next_unit(struct crew *crew, struct unit *unit, bool *none)
{
    do {
        *none = !queue_next(&crew->queue, unit);
        if (!*none && !prepare(crew, unit))
            return false;
    } while (!*none && !missing(crew, unit) && !run_stopped());
    return true;
}

static bool start_idle(struct crew *crew)
{
    bool none;

    for (unsigned i = 0; i < crew->replay->workers; i++) {
        struct worker *worker = &crew->workers[i];

        if (worker->pid)
            continue;
        if (!next_unit(crew, &worker->unit, &none))
            return false;
        if (none || run_stopped())
            return true;
        if (!start_unit(crew, worker))
            return false;
    }
    return true;
}

static bool any_busy(const struct crew *crew)
{
    for (unsigned i = 0; i < crew->replay->workers; i++)
        if (crew->workers[i].pid)
            return true;
    return false;
}

static bool reap(struct crew *crew)
{
    for (unsigned i = 0; i < crew->replay->workers; i++) {
        struct worker *worker = &crew->workers[i];
        int status;

        if (!worker->pid || waitpid(worker->pid, &status, WNOHANG) != worker->pid)
            continue;
        if (!finish_unit(crew, worker, process_status(status)))
            return false;
    }
    return true;
}

/* Returns the seconds until the next limit. */
static double enforce_limits(struct crew *crew)
{
    double now = process_now(), next = IDLE_SECONDS;

    for (unsigned i = 0; i < crew->replay->workers; i++) {
        struct worker *worker = &crew->workers[i];

        if (!worker->pid)
            continue;
        if (now >= worker->deadline && !worker->out_of_time) {
            worker->out_of_time = true;
            process_kill(worker->pid);
        } else if (!worker->out_of_time && worker->deadline - now < next) {
            next = worker->deadline - now;
        }
    }
    return next;
}

/* Targets that run nothing need only to be judged. */
static bool replay_nothing(struct crew *crew)
{
    for (size_t i = 0; i < crew->replay->corpus->count; i++) {
        if (run_stopped())
            return false;
        progress_step(&crew->replay->progress);
        if (!scenario_complete(crew, i))
            return false;
    }
    return true;
}

static bool loop(struct crew *crew)
{
    if (!running_targets(crew))
        return replay_nothing(crew);
    while (!queue_empty(&crew->queue) || any_busy(crew)) {
        if (run_stopped() || !start_idle(crew))
            return false;
        if (any_busy(crew))
            run_wait(enforce_limits(crew));
        if (!reap(crew))
            return false;
    }
    return true;
}

static void end_workers(struct crew *crew, bool ok)
{
    for (unsigned i = 0; i < crew->replay->workers; i++) {
        struct worker *worker = &crew->workers[i];

        if (worker->pid) {
            process_kill(worker->pid);
            waitpid(worker->pid, NULL, 0);
        }
        if (worker->has_prefix && ok) {
            prefix_stop(&worker->prefix);
            /* In another language than the template's Wine sets up much of the account anew. */
            if (!crew->replay->settings->language &&
                !prefix_escapes(crew->replay->settings->template, worker->prefix.folder, &crew->replay->escapes,
                                crew->problem))
                ok = false;
        }
        if (worker->has_prefix)
            prefix_free(&worker->prefix);
        display_stop(&worker->display);
        free(worker->pictures);
    }
}

bool replay_all(struct replay *replay, struct problem *problem)
{
    struct crew crew = { .replay = replay, .problem = problem, .factor = 1.0 };
    size_t scenarios = replay->corpus->count;
    bool ok;

    crew.workers = xcalloc(replay->workers, sizeof(*crew.workers));
    crew.pending = xcalloc(scenarios, sizeof(*crew.pending));
    memset(crew.pending, 0xff, scenarios * sizeof(*crew.pending));
    crew.held = xcalloc(scenarios * replay->targets->count + 1, sizeof(*crew.held));
    crew.hashes = xcalloc(replay->journal ? scenarios + 1 : 1, sizeof(*crew.hashes));
    queue_begin(&crew.queue, replay->targets, scenarios);
    ok = loop(&crew);
    progress_end(&replay->progress);
    end_workers(&crew, ok);
    machine_stop(&crew.machine);
    free(crew.workers);
    free(crew.pending);
    free(crew.held);
    free(crew.hashes);
    return ok && !problem->text[0];
}
