#include "driver/genuine.h"

#include "driver/files.h"
#include "driver/target.h"

static void refuse(struct genuine *genuine, char *path)
{
    struct problem ignored = { 0 };
    char hash[65];

    if (path && file_exists(path) && file_hash(path, hash, &ignored))
        list_add(&genuine->refused, hash);
    free(path);
}

/* Every DLL and native program of the builds: the reference, the recorder, the stand-ins. */
static void refuse_built(struct genuine *genuine)
{
    static const char *const endings[] = { ".dll", "agent-native" };

    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        struct list names = { 0 };
        struct problem ignored = { 0 };

        files_below(genuine->settings->build, endings[i], &names, &ignored);
        for (size_t j = 0; j < names.count; j++)
            refuse(genuine, xformat("%s/%s", genuine->settings->build, names.items[j]));
        list_free(&names);
    }
}

bool genuine_dll(void *context, const char *sha256)
{
    struct genuine *genuine = context;

    if (!genuine->filled) {
        genuine->filled = true;
        refuse_built(genuine);
        refuse(genuine, wine_builtin(genuine->settings, "x86_64"));
        refuse(genuine, wine_builtin(genuine->settings, "i386"));
        refuse(genuine, x86_builtin(genuine->settings));
    }
    return !list_has(&genuine->refused, sha256);
}

void genuine_free(struct genuine *genuine)
{
    list_free(&genuine->refused);
}
