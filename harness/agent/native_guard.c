/* Crashes and time-outs of the native agent. Under AddressSanitizer its own handlers stay, and tell us at the end. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <ucontext.h>
#include "outcome.h"
#include "platform.h"
#include "turn.h"

enum { STACK_BYTES = 128 << 10, NEAR_STACK = 64 << 10, LATE_POLL_MS = 20, LATE_POLLS = 3000 };

/* Of the sanitizers, where this is built with them. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)(void));
__attribute__((weak)) const char *__asan_get_report_description(void);
__attribute__((weak)) int __asan_report_present(void);

static const struct signal_exception {
    int signal;
    const char *exception;
} exceptions[] = {
    { SIGSEGV, "ACCESS_VIOLATION" },   { SIGBUS, "ACCESS_VIOLATION" }, { SIGFPE, "INTEGER_DIVIDE_BY_ZERO" },
    { SIGILL, "ILLEGAL_INSTRUCTION" }, { SIGTRAP, "BREAKPOINT" },
};

static unsigned code_of(const char *exception)
{
    uint32_t code = 0;

    cat_exception_value(exception, &code);
    return code;
}

static bool is_stack_overflow(const siginfo_t *info, const void *context)
{
    const ucontext_t *user = context;
#if defined(__x86_64__)
    const uintptr_t stack = (uintptr_t)user->uc_mcontext.gregs[REG_RSP];
#else
    const uintptr_t stack = (uintptr_t)user->uc_mcontext.sp;
#endif
    const uintptr_t at = (uintptr_t)info->si_addr;

    return at > stack ? at - stack < NEAR_STACK : stack - at < NEAR_STACK;
}

static void set_alarm(unsigned ms)
{
    const struct itimerval timer = { .it_value = { .tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000 } };

    setitimer(ITIMER_REAL, &timer, NULL);
}

/* Whoever has the turn hangs. This process may get it while others end, too slowly for the limit. */
static void on_alarm(void)
{
    static unsigned polls;

    if (__asan_report_present && __asan_report_present())
        return; /* a crash, whose report takes its time: on_sanitizer() tells of it */
    if (turn_is_mine() || ++polls > LATE_POLLS)
        outcome_hang();
    set_alarm(LATE_POLL_MS);
}

static void on_signal(int number, siginfo_t *info, void *context)
{
    if (number == SIGALRM) {
        on_alarm();
        return;
    }
    if (number == SIGABRT)
        outcome_exit(3); /* what abort() is on Windows */
    if (number == SIGSEGV && is_stack_overflow(info, context))
        outcome_crash(code_of("STACK_OVERFLOW"));
    for (unsigned i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (exceptions[i].signal == number)
            outcome_crash(code_of(exceptions[i].exception));
    _Exit(128 + number);
}

static void catch_signal(int number)
{
    struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART };

    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

/* How AddressSanitizer calls an access to memory that there isn't. */
static bool is_wild(const char *what)
{
    static const char *const names[] = { "SEGV", "null-deref", "wild-", "signal" };

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(what, names[i], strlen(names[i])) == 0)
            return true;
    return !*what;
}

static void on_sanitizer(void)
{
    const char *what = __asan_get_report_description && __asan_report_present && __asan_report_present()
                           ? __asan_get_report_description()
                           : "";

    if (is_wild(what))
        outcome_crash_note(code_of("ACCESS_VIOLATION"));
    else
        outcome_crash_note(code_of(strcmp(what, "stack-overflow") == 0 ? "STACK_OVERFLOW" : "HEAP_CORRUPTION"));
}

static void on_leaving(int code, void *unused)
{
    (void)unused;
    outcome_exit((unsigned)code);
}

/* Before every scenario: the last one's code may have taken them away. */
static void install(void)
{
    static char stack[STACK_BYTES];
    const stack_t alternate = { .ss_sp = stack, .ss_size = sizeof stack };
    static bool leaving;

    if (!leaving)
        on_exit(on_leaving, NULL);
    leaving = true;
    catch_signal(SIGALRM);
    catch_signal(SIGABRT);
    if (__sanitizer_set_death_callback) {
        __sanitizer_set_death_callback(on_sanitizer);
        return;
    }
    sigaltstack(&alternate, NULL);
    for (unsigned i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        catch_signal(exceptions[i].signal);
}

DWORD platform_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (DWORD)((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000);
}

void platform_guard(unsigned limit_ms)
{
    install();
    set_alarm(limit_ms);
}

void platform_unguard(void)
{
    set_alarm(0);
}

unsigned platform_crash_code(unsigned exception)
{
    return exception == code_of("STACK_OVERFLOW") || exception == code_of("ACCESS_VIOLATION") ? 128 + SIGSEGV
                                                                                              : 128 + SIGILL;
}
