#include "internal.h"

static stub_observer observer;
static void *observer_context;

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

void sim_observe_reset(void)
{
    stub_observe(NULL, NULL);
}
