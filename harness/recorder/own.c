/* What the application does to the user's registry by itself, beside COM, where the DLL looks too: a replay has to do it as
 * well, or the DLL finds another registry. Nothing else of the application's registry gets into a recording. */
#include "recorder.h"

#include "agent/effects.h"

enum { PATH_UNITS = 1024, NAME_UNITS = 512, DATA_LIMIT = 16384 };

static bool is_below(struct wide key, const WCHAR *root)
{
    const size_t n = wide_text(root).n;

    return wide_starts(key, root) && (key.n == n || key.text[n] == '\\');
}

bool own_is_shared(struct wide key)
{
    return is_below(key, L"HKCU\\Identities") ||
           is_below(key, L"HKCU\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities");
}

/* " -> DATA": what it read. The value is asked for again; we are in a hook, so that is no read. */
static void add_data(const struct detail *detail, struct buffer *line)
{
    static BYTE bytes[DATA_LIMIT]; /* hooks exclude each other */
    WCHAR path[PATH_UNITS], name[NAME_UNITS];
    DWORD size = sizeof bytes, type;
    struct arena arena;
    struct data data;
    HKEY key;

    if (!wide_from_utf8(detail->key + strlen("HKCU\\"), path, PATH_UNITS) ||
        !wide_from_utf8(detail->value_name, name, NAME_UNITS) ||
        RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_QUERY_VALUE, &key))
        return;
    arena_init(&arena);
    if (!RegQueryValueExW(key, name, NULL, &type, bytes, &size) &&
        effect_data(wide_text(name), type, bytes, size, &arena, &data) == ST_OK) {
        buffer_puts(line, " -> ");
        data_print(&data, line);
    }
    arena_free(&arena);
    RegCloseKey(key);
}

void own_deed(const struct detail *detail)
{
    struct buffer line;

    if (!detail->key || (detail->kind == SEEN_OPENED && detail->result.kind != RESULT_ERROR))
        return;
    buffer_init(&line, TRACE_MAX_LINE);
    spell_detail("own", detail, &line);
    if (line.len && detail->kind == SEEN_READ && detail->result.kind != RESULT_ERROR)
        add_data(detail, &line);
    record_buffer(&line);
}
