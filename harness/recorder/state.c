/* The start state: what the DLL may find below HKEY_CURRENT_USER, as lines of the recording's head. */
#include "recorder.h"

#include "agent/effects.h"
#include "trace/trace.h"

enum { PATH_UNITS = 1024, NAME_UNITS = 512, DATA_LIMIT = 16384, MAX_DEPTH = 16 };

struct place {
    WCHAR path[PATH_UNITS]; /* "HKCU\Identities\..." */
    size_t n;
};

static void write_line(const char *word, struct buffer *text)
{
    if (text->status == ST_OK) {
        record_head(word, strlen(word));
        record_head(text->data, text->len);
        record_head("\n", 1);
    }
    buffer_free(text);
}

/* "password {…} = none": the identity is the last part of the key's path. */
static void write_password(const struct place *place, const struct data *data)
{
    const WCHAR *last = wcsrchr(place->path, '\\') + 1;
    struct buffer line;

    buffer_init(&line, TRACE_MAX_LINE);
    text_encode((const uint16_t *)last, wide_text(last).n, TEXT_KEY, &line);
    if (data->kind == DATA_SECRET)
        buffer_printf(&line, " = secret %s", data->text);
    else
        buffer_puts(&line, data->kind == DATA_NONE ? " = none" : " = unreadable");
    write_line("password ", &line);
}

static void write_plain(struct wide name, DWORD type, const BYTE *bytes, DWORD size, struct arena *arena)
{
    struct buffer line;
    struct data data;

    if (data_from_registry(type, bytes, size, arena, &data) != ST_OK)
        return;
    buffer_init(&line, TRACE_MAX_LINE);
    buffer_puts(&line, name.n ? "\"" : "@=");
    if (name.n) {
        text_encode((const uint16_t *)name.text, name.n, TEXT_STRING, &line);
        buffer_puts(&line, "\"=");
    }
    data_print(&data, &line);
    write_line("state ", &line);
}

static void write_value(const struct place *place, struct wide name, DWORD type, const BYTE *bytes, DWORD size)
{
    struct arena arena;
    struct data data;

    arena_init(&arena);
    if (type == REG_BINARY && effect_data(name, type, bytes, size, &arena, &data) == ST_OK &&
        (data.kind == DATA_NONE || data.kind == DATA_SECRET || data.kind == DATA_UNREADABLE))
        write_password(place, &data);
    else
        write_plain(name, type, bytes, size, &arena);
    arena_free(&arena);
}

static void write_values(HKEY key, const struct place *place)
{
    static BYTE data[DATA_LIMIT];
    WCHAR name[NAME_UNITS];

    for (DWORD i = 0;; i++) {
        DWORD n = NAME_UNITS, size = sizeof data, type;
        const LSTATUS error = RegEnumValueW(key, i, name, &n, NULL, &type, data, &size);

        if (error == ERROR_MORE_DATA)
            continue; /* larger than anything that an identity holds */
        if (error)
            return;
        write_value(place, (struct wide){ name, n }, type, data, size);
    }
}

static void write_key(HKEY key, struct place *place, unsigned depth);

static void write_subkeys(HKEY key, struct place *place, unsigned depth)
{
    const size_t above = place->n;
    WCHAR name[NAME_UNITS];
    HKEY below;

    for (DWORD i = 0;; i++) {
        DWORD n = NAME_UNITS;

        if (RegEnumKeyExW(key, i, name, &n, NULL, NULL, NULL, NULL))
            return;
        if (above + n + 2 > PATH_UNITS || RegOpenKeyExW(key, name, 0, KEY_READ, &below))
            continue;
        place->path[above] = '\\';
        memcpy(place->path + above + 1, name, (n + 1) * sizeof *name);
        place->n = above + 1 + n;
        write_key(below, place, depth + 1);
        RegCloseKey(below);
        place->path[above] = 0;
        place->n = above;
    }
}

static void write_key(HKEY key, struct place *place, unsigned depth)
{
    struct buffer line;

    buffer_init(&line, TRACE_MAX_LINE);
    buffer_putc(&line, '[');
    text_encode((const uint16_t *)place->path, place->n, TEXT_KEY, &line);
    buffer_putc(&line, ']');
    write_line("state ", &line);
    write_values(key, place);
    if (depth < MAX_DEPTH)
        write_subkeys(key, place, depth);
}

void state_write(void)
{
    static const WCHAR *const roots[] = { L"HKCU\\Identities",
                                          L"HKCU\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities" };
    static struct place place;
    HKEY key;

    for (unsigned i = 0; i < ARRAYSIZE(roots); i++) {
        if (RegOpenKeyExW(HKEY_CURRENT_USER, roots[i] + ARRAYSIZE(L"HKCU"), 0, KEY_READ, &key))
            continue;
        lstrcpynW(place.path, roots[i], PATH_UNITS);
        place.n = wide_text(place.path).n;
        write_key(key, &place, 0);
        RegCloseKey(key);
    }
}
