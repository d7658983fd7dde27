#include "driver/recorder.h"

#include "driver/files.h"
#include "driver/process.h"

#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#define HIVE_LIMIT    (256u << 20)
#define CLASS_SECTION "[Software\\\\Classes\\\\CLSID\\\\{A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}\\\\InprocServer32]"
#define CLASS_FILE    "@=\"C:\\\\windows\\\\system32\\\\msident.dll\"\n"

/* Beside the recorder: its settings, which are all that it knows. */
static bool write_settings(const char *folder, const char *target, const char *recording, const char *ui,
                           struct problem *problem)
{
    char *path = xformat("%s/recorder.cfg", folder), *dll = prefix_path(target), *trace = prefix_path(recording);
    char *text = xformat("target %s\ntrace %s\n%s%s%s", dll, trace, ui ? "ui " : "", ui ? ui : "", ui ? "\n" : "");
    bool ok = file_replace(path, text, strlen(text), problem);

    free(path);
    free(dll);
    free(trace);
    free(text);
    return ok;
}

/* The end of a section of Wine's registry file. */
static const char *section_end(const char *at)
{
    while (*at && *at != '[') {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    return at;
}

/* Whatever DLL the class names in the copy: now it is the one in system32. */
static bool register_class(const char *prefix, struct problem *problem)
{
    char *path = xformat("%s/system.reg", prefix);
    struct str old = { 0 }, text = { 0 };
    bool ok = file_read(path, HIVE_LIMIT, &old, problem);
    const char *section = ok ? strcasestr(old.data, CLASS_SECTION) : NULL;

    if (section) {
        const char *line = section + strcspn(section, "\n") + 1, *end = section_end(line);

        str_add(&text, old.data, (size_t)(line - old.data));
        str_puts(&text, CLASS_FILE);
        while (line < end) {
            const size_t length = strcspn(line, "\n") + 1;

            if (strncmp(line, "@=", 2) != 0)
                str_add(&text, line, length);
            line += length;
        }
        str_puts(&text, end);
    } else if (ok) {
        str_addf(&text, "%s\n%s\n%s\"ThreadingModel\"=\"Both\"\n", old.data, CLASS_SECTION, CLASS_FILE);
    }
    ok = ok && file_replace(path, text.data, text.length, problem);
    str_free(&old);
    str_free(&text);
    free(path);
    return ok;
}

/* Our own setting of the library's order stands in front of the prefix's. */
static void prefer_file(struct prefix *prefix)
{
    static const char name[] = "WINEDLLOVERRIDES=";

    for (char **at = prefix->environment; *at; at++)
        if (!strncmp(*at, name, sizeof(name) - 1)) {
            char *more = xformat("%s;msident=n,b", *at);

            free(*at);
            *at = more;
        }
}

bool scratch_make(const struct settings *settings, const struct run *run, const char *source, const char *target,
                  const char *ui, struct scratch *scratch, struct problem *problem)
{
    char *folder = xformat("%s/application", run->folder), *inner = xformat("%s/prefix", folder);
    char *system = xformat("%s/drive_c/windows/system32", inner), *dll = xformat("%s/msident.dll", system);
    char *built = settings_built(settings, "win64", "harness/recorder/recorder.dll");
    bool ok = file_exists(built) ||
              problem_set(problem, CODE_ENVIRONMENT, "%s is not built; start ./identical record", built);

    memset(scratch, 0, sizeof(*scratch));
    scratch->recording = xformat("%s/session.rec", run->folder);
    scratch->registry = xformat("%s/user.reg", inner);
    ok = ok && prefix_copy(settings, source, folder, problem) && register_class(inner, problem);
    if (ok)
        unlink(dll); /* Wine may have linked its own there */
    ok = ok && file_copy(built, dll, problem) && write_settings(system, target, scratch->recording, ui, problem) &&
         prefix_start(settings, source, folder, &scratch->prefix, problem);
    if (ok)
        prefer_file(&scratch->prefix);
    free(folder);
    free(inner);
    free(system);
    free(dll);
    free(built);
    return ok;
}

bool scratch_run(const struct scratch *scratch, const struct list *command, const char *output, int *status,
                 struct problem *problem)
{
    const char **words = xcalloc(command->count + 2, sizeof(*words));
    pid_t pid, done = 0;
    int ended = 0;
    bool ok;

    words[0] = scratch->prefix.wine64;
    for (size_t i = 0; i < command->count; i++)
        words[i + 1] = command->items[i];
    ok = process_start(words, scratch->prefix.environment, output, &pid, problem);
    while (ok && !run_stopped() && (done = waitpid(pid, &ended, WNOHANG)) == 0)
        run_wait(1.0);
    if (ok && done <= 0) {
        process_kill(pid);
        waitpid(pid, &ended, 0);
    }
    *status = process_status(ended);
    free(words);
    return ok && done > 0;
}

void scratch_stop(struct scratch *scratch)
{
    if (scratch->prefix.folder)
        prefix_stop(&scratch->prefix);
}

void scratch_free(struct scratch *scratch)
{
    scratch_stop(scratch);
    prefix_free(&scratch->prefix);
    free(scratch->recording);
    free(scratch->registry);
}
