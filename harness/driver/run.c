#include "driver/run.h"

#include "driver/files.h"
#include "driver/watchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int stop_signal;

static void waited_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
    sigaddset(set, SIGCHLD);
}

static bool start_watchdog(struct run *run, struct problem *problem)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC))
        return problem_set(problem, CODE_ENVIRONMENT, "no pipe: %s", strerror(errno));
    fflush(NULL);
    run->watchdog = fork();
    if (!run->watchdog) {
        close(ends[1]);
        watchdog_main(ends[0], run->folder);
        _exit(0);
    }
    close(ends[0]);
    run->pipe = ends[1];
    if (run->watchdog > 0)
        return true;
    close(ends[1]);
    return problem_set(problem, CODE_ENVIRONMENT, "no process: %s", strerror(errno));
}

bool run_begin(const struct settings *settings, struct run *run, struct problem *problem)
{
    sigset_t set;
    char *pattern = xformat("%s/identical-XXXXXX", settings->scratch), *folder;

    memset(run, 0, sizeof(*run));
    run->pipe = -1;
    waited_signals(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN); /* a watchdog that was killed must not kill us */
    folder = mkdtemp(pattern) ? realpath(pattern, NULL) : NULL;
    if (!folder) {
        problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be made: %s", pattern, strerror(errno));
        free(pattern);
        return false;
    }
    free(pattern);
    run->folder = folder;
    if (start_watchdog(run, problem))
        return true;
    tree_remove(run->folder);
    free(run->folder);
    run->folder = NULL;
    return false;
}

void run_end(struct run *run)
{
    int status;

    if (!run->folder)
        return;
    close(run->pipe);
    while (waitpid(run->watchdog, &status, 0) < 0 && errno == EINTR)
        ;
    free(run->folder);
    memset(run, 0, sizeof(*run));
}

int run_stopped(void)
{
    sigset_t set;
    struct timespec now = { 0, 0 };
    int signal_number;

    if (stop_signal)
        return stop_signal;
    waited_signals(&set);
    sigdelset(&set, SIGCHLD);
    signal_number = sigtimedwait(&set, NULL, &now);
    if (signal_number > 0)
        stop_signal = signal_number;
    return stop_signal;
}

void run_wait(double seconds)
{
    sigset_t set;
    struct timespec limit;
    int signal_number;

    if (seconds < 0.0)
        seconds = 0.0;
    limit.tv_sec = (time_t)seconds;
    limit.tv_nsec = (long)((seconds - (double)limit.tv_sec) * 1e9);
    waited_signals(&set);
    signal_number = sigtimedwait(&set, NULL, &limit);
    if (signal_number > 0 && signal_number != SIGCHLD)
        stop_signal = signal_number;
}

void run_die_of_signal(void)
{
    sigset_t set;

    if (!stop_signal)
        return;
    signal(stop_signal, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, stop_signal);
    raise(stop_signal);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void tell(const struct run *run, const char *kind, const char *first, const char *second)
{
    char *line = xformat("%s\t%s\t%s\n", kind, first, second);
    size_t length = strlen(line);

    if (run->pipe >= 0)
        (void)!write(run->pipe, line, length); /* one write: shorter than PIPE_BUF, so never cut */
    free(line);
}

void run_guard_file(struct run *run, const char *path)
{
    tell(run, "file", path, "");
}

void run_guard_machine(struct run *run, const char *script, const char *folder)
{
    tell(run, "machine", script, folder);
}
