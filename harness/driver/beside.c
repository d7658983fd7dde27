#include "driver/beside.h"

#include "driver/files.h"

#include <dirent.h>
#include <errno.h>
#include <strings.h>

#define MOST_NEIGHBOURS 200u

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static bool ends_with(const char *name, const char *ending)
{
    const size_t length = strlen(name), tail = strlen(ending);

    return length > tail && !strcasecmp(name + length - tail, ending);
}

/* The names in a folder, sorted. */
static bool list_folder(const char *path, struct list *names, struct problem *problem)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    if (!folder)
        return problem_set(problem, CODE_USAGE, "%s: %s", path, strerror(errno));
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            list_add(names, entry->d_name);
    closedir(folder);
    list_sort(names);
    return true;
}

char *beside_dll(const char *file, struct problem *problem)
{
    struct list names = { 0 };
    char *found = NULL;

    if (!folder_exists(file))
        return xstrdup(file);
    if (list_folder(file, &names, problem)) {
        for (size_t i = 0; i < names.count && !found; i++)
            if (!strcasecmp(names.items[i], "msident.dll"))
                found = xformat("%s/%s", file, names.items[i]);
        if (!found)
            problem_set(problem, CODE_USAGE, "%s: expected a folder with msident.dll, found none in it", file);
    }
    list_free(&names);
    return found;
}

/* ---- neighbours ---- */

static bool is_system(const struct list *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (!strcasecmp(names->items[i], "kernel32.dll") || !strcasecmp(names->items[i], "ntdll.dll"))
            return true;
    return false;
}

/* The language file of the DLL in a folder below, "de-DE/msident.dll.mui". */
static void find_deeper(struct target *target, const char *folder, const char *name)
{
    char *path = xformat("%s/%s", folder, name), *wanted = xformat("%s.mui", base_of(target->file));
    struct list names = { 0 };
    struct problem ignored = { 0 };

    if (folder_exists(path) && list_folder(path, &names, &ignored))
        for (size_t i = 0; i < names.count; i++)
            if (!strcasecmp(names.items[i], wanted))
                list_take(&target->neighbours, xformat("%s/%s", name, names.items[i]));
    list_free(&names);
    free(path);
    free(wanted);
}

static bool goes_along(const struct target *target, const char *name, bool whole)
{
    char *language_file = xformat("%s.mui", base_of(target->file));
    bool along =
        !strcasecmp(name, language_file) || (ends_with(name, ".dll") && (whole || !strncasecmp(name, "msid", 4)));

    free(language_file);
    return along && strcmp(name, base_of(target->file)) != 0;
}

bool beside_find(struct target *target, bool whole, struct problem *problem)
{
    char *folder = xstrndup(target->file, (size_t)(base_of(target->file) - target->file));
    struct list names = { 0 };
    bool ok = list_folder(*folder ? folder : ".", &names, problem);

    whole = whole && !is_system(&names);
    for (size_t i = 0; ok && i < names.count; i++) {
        if (goes_along(target, names.items[i], whole))
            list_add(&target->neighbours, names.items[i]);
        else
            find_deeper(target, folder, names.items[i]);
    }
    if (ok && target->neighbours.count > MOST_NEIGHBOURS)
        ok = problem_set(problem, CODE_USAGE, "%s: expected at most %u DLLs beside msident.dll, found %zu", folder,
                         MOST_NEIGHBOURS, target->neighbours.count);
    list_free(&names);
    free(folder);
    return ok;
}

/* ---- the folder ---- */

static bool copy_neighbour(const struct target *target, const char *name, const char *folder, struct problem *problem)
{
    char *from = xformat("%.*s%s", (int)(base_of(target->file) - target->file), target->file, name);
    char *to = xformat("%s/%s", folder, name), *inner = xstrndup(to, (size_t)(strrchr(to, '/') - to));
    bool ok = folder_make(inner, problem) && file_copy(from, to, problem);

    free(from);
    free(to);
    free(inner);
    return ok;
}

bool beside_copy(struct target *target, const char *agent, const char *folder, struct problem *problem)
{
    bool ok = folder_make(folder, problem);

    free(target->load);
    free(target->agent);
    target->load = xformat("%s/%s", folder, base_of(target->file));
    target->agent = xformat("%s/agent.exe", folder);
    ok = ok && file_copy(target->file, target->load, problem) && file_copy(agent, target->agent, problem);
    for (size_t i = 0; ok && i < target->neighbours.count; i++)
        ok = copy_neighbour(target, target->neighbours.items[i], folder, problem);
    return ok;
}
