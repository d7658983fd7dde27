#include "internal.h"
#include "folder.h"
#include "machine.h"
#include "registry.h"
#include "window.h"
#include <assert.h>

struct stub_snapshot {
    size_t size;
    unsigned char bytes[];
};

static struct stub_snapshot *pristine;

void stub_enter(void)
{
    stub_lock();
    if (sim_machine->built)
        return;
    sim_machine->built = true;
    sim_arena_create();
    reg_build();
    folder_build();
    sim_environment_reset();
    pristine = stub_snapshot_take();
}

struct stub_snapshot *stub_snapshot_take(void)
{
    struct stub_snapshot *snapshot;

    stub_enter();
    snapshot = malloc(sizeof(*snapshot) + sim_world()->used);
    assert(snapshot);
    snapshot->size = sim_world()->used;
    memcpy(snapshot->bytes, sim_arena_base, snapshot->size);
    stub_unlock();
    return snapshot;
}

void stub_snapshot_free(struct stub_snapshot *snapshot)
{
    free(snapshot);
}

void stub_snapshot_restore(const struct stub_snapshot *snapshot)
{
    stub_enter();
    sim_arena_trim();
    memcpy(sim_arena_base, snapshot->bytes, snapshot->size);
    stub_unlock();
}

bool stub_snapshot_equal(const struct stub_snapshot *a, const struct stub_snapshot *b)
{
    return reg_equal(a->bytes, b->bytes);
}

void stub_reset(void)
{
    sim_processes_reset();
    stub_enter();
    stub_snapshot_restore(pristine);
    sim_windows_reset();
    sim_queues_reset();
    sim_classes_reset();
    sim_focus_reset();
    sim_handles_reset();
    sim_sync_reset();
    sim_process_reset();
    sim_com_reset();
    sim_environment_reset();
    sim_memory_reset();
    sim_fault_reset();
    stub_linger(false);
    sim_observe_reset();
    reg_reset();
    stub_unlock();
}

struct stub_live stub_live(void)
{
    return (struct stub_live){ sim_memory_live(), sim_handle_count(true), sim_handle_count(false), sim_window_count() };
}

unsigned stub_live_objects(void)
{
    struct stub_live live = stub_live();

    return live.allocations + live.keys + live.handles + live.windows;
}
