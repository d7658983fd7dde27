/* What the parts of the history share. */
#ifndef IDT_DRIVER_HISTORY_PRIVATE_H
#define IDT_DRIVER_HISTORY_PRIVATE_H

#include "driver/history.h"

#include <sqlite3.h>

struct history {
    sqlite3 *db;
    char *path;
};

/* Always false: what SQLite says of the last call. */
bool history_failed(const struct history *history, struct problem *problem);
bool history_run_sql(struct history *history, const char *sql, struct problem *problem);
/* NULL with a problem. finalize it. */
sqlite3_stmt *history_prepare(struct history *history, const char *sql, struct problem *problem);
/* Text, or NULL. Copied. */
void history_bind(sqlite3_stmt *statement, int at, const char *text);
char *history_text(sqlite3_stmt *statement, int column); /* new, NULL of null */

#endif
