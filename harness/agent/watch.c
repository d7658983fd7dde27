#include "watch.h"

#include "effects.h"
#include "places.h"
#include "snapshot.h"

static struct snapshot_key *now, *start;
static bool found, escape_seen;

/* The system tells that something changed, so that most calls cost one question instead of one for each key. Wine does so
 * before the change returns; whether this system does is tried out at the start. */
static struct alarm {
    HKEY root;
    HANDLE event; /* NULL: there is none, look each time */
} alarm;

static bool alarm_set(void)
{
    return ResetEvent(alarm.event) &&
           RegNotifyChangeKeyValue(alarm.root, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET, alarm.event,
                                   TRUE) == ERROR_SUCCESS;
}

static bool alarm_rang(void)
{
    return !alarm.event || WaitForSingleObject(alarm.event, 0) != WAIT_TIMEOUT;
}

static void alarm_close(void)
{
    if (alarm.event)
        CloseHandle(alarm.event);
    alarm.event = NULL;
}

/* Changes the key, which is the sandbox's own, before anyone looks at it. */
static void alarm_open(HKEY root)
{
    static const WCHAR name[] = L"Identical";
    bool silent, rang;

    alarm.root = root;
    alarm.event = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!alarm.event)
        return;
    silent = alarm_set() && !alarm_rang();
    RegSetValueExW(root, name, 0, REG_SZ, (const BYTE *)L"", sizeof(WCHAR));
    rang = alarm_rang();
    RegDeleteValueW(root, name);
    if (!silent || !rang || !alarm_set())
        alarm_close();
}

/* What the real HKCU was at the start: counts and times of the keys that a stray write would touch. */
static struct top {
    const WCHAR *path;
    HKEY key;
    DWORD n_keys, n_values;
    FILETIME written;
} tops[] = { { L"", NULL, 0, 0, { 0, 0 } },
             { L"Software", NULL, 0, 0, { 0, 0 } },
             { L"Identities", NULL, 0, 0, { 0, 0 } } };

static void report(struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes, DWORD size, bool deleted)
{
    found = true;
    if (name && deleted)
        effect_value_deleted(key, wide_text(name));
    else if (name)
        effect_value_set(key, wide_text(name), type, bytes, size);
    else
        effect_key(deleted ? EFFECT_KEY_DELETED : EFFECT_KEY_CREATED, key);
}

static bool query_top(struct top *top)
{
    return RegQueryInfoKeyW(top->key, NULL, NULL, NULL, &top->n_keys, NULL, NULL, &top->n_values, NULL, NULL, NULL,
                            &top->written) == ERROR_SUCCESS;
}

bool watch_open(HKEY sandbox, HKEY real)
{
    escape_seen = false;
    for (unsigned i = 0; i < ARRAYSIZE(tops); i++)
        if (RegOpenKeyExW(real, tops[i].path, 0, KEY_READ, &tops[i].key) != ERROR_SUCCESS || !query_top(&tops[i]))
            tops[i].key = NULL;
    alarm_open(sandbox);
    now = snapshot_take(sandbox, L"HKCU", effect_is_shells);
    start = now ? snapshot_copy(now) : NULL;
    return start != NULL;
}

void watch_close(void)
{
    for (unsigned i = 0; i < ARRAYSIZE(tops); i++) {
        if (tops[i].key)
            RegCloseKey(tops[i].key);
        tops[i].key = NULL;
    }
    alarm_close();
    snapshot_free(now);
    snapshot_free(start);
    now = start = NULL;
}

void watch_note(struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes, DWORD size, bool deleted)
{
    if (wide_starts(key, L"HKU\\"))
        escape_seen = true; /* its line is written: the times of the top keys tell nothing new */
    if (now)
        snapshot_note(now, key, name, type, bytes, size, deleted);
}

/* The alarm is set again first: a change in between is then seen twice, not never. */
static void look(snapshot_report tell)
{
    if (!now || !alarm_rang())
        return;
    if (alarm.event && !alarm_set())
        alarm_close();
    snapshot_refresh(now, tell);
}

bool watch_find_unhooked(void)
{
    found = false;
    look(report);
    return found;
}

void watch_accept(void)
{
    look(NULL);
}

/* The whole path of a key of the real HKCU, as effects name it. */
static void report_top(const struct top *top, const WCHAR *name)
{
    WCHAR path[1024];
    const WCHAR *parts[] = { L"HKU\\", places_get(PLACE_USER), top->path[0] ? L"\\" : L"", top->path, L"\\", name };
    size_t n = 0;

    for (unsigned i = 0; i < ARRAYSIZE(parts); i++)
        for (const WCHAR *unit = parts[i]; *unit && n + 1 < ARRAYSIZE(path); unit++)
            path[n++] = *unit;
    path[n] = 0;
    effect_key(EFFECT_KEY_CREATED, wide_text(path));
}

/* Subkeys written since the key itself was looked at: what changed there lies below them. */
static bool report_changed(struct top *top, const FILETIME *since)
{
    WCHAR name[512];
    DWORD n = ARRAYSIZE(name);
    FILETIME written;
    bool any = false;

    for (DWORD i = 0; RegEnumKeyExW(top->key, i, name, &n, NULL, NULL, NULL, &written) == ERROR_SUCCESS;
         i++, n = ARRAYSIZE(name))
        if (CompareFileTime(&written, since) > 0 && lstrcmpiW(name, L"Identical") != 0) {
            report_top(top, name);
            any = true;
        }
    return any;
}

bool watch_find_escapes(void)
{
    bool any = false;

    for (unsigned i = 0; i < ARRAYSIZE(tops) && !escape_seen; i++) {
        const struct top before = tops[i];

        if (!tops[i].key || !query_top(&tops[i]))
            continue;
        if (before.n_keys != tops[i].n_keys || before.n_values != tops[i].n_values ||
            CompareFileTime(&before.written, &tops[i].written) != 0)
            any |= report_changed(&tops[i], &before.written);
    }
    return any;
}

bool watch_unchanged(void)
{
    return !snapshot_compare(start, now, report);
}
