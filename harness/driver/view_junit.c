/* JUnit XML, for Jenkins and its like: one suite a target, one test case a scenario. */
#include "driver/report.h"

#include <libxml/xmlwriter.h>

struct writer {
    xmlTextWriterPtr xml;
    const struct results *results;
    bool ok;
};

/* XML 1.0 has no control characters, not even escaped ones. */
static char *clean(const char *text)
{
    char *copy = xstrdup(text ? text : "");

    for (char *at = copy; *at; at++)
        if ((unsigned char)*at < 0x20 && *at != '\n' && *at != '\t')
            *at = '?';
    return copy;
}

static void attribute(struct writer *writer, const char *name, const char *value)
{
    char *text = clean(value);

    writer->ok &= xmlTextWriterWriteAttribute(writer->xml, BAD_CAST name, BAD_CAST text) >= 0;
    free(text);
}

static void attribute_number(struct writer *writer, const char *name, uint64_t value)
{
    char text[24];

    snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
    attribute(writer, name, text);
}

static void attribute_time(struct writer *writer, uint64_t ms)
{
    char text[32];

    snprintf(text, sizeof(text), "%llu.%03u", (unsigned long long)(ms / 1000), (unsigned)(ms % 1000));
    attribute(writer, "time", text);
}

static void begin(struct writer *writer, const char *name)
{
    writer->ok &= xmlTextWriterStartElement(writer->xml, BAD_CAST name) >= 0;
}

static void end(struct writer *writer)
{
    writer->ok &= xmlTextWriterEndElement(writer->xml) >= 0;
}

static void add_fact(struct str *text, const struct fact *fact)
{
    str_addf(text, "%s / %s: %s", fact->label, fact->fact, verdict_names[fact->verdict]);
    if (fact->line)
        str_addf(text, " (line %u)", fact->line);
    str_puts(text, "\n");
    if (fact->expected)
        str_addf(text, "  expected %s\n", fact->expected);
    if (fact->observed)
        str_addf(text, "  observed %s\n", fact->observed);
    if (fact->evidence)
        str_addf(text, "  evidence %s\n", fact->evidence);
    if (fact->reason)
        str_addf(text, "  %s\n", fact->reason);
}

static bool is_error(unsigned verdict)
{
    return verdict == VERDICT_CRASH || verdict == VERDICT_HANG || verdict == VERDICT_NOT_RUN;
}

/* A red case: what differs. A green one with known differences: they stand in system-out. */
static void write_outcome(struct writer *writer, const struct entry *entry)
{
    struct cell cell;
    struct str text = { 0 };
    char *body;

    if (!results_cell(writer->results, entry, &cell)) {
        writer->ok = false;
        return;
    }
    for (size_t i = 0; i < cell.fact_count; i++)
        if (cell.facts[i].red || !entry->red)
            add_fact(&text, &cell.facts[i]);
    if (entry->red || cell.verdict == VERDICT_UNSUPPORTED) {
        begin(writer, !entry->red ? "skipped" : is_error(entry->verdict) ? "error" : "failure");
        attribute(writer, "message", cell.reason ? cell.reason : verdict_names[cell.verdict]);
        if (entry->red)
            attribute(writer, "type", verdict_names[cell.verdict]);
    } else {
        begin(writer, "system-out");
    }
    body = clean(str_text(&text));
    writer->ok &= xmlTextWriterWriteString(writer->xml, BAD_CAST body) >= 0;
    end(writer);
    free(body);
    str_free(&text);
    cell_free(&cell);
}

static void write_case(struct writer *writer, const struct target_info *target, const struct entry *entry)
{
    const char *name = writer->results->scenarios.items[entry->scenario], *slash = strrchr(name, '/');
    char *class = xformat("%s.%.*s", target->name, slash ? (int)(slash - name) : 0, name);

    begin(writer, "testcase");
    attribute(writer, "classname", class);
    attribute(writer, "name", slash ? slash + 1 : name);
    attribute_time(writer, entry->ms);
    if (entry->red || entry->verdict != VERDICT_SAME)
        write_outcome(writer, entry);
    end(writer);
    free(class);
}

static void write_property(struct writer *writer, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    begin(writer, "property");
    attribute(writer, "name", name);
    attribute(writer, "value", value);
    end(writer);
}

struct tally {
    uint64_t tests, failures, errors, skipped, ms;
};

static struct tally count(const struct results *results, int target)
{
    struct tally tally = { 0 };

    for (size_t i = 0; i < results->count; i++) {
        const struct entry *entry = &results->items[i];

        if (target >= 0 && entry->target != target)
            continue;
        tally.tests++;
        tally.ms += entry->ms;
        if (entry->red && is_error(entry->verdict))
            tally.errors++;
        else if (entry->red)
            tally.failures++;
        else if (entry->verdict == VERDICT_UNSUPPORTED)
            tally.skipped++;
    }
    return tally;
}

static void write_tally(struct writer *writer, const struct tally *tally, bool whole)
{
    attribute_number(writer, "tests", tally->tests);
    attribute_number(writer, "failures", tally->failures);
    attribute_number(writer, "errors", tally->errors);
    if (!whole)
        attribute_number(writer, "skipped", tally->skipped);
    attribute_time(writer, tally->ms);
}

/* What makes the run red beside the cells stands with the first target: JUnit has no other place for it. */
static void write_errors(struct writer *writer)
{
    const struct list *errors = &writer->results->errors;

    for (size_t i = 0; i < errors->count; i++) {
        begin(writer, "testcase");
        attribute(writer, "classname", "run");
        attribute(writer, "name", errors->items[i]);
        attribute_time(writer, 0);
        begin(writer, "failure");
        attribute(writer, "message", errors->items[i]);
        attribute(writer, "type", "run");
        end(writer);
        end(writer);
    }
}

static void write_suite(struct writer *writer, unsigned index)
{
    const struct results *results = writer->results;
    const struct target_info *target = &results->targets[index];
    struct tally tally = count(results, (int)index);

    if (!index) {
        tally.tests += results->errors.count;
        tally.failures += results->errors.count;
    }
    begin(writer, "testsuite");
    attribute(writer, "name", target->name);
    write_tally(writer, &tally, false);
    if (results->started) {
        char *stamp = xstrdup(results->started);

        stamp[strcspn(stamp, "Z")] = 0; /* the schemas know no zone; it is UTC */
        attribute(writer, "timestamp", stamp);
        free(stamp);
    }
    attribute(writer, "hostname", "localhost");
    begin(writer, "properties");
    write_property(writer, "lane", target->lane);
    write_property(writer, "file", target->file);
    write_property(writer, "sha256", target->hash);
    write_property(writer, "version", target->version);
    write_property(writer, "company", target->company);
    write_property(writer, "language", target->language);
    write_property(writer, "machine", target->machine);
    write_property(writer, "system", target->system);
    end(writer);
    if (!index)
        write_errors(writer);
    for (size_t i = 0; i < results->count; i++)
        if (results->items[i].target == index)
            write_case(writer, target, &results->items[i]);
    end(writer);
}

bool view_junit(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem)
{
    struct writer writer = { .results = results, .ok = true };
    struct tally tally = count(results, -1);
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateFile(out, NULL);

    (void)options;
    writer.xml = buffer ? xmlNewTextWriter(buffer) : NULL;
    if (!writer.xml)
        return problem_set(problem, CODE_INTERNAL, "out of memory");
    xmlTextWriterSetIndent(writer.xml, 1);
    writer.ok = xmlTextWriterStartDocument(writer.xml, NULL, "UTF-8", NULL) >= 0;
    begin(&writer, "testsuites");
    attribute(&writer, "name", "identical");
    tally.tests += results->errors.count;
    tally.failures += results->errors.count;
    write_tally(&writer, &tally, true);
    for (unsigned i = 0; i < results->target_count; i++)
        write_suite(&writer, i);
    writer.ok &= xmlTextWriterEndDocument(writer.xml) >= 0;
    xmlFreeTextWriter(writer.xml);
    return writer.ok || problem_set(problem, CODE_INTERNAL, "junit.xml could not be written");
}
