#include "driver/verdict.h"

#include "driver/corpus.h"

const char *const verdict_names[N_VERDICTS] = { "same",  "known", "unsupported", "not run", "flaky",
                                                "fixed", "new",   "hang",        "crash" };

bool verdict_by_name(const char *name, enum verdict *verdict)
{
    for (unsigned i = 0; i < N_VERDICTS; i++) {
        if (!strcmp(name, verdict_names[i])) {
            *verdict = (enum verdict)i;
            return true;
        }
    }
    return false;
}

/* ---- evidence of a step ---- */

struct tagged {
    const char *label; /* of the model */
    char *evidence;
    UT_hash_handle hh;
};

struct judge {
    const char *id;
    const struct expect *expect;
    struct cell *cell;
    struct open_facts *open;
    char *header; /* evidence of the file */
    struct tagged *tagged;
    struct outcome *outcomes;
};

/* What became of a fact, for the steps that did not run because of it. */
struct outcome {
    char *key; /* "label / fact" */
    bool excused;
    UT_hash_handle hh;
};

static void collect_tags(struct judge *judge, const struct step *steps)
{
    for (const struct step *step = steps; step; step = step->next) {
        struct tagged *tagged;
        struct str text = { 0 };

        if (!step->tags.n || !step->label)
            continue;
        HASH_FIND_STR(judge->tagged, step->label, tagged);
        if (tagged)
            continue;
        for (unsigned i = 0; i < step->tags.n; i++)
            str_addf(&text, "%s%s", i ? ", " : "", step->tags.words[i]);
        tagged = xcalloc(1, sizeof(*tagged));
        tagged->label = step->label;
        tagged->evidence = text.data;
        HASH_ADD_KEYPTR(hh, judge->tagged, tagged->label, strlen(tagged->label), tagged);
    }
}

static void collect_all_tags(struct judge *judge, const struct trace *scenario)
{
    for (const struct section *section = scenario->sections; section; section = section->next) {
        collect_tags(judge, section->steps);
        for (const struct on *on = section->ons; on; on = on->next)
            collect_tags(judge, on->steps);
    }
}

static const char *evidence_of(const struct judge *judge, const char *label)
{
    struct tagged *tagged = NULL;

    HASH_FIND_STR(judge->tagged, label, tagged);
    return tagged ? tagged->evidence : judge->header;
}

static enum evidence_class class_of_word(const char *word, size_t length)
{
    static const struct {
        const char *prefix;
        enum evidence_class class;
    } numbers[] = {
        { "D-", EVIDENCE_DOCUMENTED },
        { "R-", EVIDENCE_DOCUMENTED },
        { "F-", EVIDENCE_FORENSIC },
        { "I-", EVIDENCE_INFERRED },
    };

    for (unsigned i = 0; i < N_EVIDENCE_CLASSES; i++)
        if (strlen(evidence_class_names[i]) == length && !strncmp(evidence_class_names[i], word, length))
            return (enum evidence_class)i;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
        if (length > 2 && !strncmp(word, numbers[i].prefix, 2))
            return numbers[i].class;
    return EVIDENCE_OBSERVED;
}

enum evidence_class evidence_strongest(const char *text)
{
    enum evidence_class best = EVIDENCE_OBSERVED;

    /* `observed TARGET` ranks below all, whatever words follow it in its own item. */
    while (*text) {
        size_t length = strcspn(text, ", ");
        enum evidence_class class = class_of_word(text, length);

        if (class < best)
            best = class;
        text += strcspn(text, ",");
        text += strspn(text, ", ");
    }
    return best;
}

/* ---- facts ---- */

static char *copy_or_null(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

void cell_add_fact(struct cell *cell, const struct fact *fact)
{
    struct fact *copy;

    if ((cell->fact_count & (cell->fact_count - 1)) == 0)
        cell->facts = xrealloc(cell->facts, (cell->fact_count ? cell->fact_count * 2 : 1) * sizeof(*cell->facts));
    copy = &cell->facts[cell->fact_count++];
    *copy = *fact;
    copy->label = xstrdup(fact->label);
    copy->fact = xstrdup(fact->fact);
    copy->expected = copy_or_null(fact->expected);
    copy->observed = copy_or_null(fact->observed);
    copy->evidence = copy_or_null(fact->evidence);
    copy->reason = copy_or_null(fact->reason);
}

static void count_fact(struct judge *judge, const struct fact_result *result, enum verdict verdict, bool red,
                       const char *reason)
{
    struct cell *cell = judge->cell;
    const char *evidence = evidence_of(judge, result->label);
    struct fact fact = { .label = (char *)result->label,
                         .fact = (char *)result->fact,
                         .verdict = verdict,
                         .red = red,
                         .expected = (char *)result->expected,
                         .observed = (char *)result->observed,
                         .evidence = (char *)evidence,
                         .reason = (char *)reason,
                         .line = result->scenario_line };

    cell->counts[verdict]++;
    cell->red |= red;
    if (verdict > cell->verdict)
        cell->verdict = verdict;
    if (verdict == VERDICT_SAME)
        cell->evidence[evidence_strongest(evidence)]++;
    else
        cell_add_fact(cell, &fact);
}

static void add_open(struct judge *judge, const struct fact_result *result)
{
    struct open_facts *open = judge->open;

    judge->cell->open++;
    if (!open || !result->observed)
        return;
    if ((open->count & (open->count - 1)) == 0)
        open->items = xrealloc(open->items, (open->count ? open->count * 2 : 1) * sizeof(*open->items));
    open->items[open->count++] =
        (struct open_fact){ xstrdup(result->label), xstrdup(result->fact), xstrdup(result->observed) };
}

static void remember(struct judge *judge, const struct fact_result *result, bool excused)
{
    struct outcome *outcome = xcalloc(1, sizeof(*outcome));

    outcome->key = xformat("%s / %s", result->label, result->fact);
    outcome->excused = excused;
    HASH_ADD_KEYPTR(hh, judge->outcomes, outcome->key, strlen(outcome->key), outcome);
}

/* A step that did not run is excused if what caused it is a known difference, or was itself excused. */
static bool cause_excused(const struct judge *judge, const struct fact_result *result)
{
    struct outcome *outcome = NULL;
    char *key;

    if (!result->cause)
        return false;
    key = xformat("%s / %s", result->cause, result->cause_fact ? result->cause_fact : "result");
    HASH_FIND_STR(judge->outcomes, key, outcome);
    free(key);
    return outcome && outcome->excused;
}

static enum verdict kind_of_difference(const struct fact_result *result)
{
    if (!result->observed)
        return VERDICT_NEW;
    if (!strncmp(result->observed, "crash", 5))
        return VERDICT_CRASH;
    return !strncmp(result->observed, "hang", 4) ? VERDICT_HANG : VERDICT_NEW;
}

static void judge_difference(struct judge *judge, const struct fact_result *result, struct expect_line *line)
{
    const char *observed = result->observed ? result->observed : "", *expected = result->expected;
    bool about_another = line && line->expected && strcmp(line->expected, expected ? expected : "") != 0;
    char *reason;

    if (!line) {
        count_fact(judge, result, kind_of_difference(result), true, NULL);
        return;
    }
    line->used = true;
    if (!strcmp(line->observed, observed) && !about_another && !line->expired) {
        reason = xformat("%s%s%s", line->reason, *line->until ? ", until " : "", line->until);
        count_fact(judge, result, VERDICT_KNOWN, false, reason);
        free(reason);
        remember(judge, result, true);
        return;
    }
    if (line->expired)
        reason = xformat("the known difference of %s:%u ended on %s", judge->expect->path, line->line, line->until);
    else if (about_another)
        reason = xformat("%s:%u is about another expectation: %s", judge->expect->path, line->line, line->expected);
    else
        reason = xformat("%s:%u knows another value: %s", judge->expect->path, line->line, line->observed);
    count_fact(judge, result, kind_of_difference(result), true, reason);
    free(reason);
}

static void judge_same(struct judge *judge, const struct fact_result *result, struct expect_line *line)
{
    char *reason;

    if (!line) {
        count_fact(judge, result, VERDICT_SAME, false, NULL);
        return;
    }
    line->used = true;
    reason = xformat("no longer differs: remove %s:%u", judge->expect->path, line->line);
    count_fact(judge, result, VERDICT_FIXED, true, reason);
    free(reason);
}

static void judge_fact(struct judge *judge, const struct fact_result *result)
{
    struct expect_line *line = expect_find(judge->expect, judge->id, result->label, result->fact);
    bool excused;

    switch (result->verdict) {
    case FACT_SAME:
        judge_same(judge, result, line);
        break;
    case FACT_DIFFERENT:
        judge_difference(judge, result, line);
        break;
    case FACT_NOT_OBSERVED:
        count_fact(judge, result, VERDICT_UNSUPPORTED, false, "this lane does not observe it");
        remember(judge, result, true);
        break;
    case FACT_NOT_RUN:
        excused = cause_excused(judge, result);
        count_fact(judge, result, VERDICT_NOT_RUN, !excused, result->cause);
        remember(judge, result, excused);
        break;
    default:
        add_open(judge, result);
        break;
    }
}

static void judge_free(struct judge *judge)
{
    struct tagged *tagged, *next_tagged;
    struct outcome *outcome, *next_outcome;

    HASH_ITER(hh, judge->tagged, tagged, next_tagged)
    {
        HASH_DEL(judge->tagged, tagged);
        free(tagged->evidence);
        free(tagged);
    }
    HASH_ITER(hh, judge->outcomes, outcome, next_outcome)
    {
        HASH_DEL(judge->outcomes, outcome);
        free(outcome->key);
        free(outcome);
    }
    free(judge->header);
}

static const struct detail *last_dialog_below(const struct step *step)
{
    const struct detail *found = NULL;

    for (const struct detail *detail = step->details; detail; detail = detail->next)
        if (detail->kind == SEEN_DIALOG)
            found = detail;
    return found;
}

static const struct detail *last_dialog(const struct trace *trace)
{
    const struct detail *found = NULL, *below;

    for (const struct section *section = trace->sections; section; section = section->next)
        for (const struct step *step = section->steps; step; step = step->next)
            if ((below = last_dialog_below(step)) != NULL)
                found = below;
    return found;
}

/* Who has no UI map for his DLL can write it from the dialog as it was seen. */
static char *unsupported_reason(const char *what, const struct trace *trace)
{
    const struct detail *detail = last_dialog(trace);
    struct buffer text;
    char *reason;

    if (strcmp(what, "no-ui-map") != 0 || !detail)
        return xstrdup(what);
    buffer_init(&text, TRACE_MAX_SCENARIO);
    trace_print_detail(detail, 0, &text);
    for (detail = detail->next; detail && detail->kind == SEEN_CONTROL; detail = detail->next)
        trace_print_detail(detail, 0, &text);
    if (text.len && text.data[text.len - 1] == '\n')
        text.data[text.len - 1] = 0;
    reason = xformat("%s: no UI map (--ui) has the role that the scenario names for this dialog:\n%s", what,
                     text.data ? text.data : "");
    buffer_free(&text);
    return reason;
}

bool verdict_judge(const char *id, const struct trace *scenario, const struct trace *expectation,
                   const struct trace *trace, const struct expect *expect, struct cell *cell, struct open_facts *open,
                   struct problem *problem)
{
    struct judge judge = { .id = id, .expect = expect, .cell = cell, .open = open };
    struct judgement *judgement;

    memset(cell, 0, sizeof(*cell));
    if (trace_judge(expectation, trace, &judgement) != ST_OK)
        return problem_set(problem, CODE_INTERNAL, "out of memory while judging %s", id);
    if (judgement->unsupported) {
        char *reason = unsupported_reason(judgement->unsupported, trace);

        verdict_without_trace(cell, VERDICT_UNSUPPORTED, false, reason);
        free(reason);
        judgement_free(judgement);
        return true;
    }
    judge.header = evidence_text(scenario);
    collect_all_tags(&judge, scenario);
    for (size_t i = 0; i < judgement->n_facts; i++)
        judge_fact(&judge, &judgement->facts[i]);
    judge_free(&judge);
    judgement_free(judgement);
    return true;
}

void verdict_without_trace(struct cell *cell, enum verdict verdict, bool red, const char *reason)
{
    memset(cell, 0, sizeof(*cell));
    cell->verdict = verdict;
    cell->red = red;
    cell->reason = copy_or_null(reason);
}

void cell_take_pictures(struct cell *cell, struct list *pictures)
{
    list_free(&cell->pictures);
    cell->pictures = *pictures;
    memset(pictures, 0, sizeof(*pictures));
}

void fact_free(struct fact *fact)
{
    free(fact->label);
    free(fact->fact);
    free(fact->expected);
    free(fact->observed);
    free(fact->evidence);
    free(fact->reason);
    memset(fact, 0, sizeof(*fact));
}

void cell_free(struct cell *cell)
{
    for (size_t i = 0; i < cell->fact_count; i++)
        fact_free(&cell->facts[i]);
    free(cell->facts);
    free(cell->reason);
    list_free(&cell->pictures);
    memset(cell, 0, sizeof(*cell));
}

void open_facts_free(struct open_facts *open)
{
    for (size_t i = 0; i < open->count; i++) {
        free(open->items[i].label);
        free(open->items[i].fact);
        free(open->items[i].observed);
    }
    free(open->items);
    memset(open, 0, sizeof(*open));
}
