#include "driver/recorder.h"

#include "driver/files.h"
#include "driver/process.h"

#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#define HIVE_LIMIT (256u << 20)
#define CLASS_PATH "CLSID\\\\{A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}\\\\InprocServer32]"
#define CLASS_FILE "@=\"C:\\\\windows\\\\system32\\\\msident.dll\"\n" /* 32-bit programs find syswow64 there */

/* Where programs of one kind look for the DLL. */
struct place {
    const char *folder;  /* below drive_c/windows */
    const char *section; /* of system.reg, which names the DLL of the class */
    const char *preset;  /* whose recorder */
    bool win32;          /* the whole prefix is */
};

/* By the text of its system.reg, of the copy `inner`; `source`: for messages. */
static bool find_place(const char *hive, const char *inner, const char *source, bool x86, struct place *place,
                       struct problem *problem)
{
    const bool win32 = strstr(hive, "\n#arch=win32") != NULL;
    char *wow;
    bool ok;

    *place = (struct place){ "system32", "[Software\\\\Classes\\\\" CLASS_PATH, x86 ? "win32" : "win64", win32 };
    if (x86 == win32)
        return true;
    if (win32)
        return problem_set(problem, CODE_USAGE,
                           "%s: expected a 64-bit prefix, found one for x86 alone: --lane x86 records in it", source);
    place->folder = "syswow64";
    place->section = "[Software\\\\Classes\\\\Wow6432Node\\\\" CLASS_PATH;
    wow = xformat("%s/drive_c/windows/%s", inner, place->folder);
    ok = folder_exists(wow) ||
         problem_set(problem, CODE_USAGE, "%s: expected a prefix that runs x86 programs, found no syswow64 in it",
                     source);
    free(wow);
    return ok;
}

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

/* Whatever DLL the class names in the copy: now it is the one in the place. */
static bool register_class(const char *prefix, const char *source, bool x86, struct place *place,
                           struct problem *problem)
{
    char *path = xformat("%s/system.reg", prefix);
    struct str old = { 0 }, text = { 0 };
    bool ok = file_read(path, HIVE_LIMIT, &old, problem) && find_place(old.data, prefix, source, x86, place, problem);
    const char *section = ok ? strcasestr(old.data, place->section) : NULL;

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
        str_addf(&text, "%s\n%s\n%s\"ThreadingModel\"=\"Both\"\n", old.data, place->section, CLASS_FILE);
    }
    ok = ok && file_replace(path, text.data, text.length, problem);
    str_free(&old);
    str_free(&text);
    free(path);
    return ok;
}

static void set_variable(struct prefix *prefix, const char *name, char *value)
{
    const size_t length = strlen(name);

    for (char **at = prefix->environment; *at; at++)
        if (!strncmp(*at, name, length) && (*at)[length] == '=') {
            free(*at);
            *at = xformat("%s=%s", name, value);
        }
    free(value);
}

/* Our own setting of the library's order stands in front of the prefix's. */
static void prefer_file(struct prefix *prefix)
{
    static const char name[] = "WINEDLLOVERRIDES";
    const char *old = "";

    for (char **at = prefix->environment; *at; at++)
        if (!strncmp(*at, name, sizeof(name) - 1))
            old = *at + sizeof(name);
    set_variable(prefix, name, xformat("%s;msident=n,b", old));
}

static bool put_recorder(const struct settings *settings, const struct place *place, const char *system,
                         struct problem *problem)
{
    char *built = settings_built(settings, place->preset, "harness/recorder/recorder.dll");
    char *dll = xformat("%s/msident.dll", system);
    bool ok = file_exists(built) ||
              problem_set(problem, CODE_ENVIRONMENT, "%s is not built; start ./identical record", built);

    if (ok)
        unlink(dll); /* Wine may have linked its own there */
    ok = ok && file_copy(built, dll, problem);
    free(built);
    free(dll);
    return ok;
}

bool scratch_make(const struct settings *settings, const struct run *run, const char *source,
                  const struct target *target, bool with_map, struct scratch *scratch, struct problem *problem)
{
    const bool x86 = target->lane == LANE_X86;
    char *folder = xformat("%s/application", run->folder), *inner = xformat("%s/prefix", folder), *system = NULL;
    struct place place = { 0 };
    bool ok;

    memset(scratch, 0, sizeof(*scratch));
    scratch->recording = xformat("%s/session.rec", run->folder);
    scratch->registry = xformat("%s/user.reg", inner);
    scratch->loader = settings_loader(settings, !x86, x86 ? "x86 programs" : "x86-64 programs", problem);
    ok = scratch->loader && prefix_copy(settings, source, folder, problem) &&
         register_class(inner, source, x86, &place, problem);
    if (ok) {
        system = xformat("%s/drive_c/windows/%s", inner, place.folder);
        ok = put_recorder(settings, &place, system, problem) &&
             write_settings(system, target->load ? target->load : target->file, scratch->recording,
                            with_map ? target->ui_load : NULL, problem) &&
             prefix_start(settings, source, folder, &scratch->prefix, problem);
    }
    if (ok) {
        prefer_file(&scratch->prefix);
        if (place.win32)
            set_variable(&scratch->prefix, "WINEARCH", xstrdup("win32"));
    }
    free(folder);
    free(inner);
    free(system);
    return ok;
}

bool scratch_run(const struct scratch *scratch, const struct list *command, const char *output, int *status,
                 struct problem *problem)
{
    const char **words = xcalloc(command->count + 2, sizeof(*words));
    pid_t pid, done = 0;
    int ended = 0;
    bool ok;

    words[0] = scratch->loader;
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
    free(scratch->loader);
    free(scratch->recording);
    free(scratch->registry);
}
