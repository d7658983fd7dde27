#include "sync.h"
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>

static struct object *objects;
static pthread_cond_t released = PTHREAD_COND_INITIALIZER;

static void object_free(struct object *object)
{
    struct object **link = &objects;

    while (*link != object)
        link = &(*link)->next;
    *link = object->next;
    free(object->name);
    free(object);
}

void sim_object_release(struct object *object)
{
    if (object->handles)
        object->handles--;
    if (!object->handles && !object->running)
        object_free(object);
}

void sim_sync_reset(void)
{
    struct object *next;

    for (struct object *object = objects; object; object = next) {
        next = object->next;
        object->handles = 0;
        sim_object_release(object);
    }
}

void sim_thread_ended(struct object *thread, DWORD id)
{
    for (struct object *object = objects; object; object = object->next) {
        if (object->kind != OBJECT_MUTEX || object->owner != id)
            continue;
        object->owner = 0;
        object->depth = 0;
        object->abandoned = true;
    }
    sim_queue_thread_ended(id);
    thread->running = false;
    thread->signalled = true;
    if (!thread->handles)
        object_free(thread);
    pthread_cond_broadcast(&released);
}

static const WCHAR *plain_name(const WCHAR *name)
{
    static const WCHAR local[] = L"Local\\";

    return memcmp(name, local, sizeof(local) - sizeof(WCHAR)) ? name : name + 6;
}

/* Names of kernel objects, unlike all others here, are told apart by case. */
static struct object *find(const WCHAR *name)
{
    size_t size = (sim_wide_length(name) + 1) * sizeof(WCHAR);

    for (struct object *object = objects; object; object = object->next)
        if (object->name && sim_wide_length(object->name) * sizeof(WCHAR) + sizeof(WCHAR) == size &&
            !memcmp(object->name, name, size))
            return object;
    return NULL;
}

static struct object *object_new(enum object_kind kind, const WCHAR *name)
{
    struct object *object = calloc(1, sizeof(*object));

    assert(object);
    if (name) {
        size_t size = (sim_wide_length(name) + 1) * sizeof(WCHAR);

        object->name = malloc(size);
        assert(object->name);
        memcpy(object->name, name, size);
    }
    object->kind = kind;
    object->next = objects;
    objects = object;
    return object;
}

HANDLE sim_open_object(enum object_kind kind, const WCHAR *name, struct object **made)
{
    struct object *object;
    struct handle *handle;
    HANDLE value;

    if (name && sim_wide_length(name) >= 6)
        name = plain_name(name);
    object = name && *name ? find(name) : NULL;
    if (object && object->kind != kind) {
        SetLastError(ERROR_INVALID_HANDLE);
        return NULL;
    }
    handle = sim_handle_new(HANDLE_OBJECT, &value);
    if (!handle) {
        SetLastError(ERROR_NO_SYSTEM_RESOURCES);
        return NULL;
    }
    SetLastError(object ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    *made = object ? NULL : object_new(kind, name && *name ? name : NULL);
    handle->object = object ? object : *made;
    ((struct object *)handle->object)->handles++;
    return value;
}

HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCWSTR name)
{
    struct object *made = NULL;
    HANDLE value;

    (void)security;
    if (sim_fault("CreateMutexW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    stub_enter();
    value = sim_open_object(OBJECT_MUTEX, name, &made);
    if (made && owned) {
        made->owner = GetCurrentThreadId();
        made->depth = 1;
    }
    stub_unlock();
    return value;
}

HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL signalled, LPCWSTR name)
{
    struct object *made = NULL;
    HANDLE value;

    (void)security;
    if (sim_fault("CreateEventW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    stub_enter();
    value = sim_open_object(OBJECT_EVENT, name, &made);
    if (made) {
        made->manual = manual;
        made->signalled = signalled;
    }
    stub_unlock();
    return value;
}

struct object *sim_object(HANDLE value)
{
    struct handle *handle = sim_handle_get(value, HANDLE_OBJECT);

    if (!handle)
        SetLastError(ERROR_INVALID_HANDLE);
    return handle ? handle->object : NULL;
}

static BOOL set_event(HANDLE value, bool signalled)
{
    struct object *object;

    stub_enter();
    object = sim_object(value);
    if (object && object->kind != OBJECT_EVENT) {
        SetLastError(ERROR_INVALID_HANDLE);
        object = NULL;
    }
    if (object) {
        object->signalled = signalled;
        pthread_cond_broadcast(&released);
    }
    stub_unlock();
    return object != NULL;
}

BOOL WINAPI SetEvent(HANDLE event)
{
    return set_event(event, true);
}

BOOL WINAPI ResetEvent(HANDLE event)
{
    return set_event(event, false);
}

BOOL WINAPI ReleaseMutex(HANDLE mutex)
{
    struct object *object;
    BOOL result = FALSE;

    stub_enter();
    object = sim_object(mutex);
    if (object && object->kind != OBJECT_MUTEX) {
        SetLastError(ERROR_INVALID_HANDLE);
    } else if (object && object->owner != GetCurrentThreadId()) {
        SetLastError(ERROR_NOT_OWNER);
    } else if (object) {
        if (--object->depth == 0) {
            object->owner = 0;
            pthread_cond_broadcast(&released);
        }
        result = TRUE;
    }
    stub_unlock();
    return result;
}

/* Takes what is waited for, if it is to be had now. */
static bool acquire(struct object *object, DWORD *result)
{
    *result = WAIT_OBJECT_0;
    if (object->kind == OBJECT_THREAD)
        return object->signalled;
    if (object->kind == OBJECT_EVENT) {
        if (!object->signalled)
            return false;
        object->signalled = object->manual;
        return true;
    }
    if (object->owner && object->owner != GetCurrentThreadId())
        return false;
    if (object->abandoned)
        *result = WAIT_ABANDONED;
    object->abandoned = false;
    object->owner = GetCurrentThreadId();
    object->depth++;
    return true;
}

struct timespec sim_deadline_in(DWORD ms)
{
    struct timespec deadline;

    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += ms / 1000;
    deadline.tv_nsec += (long)(ms % 1000) * 1000000;
    if (deadline.tv_nsec >= 1000000000) {
        deadline.tv_sec++;
        deadline.tv_nsec -= 1000000000;
    }
    return deadline;
}

/* Real time: another thread has to get the chance. */
static DWORD wait_for(HANDLE value, DWORD ms)
{
    struct timespec deadline = ms == INFINITE ? (struct timespec){ 0 } : sim_deadline_in(ms);
    struct object *object;
    DWORD result;

    for (;;) {
        object = sim_object(value); /* may have been closed meanwhile */
        if (!object)
            return WAIT_FAILED;
        if (acquire(object, &result))
            return result;
        if (ms == 0)
            return WAIT_TIMEOUT;
        if (ms == INFINITE)
            sim_wait(&released, NULL);
        else if (sim_wait(&released, &deadline) == ETIMEDOUT)
            return WAIT_TIMEOUT;
    }
}

DWORD WINAPI WaitForSingleObject(HANDLE handle, DWORD ms)
{
    DWORD result;

    if (sim_fault("WaitForSingleObject")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return WAIT_FAILED;
    }
    stub_enter();
    result = wait_for(handle, ms);
    stub_unlock();
    return result;
}

BOOL WINAPI CloseHandle(HANDLE value)
{
    struct handle *handle;

    stub_enter();
    handle = sim_handle_get(value, HANDLE_OBJECT);
    if (handle) {
        sim_object_release(handle->object);
        sim_handle_close(handle);
    } else {
        SetLastError(ERROR_INVALID_HANDLE);
    }
    stub_unlock();
    return handle != NULL;
}
