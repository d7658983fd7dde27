#include "driver/display.h"

#include "driver/files.h"
#include "driver/picture.h"
#include "driver/process.h"

#include <errno.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START_SECONDS 30.0
#define OUTPUT_LIMIT  4096

static bool read_line(const char *path, struct str *line)
{
    struct problem ignored = { 0 };

    if (!file_exists(path) || !file_read(path, OUTPUT_LIMIT, line, &ignored) || !line->length)
        return false;
    line->data[strcspn(line->data, "\n")] = 0;
    return true;
}

/* The script says so in a file; false if it ended or needs too long. */
static bool wait_for_display(struct display *display, const char *path)
{
    const double end = process_now() + START_SECONDS;

    while (process_now() < end) {
        struct str line = { 0 };

        if (read_line(path, &line)) {
            display->name = line.data;
            return true;
        }
        str_free(&line);
        if (waitpid(display->pid, NULL, WNOHANG) == display->pid) {
            display->pid = 0;
            return false;
        }
        nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
    }
    return false;
}

bool display_start(const struct settings *settings, const char *slot, struct display *display, struct problem *problem)
{
    char *script = xformat("%s/harness/wine/display.sh", settings->root), *home = xformat("HOME=%s/home", slot);
    char *path = xformat("%s/display", slot), *output = xformat("%s/display.txt", slot);
    char *scratch = xformat("TMPDIR=%s/home", slot), *own = xformat("%s/home", slot);
    char *const environment[] = { home, scratch, (char *)"PATH=/usr/bin:/bin", (char *)"LC_ALL=C.UTF-8", NULL };
    struct str said = { 0 };
    bool ok = folder_make(own, problem) && process_start((const char *const[]){ "/bin/bash", script, slot, NULL },
                                                         environment, output, &display->pid, problem);

    if (ok && !wait_for_display(display, path))
        ok = problem_set(problem, CODE_ENVIRONMENT, "no display for --screenshots: %s",
                         read_line(output, &said) ? said.data : "it does not start");
    str_free(&said);
    free(script);
    free(home);
    free(path);
    free(output);
    free(scratch);
    free(own);
    return ok;
}

void display_stop(struct display *display)
{
    if (display->pid) {
        process_kill(display->pid);
        waitpid(display->pid, NULL, 0);
    }
    free(display->name);
    memset(display, 0, sizeof(*display));
}

char *display_pictures(const char *slot, size_t scenario, size_t target, struct problem *problem)
{
    char *folder = xformat("%s/pictures/%zu.%zu", slot, scenario, target), *link = xformat("%s/screen", folder);
    char *screen = xformat("%s/screen/Xvfb_screen0", slot);
    bool ok = folder_make(folder, problem);

    if (ok && symlink(screen, link))
        ok = problem_set(problem, CODE_ENVIRONMENT, "%s: %s", link, strerror(errno));
    free(screen);
    free(link);
    if (ok)
        return folder;
    free(folder);
    return NULL;
}

static char *kept(const char *folder, const char *scenario, const char *target, unsigned n)
{
    return xformat("%s/%s/%s-%u.png", folder, scenario, target, n);
}

bool display_keep(const char *pictures, const char *folder, const char *scenario, const char *target,
                  struct problem *problem)
{
    char *own = xformat("%s/%s", folder, scenario);
    bool ok = true, more = true;

    for (unsigned n = 1; ok && more; n++) {
        char *from = xformat("%s/%u.xwd", pictures, n), *to = kept(folder, scenario, target, n);

        more = file_exists(from);
        ok = !more || (folder_make(own, problem) && picture_convert(from, to, problem));
        free(from);
        free(to);
    }
    tree_remove(pictures);
    free(own);
    return ok;
}

void display_list(const char *folder, const char *scenario, const char *target, struct list *names)
{
    bool more = true;

    for (unsigned n = 1; more; n++) {
        char *path = kept(folder, scenario, target, n);

        more = file_exists(path);
        if (more)
            list_take(names, xformat("%s/%s-%u.png", scenario, target, n));
        free(path);
    }
}
