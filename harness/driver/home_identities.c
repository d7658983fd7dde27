/* install --identities: identities of an old machine, from what regedit exported there, into a prefix. */
#include "driver/installation.h"

#include "driver/files.h"

#include "trace/state.h"

#include <dirent.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wctype.h>

#define REG_FILE_LIMIT (64u << 20)
#define ROOT_PATH      "HKCU\\Identities"
#define NAME_BYTES     200

/* ---- reading ---- */

static bool ends_identity(const char *path)
{
    size_t length = strlen(ROOT_PATH);

    return !strncasecmp(path, ROOT_PATH, length) && path[length] == '\\' && path[length + 1] == '{' &&
           !strchr(path + length + 1, '\\');
}

static bool is_root(const char *path)
{
    return !strcasecmp(path, ROOT_PATH);
}

static bool below(const char *path, const char *key)
{
    size_t length = strlen(key);

    return !strncasecmp(path, key, length) && (!path[length] || path[length] == '\\');
}

/* "{…}" with 36 digits and hyphens: it becomes a folder's name. */
static bool is_guid(const char *text)
{
    return strlen(text) == 38 && text[0] == '{' && text[37] == '}' && strspn(text + 1, "0123456789ABCDEFabcdef-") == 36;
}

static const char *guid_of(const char *path)
{
    return path + strlen(ROOT_PATH) + 1;
}

/* Text that regedit would not read as the model spells it. */
static bool is_plain(const char *text)
{
    for (; *text; text++) {
        if (text[0] == '$' && text[1] == '(')
            return false;
        if (text[0] != '\\')
            continue;
        text++;
        if (*text != '\\' && *text != '"')
            return false;
    }
    return true;
}

static bool check_names(const struct state *state, const char *file, struct problem *problem)
{
    for (const struct state_key *key = state->keys; key; key = key->next) {
        if (strstr(key->path, "$("))
            return problem_set(problem, CODE_USAGE, "%s:%u: expected a key that regedit can write, found '%.80s'", file,
                               key->line, key->path);
        if (ends_identity(key->path) && !is_guid(guid_of(key->path)))
            return problem_set(problem, CODE_USAGE, "%s:%u: expected an identity {GUID}, found '%.80s'", file,
                               key->line, guid_of(key->path));
        for (const struct state_value *value = key->values; value; value = value->next)
            if (!is_plain(value->name))
                return problem_set(problem, CODE_USAGE, "%s:%u: expected a name that regedit can write, found '%.80s'",
                                   file, value->line, value->name);
    }
    return true;
}

bool identities_read(const char *name, const char *code_page, struct registry_file *file, struct problem *problem)
{
    const struct registry_wish wish = { .code_page = code_page };
    bool ok = registry_file_read(name, &wish, file, problem) && check_names(file->state, name, problem), any = false;

    for (const struct state_key *key = ok ? file->state->keys : NULL; key; key = key->next)
        any = any || ends_identity(key->path);
    if (ok && !any)
        ok = problem_set(problem, CODE_USAGE, "%s: expected keys [HKEY_CURRENT_USER\\Identities\\{GUID}], found none",
                         name);
    return ok;
}

/* ---- names ---- */

/* Names differ by more than the case of their letters. */
static bool same_name(const char *left, const char *right)
{
    locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), old = locale ? uselocale(locale) : (locale_t)0;
    wchar_t a[NAME_BYTES * 2], b[NAME_BYTES * 2];
    size_t n = mbstowcs(a, left, NAME_BYTES * 2), m = mbstowcs(b, right, NAME_BYTES * 2);
    bool same = n == m && n < NAME_BYTES * 2;

    for (size_t i = 0; same && i < n; i++)
        same = towlower((wint_t)a[i]) == towlower((wint_t)b[i]);
    if (locale) {
        uselocale(old);
        freelocale(locale);
    }
    return same;
}

static bool has_name(const struct list *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (same_name(names->items[i], name))
            return true;
    return false;
}

/* The same name, or with a number behind it. New, free(). */
static char *free_name(const struct list *names, const char *name)
{
    char *candidate = xstrdup(name);

    for (unsigned n = 2; has_name(names, candidate); n++) {
        free(candidate);
        candidate = xformat("%s (%u)", name, n);
    }
    return candidate;
}

static struct state_value *find_value(struct state_key *key, const char *name)
{
    for (struct state_value *value = key->values; value; value = value->next)
        if (!strcasecmp(value->name, name))
            return value;
    return NULL;
}

/* ---- one identity ---- */

struct bringing {
    const struct home *home;
    const struct registry *registry;
    struct registry_file *import;
    struct account *account;
    struct list there, names, brought; /* GUIDs of the prefix, all names, GUIDs that come */
    bool dry_run;
};

/* The password records are readable by the old account alone (I-23), an ordinal is of one registry alone (I-05). */
static bool stays_behind(const struct state_value *value)
{
    static const char *const names[] = { "Password", "Password2", "Use Password", "Use Password2", "Identity Ordinal" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (!strcasecmp(value->name, names[i]))
            return true;
    return false;
}

static void drop_values(struct state_key *key)
{
    struct state_value **at = &key->values;

    while (*at) {
        if (stays_behind(*at))
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

/* Whether a password was asked for. */
static bool had_password(struct state_key *key)
{
    static const char *const names[] = { "Use Password2", "Use Password" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const struct state_value *value = find_value(key, names[i]);

        if (value && value->data.kind == DATA_DWORD && value->data.number)
            return true;
    }
    return false;
}

static void bring_one(struct bringing *bringing, struct state_key *key)
{
    struct state_value *username = find_value(key, "Username");
    const char *guid = guid_of(key->path), *old;
    char *name;

    for (size_t i = 0; i < bringing->there.count; i++) {
        if (!strcasecmp(bringing->there.items[i], guid)) {
            account_add(bringing->account, true, "identity", "%s is there already and stays as it is", guid);
            return;
        }
    }
    if (!username || username->data.kind != DATA_STRING || !is_plain(username->data.text) || !*username->data.text ||
        strlen(username->data.text) > NAME_BYTES) {
        account_add(bringing->account, true, "identity", "%s has no usable Username and stays behind", guid);
        return;
    }
    old = username->data.text;
    name = free_name(&bringing->names, old);
    account_add(bringing->account, true, "identity", "\"%s\"%s%s%s%s%s", old, strcmp(name, old) != 0 ? " as \"" : "",
                strcmp(name, old) != 0 ? name : "", strcmp(name, old) != 0 ? "\"" : "",
                bringing->dry_run ? " would come" : " came",
                had_password(key)
                    ? "; its password cannot come along (only the old Windows account can read it): set a new one"
                    : "");
    username->data.text = arena_text(&bringing->import->arena, name, strlen(name));
    drop_values(key);
    list_add(&bringing->brought, key->path);
    list_add(&bringing->there, guid);
    list_take(&bringing->names, name);
}

/* ---- what is written ---- */

static bool comes(const struct bringing *bringing, const char *path)
{
    for (size_t i = 0; i < bringing->brought.count; i++)
        if (below(path, bringing->brought.items[i]))
            return true;
    return !bringing->registry->identities && is_root(path);
}

static bool spell_for_regedit(struct bringing *bringing, struct state_key *key)
{
    for (struct state_value *value = key->values; value; value = value->next) {
        struct buffer bytes;

        if (value->data.kind != DATA_STRING || is_plain(value->data.text))
            continue;
        buffer_init(&bytes, REG_FILE_LIMIT);
        if (data_to_registry(&value->data, NULL, NULL, &bytes))
            return false;
        value->data = (struct data){
            DATA_HEX, 1, 0, NULL, (const uint8_t *)arena_text(&bringing->import->arena, bytes.data, bytes.len),
            bytes.len
        };
        buffer_free(&bytes);
    }
    return true;
}

/* Leaves in the model what comes; a new root starts with ordinal 1, as no identity that comes has one. */
static bool select_keys(struct bringing *bringing)
{
    struct state_key **at = &bringing->import->state->keys;

    while (*at) {
        struct state_key *key = *at;

        if (!comes(bringing, key->path)) {
            *at = key->next;
            continue;
        }
        if (is_root(key->path))
            drop_values(key);
        if (!spell_for_regedit(bringing, key))
            return false;
        at = &key->next;
    }
    return true;
}

static bool write_keys(struct bringing *bringing, struct problem *problem)
{
    struct buffer text;
    bool ok = select_keys(bringing) || problem_set(problem, CODE_USAGE, "a value cannot be written");
    char *rest = NULL, *file = xformat("%s/identities.reg", bringing->home->kept);

    bringing->import->state->source = NULL;
    buffer_init(&text, REG_FILE_LIMIT);
    state_print(bringing->import->state, &text);
    if (!bringing->registry->identities)
        buffer_puts(&text, "\n[" IDENTITIES "]\n\"Identity Ordinal\"=dword:00000001\n");
    if (ok && text.status)
        ok = problem_set(problem, CODE_USAGE, "the identities are too large");
    if (ok) {
        rest = xstrdup(text.data + strcspn(text.data, "\n") + 1);
        ok = registry_write(bringing->home, "identities.reg", rest, problem) &&
             home_run(bringing->home, "regedit /S C:\\identical-install\\identities.reg\r\n", problem);
    }
    unlink(file);
    free(file);
    free(rest);
    buffer_free(&text);
    return ok;
}

/* ---- mail folders ---- */

/* The folder {GUID} of the old machine, in any case of its letters. New, free(). NULL: none. */
static char *old_folder(const char *folders, const char *guid)
{
    DIR *folder = opendir(folders);
    struct dirent *entry;
    char *found = NULL;

    while (folder && !found && (entry = readdir(folder)))
        if (!strcasecmp(entry->d_name, guid))
            found = xformat("%s/%s", folders, entry->d_name);
    if (folder)
        closedir(folder);
    if (found && !folder_exists(found)) {
        free(found);
        found = NULL;
    }
    return found;
}

/* Local application data of the prefix's user, as a path of this machine. New, free(). */
static char *local_folder(const struct home *home, const struct registry *registry, struct problem *problem)
{
    char *data = registry_data(registry->folders, FOLDERS_KEY, "\"Local AppData\""), *path = NULL, *out;

    if (data && !strncasecmp(data, "\"C:\\\\", 5) && !strstr(data, "..")) {
        path = xformat("%s/drive_c/", home->folder);
        path = xrealloc(path, strlen(path) + strlen(data));
        out = path + strlen(path);
        for (const char *in = data + 5; *in && *in != '"'; in++) {
            *out++ = *in == '\\' ? '/' : *in;
            in += in[0] == '\\' && in[1] == '\\';
        }
        *out = 0;
    }
    if (!path)
        problem_set(problem, CODE_ENVIRONMENT, "%s: expected its local application data on drive C, found %s",
                    home->folder, data ? data : "nothing");
    free(data);
    return path;
}

static bool bring_folder(struct bringing *bringing, const char *from, const char *to, const char *guid,
                         struct problem *problem)
{
    char *temporary = xformat("%s/%s.identical.tmp", to, guid), *final = xformat("%s/%s", to, guid);
    bool there = folder_exists(final), ok = true;

    if (there) {
        account_add(bringing->account, true, "folder", "%s is there already and stays as it is", final);
    } else {
        account_add(bringing->account, true, "folder", "%s %s", bringing->dry_run ? "would be copied to" : "copied to",
                    final);
        if (!bringing->dry_run) {
            tree_remove(temporary);
            ok = folder_make(to, problem) && tree_copy(from, temporary, problem) &&
                 (!rename(temporary, final) || problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be made", final));
        }
    }
    free(temporary);
    free(final);
    return ok;
}

static bool bring_folders(struct bringing *bringing, const char *folders, struct problem *problem)
{
    char *local = local_folder(bringing->home, bringing->registry, problem);
    char *to = local ? xformat("%s/Identities", local) : NULL;
    bool ok = local != NULL;

    for (size_t i = 0; ok && i < bringing->brought.count; i++) {
        const char *guid = guid_of(bringing->brought.items[i]);
        char *from = old_folder(folders, guid), *upper = xstrdup(guid);

        for (char *at = upper; *at; at++) /* as the DLL names it (F-014) */
            *at = *at >= 'a' && *at <= 'f' ? (char)(*at - 'a' + 'A') : *at;
        if (from)
            ok = bring_folder(bringing, from, to, upper, problem);
        else
            account_add(bringing->account, true, "folder", "%s has none in %s", guid, folders);
        free(from);
        free(upper);
    }
    free(local);
    free(to);
    return ok;
}

/* ---- all of it ---- */

bool identities_bring(const struct home *home, const struct registry *registry, struct registry_file *import,
                      const char *folders, bool dry_run, struct account *account, struct problem *problem)
{
    struct bringing bringing = { home, registry, import, account, { 0 }, { 0 }, { 0 }, dry_run };
    bool ok = true;

    registry_identities(registry->identities, &bringing.there);
    for (size_t i = 0; i < bringing.there.count; i++) {
        char *key = xformat("%s\\%s", IDENTITIES, bringing.there.items[i]);
        char *name = registry_data(registry->identities, key, "\"Username\"");

        if (name && *name == '"' && strlen(name) > 1) {
            name[strlen(name) - 1] = 0;
            list_add(&bringing.names, name + 1);
        }
        free(name);
        free(key);
    }
    for (struct state_key *key = import->state->keys; key; key = key->next)
        if (ends_identity(key->path))
            bring_one(&bringing, key);
    if (folders)
        ok = bring_folders(&bringing, folders, problem);
    if (ok && !dry_run && bringing.brought.count)
        ok = write_keys(&bringing, problem);
    list_free(&bringing.there);
    list_free(&bringing.names);
    list_free(&bringing.brought);
    return ok;
}
