#include "driver/watchdog.h"

#include "driver/files.h"
#include "driver/process.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ENVIRONMENT_LIMIT 65536
#define QUIET_SCANS       3 /* a child between fork and exec shows only in the next scan */

/* Whether a process was started for this run: its environment names the run's folder. */
static bool belongs_to(const char *process, const char *folder)
{
    static char content[ENVIRONMENT_LIMIT];
    char path[64];
    size_t length = 0, name = strlen(folder);
    ssize_t got;
    int fd;

    snprintf(path, sizeof(path), "/proc/%.20s/environ", process);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    while (length < sizeof(content) && (got = read(fd, content + length, sizeof(content) - length)) > 0)
        length += (size_t)got;
    close(fd);
    for (size_t i = 0; i + name <= length; i++)
        if (content[i] == '/' && !memcmp(content + i, folder, name))
            return true;
    return false;
}

static unsigned kill_all(const char *folder)
{
    DIR *processes = opendir("/proc");
    struct dirent *entry;
    unsigned killed = 0;

    while (processes && (entry = readdir(processes))) {
        long pid = isdigit((unsigned char)entry->d_name[0]) ? strtol(entry->d_name, NULL, 10) : 0;

        if (pid <= 1 || pid == getpid() || !belongs_to(entry->d_name, folder))
            continue;
        if (!kill((pid_t)pid, SIGKILL))
            killed++;
    }
    if (processes)
        closedir(processes);
    return killed;
}

/* A server that was killed leaves its socket in /tmp/.wine-UID, in a folder named after the prefix's device and inode. */
static void remove_server_folder(const char *prefix)
{
    struct stat info;
    char *folder;

    if (stat(prefix, &info))
        return;
    folder = xformat("/tmp/.wine-%u/server-%lx-%lx", (unsigned)getuid(), (unsigned long)info.st_dev,
                     (unsigned long)info.st_ino);
    tree_remove(folder);
    free(folder);
}

static void remove_server_folders(const char *run_folder)
{
    DIR *slots = opendir(run_folder);
    struct dirent *entry;

    while (slots && (entry = readdir(slots))) {
        char *prefix = xformat("%s/%s/prefix", run_folder, entry->d_name);

        remove_server_folder(prefix);
        free(prefix);
    }
    if (slots)
        closedir(slots);
}

static void obey(char *order)
{
    char *first = strchr(order, '\t'), *second;

    if (!first)
        return;
    *first++ = 0;
    second = strchr(first, '\t');
    if (!second)
        return;
    *second++ = 0;
    if (!strcmp(order, "file"))
        unlink(first);
    else if (!strcmp(order, "machine"))
        process_run((const char *const[]){ "/bin/bash", first, "--stop", second, NULL }, NULL, NULL, 20.0);
}

static void tidy_up(struct str *orders, const char *folder)
{
    unsigned quiet = 0;

    for (char *line = orders->data; line && *line;) {
        char *end = strchr(line, '\n');

        if (!end)
            break;
        *end = 0;
        obey(line);
        line = end + 1;
    }
    for (unsigned scan = 0; quiet < QUIET_SCANS && scan < 500; scan++) {
        quiet = kill_all(folder) ? 0 : quiet + 1;
        nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
    }
    remove_server_folders(folder);
    tree_remove(folder);
}

void watchdog_main(int pipe, const char *folder)
{
    struct str orders = { 0 };
    char buffer[4096];
    ssize_t got;

    setsid();
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    /* Nobody who reads our output or error may wait for us after the driver ended. */
    for (int fd = 0; fd <= 2; fd++) {
        int null = open("/dev/null", O_RDWR | O_CLOEXEC);

        if (null >= 0) {
            dup2(null, fd);
            close(null);
        }
    }
    while ((got = read(pipe, buffer, sizeof(buffer))) != 0) {
        if (got > 0)
            str_add(&orders, buffer, (size_t)got);
        else if (errno != EINTR)
            break;
    }
    tidy_up(&orders, folder);
    str_free(&orders);
}
