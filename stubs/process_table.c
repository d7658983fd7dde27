#include "machine.h"
#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "registry.h"
#include "sync.h"
#include "window.h"

struct start {
    void (*run)(void *context);
    void *context;
    struct process *process;
    bool forked;
    sem_t done;
};

struct process *sim_process(DWORD id)
{
    for (size_t i = 0; i < PROCESSES_MAX; i++)
        if (id && sim_machine->processes[i].id == id)
            return &sim_machine->processes[i];
    return NULL;
}

static bool is_first(const struct process *process)
{
    return process == &sim_machine->processes[0];
}

/* As Windows shows what ends a process here. */
static DWORD code_of(int status)
{
    if (WIFEXITED(status))
        return (DWORD)WEXITSTATUS(status);
    switch (WTERMSIG(status)) {
    case SIGSEGV:
    case SIGBUS:
        return STATUS_ACCESS_VIOLATION;
    case SIGILL:
        return STATUS_ILLEGAL_INSTRUCTION;
    case SIGFPE:
        return STATUS_INTEGER_DIVIDE_BY_ZERO;
    default:
        return 3; /* of abort() */
    }
}

/* What a process leaves behind; it runs no more. */
static void process_over(struct process *process)
{
    if (!process->running)
        return;
    process->running = false;
    process->suspended = false;
    sim_machine->sleepers -= process->sleepers;
    process->sleepers = 0;
    sim_queue_process_ended(process->id);
    sim_sync_process_ended(process);
    process->object = NULL;
    sim_wake();
}

/* Its time is over; _exit() because the atexit() handlers are those of the first process. */
static _Noreturn void leave(DWORD code)
{
    stub_lock();
    sim_self->exit_code = code;
    sim_self->killed = true;
    stub_unlock();
    fflush(NULL);
    _exit((int)code);
}

static _Noreturn void child_main(const struct start *start, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    sim_fork_end();
    sim_become(start->process);
    sim_memory_reset();
    reg_reset();
    sim_queue();
    start->process->begun = 1;
    sim_futex_wake(&start->process->begun);
    start->run(start->context);
    leave(0);
}

/* False: it is over. */
static bool watch(struct process *process, pid_t pid)
{
    int status;

    if (waitpid(pid, &status, WUNTRACED) != pid)
        return errno == EINTR;
    if (WIFSTOPPED(status)) {
        process->stopped = 1;
        sim_futex_wake(&process->stopped);
        return true;
    }
    process->status = status;
    process->begun = 1;
    sim_futex_wake(&process->begun);
    process->gone = 1;
    sim_futex_wake(&process->gone);
    return false;
}

/* One thread for each process. It lives as long, so that the process ends with the program, whatever ends that. */
static void *watcher(void *argument)
{
    struct start *start = argument;
    struct process *process = start->process;
    const pid_t parent = getpid();
    DWORD id;
    pid_t pid;

    stub_lock(); /* so that nobody is in the middle of something */
    id = process->id;
    sim_fork_begin();
    pid = fork();
    if (pid == 0)
        child_main(start, parent);
    sim_fork_end();
    process->pid = pid;
    start->forked = pid > 0;
    stub_unlock();
    sem_post(&start->done);
    if (pid < 0)
        return NULL;
    while (watch(process, pid))
        ;
    stub_lock();
    if (process->id == id && process->running) {
        if (!process->killed)
            process->exit_code = code_of(process->status);
        process_over(process);
    }
    stub_unlock();
    return NULL;
}

/* A place, or that of one that is long over. */
static struct process *place(void)
{
    for (size_t i = 0; i < PROCESSES_MAX; i++)
        if (!sim_machine->processes[i].id)
            return &sim_machine->processes[i];
    for (size_t i = 0; i < PROCESSES_MAX; i++)
        if (!sim_machine->processes[i].running)
            return &sim_machine->processes[i];
    return NULL;
}

static struct process *process_new(void)
{
    struct process *process;

    stub_enter();
    process = is_first(sim_self) ? place() : NULL;
    if (process) {
        *process = (struct process){ .id = sim_new_thread_id(), .running = true };
        process->object = sim_object_new(OBJECT_PROCESS, NULL);
        process->object->running = true;
        process->object->process = process->id;
        process->object->exit_code = STILL_ACTIVE;
    }
    stub_unlock();
    return process;
}

static bool start_watcher(struct start *start)
{
    pthread_t thread;

    if (sem_init(&start->done, 0, 0))
        return false;
    fflush(NULL); /* nothing is to be written twice */
    if (pthread_create(&thread, NULL, watcher, start) == 0) {
        pthread_detach(thread);
        while (sem_wait(&start->done) && errno == EINTR)
            ;
    }
    sem_destroy(&start->done);
    if (start->forked)
        sim_futex_wait(&start->process->begun, 0);
    return start->forked;
}

DWORD stub_process_start(void (*run)(void *context), void *context)
{
    struct start start = { .run = run, .context = context, .process = process_new() };
    DWORD id;

    if (!start.process)
        return 0;
    id = start.process->id;
    if (start_watcher(&start))
        return id;
    stub_lock();
    process_over(start.process);
    start.process->id = 0;
    stub_unlock();
    return 0;
}

/* The lock is held until it is really gone: so it never dies while it changes the machine. */
static bool kill_process(struct process *process, DWORD code)
{
    if (!process || !process->running || is_first(process) || process == sim_self)
        return false;
    process->killed = true;
    process->exit_code = code;
    kill(process->pid, SIGKILL);
    sim_futex_wait(&process->gone, 0);
    process_over(process);
    return true;
}

bool stub_process_kill(DWORD id)
{
    bool killed;

    stub_lock();
    killed = kill_process(sim_process(id), STUB_KILLED);
    stub_unlock();
    return killed;
}

/* Likewise. */
bool stub_process_suspend(DWORD id)
{
    struct process *process;
    bool done = false;

    stub_lock();
    process = sim_process(id);
    if (process && process->running && !is_first(process) && process != sim_self) {
        process->suspended = true;
        kill(process->pid, SIGSTOP);
        while (!process->stopped && !process->gone)
            sim_futex_wait(&process->stopped, 0);
        done = process->stopped;
        sim_wake(); /* nobody waits for its timers any more */
    }
    stub_unlock();
    return done;
}

/* In real time. */
bool stub_process_wait(DWORD id, DWORD ms, DWORD *code)
{
    const struct timespec deadline = ms == INFINITE ? (struct timespec){ 0 } : sim_deadline_in(ms);
    const struct process *process;
    bool over;

    stub_lock();
    for (;;) {
        process = sim_process(id);
        over = process && !process->running;
        if (over || !process || !ms || sim_wait(ms == INFINITE ? NULL : &deadline))
            break;
    }
    if (over && code)
        *code = process->exit_code;
    stub_unlock();
    return over;
}

void sim_processes_reset(void)
{
    stub_lock();
    for (size_t i = 1; i < PROCESSES_MAX; i++) {
        kill_process(&sim_machine->processes[i], STUB_KILLED);
        sim_machine->processes[i].id = 0;
    }
    sim_machine->processes[0].object = NULL;
    stub_unlock();
}

static struct object *process_object(DWORD id)
{
    struct object *object = sim_machine->objects;

    while (object && (object->kind != OBJECT_PROCESS || object->process != id))
        object = object->next;
    if (object || id != FIRST_PROCESS_ID)
        return object;
    object = sim_object_new(OBJECT_PROCESS, NULL);
    object->running = true;
    object->process = id;
    object->exit_code = STILL_ACTIVE;
    return object;
}

/* All rights are granted. */
HANDLE WINAPI OpenProcess(DWORD access, BOOL inherit, DWORD id)
{
    struct object *object;
    HANDLE value = NULL;

    (void)access;
    (void)inherit;
    if (sim_fault("OpenProcess")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return NULL;
    }
    stub_enter();
    object = process_object(id);
    if (object)
        value = sim_object_handle(object);
    else
        SetLastError(ERROR_INVALID_PARAMETER);
    stub_unlock();
    return value;
}

HANDLE WINAPI GetCurrentProcess(void)
{
    return (HANDLE) ~(ULONG_PTR)0;
}

BOOL WINAPI GetExitCodeProcess(HANDLE process, LPDWORD code)
{
    const struct object *object = NULL;

    if (process == GetCurrentProcess()) {
        *code = STILL_ACTIVE;
        return TRUE;
    }
    stub_enter();
    object = sim_object(process);
    if (object && object->kind != OBJECT_PROCESS) {
        SetLastError(ERROR_INVALID_HANDLE);
        object = NULL;
    }
    if (object)
        *code = object->exit_code;
    stub_unlock();
    return object != NULL;
}

/* The first process ends by itself alone. */
BOOL WINAPI TerminateProcess(HANDLE process, UINT code)
{
    const struct object *object;
    BOOL killed = FALSE;

    if (sim_fault("TerminateProcess")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return FALSE;
    }
    if (process == GetCurrentProcess())
        leave(code);
    stub_enter();
    object = sim_object(process);
    if (object && object->kind != OBJECT_PROCESS) {
        SetLastError(ERROR_INVALID_HANDLE);
    } else if (object) {
        if (object->process == sim_self->id)
            leave(code);
        killed = kill_process(sim_process(object->process), code);
        if (!killed)
            SetLastError(ERROR_ACCESS_DENIED);
    }
    stub_unlock();
    return killed;
}

void WINAPI ExitProcess(DWORD code)
{
    leave(code);
}
