#include "driver/since.h"

/* "original: a/one / Next#1 / result" of every red fact. */
static void red_facts(const struct results *results, struct list *red)
{
    for (size_t i = 0; i < results->count; i++) {
        const struct entry *entry = &results->items[i];
        struct cell cell;

        if (!entry->red || !results_cell(results, entry, &cell))
            continue;
        for (size_t j = 0; j < cell.fact_count; j++)
            if (cell.facts[j].red)
                list_take(red,
                          xformat("%s: %s / %s / %s", results->targets[entry->target].name,
                                  results->scenarios.items[entry->scenario], cell.facts[j].label, cell.facts[j].fact));
        cell_free(&cell);
    }
    list_sort(red);
}

/* Whether the scenario of "target: scenario / label / fact" ran here on that target. */
static bool ran_here(const struct results *results, const char *fact)
{
    const char *colon = strstr(fact, ": "), *end = colon ? strstr(colon, " / ") : NULL;
    char *scenario = end ? xstrndup(colon + 2, (size_t)(end - colon - 2)) : NULL;
    const uint32_t index = scenario ? results_find(results, scenario) : UINT32_MAX;
    bool ran = false;

    for (size_t i = 0; !ran && index != UINT32_MAX && i < results->count; i++) {
        const struct entry *entry = &results->items[i];
        const char *target = results->targets[entry->target].name;

        ran = entry->scenario == index && entry->verdict != VERDICT_UNSUPPORTED &&
              strlen(target) == (size_t)(colon - fact) && !strncmp(target, fact, strlen(target));
    }
    free(scenario);
    return ran;
}

static void print_list(const char *title, const struct list *list, FILE *out)
{
    fprintf(out, "  %zu %s\n", list->count, title);
    for (size_t i = 0; i < list->count; i++)
        fprintf(out, "    %s\n", list->items[i]);
}

bool since_print(const struct results *results, struct history *history, const char *when, FILE *out,
                 struct problem *problem)
{
    struct list before = { 0 }, now = { 0 }, came = { 0 }, went = { 0 }, unknown = { 0 };
    char *started = NULL;
    bool ok = history_red(history, when, &before, &started, problem);

    if (ok) {
        red_facts(results, &now);
        list_sort(&before);
        for (size_t i = 0; i < now.count; i++)
            if (!list_has_sorted(&before, now.items[i]))
                list_add(&came, now.items[i]);
        for (size_t i = 0; i < before.count; i++)
            if (!list_has_sorted(&now, before.items[i]))
                list_add(ran_here(results, before.items[i]) ? &went : &unknown, before.items[i]);
        fprintf(out, "\nsince the run of %s\n", started);
        print_list("facts became red", &came, out);
        print_list("facts are not red any more", &went, out);
        if (unknown.count)
            print_list("facts that were red did not run here", &unknown, out);
    }
    list_free(&before);
    list_free(&now);
    list_free(&came);
    list_free(&went);
    list_free(&unknown);
    free(started);
    return ok;
}
