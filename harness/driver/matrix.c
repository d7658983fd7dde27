#include "driver/matrix.h"

#include "driver/report.h"

static bool is_named(const struct matrix_row *row, const char *scenario, size_t length)
{
    return !strncmp(row->name, scenario, length) && !row->name[length];
}

static struct matrix_row *add_row(struct matrix *matrix, char *name, size_t targets)
{
    struct matrix_row *row;

    matrix->rows = xrealloc(matrix->rows, (matrix->count + 1) * sizeof(*matrix->rows));
    row = &matrix->rows[matrix->count++];
    row->name = name;
    row->cells = xcalloc(targets, sizeof(*row->cells));
    if (names_put(&matrix->by_name, name, (void *)matrix->count))
        out_of_memory();
    return row;
}

/* Mostly the last one; but sorted by bytes, one group's scenarios may be split by another's ("a_x", "aa", "a" ...). */
static struct matrix_row *row_for(struct matrix *matrix, const char *scenario, size_t length, size_t targets)
{
    char *name;
    size_t number;

    if (matrix->last < matrix->count && is_named(&matrix->rows[matrix->last], scenario, length))
        return &matrix->rows[matrix->last];
    name = xstrndup(scenario, length);
    number = (size_t)names_get(&matrix->by_name, name);
    matrix->last = number ? number - 1 : matrix->count;
    if (!number)
        return add_row(matrix, name, targets);
    free(name);
    return &matrix->rows[matrix->last];
}

static void count_entry(struct matrix_cell *cell, const struct entry *entry)
{
    cell->scenarios++;
    if (entry->red)
        cell->red++;
    else if (entry->verdict == VERDICT_SAME)
        cell->same++;
    else if (entry->verdict == VERDICT_UNSUPPORTED)
        cell->unsupported++;
    else
        cell->known++;
}

static size_t object_length(const char *scenario)
{
    size_t length = strcspn(scenario, "/");

    return scenario[length] ? length : scenario_group(scenario);
}

static struct matrix_row *row_of(const struct results *results, uint32_t scenario, struct matrix *matrix)
{
    const char *name = results->scenarios.items[scenario];

    return row_for(matrix, name, matrix->objects ? object_length(name) : scenario_group(name), results->target_count);
}

static bool fill(const struct results *results, size_t most, struct matrix *matrix)
{
    for (size_t i = 0; i < results->count; i++) {
        const struct entry *entry = &results->items[i];
        struct matrix_row *row = row_of(results, entry->scenario, matrix);

        count_entry(&row->cells[entry->target], entry);
        if (most && matrix->count > most)
            return false;
    }
    return true;
}

void matrix_make(const struct results *results, size_t most, struct matrix *matrix)
{
    memset(matrix, 0, sizeof(*matrix));
    if (fill(results, most, matrix))
        return;
    matrix_free(matrix);
    matrix->objects = true;
    fill(results, 0, matrix);
}

bool matrix_add_facts(const struct results *results, struct matrix *matrix)
{
    for (size_t i = 0; i < results->count; i++) {
        const struct entry *entry = &results->items[i];
        struct matrix_row *row = row_of(results, entry->scenario, matrix);
        struct cell cell;

        if (!results_cell(results, entry, &cell))
            return false;
        for (unsigned j = 0; j < N_VERDICTS; j++)
            row->cells[entry->target].facts += cell.counts[j];
        for (unsigned j = 0; j < N_EVIDENCE_CLASSES; j++)
            row->cells[entry->target].evidence[j] += cell.evidence[j];
        cell_free(&cell);
    }
    return true;
}

void matrix_free(struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->count; i++) {
        free(matrix->rows[i].name);
        free(matrix->rows[i].cells);
    }
    names_free(&matrix->by_name);
    free(matrix->rows);
    memset(matrix, 0, sizeof(*matrix));
}

void matrix_cell_text(const struct matrix_cell *cell, struct str *out)
{
    if (!cell->scenarios) {
        str_puts(out, "-");
        return;
    }
    str_addf(out, "%u/%u", cell->same, cell->scenarios);
    if (cell->red)
        str_addf(out, ", %u red", cell->red);
    if (cell->known)
        str_addf(out, ", %u known", cell->known);
    if (cell->unsupported)
        str_addf(out, ", %u unsupported", cell->unsupported);
}
