/* The tables of the page: what was run, how it went, what differs. */
#include "driver/page.h"

#include "driver/matrix.h"

/* Of methods; with more of them it is one of objects, and the list of scenarios tells the rest. */
enum { MATRIX_ROWS = 10000 };

static void dump_into(struct pack *pack, json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

    pack_puts(pack, text ? text : "null");
    free(text);
    json_decref(value);
}

void page_put(struct page *page, const char *id, json_t *value)
{
    struct pack *pack = pack_begin(page->out, id, &page->written);

    dump_into(pack, value);
    pack_end(pack);
}

bool page_has_room(const struct page *page)
{
    return page->written < page->budget;
}

static json_t *names_json(const char *const *names, unsigned n)
{
    json_t *array = json_array();

    for (unsigned i = 0; i < n; i++)
        json_array_append_new(array, json_string(names[i]));
    return array;
}

static json_t *list_json(const struct list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(array, json_text(list->items[i]));
    return array;
}

/* ---- the first look ---- */

static json_t *matrix_cell_json(const struct matrix_cell *cell)
{
    json_t *evidence = json_array();

    for (unsigned i = 0; i < N_EVIDENCE_CLASSES; i++)
        json_array_append_new(evidence, json_integer((json_int_t)cell->evidence[i]));
    return json_pack("[i, i, i, i, i, I, o]", (int)cell->scenarios, (int)cell->same, (int)cell->known,
                     (int)cell->unsupported, (int)cell->red, (json_int_t)cell->facts, evidence);
}

static json_t *matrix_json(const struct matrix *matrix, size_t targets)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < matrix->count; i++) {
        json_t *cells = json_array();

        for (size_t j = 0; j < targets; j++)
            json_array_append_new(cells, matrix_cell_json(&matrix->rows[i].cells[j]));
        json_array_append_new(rows, json_pack("[o, o]", json_text(matrix->rows[i].name), cells));
    }
    return rows;
}

bool page_summary(struct page *page)
{
    const struct results *results = page->results;
    json_t *summary = json_object();
    struct matrix matrix;

    matrix_make(results, MATRIX_ROWS, &matrix);
    if (!matrix_add_facts(results, &matrix)) {
        matrix_free(&matrix);
        json_decref(summary);
        return results_unreadable(page->problem);
    }
    json_object_set_new(summary, "started", json_text(results->started));
    json_object_set_new(summary, "ms", json_integer((json_int_t)results->ms));
    json_object_set_new(summary, "against", json_text(results->against));
    json_object_set_new(summary, "filters", list_json(&results->filters));
    json_object_set_new(summary, "corpus", json_integer((json_int_t)results->corpus));
    json_object_set_new(summary, "scenarios", json_integer((json_int_t)results->scenarios.count));
    json_object_set_new(summary, "disagreements", json_integer((json_int_t)results->disagreement_count));
    json_object_set_new(summary, "errors", list_json(&results->errors));
    json_object_set_new(summary, "verdicts", names_json(verdict_names, N_VERDICTS));
    json_object_set_new(summary, "classes", names_json(evidence_class_names, N_EVIDENCE_CLASSES));
    json_object_set_new(summary, "targets", targets_to_json(results));
    json_object_set_new(summary, "rows", matrix_json(&matrix, results->target_count));
    matrix_free(&matrix);
    page_put(page, "summary", summary);
    return true;
}

/* ---- all scenarios ---- */

/* One character a scenario: the verdict's digit, its letter if it is red, `-` if it did not run there. */
static void put_verdicts(const struct results *results, unsigned target, struct pack *pack)
{
    char *text = xcalloc(results->scenarios.count + 1, 1);

    memset(text, '-', results->scenarios.count);
    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].target == target)
            text[results->items[i].scenario] = (char)((results->items[i].red ? 'a' : '0') + results->items[i].verdict);
    dump_into(pack, json_string(text));
    free(text);
}

static json_t *title_json(const struct results *results, uint32_t scenario)
{
    struct str line = { 0 };
    json_t *kept = results_kept(results, scenario, &line) ? json_loads(line.data, 0, NULL) : NULL;
    json_t *title = json_text(json_string_value(json_object_get(kept, "title")));

    json_decref(kept);
    str_free(&line);
    return title;
}

bool page_index(struct page *page)
{
    const struct results *results = page->results;
    struct pack *pack = pack_begin(page->out, "index", &page->written);

    pack_puts(pack, "{\"names\":[");
    for (size_t i = 0; i < results->scenarios.count; i++) {
        pack_puts(pack, i ? "," : "");
        dump_into(pack, json_text(results->scenarios.items[i]));
    }
    pack_puts(pack, "],\"titles\":[");
    for (size_t i = 0; results->kept_count && i < results->scenarios.count; i++) {
        pack_puts(pack, i ? "," : "");
        dump_into(pack, title_json(results, (uint32_t)i));
    }
    pack_puts(pack, "],\"verdicts\":[");
    for (unsigned i = 0; i < results->target_count; i++) {
        pack_puts(pack, i ? "," : "");
        put_verdicts(results, i, pack);
    }
    pack_puts(pack, "]}");
    pack_end(pack);
    return true;
}

/* ---- what differs ---- */

static json_t *fact_row(const struct entry *entry, const struct fact *fact)
{
    return json_pack("[i, i, i, b, o, o, o, o, o, o, i]", (int)entry->scenario, (int)entry->target, (int)fact->verdict,
                     (int)fact->red, json_text(fact->label), json_text(fact->fact), json_text(fact->expected),
                     json_text(fact->observed), json_text(fact->evidence), json_text(fact->reason), (int)fact->line);
}

/* What is said of a cell as a whole has no label. */
static json_t *cell_row(const struct entry *entry, const struct cell *cell)
{
    return json_pack("[i, i, i, b, n, n, n, n, n, o, i]", (int)entry->scenario, (int)entry->target, (int)cell->verdict,
                     (int)cell->red, json_text(cell->reason), 0);
}

static void put_row(struct pack *pack, json_t *row, bool *first)
{
    pack_puts(pack, *first ? "[" : ",");
    *first = false;
    dump_into(pack, row);
}

static void put_cell(struct page *page, const struct entry *entry, bool red, struct pack *pack, bool *first)
{
    const bool room = page_has_room(page);
    struct cell cell;

    if (!results_cell(page->results, entry, &cell))
        return;
    if (cell.reason && cell.red == red && room)
        put_row(pack, cell_row(entry, &cell), first);
    for (size_t i = 0; i < cell.fact_count; i++) {
        if (cell.facts[i].red != red)
            continue;
        if (room)
            put_row(pack, fact_row(entry, &cell.facts[i]), first);
        else
            page->left_facts++;
    }
    cell_free(&cell);
}

bool page_facts(struct page *page, bool red)
{
    const struct results *results = page->results;
    struct pack *pack = pack_begin(page->out, red ? "facts-red" : "facts-rest", &page->written);
    bool first = true;

    for (size_t i = 0; i < results->count; i++)
        if (red ? results->items[i].red : results->items[i].verdict != VERDICT_SAME)
            put_cell(page, &results->items[i], red, pack, &first);
    pack_puts(pack, first ? "[]" : "]");
    pack_end(pack);
    return true;
}

static json_t *disagreement_row(const struct results *results, const struct disagreement *disagreement)
{
    json_t *values = json_array();

    for (size_t i = 0; i < results->target_count; i++)
        json_array_append_new(values, json_text(disagreement->values[i]));
    return json_pack("[i, o, o, o]", (int)disagreement->scenario, json_text(disagreement->label),
                     json_text(disagreement->fact), values);
}

bool page_disagreements(struct page *page)
{
    const struct results *results = page->results;
    struct pack *pack = pack_begin(page->out, "disagreements", &page->written);
    bool first = true;

    for (size_t i = 0; i < results->disagreement_count; i++) {
        struct disagreement disagreement;

        if (!page_has_room(page)) {
            page->left_facts += results->disagreement_count - i;
            break;
        }
        if (!results_disagreement(results, i, &disagreement))
            continue;
        put_row(pack, disagreement_row(results, &disagreement), &first);
        disagreement_free(&disagreement, results->target_count);
    }
    pack_puts(pack, first ? "[]" : "]");
    pack_end(pack);
    return true;
}
