#include "sync.h"
#include <assert.h>
#include <errno.h>
#include <time.h>

static void name_free(struct object *object)
{
    if (object->name)
        sim_unshare(object->name, (sim_wide_length(object->name) + 1) * sizeof(WCHAR));
    object->name = NULL;
}

static void object_free(struct object *object)
{
    struct object **link = &sim_machine->objects;

    while (*link != object)
        link = &(*link)->next;
    *link = object->next;
    name_free(object);
    sim_unshare(object->data, object->size);
    sim_unshare(object, sizeof(*object));
}

static void free_if_unused(struct object *object)
{
    if (!object->handles && !object->views && !object->running)
        object_free(object);
}

void sim_object_release(struct object *object)
{
    object->handles--;
    if (!object->handles)
        name_free(object);
    free_if_unused(object);
}

void sim_view_release(struct object *object)
{
    object->views--;
    free_if_unused(object);
}

void sim_sync_reset(void)
{
    struct object *next;

    for (struct object *object = sim_machine->objects; object; object = next) {
        next = object->next;
        object->handles = 0;
        object->views = 0;
        name_free(object);
        free_if_unused(object);
    }
}

static void abandon(struct object *mutex)
{
    mutex->owner = 0;
    mutex->depth = 0;
    mutex->abandoned = true;
}

static void running_ended(struct object *object, DWORD code)
{
    object->exit_code = code;
    object->running = false;
    object->signalled = true;
    free_if_unused(object);
}

void sim_thread_ended(struct object *thread, DWORD id, DWORD code)
{
    for (struct object *object = sim_machine->objects; object; object = object->next)
        if (object->kind == OBJECT_MUTEX && object->owner == id)
            abandon(object);
    sim_queue_thread_ended(id);
    running_ended(thread, code);
    sim_wake();
}

void sim_sync_process_ended(const struct process *process)
{
    struct object *next;

    sim_handles_drop(process);
    for (struct object *object = sim_machine->objects; object; object = next) {
        next = object->next;
        if (object->process != process->id)
            continue;
        if (object->kind == OBJECT_MUTEX && object->owner)
            abandon(object);
        if (object->kind == OBJECT_THREAD || object->kind == OBJECT_PROCESS)
            running_ended(object, process->exit_code);
    }
}

static const WCHAR *plain_name(const WCHAR *name)
{
    static const WCHAR local[] = L"Local\\";

    if (sim_wide_length(name) < 6)
        return name;
    return memcmp(name, local, sizeof(local) - sizeof(WCHAR)) ? name : name + 6;
}

/* Names of kernel objects, unlike all others here, are told apart by case. */
static struct object *find(const WCHAR *name)
{
    size_t size = (sim_wide_length(name) + 1) * sizeof(WCHAR);

    for (struct object *object = sim_machine->objects; object; object = object->next)
        if (object->name && sim_wide_length(object->name) * sizeof(WCHAR) + sizeof(WCHAR) == size &&
            !memcmp(object->name, name, size))
            return object;
    return NULL;
}

struct object *sim_object_new(enum object_kind kind, const WCHAR *name)
{
    struct object *object = sim_share_small(sizeof(*object));

    if (name) {
        size_t size = (sim_wide_length(name) + 1) * sizeof(WCHAR);

        object->name = sim_share_small(size);
        memcpy(object->name, name, size);
    }
    object->kind = kind;
    object->next = sim_machine->objects;
    sim_machine->objects = object;
    return object;
}

HANDLE sim_object_handle(struct object *object)
{
    struct handle *handle;
    HANDLE value;

    handle = sim_handle_new(HANDLE_OBJECT, &value);
    if (!handle) {
        SetLastError(ERROR_NO_SYSTEM_RESOURCES);
        return NULL;
    }
    handle->object = object;
    object->handles++;
    return value;
}

HANDLE sim_open_object(enum object_kind kind, const WCHAR *name, struct object **made)
{
    struct object *object;
    HANDLE value;

    if (name)
        name = plain_name(name);
    object = name && *name ? find(name) : NULL;
    if (object && object->kind != kind) {
        SetLastError(ERROR_INVALID_HANDLE);
        return NULL;
    }
    if (object) {
        value = sim_object_handle(object);
        if (value)
            SetLastError(ERROR_ALREADY_EXISTS);
        return value;
    }
    object = sim_object_new(kind, name && *name ? name : NULL);
    value = sim_object_handle(object);
    if (!value) {
        object_free(object);
        return NULL;
    }
    *made = object;
    SetLastError(ERROR_SUCCESS);
    return value;
}

HANDLE sim_open_named(enum object_kind kind, const WCHAR *name)
{
    struct object *object;
    HANDLE value = NULL;

    if (!name) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    stub_enter();
    object = find(plain_name(name));
    if (object && object->kind == kind)
        value = sim_object_handle(object);
    else
        SetLastError(object ? ERROR_INVALID_HANDLE : ERROR_FILE_NOT_FOUND);
    stub_unlock();
    return value;
}

/* All rights are granted. */
HANDLE WINAPI OpenMutexW(DWORD access, BOOL inherit, LPCWSTR name)
{
    (void)access;
    (void)inherit;
    if (sim_fault("OpenMutexW")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return NULL;
    }
    return sim_open_named(OBJECT_MUTEX, name);
}

HANDLE WINAPI OpenEventW(DWORD access, BOOL inherit, LPCWSTR name)
{
    (void)access;
    (void)inherit;
    if (sim_fault("OpenEventW")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return NULL;
    }
    return sim_open_named(OBJECT_EVENT, name);
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
        made->process = sim_self->id;
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
        sim_wake();
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
            sim_wake();
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
    if (object->kind == OBJECT_THREAD || object->kind == OBJECT_PROCESS)
        return object->signalled;
    if (object->kind == OBJECT_EVENT) {
        if (!object->signalled)
            return false;
        object->signalled = object->manual;
        return true;
    }
    if (object->kind != OBJECT_MUTEX)
        return false; /* a section: nobody waits for one */
    if (object->owner && object->owner != GetCurrentThreadId())
        return false;
    if (object->abandoned)
        *result = WAIT_ABANDONED;
    object->abandoned = false;
    object->owner = GetCurrentThreadId();
    object->process = sim_self->id;
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
            sim_wait(NULL);
        else if (sim_wait(&deadline) == ETIMEDOUT)
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
    struct handle *handle, *file;

    stub_enter();
    handle = sim_handle_get(value, HANDLE_OBJECT);
    file = sim_handle_get(value, HANDLE_FILE);
    if (handle)
        sim_object_release(handle->object);
    else
        handle = file;
    if (handle) {
        sim_handle_close(handle);
    } else {
        SetLastError(ERROR_INVALID_HANDLE);
    }
    stub_unlock();
    return handle != NULL;
}
