#include "ui.h"

#include "platform.h"

static struct ui_map *current;

const char *ui_map_open(const char *path)
{
    static char message[900];
    struct diag diag;
    char *text;
    size_t len;
    enum status status;

    if (!path)
        return NULL;
    if (!platform_read_file(path, TRACE_MAX_SCENARIO, &text, &len))
        return "the UI map can't be read";
    status = ui_map_parse(text, len, path, &current, &diag);
    free(text);
    if (status == ST_OK)
        return NULL;
    diag_format(&diag, message, sizeof message);
    return status == ST_BAD_INPUT ? message : "no memory";
}

void ui_map_close(void)
{
    ui_map_free(current);
    current = NULL;
}

const struct ui_map *ui_map_current(void)
{
    return current;
}
