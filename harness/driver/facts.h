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
/* The next one that the text cites ("documented D-075, forensic F-002"), behind which *text is then; NULL: no more. */
const struct statement *statements_next(const struct statements *statements, const char **text);

#endif
