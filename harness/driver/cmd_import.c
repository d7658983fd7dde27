/* import: a scenario from a registry of the field, and what in it departs from the genuine ones of the evidence. */
#include "driver/command.h"
#include "driver/files.h"
#include "driver/import.h"

#include "trace/trace.h"

#include <jansson.h>

struct imported {
    struct registry_file file;
    struct identities identities;
    struct departures departures;
    struct str text; /* the scenario, or with --state the .reg file */
    char hash[65];
};

/* The name without its folders and without what a scenario cannot hold. New, free(). */
static char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = xstrdup(slash ? slash + 1 : path);
    uint32_t code;

    for (char *at = name; *at; at++)
        if ((unsigned char)*at < 0x20 || !text_utf8(at, strlen(at), &code))
            *at = '_';
        else
            at += text_utf8(at, strlen(at), &code) - 1;
    return name;
}

static bool write_state(struct imported *imported, struct problem *problem)
{
    struct buffer text;
    bool ok;

    buffer_init(&text, (size_t)TRACE_MAX_SCENARIO);
    state_print(imported->file.state, &text);
    ok = !text.status;
    str_add(&imported->text, ok ? text.data : "", ok ? text.len : 0);
    buffer_free(&text);
    return ok || problem_set(problem, CODE_USAGE, "the state is larger than a file of states can be");
}

static bool write_scenario(struct imported *imported, const char *path, struct problem *problem)
{
    const size_t count = imported->identities.count;
    char *name = base_name(path);
    char *title = xformat("Tour of a %s: %zu %s", registry_kind_names[imported->file.kind], count,
                          count == 1 ? "identity" : "identities");
    char *comment = xformat("; from %s, SHA-256 %s\n", name, imported->hash);
    bool ok = import_tour(imported->file.state, title, comment, &imported->text, problem);

    free(name);
    free(title);
    free(comment);
    return ok;
}

static bool import_file(const struct options *options, const char *path, const struct registry_wish *wish,
                        struct imported *imported, struct problem *problem)
{
    if (!registry_file_read(path, wish, &imported->file, problem) || !file_hash(path, imported->hash, problem))
        return false;
    if (!imported->file.whole && !state_has_key(imported->file.state, identities_root))
        return problem_set(problem, CODE_USAGE, "%s: expected the key [HKEY_CURRENT_USER\\Identities], found none",
                           path);
    identities_find(imported->file.state, &imported->identities);
    import_compare(&imported->file, &imported->departures);
    return options->state ? write_state(imported, problem) : write_scenario(imported, path, problem);
}

/* ---- the report ---- */

static char *name_of(const struct imported *imported, const struct identity *identity)
{
    char *name;

    value_text(state_value(imported->file.state, identity->path, "Username"), &name, NULL);
    return name;
}

static void print_report(const struct imported *imported, const char *path, FILE *out)
{
    const struct departures *departures = &imported->departures;

    fprintf(out, "%s: %s, %zu %s\n", path, registry_kind_names[imported->file.kind], imported->identities.count,
            imported->identities.count == 1 ? "identity" : "identities");
    for (size_t i = 0; i < imported->identities.count; i++) {
        const struct identity *identity = &imported->identities.items[i];
        char *name = name_of(imported, identity);

        fprintf(out, "  %s %s%s%s\n", identity->cookie, name ? "\"" : "", name ? name : "without a name",
                name ? "\"" : "");
        free(name);
    }
    for (size_t i = 0; i < imported->file.notes.count; i++)
        fprintf(out, "  note: %s\n", imported->file.notes.items[i]);
    fprintf(out, "%zu %s from docs/evidence/real-world.md\n", departures->count,
            departures->count == 1 ? "departure" : "departures");
    for (size_t i = 0; i < departures->count; i++)
        fprintf(out, "  %s  %s: %s\n", departures->items[i].number, departures->items[i].place,
                departures->items[i].text);
}

static json_t *json_identities(const struct imported *imported)
{
    json_t *array = json_array();

    for (size_t i = 0; i < imported->identities.count; i++) {
        const struct identity *identity = &imported->identities.items[i];
        char *name = name_of(imported, identity);

        json_array_append_new(array, json_pack("{s:s, s:s?, s:i}", "cookie", identity->cookie, "name", name, "ordinal",
                                               (int)identity->ordinal));
        free(name);
    }
    return array;
}

static void print_json(const struct imported *imported, const struct options *options, const char *path)
{
    json_t *notes = json_array(), *departures = json_array(), *object;

    for (size_t i = 0; i < imported->file.notes.count; i++)
        json_array_append_new(notes, json_string(imported->file.notes.items[i]));
    for (size_t i = 0; i < imported->departures.count; i++) {
        const struct departure *item = &imported->departures.items[i];

        json_array_append_new(
            departures, json_pack("{s:s, s:s, s:s}", "number", item->number, "place", item->place, "text", item->text));
    }
    object = json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "file", path, "kind", registry_kind_names[imported->file.kind],
                       "sha256", imported->hash, "identities", json_identities(imported), "notes", notes, "departures",
                       departures);
    json_object_set_new(object,
                        options->output  ? "output"
                        : options->state ? "state"
                                         : "scenario",
                        json_string(options->output ? options->output : str_text(&imported->text)));
    json_dumpf(object, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(object);
}

/* The report goes where the scenario does not. */
static bool write_out(const struct imported *imported, const struct options *options, const char *path,
                      struct problem *problem)
{
    if (options->output && !file_replace(options->output, str_text(&imported->text), imported->text.length, problem))
        return false;
    if (options->json) {
        print_json(imported, options, path);
        return true;
    }
    if (!options->output)
        fwrite(str_text(&imported->text), 1, imported->text.length, stdout);
    fflush(stdout);
    print_report(imported, path, options->output ? stdout : stderr);
    return true;
}

int cmd_import(struct context *context)
{
    const struct options *options = &context->options;
    struct problem *problem = &context->problem;
    struct registry_wish wish = { .code_page = options->code_page };
    struct imported imported = { 0 };
    bool ok = options->arguments.count == 1 ||
              problem_set(problem, CODE_USAGE, "expected one file, found %zu", options->arguments.count);

    for (size_t i = 0; ok && i < options->values.count; i++)
        ok = registry_wish_add(&wish, options->values.items[i], problem);
    ok = ok && import_file(options, options->arguments.items[0], &wish, &imported, problem) &&
         write_out(&imported, options, options->arguments.items[0], problem);
    identities_free(&imported.identities);
    departures_free(&imported.departures);
    registry_file_free(&imported.file);
    str_free(&imported.text);
    registry_wish_free(&wish);
    return ok ? CODE_EXPECTED : command_failed(context);
}
