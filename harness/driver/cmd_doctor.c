/* doctor: what this machine has, what is missing, and how to get it. */
#include "driver/command.h"
#include "driver/files.h"
#include "driver/process.h"
#include "driver/target.h"

#include <jansson.h>

struct check {
    const char *name;
    bool ok;
    bool needed; /* for compare; else only for more */
    char *found; /* what is there */
    char *cure;  /* how to get it, NULL if it is there */
};

struct checks {
    struct check items[16];
    size_t count;
};

static void add(struct checks *checks, const char *name, bool needed, bool ok, char *found, const char *cure)
{
    checks->items[checks->count++] = (struct check){ name, ok, needed, found, ok || !cure ? NULL : xstrdup(cure) };
}

static char *wine_version(const struct settings *settings)
{
    char *program = xformat("%s/wine64", settings->wine);
    struct str output = { 0 };
    int status =
        file_exists(program) ? process_output((const char *const[]){ program, "--version", NULL }, &output) : -1;

    free(program);
    if (status || !output.length) {
        str_free(&output);
        return NULL;
    }
    output.data[strcspn(output.data, "\n")] = 0;
    return output.data;
}

static void check_wine(const struct settings *settings, struct checks *checks)
{
    char *version = wine_version(settings), *builtin = wine_builtin(settings, "x86_64");
    bool template = settings->template[0] && folder_exists(settings->template);

    add(checks, "wine", true, version, version ? xformat("%s in %s", version, settings->wine) : NULL,
        "apt-get install wine64, or --wine DIR");
    add(checks, "builtin", true, builtin, builtin,
        "the Wine of --wine DIR has no msident.dll: apt-get install libwine");
    add(checks, "prefix template", true, template, template ? xstrdup(settings->template) : NULL,
        "made by the first ./identical compare");
    free(version);
}

static void check_built(const struct settings *settings, struct checks *checks, const char *name, const char *preset,
                        const char *path, bool needed)
{
    char *file = settings_built(settings, preset, path),
         *cure = xformat("built by the first ./identical compare (%s)", preset);
    bool ok = file_exists(file);

    add(checks, name, needed, ok, ok ? file : NULL, cure);
    if (!ok)
        free(file);
    free(cure);
}

/* What the entry found out about packages before it started us. */
static void check_packages(struct checks *checks, const char *name, const char *variable, bool needed)
{
    const char *missing = getenv(variable);
    char *cure;

    if (!missing)
        return;
    cure = xformat("apt-get install %s", missing);
    add(checks, name, needed, !*missing, *missing ? NULL : xstrdup("installed"), cure);
    free(cure);
}

static void check_x86(const struct settings *settings, struct checks *checks)
{
    char *kind = x86_lane_kind(settings);
    bool ok = strcmp(kind, "none") != 0;

    add(checks, "32-bit lane", false, ok, ok ? kind : NULL, "./identical x86 setup");
    if (!ok)
        free(kind);
}

static void print_text(const struct checks *checks)
{
    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];

        printf("%-16s %-8s %s\n", check->name,
               check->ok       ? "ok"
               : check->needed ? "MISSING"
                               : "missing",
               check->found  ? check->found
               : check->cure ? check->cure
                             : "");
    }
}

static void print_json(const struct checks *checks)
{
    json_t *array = json_array();

    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];
        json_t *object = json_object();

        json_object_set_new(object, "name", json_string(check->name));
        json_object_set_new(object, "ok", json_boolean(check->ok));
        json_object_set_new(object, "needed", json_boolean(check->needed));
        json_object_set_new(object, "found", check->found ? json_string(check->found) : json_null());
        json_object_set_new(object, "cure", check->cure ? json_string(check->cure) : json_null());
        json_array_append_new(array, object);
    }
    json_dumpf(array, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(array);
}

int cmd_doctor(struct context *context)
{
    struct settings *settings = &context->settings;
    struct checks checks = { .count = 0 };
    int code = CODE_EXPECTED;

    settings_find_template(settings);
    check_packages(&checks, "packages to run", "IDT_MISSING_RUN", true);
    check_packages(&checks, "packages to test", "IDT_MISSING_TEST", false);
    check_packages(&checks, "for pictures", "IDT_MISSING_PICTURES", false);
    check_packages(&checks, "packages of x86", "IDT_MISSING_X86", false);
    check_wine(settings, &checks);
    check_built(settings, &checks, "agent", "win64", "harness/agent/agent.exe", true);
    check_built(settings, &checks, "reference", "win64", "src/msident.dll", true);
    check_built(settings, &checks, "native agent", "native", "harness/agent/agent-native", true);
    check_built(settings, &checks, "x86 agent", "win32", "harness/agent/agent.exe", false);
    check_built(settings, &checks, "x86 reference", "win32", "src/msident.dll", false);
    check_x86(settings, &checks);
    if (context->options.json)
        print_json(&checks);
    else
        print_text(&checks);
    for (size_t i = 0; i < checks.count; i++) {
        if (checks.items[i].needed && !checks.items[i].ok)
            code = CODE_ENVIRONMENT;
        free(checks.items[i].found);
        free(checks.items[i].cure);
    }
    return code;
}
