/* What is still to replay, in an order that keeps few traces waiting: a block of scenarios on every target, then the
 * next block. */
#ifndef IDT_DRIVER_QUEUE_H
#define IDT_DRIVER_QUEUE_H

#include "driver/target.h"

#define QUEUE_BLOCK 64u

/* One piece of work for a worker: the scenarios [first, first + count) on one target. Under Wine count is 1. */
struct unit {
    size_t first, count;
    size_t target;
};

struct queue {
    const struct target_set *targets;
    size_t scenarios;
    size_t block, target, next; /* block: its first scenario; next: in the block, for targets that run one by one */
    bool phase_single;          /* first the targets that run a block at once, then the others scenario by scenario */
    bool machine_busy;          /* the 32-bit machine does one unit at a time */
};

void queue_begin(struct queue *queue, const struct target_set *targets, size_t scenarios);

/* The next unit; false if there is none, or none now (machine_busy). */
bool queue_next(struct queue *queue, struct unit *unit);
bool queue_empty(const struct queue *queue);

/* Whether a target replays anything at all. */
bool target_runs(const struct target *target);

#endif
