#include "mutate.h"

#include <string.h>

/* Counts expectations; `hit` is true at the one that is wanted. */
struct walk {
    struct trace *scenario;
    size_t left;
    bool done;
    struct mutation *mutation;
};

static bool hit(struct walk *walk, unsigned line, const char *what)
{
    if (walk->done || walk->left--)
        return false;
    walk->done = true;
    walk->mutation->line = line;
    walk->mutation->what = what;
    return true;
}

static const char *longer(struct walk *walk, const char *text)
{
    return arena_printf(&walk->scenario->arena, "%sX", text ? text : "");
}

/* ---- values and data ---- */

static void alter_value(struct walk *walk, struct value *value)
{
    switch (value->kind) {
    case VALUE_NUMBER:
        value->number ^= 0x40;
        value->text = arena_printf(&walk->scenario->arena, "%llu", (unsigned long long)value->number);
        break;
    case VALUE_GUID:
        value->kind = VALUE_GUID;
        value->symbolic = false;
        value->guid.data1 ^= 0x01010101;
        value->text = arena_printf(&walk->scenario->arena, "{%08X-0000-4000-8000-000000000000}", value->guid.data1);
        break;
    case VALUE_KEY:
    case VALUE_STRING:
        value->text = longer(walk, value->text);
        break;
    case VALUE_NULL:
        value->kind = VALUE_UNTOUCHED;
        break;
    default:
        value->kind = VALUE_NULL;
        break;
    }
}

static void value_of(struct walk *walk, unsigned line, struct value *value)
{
    if (value->kind == VALUE_ANY)
        return;
    if (hit(walk, line, "value"))
        alter_value(walk, value);
    if (value->kind == VALUE_STRING && value->tail == TAIL_UNTOUCHED && hit(walk, line, "tail"))
        value->tail = TAIL_TOUCHED;
}

static void alter_data(struct walk *walk, struct data *data)
{
    switch (data->kind) {
    case DATA_STRING:
    case DATA_EXPAND:
        data->text = longer(walk, data->text);
        break;
    case DATA_DWORD:
        data->number ^= 0x40;
        break;
    case DATA_NONE:
        data->kind = DATA_UNREADABLE;
        break;
    case DATA_SECRET:
        data->text = longer(walk, data->text);
        break;
    default:
        memset(data, 0, sizeof(*data));
        data->kind = DATA_DWORD;
        data->type = 4;
        data->number = 0x40;
        break;
    }
}

/* ---- results ---- */

static bool states_result(const struct step *step)
{
    return step->result.kind != RESULT_NONE || step->action == ACTION_NEVER || step->action == ACTION_UNCHANGED;
}

static void alter_result(struct walk *walk, struct result *result)
{
    switch (result->kind) {
    case RESULT_HRESULT:
    case RESULT_COUNT:
    case RESULT_ERROR:
        result->number ^= 0x40;
        break;
    case RESULT_DATA:
        alter_data(walk, &result->data);
        break;
    case RESULT_NAMES:
        if (result->n_names)
            result->n_names--;
        else
            result->kind = RESULT_ABSENT;
        break;
    case RESULT_NONE: /* `unchanged`, `never` */
    case RESULT_YES:
        result->kind = RESULT_NO;
        break;
    case RESULT_HANG:
        *result = (struct result){ .kind = RESULT_EXIT, .number = 0x40 };
        break;
    default:
        result->kind = RESULT_HANG;
        break;
    }
}

/* ---- effects ---- */

static void alter_none(struct detail *detail)
{
    switch (detail->effect) {
    case EFFECT_REGISTRY:
        detail->kind = SEEN_CREATE;
        detail->key = "HKCU\\Identities\\Mutant";
        break;
    case EFFECT_CALLBACKS:
        detail->kind = SEEN_CALLBACK;
        detail->object = "mutant";
        detail->method = "SwitchIdentities";
        detail->result.kind = RESULT_HRESULT;
        break;
    case EFFECT_FOLDERS:
        detail->kind = SEEN_FOLDER_CREATE;
        detail->text = "$(local)\\Mutant";
        break;
    case EFFECT_READS:
        detail->kind = SEEN_OPENED;
        detail->key = "HKCU\\Identities\\Mutant";
        break;
    default:
        detail->kind = SEEN_WINDOW_CREATE;
        detail->text = "Mutant";
        detail->text2 = "Mutant";
        break;
    }
}

static void registry_line(struct walk *walk, struct detail *detail)
{
    if (hit(walk, detail->line, "key"))
        detail->key = longer(walk, detail->key);
    if (detail->value_name && hit(walk, detail->line, "name of the value"))
        detail->value_name = longer(walk, detail->value_name);
    if (detail->kind == SEEN_SET && hit(walk, detail->line, "data"))
        alter_data(walk, &detail->data);
}

static void callback_line(struct walk *walk, struct detail *detail)
{
    if (hit(walk, detail->line, "name of the sink"))
        detail->object = longer(walk, detail->object);
    if (hit(walk, detail->line, "method"))
        detail->method = longer(walk, detail->method);
    if (detail->n_args && hit(walk, detail->line, "argument"))
        detail->args[0].number ^= 0x40, detail->args[0].text = "64";
    if (detail->result.kind != RESULT_NONE && hit(walk, detail->line, "answer"))
        alter_result(walk, &detail->result);
    if (detail->thread && hit(walk, detail->line, "thread"))
        detail->thread = longer(walk, detail->thread);
    if (detail->thread && hit(walk, detail->line, "apartment"))
        detail->apartment = detail->apartment == APARTMENT_STA ? APARTMENT_MTA : APARTMENT_STA;
}

static bool is_seen(const struct detail *detail)
{
    return detail->kind <= SEEN_OPEN;
}

static bool states_effect(const struct detail *detail)
{
    return is_seen(detail) && detail->kind != SEEN_OPEN;
}

static void effect_line(struct walk *walk, struct detail *detail)
{
    switch (detail->kind) {
    case SEEN_NONE:
        if (hit(walk, detail->line, "none"))
            alter_none(detail);
        break;
    case SEEN_SET:
    case SEEN_CREATE:
    case SEEN_DELETE:
    case SEEN_OPENED:
    case SEEN_READ:
    case SEEN_KEYS:
    case SEEN_VALUES:
    case SEEN_INFO:
        registry_line(walk, detail);
        break;
    case SEEN_CALLBACK:
        callback_line(walk, detail);
        break;
    default:
        if (states_effect(detail) && detail->text && hit(walk, detail->line, "text"))
            detail->text = longer(walk, detail->text);
        break;
    }
}

/* Lines of one list have an order: those of a kind, of windows those of one group (FORMAT.md). */
static bool same_list(const struct detail *left, const struct detail *right)
{
    static const unsigned char groups[SEEN_OPEN + 1] = {
        [SEEN_DIALOG] = 1, [SEEN_CONTROL] = 1,    [SEEN_CLOSED] = 2,        [SEEN_MESSAGE] = 3,
        [SEEN_FOCUS] = 4,  [SEEN_FOREGROUND] = 5, [SEEN_WINDOW_CREATE] = 6, [SEEN_WINDOW_DESTROY] = 6,
    };

    return left->effect == right->effect && groups[left->kind] == groups[right->kind];
}

static struct detail *next_of_list(struct detail *detail)
{
    for (struct detail *next = detail->next; next; next = next->next)
        if (states_effect(next) && same_list(next, detail))
            return next;
    return NULL;
}

/* Without this line its list says less, and not something else: it is the last before `...`, or the only one of its group
 * of windows, which is open then. */
static bool opens_without(const struct detail *first, const struct detail *detail)
{
    bool others = false;

    for (; first; first = first->next)
        others |= first != detail && states_effect(first) && same_list(first, detail);
    for (const struct detail *next = detail->next; next; next = next->next)
        if (is_seen(next) && next->effect == detail->effect)
            return next->kind == SEEN_OPEN || (detail->effect == EFFECT_WINDOWS && !others);
    return detail->effect == EFFECT_WINDOWS && !others;
}

static bool alone(struct detail *first, const struct detail *detail)
{
    for (struct detail *other = first; other; other = other->next)
        if (other != detail && is_seen(other) && other->effect == detail->effect)
            return false;
    return true;
}

/* Two equal lines have no order. */
static bool same_line(const struct detail *left, const struct detail *right)
{
    struct buffer a, b;
    bool same;

    buffer_init(&a, TRACE_MAX_LINE);
    buffer_init(&b, TRACE_MAX_LINE);
    trace_print_detail(left, 0, &a);
    trace_print_detail(right, 0, &b);
    same = a.len == b.len && !memcmp(a.data, b.data, a.len);
    buffer_free(&a);
    buffer_free(&b);
    return same;
}

/* Lines of a kind are all there are, and in this order. Those of a call in flight are compared where it ends. */
static void effect_lines(struct walk *walk, struct step *step)
{
    struct detail **lines = step->action == ACTION_END ? &step->gathered : &step->details;

    if (step->action == ACTION_BEGIN)
        return;
    for (struct detail **place = lines; *place; place = &(*place)->next) {
        struct detail *detail = *place, *other;

        effect_line(walk, detail);
        if (!states_effect(detail) || detail->kind == SEEN_NONE)
            continue;
        other = next_of_list(detail);
        if (other && !same_line(detail, other) && hit(walk, detail->line, "order")) {
            struct detail copy = *detail, *after = detail->next, *after_other = other->next;

            *detail = *other;
            *other = copy;
            detail->next = after;
            other->next = after_other;
        }
        if (alone(*lines, detail)) {
            if (hit(walk, detail->line, "line turned into none"))
                detail->kind = SEEN_NONE;
        } else if (!opens_without(*lines, detail) && hit(walk, detail->line, "line left out")) {
            *place = detail->next;
            return;
        }
    }
}

/* ---- steps ---- */

static void step_of(struct walk *walk, struct step *step)
{
    if (states_result(step) && step->result.kind != RESULT_ANY && hit(walk, step->line, "result"))
        alter_result(walk, &step->result);
    if (step->result.value)
        value_of(walk, step->line, step->result.value);
    for (unsigned i = 0; i < step->n_args; i++)
        for (unsigned n = 0; step->args[i].kind == ARG_OUT && n < step->args[i].n_values; n++)
            value_of(walk, step->line, &step->args[i].values[n]);
    effect_lines(walk, step);
}

static void steps_of(struct walk *walk, struct step *steps)
{
    for (struct step *step = steps; step && !walk->done; step = step->next)
        step_of(walk, step);
}

bool mutate(struct trace *scenario, size_t index, struct mutation *mutation)
{
    struct walk walk = { scenario, index, false, mutation };

    for (struct section *section = scenario->sections; section; section = section->next) {
        for (struct on *on = section->ons; on; on = on->next)
            steps_of(&walk, on->steps);
        steps_of(&walk, section->steps);
    }
    return walk.done;
}
