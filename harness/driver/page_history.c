/* Earlier runs, and since when each red fact is red. */
#include "driver/page.h"

#define MOST_RUNS  40u
#define MOST_FACTS 5000u

static json_t *runs_json(const struct page *page)
{
    struct history_runs runs;
    json_t *array = json_array();
    struct problem ignored = { 0 };

    if (history_runs(page->options->history, MOST_RUNS, &runs, &ignored))
        for (size_t i = 0; i < runs.count; i++) {
            const struct history_run *run = &runs.items[i];

            json_array_append_new(array, json_pack("[o, o, o, i, i, i, i]", json_text(run->started),
                                                   json_text(run->targets), json_text(run->filters),
                                                   (int)run->scenarios, (int)run->red, (int)run->came, (int)run->went));
        }
    history_runs_free(&runs);
    return array;
}

static json_t *course_json(const struct entry *entry, const struct fact *fact, const struct history_course *course)
{
    return json_pack("[i, i, o, o, o, i, i, i, o, o, o, o]", (int)entry->scenario, (int)entry->target,
                     json_text(fact->label), json_text(fact->fact), json_text(course->trend), (int)course->runs,
                     (int)course->flips, (int)course->same_file, json_text(course->first_bad),
                     json_text(course->first_hash), json_text(course->last_good), json_text(course->last_hash));
}

static void add_fact(const struct page *page, const struct entry *entry, const struct fact *fact, json_t *array)
{
    const struct results *results = page->results;
    char *key = xformat("%s / %s / %s", results->scenarios.items[entry->scenario], fact->label, fact->fact);
    struct history_course course;
    struct problem ignored = { 0 };

    if (history_course(page->options->history, results->targets[entry->target].name, key, results->against,
                       results->started, &course, &ignored))
        json_array_append_new(array, course_json(entry, fact, &course));
    history_course_free(&course);
    free(key);
}

static json_t *facts_json(const struct page *page)
{
    json_t *array = json_array();

    for (size_t i = 0; i < page->results->count && json_array_size(array) < MOST_FACTS; i++) {
        const struct entry *entry = &page->results->items[i];
        struct cell cell;

        if (!entry->red || !results_cell(page->results, entry, &cell))
            continue;
        for (size_t j = 0; j < cell.fact_count; j++)
            if (cell.facts[j].red)
                add_fact(page, entry, &cell.facts[j], array);
        cell_free(&cell);
    }
    return array;
}

bool page_history(struct page *page)
{
    page_put(page, "history",
             page->options->history ? json_pack("{s: o, s: o}", "runs", runs_json(page), "since", facts_json(page))
                                    : json_null());
    return true;
}
