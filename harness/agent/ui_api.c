#include "ui.h"

#include "platform.h"

static struct ui_api api;
static bool complete;

static bool look_up(void)
{
    struct entry {
        const char *name;
        void **function;
    };
    const struct entry entries[] = {
#define UI_ENTRY(name) { #name, (void **)&api.name },
        UI_FUNCTIONS(UI_ENTRY)
#undef UI_ENTRY
    };

    for (unsigned i = 0; i < ARRAYSIZE(entries); i++) {
        *entries[i].function = platform_function("user32", entries[i].name);
        if (!*entries[i].function)
            return false;
    }
    return true;
}

const struct ui_api *ui_api(bool load)
{
    if (!complete && (load || platform_loaded("user32")))
        complete = look_up();
    return complete ? &api : NULL;
}
