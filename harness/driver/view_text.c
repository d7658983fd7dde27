/* The report on the terminal: the matrix, then what is new, about a screenful. */
#include "driver/matrix.h"
#include "driver/report.h"

#define SCREEN_ROWS        20 /* of the matrix, before it shows objects instead of methods */
#define SCREEN_DIFFERENCES 5
#define SCREEN_ERRORS      10
#define SCREEN_VALUE       300 /* bytes of a value */

struct view {
    const struct results *results;
    const struct view_options *options;
    FILE *out;
};

static const char *colour(const struct view *view, const char *code)
{
    return view->options->colour ? code : "";
}

/* The command that shows what had no room. New, free(). */
static char *in_full(const struct view *view)
{
    const char *file = view->options->file;

    return xformat("./identical report --all%s%s", file ? " " : "", file ? file : "");
}

#define RED   "\033[31m"
#define GREEN "\033[32m"
#define DIM   "\033[2m"
#define PLAIN "\033[0m"

static void print_padded(const struct view *view, const char *text, size_t width, const char *code)
{
    fprintf(view->out, "%s%s%s", colour(view, code), text, colour(view, PLAIN));
    for (size_t length = strlen(text); length < width; length++)
        fputc(' ', view->out);
}

static void print_cell(const struct view *view, const struct matrix_cell *cell, size_t width)
{
    struct str text = { 0 };

    matrix_cell_text(cell, &text);
    print_padded(view, text.data, width, cell->red ? RED : cell->same == cell->scenarios ? GREEN : DIM);
    str_free(&text);
}

static size_t widest_name(const struct matrix *matrix, size_t least)
{
    size_t width = least;

    for (size_t i = 0; i < matrix->count; i++)
        if (strlen(matrix->rows[i].name) > width)
            width = strlen(matrix->rows[i].name);
    return width;
}

/* The last column needs no padding. */
static size_t column_width(const struct view *view, const struct matrix *matrix, size_t target)
{
    size_t width = strlen(view->results->targets[target].name);

    if (target + 1 == view->results->target_count)
        return 0;
    for (size_t i = 0; i < matrix->count; i++) {
        struct str text = { 0 };

        matrix_cell_text(&matrix->rows[i].cells[target], &text);
        if (text.length > width)
            width = text.length;
        str_free(&text);
    }
    return width + 2;
}

static void print_matrix(const struct view *view)
{
    static const char title[] = "scenarios as expected";
    const struct results *results = view->results;
    size_t *widths = xcalloc(results->target_count, sizeof(*widths)), names;
    struct matrix matrix;

    matrix_make(results, view->options->all ? 0 : SCREEN_ROWS, &matrix);
    names = widest_name(&matrix, sizeof(title) - 1) + 2;
    print_padded(view, title, names, "");
    for (size_t i = 0; i < results->target_count; i++) {
        widths[i] = column_width(view, &matrix, i);
        print_padded(view, results->targets[i].name, widths[i], "");
    }
    fputc('\n', view->out);
    for (size_t i = 0; i < matrix.count; i++) {
        print_padded(view, matrix.rows[i].name, names, "");
        for (size_t j = 0; j < results->target_count; j++)
            print_cell(view, &matrix.rows[i].cells[j], widths[j]);
        fputc('\n', view->out);
    }
    matrix_free(&matrix);
    free(widths);
}

static void print_count(const struct view *view, const char *what, uint64_t count, const char *code)
{
    if (count)
        fprintf(view->out, ", %s%llu %s%s", colour(view, code), (unsigned long long)count, what, colour(view, PLAIN));
}

static void print_evidence(const struct view *view, const struct target_info *target)
{
    uint64_t total = 0;
    const char *separator = "";

    for (unsigned i = 0; i < EVIDENCE_OBSERVED; i++)
        total += target->evidence[i];
    if (!total)
        return;
    fprintf(view->out, "%s  resting on ", colour(view, DIM));
    for (unsigned i = 0; i < EVIDENCE_OBSERVED; i++) {
        if (!target->evidence[i])
            continue;
        fprintf(view->out, "%s%s %llu %%", separator, evidence_class_names[i],
                (unsigned long long)((target->evidence[i] * 100 + total / 2) / total));
        separator = ", ";
    }
    fprintf(view->out, "%s\n", colour(view, PLAIN));
}

/* Of a DLL that the user named: which one it is. Of the usual three everybody knows. */
static void print_file(const struct view *view, const struct target_info *target)
{
    static const char *const usual[] = { "wine", "reference", "native" };

    for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
        if (!strcmp(target->name, usual[i]))
            return;
    if (!target->hash || !target->machine || !*target->machine)
        return;
    fprintf(view->out, "%s  version %s", colour(view, DIM), target->version ? target->version : "unknown");
    if (target->company)
        fprintf(view->out, " of %s", target->company);
    if (target->language)
        fprintf(view->out, ", language %s", target->language);
    fprintf(view->out, ", %s, SHA-256 %s%s\n", target->machine, target->hash, colour(view, PLAIN));
}

static void print_target(const struct view *view, const struct target_info *target)
{
    fprintf(view->out, "%s", target->name);
    if (target->unavailable) {
        fprintf(view->out, ": unsupported, %s\n", target->unavailable);
        print_file(view, target);
        return;
    }
    if (target->system)
        fprintf(view->out, " (%s%s%s)", target->system, target->version ? ", msident.dll " : "",
                target->version ? target->version : "");
    fprintf(view->out, ": %llu facts, %llu same", (unsigned long long)results_facts(target),
            (unsigned long long)target->facts[VERDICT_SAME]);
    print_count(view, "known", target->facts[VERDICT_KNOWN], "");
    for (unsigned i = VERDICT_FLAKY; i < N_VERDICTS; i++)
        print_count(view, verdict_names[i], target->facts[i], RED);
    print_count(view, "not run", target->facts[VERDICT_NOT_RUN], "");
    print_count(view, "unsupported", target->facts[VERDICT_UNSUPPORTED], "");
    print_count(view, "open", target->open, "");
    fputc('\n', view->out);
    print_evidence(view, target);
    print_file(view, target);
}

static void print_value(const struct view *view, const char *what, const char *value)
{
    size_t length = value ? strcspn(value, "\n") : 0;

    if (!value)
        return;
    fprintf(view->out, "    %-9s ", what);
    while (value[length]) { /* further lines stand under the first */
        fprintf(view->out, "%.*s\n              ", (int)length, value);
        value += length + 1;
        length = strcspn(value, "\n");
    }
    fprintf(view->out, "%s\n", value);
}

/* On a screen a long value is cut. */
static void print_cut(const struct view *view, const char *what, const char *value)
{
    size_t shown = SCREEN_VALUE;
    char *text;

    if (!value || view->options->all || strlen(value) <= SCREEN_VALUE || strchr(value, '\n')) {
        print_value(view, what, value);
        return;
    }
    while ((value[shown] & 0xC0) == 0x80) /* a character stays whole */
        shown--;
    text = xformat("%.*s… (%zu more bytes)", (int)shown, value, strlen(value) - shown);
    print_value(view, what, text);
    free(text);
}

#define BETWEEN_ENTRIES " | "

/* How many entries of two lists are alike at one end, and how long all of them but the one beside the difference are. */
struct alike {
    size_t entries, hidden;
};

static struct alike alike_at_start(const char *one, const char *other)
{
    struct alike alike = { 0 };
    size_t length = 0;

    for (const char *end; (end = strstr(one + length, BETWEEN_ENTRIES)) != NULL; alike.entries++) {
        const size_t next = (size_t)(end - one) + strlen(BETWEEN_ENTRIES);

        if (strncmp(one, other, next) != 0)
            break;
        alike.hidden = length;
        length = next;
    }
    return alike;
}

static struct alike alike_at_end(const char *one, size_t one_length, const char *other, size_t other_length)
{
    struct alike alike = { 0 };
    size_t length = 0, before = strlen(BETWEEN_ENTRIES);

    for (size_t more = 1; more + before <= one_length && more + before <= other_length; more++) {
        const char *entry = one + one_length - more;

        if (*entry != other[other_length - more])
            break;
        if (strncmp(entry - before, BETWEEN_ENTRIES, before) ||
            strncmp(other + other_length - more - before, BETWEEN_ENTRIES, before))
            continue;
        alike.entries++;
        alike.hidden = length;
        length = more + before;
    }
    return alike;
}

static void print_shortened(const struct view *view, const char *what, const char *value, struct alike start,
                            struct alike end)
{
    struct str text = { 0 };
    const size_t length = strlen(value) - start.hidden - end.hidden;

    if (start.hidden)
        str_addf(&text, "(%zu alike)" BETWEEN_ENTRIES, start.entries - 1);
    str_addf(&text, "%.*s", (int)length, value + start.hidden);
    if (end.hidden)
        str_addf(&text, BETWEEN_ENTRIES "(%zu alike)", end.entries - 1);
    print_cut(view, what, str_text(&text));
    str_free(&text);
}

/* On a screen two lists are shown where they differ, with one entry before and behind. */
static void print_pair(const struct view *view, const char *expected, const char *observed)
{
    struct alike start, end;

    if (!expected || !observed || view->options->all) {
        print_value(view, "expected", expected);
        print_value(view, "observed", observed);
        return;
    }
    start = alike_at_start(expected, observed);
    end = alike_at_end(expected + start.hidden, strlen(expected) - start.hidden, observed + start.hidden,
                       strlen(observed) - start.hidden);
    print_shortened(view, "expected", expected, start, end);
    print_shortened(view, "observed", observed, start, end);
}

static void print_fact(const struct view *view, const struct entry *entry, const struct fact *fact)
{
    const struct results *results = view->results;

    fprintf(view->out, "\n  %s%s%s %s: %s / %s\n", colour(view, RED), verdict_names[fact->verdict], colour(view, PLAIN),
            results->targets[entry->target].name, fact->label, fact->fact);
    fprintf(view->out, "    %sscenarios/%s.scn:%u%s\n", colour(view, DIM), results->scenarios.items[entry->scenario],
            fact->line ? fact->line : 1, colour(view, PLAIN));
    if (fact->verdict == VERDICT_NOT_RUN) {
        print_value(view, "because of", fact->reason);
        return;
    }
    print_pair(view, fact->expected, fact->observed);
    print_value(view, "evidence", fact->evidence);
    print_value(view, "note", fact->reason);
}

/* Returns the red facts of the cell; prints while there is room. On one screen each scenario shows its first: what follows
 * it is often its consequence. */
static uint64_t print_cell_facts(const struct view *view, const struct entry *entry, uint64_t *room)
{
    struct cell cell;
    uint64_t red = 0;

    if (!results_cell(view->results, entry, &cell))
        return 0;
    if (cell.red && cell.reason && *room) {
        fprintf(view->out, "\n  %s%s%s %s: scenarios/%s.scn\n    %s\n", colour(view, RED), verdict_names[cell.verdict],
                colour(view, PLAIN), view->results->targets[entry->target].name,
                view->results->scenarios.items[entry->scenario], cell.reason);
        (*room)--;
    }
    for (size_t i = 0; i < cell.fact_count; i++) {
        if (!cell.facts[i].red)
            continue;
        red++;
        if (!*room || (red > 1 && !view->options->all))
            continue;
        print_fact(view, entry, &cell.facts[i]);
        (*room)--;
    }
    cell_free(&cell);
    return red;
}

static void print_differences(const struct view *view)
{
    const struct results *results = view->results;
    const uint64_t most = view->options->all ? UINT64_MAX : SCREEN_DIFFERENCES;
    uint64_t room = most, all = 0, shown;
    char *command = in_full(view);

    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].red)
            all += print_cell_facts(view, &results->items[i], &room);
    shown = most - room;
    if (all > shown)
        fprintf(view->out, "\n  ... and %llu more: %s\n", (unsigned long long)(all - shown), command);
    free(command);
}

static void print_errors(const struct view *view)
{
    const struct list *errors = &view->results->errors;
    const size_t most = view->options->all ? SIZE_MAX : SCREEN_ERRORS;
    char *command = in_full(view);

    for (size_t i = 0; i < errors->count && i < most; i++)
        fprintf(view->out, "%s  %serror%s %s\n", i ? "" : "\n", colour(view, RED), colour(view, PLAIN),
                errors->items[i]);
    if (errors->count > most)
        fprintf(view->out, "  ... and %zu more errors: %s\n", errors->count - most, command);
    free(command);
}

/* Of dialogs that no UI map knows the first stands there with its controls: by them a map can be written. */
static void print_unmapped(const struct view *view)
{
    const struct results *results = view->results;
    char *command = in_full(view);
    uint64_t count = 0;

    for (size_t i = 0; i < results->count; i++) {
        const struct entry *entry = &results->items[i];
        struct cell cell;

        if (entry->verdict != VERDICT_UNSUPPORTED || !results_cell(results, entry, &cell))
            continue;
        if (cell.reason && !strncmp(cell.reason, "no-ui-map", 9) && (!count++ || view->options->all)) {
            fprintf(view->out, "\n  %s %s: scenarios/%s.scn\n", verdict_names[cell.verdict],
                    results->targets[entry->target].name, results->scenarios.items[entry->scenario]);
            print_value(view, "", cell.reason);
        }
        cell_free(&cell);
    }
    if (count > 1 && !view->options->all)
        fprintf(view->out, "\n  ... and %llu more that need a UI map: %s\n", (unsigned long long)(count - 1), command);
    free(command);
}

static void print_disagreements(const struct view *view)
{
    const struct results *results = view->results;
    size_t most = view->options->all ? results->disagreement_count : 3;
    char *command = in_full(view);
    const bool cut = results->disagreement_count > most;

    if (results->disagreement_count)
        fprintf(view->out, "\n%zu facts that no expectation states differ between targets%s%s%s:\n",
                results->disagreement_count, cut ? " (" : "", cut ? command : "", cut ? " shows them)" : "");
    free(command);
    for (size_t i = 0; i < results->disagreement_count && i < most; i++) {
        struct disagreement disagreement;

        if (!results_disagreement(results, i, &disagreement))
            continue;
        fprintf(view->out, "  %s / %s / %s\n", results->scenarios.items[disagreement.scenario], disagreement.label,
                disagreement.fact);
        for (size_t j = 0; j < results->target_count; j++)
            print_cut(view, results->targets[j].name, disagreement.values[j]);
        disagreement_free(&disagreement, results->target_count);
    }
}

bool view_text(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem)
{
    struct view view = { results, options, out };

    (void)problem;
    fprintf(out, "%zu of %llu scenarios in %llu.%llu s\n\n", results->scenarios.count,
            (unsigned long long)results->corpus, (unsigned long long)(results->ms / 1000),
            (unsigned long long)(results->ms % 1000 / 100));
    print_matrix(&view);
    fputc('\n', out);
    for (size_t i = 0; i < results->target_count; i++)
        print_target(&view, &results->targets[i]);
    print_differences(&view);
    print_unmapped(&view);
    print_errors(&view);
    print_disagreements(&view);
    return true;
}
