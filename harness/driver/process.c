#include "driver/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

double process_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int spawn(const char *const arguments[], char *const environment[], posix_spawn_file_actions_t *actions,
                 pid_t *pid)
{
    posix_spawnattr_t attributes;
    sigset_t none, defaults;
    int error;

    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGQUIT);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    error = posix_spawn(pid, arguments[0], actions, &attributes, (char *const *)arguments,
                        environment ? environment : environ);
    posix_spawnattr_destroy(&attributes);
    return error;
}

bool process_start(const char *const arguments[], char *const environment[], const char *output, pid_t *pid,
                   struct problem *problem)
{
    posix_spawn_file_actions_t actions;
    int error;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, output ? output : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    error = spawn(arguments, environment, &actions, pid);
    posix_spawn_file_actions_destroy(&actions);
    return !error || problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be started: %s", arguments[0], strerror(error));
}

void process_kill(pid_t pid)
{
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL); /* in the moment before it became the leader of its group */
}

int process_status(int wait_status)
{
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

int process_run(const char *const arguments[], char *const environment[], const char *output, double seconds)
{
    struct problem ignored = { 0 };
    double end = process_now() + seconds;
    pid_t pid;
    int status;

    if (!process_start(arguments, environment, output, &pid, &ignored))
        return -1;
    for (;;) {
        pid_t done = waitpid(pid, &status, WNOHANG);

        if (done == pid)
            return process_status(status);
        if (done < 0 && errno != EINTR)
            return -1;
        if (process_now() > end) {
            process_kill(pid);
            waitpid(pid, &status, 0);
            return 124;
        }
        nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
    }
}

int process_output(const char *const arguments[], struct str *output)
{
    posix_spawn_file_actions_t actions;
    char buffer[4096];
    int ends[2], status, error;
    ssize_t got;
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC))
        return -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    error = spawn(arguments, NULL, &actions, &pid);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    while (!error && (got = read(ends[0], buffer, sizeof(buffer))) != 0) {
        if (got > 0)
            str_add(output, buffer, (size_t)got);
        else if (errno != EINTR)
            break;
    }
    close(ends[0]);
    if (error || waitpid(pid, &status, 0) != pid)
        return -1;
    return process_status(status);
}
