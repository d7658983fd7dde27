/* Only in preset `coverage`: what a process has counted is kept also when it leaves by _exit(), as those of the stubs and
 * the agent's copies of itself do. */
#include <unistd.h>

void __gcov_dump(void);
void __real__exit(int code) __attribute__((noreturn));
void __wrap__exit(int code) __attribute__((noreturn));

void __wrap__exit(int code)
{
    __gcov_dump();
    __real__exit(code);
}
