/* The numbered statements of docs/evidence: rows of the Markdown tables, "| D-086 | text | ... | source |". */
#ifndef IDT_DRIVER_FACTS_H
#define IDT_DRIVER_FACTS_H

#include "driver/problem.h"
#include "driver/str.h"

struct statement {
    char *number; /* "D-086" */
    char *file;   /* "docs/evidence/api.md" */
    unsigned line;
    struct list titles, cells; /* of the row, without the number; equally many */
};

struct statements {
    struct statement *items;
    size_t count;
};

bool statements_read(const char *root, struct statements *statements, struct problem *problem);
void statements_free(struct statements *statements);
const struct statement *statements_find(const struct statements *statements, const char *number);

#endif
