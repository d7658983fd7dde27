/* Cells and disagreements as the JSON of a report. */
#ifndef IDT_DRIVER_CELL_JSON_H
#define IDT_DRIVER_CELL_JSON_H

#include "driver/results.h"

#include <jansson.h>

/* A string, or null of NULL. Observed text comes from a DLL: what is no UTF-8 must not make the whole report
 * unreadable, so its bytes become `?`. */
json_t *json_text(const char *text);

/* One line, without its newline. */
void cell_to_json(const char *scenario, const char *target, const struct cell *cell, struct str *out);
/* False if it is not what cell_to_json() writes. */
bool cell_from_json(const char *text, struct cell *cell);

void disagreement_to_json(const struct results *results, const struct disagreement *disagreement, struct str *out);
bool disagreement_from_json(const struct results *results, const char *text, struct disagreement *disagreement);

/* The targets of a report, with what was counted of each. */
json_t *targets_to_json(const struct results *results);

#endif
