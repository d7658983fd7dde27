/* Reports of shards as the report of one run. */
#ifndef IDT_DRIVER_MERGE_H
#define IDT_DRIVER_MERGE_H

#include "driver/results.h"

/* paths: report.json files; results: results_free() it. Fails (CODE_USAGE): they are of different runs, a scenario is in two of them, a
 * shard is missing. */
bool merge_reports(const struct list *paths, const char *spool_folder, struct results *results,
                   struct problem *problem);

#endif
