#include "machine.h"

static _Thread_local unsigned paused;

bool sim_fault(const char *function)
{
    bool fail = false;

    if (paused || !sim_machine->fault_counting)
        return false;
    stub_lock();
    sim_machine->fault_count++;
    if (sim_machine->fault_countdown && --sim_machine->fault_countdown == 0) {
        sim_machine->fault_name = function;
        fail = true;
    }
    stub_unlock();
    return fail;
}

void stub_fault_arm(unsigned n)
{
    stub_lock();
    sim_machine->fault_countdown = n;
    sim_machine->fault_count = 0;
    sim_machine->fault_counting = true;
    sim_machine->fault_name = NULL;
    stub_unlock();
}

bool stub_fault_disarm(void)
{
    stub_lock();
    sim_machine->fault_countdown = 0;
    sim_machine->fault_counting = false;
    stub_unlock();
    return sim_machine->fault_name != NULL;
}

unsigned stub_fault_count(void)
{
    return sim_machine->fault_count;
}

const char *stub_fault_name(void)
{
    return sim_machine->fault_name;
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
    sim_machine->fault_count = 0;
}
