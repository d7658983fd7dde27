/* Passwords never stand in a recording: each text has a name, equal texts the same one. Only their hashes are kept, with a
 * key that is drawn in each process. */
#include "recorder.h"

#include <stdio.h>
#include "agent/protect.h"

enum { MAX_SECRETS = 64, NAME = 16 };

static struct secret {
    ULONGLONG hash;
    char name[NAME];
} secrets[MAX_SECRETS];
static unsigned n_secrets;
static ULONGLONG key;
static CRITICAL_SECTION lock;

/* FNV-1a, from a start that nobody else knows. */
static ULONGLONG hash_of(const uint16_t *text, size_t n)
{
    ULONGLONG hash = key;

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ text[i]) * 0x100000001b3ULL;
    return hash;
}

static const char *known(const uint16_t *text, size_t n)
{
    const ULONGLONG hash = hash_of(text, n);

    for (unsigned i = 0; i < n_secrets; i++)
        if (secrets[i].hash == hash)
            return secrets[i].name;
    return NULL;
}

const char *secrets_name(const uint16_t *text, size_t n)
{
    const char *name;

    EnterCriticalSection(&lock);
    name = known(text, n);
    if (!name && n_secrets < MAX_SECRETS) {
        snprintf(secrets[n_secrets].name, NAME, "pw%u", n_secrets + 1);
        secrets[n_secrets].hash = hash_of(text, n);
        name = secrets[n_secrets++].name;
    }
    LeaveCriticalSection(&lock);
    return name ? name : "other";
}

void secrets_open(void)
{
    LARGE_INTEGER now;

    InitializeCriticalSection(&lock);
    QueryPerformanceCounter(&now);
    key = 0xcbf29ce484222325ULL ^ (ULONGLONG)now.QuadPart * 0x9e3779b97f4a7c15ULL ^ (ULONG_PTR)&now;
    secret_further = known;
}
