#include "internal.h"

static stub_observer observer;
static void *observer_context;
static stub_read_observer read_observer;
static void *read_context;
static stub_window_observer window_observer;

void stub_observe(stub_observer new_observer, void *context)
{
    stub_lock();
    observer = new_observer;
    observer_context = context;
    stub_unlock();
}

bool sim_observed(void)
{
    return observer != NULL;
}

void sim_notify(const struct stub_change *change)
{
    if (observer)
        observer(observer_context, change);
}

void stub_observe_reads(stub_read_observer new_observer, void *context)
{
    stub_lock();
    read_observer = new_observer;
    read_context = context;
    stub_unlock();
}

bool sim_reads_observed(void)
{
    return read_observer != NULL;
}

void sim_notify_read(const struct stub_read *read)
{
    if (read_observer)
        read_observer(read_context, read);
}

void stub_observe_windows(stub_window_observer new_observer)
{
    window_observer = new_observer;
}

void sim_notify_window(void)
{
    if (window_observer)
        window_observer();
}

void sim_observe_reset(void)
{
    stub_observe_windows(NULL);
    stub_observe(NULL, NULL);
    stub_observe_reads(NULL, NULL);
}
