#include "driver/queue.h"

bool target_runs(const struct target *target)
{
    return target->lane != LANE_NONE && !target->unavailable;
}

static bool runs_blocks(const struct target *target)
{
    return target_runs(target) && (target->lane == LANE_NATIVE || target->lane == LANE_X86);
}

void queue_begin(struct queue *queue, const struct target_set *targets, size_t scenarios)
{
    memset(queue, 0, sizeof(*queue));
    queue->targets = targets;
    queue->scenarios = scenarios;
}

static size_t block_size(const struct queue *queue)
{
    size_t left = queue->scenarios - queue->block;

    return left < QUEUE_BLOCK ? left : QUEUE_BLOCK;
}

/* Whole blocks first: they end soon and keep the processors busy while prefixes start. */
static bool next_block_unit(struct queue *queue, struct unit *unit)
{
    for (; queue->target < queue->targets->count; queue->target++) {
        const struct target *target = &queue->targets->items[queue->target];

        if (!runs_blocks(target))
            continue;
        if (target->lane == LANE_X86 && queue->machine_busy)
            return false;
        *unit = (struct unit){ queue->block, block_size(queue), queue->target++ };
        return true;
    }
    queue->phase_single = true;
    queue->target = queue->next = 0;
    return false;
}

static bool next_single_unit(struct queue *queue, struct unit *unit)
{
    for (; queue->next < block_size(queue); queue->next++, queue->target = 0) {
        for (; queue->target < queue->targets->count; queue->target++) {
            const struct target *target = &queue->targets->items[queue->target];

            if (!target_runs(target) || runs_blocks(target))
                continue;
            *unit = (struct unit){ queue->block + queue->next, 1, queue->target++ };
            return true;
        }
    }
    queue->phase_single = false;
    queue->block += block_size(queue);
    queue->target = 0;
    return false;
}

bool queue_empty(const struct queue *queue)
{
    return queue->block >= queue->scenarios;
}

bool queue_next(struct queue *queue, struct unit *unit)
{
    while (!queue_empty(queue)) {
        if (!queue->phase_single) {
            if (next_block_unit(queue, unit))
                return true;
            if (!queue->phase_single)
                return false; /* waits for the machine */
        }
        if (next_single_unit(queue, unit))
            return true;
    }
    return false;
}
