#include "effects.h"

#include "agent.h"
#include "journal.h"
#include "places.h"
#include "protect.h"

static const char *spell_key(struct wide key, struct arena *arena)
{
    struct buffer text;
    const char *copy;

    buffer_init(&text, TRACE_MAX_LINE);
    places_encode_key(key, &text);
    copy = arena_text(arena, text.data ? text.data : "", text.len);
    buffer_free(&text);
    return copy;
}

static const char *spell(struct wide wide, struct arena *arena)
{
    struct buffer text;
    const char *copy;

    buffer_init(&text, TRACE_MAX_LINE);
    places_encode(wide, &text);
    copy = arena_text(arena, text.data ? text.data : "", text.len);
    buffer_free(&text);
    return copy;
}

bool effect_is_shells(struct wide key)
{
    static const WCHAR explorer[] = L"HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer";
    const size_t n = ARRAYSIZE(explorer) - 1;

    return wide_starts(key, explorer) && (key.n == n || key.text[n] == '\\');
}

enum status effect_data(struct wide value_name, DWORD type, const void *bytes, size_t size, struct arena *arena,
                        struct data *data)
{
    enum status status;

    if (type == REG_BINARY && (protect_is_blob(bytes, size) || wide_equal(value_name, wide_text(L"Password2"))))
        return protect_read(bytes, size, arena, data);
    status = data_from_registry(type, bytes, size, arena, data);
    if (status == ST_OK && (data->kind == DATA_STRING || data->kind == DATA_EXPAND)) {
        data->text = spell((struct wide){ bytes, size / sizeof(WCHAR) - 1 }, arena);
        status = data->text ? ST_OK : ST_NO_MEMORY;
    }
    return status;
}

void effect_key(enum effect_event event, struct wide key)
{
    struct detail detail = { .kind = event == EFFECT_KEY_CREATED ? SEEN_CREATE : SEEN_DELETE };
    struct arena arena;

    if (effect_is_shells(key))
        return;
    arena_init(&arena);
    detail.key = spell_key(key, &arena);
    journal_detail(&detail);
    arena_free(&arena);
}

void effect_value_set(struct wide key, struct wide name, DWORD type, const void *bytes, size_t size)
{
    struct detail detail = { .kind = SEEN_SET };
    struct arena arena;

    if (effect_is_shells(key))
        return;
    arena_init(&arena);
    detail.key = spell_key(key, &arena);
    detail.value_name = spell(name, &arena);
    if (effect_data(name, type, bytes, size, &arena, &detail.data) == ST_OK)
        journal_detail(&detail);
    arena_free(&arena);
}

void effect_value_deleted(struct wide key, struct wide name)
{
    struct detail detail = { .kind = SEEN_DELETE };
    struct arena arena;

    if (effect_is_shells(key))
        return;
    arena_init(&arena);
    detail.key = spell_key(key, &arena);
    detail.value_name = spell(name, &arena);
    journal_detail(&detail);
    arena_free(&arena);
}

/* Opened once in a process, by the system's own code, whoever asks first. */
static bool is_root(struct wide key)
{
    static const WCHAR *const roots[] = { L"HKCU", L"HKLM", L"HKU", L"HKCR" };

    for (unsigned i = 0; i < ARRAYSIZE(roots); i++)
        if (wide_equal(key, wide_text(roots[i])))
            return true;
    return false;
}

/* The end of an enumeration, or a buffer that was too small, tells of the caller's way to read and not of the key. */
static bool is_failure(DWORD error)
{
    return error && error != ERROR_NO_MORE_ITEMS && error != ERROR_MORE_DATA && error != ERROR_INSUFFICIENT_BUFFER;
}

void effect_read(enum detail_kind kind, struct wide key, struct wide name, DWORD error)
{
    struct detail detail = { .kind = kind, .effect = EFFECT_READS };
    struct arena arena;

    if (!agent.reads || effect_is_shells(key) || (kind == SEEN_OPENED && is_root(key)))
        return;
    arena_init(&arena);
    detail.key = spell_key(key, &arena);
    if (kind == SEEN_READ)
        detail.value_name = spell(name, &arena);
    if (is_failure(error))
        detail.result = (struct result){ .kind = RESULT_ERROR, .number = error };
    journal_detail_once(&detail);
    arena_free(&arena);
}

void effect_path(enum effect_event event, struct wide path)
{
    static const enum detail_kind kinds[] = {
        [EFFECT_FOLDER_CREATED] = SEEN_FOLDER_CREATE, [EFFECT_FOLDER_REMOVED] = SEEN_FOLDER_REMOVE,
        [EFFECT_FILE_CREATED] = SEEN_FILE_CREATE,     [EFFECT_FILE_WRITTEN] = SEEN_FILE_WRITE,
        [EFFECT_FILE_REMOVED] = SEEN_FILE_REMOVE,
    };
    struct detail detail = { .kind = kinds[event], .effect = EFFECT_FOLDERS };
    struct arena arena;

    arena_init(&arena);
    detail.text = spell(path, &arena);
    journal_detail(&detail);
    arena_free(&arena);
}

void effect_renamed(struct wide from, struct wide to)
{
    struct detail detail = { .kind = SEEN_RENAME, .effect = EFFECT_FOLDERS };
    struct arena arena;

    arena_init(&arena);
    detail.text = spell(from, &arena);
    detail.text2 = spell(to, &arena);
    journal_detail(&detail);
    arena_free(&arena);
}
