/* The matrix of object/method and target. */
#ifndef IDT_DRIVER_MATRIX_H
#define IDT_DRIVER_MATRIX_H

#include "driver/results.h"
#include "trace/names.h"

struct matrix_cell {
    uint32_t scenarios;
    uint32_t same; /* every judged fact as expected */
    uint32_t known, unsupported, red;
    uint64_t facts; /* judged ones; with what follows only after matrix_add_facts() */
    uint64_t evidence[N_EVIDENCE_CLASSES];
};

struct matrix_row {
    char *name;
    struct matrix_cell *cells; /* one a target */
};

struct matrix {
    struct matrix_row *rows;
    size_t count;
    bool objects;         /* their rows, not those of methods */
    size_t last;          /* whose cell was counted last */
    struct names by_name; /* of each row its number, from 1 */
};

/* Rows of methods, or of objects only if there are more than `most` of them. most 0: no limit. */
void matrix_make(const struct results *results, size_t most, struct matrix *matrix);
/* Adds the facts of each cell, and on what evidence those that are as expected rest. False: a cell cannot be read. */
bool matrix_add_facts(const struct results *results, struct matrix *matrix);
void matrix_free(struct matrix *matrix);

/* "3/4, 1 known", "2/2", "-". */
void matrix_cell_text(const struct matrix_cell *cell, struct str *out);

#endif
