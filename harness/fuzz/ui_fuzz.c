/* Any bytes as a UI map: refused with a message, or a list of entries that each are found by their role. */
#include "fuzz/fuzz.h"

#include "trace/ui_map.h"

static unsigned count_role(const struct ui_map *map, const char *role)
{
    unsigned n = 0;

    for (const struct ui_entry *entry = ui_map_next(map, role, NULL); entry; entry = ui_map_next(map, role, entry)) {
        FUZZ_ASSERT(!strcmp(entry->role, role));
        FUZZ_ASSERT(entry->by == UI_BY_ID ? entry->number <= 0xffff : entry->text != NULL);
        FUZZ_ASSERT(!strchr(role, '.') || (entry->by != UI_BY_CAPTION && entry->by != UI_BY_TEXT));
        n++;
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ui_map *map = NULL;
    struct diag diag;
    enum status status = ui_map_parse((const char *)data, size, "input", &map, &diag);
    unsigned entries = 0, found = 0;

    FUZZ_ASSERT((status == ST_OK) == (map != NULL));
    FUZZ_ASSERT((status == ST_BAD_INPUT) == (diag.text[0] != 0));
    if (status)
        return 0;
    for (const struct ui_entry *entry = map->entries; entry; entry = entry->next)
        entries++;
    for (size_t i = 0; i < cat_n_roles; i++)
        found += count_role(map, cat_roles[i]);
    FUZZ_ASSERT(entries == found);
    ui_map_free(map);
    return 0;
}
