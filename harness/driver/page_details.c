/* The details of scenarios, in chunks that the page unpacks when it shows one of them. */
#include "driver/page.h"

#include "driver/files.h"

#define CHUNK_BYTES   (384u << 10) /* before they are deflated */
#define PICTURE_LIMIT (2u << 20)

struct chunk {
    struct str text;
    json_t *scenarios;
};

static struct trace *parse(const char *text)
{
    struct trace *trace = NULL;
    struct diag diag;

    diag_init(&diag, "");
    if (text && trace_parse(text, strlen(text), "", &trace, &diag) != ST_OK) {
        trace_free(trace);
        return NULL;
    }
    return trace;
}

/* The picture goes into the page as it is; its place there, or null. */
static json_t *place_picture(struct page *page, const char *name)
{
    char *path = xformat("%s/%s", page->options->pictures, name);
    struct str picture = { 0 }, text = { 0 };
    struct problem ignored = { 0 };
    json_t *place = NULL;

    if (page_has_room(page) && file_read(path, PICTURE_LIMIT, &picture, &ignored)) {
        base64(picture.data, picture.length, &text);
        fprintf(page->out, "<script type=\"text/plain\" id=\"picture%u\">%s</script>\n", page->pictures,
                str_text(&text));
        page->written += text.length;
        place = json_sprintf("picture%u", page->pictures++);
    }
    str_free(&picture);
    str_free(&text);
    free(path);
    return place ? place : json_null();
}

static json_t *pictures_json(struct page *page, const struct cell *cell)
{
    json_t *array = json_array();

    for (size_t i = 0; page->options->pictures && i < cell->pictures.count; i++)
        json_array_append_new(array, place_picture(page, cell->pictures.items[i]));
    return array;
}

/* First of its entries, which are sorted; results->count if it has none. */
static size_t first_entry(const struct results *results, uint32_t scenario)
{
    size_t low = 0, high = results->count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (results->items[middle].scenario < scenario)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static json_t *counts_json(const unsigned *counts, unsigned n)
{
    json_t *array = json_array();

    for (unsigned i = 0; i < n; i++)
        json_array_append_new(array, json_integer(counts[i]));
    return array;
}

/* What one target did: *state is set by the first that tells its start. */
static json_t *target_json(struct page *page, const struct entry *entry, const char *text, const struct trace *scenario,
                           json_t **state)
{
    json_t *object = json_object();
    struct trace *trace = scenario ? parse(text) : NULL;
    struct cell cell;

    json_object_set_new(object, "target", json_integer(entry->target));
    if (results_cell(page->results, entry, &cell)) {
        json_object_set_new(object, "counts", counts_json(cell.counts, N_VERDICTS));
        json_object_set_new(object, "evidence", counts_json(cell.evidence, N_EVIDENCE_CLASSES));
        json_object_set_new(object, "open", json_integer(cell.open));
        json_object_set_new(object, "ms", json_integer(entry->ms));
        json_object_set_new(object, "pictures", pictures_json(page, &cell));
        cell_free(&cell);
    }
    if (trace)
        json_object_set_new(object, "trace", page_trace(trace, scenario));
    if (trace && !*state)
        *state = page_state(trace);
    trace_free(trace);
    return object;
}

static json_t *detail_of(struct page *page, uint32_t scenario)
{
    const struct results *results = page->results;
    struct str line = { 0 };
    json_t *kept = results_kept(results, scenario, &line) ? json_loads(line.data, 0, NULL) : NULL;
    json_t *object = json_object(), *targets = json_array(), *state = NULL;
    const json_t *traces = json_object_get(kept, "traces");
    const char *text = json_string_value(json_object_get(kept, "text"));
    struct trace *model = parse(text);

    json_object_set_new(object, "scenario", json_integer(scenario));
    json_object_set_new(object, "evidence", json_text(json_string_value(json_object_get(kept, "evidence"))));
    json_object_set_new(object, "text", json_text(text));
    if (model)
        json_object_set_new(object, "trace", page_trace(model, NULL));
    for (size_t i = first_entry(results, scenario); i < results->count && results->items[i].scenario == scenario; i++) {
        const char *target = results->targets[results->items[i].target].name;

        json_array_append_new(targets, target_json(page, &results->items[i],
                                                   json_string_value(json_object_get(traces, target)), model, &state));
    }
    json_object_set_new(object, "targets", targets);
    json_object_set_new(object, "state", state ? state : json_null());
    trace_free(model);
    json_decref(kept);
    str_free(&line);
    return object;
}

static void write_chunk(struct page *page, struct chunk *chunk)
{
    char *id = xformat("details%u", page->chunks);
    struct pack *pack;

    if (chunk->text.length) {
        pack = pack_begin(page->out, id, &page->written);
        pack_puts(pack, "[");
        pack_add(pack, chunk->text.data, chunk->text.length);
        pack_puts(pack, "]");
        pack_end(pack);
        json_array_append_new(page->places, chunk->scenarios);
        chunk->scenarios = json_array();
        page->chunks++;
    }
    str_clear(&chunk->text);
    free(id);
}

static void add_detail(struct page *page, uint32_t scenario, struct chunk *chunk)
{
    json_t *detail = detail_of(page, scenario);
    char *text = json_dumps(detail, JSON_COMPACT);

    str_puts(&chunk->text, chunk->text.length ? "," : "");
    str_puts(&chunk->text, text ? text : "null");
    json_array_append_new(chunk->scenarios, json_integer(scenario));
    page->placed[scenario] = true;
    if (chunk->text.length > CHUNK_BYTES)
        write_chunk(page, chunk);
    free(text);
    json_decref(detail);
}

bool page_details(struct page *page, enum verdict least, bool red)
{
    const struct results *results = page->results;
    struct chunk chunk = { .scenarios = json_array() };

    for (size_t i = 0; results->kept_count && i < results->count; i++) {
        const struct entry *entry = &results->items[i];

        if (page->placed[entry->scenario] || entry->verdict < least || (red && !entry->red))
            continue;
        if (page_has_room(page))
            add_detail(page, entry->scenario, &chunk);
        else
            break;
    }
    write_chunk(page, &chunk);
    json_decref(chunk.scenarios);
    str_free(&chunk.text);
    return true;
}
