#include "driver/bug.h"

#include "driver/cell_json.h"
#include "driver/files.h"
#include "driver/merge.h"
#include "driver/settings.h"

#include <ctype.h>
#include <pwd.h>
#include <unistd.h>
#include <zip.h>

#define FOLDER   "identical-bug"
#define NO_MTIME 315532800 /* 1980-01-01, where times of zip files begin: equal reports give equal files */

/* ---- redaction ---- */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static void replace(struct str *text, const char *from, const char *to, bool word)
{
    const size_t length = strlen(from);
    struct str out = { 0 };
    const char *at = str_text(text), *begin = at;

    str_puts(&out, "");
    for (const char *found; (found = strstr(at, from)); at = found + length) {
        const bool whole = (found == begin || !is_word(found[-1])) && !is_word(found[length]);

        str_add(&out, at, (size_t)(found - at));
        str_puts(&out, word && !whole ? from : to);
    }
    str_puts(&out, at);
    str_free(text);
    *text = out;
}

/* /home/me, \home\me as Windows writes it, and that with its backslashes escaped once and twice. */
static void replace_home(struct str *text, const char *home)
{
    static const char *const separators[] = { "/", "\\", "\\\\", "\\\\\\\\" };

    for (size_t i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
        struct str spelling = { 0 };

        for (const char *at = home; *at; at++)
            if (*at == '/')
                str_puts(&spelling, separators[i]);
            else
                str_add(&spelling, at, 1);
        replace(text, spelling.data, "~", true);
        str_free(&spelling);
    }
}

static bool tells(const char *name)
{
    return name && strlen(name) > 2 && strcmp(name, "root") != 0;
}

char *bug_redact(const char *text, const char *home, const char *user, const char *host)
{
    struct str out = { 0 };

    str_puts(&out, text);
    if (home && *home == '/' && home[1])
        replace_home(&out, home);
    if (tells(user))
        replace(&out, user, "user", true);
    if (tells(host))
        replace(&out, host, "host", true);
    return out.data;
}

static char *redacted(const char *text)
{
    const struct passwd *entry = getpwuid(getuid());
    char host[256] = "";

    if (gethostname(host, sizeof(host) - 1))
        *host = 0;
    return bug_redact(text, getenv("HOME"), entry ? entry->pw_name : NULL, host);
}

/* ---- the one scenario ---- */

static void redact_in_place(char **text)
{
    char *clean = *text ? redacted(*text) : NULL;

    free(*text);
    *text = clean;
}

static bool take_cells(const struct results *all, uint32_t scenario, struct results *one)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct entry *entry = &all->items[i];
        struct cell cell;

        if (entry->scenario != scenario)
            continue;
        if (!results_cell(all, entry, &cell))
            return false;
        redact_in_place(&cell.reason);
        for (size_t j = 0; j < cell.fact_count; j++) {
            redact_in_place(&cell.facts[j].expected);
            redact_in_place(&cell.facts[j].observed);
            redact_in_place(&cell.facts[j].reason);
        }
        results_add(one, 0, entry->target, &cell);
        cell_free(&cell);
    }
    return true;
}

static void redact_member(json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    char *clean = text ? redacted(text) : NULL;

    if (clean)
        json_object_set_new(object, name, json_text(clean));
    free(clean);
}

static void take_kept(const struct results *all, uint32_t scenario, struct results *one)
{
    struct str line = { 0 }, clean = { 0 };
    json_t *kept = results_kept(all, scenario, &line) ? json_loads(line.data, 0, NULL) : NULL;

    if (kept) {
        redact_member(kept, "text");
        for (size_t i = 0; i < one->target_count; i++)
            redact_member(json_object_get(kept, "traces"), one->targets[i].name);
        clean.data = json_dumps(kept, JSON_COMPACT | JSON_PRESERVE_ORDER);
        clean.length = clean.data ? strlen(clean.data) : 0;
        results_keep(one, 0, &clean);
    }
    json_decref(kept);
    str_free(&line);
    free(clean.data);
}

/* A file is named by its last part: where it lies is nobody's business. */
static void shorten_files(struct results *one)
{
    for (size_t i = 0; i < one->target_count; i++) {
        const char *slash = one->targets[i].file ? strrchr(one->targets[i].file, '/') : NULL;
        char *name = slash ? xstrdup(slash + 1) : NULL;

        if (!name)
            continue;
        free(one->targets[i].file);
        one->targets[i].file = name;
    }
}

static bool take_scenario(const struct results *all, uint32_t scenario, struct results *one, struct problem *problem)
{
    merge_head(all, one);
    shorten_files(one);
    list_add(&one->scenarios, all->scenarios.items[scenario]);
    for (size_t i = 0; i < all->disagreement_count; i++) {
        struct disagreement disagreement;

        if (all->disagreements[i].scenario != scenario || !results_disagreement(all, i, &disagreement))
            continue;
        disagreement.scenario = 0;
        results_add_disagreement(one, &disagreement);
        disagreement_free(&disagreement, all->target_count);
    }
    if (!take_cells(all, scenario, one))
        return problem_set(problem, CODE_INTERNAL, "the report cannot be read back");
    take_kept(all, scenario, one);
    results_sort(one);
    return true;
}

/* ---- the zip ---- */

struct bundle {
    zip_t *zip;
    struct list texts; /* live until the zip is closed */
    bool ok;
};

/* text: new, the bundle's from here on. */
static void add_text(struct bundle *bundle, const char *name, char *text)
{
    char *path = xformat(FOLDER "/%s", name);
    zip_source_t *source = zip_source_buffer(bundle->zip, text, strlen(text), 0);
    const zip_int64_t index = source ? zip_file_add(bundle->zip, path, source, ZIP_FL_ENC_UTF_8) : -1;

    if (source && index < 0)
        zip_source_free(source);
    bundle->ok &= index >= 0 && !zip_file_set_mtime(bundle->zip, (zip_uint64_t)index, NO_MTIME, 0);
    list_take(&bundle->texts, text);
    free(path);
}

static void add_view(struct bundle *bundle, const char *name, view_fn view, const struct results *one,
                     const struct view_options *options)
{
    struct problem ignored = { 0 };
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    bundle->ok &= out && view(one, options, out, &ignored);
    if (out)
        fclose(out);
    if (text)
        add_text(bundle, name, text);
}

static void tell_facts(const struct results *one, struct str *text)
{
    for (size_t i = 0; i < one->count; i++) {
        const struct entry *entry = &one->items[i];
        struct cell cell;

        if (!results_cell(one, entry, &cell))
            continue;
        str_addf(text, "%s: %s%s%s\n", one->targets[entry->target].name, verdict_names[cell.verdict],
                 cell.reason ? ", " : "", cell.reason ? cell.reason : "");
        for (size_t j = 0; j < cell.fact_count; j++) {
            const struct fact *fact = &cell.facts[j];

            str_addf(text, "  %s: %s / %s (line %u)\n    expected  %s\n    observed  %s\n    evidence  %s\n",
                     verdict_names[fact->verdict], fact->label, fact->fact, fact->line,
                     fact->expected ? fact->expected : "-", fact->observed ? fact->observed : "-",
                     fact->evidence ? fact->evidence : "-");
            if (fact->reason)
                str_addf(text, "    note      %s\n", fact->reason);
        }
        cell_free(&cell);
    }
}

static void tell_targets(const struct results *one, struct str *text)
{
    for (size_t i = 0; i < one->target_count; i++) {
        const struct target_info *target = &one->targets[i];

        str_addf(text, "%s: lane %s, file %s, version %s, SHA-256 %s%s%s\n", target->name,
                 target->lane ? target->lane : "-", target->file ? target->file : "-",
                 target->version ? target->version : "-", target->hash ? target->hash : "-",
                 target->unavailable ? ", unsupported: " : "", target->unavailable ? target->unavailable : "");
    }
}

/* The three usual targets have no file of the user's; any other is named with a place to put it in. */
static void tell_command(const struct results *one, struct str *text)
{
    str_puts(text, "./identical compare --only");
    for (size_t i = 0; i < one->target_count; i++) {
        const char *name = one->targets[i].name;
        const bool usual = !strcmp(name, "wine") || !strcmp(name, "reference") || !strcmp(name, "native");

        if (usual)
            str_addf(text, " --target %s", name);
        else if (!strncmp(name, "original", 8))
            str_puts(text, " --original YOUR-MSIDENT.DLL");
        else
            str_addf(text, " --target %s=%s", name, one->targets[i].file ? one->targets[i].file : "FILE");
    }
    if (one->against)
        str_addf(text, " --against %s", one->against);
    str_addf(text, " '%s'\n", one->scenarios.items[0]);
}

static char *readme(const struct results *one, const char *key)
{
    struct str text = { 0 };

    str_addf(&text, "%s\n\nidentical %s, run of %s\n\n", key, IDT_VERSION,
             one->started ? one->started : "unknown time");
    tell_targets(one, &text);
    str_puts(&text, "\nWhat is not as expected\n\n");
    tell_facts(one, &text);
    str_puts(&text, "\nTo see it again\n\n");
    tell_command(one, &text);
    str_puts(&text, "\nIn here: report.html (opens from disk), report.json, scenario.scn, and a trace of each target.\n"
                    "Home folders, the user's and the machine's name were taken out.\n");
    return text.data;
}

static void add_traces(struct bundle *bundle, const struct results *one)
{
    struct str line = { 0 };
    json_t *kept = results_kept(one, 0, &line) ? json_loads(line.data, 0, NULL) : NULL;
    const char *text = json_string_value(json_object_get(kept, "text"));
    json_t *traces = json_object_get(kept, "traces"), *trace;
    const char *target;

    if (text)
        add_text(bundle, "scenario.scn", xstrdup(text));
    json_object_foreach(traces, target, trace)
    {
        char *name = xformat("%s.trc", target);

        if (json_is_string(trace) && !strchr(target, '/'))
            add_text(bundle, name, xstrdup(json_string_value(trace)));
        free(name);
    }
    json_decref(kept);
    str_free(&line);
}

/* The finished zip, from the source behind it. */
static bool take_bytes(zip_source_t *source, struct str *bytes)
{
    char buffer[65536];
    zip_int64_t got = -1;

    if (zip_source_open(source))
        return false;
    while ((got = zip_source_read(source, buffer, sizeof(buffer))) > 0)
        str_add(bytes, buffer, (size_t)got);
    zip_source_close(source);
    return !got && bytes->length;
}

static bool pack(const struct results *one, const char *key, const struct view_options *options, struct str *bytes)
{
    zip_error_t error;
    zip_source_t *source;
    struct bundle bundle = { .ok = true };
    bool ok;

    zip_error_init(&error);
    source = zip_source_buffer_create(NULL, 0, 0, &error);
    bundle.zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : NULL;
    if (!bundle.zip)
        return false;
    zip_source_keep(source);
    add_text(&bundle, "README.txt", readme(one, key));
    add_view(&bundle, "report.html", view_html, one, options);
    add_view(&bundle, "report.json", view_json, one, options);
    add_traces(&bundle, one);
    ok = bundle.ok && !zip_close(bundle.zip);
    if (!bundle.ok)
        zip_discard(bundle.zip);
    ok = ok && take_bytes(source, bytes);
    zip_source_free(source);
    zip_error_fini(&error);
    list_free(&bundle.texts);
    return ok;
}

bool bug_write(const struct results *results, const char *key, const struct view_options *options, const char *path,
               struct problem *problem)
{
    const char *slash = strstr(key, " / ");
    char *scenario = xstrndup(key, slash ? (size_t)(slash - key) : strlen(key));
    const uint32_t index = results_find(results, scenario);
    struct results one = { 0 };
    struct str bytes = { 0 };
    bool ok;

    free(scenario);
    if (index == UINT32_MAX)
        return problem_set(problem, CODE_USAGE, "--bug: expected a scenario of the report, or a key of one, found '%s'",
                           key);
    ok = results_begin(&one, options->settings->scratch, problem) && take_scenario(results, index, &one, problem) &&
         (pack(&one, key, options, &bytes) || problem_set(problem, CODE_INTERNAL, "the zip file cannot be made")) &&
         file_replace(path, bytes.data, bytes.length, problem);
    results_free(&one);
    str_free(&bytes);
    return ok;
}
