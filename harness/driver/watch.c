#include "driver/watch.h"

#include "driver/files.h"
#include "driver/run.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define SETTLE_MS 200
#define EVENTS    (IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)

struct folder {
    char *path;
    int number; /* of inotify */
    bool tree;
};

struct watch {
    int events, signals;
    struct folder *folders;
    size_t count;
    struct list files;   /* whole paths */
    struct list writing; /* whole paths of what is being written */
};

bool watch_begin(struct watch **watch, struct problem *problem)
{
    struct watch *begun = xcalloc(1, sizeof(*begun));
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    begun->events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    begun->signals = signalfd(-1, &set, SFD_CLOEXEC);
    *watch = begun;
    if (begun->events >= 0 && begun->signals >= 0)
        return true;
    problem_set(problem, CODE_ENVIRONMENT, "--watch: no inotify: %s", strerror(errno));
    watch_end(begun);
    *watch = NULL;
    return false;
}

void watch_end(struct watch *watch)
{
    if (!watch)
        return;
    for (size_t i = 0; i < watch->count; i++)
        free(watch->folders[i].path);
    free(watch->folders);
    list_free(&watch->files);
    list_free(&watch->writing);
    if (watch->events >= 0)
        close(watch->events);
    if (watch->signals >= 0)
        close(watch->signals);
    free(watch);
}

/* ---- which ---- */

/* A folder that is there already keeps its number; one that was made anew under its name gets another. */
static void add_folder(struct watch *watch, const char *path, bool tree)
{
    const int number = inotify_add_watch(watch->events, path, EVENTS | IN_ONLYDIR);

    if (number < 0)
        return;
    for (size_t i = 0; i < watch->count; i++) {
        if (watch->folders[i].number != number)
            continue;
        watch->folders[i].tree |= tree;
        return;
    }
    watch->folders = xrealloc(watch->folders, (watch->count + 1) * sizeof(*watch->folders));
    watch->folders[watch->count++] = (struct folder){ xstrdup(path), number, tree };
}

void watch_tree(struct watch *watch, const char *folder)
{
    DIR *stream = opendir(folder);
    struct dirent *entry;

    if (!stream)
        return;
    add_folder(watch, folder, true);
    while ((entry = readdir(stream))) {
        char *path = xformat("%s/%s", folder, entry->d_name);

        if (entry->d_name[0] != '.' && folder_exists(path))
            watch_tree(watch, path);
        free(path);
    }
    closedir(stream);
}

void watch_file(struct watch *watch, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash && slash != path ? xstrndup(path, (size_t)(slash - path)) : xstrdup(slash ? "/" : ".");

    if (!list_has(&watch->files, path))
        list_add(&watch->files, path);
    add_folder(watch, folder, false);
    free(folder);
}

/* ---- waiting ---- */

static bool ends_well(const char *name)
{
    static const char *const endings[] = { ".scn", ".reg", ".ui", ".expect", "baseline.json" };
    const size_t length = strlen(name);

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        const size_t tail = strlen(endings[i]);

        if (name[0] != '.' && length >= tail && !strcmp(name + length - tail, endings[i]))
            return true;
    }
    return false;
}

static void forget_writing(struct watch *watch, const char *path)
{
    struct list left = { 0 };

    for (size_t i = 0; i < watch->writing.count; i++)
        if (strcmp(watch->writing.items[i], path) != 0)
            list_add(&left, watch->writing.items[i]);
    list_free(&watch->writing);
    watch->writing = left;
}

/* Whether it is a change of what is watched. */
static bool take_event(struct watch *watch, const struct inotify_event *event)
{
    const struct folder *folder = NULL;
    char *path;
    bool ours;

    for (size_t i = 0; i < watch->count; i++)
        if (watch->folders[i].number == event->wd)
            folder = &watch->folders[i];
    if (event->mask & IN_Q_OVERFLOW)
        return true;
    if (!folder || !event->len)
        return false;
    path = xformat("%s/%s", folder->path, event->name);
    ours = list_has(&watch->files, path) ||
           (folder->tree && (event->mask & IN_ISDIR ? event->name[0] != '.' : ends_well(event->name)));
    if (ours && (event->mask & IN_ISDIR) && (event->mask & (IN_CREATE | IN_MOVED_TO)))
        watch_tree(watch, path);
    if (ours && (event->mask & IN_MODIFY) && !list_has(&watch->writing, path))
        list_add(&watch->writing, path);
    else if (event->mask & (IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO))
        forget_writing(watch, path);
    free(path);
    return ours;
}

static bool take_events(struct watch *watch)
{
    char buffer[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
    bool changed = false;
    ssize_t got;

    while ((got = read(watch->events, buffer, sizeof(buffer))) > 0) {
        for (char *at = buffer; at < buffer + got;) {
            const struct inotify_event *event = (const struct inotify_event *)(void *)at;

            changed |= take_event(watch, event);
            at += sizeof(*event) + event->len;
        }
    }
    return changed;
}

bool watch_wait(struct watch *watch)
{
    struct pollfd places[] = { { watch->events, POLLIN, 0 }, { watch->signals, POLLIN, 0 } };
    bool changed = false;

    for (;;) {
        const bool settling = changed && !watch->writing.count;
        const int ready = poll(places, 2, settling ? SETTLE_MS : -1);

        if (run_stopped())
            return false;
        if (ready == 0 && settling)
            return true;
        changed |= take_events(watch);
    }
}
