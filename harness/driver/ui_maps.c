#include "driver/ui_maps.h"

#include "driver/corpus.h"
#include "driver/files.h"
#include "driver/prefix.h"
#include "trace/ui_map.h"

/* Ours is one implementation, wherever it runs. */
static const char *implementation(const struct target *target)
{
    return strcmp(target->name, "native") ? target->name : "reference";
}

static bool is_target(const struct target *target, const char *word, size_t length)
{
    return strlen(target->name) == length && !memcmp(target->name, word, length);
}

/* How long the name of a target in front of the file is; 0 if there is none: a path may have a '=' of its own. */
static size_t name_length(const char *word)
{
    size_t length = strcspn(word, "=/");

    return word[length] == '=' ? length : 0;
}

static bool check_words(const struct list *words, const struct target_set *set, struct problem *problem)
{
    for (size_t i = 0; i < words->count; i++) {
        size_t length = name_length(words->items[i]);
        bool known = !length;

        for (size_t j = 0; j < set->count; j++)
            known |= is_target(&set->items[j], words->items[i], length);
        if (!known)
            return problem_set(problem, CODE_USAGE, "--ui: expected a target of this run in front of '=', found '%.*s'",
                               (int)length, words->items[i]);
    }
    return true;
}

/* Its own word before one for all; of two the last. NULL: none. */
static const char *asked(const struct list *words, const struct target *target)
{
    const char *for_all = NULL, *own = NULL;

    for (size_t i = 0; i < words->count; i++) {
        size_t length = name_length(words->items[i]);

        if (!length)
            for_all = words->items[i];
        else if (is_target(target, words->items[i], length))
            own = words->items[i] + length + 1;
    }
    return own ? own : for_all;
}

static bool check_map(const char *path, struct problem *problem)
{
    struct str content = { 0 };
    struct ui_map *map = NULL;
    struct diag diag;
    enum status status;
    bool ok = file_read(path, TRACE_MAX_SCENARIO, &content, problem);

    if (ok) {
        status = ui_map_parse(str_text(&content), content.length, path, &map, &diag);
        ok = status == ST_OK || model_fail(status, &diag, problem);
    }
    ui_map_free(map);
    str_free(&content);
    return ok;
}

/* The map beside the scenarios that fits best: of the target's own name or of all originals, in the DLL's language or in any.
 * New, free(). NULL: there is none. */
static char *usual_map(const struct target *target, const char *scenarios)
{
    const char *const names[] = { implementation(target), target->original ? "original" : NULL };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names) && names[i]; i++) {
        char *own = xformat("%s/ui/%s-%s.ui", scenarios, names[i], target->language);
        char *any = xformat("%s/ui/%s.ui", scenarios, names[i]);
        char *found = target->language[0] && file_exists(own) ? own : file_exists(any) ? any : NULL;

        if (found != own)
            free(own);
        if (found != any)
            free(any);
        if (found)
            return found;
    }
    return NULL;
}

bool ui_maps_choose(const struct list *words, const char *scenarios, struct target_set *set, struct problem *problem)
{
    bool ok = check_words(words, set, problem);

    for (size_t i = 0; ok && i < set->count; i++) {
        struct target *target = &set->items[i];
        const char *word = asked(words, target);

        if (target->lane == LANE_NONE)
            continue;
        target->ui = word ? xstrdup(word) : usual_map(target, scenarios);
        ok = !target->ui || check_map(target->ui, problem);
    }
    return ok;
}

bool ui_map_copy(struct target *target, const char *run_folder, size_t index, struct problem *problem)
{
    char *copy;
    bool ok;

    if (!target->ui)
        return true;
    copy = xformat("%s/%zu.ui", run_folder, index);
    ok = file_copy(target->ui, copy, problem);
    target->ui_load = target->lane == LANE_NATIVE ? xstrdup(copy) : prefix_path(copy);
    free(copy);
    return ok;
}
