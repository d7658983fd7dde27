/* The table of all deeds, and how the switchboard alters them. */
#include "probe.h"

#include <stdbool.h>
#include "witness.h"

const struct chapter *const probe_chapters[] = {
    &chapter_registry, &chapter_folders, &chapter_files,  &chapter_callbacks,
    &chapter_results,  &chapter_windows, &chapter_faults, &chapter_processes,
};
const DWORD probe_chapter_count = ARRAYSIZE(probe_chapters);

/* Volatile: the compiler must not know what it holds. */
static volatile struct probe_block block = { .magic = PROBE_MAGIC };

static HRESULT add_extra(const struct chapter *chapter, const struct deed *deed, DWORD place)
{
    const struct effect *extra;

    if (block.with != deed->number || block.with_place != place || block.extra >= chapter->extra_count)
        return S_OK;
    extra = &chapter->extras[block.extra];
    return extra->act(extra);
}

static HRESULT run(const struct chapter *chapter, const struct deed *deed)
{
    HRESULT hr = S_OK, added = S_OK; /* what the extra effect returns counts, unless it is S_OK */

    witness_begin(deed->number);
    for (DWORD i = 0; i < deed->count && SUCCEEDED(hr); i++) {
        const bool left_out = block.without == deed->number && block.without_place == i;

        if (added == S_OK)
            added = add_extra(chapter, deed, i);
        if (!left_out)
            hr = deed->effects[i].act(&deed->effects[i]);
    }
    if (added == S_OK)
        added = add_extra(chapter, deed, deed->count);
    witness_end(deed->number);
    return added == S_OK ? hr : added;
}

HRESULT probe_do(DWORD number)
{
    for (DWORD i = 0; i < probe_chapter_count; i++)
        for (DWORD j = 0; j < probe_chapters[i]->count; j++)
            if (probe_chapters[i]->deeds[j].number == number)
                return run(probe_chapters[i], &probe_chapters[i]->deeds[j]);
    return E_INVALIDARG;
}
