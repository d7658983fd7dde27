/* New differences as lines of scenarios/expect/<target>.expect: to be given a reason by a person. */
#include "driver/report.h"

static void print_cell(const char *scenario, const struct cell *cell, struct str *text)
{
    for (size_t i = 0; i < cell->fact_count; i++) {
        const struct fact *fact = &cell->facts[i];

        if (!fact->red || fact->verdict < VERDICT_NEW)
            continue;
        char *key = xformat("%s / %s / %s", scenario, fact->label, fact->fact);
        expect_print(key, fact->observed ? fact->observed : "", fact->expected, text);
        str_addf(text, "  %s  why?\n", fact->evidence && *fact->evidence ? fact->evidence : "-");
        free(key);
    }
}

bool view_expect(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem)
{
    (void)options;
    (void)problem;
    for (unsigned target = 0; target < results->target_count; target++) {
        struct str text = { 0 };

        for (size_t i = 0; i < results->count; i++) {
            const struct entry *entry = &results->items[i];
            struct cell cell;

            if (!entry->red || entry->target != target || !results_cell(results, entry, &cell))
                continue;
            print_cell(results->scenarios.items[entry->scenario], &cell, &text);
            cell_free(&cell);
        }
        if (text.length)
            fprintf(out, "expect 1 %s\n%s", results->targets[target].name, text.data);
        str_free(&text);
    }
    return true;
}
