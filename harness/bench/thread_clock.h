/* A thread's CPU time, for programs that measure under Wine. */
#ifndef IDT_BENCH_THREAD_CLOCK_H
#define IDT_BENCH_THREAD_CLOCK_H

#include <stdint.h>

/* Microseconds of the calling thread; 0 where nobody tells. Of this thread, since what the server of Wine does for it is the same on both
 * sides of a pair and would only make the share smaller. Windows' own figure comes in steps of 10 ms under Wine, longer than a block; Linux
 * has it to the nanosecond. */
static inline double thread_us(void)
{
#ifdef _WIN64
    enum { CLOCK_GETTIME = 228, THREAD_CPUTIME = 3 };
    struct {
        int64_t seconds, nanoseconds;
    } time;
    int64_t result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"((int64_t)CLOCK_GETTIME), "D"((int64_t)THREAD_CPUTIME), "S"(&time)
                     : "rcx", "r11", "memory");
    if (result == 0)
        return (double)time.seconds * 1e6 + (double)time.nanoseconds / 1e3;
#endif
    return 0;
}

#endif
