#include "machine.h"
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Reserved, not used: the kernel gives pages when they are touched. */
#define POOL_SIZE ((size_t)64 << 20)

/* The whole mapping. */
struct layout {
    _Alignas(4096) struct machine machine;
    _Alignas(4096) struct handle_table handles[PROCESSES_MAX];
    _Alignas(4096) unsigned char pool[POOL_SIZE];
    _Alignas(4096) unsigned char arena[ARENA_SIZE];
};

struct machine *sim_machine;
struct process *sim_self;
struct handle_table *sim_handles;
static _Thread_local bool forking;

static struct layout *layout(void)
{
    return (struct layout *)sim_machine;
}

static struct layout *map(void)
{
    struct layout *new =
        mmap(NULL, sizeof(*new), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    assert(new != MAP_FAILED);
    return new;
}

/* Robust: what a process holds when it crashes is free again. */
static void lock_make(void)
{
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&sim_machine->lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

struct handle_table *sim_handles_of(const struct process *process)
{
    return &layout()->handles[process - sim_machine->processes];
}

void sim_become(struct process *process)
{
    sim_self = process;
    sim_handles = sim_handles_of(process);
}

static void copy_what_is_used(struct layout *to, const struct layout *from)
{
    const size_t own = (size_t)(sim_self - sim_machine->processes);

    memcpy(&to->machine, &from->machine, sizeof(to->machine));
    if (from->handles[own].used_slots)
        memcpy(&to->handles[own], &from->handles[own], sizeof(to->handles[own]));
    memcpy(to->pool, from->pool, from->machine.pool_used);
    memcpy(to->arena, from->arena, ((const struct world *)from->arena)->used);
}

/* The child of a fork that others made: as with any memory of theirs, nobody else shall see what it does. */
static void on_fork(void)
{
    struct layout *copy;
    void *moved;

    if (forking)
        return;
    copy = map();
    copy_what_is_used(copy, layout());
    moved = mremap(copy, sizeof(*copy), sizeof(*copy), MREMAP_MAYMOVE | MREMAP_FIXED, sim_machine);
    assert(moved == sim_machine);
    (void)moved;
    lock_make();
    sim_machine->sleepers = 0;
    for (size_t i = 0; i < PROCESSES_MAX; i++)
        if (&sim_machine->processes[i] != sim_self)
            sim_machine->processes[i].id = 0;
    sim_self->pid = getpid();
    sim_self->sleepers = 0;
}

void sim_fork_begin(void)
{
    forking = true;
}

void sim_fork_end(void)
{
    forking = false;
}

/* Before main(), so that no function has to ask whether there is a machine yet. */
__attribute__((constructor)) static void machine_make(void)
{
    sim_machine = &map()->machine;
    sim_arena_base = layout()->arena;
    lock_make();
    sim_become(&sim_machine->processes[0]);
    *sim_self = (struct process){ .id = FIRST_PROCESS_ID, .pid = getpid(), .running = true };
    pthread_atfork(NULL, NULL, on_fork);
}

/* A waiter that is suspended may be the one whom an unlock wakes, and would never pass it on: so the others look again. */
static int lock_patiently(pthread_mutex_t *lock)
{
    enum { LOOK_AGAIN_NS = 10000000 };
    int status = pthread_mutex_trylock(lock);

    while (status == EBUSY || status == ETIMEDOUT) {
        struct timespec deadline;

        clock_gettime(CLOCK_REALTIME, &deadline);
        deadline.tv_nsec += LOOK_AGAIN_NS;
        if (deadline.tv_nsec >= 1000000000) {
            deadline.tv_nsec -= 1000000000;
            deadline.tv_sec++;
        }
        status = pthread_mutex_timedlock(lock, &deadline);
    }
    return status;
}

void stub_lock(void)
{
    int status = lock_patiently(&sim_machine->lock);

    if (status == EOWNERDEAD)
        status = pthread_mutex_consistent(&sim_machine->lock);
    assert(status == 0);
    (void)status;
}

void stub_unlock(void)
{
    static const struct timespec moment = { .tv_nsec = 1 };

    pthread_mutex_unlock(&sim_machine->lock);
    if (sim_machine->lingering)
        nanosleep(&moment, NULL);
}

void stub_linger(bool on)
{
    sim_machine->lingering = on;
}

static int futex(void *word, int operation, unsigned value, const struct timespec *deadline)
{
    return (int)syscall(SYS_futex, word, operation, value, deadline, NULL, FUTEX_BITSET_MATCH_ANY);
}

void sim_futex_wait(atomic_int *word, int while_it_is)
{
    while (*word == while_it_is)
        futex(word, FUTEX_WAIT_BITSET, (unsigned)while_it_is, NULL);
}

void sim_futex_wake(atomic_int *word)
{
    futex(word, FUTEX_WAKE_BITSET, INT_MAX, NULL);
}

/* Conditions of pthreads are no way here: one that a killed process waited for blocks its next user. */
int sim_wait(const struct timespec *deadline)
{
    uint32_t seen = sim_machine->sequence; /* before the clock may be moved on, which is a change */
    int error = 0;

    sim_queue_waits(true);
    if (sim_machine->sequence != seen) {
        sim_queue_waits(false);
        return 0;
    }
    sim_machine->sleepers++;
    sim_self->sleepers++;
    stub_unlock();
    if (futex(&sim_machine->sequence, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, seen, deadline))
        error = errno;
    stub_lock();
    sim_self->sleepers--;
    sim_machine->sleepers--;
    sim_queue_waits(false);
    return error == ETIMEDOUT ? ETIMEDOUT : 0;
}

void sim_wake(void)
{
    stub_lock();
    sim_queues_look();
    sim_machine->sequence++;
    if (sim_machine->sleepers)
        futex(&sim_machine->sequence, FUTEX_WAKE_BITSET, INT_MAX, NULL);
    stub_unlock();
}

static unsigned pool_shift(size_t size)
{
    unsigned shift = 4;

    while (((size_t)1 << shift) < size)
        shift++;
    return shift;
}

void *sim_share(size_t size)
{
    unsigned shift;
    void *block;

    if (size > POOL_SIZE / 2)
        return NULL;
    shift = pool_shift(size);
    block = sim_machine->pool_free[shift];
    if (block) {
        memcpy(&sim_machine->pool_free[shift], block, sizeof(void *));
    } else {
        if (POOL_SIZE - sim_machine->pool_used < (size_t)1 << shift)
            return NULL;
        block = layout()->pool + sim_machine->pool_used;
        sim_machine->pool_used += (size_t)1 << shift;
    }
    sim_machine->pool_live += size;
    return memset(block, 0, size);
}

void *sim_share_small(size_t size)
{
    void *block = sim_share(size);

    assert(block);
    return block;
}

void sim_unshare(void *block, size_t size)
{
    unsigned shift = pool_shift(size);

    if (!block)
        return;
    memcpy(block, &sim_machine->pool_free[shift], sizeof(void *));
    sim_machine->pool_free[shift] = block;
    sim_machine->pool_live -= size;
}

size_t stub_shared_bytes(void)
{
    return sim_machine->pool_live;
}
