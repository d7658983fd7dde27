#include "driver/baseline.h"

char *baseline_path(const char *root, const char *scenarios)
{
    return scenarios ? xformat("%s/baseline.json", scenarios) : xformat("%s/reports/baseline.json", root);
}

/* ---- the table ---- */

static void cell_drop(struct baseline_cell *cell)
{
    for (size_t i = 0; i < cell->fact_count; i++) {
        free(cell->facts[i].key);
        free(cell->facts[i].observed);
    }
    free(cell->facts);
    free(cell->key);
    free(cell->scenario);
    free(cell->target);
    free(cell);
}

static void remove_cell(struct baseline *baseline, struct baseline_cell *cell)
{
    HASH_DEL(baseline->cells, cell);
    cell_drop(cell);
}

void baseline_free(struct baseline *baseline)
{
    struct baseline_cell *cell, *next;

    HASH_ITER(hh, baseline->cells, cell, next)
    {
        remove_cell(baseline, cell);
    }
    list_free(&baseline->names);
    list_free(&baseline->lanes);
    free(baseline->path);
    memset(baseline, 0, sizeof(*baseline));
}

struct baseline_cell *baseline_cell_of(const struct baseline *baseline, const char *scenario, const char *target)
{
    char *key = xformat("%s\t%s", scenario, target);
    struct baseline_cell *cell = NULL;

    if (baseline->cells)
        HASH_FIND_STR(baseline->cells, key, cell);
    free(key);
    return cell;
}

struct baseline_cell *baseline_add_cell(struct baseline *baseline, const char *scenario, const char *target)
{
    struct baseline_cell *cell = baseline_cell_of(baseline, scenario, target);

    if (cell)
        remove_cell(baseline, cell);
    cell = xcalloc(1, sizeof(*cell));
    cell->key = xformat("%s\t%s", scenario, target);
    cell->scenario = xstrdup(scenario);
    cell->target = xstrdup(target);
    HASH_ADD_KEYPTR(hh, baseline->cells, cell->key, strlen(cell->key), cell);
    return cell;
}

void baseline_add_fact(struct baseline_cell *cell, char *key, enum verdict verdict, const char *observed, unsigned line)
{
    struct baseline_fact *fact;

    cell->facts = xrealloc(cell->facts, (cell->fact_count + 1) * sizeof(*cell->facts));
    fact = &cell->facts[cell->fact_count++];
    *fact = (struct baseline_fact){ key, verdict, observed ? xstrdup(observed) : NULL, line };
}

int baseline_target(const struct baseline *baseline, const struct target_info *target)
{
    for (size_t i = 0; !target->unavailable && i < baseline->names.count; i++)
        if (!strcmp(baseline->names.items[i], target->name) && target->lane &&
            !strcmp(baseline->lanes.items[i], target->lane))
            return (int)i;
    return -1;
}

static bool has_facts(const unsigned counts[])
{
    for (unsigned i = 0; i < N_VERDICTS; i++)
        if (counts[i])
            return true;
    return false;
}

void baseline_counts(enum verdict verdict, const unsigned counts[], struct str *out)
{
    const char *between = "";

    if (!has_facts(counts))
        str_puts(out, verdict_names[verdict]);
    for (unsigned i = 0; i < N_VERDICTS; i++) {
        if (!counts[i])
            continue;
        str_addf(out, "%s%u %s", between, counts[i], verdict_names[i]);
        between = ", ";
    }
}

static int by_scenario(const struct baseline_cell *left, const struct baseline_cell *right)
{
    const int order = strcmp(left->scenario, right->scenario);

    return order ? order : strcmp(left->target, right->target);
}

void baseline_sort(struct baseline *baseline)
{
    HASH_SORT(baseline->cells, by_scenario);
}

/* ---- from a run ---- */

/* What is not run or unsupported follows from another fact or from the target: it is counted only. */
bool baseline_lists(enum verdict verdict)
{
    return verdict == VERDICT_KNOWN || verdict >= VERDICT_FLAKY;
}

static char *key_of(const struct fact *fact)
{
    return xformat("%s / %s", fact->label, fact->fact);
}

static const struct baseline_fact *find_fact(const struct baseline_cell *cell, const char *key)
{
    for (size_t i = 0; cell && i < cell->fact_count; i++)
        if (!strcmp(cell->facts[i].key, key))
            return &cell->facts[i];
    return NULL;
}

static bool same_observed(const char *left, const char *right)
{
    return !strcmp(left ? left : "", right ? right : "") && !left == !right;
}

static void fill_cell(struct baseline_cell *to, const struct cell *cell)
{
    to->verdict = cell->verdict;
    memcpy(to->counts, cell->counts, sizeof(to->counts));
    for (size_t i = 0; i < cell->fact_count; i++)
        if (baseline_lists(cell->facts[i].verdict))
            baseline_add_fact(to, key_of(&cell->facts[i]), cell->facts[i].verdict, cell->facts[i].observed, 0);
}

static void add_target(struct baseline *baseline, const struct target_info *target)
{
    if (baseline_target(baseline, target) >= 0)
        return;
    for (size_t i = 0; i < baseline->names.count; i++) {
        if (strcmp(baseline->names.items[i], target->name) != 0)
            continue;
        free(baseline->lanes.items[i]); /* the same name in another lane */
        baseline->lanes.items[i] = xstrdup(target->lane);
        return;
    }
    list_add(&baseline->names, target->name);
    list_add(&baseline->lanes, target->lane);
}

bool baseline_take(struct baseline *baseline, const struct results *results, unsigned target, bool whole,
                   struct problem *problem)
{
    const char *name = results->targets[target].name;
    struct baseline_cell *old, *next;

    add_target(baseline, &results->targets[target]);
    HASH_ITER(hh, baseline->cells, old, next)
    {
        if (whole && !strcmp(old->target, name))
            remove_cell(baseline, old);
    }
    for (size_t i = 0; i < results->count; i++) {
        const struct entry *entry = &results->items[i];
        struct cell cell;

        if (entry->target != target)
            continue;
        if (!results_cell(results, entry, &cell))
            return results_unreadable(problem);
        fill_cell(baseline_add_cell(baseline, results->scenarios.items[entry->scenario], name), &cell);
        cell_free(&cell);
    }
    return true;
}

/* ---- accept ---- */

static bool is_accepted(const struct fact *fact, const struct fact *accepted)
{
    return !strcmp(fact->label, accepted->label) && !strcmp(fact->fact, accepted->fact);
}

static void follow_fact(const struct baseline_cell *before, const struct fact *fact, const struct fact *accepted,
                        struct baseline_cell *after)
{
    char *key = key_of(fact);
    const struct baseline_fact *old = find_fact(before, key);
    const bool red = fact->red && fact->verdict >= VERDICT_FIXED;
    enum verdict verdict = fact->verdict;
    const char *observed = fact->observed;

    if (is_accepted(fact, accepted)) {
        verdict = accepted->verdict == VERDICT_FIXED ? VERDICT_SAME : VERDICT_KNOWN;
    } else if (red) {
        verdict = old ? old->verdict : VERDICT_SAME;
        observed = old ? old->observed : NULL;
    }
    after->counts[fact->verdict]--;
    after->counts[verdict]++;
    if (baseline_lists(verdict))
        baseline_add_fact(after, xstrdup(key), verdict, observed, 0);
    free(key);
}

void baseline_follow(struct baseline *baseline, const char *scenario, const char *target, const struct cell *cell,
                     const struct fact *accepted)
{
    struct baseline_cell *before = baseline_cell_of(baseline, scenario, target), *after;

    if (before)
        HASH_DEL(baseline->cells, before);
    after = baseline_add_cell(baseline, scenario, target);
    after->verdict = cell->verdict;
    memcpy(after->counts, cell->counts, sizeof(after->counts));
    for (size_t i = 0; i < cell->fact_count; i++)
        follow_fact(before, &cell->facts[i], accepted, after);
    if (before)
        cell_drop(before);
}

/* ---- deviations ---- */

struct comparing {
    const struct baseline *baseline;
    const struct results *results;
    struct list *deviations;
};

static void deviates(const struct comparing *comparing, unsigned line, const char *word, const char *what,
                     const char *target, const char *how)
{
    const char *path = comparing->baseline->path;
    char place[16] = "";

    if (line)
        snprintf(place, sizeof(place), ":%u", line);
    list_take(comparing->deviations, xformat("%s%s%s%s: %s%s%s%s%s", path ? path : "", place, path ? ": " : "", word,
                                             what, target ? " on " : "", target ? target : "", *how ? ": " : "", how));
}

/* `known "E_NOTIMPL"`. New, free(). */
static char *shown(enum verdict verdict, const char *observed)
{
    return observed ? xformat("%s \"%s\"", verdict_names[verdict], observed) : xstrdup(verdict_names[verdict]);
}

static const char *direction(enum verdict before, enum verdict now)
{
    if (now == VERDICT_FIXED)
        return "fixed";
    return now > before ? "worse" : now < before ? "better" : "changed";
}

static void compare_fact(const struct comparing *comparing, const struct baseline_cell *before, const struct fact *fact)
{
    char *key = key_of(fact), *name = xformat("%s / %s", before->scenario, key);
    const struct baseline_fact *old = find_fact(before, key);
    char *now = shown(fact->verdict, fact->observed), *was = old ? shown(old->verdict, old->observed) : NULL;
    char *how = xformat("%s; before %s", now, was ? was : "as expected");

    if (!old || old->verdict != fact->verdict || !same_observed(old->observed, fact->observed))
        deviates(comparing, old ? old->line : before->line, direction(old ? old->verdict : VERDICT_SAME, fact->verdict),
                 name, before->target, how);
    free(key);
    free(name);
    free(now);
    free(was);
    free(how);
}

static bool still_listed(const struct cell *cell, const char *key)
{
    bool found = false;

    for (size_t i = 0; !found && i < cell->fact_count; i++) {
        char *own = key_of(&cell->facts[i]);

        found = baseline_lists(cell->facts[i].verdict) && !strcmp(own, key);
        free(own);
    }
    return found;
}

static void compare_gone(const struct comparing *comparing, const struct baseline_cell *before, const struct cell *cell)
{
    for (size_t i = 0; i < before->fact_count; i++) {
        const struct baseline_fact *old = &before->facts[i];
        char *name, *was, *how;

        if (still_listed(cell, old->key))
            continue;
        name = xformat("%s / %s", before->scenario, old->key);
        was = shown(old->verdict, old->observed);
        how = xformat("differs no more; before %s", was);
        deviates(comparing, old->line, "fixed", name, before->target, how);
        free(name);
        free(was);
        free(how);
    }
}

/* What no listed fact told: facts that came or went, what is not run, a cell of another verdict. */
static void compare_counts(const struct comparing *comparing, const struct baseline_cell *before,
                           const struct cell *cell)
{
    struct str now = { 0 }, was = { 0 };
    char *how;

    baseline_counts(cell->verdict, cell->counts, &now);
    baseline_counts(before->verdict, before->counts, &was);
    how = xformat("%s; before %s", str_text(&now), str_text(&was));
    if (strcmp(now.data, was.data) != 0)
        deviates(comparing, before->line, direction(before->verdict, cell->verdict), before->scenario, before->target,
                 how);
    str_free(&now);
    str_free(&was);
    free(how);
}

static void compare_new(const struct comparing *comparing, const char *scenario, const char *target,
                        const struct cell *cell)
{
    struct str counts = { 0 };

    baseline_counts(cell->verdict, cell->counts, &counts);
    deviates(comparing, 0, "new", scenario, target, str_text(&counts));
    str_free(&counts);
}

static bool compare_entry(const struct comparing *comparing, const struct entry *entry)
{
    const char *scenario = comparing->results->scenarios.items[entry->scenario];
    const char *target = comparing->results->targets[entry->target].name;
    const struct baseline_cell *before = baseline_cell_of(comparing->baseline, scenario, target);
    const size_t told = comparing->deviations->count;
    struct cell cell;

    if (!results_cell(comparing->results, entry, &cell))
        return false;
    if (!before) {
        compare_new(comparing, scenario, target, &cell);
        cell_free(&cell);
        return true;
    }
    for (size_t i = 0; i < cell.fact_count; i++)
        if (baseline_lists(cell.facts[i].verdict))
            compare_fact(comparing, before, &cell.facts[i]);
    compare_gone(comparing, before, &cell);
    if (comparing->deviations->count == told)
        compare_counts(comparing, before, &cell);
    cell_free(&cell);
    return true;
}

bool baseline_compare(const struct baseline *baseline, const struct results *results, const struct list *corpus,
                      struct list *deviations, struct problem *problem)
{
    const struct comparing comparing = { baseline, results, deviations };
    const char *last = "";

    for (size_t i = 0; i < results->count; i++)
        if (baseline_target(baseline, &results->targets[results->items[i].target]) >= 0 &&
            !compare_entry(&comparing, &results->items[i]))
            return results_unreadable(problem);
    for (const struct baseline_cell *cell = baseline->cells; corpus && cell; cell = cell->hh.next) {
        if (strcmp(last, cell->scenario) != 0 && !list_has_sorted(corpus, cell->scenario))
            deviates(&comparing, cell->line, "removed", cell->scenario, NULL, "");
        last = cell->scenario; /* a scenario's cells stand together */
    }
    return true;
}
