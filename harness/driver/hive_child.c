/* A process that can do no harm reads a hive. A file of its own, since the fuzzer has another one in its place. */
#include "driver/registry_file.h"

#include "driver/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void run_child(int hive, int output, bool unsafe, const struct registry_wish *wish)
{
    char path[32];
    FILE *out = fdopen(output, "w");
    bool ok;

    hive_confine();
    snprintf(path, sizeof(path), "/proc/self/fd/%d", hive);
    ok = out && hive_print(path, unsafe, wish, out) && !fflush(out);
    if (out)
        fflush(out);
    _exit(ok ? 0 : 1);
}

/* Gathers what the child prints, until it closes its end, time is up or there is too much. */
static bool gather(int input, struct str *out)
{
    const double end = process_now() + HIVE_SECONDS;
    char buffer[65536];
    ssize_t got = 1;

    while (got != 0 && out->length <= HIVE_OUTPUT) {
        struct pollfd wait = { input, POLLIN, 0 };
        const double left = end - process_now();

        if (left <= 0)
            return false;
        if (poll(&wait, 1, (int)(left * 1000) + 1) <= 0)
            continue;
        got = read(input, buffer, sizeof(buffer));
        if (got > 0)
            str_add(out, buffer, (size_t)got);
        else if (got < 0 && errno != EINTR)
            return false;
    }
    return !got;
}

int hive_child(int hive, bool unsafe, const struct registry_wish *wish, struct str *out)
{
    int ends[2], status = 0;
    bool whole;
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC))
        return -1;
    fflush(NULL);
    pid = fork();
    if (!pid)
        run_child(hive, ends[1], unsafe, wish);
    close(ends[1]);
    whole = pid > 0 && gather(ends[0], out);
    close(ends[0]);
    if (pid < 0)
        return -1;
    if (!whole)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return whole ? process_status(status) : 124;
}
