/* UI maps, scenarios/ui/NAME.ui: which windows of an implementation have which role (FORMAT.md, "UI maps"). */
#ifndef IDT_UI_MAP_H
#define IDT_UI_MAP_H

#include "trace/trace.h"

enum ui_by {
    UI_BY_ID,      /* number: of the control; of a dialog: of a control in it */
    UI_BY_LABEL,   /* text, without '&' */
    UI_BY_CLASS,   /* text */
    UI_BY_CAPTION, /* text; of a dialog */
    UI_BY_TEXT     /* text; of a dialog: some label in it says exactly this */
};

struct ui_entry {
    const char *role;
    enum ui_by by;
    uint32_t number;
    const char *text; /* canonical spelling (text.h) */
    struct ui_entry *next;
};

struct ui_map {
    struct arena arena; /* owns everything */
    const char *name;
    struct ui_entry *entries; /* of one role in the order of the file: the first that fits counts */
};

/* *out: new, free with ui_map_free(); NULL on failure. Fails: ST_BAD_INPUT (diag), ST_NO_MEMORY. */
enum status ui_map_parse(const char *text, size_t len, const char *filename, struct ui_map **out, struct diag *diag);
void ui_map_free(struct ui_map *map);
/* From NULL the first; NULL behind the last. */
const struct ui_entry *ui_map_next(const struct ui_map *map, const char *role, const struct ui_entry *from);

#endif
