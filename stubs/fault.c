#include "machine.h"

static _Thread_local unsigned paused;

static bool is_counted_down(void)
{
    return sim_machine->fault_countdown &&
           (sim_machine->fault_anywhere || sim_self == &sim_machine->processes[sim_machine->fault_place]);
}

bool sim_fault(const char *function)
{
    bool fail = false;

    if (paused || !sim_machine->fault_counting)
        return false;
    stub_lock();
    sim_machine->fault_count++;
    sim_self->fault_count++;
    if (is_counted_down() && --sim_machine->fault_countdown == 0) {
        sim_machine->fault_name = function;
        fail = true;
    }
    stub_unlock();
    return fail;
}

static void arm(unsigned n, bool anywhere, unsigned place)
{
    stub_lock();
    sim_machine->fault_countdown = n;
    sim_machine->fault_anywhere = anywhere;
    sim_machine->fault_place = place;
    sim_machine->fault_count = 0;
    for (unsigned i = 0; i < PROCESSES_MAX; i++)
        sim_machine->processes[i].fault_count = 0;
    sim_machine->fault_counting = true;
    sim_machine->fault_name = NULL;
    stub_unlock();
}

void stub_fault_arm(unsigned n)
{
    arm(n, true, 0);
}

void stub_fault_arm_in(unsigned place, unsigned n)
{
    arm(n, false, place);
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

unsigned stub_fault_count_in(unsigned place)
{
    return place < PROCESSES_MAX ? sim_machine->processes[place].fault_count : 0;
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
