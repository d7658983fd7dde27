/* GUIDs, numbers and texts, seen by all processes of a scenario. */
#include "turn.h"

size_t turn_values_size(const struct trace *scenario)
{
    return sizeof(struct turn_values) + scenario->n_variables * sizeof(struct turn_value);
}

static bool is_shared(const struct variable *variable)
{
    return !variable->process && (variable->kind == VARIABLE_GUID || variable->kind == VARIABLE_NUMBER ||
                                  variable->kind == VARIABLE_TOKEN || variable->kind == VARIABLE_TEXT);
}

void turn_values_export(struct turn_values *to)
{
    DWORD used = 0;

    for (unsigned i = 0; i < agent.scenario->n_variables; i++) {
        const struct slot *slot = &agent.slots[i];
        struct turn_value *value = &to->values[i];

        if (!is_shared(agent.variables[i]))
            continue;
        *value = (struct turn_value){ .bound = slot->bound, .guid = slot->guid, .number = slot->number, .at = used };
        if (!slot->text)
            continue;
        if (slot->units > TURN_TEXT_UNITS - used) {
            value->bound = false; /* a step that needs it is not run */
            continue;
        }
        value->units = (DWORD)slot->units;
        memcpy(to->texts + used, slot->text, slot->units * sizeof(WCHAR));
        used += value->units;
    }
}

static void import_text(const struct turn_values *from, const struct turn_value *value, struct slot *slot)
{
    WCHAR *text = malloc((value->units + 1) * sizeof(WCHAR));

    free(slot->text);
    slot->text = text;
    slot->units = text ? value->units : 0;
    if (!text) {
        slot->bound = false;
        return;
    }
    memcpy(text, from->texts + value->at, value->units * sizeof(WCHAR));
    text[value->units] = 0;
}

void turn_values_import(const struct turn_values *from)
{
    for (unsigned i = 0; i < agent.scenario->n_variables; i++) {
        const struct turn_value *value = &from->values[i];
        struct slot *slot = &agent.slots[i];

        if (!is_shared(agent.variables[i]) || !value->bound)
            continue;
        slot->bound = true;
        slot->guid = value->guid;
        slot->number = value->number;
        if (agent.variables[i]->kind == VARIABLE_TEXT)
            import_text(from, value, slot);
    }
}
