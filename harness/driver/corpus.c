#include "driver/corpus.h"

#include "driver/files.h"

#include <fnmatch.h>
#include <strings.h>

bool model_fail(enum status status, const struct diag *diag, struct problem *problem)
{
    char message[1024];

    if (status == ST_NO_MEMORY)
        return problem_set(problem, CODE_INTERNAL, "out of memory");
    diag_format(diag, message, sizeof(message));
    return problem_set(problem, CODE_USAGE, "%s", message);
}

bool model_read(const char *path, struct trace **model, struct problem *problem)
{
    struct str content = { 0 };
    struct diag diag;
    enum status status;
    bool ok = file_read(path, TRACE_MAX_TRACE, &content, problem);

    *model = NULL;
    if (ok) {
        diag_init(&diag, path);
        status = trace_parse(content.data, content.length, path, model, &diag);
        ok = status == ST_OK || model_fail(status, &diag, problem);
    }
    str_free(&content);
    return ok;
}

char *evidence_text(const struct trace *model)
{
    struct str text = { 0 };

    str_puts(&text, "");
    for (unsigned i = 0; i < model->n_evidence; i++) {
        const struct evidence *evidence = &model->evidence[i];
        const char *words = evidence->words ? evidence->words : "";

        str_addf(&text, "%s%s%s%s", i ? ", " : "", evidence_class_names[evidence->class], *words ? " " : "", words);
    }
    return text.data;
}

/* Only HKCU is seeded, and a state says itself where it comes from (FORMAT.md 6). */
static bool inline_state(const char *folder, struct trace *model, struct problem *problem)
{
    char *path;
    struct str content = { 0 };
    struct diag diag;
    enum status status;
    bool ok;

    if (!model->registry_name || !strcmp(model->registry_name, "empty"))
        return true;
    path = xformat("%s/registry/%s.reg", folder, model->registry_name);
    ok = file_read(path, TRACE_MAX_SCENARIO, &content, problem);
    if (ok) {
        diag_init(&diag, path);
        status = state_parse(content.data, content.length, path, &model->arena, &model->state, &diag);
        ok = status == ST_OK || model_fail(status, &diag, problem);
    }
    if (ok) {
        model->registry_name = NULL;
        if (model->state->source) {
            model->registry_tags.words = arena_alloc(&model->arena, sizeof(*model->registry_tags.words));
            if (!model->registry_tags.words)
                ok = problem_set(problem, CODE_INTERNAL, "out of memory");
            else
                model->registry_tags.words[model->registry_tags.n++] = model->state->source;
        }
    }
    str_free(&content);
    free(path);
    return ok;
}

bool corpus_model(const struct corpus *corpus, const struct scenario *scenario, struct trace **model,
                  struct problem *problem)
{
    const struct check_options options = { genuine_dll, corpus->genuine };
    struct diag diag;
    enum status status;

    if (!model_read(scenario->path, model, problem))
        return false;
    if (!inline_state(corpus->folder, *model, problem))
        goto failed;
    diag_init(&diag, scenario->path);
    status = trace_check(*model, scenario->path, &options, &diag);
    if (status == ST_OK)
        return true;
    model_fail(status, &diag, problem);
failed:
    trace_free(*model);
    *model = NULL;
    return false;
}

char *corpus_folder(const struct settings *settings, const struct options *options)
{
    return options->scenarios ? xstrdup(options->scenarios) : xformat("%s/scenarios", settings->root);
}

static bool is_pattern(const char *filter)
{
    return strpbrk(filter, "*?[") != NULL;
}

static bool name_chosen(const char *id, const struct list *filters)
{
    for (size_t i = 0; i < filters->count; i++) {
        const char *filter = filters->items[i];

        if (is_pattern(filter) ? !fnmatch(filter, id, 0) : strstr(id, filter) != NULL)
            return true;
    }
    return !filters->count;
}

/* A class or a number as a whole word: D-01 does not choose D-012. */
static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = text; (at = strcasestr(at, word)); at++) {
        bool begins = at == text || at[-1] == ' ', ends = !at[length] || at[length] == ',' || at[length] == ' ';

        if (begins && ends)
            return true;
    }
    return false;
}

static bool tags_chosen(const struct step *steps, const char *word)
{
    for (const struct step *step = steps; step; step = step->next)
        for (unsigned i = 0; i < step->tags.n; i++)
            if (has_word(step->tags.words[i], word))
                return true;
    return false;
}

static bool evidence_chosen(const char *evidence, const struct trace *model, const struct list *words)
{
    for (size_t i = 0; i < words->count; i++) {
        if (has_word(evidence, words->items[i]))
            return true;
        for (const struct section *section = model->sections; section; section = section->next)
            if (tags_chosen(section->steps, words->items[i]))
                return true;
    }
    return !words->count;
}

static void add_scenario(struct corpus *corpus, const char *id, const char *path, const struct trace *model)
{
    struct scenario *scenario;

    corpus->scenarios = xrealloc(corpus->scenarios, (corpus->count + 1) * sizeof(*corpus->scenarios));
    scenario = &corpus->scenarios[corpus->count++];
    scenario->id = xstrdup(id);
    scenario->path = xstrdup(path);
    scenario->title = xstrdup(model->title ? model->title : id);
    scenario->evidence = evidence_text(model);
    scenario->needs = model->needs;
    scenario->limit_ms = model->limit.number ? duration_ms(model->limit) : DEFAULT_LIMIT_MS;
}

static bool load_file(struct corpus *corpus, const char *id, const char *path, const struct list *evidence,
                      struct problem *problem)
{
    struct scenario reading = { .path = (char *)path };
    struct trace *model;
    char *words;

    if (!corpus_model(corpus, &reading, &model, problem))
        return false;
    if (model->is_trace) {
        trace_free(model);
        return problem_set(problem, CODE_USAGE, "%s:1:1: expected a scenario, found a trace", path);
    }
    words = evidence_text(model);
    if (evidence_chosen(words, model, evidence))
        add_scenario(corpus, id, path, model);
    free(words);
    trace_free(model);
    return true;
}

static char *id_of(const char *name)
{
    size_t length = strlen(name);

    return xstrndup(name, length > 4 && !strcmp(name + length - 4, ".scn") ? length - 4 : length);
}

static void begin(const struct settings *settings, const struct options *options, struct corpus *corpus)
{
    memset(corpus, 0, sizeof(*corpus));
    corpus->folder = corpus_folder(settings, options);
    corpus->genuine = xcalloc(1, sizeof(*corpus->genuine));
    corpus->genuine->settings = settings;
}

bool corpus_load(const struct settings *settings, const struct options *options, struct corpus *corpus,
                 struct problem *problem)
{
    struct list names = { 0 };
    bool ok;

    begin(settings, options, corpus);
    corpus->filtered = options->arguments.count || options->evidence.count;
    ok = files_below(corpus->folder, ".scn", &names, problem);
    corpus->total = names.count;
    for (size_t i = 0; ok && i < names.count; i++) {
        char *path = xformat("%s/%s", corpus->folder, names.items[i]), *id = id_of(names.items[i]);

        list_add(&corpus->ids, id);
        if (name_chosen(id, &options->arguments))
            ok = load_file(corpus, id, path, &options->evidence, problem);
        free(path);
        free(id);
    }
    list_free(&names);
    if (ok && !corpus->count)
        ok = problem_set(problem, CODE_USAGE, "%s: no scenario fits; ./identical list shows all %zu", corpus->folder,
                         corpus->total);
    return ok;
}

bool corpus_load_one(const struct settings *settings, const struct options *options, const char *name,
                     struct corpus *corpus, struct problem *problem)
{
    static const struct list any = { 0 };
    char *id, *path;
    bool ok;

    begin(settings, options, corpus);
    corpus->filtered = true;
    id = id_of(name);
    path = file_exists(name) ? xstrdup(name) : xformat("%s/%s.scn", corpus->folder, id);
    if (file_exists(name) && !strncmp(id, corpus->folder, strlen(corpus->folder))) {
        char *below = xstrdup(id + strlen(corpus->folder) + 1);

        free(id);
        id = below;
    }
    ok = load_file(corpus, id, path, &any, problem);
    free(path);
    free(id);
    return ok;
}

static void scenario_free(struct scenario *scenario)
{
    free(scenario->id);
    free(scenario->path);
    free(scenario->title);
    free(scenario->evidence);
}

void corpus_keep(struct corpus *corpus, size_t count)
{
    for (size_t i = count; i < corpus->count; i++)
        scenario_free(&corpus->scenarios[i]);
    corpus->filtered |= count < corpus->count;
    corpus->count = count;
}

void corpus_free(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++)
        scenario_free(&corpus->scenarios[i]);
    free(corpus->scenarios);
    free(corpus->folder);
    if (corpus->genuine)
        genuine_free(corpus->genuine);
    free(corpus->genuine);
    list_free(&corpus->ids);
    memset(corpus, 0, sizeof(*corpus));
}
