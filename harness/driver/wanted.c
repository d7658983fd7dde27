#include "driver/wanted.h"

#include "driver/coverage.h"

/* What one scenario cites of the decisions. */
struct source {
    const struct scenario *scenario;
    bool recorded;
    struct list numbers;
};

static struct wanted_decision *find_decision(const struct wanted *wanted, const char *number)
{
    for (size_t i = 0; i < wanted->decision_count; i++)
        if (!strcmp(wanted->decisions[i].statement->number, number))
            return &wanted->decisions[i];
    return NULL;
}

static void take_decisions(const struct statements *statements, struct wanted *wanted)
{
    wanted->decisions = xcalloc(statements->count, sizeof(*wanted->decisions));
    for (size_t i = 0; i < statements->count; i++)
        if (statements->items[i].number[0] == 'I')
            wanted->decisions[wanted->decision_count++].statement = &statements->items[i];
}

/* A recorded scenario may also say what it leaves to a decision at a line of its own; the recording still is one. */
static bool is_recorded(const struct trace *model)
{
    for (unsigned i = 0; i < model->n_evidence; i++)
        if (model->evidence[i].class == EVIDENCE_RECORDED)
            return true;
    return false;
}

static bool read_source(const struct corpus *corpus, size_t index, const struct statements *statements,
                        struct wanted *wanted, struct source *source, struct problem *problem)
{
    struct trace *model = NULL;
    struct coverage coverage;
    bool ok = corpus_model(corpus, &corpus->scenarios[index], &model, problem);

    source->scenario = &corpus->scenarios[index];
    if (!ok)
        return false;
    source->recorded = is_recorded(model);
    coverage_begin(statements, &coverage);
    coverage_cite(&coverage, source->scenario->id, source->scenario->evidence, model);
    for (size_t i = 0; i < coverage.count; i++) {
        struct wanted_decision *decision =
            coverage.rows[i].count ? find_decision(wanted, coverage.rows[i].statement->number) : NULL;

        if (!decision)
            continue;
        list_add(&source->numbers, decision->statement->number);
        list_add(&decision->scenarios, source->scenario->id);
        decision->recorded = decision->recorded || source->recorded;
    }
    coverage_free(&coverage);
    trace_free(model);
    return true;
}

/* ---- few that settle all ---- */

static bool is_open(const struct wanted *wanted, const char *number)
{
    const struct wanted_decision *decision = find_decision(wanted, number);

    return !decision->recorded && !decision->chosen;
}

static size_t open_count(const struct wanted *wanted, const struct source *source)
{
    size_t count = 0;

    for (size_t i = 0; i < source->numbers.count; i++)
        count += is_open(wanted, source->numbers.items[i]);
    return count;
}

/* Easier to record: needs no user, no second process. */
static bool is_better(size_t count, const struct source *source, size_t best_count, const struct source *best)
{
    if (count != best_count)
        return count > best_count;
    return count && best && !source->scenario->needs && best->scenario->needs;
}

static char *needs_text(unsigned needs)
{
    static const char *const words[] = { "ui", "processes", "threads", "native", "fault" };
    struct str text = { 0 };

    str_puts(&text, "");
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (needs & 1u << i)
            str_addf(&text, "%s%s", text.length ? ", " : "", words[i]);
    return text.data;
}

static void add_recording(struct wanted *wanted, const struct source *source)
{
    struct wanted_recording *recording;

    wanted->recordings = xrealloc(wanted->recordings, (wanted->recording_count + 1) * sizeof(*wanted->recordings));
    recording = &wanted->recordings[wanted->recording_count++];
    memset(recording, 0, sizeof(*recording));
    recording->scenario = xstrdup(source->scenario->id);
    recording->needs = needs_text(source->scenario->needs);
    for (size_t i = 0; i < source->numbers.count; i++) {
        const char *number = source->numbers.items[i];

        if (!is_open(wanted, number))
            continue;
        list_add(&recording->decisions, number);
        find_decision(wanted, number)->chosen = true;
    }
}

/* A native fault cannot be recorded. */
static bool can_be_recorded(const struct source *source)
{
    return !source->recorded && !(source->scenario->needs & (NEED_NATIVE | NEED_FAULT));
}

static void choose_recordings(struct wanted *wanted, const struct source *sources, size_t count)
{
    const struct source *best;

    do {
        size_t best_count = 0;

        best = NULL;
        for (size_t i = 0; i < count; i++) {
            const size_t open = can_be_recorded(&sources[i]) ? open_count(wanted, &sources[i]) : 0;

            if (open && is_better(open, &sources[i], best_count, best)) {
                best = &sources[i];
                best_count = open;
            }
        }
        if (best)
            add_recording(wanted, best);
    } while (best);
}

bool wanted_find(const struct corpus *corpus, const struct statements *statements, struct wanted *wanted,
                 struct problem *problem)
{
    struct source *sources = xcalloc(corpus->count, sizeof(*sources));
    bool ok = true;

    memset(wanted, 0, sizeof(*wanted));
    take_decisions(statements, wanted);
    for (size_t i = 0; ok && i < corpus->count; i++)
        ok = read_source(corpus, i, statements, wanted, &sources[i], problem);
    if (ok)
        choose_recordings(wanted, sources, corpus->count);
    for (size_t i = 0; i < corpus->count; i++)
        list_free(&sources[i].numbers);
    free(sources);
    return ok;
}

void wanted_free(struct wanted *wanted)
{
    for (size_t i = 0; i < wanted->decision_count; i++)
        list_free(&wanted->decisions[i].scenarios);
    for (size_t i = 0; i < wanted->recording_count; i++) {
        free(wanted->recordings[i].scenario);
        free(wanted->recordings[i].needs);
        list_free(&wanted->recordings[i].decisions);
    }
    free(wanted->decisions);
    free(wanted->recordings);
    memset(wanted, 0, sizeof(*wanted));
}
