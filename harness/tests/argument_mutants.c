/* What scenarios show of each method of the catalogue, and the same scenarios with one argument of one call altered, or
 * one call left out: if a method's data or effect depends on its arguments, such a copy is red.
 *
 *     argument-mutants FOLDER FILE...     scenarios; the copies are written to FOLDER/<interface>/<method>_<n>.scn
 *
 * Prints lines with tabs in between:
 *
 *     method   IFoo.Bar  number of [in] parameters  number of [out] parameters    each method of the catalogue
 *     altered  IFoo.Bar  IFoo/Bar_3  scenario file:line  parameter
 *     without  IFoo.Bar  IFoo/Bar_4  scenario file:line             the call left out
 *     data     IFoo.Bar  scenario file:line                         succeeds, and states what it delivers
 *     result   IFoo.Bar  S_FALSE                                    succeeds with this
 *     told     IFoo.Bar  arguments                                  a sink is called so
 *
 * Exit code 0; 2: a file cannot be read or written. */
#include "trace/trace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST 24 /* copies for a parameter */

static const char *const somebody = "{0A1B2C3D-1111-4111-8111-111111111111}"; /* of most states */
static const char *const another = "{2B3C4D5E-2222-4222-8222-222222222222}";

/* How many copies there are for a method, by parameter; the last one for the call as a whole. */
struct tally {
    const struct cat_method *method;
    unsigned copies[16], files;
};

static struct tally tallies[256];
static const char *out_folder;

static struct tally *tally_of(const struct cat_method *method)
{
    struct tally *tally = tallies;

    while (tally->method && tally->method != method)
        tally++;
    tally->method = method;
    return tally;
}

/* ---- reading and writing ---- */

static struct trace *check_text(const char *text, size_t length, const char *path)
{
    struct trace *model = NULL;
    struct diag diag;

    diag_init(&diag, path);
    if (trace_parse(text, length, path, &model, &diag) || trace_check(model, path, NULL, &diag)) {
        trace_free(model);
        model = NULL;
    }
    return model;
}

static struct trace *read_model(const char *path)
{
    static char text[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(text, 1, sizeof(text), file) : 0;

    if (file)
        fclose(file);
    return length && length < sizeof(text) ? check_text(text, length, path) : NULL;
}

static bool write_file(const char *interface, const char *name, const struct buffer *text)
{
    char path[4096];
    FILE *file;
    bool ok;

    snprintf(path, sizeof(path), "%s/%s", out_folder, interface);
    if (mkdir(path, 0777) && errno != EEXIST)
        return false;
    snprintf(path, sizeof(path), "%s/%s/%s.scn", out_folder, interface, name);
    file = fopen(path, "wb");
    if (!file)
        return false;
    ok = fwrite(text->data, 1, text->len, file) == text->len;
    return !fclose(file) && ok;
}

/* A copy that the parser refuses is none: what follows may need what was altered. */
static bool write_copy(const struct trace *model, const char *path, const struct step *step, int param)
{
    const char *interface = step->callee_interface->name;
    struct tally *tally = tally_of(step->callee);
    struct buffer text;
    struct trace *checked;
    char name[128];
    bool ok = true;

    buffer_init(&text, TRACE_MAX_SCENARIO);
    trace_print(model, &text);
    checked = text.status ? NULL : check_text(text.data, text.len, path);
    if (checked) {
        snprintf(name, sizeof(name), "%s_%u", step->callee->name, ++tally->files);
        tally->copies[param < 0 ? 15 : param]++;
        ok = write_file(interface, name, &text);
        printf("%s\t%s.%s\t%s/%s\t%s:%u\t%s\n", param < 0 ? "without" : "altered", interface, step->callee->name,
               interface, name, path, step->line, param < 0 ? "" : step->callee->params[param].name);
    }
    trace_free(checked);
    buffer_free(&text);
    return ok;
}

/* ---- altering ---- */

static void to_guid(struct arg *arg)
{
    const char *other = "{11111111-1111-4111-8111-111111111111}";

    if (arg->kind == ARG_NAME || (arg->text && !strcmp(arg->text, another)))
        other = somebody;
    else if (arg->text && (!strcmp(arg->text, somebody) || !strncmp(arg->text, "UID_", 4)))
        other = another;
    arg->kind = ARG_GUID;
    arg->symbolic = false;
    arg->text = other;
}

static void to_text(struct trace *model, struct arg *arg, unsigned variant)
{
    const bool bob = arg->text && !strcmp(arg->text, "Bob");

    if (arg->kind == ARG_SECRET)
        arg->text = "somebody-else";
    else if (variant)
        arg->text = arena_printf(&model->arena, "%sX", arg->text ? arg->text : "");
    else
        arg->text = bob ? "Main Identity" : "Bob";
    if (arg->kind != ARG_SECRET)
        arg->kind = ARG_STRING;
}

static bool sizes_text(const struct cat_method *method, unsigned index)
{
    for (unsigned i = 0; i < method->n_params; i++)
        if (method->params[i].kind == CAT_OUT_TEXT && method->params[i].partner == index)
            return true;
    return false;
}

static void to_number(struct trace *model, const struct step *step, unsigned index)
{
    const enum cat_group group = step->callee->params[index].group;
    struct arg *arg = &step->args[index];
    uint64_t number = arg->kind == ARG_NAME ? 9999 : sizes_text(step->callee, index) ? 2 : arg->number ^ 1;

    for (size_t i = 0; group && i < cat_n_constants; i++) {
        if (cat_constants[i].group == group && cat_constants[i].value != arg->number) {
            number = cat_constants[i].value;
            break;
        }
    }
    arg->kind = ARG_NUMBER;
    arg->number = number;
    arg->text = arena_printf(&model->arena, "%llu", (unsigned long long)number);
}

/* Another variable of the same kind, or NULL. */
static const char *other_variable(const struct trace *model, const char *name, enum variable_kind kind)
{
    for (const struct variable *variable = model->variables; variable; variable = variable->next)
        if (variable->kind == kind && strcmp(variable->name, name) != 0)
            return variable->name;
    return NULL;
}

/* Of a sink or a connection's cookie. */
static bool to_other_variable(const struct trace *model, struct arg *arg, enum variable_kind kind)
{
    const char *other = arg->kind == ARG_NAME ? other_variable(model, arg->text, kind) : NULL;

    if (other)
        arg->text = other;
    return other;
}

/* False: there is no such variant. */
static bool alter(struct trace *model, const struct step *step, unsigned index, unsigned variant)
{
    const enum cat_kind kind = step->callee->params[index].kind;
    struct arg *arg = &step->args[index];

    if (variant > (kind == CAT_IN_TEXT))
        return false;
    switch (kind) {
    case CAT_IN_GUID:
        to_guid(arg);
        break;
    case CAT_IN_TEXT:
        to_text(model, arg, variant);
        break;
    case CAT_IN_NUMBER:
        if (!to_other_variable(model, arg, VARIABLE_TOKEN))
            to_number(model, step, index);
        break;
    case CAT_IN_INTERFACE:
        return to_other_variable(model, arg, VARIABLE_SINK);
    case CAT_IN_WINDOW:
        if (arg->kind == ARG_NULL)
            return false;
        arg->kind = ARG_NULL;
        break;
    default:
        return false;
    }
    return true;
}

static bool succeeds(const struct step *step)
{
    const struct result *result = &step->result;

    return step->action == ACTION_CALL && step->callee && step->callee_interface &&
           ((result->kind == RESULT_HRESULT && !(result->number & 0x80000000u)) || result->kind == RESULT_COUNT);
}

/* Step number `index` of the sections of processes and threads; *link: what points at it. */
static struct step *nth_step(struct trace *model, size_t index, struct step ***link)
{
    for (struct section *section = model->sections; section; section = section->next)
        for (struct step **at = &section->steps; section->kind != SECTION_SINK && *at; at = &(*at)->next)
            if (!index--) {
                *link = at;
                return *at;
            }
    return NULL;
}

/* `as` is QueryInterface: the interface that is asked for becomes another. */
static bool try_interface(const char *path, size_t index)
{
    struct trace *model = read_model(path);
    struct step **link, *step = model ? nth_step(model, index, &link) : NULL;
    bool ok = true;

    if (step && step->interface) {
        step->interface =
            cat_interface(strcmp(step->interface->name, "IClassFactory") ? "IClassFactory" : "IUserIdentity");
        step->callee_interface = cat_interface("IUnknown");
        step->callee = cat_method(step->callee_interface, "QueryInterface", NULL);
        ok = write_copy(model, path, step, 0);
    }
    trace_free(model);
    return ok;
}

static bool try_argument(const char *path, size_t index, unsigned param, unsigned variant)
{
    struct trace *model = read_model(path);
    struct step **link, *step = model ? nth_step(model, index, &link) : NULL;
    bool ok = true;

    if (step && alter(model, step, param, variant))
        ok = write_copy(model, path, step, (int)param);
    trace_free(model);
    return ok;
}

static bool try_without(const char *path, size_t index)
{
    struct trace *model = read_model(path);
    struct step **link, *step = model ? nth_step(model, index, &link) : NULL;
    bool ok = true;

    if (step) {
        *link = step->next;
        ok = write_copy(model, path, step, -1);
    }
    trace_free(model);
    return ok;
}

/* ---- what a step shows ---- */

static bool used_later(const struct step *step, const char *name)
{
    while ((step = step->next)) {
        if (step->object && !strcmp(step->object, name))
            return true;
        if (step->reg.variable && !strcmp(step->reg.variable, name))
            return true;
    }
    return false;
}

static bool delivers(const struct step *step, const struct arg *arg)
{
    for (unsigned i = 0; arg->kind == ARG_OUT && i < arg->n_names; i++) {
        const enum value_kind kind = i < arg->n_values ? arg->values[i].kind : VALUE_ANY;

        if (kind == VALUE_NUMBER || kind == VALUE_GUID || kind == VALUE_KEY || kind == VALUE_SAME ||
            kind == VALUE_STRING)
            return true;
        if (kind != VALUE_NULL && kind != VALUE_UNTOUCHED && used_later(step, arg->names[i]))
            return true;
    }
    return false;
}

static void print_shown(const char *path, const struct step *step)
{
    struct buffer text;

    for (unsigned i = 0; i < step->n_args; i++) {
        if (delivers(step, &step->args[i])) {
            printf("data\t%s.%s\t%s:%u\n", step->callee_interface->name, step->callee->name, path, step->line);
            break;
        }
    }
    buffer_init(&text, 1 << 16);
    trace_print_result(&step->result, &text);
    printf("result\t%s.%s\t%.*s\n", step->callee_interface->name, step->callee->name, (int)text.len, text.data);
    buffer_free(&text);
}

static void print_told(const struct detail *detail)
{
    const struct cat_interface *notify = cat_interface("IIdentityChangeNotify");
    const struct cat_method *method = detail->method ? cat_method(notify, detail->method, NULL) : NULL;
    struct buffer text;

    if (detail->kind != SEEN_CALLBACK || !method)
        return;
    buffer_init(&text, 1 << 16);
    for (unsigned i = 0; i < detail->n_args; i++)
        trace_print_arg(&detail->args[i], &text);
    printf("told\t%s.%s\t%.*s\n", notify->name, method->name, (int)text.len, text.len ? text.data : "");
    buffer_free(&text);
}

/* ---- all of it ---- */

static bool try_step(const char *path, size_t index, const struct step *step)
{
    const struct tally *tally = tally_of(step->callee);
    bool ok = true;

    for (unsigned param = 0; ok && param < step->callee->n_params; param++)
        for (unsigned variant = 0; ok && variant < 2 && tally->copies[param] < MOST; variant++)
            ok = try_argument(path, index, param, variant);
    if (ok && !step->callee->n_params && tally->copies[15] < MOST)
        ok = try_without(path, index);
    return ok;
}

static bool try_scenario(const char *path)
{
    const struct cat_method *query = cat_method(cat_interface("IUnknown"), "QueryInterface", NULL);
    struct trace *model = read_model(path);
    struct step **link;
    const struct step *step;
    bool ok = model != NULL;

    for (size_t i = 0; ok && (step = nth_step(model, i, &link)); i++) {
        for (const struct detail *detail = step->details; detail; detail = detail->next)
            print_told(detail);
        if (step->action == ACTION_AS && step->result.kind == RESULT_HRESULT && !step->result.number &&
            tally_of(query)->copies[0] < MOST)
            ok = try_interface(path, i);
        if (!succeeds(step))
            continue;
        print_shown(path, step);
        ok = ok && try_step(path, i, step);
    }
    trace_free(model);
    return ok;
}

static void print_methods(const struct cat_interface *interface)
{
    for (unsigned i = 0; i < interface->n_methods; i++) {
        const struct cat_method *method = &interface->methods[i];
        unsigned out = 0;

        for (unsigned j = 0; j < method->n_params; j++)
            out += cat_is_out(method->params[j].kind);
        printf("method\t%s.%s\t%u\t%u\n", interface->name, method->name, method->n_params - out, out);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: argument-mutants FOLDER FILE...\n");
        return 2;
    }
    out_folder = argv[1];
    for (size_t i = 0; i < cat_n_interfaces; i++)
        print_methods(&cat_interfaces[i]);
    for (int i = 2; i < argc; i++) {
        if (!try_scenario(argv[i])) {
            fprintf(stderr, "%s: cannot be read, or its copies not be written\n", argv[i]);
            return 2;
        }
    }
    return 0;
}
