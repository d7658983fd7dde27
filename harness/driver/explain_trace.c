/* explain FILE: which calls of a trace failed, in words, and which facts rule that. */
#include "driver/corpus.h"
#include "driver/explain.h"
#include "driver/files.h"

#include "catalogue/catalogue.h"

#include <jansson.h>
#include <strings.h>

enum { MOST_FACTS = 3 };

struct failure {
    unsigned line;
    const char *process, *object, *method; /* of the model */
    enum result_kind kind;
    uint32_t code;
    const char *text; /* of a crash */
};

struct failures {
    struct failure *items;
    size_t count;
};

/* What a code means to somebody who does not program. */
static const struct meaning {
    const char *code, *words;
} meanings[] = {
    { "E_IDENTITY_NOT_FOUND", "there is no such identity" },
    { "E_IDENTITY_EXISTS", "an identity of that name is there already" },
    { "E_IDENTITIES_DISABLED", "a policy switches identities off" },
    { "E_IDENTITY_CHANGING", "another program is just switching identities" },
    { "E_PROCESS_CANCELLED_SWITCH", "a running program refused the switch" },
    { "E_USER_CANCELLED", "the user cancelled, or nobody could be asked" },
    { "E_NO_CURRENT_IDENTITY", "nobody is logged on" },
    { "E_INVALIDARG", "an argument does not fit" },
    { "E_POINTER", "a pointer is missing" },
    { "E_NOINTERFACE", "the object has no such interface" },
    { "E_OUTOFMEMORY", "there was no memory" },
    { "E_NOTIMPL", "the DLL does not do this" },
    { "E_FAIL", "it failed without saying why (a wrong password does so)" },
    { "CLASS_E_NOAGGREGATION", "the class cannot be a part of another object" },
    { "CLASS_E_CLASSNOTAVAILABLE", "the DLL has no such class" },
    { "CONNECT_E_NOCONNECTION", "nobody is advised under that number" },
    { "CONNECT_E_CANNOTCONNECT", "the object has not the interface that is to be told" },
    { "CONNECT_E_ADVISELIMIT", "too many are advised" },
};

static const char *meaning_of(const char *code)
{
    for (size_t i = 0; code && i < sizeof(meanings) / sizeof(*meanings); i++)
        if (!strcmp(meanings[i].code, code))
            return meanings[i].words;
    return "it failed";
}

static const char *method_of(const struct step *step)
{
    switch (step->action) {
    case ACTION_CREATE:
    case ACTION_FACTORY:
        return "CreateInstance";
    case ACTION_AS:
        return "QueryInterface";
    default:
        return step->method;
    }
}

static bool has_failed(const struct result *result)
{
    return result->kind == RESULT_CRASH || result->kind == RESULT_HANG ||
           (result->kind == RESULT_HRESULT && (result->number & 0x80000000u));
}

/* The call that an `end` ends, by its name. */
static const char *begun_method(const struct trace *model, const char *name)
{
    for (const struct section *section = model->sections; section; section = section->next)
        for (const struct step *step = section->steps; step; step = step->next)
            if (step->action == ACTION_BEGIN && step->name && name && !strcmp(step->name, name))
                return step->method;
    return NULL;
}

static void find_failures(const struct trace *model, struct failures *failures)
{
    for (const struct section *section = model->sections; section; section = section->next) {
        for (const struct step *step = section->steps; step; step = step->next) {
            const char *method = step->action == ACTION_END ? begun_method(model, step->object) : method_of(step);

            if (!method || !has_failed(&step->result))
                continue;
            failures->items = xrealloc(failures->items, (failures->count + 1) * sizeof(*failures->items));
            failures->items[failures->count++] =
                (struct failure){ step->line,       section->name,     step->object,
                                  method,           step->result.kind, (uint32_t)step->result.number,
                                  step->result.text };
        }
    }
}

/* ---- facts ---- */

/* How often scenarios with the same outcome of the same method cite a fact, and how often any cites it. */
struct votes {
    const struct statement *statement;
    unsigned same, all;
    double weight;
};

static void vote(const char *text, const struct statements *statements, struct votes *votes, bool same)
{
    const struct statement *statement;

    while ((statement = statements_next(statements, &text))) {
        struct votes *mine = &votes[statement - statements->items];

        mine->statement = statement;
        mine->all++;
        mine->same += same;
    }
}

static bool same_outcome(const struct failure *failure, const struct step *step, const char *method)
{
    return method && !strcmp(method, failure->method) && step->result.kind == failure->kind &&
           (failure->kind != RESULT_HRESULT || (uint32_t)step->result.number == failure->code);
}

/* A tag of the line itself says more than all of the header. */
static void vote_scenario(const struct failure *failure, const struct scenario *scenario, const struct trace *model,
                          const struct statements *statements, struct votes *votes)
{
    bool same = false;

    for (const struct section *section = model->sections; section; section = section->next) {
        for (const struct step *step = section->steps; step; step = step->next) {
            const char *method = step->action == ACTION_END ? begun_method(model, step->object) : method_of(step);

            if (!same_outcome(failure, step, method))
                continue;
            same = same || !step->tags.n;
            for (unsigned i = 0; i < step->tags.n; i++)
                vote(step->tags.words[i], statements, votes, true);
        }
    }
    vote(scenario->evidence, statements, votes, same);
}

/* The share of a fact's scenarios that have this outcome, and more for a fact that names the method or the code. */
static void weigh(const struct failure *failure, struct votes *votes)
{
    const char *text = votes->statement && votes->statement->cells.count ? votes->statement->cells.items[0] : "";
    const char *code = failure->kind == RESULT_HRESULT ? cat_hresult_name(failure->code) : NULL;

    votes->weight = votes->same ? (double)votes->same * votes->same / votes->all : 0;
    if (strstr(text, failure->method))
        votes->weight *= 3;
    if (code && strstr(text, code))
        votes->weight *= 3;
}

static int by_weight(const void *left, const void *right)
{
    double a = ((const struct votes *)left)->weight, b = ((const struct votes *)right)->weight;

    return a < b ? 1 : a > b ? -1 : 0;
}

/* The facts that speak most for this failure; at most MOST_FACTS. */
static size_t rank(const struct failure *failure, const struct corpus *corpus, struct trace *const models[],
                   const struct statements *statements, struct votes *votes)
{
    size_t count = 0;

    memset(votes, 0, statements->count * sizeof(*votes));
    for (size_t i = 0; i < corpus->count; i++)
        vote_scenario(failure, &corpus->scenarios[i], models[i], statements, votes);
    for (size_t i = 0; i < statements->count; i++)
        weigh(failure, &votes[i]);
    qsort(votes, statements->count, sizeof(*votes), by_weight);
    while (count < MOST_FACTS && count < statements->count && votes[count].same)
        count++;
    return count;
}

/* ---- printing ---- */

static json_t *describe(const struct failure *failure, const struct votes *votes, size_t count)
{
    const char *name = failure->kind == RESULT_HRESULT ? cat_hresult_name(failure->code) : NULL;
    json_t *object = json_object(), *facts = json_array();
    char code[16];

    snprintf(code, sizeof(code), "0x%08x", failure->code);
    json_object_set_new(object, "line", json_integer(failure->line));
    json_object_set_new(object, "process", json_string(failure->process ? failure->process : ""));
    json_object_set_new(object, "object", json_string(failure->object ? failure->object : ""));
    json_object_set_new(object, "method", json_string(failure->method));
    json_object_set_new(object, "result",
                        json_string(failure->kind == RESULT_CRASH  ? "crash"
                                    : failure->kind == RESULT_HANG ? "hang"
                                    : name                         ? name
                                                                   : code));
    json_object_set_new(object, "meaning",
                        json_string(failure->kind == RESULT_CRASH  ? "the DLL crashed"
                                    : failure->kind == RESULT_HANG ? "it did not come back"
                                                                   : meaning_of(name)));
    for (size_t i = 0; i < count; i++) {
        const struct statement *statement = votes[i].statement;

        json_array_append_new(facts, json_pack("{s:s, s:s}", "number", statement->number, "text",
                                               statement->cells.count ? statement->cells.items[0] : ""));
    }
    json_object_set_new(object, "facts", facts);
    return object;
}

static void print_text(const char *path, const json_t *failures)
{
    size_t i, j;
    json_t *failure, *fact;

    if (!json_array_size(failures))
        printf("%s: no call failed\n", path);
    json_array_foreach(failures, i, failure)
    {
        const json_t *facts = json_object_get(failure, "facts");

        printf("%s:%d: %s: %s: %s (%s)\n", path, (int)json_integer_value(json_object_get(failure, "line")),
               json_string_value(json_object_get(failure, "process")),
               json_string_value(json_object_get(failure, "method")),
               json_string_value(json_object_get(failure, "meaning")),
               json_string_value(json_object_get(failure, "result")));
        json_array_foreach(facts, j, fact) printf("    %s: %s\n", json_string_value(json_object_get(fact, "number")),
                                                  json_string_value(json_object_get(fact, "text")));
        if (!json_array_size(facts))
            puts("    no scenario states this result of this method");
    }
}

/* ---- all of it ---- */

static bool load(struct context *context, struct corpus *corpus, struct trace ***models)
{
    struct options options = { .scenarios = context->options.scenarios };
    bool ok = corpus_load(&context->settings, &options, corpus, &context->problem);

    *models = xcalloc(corpus->count + 1, sizeof(**models));
    for (size_t i = 0; ok && i < corpus->count; i++)
        ok = corpus_model(corpus, &corpus->scenarios[i], &(*models)[i], &context->problem);
    return ok;
}

bool is_trace(const char *path)
{
    struct str text = { 0 };
    struct problem ignored = { 0 };
    bool trace =
        file_exists(path) && file_read(path, TRACE_MAX_TRACE, &text, &ignored) && !strncmp(text.data, "trace ", 6);

    str_free(&text);
    return trace;
}

int explain_trace(struct context *context, const struct statements *statements, const char *path)
{
    struct corpus corpus = { 0 };
    struct failures failures = { 0 };
    struct trace *model = NULL, **models = NULL;
    struct votes *votes = xcalloc(statements->count + 1, sizeof(*votes));
    json_t *found = json_array();
    bool ok = model_read(path, &model, &context->problem) && load(context, &corpus, &models);

    if (ok)
        find_failures(model, &failures);
    for (size_t i = 0; ok && i < failures.count; i++)
        json_array_append_new(
            found, describe(&failures.items[i], votes, rank(&failures.items[i], &corpus, models, statements, votes)));
    if (ok && context->options.json) {
        json_dumpf(found, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
        putchar('\n');
    } else if (ok) {
        print_text(path, found);
    }
    for (size_t i = 0; models && i < corpus.count; i++)
        trace_free(models[i]);
    free(models);
    trace_free(model);
    free(failures.items);
    free(votes);
    json_decref(found);
    corpus_free(&corpus);
    return ok ? CODE_EXPECTED : command_failed(context);
}
