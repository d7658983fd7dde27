#include "driver/results.h"

#include "driver/cell_json.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool results_begin(struct results *results, const char *folder, struct problem *problem)
{
    char *path = xformat("%s/identical-results-XXXXXX", folder);
    int fd;

    memset(results, 0, sizeof(*results));
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) {
        unlink(path);
        results->spool = fdopen(fd, "w+b");
    }
    if (!results->spool)
        problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be written: %s", path, strerror(errno));
    free(path);
    return results->spool;
}

struct target_info *results_add_target(struct results *results, const char *name)
{
    struct target_info *target;

    results->targets = xrealloc(results->targets, (results->target_count + 1) * sizeof(*results->targets));
    target = &results->targets[results->target_count++];
    memset(target, 0, sizeof(*target));
    target->name = xstrdup(name);
    return target;
}

void results_free(struct results *results)
{
    for (size_t i = 0; i < results->target_count; i++) {
        struct target_info *target = &results->targets[i];

        free(target->name);
        free(target->lane);
        free(target->file);
        free(target->hash);
        free(target->version);
        free(target->machine);
        free(target->company);
        free(target->language);
        free(target->system);
        free(target->unavailable);
    }
    free(results->targets);
    free(results->items);
    free(results->disagreements);
    free(results->kept);
    free(results->started);
    free(results->against);
    free(results->shard);
    list_free(&results->filters);
    list_free(&results->scenarios);
    list_free(&results->errors);
    if (results->spool)
        fclose(results->spool);
    memset(results, 0, sizeof(*results));
}

static void spool(struct results *results, const struct str *text, uint64_t *offset, uint32_t *length)
{
    *offset = results->spooled;
    *length = (uint32_t)text->length;
    fwrite(text->data, 1, text->length, results->spool);
    results->spooled += text->length;
}

static void count_cell(struct target_info *target, const struct cell *cell)
{
    target->cells[cell->verdict]++;
    target->open += cell->open;
    for (unsigned i = 0; i < N_VERDICTS; i++)
        target->facts[i] += cell->counts[i];
    for (unsigned i = 0; i < N_EVIDENCE_CLASSES; i++)
        target->evidence[i] += cell->evidence[i];
}

void results_add(struct results *results, uint32_t scenario, unsigned target, const struct cell *cell)
{
    struct str text = { 0 };
    struct entry *entry;

    if (results->count == results->capacity) {
        results->capacity += results->capacity / 2 + 256;
        results->items = xrealloc(results->items, results->capacity * sizeof(*results->items));
    }
    entry = &results->items[results->count++];
    cell_to_json(results->scenarios.items[scenario], results->targets[target].name, cell, &text);
    spool(results, &text, &entry->offset, &entry->length);
    entry->scenario = scenario;
    entry->target = (uint16_t)target;
    entry->verdict = (uint8_t)cell->verdict;
    entry->red = cell->red;
    entry->ms = (uint32_t)(cell->seconds * 1000.0 + 0.5);
    count_cell(&results->targets[target], cell);
    str_free(&text);
}

static void spool_item(struct results *results, uint32_t scenario, const struct str *text, struct spooled **items,
                       size_t *count, size_t *capacity)
{
    struct spooled *item;

    if (*count == *capacity) {
        *capacity += *capacity / 2 + 64;
        *items = xrealloc(*items, *capacity * sizeof(**items));
    }
    item = &(*items)[(*count)++];
    spool(results, text, &item->offset, &item->length);
    item->scenario = scenario;
}

void results_add_disagreement(struct results *results, const struct disagreement *disagreement)
{
    struct str text = { 0 };

    disagreement_to_json(results, disagreement, &text);
    spool_item(results, disagreement->scenario, &text, &results->disagreements, &results->disagreement_count,
               &results->disagreement_capacity);
    str_free(&text);
}

void results_keep(struct results *results, uint32_t scenario, const struct str *line)
{
    spool_item(results, scenario, line, &results->kept, &results->kept_count, &results->kept_capacity);
}

static int by_cell(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    if (a->scenario != b->scenario)
        return a->scenario < b->scenario ? -1 : 1;
    return (a->target > b->target) - (a->target < b->target);
}

static int by_scenario(const void *left, const void *right)
{
    const struct spooled *a = left, *b = right;

    if (a->scenario != b->scenario)
        return a->scenario < b->scenario ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset); /* within one scenario they were added in order */
}

uint32_t results_find(const struct results *results, const char *name)
{
    size_t low = 0, high = results->scenarios.count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(results->scenarios.items[middle], name);

        if (!order)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return UINT32_MAX;
}

void results_sort(struct results *results)
{
    if (results->count)
        qsort(results->items, results->count, sizeof(*results->items), by_cell);
    if (results->disagreement_count)
        qsort(results->disagreements, results->disagreement_count, sizeof(*results->disagreements), by_scenario);
    if (results->kept_count)
        qsort(results->kept, results->kept_count, sizeof(*results->kept), by_scenario);
    fflush(results->spool);
}

bool results_text(const struct results *results, uint64_t offset, uint32_t length, struct str *text)
{
    char buffer[65536];
    uint32_t done = 0;

    str_clear(text);
    str_puts(text, "");
    while (done < length) {
        size_t piece = length - done < sizeof(buffer) ? length - done : sizeof(buffer);
        ssize_t got = pread(fileno(results->spool), buffer, piece, (off_t)(offset + done));

        if (got <= 0)
            return false;
        str_add(text, buffer, (size_t)got);
        done += (uint32_t)got;
    }
    return true;
}

bool results_cell(const struct results *results, const struct entry *entry, struct cell *cell)
{
    struct str text = { 0 };
    bool ok = results_text(results, entry->offset, entry->length, &text) && cell_from_json(text.data, cell);

    str_free(&text);
    return ok;
}

bool results_unreadable(struct problem *problem)
{
    return problem_set(problem, CODE_INTERNAL, "the results of this run cannot be read back");
}

bool results_kept(const struct results *results, uint32_t scenario, struct str *line)
{
    size_t low = 0, high = results->kept_count;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        const struct spooled *item = &results->kept[middle];

        if (item->scenario == scenario)
            return results_text(results, item->offset, item->length, line);
        if (item->scenario < scenario)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool results_disagreement(const struct results *results, size_t index, struct disagreement *disagreement)
{
    const struct spooled *item = &results->disagreements[index];
    struct str text = { 0 };
    bool ok = results_text(results, item->offset, item->length, &text) &&
              disagreement_from_json(results, text.data, disagreement);

    disagreement->scenario = item->scenario;
    str_free(&text);
    return ok;
}

void disagreement_free(struct disagreement *disagreement, size_t targets)
{
    for (size_t i = 0; disagreement->values && i < targets; i++)
        free(disagreement->values[i]);
    free(disagreement->values);
    free(disagreement->label);
    free(disagreement->fact);
    memset(disagreement, 0, sizeof(*disagreement));
}

bool results_red(const struct results *results)
{
    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].red)
            return true;
    return results->errors.count > 0;
}

bool results_has_unsupported(const struct results *results)
{
    for (size_t i = 0; i < results->target_count; i++)
        if (results->targets[i].facts[VERDICT_UNSUPPORTED] || results->targets[i].cells[VERDICT_UNSUPPORTED])
            return true;
    return false;
}

uint64_t results_facts(const struct target_info *target)
{
    uint64_t facts = 0;

    for (unsigned i = 0; i < N_VERDICTS; i++)
        facts += target->facts[i];
    return facts;
}
