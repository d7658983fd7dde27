/* uninstall: the prefix as it was before the first install, files byte for byte and registry value for value. */
#include "driver/command.h"
#include "driver/files.h"
#include "driver/installation.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

/* One uninstall, or with --dry-run what it would do. */
struct undoing {
    const struct home *home;
    json_t *manifest;
    struct account account;
    bool dry_run, purge;
};

/* Before what is done: "would be removed", "removed". */
static const char *would_be(const struct undoing *undoing)
{
    return undoing->dry_run ? "would be " : "";
}

static void tell_file(struct undoing *undoing, const struct place *place, bool absent, bool left)
{
    char *what = xformat("%s/msident.dll", place->name);

    if (left)
        account_add(&undoing->account, true, what, "%sleft: it is not ours any more", would_be(undoing));
    else if (absent)
        account_add(&undoing->account, true, what, "%sremoved: there was none", would_be(undoing));
    else
        account_add(&undoing->account, true, what, "what was there %s back", undoing->dry_run ? "would be" : "is");
    free(what);
}

/* Only what is ours is replaced: a newer builtin that a Wine update put there is the right one. */
static bool restore_file(struct undoing *undoing, const struct place *place, struct problem *problem)
{
    json_t *file = manifest_file(undoing->manifest, place);
    struct stat info;
    bool absent = !strcmp(manifest_text(file, "was"), "absent"), there = !lstat(place->file, &info);
    bool ours = same_file(place->file, manifest_text(file, "installed")), ok = true;
    bool back = !absent && there && !ours && same_file(place->file, manifest_text(file, "hash"));

    if (!undoing->dry_run) {
        dll_clean(place->file);
        if (absent && ours)
            unlink(place->file);
        else if (!absent && (ours || !there))
            ok = dll_put(place->backup, place->file, problem);
    }
    tell_file(undoing, place, absent, there && !ours && !back);
    return ok;
}

/* A key is deleted and imported again, so that nothing added meanwhile stays. */
static void restore_class(const struct place *place, json_t *manifest, struct str *text, struct str *batch)
{
    str_addf(text, "[-%s]\r\n\r\n", place->class);
    if (json_is_true(json_object_get(json_object_get(manifest, "classes"), place->name)))
        str_addf(batch, "regedit /S C:\\identical-install\\before-%s.reg\r\n", place->name);
}

static void restore_override(struct undoing *undoing, const struct registry *now, struct str *text)
{
    char *override = registry_data(now->wine, OVERRIDES_KEY, "\"msident\"");
    const char *before = manifest_text(undoing->manifest, "override"), *would = would_be(undoing);

    if (override && strcmp(override, OVERRIDE) != 0 && strcmp(override, before) != 0) {
        account_add(&undoing->account, true, "override", "%sleft: somebody made it %s", would, override);
    } else {
        str_addf(text, "[%s]\r\n\"msident\"=%s\r\n\r\n", OVERRIDES_KEY, *before ? before : "-");
        account_add(&undoing->account, true, "override", "%s%s", would, *before ? before : "removed");
    }
    free(override);
}

/* ---- --purge ---- */

static bool was_before(json_t *manifest, const char *identity)
{
    json_t *array = json_object_get(manifest, "identities"), *one;
    size_t i;

    json_array_foreach(array, i,
                       one) if (json_is_string(one) && !strcasecmp(json_string_value(one), identity)) return true;
    return false;
}

/* Of every user of the prefix, since the one who uses it now need not be the one who made the identity. */
static void remove_folders(const struct home *home, const char *identity)
{
    static const char *const places[] = { "AppData/Roaming", "AppData/Local", "Application Data",
                                          "Local Settings/Application Data" };
    char *users = xformat("%s/drive_c/users", home->folder);
    DIR *folder = opendir(users);
    struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        if (entry->d_name[0] == '.')
            continue;
        for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
            char *path = xformat("%s/%s/%s/Identities/%s", users, entry->d_name, places[i], identity);

            tree_remove(path);
            free(path);
        }
    }
    if (folder)
        closedir(folder);
    free(users);
}

/* The values of the key Identities itself as they were; whatever is new goes. */
static void restore_root(const struct registry *now, const char *before, struct str *text)
{
    char *section = registry_section(now->identities, IDENTITIES);

    str_addf(text, "[%s]\r\n", IDENTITIES);
    for (const char *line = section; *line;) {
        size_t length = strcspn(line, "\n"), name = strcspn(line, "=");

        if ((*line == '"' || *line == '@') && name < length)
            str_addf(text, "%.*s=-\r\n", (int)name, line);
        line += length + (line[length] == '\n');
    }
    str_addf(text, "%s\r\n", before);
    free(section);
}

static void purge(struct undoing *undoing, const struct registry *now, struct str *text)
{
    json_t *manifest = undoing->manifest;
    struct list identities = { 0 };
    size_t removed = 0;

    registry_identities(now->identities, &identities);
    for (size_t i = 0; i < identities.count; i++) {
        if (was_before(manifest, identities.items[i]))
            continue;
        str_addf(text, "[-%s\\%s]\r\n\r\n", IDENTITIES, identities.items[i]);
        if (!undoing->dry_run)
            remove_folders(undoing->home, identities.items[i]);
        removed++;
    }
    if (json_is_string(json_object_get(manifest, "identities_key")))
        restore_root(now, manifest_text(manifest, "identities_key"), text);
    else
        str_addf(text, "[-%s]\r\n\r\n", IDENTITIES);
    account_add(&undoing->account, true, "identities", "%zu made meanwhile %sremoved with their folders (--purge)",
                removed, would_be(undoing));
    list_free(&identities);
}

static void keep_identities(struct undoing *undoing, const struct registry *now)
{
    struct list identities = { 0 };
    size_t kept = 0;

    registry_identities(now->identities, &identities);
    for (size_t i = 0; i < identities.count; i++)
        kept += !was_before(undoing->manifest, identities.items[i]);
    account_add(&undoing->account, true, "identities", "%zu made meanwhile %sstay (--purge removes them)", kept,
                undoing->dry_run ? "would " : "");
    list_free(&identities);
}

/* ---- all of it ---- */

/* A dry run only reads: what it would write is thrown away. */
static bool restore_registry(struct undoing *undoing, struct problem *problem)
{
    const struct home *home = undoing->home;
    struct registry now = { 0 };
    struct str text = { 0 }, batch = { 0 };
    bool ok = registry_read(home, "", false, &now, problem);

    if (ok) {
        str_puts(&batch, "regedit /S C:\\identical-install\\restore.reg\r\n");
        for (size_t i = 0; i < home->place_count; i++)
            restore_class(&home->places[i], undoing->manifest, &text, &batch);
        str_puts(&text, "[-" LOG_KEY "]\r\n\r\n");
        account_add(&undoing->account, true, "class", "%sas before", would_be(undoing));
        restore_override(undoing, &now, &text);
        if (undoing->purge)
            purge(undoing, &now, &text);
        else
            keep_identities(undoing, &now);
        ok = undoing->dry_run ||
             (registry_write(home, "restore.reg", text.data, problem) && home_run(home, batch.data, problem));
    }
    registry_free(&now);
    str_free(&text);
    str_free(&batch);
    return ok;
}

/* The manifest goes first: from then on there is nothing to undo, whatever else is left. */
static bool forget(const struct home *home, struct problem *problem)
{
    char *manifest = xformat("%s/manifest.json", home->kept);
    bool ok = !unlink(manifest) || problem_set(problem, CODE_ENVIRONMENT, "%s: cannot be removed", manifest);

    free(manifest);
    return ok;
}

static int uninstall(struct context *context, const struct home *home, json_t *manifest)
{
    struct problem *problem = &context->problem;
    struct undoing undoing = { home, manifest, { .whole = true }, context->options.dry_run, context->options.purge };
    bool ok = undoing.dry_run || manifest_write(home, manifest, "uninstalling", problem);

    for (size_t i = 0; ok && i < home->place_count; i++)
        ok = restore_file(&undoing, &home->places[i], problem);
    ok = ok && restore_registry(&undoing, problem) && (undoing.dry_run || forget(home, problem));
    if (ok)
        account_print(&undoing.account, home, undoing.dry_run ? "nothing is changed (--dry-run)" : "uninstalled",
                      context->options.json);
    else
        json_decref(undoing.account.lines);
    return ok ? CODE_EXPECTED : command_failed(context);
}

static int nothing_to_undo(const struct context *context, const struct home *home)
{
    struct account account = { .whole = true };

    account_print(&account, home, "not installed, nothing to undo", context->options.json);
    return CODE_EXPECTED;
}

int cmd_uninstall(struct context *context)
{
    struct home home;
    json_t *manifest = NULL;
    int code;

    if (home_open(&context->settings, context->options.prefix, &home, &context->problem))
        manifest = manifest_read(&home, &context->problem);
    if (context->problem.text[0])
        code = command_failed(context);
    else if (!manifest)
        code = nothing_to_undo(context, &home);
    else
        code = uninstall(context, &home, manifest);
    json_decref(manifest);
    if (home.kept)
        home_tidy(&home);
    home_free(&home);
    return code;
}
