#include "internal.h"
#include <stdatomic.h>

static unsigned countdown; /* calls until the armed one fails; 0: none armed */
static unsigned counted;
static atomic_bool counting;
static const char *failed;
static _Thread_local unsigned paused;

bool sim_fault(const char *function)
{
    bool fail = false;

    if (paused || !counting)
        return false;
    stub_lock();
    counted++;
    if (countdown && --countdown == 0) {
        failed = function;
        fail = true;
    }
    stub_unlock();
    return fail;
}

void stub_fault_arm(unsigned n)
{
    stub_lock();
    countdown = n;
    counted = 0;
    counting = true;
    failed = NULL;
    stub_unlock();
}

bool stub_fault_disarm(void)
{
    stub_lock();
    countdown = 0;
    counting = false;
    stub_unlock();
    return failed != NULL;
}

unsigned stub_fault_count(void)
{
    return counted;
}

const char *stub_fault_name(void)
{
    return failed;
}

void stub_fault_pause(void)
{
    paused++;
}

void stub_fault_resume(void)
{
    paused--;
}

void sim_fault_reset(void)
{
    stub_fault_arm(0);
    stub_fault_disarm();
    counted = 0;
}
