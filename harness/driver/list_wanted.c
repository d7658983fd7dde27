/* list --wanted: which recordings of a genuine DLL would settle which decisions. */
#include "driver/command.h"
#include "driver/wanted.h"

#include <jansson.h>

/* The question of a decision: the first cell of its row. */
static const char *question(const struct wanted_decision *decision)
{
    const struct list *cells = &decision->statement->cells;

    return cells->count ? cells->items[0] : "";
}

static char *joined(const struct list *list, const char *separator)
{
    struct str text = { 0 };

    str_puts(&text, "");
    for (size_t i = 0; i < list->count; i++)
        str_addf(&text, "%s%s", i ? separator : "", list->items[i]);
    return text.data;
}

static size_t open_decisions(const struct wanted *wanted)
{
    size_t count = 0;

    for (size_t i = 0; i < wanted->decision_count; i++)
        count += !wanted->decisions[i].recorded;
    return count;
}

/* What no machine of its own can show: it needs a fault or the native build, or has no scenario. */
static void print_rest(const struct wanted *wanted)
{
    const char *before = "\nNo recording can settle ";

    for (size_t i = 0; i < wanted->decision_count; i++) {
        const struct wanted_decision *decision = &wanted->decisions[i];

        if (decision->recorded || decision->chosen)
            continue;
        printf("%s%s", before, decision->statement->number);
        before = ", ";
    }
    if (*before == ',')
        puts(": their scenarios need the native build, or there are none");
}

static void print_recordings(const struct wanted *wanted)
{
    size_t width = 0;

    for (size_t i = 0; i < wanted->recording_count; i++)
        if (strlen(wanted->recordings[i].scenario) > width)
            width = strlen(wanted->recordings[i].scenario);
    for (size_t i = 0; i < wanted->recording_count; i++) {
        const struct wanted_recording *recording = &wanted->recordings[i];
        char *numbers = joined(&recording->decisions, " ");

        printf("  %-*s  %s%s%s%s\n", (int)width, recording->scenario, numbers, *recording->needs ? " (needs " : "",
               recording->needs, *recording->needs ? ")" : "");
        free(numbers);
    }
}

static void print_decision(const struct wanted_decision *decision, bool all)
{
    const size_t shown = all || decision->scenarios.count < 3 ? decision->scenarios.count : 3;

    printf("%s  %s: ", decision->statement->number, question(decision));
    if (decision->recorded)
        printf("settled by a recording; ");
    if (!decision->scenarios.count)
        printf("no scenario");
    for (size_t i = 0; i < shown; i++)
        printf("%s%s", i ? ", " : "", decision->scenarios.items[i]);
    if (shown < decision->scenarios.count)
        printf(" and %zu more", decision->scenarios.count - shown);
    putchar('\n');
}

static void print_text(const struct wanted *wanted, bool all)
{
    printf("%zu of %zu decisions rest on no recording of a genuine DLL. These %zu scenarios, recorded, would settle "
           "them:\n",
           open_decisions(wanted), wanted->decision_count, wanted->recording_count);
    print_recordings(wanted);
    print_rest(wanted);
    puts("\nEach decision, and the scenarios that show what a genuine DLL does there:");
    for (size_t i = 0; i < wanted->decision_count; i++)
        print_decision(&wanted->decisions[i], all);
}

static json_t *list_json(const struct list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(array, json_string(list->items[i]));
    return array;
}

static void print_json(const struct wanted *wanted)
{
    json_t *recordings = json_array(), *decisions = json_array(), *object;

    for (size_t i = 0; i < wanted->recording_count; i++) {
        const struct wanted_recording *recording = &wanted->recordings[i];

        json_array_append_new(recordings, json_pack("{s:s, s:s, s:o}", "scenario", recording->scenario, "needs",
                                                    recording->needs, "decisions", list_json(&recording->decisions)));
    }
    for (size_t i = 0; i < wanted->decision_count; i++) {
        const struct wanted_decision *decision = &wanted->decisions[i];

        json_array_append_new(decisions, json_pack("{s:s, s:s, s:b, s:o}", "number", decision->statement->number,
                                                   "question", question(decision), "recorded", decision->recorded,
                                                   "scenarios", list_json(&decision->scenarios)));
    }
    object = json_pack("{s:o, s:o}", "recordings", recordings, "decisions", decisions);
    json_dumpf(object, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(object);
}

int list_wanted(struct context *context, const struct corpus *corpus)
{
    struct statements statements = { 0 };
    struct wanted wanted = { 0 };
    bool ok = statements_read(context->settings.root, &statements, &context->problem) &&
              wanted_find(corpus, &statements, &wanted, &context->problem);

    if (ok && context->options.json)
        print_json(&wanted);
    else if (ok)
        print_text(&wanted, context->options.all);
    wanted_free(&wanted);
    statements_free(&statements);
    return ok ? CODE_EXPECTED : command_failed(context);
}
