#include "driver/target.h"

#include "driver/beside.h"
#include "driver/files.h"
#include "driver/pe.h"
#include "driver/ui_maps.h"
#include "trace/trace.h"

#include <limits.h>

#define NATIVE_LIMIT (256u << 20) /* bytes of a native agent: with sanitizers and debugging information */

const char *const lane_names[] = { "x86-64", "native", "x86", "none" };

/* ---- files of this machine ---- */

static char *absolute(const char *path)
{
    char *real = realpath(path, NULL);

    return real ? real : xstrdup(path);
}

char *wine_builtin(const struct settings *settings, const char *machine)
{
    const char *const places[] = { "%s/../x86_64-linux-gnu/wine/%s-windows/msident.dll",
                                   "%s/../lib/wine/%s-windows/msident.dll", "%s/../lib64/wine/%s-windows/msident.dll",
                                   "%s/../wine/%s-windows/msident.dll", "%s/%s-windows/msident.dll" };
    char *wine = absolute(settings->wine);
    char path[PATH_MAX];

    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        const char *tail = strstr(places[i] + 2, "%s");

        snprintf(path, sizeof(path), "%s%.*s%s%s", wine, (int)(tail - places[i] - 2), places[i] + 2, machine, tail + 2);
        if (file_exists(path)) {
            free(wine);
            return absolute(path);
        }
    }
    free(wine);
    snprintf(path, sizeof(path), "%s/drive_c/windows/system32/msident.dll", settings->template);
    return settings->template[0] && !strcmp(machine, "x86_64") && file_exists(path) ? absolute(path) : NULL;
}

char *x86_lane_kind(const struct settings *settings)
{
    const char *told = getenv("IDT_X86");
    char *path = xformat("%s/x86/lane", settings->cache);
    struct str content = { 0 };
    struct problem ignored = { 0 };

    if (told && *told)
        str_puts(&content, told);
    else if (!file_read(path, 64, &content, &ignored))
        str_puts(&content, "none");
    content.data[strcspn(content.data, "\n")] = 0;
    free(path);
    return content.data;
}

char *x86_builtin(const struct settings *settings)
{
    char *file = xformat("%s/x86/builtin.dll", settings->cache);

    if (file_exists(file))
        return file;
    free(file); /* a lane without an emulator keeps its whole root folder */
    return xformat("%s/x86/root/usr/lib/i386-linux-gnu/wine/i386-windows/msident.dll", settings->cache);
}

/* ---- one target ---- */

static struct target *add_target(struct target_set *set, const char *name, enum lane lane, const char *file)
{
    struct target *target;

    set->items = xrealloc(set->items, (set->count + 1) * sizeof(*set->items));
    target = &set->items[set->count++];
    memset(target, 0, sizeof(*target));
    target->name = xstrdup(name);
    target->lane = lane;
    target->file = absolute(file);
    target->machine = xstrdup("");
    target->traces.fd = -1;
    return target;
}

static void set_machine(struct target *target, const char *machine)
{
    free(target->machine);
    target->machine = xstrdup(machine);
}

static void need_x86_lane(const struct settings *settings, struct target *target)
{
    char *kind = x86_lane_kind(settings);

    target->lane = LANE_X86;
    if (!strcmp(kind, "none"))
        target->unavailable = xstrdup("no 32-bit lane yet: ./identical x86 setup");
    free(kind);
}

/* Looks at a DLL: is it one that a lane can run? */
static bool look_at(const struct settings *settings, struct target *target, struct problem *problem)
{
    struct pe pe;
    bool ok = pe_read_file(target->file, &pe, problem) && pe_is_target(&pe, target->file, problem) &&
              file_hash(target->file, target->hash, problem);

    if (ok) {
        set_machine(target, pe_machine_name(&pe));
        memcpy(target->version, pe.version, sizeof(pe.version));
        memcpy(target->company, pe.company, sizeof(pe.company));
        memcpy(target->language, pe.language, sizeof(pe.language));
        if (pe.machine == PE_X86)
            need_x86_lane(settings, target);
    }
    pe_free(&pe);
    return ok;
}

static bool add_dll(const struct settings *settings, struct target_set *set, const char *name, const char *file,
                    struct problem *problem)
{
    struct target *target = add_target(set, name, LANE_WINE, file);

    return look_at(settings, target, problem);
}

/* A file, or a folder with it. */
static bool add_users(const struct settings *settings, struct target_set *set, const char *name, const char *file,
                      struct problem *problem)
{
    char *dll = beside_dll(file, problem);
    bool ok = dll && add_dll(settings, set, name, dll, problem);

    if (ok) {
        set->items[set->count - 1].users = true;
        ok = beside_find(&set->items[set->count - 1], folder_exists(file), problem);
    }
    free(dll);
    return ok;
}

/* ---- native agents ---- */

static bool is_elf(const char *file)
{
    char head[4] = { 0 };
    FILE *in = fopen(file, "rbe");
    bool elf = in && fread(head, 1, sizeof(head), in) == sizeof(head) && !memcmp(head, "\177ELF", 4);

    if (in)
        fclose(in);
    return elf;
}

/* A program is started, so only one that is an agent: it carries a mark (agent/native_process.c). */
static bool add_agent(struct target_set *set, const char *name, const char *file, struct problem *problem)
{
    static const char mark[] = "IDT-NATIVE-AGENT 1";
    struct target *target = add_target(set, name, LANE_NATIVE, file);
    struct str content = { 0 };
    bool ok = file_read(target->file, NATIVE_LIMIT, &content, problem);

    if (ok && !memmem(content.data, content.length, mark, sizeof(mark) - 1))
        ok = problem_set(problem, CODE_USAGE, "%s: expected a DLL or a native agent, found another Linux program",
                         target->file);
    str_free(&content);
    set_machine(target, "x86-64");
    return ok && file_hash(target->file, target->hash, problem);
}

static bool add_native(const struct settings *settings, struct target_set *set, struct problem *problem)
{
    char *agent = settings_built(settings, "native", "harness/agent/agent-native");
    struct target *target = add_target(set, "native", LANE_NATIVE, agent);
    bool ok =
        file_exists(agent) ||
        problem_set(problem, CODE_ENVIRONMENT, "%s is not built; start ./identical, or ninja -C %s/native agent-native",
                    agent, settings->build);

    free(agent);
    set_machine(target, "x86-64");
    return ok && file_hash(target->file, target->hash, problem);
}

static bool add_reference(const struct settings *settings, const struct options *options, struct target_set *set,
                          struct problem *problem)
{
    bool x86 = options->lane && !strcmp(options->lane, "x86");
    char *file = settings_built(settings, x86 ? "win32" : "win64", "src/msident.dll");
    bool ok = file_exists(file) ||
              problem_set(problem, CODE_ENVIRONMENT, "%s is not built; start ./identical, or ninja -C %s/%s msident",
                          file, settings->build, x86 ? "win32" : "win64");

    ok = ok && add_dll(settings, set, "reference", file, problem);
    free(file);
    return ok;
}

/* The lane has a Wine of its own; its builtin lies beside it. */
static bool add_wine_x86(const struct settings *settings, struct target_set *set, struct problem *problem)
{
    char *file = x86_builtin(settings);
    bool ok;

    if (file_exists(file)) {
        ok = add_dll(settings, set, "wine", file, problem);
    } else {
        struct target *target = add_target(set, "wine", LANE_X86, file);

        set_machine(target, "x86");
        target->unavailable = xstrdup("no 32-bit Wine yet: ./identical x86 setup");
        ok = true;
    }
    free(file);
    return ok;
}

static bool add_wine(const struct settings *settings, const struct options *options, struct target_set *set,
                     struct problem *problem)
{
    char *file;
    bool ok;

    if (options->lane && !strcmp(options->lane, "x86"))
        return add_wine_x86(settings, set, problem);
    file = wine_builtin(settings, "x86_64");
    ok = file || problem_set(problem, CODE_ENVIRONMENT,
                             "%s: no builtin msident.dll of this Wine; see ./identical doctor", settings->wine);
    ok = ok && add_dll(settings, set, "wine", file, problem);
    free(file);
    return ok;
}

/* Which DLL answered, and where, stands in every trace; one file comes from one machine. Traces without that are taken
 * for what they are. */
static bool describe_origin(struct target *target, struct problem *problem)
{
    struct str text = { 0 };
    struct trace *trace = NULL;
    struct diag diag;

    diag_init(&diag, target->file);
    if (!trace_file_part(&target->traces, target->traces.parts->of, &text, problem)) {
        str_free(&text);
        return false;
    }
    if (trace_parse(text.data, text.length, target->file, &trace, &diag) == ST_OK) {
        if (trace->dll_sha256)
            snprintf(target->hash, sizeof(target->hash), "%s", trace->dll_sha256);
        if (trace->dll_version)
            snprintf(target->version, sizeof(target->version), "%s", trace->dll_version);
        if (trace->dll_machine)
            set_machine(target, trace->dll_machine);
        if (trace->lane_text)
            target->system = xformat("%s %s", trace->lane, trace->lane_text);
        trace_free(trace);
    }
    str_free(&text);
    return true;
}

static bool add_trace(struct target_set *set, const char *name, const char *file, struct problem *problem)
{
    struct target *target;
    const char *base = strrchr(file, '/');
    char *own = name ? xstrdup(name) : xstrdup(base ? base + 1 : file);

    if (!name && strrchr(own, '.'))
        *strrchr(own, '.') = 0;
    target = add_target(set, own, LANE_NONE, file);
    free(own);
    return trace_file_open(file, &target->traces, problem) && file_hash(file, target->hash, problem) &&
           describe_origin(target, problem);
}

/* ---- the set ---- */

static int find_target(const struct target_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (!strcmp(set->items[i].name, name))
            return (int)i;
    return -1;
}

static bool good_name(const char *name, size_t length)
{
    return length && length <= 64 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") >= length;
}

/* others: what else may stand in its place, for the message. */
static bool add_named(const struct settings *settings, const struct options *options, const char *word,
                      const char *others, struct target_set *set, struct problem *problem)
{
    const char *equals = strchr(word, '=');
    char *name;
    bool ok;

    if (!strncmp(word, "trace:", 6))
        return add_trace(set, NULL, word + 6, problem);
    if (!strcmp(word, "native"))
        return add_native(settings, set, problem);
    if (!strcmp(word, "reference"))
        return add_reference(settings, options, set, problem);
    if (!strcmp(word, "wine"))
        return add_wine(settings, options, set, problem);
    if (!equals || !good_name(word, (size_t)(equals - word)))
        return problem_set(problem, CODE_USAGE,
                           "expected a target (wine, reference, native, trace:FILE or NAME=FILE)%s, found '%s'", others,
                           word);
    name = xstrndup(word, (size_t)(equals - word));
    if (find_target(set, name) >= 0)
        ok = problem_set(problem, CODE_USAGE, "expected a new name of a target, found '%s' twice", name);
    else if (!strncmp(equals + 1, "trace:", 6))
        ok = add_trace(set, name, equals + 7, problem);
    else if (is_elf(equals + 1))
        ok = add_agent(set, name, equals + 1, problem);
    else
        ok = add_users(settings, set, name, equals + 1, problem);
    free(name);
    return ok;
}

static bool is_plain(const char *word)
{
    return !strchr(word, '=') && strncmp(word, "trace:", 6) != 0;
}

static bool check_lane(const struct options *options, struct problem *problem)
{
    if (!options->lane || !strcmp(options->lane, "x86") || !strcmp(options->lane, "x86-64"))
        return true;
    return problem_set(problem, CODE_USAGE, "--lane: expected x86-64 or x86, found '%s'", options->lane);
}

/* wine, reference and native, unless plain names or --against take their place. */
static bool add_default(const struct settings *settings, const struct options *options, struct target_set *set,
                        struct problem *problem)
{
    if (options->only)
        return options->targets.count || options->originals.count ||
               problem_set(problem, CODE_USAGE, "--only: expected a target (--target, --original), found none");
    for (size_t i = 0; i < options->targets.count; i++)
        if (is_plain(options->targets.items[i]))
            return true;
    if (options->against && strcmp(options->against, BASELINE) != 0 &&
        (options->targets.count || options->originals.count))
        return true;
    if (!add_wine(settings, options, set, problem) || !add_reference(settings, options, set, problem))
        return false;
    return (options->lane && !strcmp(options->lane, "x86")) || add_native(settings, set, problem);
}

/* Whoever has several versions of the DLL gives them all. */
static bool add_originals(const struct settings *settings, const struct options *options, struct target_set *set,
                          struct problem *problem)
{
    bool ok = true;

    for (size_t i = 0; ok && i < options->originals.count; i++) {
        char *name = i ? xformat("original-%zu", i + 1) : xstrdup("original");

        ok = add_users(settings, set, name, options->originals.items[i], problem);
        if (ok)
            set->items[set->count - 1].original = true;
        free(name);
    }
    return ok;
}

static bool add_asked(const struct settings *settings, const struct options *options, struct target_set *set,
                      struct problem *problem)
{
    for (size_t i = 0; i < options->targets.count; i++) {
        const char *word = options->targets.items[i];

        if (is_plain(word) && find_target(set, word) >= 0)
            continue;
        if (!add_named(settings, options, word, "", set, problem))
            return false;
    }
    return add_originals(settings, options, set, problem);
}

static bool choose_against(const struct settings *settings, const struct options *options, struct target_set *set,
                           struct problem *problem)
{
    set->against = -1;
    if (!options->against)
        return true;
    set->against = find_target(set, options->against);
    set->baseline = set->against < 0 && !strcmp(options->against, BASELINE);
    if (set->against >= 0 || set->baseline)
        return true;
    if (!add_named(settings, options, options->against, ", a target of this run or baseline", set, problem))
        return false;
    set->against = (int)set->count - 1;
    return true;
}

static bool load_expectations(const char *scenarios, struct target_set *set, struct problem *problem)
{
    for (size_t i = 0; i < set->count; i++)
        if (!expect_load(scenarios, set->items[i].name, &set->items[i].expect, problem))
            return false;
    return true;
}

static bool complete_set(const struct options *options, const char *scenarios, struct target_set *set,
                         struct problem *problem)
{
    for (size_t i = 0; i < set->count; i++)
        set->items[i].registry_reads = options->registry_reads;
    return ui_maps_choose(&options->ui_maps, scenarios, set, problem) && load_expectations(scenarios, set, problem);
}

bool targets_choose(const struct settings *settings, const struct options *options, const char *scenarios,
                    struct target_set *set, struct problem *problem)
{
    memset(set, 0, sizeof(*set));
    return check_lane(options, problem) && add_default(settings, options, set, problem) &&
           add_asked(settings, options, set, problem) && choose_against(settings, options, set, problem) &&
           complete_set(options, scenarios, set, problem);
}

bool targets_choose_one(const struct settings *settings, const struct options *options, const char *scenarios,
                        struct target_set *set, struct problem *problem)
{
    memset(set, 0, sizeof(*set));
    set->against = -1;
    if (!check_lane(options, problem))
        return false;
    if (options->targets.count + options->originals.count > 1)
        return problem_set(problem, CODE_USAGE, "expected one target, found %zu",
                           options->targets.count + options->originals.count);
    if (!options->targets.count && !options->originals.count)
        return add_native(settings, set, problem) && complete_set(options, scenarios, set, problem);
    return add_asked(settings, options, set, problem) && complete_set(options, scenarios, set, problem);
}

void targets_free(struct target_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        struct target *target = &set->items[i];

        free(target->name);
        free(target->file);
        free(target->load);
        free(target->agent);
        list_free(&target->neighbours);
        free(target->machine);
        free(target->system);
        free(target->ui);
        free(target->ui_load);
        free(target->unavailable);
        trace_file_close(&target->traces);
        expect_free(&target->expect);
    }
    free(set->items);
    memset(set, 0, sizeof(*set));
}
