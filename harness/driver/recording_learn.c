#include "driver/recording_learn.h"

#include "driver/corpus.h"
#include "driver/recording_dialogs.h"
#include "trace/ui_map.h"

/* ---- reading ---- */

/* Of a word in quotes what stands in them; of any other NULL. New, free(). */
static char *unquoted(const char *word)
{
    const size_t length = strlen(word);

    return length >= 2 && word[0] == '"' && word[length - 1] == '"' ? xstrndup(word + 1, length - 2) : NULL;
}

static const char *method_of(const struct recording *recording, size_t event)
{
    const size_t call = recording->events[event].parent;

    return call == NO_EVENT || !recording->events[call].method ? "" : recording->events[call].method->name;
}

/* The dialog of this thread that is on top; `caption`: of that one. */
static size_t open_dialog(const struct learnt *learnt, unsigned runner, const char *caption)
{
    for (size_t i = learnt->count; i; i--) {
        const struct learnt_dialog *dialog = &learnt->dialogs[i - 1];

        if (dialog->open && dialog->runner == runner && (!caption || !strcmp(dialog->caption, caption)))
            return i - 1;
    }
    return NO_EVENT;
}

static void comes_on_top(struct learnt *learnt, size_t index)
{
    struct learnt_dialog *dialog = &learnt->dialogs[index];
    struct learnt_dialog *parent = dialog->parent == NO_EVENT ? NULL : &learnt->dialogs[dialog->parent];

    if (!parent)
        return;
    dialog->before = parent->last;
    if (parent->acted != NO_EVENT && parent->last == NO_EVENT)
        parent->controls[parent->acted].opened = index;
}

static size_t read_dialog(const struct recording *recording, struct learnt *learnt, size_t event, char *caption)
{
    const unsigned runner = recording->events[event].runner;

    learnt->dialogs = xrealloc(learnt->dialogs, (learnt->count + 1) * sizeof(*learnt->dialogs));
    learnt->dialogs[learnt->count] = (struct learnt_dialog){ .caption = caption,
                                                             .method = method_of(recording, event),
                                                             .runner = runner,
                                                             .parent = open_dialog(learnt, runner, NULL),
                                                             .before = NO_EVENT,
                                                             .acted = NO_EVENT,
                                                             .last = NO_EVENT,
                                                             .open = true };
    comes_on_top(learnt, learnt->count);
    return learnt->count++;
}

/* control "Name:" edit "old" focused tab=1 id=10 at=7,15,80,14 */
static size_t read_control(struct learnt_dialog *dialog, const struct list *words, char *name)
{
    struct learnt_control *control;

    dialog->controls = xrealloc(dialog->controls, (dialog->count + 1) * sizeof(*dialog->controls));
    control = &dialog->controls[dialog->count];
    *control = (struct learnt_control){ .name = name, .kind = xstrdup(words->items[2]), .opened = NO_EVENT };
    for (size_t i = 3; i < words->count; i++) {
        const char *word = words->items[i];

        if (i == 3 && *word == '"')
            control->text = unquoted(word);
        else if (recording_word_is(word, "id"))
            control->id = strtol(word + 3, NULL, 10);
        control->preset |= !strcmp(word, "default");
    }
    if (!dialog->text && control->text && *control->text && !strcmp(control->kind, "label"))
        dialog->text = xstrdup(control->text);
    return dialog->count++;
}

/* As the agent finds it: the first that is called so and is no label, or the number behind '#'. */
static size_t named_control(const struct learnt_dialog *dialog, const char *name)
{
    const long id = *name == '#' ? strtol(name + 1, NULL, 10) : -1;

    for (size_t i = 0; i < dialog->count; i++) {
        const struct learnt_control *control = &dialog->controls[i];

        if (strcmp(control->kind, "label") != 0 && (*name == '#' ? control->id == id : !strcmp(control->name, name)))
            return i;
    }
    return NO_EVENT;
}

static void closed(struct learnt *learnt, size_t index)
{
    struct learnt_dialog *dialog = &learnt->dialogs[index];

    dialog->open = false;
    if (dialog->parent != NO_EVENT)
        learnt->dialogs[dialog->parent].last = index;
}

static void acts(struct learnt_dialog *dialog, size_t control, const char *word)
{
    dialog->acted = control;
    dialog->last = NO_EVENT;
    dialog->typed |= !strcmp(word, "type");
}

/* What the line of an event names. `name`: the second word without its quotes. True: name is kept. */
static bool read_line(const struct recording *recording, struct learnt *learnt, size_t event, const struct list *words,
                      char *name)
{
    const char *word = words->items[0];
    const bool seen = recording->events[event].kind == EVENT_SEE;
    struct learnt_place *place = &learnt->places[event];
    const size_t top = open_dialog(learnt, recording->events[event].runner, NULL);
    const bool dialog = !strcmp(word, "dialog");

    if (dialog && seen) {
        place->dialog = read_dialog(recording, learnt, event, name);
        return true;
    }
    place->dialog =
        dialog || !strcmp(word, "closed") ? open_dialog(learnt, recording->events[event].runner, name) : top;
    if (place->dialog == NO_EVENT || dialog)
        return false;
    if (!strcmp(word, "control") && seen && words->count > 2) {
        place->control = read_control(&learnt->dialogs[place->dialog], words, name);
        return true;
    }
    if (!strcmp(word, "closed")) {
        closed(learnt, place->dialog);
        return false;
    }
    place->control = named_control(&learnt->dialogs[place->dialog], name);
    if (place->control == NO_EVENT)
        place->dialog = NO_EVENT;
    else if (!seen)
        acts(&learnt->dialogs[place->dialog], place->control, word);
    return false;
}

void learnt_read(const struct recording *recording, struct learnt *learnt)
{
    memset(learnt, 0, sizeof(*learnt));
    learnt->places = xcalloc(recording->count + 1, sizeof(*learnt->places));
    learnt->place_count = recording->count;
    for (size_t i = 0; i < recording->count; i++) {
        const struct event *event = &recording->events[i];
        struct list words = { 0 };
        char *name;

        learnt->places[i] = (struct learnt_place){ NO_EVENT, NO_EVENT };
        if (event->kind != EVENT_SEE && event->kind != EVENT_USER)
            continue;
        recording_words(event->text, &words);
        name = words.count > 1 ? unquoted(words.items[1]) : NULL;
        if (!name || !read_line(recording, learnt, i, &words, name))
            free(name);
        list_free(&words);
    }
}

void learnt_free(struct learnt *learnt)
{
    for (size_t i = 0; i < learnt->count; i++) {
        for (size_t j = 0; j < learnt->dialogs[i].count; j++) {
            free(learnt->dialogs[i].controls[j].name);
            free(learnt->dialogs[i].controls[j].kind);
            free(learnt->dialogs[i].controls[j].text);
        }
        free(learnt->dialogs[i].controls);
        free(learnt->dialogs[i].caption);
        free(learnt->dialogs[i].text);
    }
    free(learnt->dialogs);
    free(learnt->places);
    memset(learnt, 0, sizeof(*learnt));
}

/* ---- writing ---- */

static size_t with_id(const struct learnt_dialog *dialog, long id)
{
    size_t n = 0;

    for (size_t i = 0; i < dialog->count; i++)
        n += dialog->controls[i].id == id;
    return n;
}

static bool has_number(const struct learnt_dialog *dialog, const struct learnt_control *control)
{
    return control->id > 0 && control->id < 0xffff && with_id(dialog, control->id) == 1;
}

static const char *class_of(const char *kind)
{
    static const char *const classes[][2] = { { "list", "ListBox" },        { "combo", "ComboBox" },
                                              { "edit", "Edit" },           { "password", "Edit" },
                                              { "table", "SysListView32" }, { "tabs", "SysTabControl32" } };

    for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
        if (!strcmp(classes[i][0], kind))
            return classes[i][1];
    return "Button";
}

static void map_control(const struct learnt_dialog *dialog, const struct learnt_control *control, struct str *map)
{
    if (has_number(dialog, control))
        str_addf(map, "%s = id %ld ; guessed\n", control->role, control->id);
    else if (!strcmp(class_of(control->kind), "Button") && *control->name)
        str_addf(map, "%s = label \"%s\" ; guessed\n", control->role, control->name);
    else
        str_addf(map, "%s = class \"%s\" ; guessed\n", control->role, class_of(control->kind));
}

/* Whether dialogs of other roles have the same caption. */
static bool is_ambiguous(const struct learnt *learnt, const struct learnt_dialog *dialog)
{
    for (size_t i = 0; i < learnt->count; i++)
        if (!strcmp(learnt->dialogs[i].caption, dialog->caption) &&
            (!learnt->dialogs[i].role || strcmp(learnt->dialogs[i].role, dialog->role) != 0))
            return true;
    return false;
}

/* A caption alone may be that of several: then a number of its own, or its text, comes beside. */
static void map_dialog(const struct learnt *learnt, const struct learnt_dialog *dialog, struct str *map)
{
    const bool ambiguous = is_ambiguous(learnt, dialog);
    bool told = *dialog->caption && !ambiguous;

    str_addf(map, "\n%s = caption \"%s\" ; guessed\n", dialog->role, dialog->caption);
    for (size_t i = 0; !told && i < dialog->count; i++)
        if (dialog->controls[i].role && has_number(dialog, &dialog->controls[i]) && dialog->controls[i].id > 9) {
            str_addf(map, "%s = id %ld ; guessed\n", dialog->role, dialog->controls[i].id);
            told = true;
        }
    if (!told && dialog->text)
        str_addf(map, "%s = text \"%s\" ; guessed\n", dialog->role, dialog->text);
    for (size_t i = 0; i < dialog->count; i++)
        if (dialog->controls[i].role)
            map_control(dialog, &dialog->controls[i], map);
}

static bool is_mapped(const struct learnt *learnt, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (learnt->dialogs[i].role && !strcmp(learnt->dialogs[i].role, learnt->dialogs[index].role))
            return true;
    return false;
}

/* The second word of each line that names something with a role. */
static void rename_lines(struct recording *recording, const struct learnt *learnt)
{
    for (size_t i = 0; i < recording->count; i++) {
        const struct learnt_place *place = &learnt->places[i];
        const struct learnt_dialog *dialog = place->dialog == NO_EVENT ? NULL : &learnt->dialogs[place->dialog];
        struct list words = { 0 };
        struct str line = { 0 };
        const char *role;

        if (!dialog || !dialog->role)
            continue;
        role = place->control == NO_EVENT ? dialog->role : dialog->controls[place->control].role;
        recording_words(recording->events[i].text, &words);
        for (size_t j = 0; j < words.count; j++)
            str_addf(&line, "%s%s", j ? " " : "", j == 1 && role ? role : words.items[j]);
        free(recording->events[i].text);
        recording->events[i].text = line.data;
        list_free(&words);
    }
}

static bool check_map(const struct str *map, struct problem *problem)
{
    struct ui_map *parsed = NULL;
    struct diag diag;
    enum status status = ui_map_parse(str_text(map), map->length, "the UI map of this recording", &parsed, &diag);

    ui_map_free(parsed);
    return status == ST_OK || model_fail(status, &diag, problem);
}

bool recording_learn(struct recording *recording, const char *name, struct str *map, struct problem *problem)
{
    struct learnt learnt;
    size_t n = 0;
    bool ok;

    learnt_read(recording, &learnt);
    learnt_guess(&learnt);
    str_addf(
        map,
        "ui 1 %s\n; Guessed from a recording, by kind, number and order, and by what came when a button was pressed. "
        "Look at each line:\n; a wrong one makes a wrong scenario. What is missing has no role that could be told.\n",
        name);
    for (size_t i = 0; i < learnt.count; i++) {
        if (!learnt.dialogs[i].role)
            continue;
        if (!is_mapped(&learnt, i))
            map_dialog(&learnt, &learnt.dialogs[i], map);
        n++;
    }
    rename_lines(recording, &learnt);
    learnt_free(&learnt);
    ok = n || problem_set(problem, CODE_USAGE,
                          "--learn-ui: expected a recording with a dialog whose role can be guessed, found none");
    return ok && check_map(map, problem);
}
