#include "internal.h"
#include <assert.h>

/* The section's own fields are not used; its semaphore field holds the lock. */
static pthread_mutex_t *lock_of(CRITICAL_SECTION *section)
{
    assert(section->LockSemaphore); /* not initialized, or deleted */
    return (pthread_mutex_t *)section->LockSemaphore;
}

void WINAPI InitializeCriticalSection(CRITICAL_SECTION *section)
{
    static const pthread_mutex_t fresh = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
    pthread_mutex_t *lock = malloc(sizeof(*lock));

    assert(lock);
    *lock = fresh;
    memset(section, 0, sizeof(*section));
    section->LockSemaphore = lock;
}

void WINAPI EnterCriticalSection(CRITICAL_SECTION *section)
{
    pthread_mutex_lock(lock_of(section));
}

BOOL WINAPI TryEnterCriticalSection(CRITICAL_SECTION *section)
{
    return pthread_mutex_trylock(lock_of(section)) == 0;
}

void WINAPI LeaveCriticalSection(CRITICAL_SECTION *section)
{
    int status = pthread_mutex_unlock(lock_of(section));

    assert(status == 0); /* of another thread, or not entered */
    (void)status;
}

void WINAPI DeleteCriticalSection(CRITICAL_SECTION *section)
{
    pthread_mutex_destroy(lock_of(section));
    free(section->LockSemaphore);
    section->LockSemaphore = NULL;
}
