/* The Test Anything Protocol, version 13 (which every reader knows): one test point a scenario and target. */
#include "driver/report.h"

#include <ctype.h>

/* In a description `#` begins a directive; in both nothing may end the line. */
static void put_text(const char *text, FILE *out)
{
    for (; text && *text; text++) {
        if (*text == '#' || *text == '\\')
            fputc('\\', out);
        fputc(iscntrl((unsigned char)*text) ? ' ' : *text, out);
    }
}

/* A YAML string in double quotes. */
static void put_quoted(const char *name, const char *text, FILE *out)
{
    if (!text)
        return;
    fprintf(out, "      %s: \"", name);
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            fprintf(out, "\\x%02x", c);
        else
            fputc(c, out);
    }
    fputs("\"\n", out);
}

static void put_facts(const struct cell *cell, FILE *out)
{
    fputs("  ---\n", out);
    if (cell->red && cell->reason)
        put_quoted("reason", cell->reason, out);
    fputs(cell->fact_count ? "  facts:\n" : "", out);
    for (size_t i = 0; i < cell->fact_count; i++) {
        const struct fact *fact = &cell->facts[i];

        if (!fact->red)
            continue;
        fprintf(out, "    -\n      line: %u\n", fact->line);
        put_quoted("fact", fact->fact, out);
        put_quoted("label", fact->label, out);
        put_quoted("verdict", verdict_names[fact->verdict], out);
        put_quoted("expected", fact->expected, out);
        put_quoted("observed", fact->observed, out);
        put_quoted("evidence", fact->evidence, out);
        put_quoted("note", fact->reason, out);
    }
    fputs("  ...\n", out);
}

static void put_point(const struct results *results, size_t index, const struct cell *cell, FILE *out)
{
    const struct entry *entry = &results->items[index];

    fprintf(out, "%s %zu - ", cell->red ? "not ok" : "ok", index + 1);
    put_text(results->targets[entry->target].name, out);
    fputs(": ", out);
    put_text(results->scenarios.items[entry->scenario], out);
    if (!cell->red && cell->verdict == VERDICT_UNSUPPORTED) {
        fputs(" # SKIP ", out);
        put_text(cell->reason ? cell->reason : "unsupported", out);
    } else if (!cell->red && cell->verdict != VERDICT_SAME) {
        fprintf(out, ", %u known differences", cell->counts[VERDICT_KNOWN]);
    }
    fputc('\n', out);
    if (cell->red)
        put_facts(cell, out);
}

bool view_tap(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem)
{
    (void)options;
    fprintf(out, "TAP version 13\n1..%zu\n", results->count + results->errors.count);
    for (size_t i = 0; i < results->count; i++) {
        struct cell cell;

        if (!results_cell(results, &results->items[i], &cell))
            return results_unreadable(problem);
        put_point(results, i, &cell, out);
        cell_free(&cell);
    }
    for (size_t i = 0; i < results->errors.count; i++) {
        fprintf(out, "not ok %zu - ", results->count + i + 1);
        put_text(results->errors.items[i], out);
        fputc('\n', out);
    }
    return true;
}
