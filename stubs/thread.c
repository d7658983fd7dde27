#include "sync.h"
#include "window.h"
#include <assert.h>

struct start {
    LPTHREAD_START_ROUTINE run;
    void *argument;
    struct object *object;
    DWORD id;
    bool queue;
};

static _Thread_local struct start own; /* nothing in a process's first thread */

static void thread_over(DWORD code)
{
    stub_enter();
    sim_thread_ended(own.object, own.id, code);
    stub_unlock();
}

static void *thread_main(void *argument)
{
    own = *(struct start *)argument;
    free(argument);
    sim_thread_is(own.id);
    if (own.queue)
        sim_queue();
    thread_over(own.run(own.argument));
    return NULL;
}

/* No library ever goes, so what is left is the thread. */
void WINAPI FreeLibraryAndExitThread(HMODULE library, DWORD code)
{
    FreeLibrary(library);
    assert(own.object);
    thread_over(code);
    pthread_exit(NULL);
}

/* The new thread waits for the lock that the caller holds before it may end. */
static HANDLE start_thread(LPTHREAD_START_ROUTINE run, void *argument, DWORD *id)
{
    struct start *start = malloc(sizeof(*start));
    struct object *object = NULL;
    pthread_t thread;
    HANDLE value;

    assert(start);
    value = sim_open_object(OBJECT_THREAD, NULL, &object);
    if (!value) {
        free(start);
        return NULL;
    }
    *start = (struct start){ .run = run, .argument = argument, .object = object, .id = sim_new_thread_id() };
    start->queue = sim_queue_inherit(start->id);
    object->running = true;
    object->process = sim_self->id;
    object->exit_code = STILL_ACTIVE;
    if (id)
        *id = start->id;
    if (pthread_create(&thread, NULL, thread_main, start) == 0) {
        pthread_detach(thread);
        return value;
    }
    if (start->queue)
        sim_queue_thread_ended(start->id);
    free(start);
    object->running = false;
    CloseHandle(value);
    SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    return NULL;
}

/* FLAGS: none, nobody here starts suspended threads. */
HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE run, LPVOID argument,
                           DWORD flags, LPDWORD id)
{
    HANDLE value;

    (void)security;
    (void)stack;
    if (flags) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (sim_fault("CreateThread")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    stub_enter();
    value = start_thread(run, argument, id);
    stub_unlock();
    return value;
}

BOOL WINAPI GetExitCodeThread(HANDLE thread, LPDWORD code)
{
    const struct object *object;

    stub_enter();
    object = sim_object(thread);
    if (object && object->kind != OBJECT_THREAD) {
        SetLastError(ERROR_INVALID_HANDLE);
        object = NULL;
    }
    if (object)
        *code = object->exit_code;
    stub_unlock();
    return object != NULL;
}
