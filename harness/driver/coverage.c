#include "driver/coverage.h"

#include "driver/verdict.h"

/* ---- citations ---- */

/* The cell below the title, or NULL. */
static const char *cell_below(const struct statement *statement, const char *title)
{
    for (size_t i = 0; i < statement->cells.count; i++)
        if (!strcmp(statement->titles.items[i], title))
            return statement->cells.items[i];
    return NULL;
}

static bool is_required(const struct statement *statement)
{
    const char *test = cell_below(statement, "test");

    if (!strncmp(statement->number, "I-", 2))
        return true;
    return test && *test && strchr("NUF", *test);
}

void coverage_begin(const struct statements *statements, struct coverage *coverage)
{
    memset(coverage, 0, sizeof(*coverage));
    coverage->count = statements->count;
    coverage->rows = xcalloc(statements->count, sizeof(*coverage->rows));
    for (size_t i = 0; i < statements->count; i++) {
        coverage->rows[i].statement = &statements->items[i];
        coverage->rows[i].required = is_required(&statements->items[i]);
    }
}

static struct coverage_row *find_row(const struct coverage *coverage, const char *number)
{
    for (size_t i = 0; i < coverage->count; i++)
        if (!strcmp(coverage->rows[i].statement->number, number))
            return &coverage->rows[i];
    return NULL;
}

static void add_citation(struct coverage_row *row, const char *scenario, enum evidence_class class)
{
    struct citation *last = row->count ? &row->citations[row->count - 1] : NULL;

    if (last && !strcmp(last->scenario, scenario)) {
        last->class = class < last->class ? class : last->class;
        return;
    }
    row->citations = xrealloc(row->citations, (row->count + 1) * sizeof(*row->citations));
    row->citations[row->count++] = (struct citation){ xstrdup(scenario), class };
}

/* "documented D-075, forensic F-002 xp-used": each item has its own class; what is `observed` proves nothing. */
static void cite_text(struct coverage *coverage, const char *scenario, const char *text)
{
    while (*text) {
        const size_t length = strcspn(text, ",");
        char *item = xstrndup(text, length), *rest = NULL;
        const enum evidence_class class = evidence_strongest(item);

        for (char *word = strtok_r(item, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
            struct coverage_row *row = class < EVIDENCE_OBSERVED ? find_row(coverage, word) : NULL;

            if (row)
                add_citation(row, scenario, class);
        }
        free(item);
        text += length;
        text += strspn(text, ", ");
    }
}

static void cite_steps(struct coverage *coverage, const char *scenario, const struct step *steps)
{
    for (const struct step *step = steps; step; step = step->next)
        for (unsigned i = 0; i < step->tags.n; i++)
            cite_text(coverage, scenario, step->tags.words[i]);
}

void coverage_cite(struct coverage *coverage, const char *scenario, const char *evidence, const struct trace *model)
{
    cite_text(coverage, scenario, evidence);
    for (const struct section *section = model->sections; section; section = section->next) {
        cite_steps(coverage, scenario, section->steps);
        for (const struct on *on = section->ons; on; on = on->next)
            cite_steps(coverage, scenario, on->steps);
    }
}

/* ---- excuses ---- */

static bool refuse(const struct excuses *excuses, const struct excuse *excuse, unsigned column, struct problem *problem,
                   const char *expected, const char *found)
{
    return problem_set(problem, CODE_USAGE, "%s:%u:%u: expected %s, found '%s'", excuses->path, excuse->line, column,
                       expected, found);
}

static bool check_excuse(const struct coverage *coverage, const struct excuses *excuses, const struct excuse *excuse,
                         struct problem *problem)
{
    const struct coverage_row *row = find_row(coverage, excuse->number);
    const struct coverage_row *decision = excuse->decision ? find_row(coverage, excuse->decision) : NULL;
    char what[160];

    if (!row)
        return refuse(excuses, excuse, excuse->column, problem, "the number of a statement of docs/evidence",
                      excuse->number);
    if (!row->required)
        return refuse(excuses, excuse, excuse->column, problem,
                      "a statement that is marked N, U or F, or a decision; the others need no line", excuse->number);
    if (row->count) {
        snprintf(what, sizeof(what), "no line for a statement that %s cites; remove the line",
                 row->citations[0].scenario);
        return refuse(excuses, excuse, excuse->column, problem, what, excuse->number);
    }
    if (excuse->decision && !decision)
        return refuse(excuses, excuse, excuse->decision_column, problem, "a decision of docs/evidence/decisions.md",
                      excuse->decision);
    if (decision && !decision->count)
        return refuse(excuses, excuse, excuse->decision_column, problem, "a decision that a scenario cites",
                      excuse->decision);
    return true;
}

bool coverage_end(struct coverage *coverage, const struct excuses *excuses, struct problem *problem)
{
    for (size_t i = 0; i < excuses->count; i++) {
        if (!check_excuse(coverage, excuses, &excuses->items[i], problem))
            return false;
        find_row(coverage, excuses->items[i].number)->excuse = &excuses->items[i];
    }
    for (size_t i = 0; i < coverage->count; i++) {
        struct coverage_row *row = &coverage->rows[i];

        row->cover = row->count ? COVERED : row->excuse ? row->excuse->cover : UNCOVERED;
        if (!row->required)
            continue;
        coverage->covers[row->cover]++;
        for (size_t j = 0; j < row->count; j++)
            coverage->citations[row->citations[j].class]++;
    }
    return true;
}

void coverage_free(struct coverage *coverage)
{
    for (size_t i = 0; i < coverage->count; i++) {
        for (size_t j = 0; j < coverage->rows[i].count; j++)
            free(coverage->rows[i].citations[j].scenario);
        free(coverage->rows[i].citations);
    }
    free(coverage->rows);
    memset(coverage, 0, sizeof(*coverage));
}
