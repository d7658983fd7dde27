/* Limits of a process that reads a hive: whatever libhivex does with it, it ends there. */
#include "driver/registry_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define MEMORY (1024u << 20)

/* AddressSanitizer reserves terabytes of addresses. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#elif defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED false
#endif

static void set_limit(int resource, rlim_t most)
{
    setrlimit(resource, &(struct rlimit){ most, most });
}

void hive_confine(void)
{
    static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGINT, SIGTERM, SIGALRM };
    int null = open("/dev/null", O_RDWR);

    for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
        signal(signals[i], SIG_DFL);
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    if (!SANITIZED)
        set_limit(RLIMIT_AS, MEMORY);
    set_limit(RLIMIT_CPU, HIVE_SECONDS);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
}
