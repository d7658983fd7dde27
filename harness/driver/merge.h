/* Reports of shards as the report of one run. */
#ifndef IDT_DRIVER_MERGE_H
#define IDT_DRIVER_MERGE_H

#include "driver/results.h"

/* paths: report.json files; results: results_free() it. Fails (CODE_USAGE): they are of different runs, a scenario is in two of them, a
 * shard is missing. */
bool merge_reports(const struct list *paths, const char *spool_folder, struct results *results,
                   struct problem *problem);

/* What a report says of the run as a whole: time, filters, targets without their counts. */
void merge_head(const struct results *from, struct results *results);

#endif
