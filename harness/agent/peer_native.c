#include "peer.h"

#include "platform.h"
#include "stubs.h"

static DWORD ids[TRACE_MAX_PROCESSES];

static struct start {
    void (*run)(unsigned index);
    unsigned index;
} start;

static void run_child(void *context)
{
    const struct start *own = context;

    stub_fault_pause(); /* of this thread: the agent's own calls */
    own->run(own->index);
}

bool peer_start(const struct options *options, unsigned index, const char *channel, void (*run)(unsigned index))
{
    (void)options;
    (void)channel;
    start = (struct start){ run, index };
    ids[index] = stub_process_start(run_child, &start);
    return ids[index] != 0;
}

static bool find_lost(unsigned among, unsigned *lost, DWORD *code)
{
    for (unsigned i = 0; i < TRACE_MAX_PROCESSES && among >> i; i++)
        if (among >> i & 1 && stub_process_wait(ids[i], 0, code)) {
            *lost = i;
            return true;
        }
    return false;
}

/* Looks again and again, since a process that crashed sets no event. The wait is one of the machine: while the turn is
 * somebody else's, time may pass. */
bool peer_wait(unsigned index, HANDLE done, unsigned others, DWORD ms, unsigned *lost, DWORD *code)
{
    for (DWORD waited = 0; ms == INFINITE || waited < ms; waited++) {
        if (WaitForSingleObject(done, 1) == WAIT_OBJECT_0)
            return true;
        if (find_lost(others | 1u << index, lost, code))
            return *lost == index && WaitForSingleObject(done, 0) == WAIT_OBJECT_0;
    }
    return false;
}

void peer_join(unsigned index)
{
    DWORD code;

    if (ids[index])
        stub_process_wait(ids[index], INFINITE, &code);
    ids[index] = 0;
}

void peer_kill(unsigned index)
{
    if (ids[index])
        stub_process_kill(ids[index]);
    peer_join(index);
}

void peer_hang(unsigned index)
{
    if (ids[index])
        stub_process_suspend(ids[index]);
}

void peers_end(void)
{
    for (unsigned i = 0; i < TRACE_MAX_PROCESSES; i++)
        if (ids[i])
            peer_kill(i);
}

bool peers_start_early(void)
{
    return false; /* a copy of this process has its start state, whenever it begins */
}
