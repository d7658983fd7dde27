/* The account's registry before and after, so that whoever lends the machine sees that nothing stayed behind. */
#include "kit.h"

#include "agent/snapshot.h"
#include "trace/data.h"
#include "trace/text.h"

struct exports {
    struct snapshot_key *none, *before;
};

static struct telling {
    struct buffer *out;
    unsigned n;
    bool aloud;
} telling;

/* Where agents have their scratch keys; gone at the end. */
static const WCHAR ours[] = L"Software\\Identical";

static bool is_ours(struct wide key)
{
    return wide_equal(key, wide_text(L"HKCU\\Software\\Identical"));
}

static void put_data(DWORD type, const BYTE *bytes, DWORD size, struct buffer *line)
{
    struct arena arena;
    struct data data;

    arena_init(&arena);
    if (data_from_registry(type, bytes, size, &arena, &data) == ST_OK)
        data_print(&data, line);
    arena_free(&arena);
}

/* "; + [HKCU\Software\A] "name" = dword:00000001" */
static void tell(struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes, DWORD size, bool deleted)
{
    struct buffer line;
    WCHAR shown[KIT_LINE];

    buffer_init(&line, KIT_LIMIT);
    buffer_puts(&line, deleted ? "- [" : "+ [");
    text_encode(key.text, key.n, TEXT_KEY, &line);
    buffer_putc(&line, ']');
    if (name) {
        buffer_puts(&line, " \"");
        text_encode(name, wide_text(name).n, TEXT_STRING, &line);
        buffer_putc(&line, '"');
    }
    if (name && !deleted) {
        buffer_puts(&line, " = ");
        put_data(type, bytes, size, &line);
    }
    buffer_printf(telling.out, "; %s\n", line.data ? line.data : "");
    if (telling.aloud && wide_from_utf8(line.data, shown, KIT_LINE))
        kit_say(L"  %ls", shown);
    telling.n++;
    buffer_free(&line);
}

static unsigned compare(const char *title, const struct snapshot_key *from, const struct snapshot_key *to,
                        struct buffer *out, bool aloud)
{
    telling = (struct telling){ out, 0, aloud };
    buffer_printf(out, "; ---- %s\n", title);
    snapshot_compare(from, to, tell);
    return telling.n;
}

/* Of an empty key: against it, a state is the list of all it holds. */
static struct snapshot_key *take_nothing(void)
{
    struct snapshot_key *snapshot;
    HKEY key;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, ours, 0, NULL, REG_OPTION_VOLATILE, KEY_ALL_ACCESS, NULL, &key, NULL))
        return NULL;
    snapshot = snapshot_take(key, L"HKCU", NULL);
    RegCloseKey(key);
    RegDeleteKeyW(HKEY_CURRENT_USER, ours);
    return snapshot;
}

struct exports *exports_take(void)
{
    struct exports *exports = calloc(1, sizeof *exports);

    if (!exports)
        return NULL;
    exports->none = take_nothing();
    exports->before = snapshot_take(HKEY_CURRENT_USER, L"HKCU", is_ours);
    if (exports->none && exports->before)
        return exports;
    snapshot_free(exports->none);
    snapshot_free(exports->before);
    free(exports);
    return NULL;
}

unsigned exports_tell(struct exports *exports, struct buffer *out)
{
    struct snapshot_key *after;
    unsigned differences = 0;

    RegDeleteKeyW(HKEY_CURRENT_USER, ours); /* only if it is empty: no scratch key is left */
    after = snapshot_take(HKEY_CURRENT_USER, L"HKCU", NULL);
    compare("HKEY_CURRENT_USER before", exports->none, exports->before, out, false);
    if (after) {
        compare("HKEY_CURRENT_USER after", exports->none, after, out, false);
        differences = compare("different afterwards", exports->before, after, out, true);
    }
    snapshot_free(after);
    snapshot_free(exports->before);
    snapshot_free(exports->none);
    free(exports);
    return differences;
}
