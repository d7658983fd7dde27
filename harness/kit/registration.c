/* The recorder as the class of this user alone: HKEY_CLASSES_ROOT prefers what a user has to what the machine has. What it takes to undo that
 * stands in record.undo of the kit before the first key is made. */
#include "kit.h"

#include <stdio.h>

#define CLASS_KEY L"CLSID\\{A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}\\InprocServer32"

enum { LINE_BYTES = 3 * KIT_PATH };

static const char first_line[] = "undo 1\n";
static const struct {
    const WCHAR *folder, *key;
} views[REGISTRATIONS] = {
    { sizeof(void *) == 8 ? L"x64" : L"x86", L"Software\\Classes\\" CLASS_KEY },
    { L"x86", L"Software\\Classes\\Wow6432Node\\" CLASS_KEY }, /* a 64-bit Windows only */
};

/* ---- keys by level: "Software" is the first of HKEY_CURRENT_USER\Software\Classes\... ---- */

static unsigned depth_of(const WCHAR *key)
{
    unsigned depth = 1;

    for (; *key; key++)
        depth += *key == '\\';
    return depth;
}

static void above(const WCHAR *key, unsigned depth, WCHAR path[KIT_PATH])
{
    size_t n = 0;

    for (; key[n] && (key[n] != '\\' || --depth); n++)
        path[n] = key[n];
    path[n] = 0;
}

static bool open_level(const WCHAR *key, unsigned depth, HKEY *opened)
{
    WCHAR path[KIT_PATH];

    above(key, depth, path);
    return RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_READ, opened) == ERROR_SUCCESS;
}

static unsigned levels_there(const WCHAR *key)
{
    const unsigned depth = depth_of(key);
    unsigned n = 0;
    HKEY opened;

    while (n < depth && open_level(key, n + 1, &opened)) {
        RegCloseKey(opened);
        n++;
    }
    return n;
}

static bool is_empty(const WCHAR *key, unsigned depth)
{
    DWORD keys = 1, values = 1;
    HKEY opened;

    if (!open_level(key, depth, &opened))
        return false;
    RegQueryInfoKeyW(opened, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL);
    RegCloseKey(opened);
    return !keys && !values;
}

/* The DLL that a key names; "" if none. */
static void server_of(HKEY root, const WCHAR *key, WCHAR path[KIT_PATH])
{
    DWORD size = (KIT_PATH - 1) * sizeof *path, type = REG_NONE;
    HKEY opened;

    memset(path, 0, KIT_PATH * sizeof *path);
    if (RegOpenKeyExW(root, key, 0, KEY_READ, &opened))
        return;
    if (RegQueryValueExW(opened, NULL, NULL, &type, (BYTE *)path, &size) || (type != REG_SZ && type != REG_EXPAND_SZ))
        path[0] = 0;
    RegCloseKey(opened);
}

/* ---- the plan ---- */

static bool put_systems_dll(const struct kit *kit, unsigned view, WCHAR path[KIT_PATH])
{
    WCHAR windows[MAX_PATH];

    if (view == 0) {
        lstrcpynW(path, kit->dll, KIT_PATH);
        return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
    }
    return sizeof(void *) == 8 && !kit->other_dll && GetWindowsDirectoryW(windows, MAX_PATH) &&
           kit_join(path, windows, L"SysWOW64\\msident.dll") && GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static bool plan(const struct kit *kit, unsigned view, struct registration *item)
{
    WCHAR folder[KIT_PATH], now[KIT_PATH];

    item->folder = views[view].folder;
    item->key = views[view].key;
    item->levels = levels_there(item->key);
    server_of(HKEY_CURRENT_USER, item->key, now);
    if (item->levels == depth_of(item->key))
        return kit_fail(L"kit: this account has a class of its own, HKEY_CURRENT_USER\\%ls (%ls): use another account",
                        item->key, now);
    if (!kit_join(folder, kit->folder, item->folder) || !kit_join(item->recorder, folder, L"recorder.dll"))
        return false;
    return GetFileAttributesW(item->recorder) != INVALID_FILE_ATTRIBUTES ||
           kit_fail(L"kit: %ls is missing: the kit is not complete", item->recorder);
}

bool registrations_plan(const struct kit *kit, struct registrations *all)
{
    all->n = 0;
    for (unsigned view = 0; view < REGISTRATIONS; view++) {
        struct registration *item = &all->items[all->n];

        if (!put_systems_dll(kit, view, item->target))
            continue;
        if (!plan(kit, view, item))
            return false;
        all->n++;
    }
    return all->n ||
           kit_fail(L"kit: %ls is not there: this system has no identities (they came with Outlook Express 5)",
                    kit->dll);
}

/* ---- record.undo ---- */

static bool undo_path(const struct kit *kit, WCHAR path[KIT_PATH])
{
    return kit_join(path, kit->folder, L"record.undo");
}

bool registrations_pending(const struct kit *kit)
{
    WCHAR path[KIT_PATH];

    return undo_path(kit, path) && GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

/* Lines "VIEW LEVELS RECORDER". */
static bool write_undo(const struct kit *kit, const struct registrations *all)
{
    struct buffer text;
    const struct buffer *const parts[] = { &text };
    WCHAR path[KIT_PATH];
    char recorder[LINE_BYTES];
    bool ok = undo_path(kit, path);

    buffer_init(&text, KIT_LIMIT);
    buffer_puts(&text, first_line);
    for (unsigned i = 0; ok && i < all->n; i++) {
        ok = wide_to_utf8(wide_text(all->items[i].recorder), recorder, sizeof recorder);
        buffer_printf(&text, "%u %u %s\n", all->items[i].key == views[1].key, all->items[i].levels, recorder);
    }
    ok = ok && (file_write(path, parts, 1, false) ||
                kit_fail(L"kit: %ls cannot be written (error %lu): put the kit where you may write", path,
                         (unsigned long)GetLastError()));
    buffer_free(&text);
    return ok;
}

static bool read_undo_line(char *line, struct registrations *all)
{
    struct registration *item = &all->items[all->n];
    char *end;
    const unsigned long view = strtoul(line, &end, 10);

    if (all->n == REGISTRATIONS || end == line || view >= REGISTRATIONS || *end != ' ')
        return false;
    item->folder = views[view].folder;
    item->key = views[view].key;
    item->levels = strtoul(end + 1, &end, 10);
    if (*end != ' ' || item->levels >= depth_of(item->key) || !wide_from_utf8(end + 1, item->recorder, KIT_PATH))
        return false;
    all->n++;
    return true;
}

bool registrations_read(const struct kit *kit, struct registrations *all)
{
    WCHAR path[KIT_PATH];
    DWORD size;
    char *text, *next;
    bool ok;

    all->n = 0;
    if (!registrations_pending(kit))
        return false;
    text = undo_path(kit, path) ? file_read(path, &size) : NULL;
    ok = text && !strncmp(text, first_line, sizeof first_line - 1);
    for (char *line = ok ? text + sizeof first_line - 1 : NULL; ok && *line; line = next) {
        next = strchr(line, '\n');
        ok = next != NULL;
        if (ok) {
            *next++ = 0;
            ok = read_undo_line(line, all);
        }
    }
    free(text);
    return ok || kit_fail(L"kit: %ls: expected what RECORD.CMD writes there, found something else", path);
}

/* ---- the keys ---- */

static bool set_text(HKEY key, const WCHAR *name, const WCHAR *text)
{
    return !RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (DWORD)((wide_text(text).n + 1) * sizeof *text));
}

static bool make(const struct registration *item)
{
    HKEY key;
    bool ok = !RegCreateKeyExW(HKEY_CURRENT_USER, item->key, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL);

    if (ok) {
        ok = set_text(key, NULL, item->recorder) && set_text(key, L"ThreadingModel", L"Both");
        RegCloseKey(key);
    }
    return ok || kit_fail(L"kit: HKEY_CURRENT_USER\\%ls cannot be written", item->key);
}

/* A Windows that looks for classes in HKEY_LOCAL_MACHINE only (Wine does, too) would record nothing. */
static bool is_heeded(const struct registration *item)
{
    WCHAR now[KIT_PATH];

    server_of(HKEY_CLASSES_ROOT, item->key + ARRAYSIZE(L"Software\\Classes\\") - 1, now);
    return !lstrcmpiW(now, item->recorder) || kit_fail(L"kit: this system does not heed classes of a user "
                                                       L"(HKEY_CLASSES_ROOT names %ls), so that nothing can be "
                                                       L"recorded. On Wine use ./identical record --prefix",
                                                       now[0] ? now : L"no DLL");
}

bool registrations_make(const struct kit *kit, const struct registrations *all)
{
    bool ok = write_undo(kit, all);

    for (unsigned i = 0; ok && i < all->n; i++)
        ok = make(&all->items[i]);
    return ok && is_heeded(&all->items[0]);
}

/* What somebody else made of it meanwhile stays. */
static bool undo(const struct registration *item)
{
    WCHAR now[KIT_PATH], path[KIT_PATH];
    unsigned depth = depth_of(item->key);

    server_of(HKEY_CURRENT_USER, item->key, now);
    if (now[0] && lstrcmpiW(now, item->recorder) != 0)
        return kit_fail(L"kit: HKEY_CURRENT_USER\\%ls names %ls meanwhile, which no RECORD.CMD wrote: it stays",
                        item->key, now);
    if (levels_there(item->key) == depth && RegDeleteKeyW(HKEY_CURRENT_USER, item->key))
        return kit_fail(L"kit: HKEY_CURRENT_USER\\%ls cannot be deleted", item->key);
    while (--depth > item->levels) {
        above(item->key, depth, path);
        if (is_empty(item->key, depth))
            RegDeleteKeyW(HKEY_CURRENT_USER, path);
    }
    return true;
}

bool registrations_undo(const struct kit *kit, const struct registrations *all)
{
    WCHAR path[KIT_PATH];
    bool ok = true;

    /* The other way round than they were made: the second one's parents may be the first one's. */
    for (unsigned i = all->n; i-- > 0;)
        ok = undo(&all->items[i]) && ok;
    return ok && undo_path(kit, path) && DeleteFileW(path);
}
