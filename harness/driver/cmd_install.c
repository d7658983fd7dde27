/* install: our DLLs into a Wine prefix, so that an old application finds identities there. */
#include "driver/command.h"
#include "driver/files.h"
#include "driver/installation.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* The plain DLL, or the one that writes down each call. New, free(). */
static char *built_dll(const struct settings *settings, const struct home *home, const struct place *place)
{
    return settings_built(settings, place->preset, home->log ? "harness/logger/logger.dll" : "src/msident.dll");
}

/* What stands in one folder before the first install. */
static bool keep_file(const struct place *place, json_t *files, struct problem *problem)
{
    struct stat info;
    char hash[65] = "";
    const char *was = lstat(place->file, &info) ? "absent" : S_ISLNK(info.st_mode) ? "link" : "file";

    if (strcmp(was, "absent") != 0) {
        if (!dll_put(place->file, place->backup, problem))
            return false;
        if (file_exists(place->file) && !file_hash(place->file, hash, problem))
            return false;
    }
    json_object_set_new(files, place->name, json_pack("{s:s, s:s}", "was", was, "hash", hash));
    return true;
}

static void keep_registry(const struct registry *registry, const struct home *home, json_t *manifest)
{
    char *override = registry_data(registry->wine, OVERRIDES_KEY, "\"msident\"");
    char *root = registry_section(registry->identities, IDENTITIES);
    struct list identities = { 0 };
    json_t *classes = json_object(), *array = json_array();

    for (size_t i = 0; i < home->place_count; i++)
        json_object_set_new(classes, home->places[i].name, json_boolean(registry->class[i] != NULL));
    registry_identities(registry->identities, &identities);
    for (size_t i = 0; i < identities.count; i++)
        json_array_append_new(array, json_string(identities.items[i]));
    json_object_set_new(manifest, "classes", classes);
    json_object_set_new(manifest, "override", override ? json_string(override) : json_null());
    json_object_set_new(manifest, "identities", array);
    json_object_set_new(manifest, "identities_key", registry->identities ? json_string(root) : json_null());
    list_free(&identities);
    free(override);
    free(root);
}

/* The manifest of what is there now. New; NULL: a problem. */
static json_t *keep_all(const struct home *home, struct problem *problem)
{
    json_t *manifest = json_object(), *files = json_object();
    struct registry registry = { 0 };
    bool ok = folder_make(home->kept, problem) && registry_read(home, "", true, &registry, problem);

    for (size_t i = 0; ok && i < home->place_count; i++)
        ok = keep_file(&home->places[i], files, problem);
    json_object_set_new(manifest, "files", files);
    if (ok)
        keep_registry(&registry, home, manifest);
    registry_free(&registry);
    if (!ok) {
        json_decref(manifest);
        return NULL;
    }
    return manifest;
}

/* The manifest names our DLL before it is there, so that a repeated install or an uninstall knows it. */
static bool name_files(const struct settings *settings, const struct home *home, json_t *manifest,
                       struct problem *problem)
{
    bool ok = true;

    for (size_t i = 0; ok && i < home->place_count; i++) {
        const struct place *place = &home->places[i];
        char *ours = built_dll(settings, home, place), hash[65];

        ok = file_hash(ours, hash, problem);
        if (ok)
            json_object_set_new(manifest_file(manifest, place), "installed", json_string(hash));
        free(ours);
    }
    return ok;
}

static bool put_files(const struct settings *settings, const struct home *home, struct problem *problem)
{
    bool ok = true;

    for (size_t i = 0; ok && i < home->place_count; i++) {
        char *ours = built_dll(settings, home, &home->places[i]);

        ok = dll_put(ours, home->places[i].file, problem);
        free(ours);
    }
    return ok;
}

/* The DLL registers itself; for the 32-bit view regedit writes what DllRegisterServer does, since not every Wine that has
 * the folder runs 32-bit code. */
static bool write_registry(const struct home *home, json_t *manifest, struct registry *after, struct problem *problem)
{
    static const char lines[] = "regedit /S C:\\identical-install\\install.reg\r\n"
                                "regsvr32 /s C:\\windows\\system32\\msident.dll\r\n";
    struct str text = { 0 };
    char *file = xformat("%s/install.reg", home->kept);
    bool ok;

    str_addf(&text, "[%s]\r\n\"msident\"=%s\r\n", OVERRIDES_KEY, OVERRIDE);
    str_puts(&text, "\r\n[-" LOG_KEY "]\r\n");
    if (home->log)
        str_addf(&text, "\r\n[" LOG_KEY "]\r\n\"Log\"=\"%s\"\r\n", home->log);
    if (home->place_count > 1)
        str_addf(&text,
                 "\r\n[%s]\r\n@=\"LW Identities\"\r\n\r\n[%s\\InprocServer32]\r\n"
                 "@=\"C:\\\\windows\\\\system32\\\\msident.dll\"\r\n\"ThreadingModel\"=\"Both\"\r\n",
                 CLASS_KEY_32, CLASS_KEY_32);
    ok = registry_write(home, "install.reg", text.data, problem) && registry_read(home, lines, false, after, problem);
    unlink(file);
    str_free(&text);
    free(file);
    return ok && manifest_write(home, manifest, "installed", problem);
}

static const char *was_there(const struct place *place, json_t *manifest)
{
    const char *was = manifest_text(manifest_file(manifest, place), "was");

    if (!strcmp(was, "absent"))
        return "there was none";
    return dll_kind(place->backup) == DLL_BUILTIN ? "Wine's builtin is kept" : "what was there is kept";
}

/* One line for each thing done, of what the prefix now says itself. */
static void tell(struct account *account, const struct home *home, json_t *manifest, const struct registry *after)
{
    const char *override = manifest_text(manifest, "override");

    account_state(account, home, manifest, after);
    for (size_t i = 0; i < home->place_count; i++) {
        char *what = xformat("before: %s", home->places[i].name);

        account_add(account, true, what, "%s", was_there(&home->places[i], manifest));
        free(what);
    }
    account_add(account, true, "before: override", "%s", *override ? override : "none");
    if (home->log)
        account_add(account, true, "log", "each call goes to %s; ./identical explain FILE reads it", home->log);
    account_add(account, true, "undo", "./identical uninstall --prefix %s", home->folder);
}

/* import: NULL, or what comes along. */
static int install(struct context *context, const struct home *home, struct registry_file *import)
{
    struct registry after = { 0 };
    struct problem *problem = &context->problem;
    struct account account = { .whole = true };
    json_t *manifest = manifest_read(home, problem);
    bool ok = !problem->text[0];

    if (ok && !manifest) {
        manifest = keep_all(home, problem);
        ok = manifest != NULL;
    }
    ok = ok && name_files(&context->settings, home, manifest, problem) &&
         manifest_write(home, manifest, "installing", problem) && put_files(&context->settings, home, problem) &&
         write_registry(home, manifest, &after, problem);
    if (ok)
        tell(&account, home, manifest, &after);
    ok = ok && (!import || identities_bring(home, &after, import, context->options.folders, false, &account, problem));
    if (account.lines)
        account_print(&account, home, account.whole ? "installed" : "not all of it is in place", context->options.json);
    registry_free(&after);
    json_decref(manifest);
    return !ok ? command_failed(context) : account.whole ? CODE_EXPECTED : CODE_ENVIRONMENT;
}

static int would_install(struct context *context, const struct home *home, struct registry_file *import)
{
    static const char *const kinds[] = { "nothing is there", "Wine's builtin is kept beside",
                                         "what is there is kept beside" };
    struct account account = { .whole = true };
    struct registry now = { 0 };
    bool ok = true;

    for (size_t i = 0; i < home->place_count; i++) {
        const struct place *place = &home->places[i];
        char *what = xformat("%s/msident.dll", place->name);

        account_add(&account, true, what, "would be ours for %s; %s", place->machine, kinds[dll_kind(place->file)]);
        free(what);
    }
    account_add(&account, true, "class", "would be registered");
    account_add(&account, true, "override", "would be msident = native,builtin");
    if (import)
        ok = registry_read(home, "", false, &now, &context->problem) &&
             identities_bring(home, &now, import, context->options.folders, true, &account, &context->problem);
    account_print(&account, home, "nothing is changed (--dry-run)", context->options.json);
    registry_free(&now);
    return ok ? CODE_EXPECTED : command_failed(context);
}

/* All DLLs must be there before anything is changed. */
static bool are_built(const struct settings *settings, const struct home *home, struct problem *problem)
{
    bool ok = true;

    for (size_t i = 0; ok && i < home->place_count; i++) {
        char *ours = built_dll(settings, home, &home->places[i]);

        ok = file_exists(ours) ||
             problem_set(problem, CODE_ENVIRONMENT, "%s is not built: start it as ./identical install", ours);
        free(ours);
    }
    return ok;
}

/* "/home/x/log" as the DLL opens it, with the escapes of a .reg file. New, free(). NULL: no log. */
static char *log_path(const char *file)
{
    struct str path = { 0 };
    char folder[PATH_MAX];

    if (!file)
        return NULL;
    str_puts(&path, "Z:");
    if (*file != '/' && getcwd(folder, sizeof(folder))) {
        str_puts(&path, folder);
        str_puts(&path, "/");
    }
    str_puts(&path, file);
    for (char *at = path.data; *at; at++)
        if (*at == '\\' || *at == '"')
            *at = '_';
    file = path.data;
    path = (struct str){ 0 };
    for (const char *at = file; *at; at++)
        str_add(&path, *at == '/' ? "\\\\" : at, *at == '/' ? 2 : 1);
    free((char *)file);
    return path.data;
}

static bool arguments_fit(const struct options *options, struct problem *problem)
{
    if (options->arguments.count)
        return problem_set(problem, CODE_USAGE, "expected options alone, found '%s'", options->arguments.items[0]);
    if (options->folders && !options->identities)
        return problem_set(problem, CODE_USAGE, "--folders: expected --identities FILE.reg beside it, found none");
    return !options->folders || folder_exists(options->folders) ||
           problem_set(problem, CODE_USAGE, "%s: expected a folder, found none", options->folders);
}

int cmd_install(struct context *context)
{
    const struct options *options = &context->options;
    struct problem *problem = &context->problem;
    struct registry_file import = { 0 };
    struct home home = { .lock = -1 };
    struct registry_file *come = options->identities ? &import : NULL;
    int code;

    if (options->status)
        return cmd_status(context);
    bool ok = arguments_fit(options, problem) && home_open(&context->settings, options->prefix, &home, problem);

    home.log = log_path(options->log);
    if (!ok || !are_built(&context->settings, &home, problem) ||
        (come && !identities_read(options->identities, options->code_page, &import, problem))) {
        code = command_failed(context);
    } else {
        home.with_folders = options->folders != NULL;
        code = options->dry_run ? would_install(context, &home, come) : install(context, &home, come);
    }
    if (home.kept)
        home_tidy(&home);
    home_free(&home);
    registry_file_free(&import);
    return code;
}
