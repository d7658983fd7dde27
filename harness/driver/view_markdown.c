/* summary.md: for a pull request, at most 65,535 bytes; what it leaves out is counted. */
#include "driver/matrix.h"
#include "driver/report.h"

#define LIMIT   65535u
#define RESERVE 600u /* for the lines that count what is left out */

/* A cell of a table: no bars, no line ends. */
static void add_cell(struct str *out, const char *text)
{
    str_puts(out, " ");
    for (; text && *text; text++) {
        if (*text == '|')
            str_puts(out, "\\|");
        else
            str_add(out, *text == '\n' ? " " : text, 1);
    }
    str_puts(out, " |");
}

static void add_matrix(const struct results *results, struct str *out)
{
    struct matrix matrix;

    matrix_make(results, 100, &matrix);
    str_puts(out, "| scenarios |");
    for (size_t i = 0; i < results->target_count; i++)
        add_cell(out, results->targets[i].name);
    str_puts(out, "\n|---|");
    for (size_t i = 0; i < results->target_count; i++)
        str_puts(out, "---|");
    str_puts(out, "\n");
    for (size_t i = 0; i < matrix.count; i++) {
        str_puts(out, "|");
        add_cell(out, matrix.rows[i].name);
        for (size_t j = 0; j < results->target_count; j++) {
            struct str cell = { 0 };

            matrix_cell_text(&matrix.rows[i].cells[j], &cell);
            add_cell(out, cell.data);
            str_free(&cell);
        }
        str_puts(out, "\n");
    }
    matrix_free(&matrix);
}

static void add_facts(const struct results *results, const struct entry *entry, const struct cell *cell,
                      struct str *out)
{
    for (size_t i = 0; i < cell->fact_count; i++) {
        const struct fact *fact = &cell->facts[i];
        char *key;

        if (!fact->red)
            continue;
        key =
            xformat("%s:%u / %s / %s", results->scenarios.items[entry->scenario], fact->line, fact->label, fact->fact);
        str_puts(out, "|");
        add_cell(out, results->targets[entry->target].name);
        add_cell(out, key);
        add_cell(out, verdict_names[fact->verdict]);
        add_cell(out, fact->expected);
        add_cell(out, fact->observed);
        add_cell(out, fact->reason ? fact->reason : fact->evidence);
        str_puts(out, "\n");
        free(key);
    }
}

/* Returns how many red cells did not fit. */
static uint64_t add_differences(const struct results *results, struct str *out)
{
    uint64_t left_out = 0;
    bool titled = false;

    for (size_t i = 0; i < results->count; i++) {
        const struct entry *entry = &results->items[i];
        struct str rows = { 0 };
        struct cell cell;

        if (!entry->red || !results_cell(results, entry, &cell))
            continue;
        if (!titled)
            str_puts(out,
                     "\n### Differences\n\n| target | where | verdict | expected | observed | evidence or reason |\n"
                     "|---|---|---|---|---|---|\n");
        titled = true;
        add_facts(results, entry, &cell, &rows);
        if (!rows.length)
            str_addf(&rows, "| %s | %s | %s | | | %s |\n", results->targets[entry->target].name,
                     results->scenarios.items[entry->scenario], verdict_names[cell.verdict],
                     cell.reason ? cell.reason : "");
        if (out->length + rows.length > LIMIT - RESERVE)
            left_out++;
        else
            str_add(out, rows.data, rows.length);
        str_free(&rows);
        cell_free(&cell);
    }
    return left_out;
}

static void add_targets(const struct results *results, struct str *out)
{
    for (size_t i = 0; i < results->target_count; i++) {
        const struct target_info *target = &results->targets[i];

        str_addf(out, "- **%s** (%s): %llu of %llu facts same, %llu known", target->name,
                 target->system ? target->system
                 : target->lane ? target->lane
                                : "?",
                 (unsigned long long)target->facts[VERDICT_SAME], (unsigned long long)results_facts(target),
                 (unsigned long long)target->facts[VERDICT_KNOWN]);
        if (target->unavailable)
            str_addf(out, "; unsupported: %s", target->unavailable);
        if (target->hash)
            str_addf(out, "; `%.16s`", target->hash);
        if (target->version)
            str_addf(out, ", version %s", target->version);
        if (target->company)
            str_addf(out, " of %s", target->company);
        str_puts(out, "\n");
    }
}

bool view_markdown(const struct results *results, const struct view_options *options, FILE *out,
                   struct problem *problem)
{
    struct str text = { 0 };
    uint64_t left_out, errors_out = 0;

    (void)options;
    (void)problem;
    str_addf(&text, "## Identical: %s\n\n", results_red(results) ? "differences" : "as expected");
    add_targets(results, &text);
    str_puts(&text, "\n");
    add_matrix(results, &text);
    for (size_t i = 0; i < results->errors.count; i++) {
        if (text.length + strlen(results->errors.items[i]) > LIMIT / 2)
            errors_out++;
        else
            str_addf(&text, "%s- %s\n", i ? "" : "\n### Errors\n\n", results->errors.items[i]);
    }
    left_out = add_differences(results, &text);
    if (left_out || errors_out)
        str_addf(&text, "\n%llu scenarios with differences and %llu errors are left out; see report.json.\n",
                 (unsigned long long)left_out, (unsigned long long)errors_out);
    if (results->disagreement_count)
        str_addf(&text, "\n%zu facts that no expectation states differ between targets.\n",
                 results->disagreement_count);
    fwrite(text.data, 1, text.length, out);
    str_free(&text);
    return true;
}
