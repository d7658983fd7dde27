/* hive_child() for the fuzzer: one child reads many hives, some hundred times as fast as one that is forked for each. It
 * lives under the limits of the product's, in shared memory instead of behind a pipe, and ends after a number of hives, or
 * with whatever kills it. An error of our own code in it is the fuzzer's finding; libhivex may end it, as in the product. */
#include "fuzz/fuzz.h"

#include "driver/process.h"
#include "driver/registry_file.h"

#include <errno.h>
#include <poll.h>
#include <sanitizer/asan_interface.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { HIVES = 2000, OUTPUT = 8 << 20, COUNTERS = 1 << 15, EXIT_SANITIZER = 99, EXIT_OURS = 98 };

/* What the child ran, for libFuzzer: its counters of edges, folded. */
static uint8_t extra[COUNTERS] __attribute__((section("__libfuzzer_extra_counters")));
extern uint8_t edges_begin[] __asm__("__start___sancov_cntrs") __attribute__((weak, visibility("hidden")));
extern uint8_t edges_end[] __asm__("__stop___sancov_cntrs") __attribute__((weak, visibility("hidden")));
extern const char text_begin[] __asm__("__executable_start"), text_end[] __asm__("etext");

static struct server {
    pid_t pid; /* 0: none */
    int ask, answer;
    unsigned hives;
    struct shared {
        int hive;
        bool unsafe, ok;
        size_t length;
        uint8_t counters[COUNTERS];
        char text[OUTPUT];
    } * shared;
} server;

/* A report must not look like the exit code 1 of a hive that is refused; libhivex is answered as under a limit of memory. */
const char *__asan_default_options(void)
{
    return "exitcode=99:allocator_may_return_null=1:max_allocation_size_mb=1024:malloc_context_size=4:"
           "quarantine_size_mb=16";
}

/* ---- the child ---- */

static void on_fault(int number, siginfo_t *info, void *context)
{
    const uintptr_t at = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

    (void)info;
    if (at >= (uintptr_t)text_begin && at < (uintptr_t)text_end)
        _exit(EXIT_OURS);
    signal(number, SIG_DFL);
    raise(number);
}

/* As the product's; a child's CPU time is that of all its hives here, and each one's time is the fuzzer's to watch. */
static void confine(void)
{
    const struct sigaction fault = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };
    const int errors = dup(2);

    hive_confine();
    dup2(errors, 2); /* for the sanitizer's report */
    sigaction(SIGSEGV, &fault, NULL);
    sigaction(SIGBUS, &fault, NULL);
    sigaction(SIGFPE, &fault, NULL);
}

static void read_one(struct shared *shared, pid_t parent, const struct registry_wish *wish)
{
    const size_t edges = (size_t)(edges_end - edges_begin);
    FILE *out = fmemopen(shared->text, OUTPUT, "w");
    char path[64];

    snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)parent, shared->hive);
    memset(edges_begin, 0, edges);
    shared->ok = out && hive_print(path, shared->unsafe, wish, out) && !fflush(out);
    shared->length = out ? (size_t)ftell(out) : 0;
    for (size_t i = 0; i < edges; i++)
        shared->counters[i % COUNTERS] |= edges_begin[i];
    if (out)
        fclose(out);
}

static _Noreturn void serve(int ask, int answer, const struct registry_wish *wish)
{
    const pid_t parent = getppid();
    char byte;

    confine();
    while (read(ask, &byte, 1) == 1) {
        read_one(server.shared, parent, wish);
        if (write(answer, &byte, 1) != 1)
            break;
    }
    _exit(0);
}

/* ---- the fuzzer's side ---- */

static void start(const struct registry_wish *wish)
{
    int ask[2], answer[2];

    if (!server.shared)
        server.shared = mmap(NULL, sizeof(*server.shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    FUZZ_ASSERT(server.shared != MAP_FAILED && !pipe(ask) && !pipe(answer));
    server.pid = fork();
    FUZZ_ASSERT(server.pid >= 0);
    if (!server.pid) {
        close(ask[1]);
        close(answer[0]);
        serve(ask[0], answer[1], wish);
    }
    close(ask[0]);
    close(answer[1]);
    server.ask = ask[1];
    server.answer = answer[0];
    server.hives = 0;
}

/* How it ended, as a shell says it. */
static int stop(bool end_it)
{
    int status = 0, code;

    if (end_it)
        kill(server.pid, SIGKILL);
    close(server.ask);
    close(server.answer);
    while (waitpid(server.pid, &status, 0) < 0 && errno == EINTR)
        ;
    server.pid = 0;
    code = process_status(status);
    FUZZ_ASSERT(code != EXIT_OURS && code != EXIT_SANITIZER);
    return code;
}

static int take_answer(struct str *out)
{
    const struct shared *shared = server.shared;

    for (size_t i = 0; i < COUNTERS; i++)
        extra[i] |= shared->counters[i];
    str_add(out, shared->text, shared->length);
    if (shared->length >= OUTPUT - 1)
        return 124;
    return shared->ok ? 0 : 1;
}

int hive_child(int hive, bool unsafe, const struct registry_wish *wish, struct str *out)
{
    struct pollfd wait;
    char byte = 0;

    if (server.pid && server.hives++ == HIVES)
        stop(false);
    if (!server.pid)
        start(wish);
    server.shared->hive = hive;
    server.shared->unsafe = unsafe;
    server.shared->length = 0;
    memset(server.shared->counters, 0, COUNTERS);
    FUZZ_ASSERT(write(server.ask, &byte, 1) == 1);
    wait = (struct pollfd){ server.answer, POLLIN, 0 };
    if (poll(&wait, 1, HIVE_SECONDS * 1000) <= 0)
        return stop(true), 124;
    return read(server.answer, &byte, 1) == 1 ? take_answer(out) : stop(false);
}
