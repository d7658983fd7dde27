/* Variables of the scenario, and the symbols that stand for them in texts. */
#include "agent.h"

#include <stdio.h>
#include "places.h"
#include "ui.h"

struct agent agent;

bool slots_open(void)
{
    agent.slots = calloc(agent.scenario->n_variables + 1, sizeof *agent.slots);
    agent.variables = calloc(agent.scenario->n_variables + 1, sizeof *agent.variables);
    if (!agent.slots || !agent.variables)
        return false;
    for (const struct variable *v = agent.scenario->variables; v; v = v->next)
        agent.variables[v->index] = v;
    return true;
}

static void release_all(struct slot *slot)
{
    IUnknown *object = slot->pointer;

    for (; slot->owned && object; slot->owned--)
        IUnknown_Release(object);
    if (slot->key)
        RegCloseKey(slot->key);
    if (slot->window)
        ui_window_close(slot->window);
}

void slots_close(bool release)
{
    if (!agent.slots)
        return;
    /* Last bound first: an object before the one it came from. */
    for (unsigned i = agent.scenario->n_variables; release && i > 0; i--)
        release_all(&agent.slots[i - 1]);
    for (unsigned i = 0; i < agent.scenario->n_variables; i++)
        free(agent.slots[i].text);
    free(agent.slots);
    free(agent.variables);
    agent.slots = NULL;
    agent.variables = NULL;
}

/* Each process has its own of those that hold pointers, keys and windows. */
static const struct variable *variable_of(const char *name)
{
    const struct variable *variable = trace_variable(agent.scenario, name);

    while (variable && agent.process && variable->process && strcmp(variable->process, agent.process) != 0)
        variable = variable->shadowed;
    return variable;
}

struct slot *slot_of(const char *name)
{
    const struct variable *variable = variable_of(name);

    return variable ? &agent.slots[variable->index] : NULL;
}

struct slot *slot_bound(const char *name)
{
    struct slot *slot = slot_of(name);

    return slot && slot->bound ? slot : NULL;
}

static bool holds_pointer(const struct variable *variable, const void *pointer)
{
    const struct slot *slot = &agent.slots[variable->index];

    return (variable->kind == VARIABLE_INTERFACE || variable->kind == VARIABLE_SINK) && slot->bound && !slot->gone &&
           slot->pointer == pointer;
}

static bool holds_token(const struct variable *variable, DWORD token)
{
    const struct slot *slot = &agent.slots[variable->index];

    return variable->kind == VARIABLE_TOKEN && slot->bound && slot->number == token;
}

const char *slot_holding(const void *pointer, const char *preferred)
{
    const struct variable *wanted = preferred ? variable_of(preferred) : NULL;

    if (wanted && holds_pointer(wanted, pointer))
        return wanted->name;
    for (unsigned i = 0; i < agent.scenario->n_variables; i++) {
        const struct variable *variable = agent.variables[i];

        if (holds_pointer(variable, pointer))
            return variable->name;
    }
    return NULL;
}

const char *slot_holding_token(DWORD token, const char *preferred)
{
    const struct variable *wanted = preferred ? variable_of(preferred) : NULL;

    if (wanted && holds_token(wanted, token))
        return wanted->name;
    for (unsigned i = 0; i < agent.scenario->n_variables; i++) {
        const struct variable *variable = agent.variables[i];

        if (holds_token(variable, token))
            return variable->name;
    }
    return NULL;
}

void slots_forget(const struct slot *released)
{
    const struct slot last = *released;

    for (unsigned i = 0; i < agent.scenario->n_variables; i++) {
        struct slot *slot = &agent.slots[i];

        if (!slot->bound || !slot->pointer)
            continue;
        if (slot->pointer == last.pointer) {
            slot->bound = false;
            slot->owned = 0;
            slot->pointer = NULL;
        } else if (slot->object == last.object) {
            slot->gone = true;
        }
    }
}

static void guid_units(const GUID *guid, bool lower, uint16_t *units)
{
    struct cat_guid plain;
    char text[CAT_GUID_TEXT];

    memcpy(&plain, guid, sizeof plain);
    cat_guid_text(&plain, text);
    for (unsigned i = 0; i < CAT_GUID_TEXT - 1; i++)
        units[i] = (uint16_t)(lower && text[i] >= 'A' && text[i] <= 'F' ? text[i] - 'A' + 'a' : text[i]);
}

int symbol_units(void *context, const char *name, size_t len, uint16_t *units, size_t size)
{
    static const char lower_suffix[] = ":lower";
    const size_t suffix = sizeof lower_suffix - 1;
    const bool lower = len > suffix && memcmp(name + len - suffix, lower_suffix, suffix) == 0;
    const enum place_name place = places_find(name, len);
    char variable[TRACE_MAX_NAME + 1];
    const struct slot *slot;

    (void)context;
    if (place < N_PLACES) {
        const struct wide text = wide_text(places_get(place));

        if (text.n > size)
            return -1;
        memcpy(units, text.text, text.n * sizeof *units);
        return (int)text.n;
    }
    snprintf(variable, sizeof variable, "%.*s", (int)(lower ? len - suffix : len), name);
    slot = slot_bound(variable);
    if (!slot || size < CAT_GUID_TEXT - 1)
        return -1;
    guid_units(&slot->guid, lower, units);
    return CAT_GUID_TEXT - 1;
}

/* "$(cookie:lower)..." to "cookie". */
static void name_of_symbol(const char *symbol, char name[TRACE_MAX_NAME + 1])
{
    const char *start = symbol + 2;

    snprintf(name, TRACE_MAX_NAME + 1, "%.*s", (int)strcspn(start, ":)"), start);
}

WCHAR *text_of(const char *canonical, enum text_place place, size_t *n, char unbound[TRACE_MAX_NAME + 1])
{
    /* Spelling is never shorter than the text, but for symbols. */
    const size_t size = strstr(canonical, "$(") ? TRACE_MAX_STRING + 1 : strlen(canonical) + 1;
    uint16_t *units = malloc(size * sizeof *units), *fitting;
    const char *symbol = NULL;
    size_t count = 0;

    unbound[0] = 0;
    if (!units)
        return NULL;
    if (text_decode(canonical, place, symbol_units, NULL, units, size - 1, &count, &symbol) != ST_OK) {
        if (symbol)
            name_of_symbol(symbol, unbound);
        free(units);
        return NULL;
    }
    units[count] = 0;
    /* Its exact size, so that a sanitizer sees who reads behind it. */
    fitting = realloc(units, (count + 1) * sizeof *units);
    if (n)
        *n = count;
    return (WCHAR *)(fitting ? fitting : units);
}

bool guid_of_symbol(const char *text, GUID *guid, char unbound[TRACE_MAX_NAME + 1])
{
    const struct slot *slot;

    name_of_symbol(text + 1, unbound); /* behind the brace */
    slot = slot_bound(unbound);
    if (slot)
        *guid = slot->guid;
    return slot != NULL;
}
