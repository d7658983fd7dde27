/* The second pass: what is bound, what is called, what it rests on. */
#include "trace/check.h"

#include <stdarg.h>
#include <stdio.h>

bool check_fail(struct check *check, unsigned line, unsigned column, const char *format, ...)
{
    char text[sizeof(check->diag->text)];
    va_list args;

    if (check->status)
        return false;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    check->status = diag_at(check->diag, line, column ? column : 1, "%s", text);
    return false;
}

bool check_no_memory(struct check *check)
{
    if (!check->status)
        check->status = ST_NO_MEMORY;
    return false;
}

/* ---- variables ---- */

const struct variable *check_find(const struct check *check, const char *name)
{
    const struct variable *variable = names_get(check->trace->variable_names, name);

    while (variable && check->process && variable->process && strcmp(variable->process, check->process))
        variable = variable->shadowed;
    return variable;
}

const struct variable *check_use(struct check *check, const char *name, unsigned line, unsigned column)
{
    const struct variable *variable = check_find(check, name);

    if (!variable && !check->lenient)
        check_fail(check, line, column, "expected a name that is bound above, found '%s'", name);
    return variable;
}

/* GUIDs, numbers and texts may be bound again: a GUID must then be the same one, the others take the new value. */
static bool may_rebind(const struct check *check, const struct variable *old, enum variable_kind kind)
{
    bool plain = kind == VARIABLE_GUID || kind == VARIABLE_NUMBER || kind == VARIABLE_TEXT;

    return old->kind == kind && (plain || check->trace->is_trace);
}

/* Words with a meaning of their own cannot be told from a variable of that name. */
static bool is_reserved(const char *name)
{
    static const char *const words[] = { "null", "secret", "dll" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (!strcmp(words[i], name))
            return true;
    }
    return cat_constant(name) || cat_guid_constant(name);
}

bool check_bind(struct check *check, const char *name, enum variable_kind kind, const struct cat_interface *interface,
                const struct step *step, unsigned line, unsigned column)
{
    const struct variable *old = check_find(check, name);
    bool shared = kind == VARIABLE_SINK || kind == VARIABLE_GUID || kind == VARIABLE_NUMBER || kind == VARIABLE_TEXT;
    struct variable *variable;

    if (is_reserved(name) && line)
        return check_fail(check, line, column, "expected a new name, found '%s' (a word of the format)", name);
    if (old && (may_rebind(check, old, kind) || (check->again && old->step == step)))
        return true;
    if (old)
        return check_fail(check, line, column, "expected a new name, found '%s' (bound in line %u)", name, old->line);
    variable = arena_alloc(&check->trace->arena, sizeof(*variable));
    if (!variable)
        return check_no_memory(check);
    variable->name = name;
    variable->kind = kind;
    variable->interface = interface;
    variable->step = step;
    variable->process = shared ? NULL : check->process;
    variable->line = line;
    variable->index = check->trace->n_variables++;
    variable->shadowed = names_get(check->trace->variable_names, name);
    *check->tail = variable;
    check->tail = &variable->next;
    return !names_put(check->trace->variable_names, name, variable) || check_no_memory(check);
}

const struct variable *trace_variable(const struct trace *trace, const char *name)
{
    return trace->variable_names ? names_get(trace->variable_names, name) : NULL;
}

/* ---- symbols ---- */

static bool is_predefined(const char *name, size_t len)
{
    static const char *const words[] = { "profile", "local", "roaming", "windows", "module", "user" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strlen(words[i]) == len && !memcmp(words[i], name, len))
            return true;
    }
    return len == 5 && name[0] == 'u' && strspn(name + 1, "0123456789ABCDEFabcdef") >= 4;
}

static bool check_symbol(struct check *check, const char *name, size_t len, unsigned line, unsigned column)
{
    static const char lower[] = ":lower";
    char text[TRACE_MAX_NAME + 1];
    const struct variable *variable;

    if (len > strlen(lower) && !memcmp(name + len - strlen(lower), lower, strlen(lower)))
        len -= strlen(lower);
    if (is_predefined(name, len) || len > TRACE_MAX_NAME)
        return true;
    memcpy(text, name, len);
    text[len] = 0;
    variable = check_use(check, text, line, column);
    if (!variable)
        return check->lenient;
    return variable->kind == VARIABLE_GUID ||
           check_fail(check, line, column, "expected the name of a GUID, found '%s'", text);
}

bool check_symbols(struct check *check, const char *text, unsigned line, unsigned column)
{
    for (const char *p = text; p && (p = strstr(p, "$(")) != NULL; p += 2) {
        if (!check_symbol(check, p + 2, strcspn(p + 2, ")"), line, column))
            return false;
    }
    return true;
}

/* ---- steps ---- */

/* In the first round over an `on` the variable may be unknown: then the method says what comes out. */
static const struct cat_interface *guess_interface(const char *method)
{
    for (size_t i = 0; i < cat_n_interfaces; i++) {
        for (unsigned k = 0; k < cat_interfaces[i].n_methods; k++) {
            if (!strcmp(cat_interfaces[i].methods[k].name, method))
                return &cat_interfaces[i];
        }
    }
    return NULL;
}

static bool check_call(struct check *check, struct step *step)
{
    const struct variable *variable = check_use(check, step->object, step->line, step->columns[0]);
    const struct cat_interface *interface = variable ? variable->interface : NULL;

    if (!variable && !check->lenient)
        return false;
    if (variable && !interface)
        return check_fail(check, step->line, step->columns[0],
                          "expected a variable that holds an interface, found '%s'", step->object);
    if (!variable)
        interface = guess_interface(step->method);
    step->callee = interface ? cat_method(interface, step->method, NULL) : NULL;
    step->callee_interface = interface;
    if (!step->callee && check->lenient)
        return true; /* the second round tells */
    if (!step->callee)
        return check_fail(check, step->line, step->columns[1], "expected a method of %s, found '%s'", interface->name,
                          step->method);
    return check_args(check, step);
}

static bool check_as(struct check *check, const struct step *step)
{
    const struct variable *variable = check_use(check, step->object, step->line, step->columns[0]);

    if (!variable)
        return check->lenient;
    return variable->kind == VARIABLE_INTERFACE || variable->kind == VARIABLE_SINK ||
           check_fail(check, step->line, step->columns[0], "expected a variable that holds an interface, found '%s'",
                      step->object);
}

static bool check_sink(struct check *check, const struct step *step)
{
    const struct variable *variable = check_use(check, step->object, step->line, step->columns[0]);

    if (!variable)
        return check->lenient;
    if (variable->kind != VARIABLE_SINK)
        return check_fail(check, step->line, step->columns[0], "expected a sink, found '%s'", step->object);
    return !step->method || cat_method(variable->interface, step->method, NULL) ||
           check_fail(check, step->line, step->columns[1], "expected a method of %s, found '%s'",
                      variable->interface->name, step->method);
}

static bool check_end(struct check *check, struct step *step)
{
    const struct step *begun = names_get(&check->labels, step->object);

    if (!begun || begun->action != ACTION_BEGIN)
        return check_fail(check, step->line, step->columns[0],
                          "expected the label of a call that began above, found '%s'", step->object);
    step->callee = begun->callee;
    step->callee_interface = begun->callee_interface;
    return true;
}

static bool check_reg(struct check *check, const struct step *step)
{
    const struct reg_action *reg = &step->reg;
    unsigned line = step->line, column = step->columns[0];

    if (reg->variable) {
        const struct variable *variable = check_use(check, reg->variable, line, column);
        if (!variable)
            return check->lenient;
        if (variable->kind != VARIABLE_KEY)
            return check_fail(check, line, column, "expected a variable that holds a key, found '%s'", reg->variable);
    }
    if (!check_symbols(check, reg->path, line, column) || !check_symbols(check, reg->value_name, line, column))
        return false;
    if (reg->kind != REG_ACTION_SET)
        return true;
    if (reg->data.kind == DATA_DWORD_OF || reg->data.kind == DATA_HEX_OF)
        return check_symbol(check, reg->data.text, strlen(reg->data.text), line, column);
    if (reg->data.kind >= DATA_NONE)
        return check_fail(check, line, column, "expected data that can be written, found protected(…)");
    return check_symbols(check, reg->data.text, line, column);
}

static bool check_process(struct check *check, const struct step *step)
{
    return names_get(&check->processes, step->object) || check->lenient ||
           check_fail(check, step->line, step->columns[0], "expected a process that started above, found '%s'",
                      step->object);
}

static bool check_action(struct check *check, struct step *step)
{
    switch (step->action) {
    case ACTION_CALL:
    case ACTION_BEGIN:
        return check_call(check, step);
    case ACTION_AS:
        if (!check_as(check, step))
            return false;
        break;
    case ACTION_END:
        return check_end(check, step);
    case ACTION_PUMP:
        return !step->object || check_sink(check, step);
    case ACTION_NEVER:
    case ACTION_REFS:
        return check_sink(check, step);
    case ACTION_REG:
        return check_reg(check, step);
    case ACTION_KILL:
    case ACTION_HANG:
    case ACTION_EXIT:
        return check_process(check, step);
    case ACTION_WINDOW:
        return check_symbols(check, step->text, step->line, step->columns[0]) &&
               check_bind(check, step->binds, VARIABLE_WINDOW, NULL, step, step->line, step->columns[0]);
    default:
        break;
    }
    if (!step->binds)
        return true;
    return check_bind(check, step->binds, VARIABLE_INTERFACE, step->interface, step, step->line, step->columns[0]);
}

static bool check_label(struct check *check, struct step *step)
{
    const struct step *old;

    if (!step->name)
        return true;
    old = names_get(&check->labels, step->label);
    if (old && old != step && !check->trace->is_trace)
        return check_fail(check, step->line, 0, "expected a new name, found '%s' (bound in line %u)", step->name,
                          old->line);
    return !names_put(&check->labels, step->label, step) || check_no_memory(check);
}

static bool check_steps(struct check *check, struct step *steps);

/* A window of the scenario, or that it is none of these. */
static bool check_foreground(struct check *check, const struct detail *detail)
{
    return !strcmp(detail->object, "none") || !strcmp(detail->object, "other") ||
           check_use(check, detail->object, detail->line, detail->column) || check->lenient;
}

/* One that the application closes: the dialog's owner. */
static bool check_closed(struct check *check, const struct detail *detail)
{
    const struct variable *variable = check_use(check, detail->object, detail->line, detail->column);

    if (!variable)
        return check->lenient;
    return variable->kind == VARIABLE_WINDOW ||
           check_fail(check, detail->line, detail->column, "expected the name of a window, found '%s'", detail->object);
}

static bool check_details(struct check *check, const struct detail *detail)
{
    for (; detail; detail = detail->next) {
        if (detail->kind == SEEN_CALLBACK && !check_callback(check, detail))
            return false;
        if (detail->kind == SEEN_FOREGROUND && !check_foreground(check, detail))
            return false;
        if (detail->kind == USER_CLOSE && detail->object && !check_closed(check, detail))
            return false;
        if (!check_steps(check, detail->steps))
            return false;
    }
    return true;
}

/* ---- evidence ---- */

/* Whoever says `recorded` names the DLL, and it is a genuine one. */
static bool check_recorded(struct check *check, const char *words, unsigned line)
{
    const struct check_options *options = check->options;
    char sha256[65];

    for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ') {
        if (strspn(p, "0123456789abcdefABCDEF") != 64)
            continue;
        for (size_t i = 0; i < 64; i++)
            sha256[i] = (char)(p[i] >= 'A' && p[i] <= 'F' ? p[i] - 'A' + 'a' : p[i]);
        sha256[64] = 0;
        return !options || !options->genuine || options->genuine(options->context, sha256) ||
               check_fail(check, line, 1,
                          "expected evidence of class 'observed' (this DLL is ours, a builtin or a stand-in), found "
                          "'recorded'");
    }
    return check_fail(check, line, 1, "expected the SHA-256 of the DLL behind 'recorded', found none");
}

static bool check_tags(struct check *check, const struct step *step)
{
    for (unsigned i = 0; i < step->tags.n; i++) {
        const char *word = step->tags.words[i];

        if (!strncmp(word, "recorded", 8) && (!word[8] || word[8] == ' ') &&
            !check_recorded(check, word + 8, step->line))
            return false;
    }
    return true;
}

static bool check_evidence(struct check *check)
{
    const struct trace *trace = check->trace;
    unsigned n = 0;

    for (unsigned i = 0; i < trace->n_evidence; i++) {
        n += trace->evidence[i].class != EVIDENCE_OBSERVED;
        if (trace->evidence[i].class == EVIDENCE_RECORDED &&
            !check_recorded(check, trace->evidence[i].words, trace->header_lines[HEADER_EVIDENCE]))
            return false;
    }
    return n || trace->is_trace || check_fail(check, 1, 1, "expected an evidence line");
}

/* ---- the file ---- */

static bool check_steps(struct check *check, struct step *steps)
{
    for (struct step *step = steps; step; step = step->next) {
        if (!check_label(check, step) || !check_action(check, step))
            return false;
        if (!check->lenient && (!check_result(check, step) || !check_tags(check, step)))
            return false;
        if (!check_details(check, step->details))
            return false;
    }
    return true;
}

static bool check_ons(struct check *check, bool lenient)
{
    check->lenient = lenient;
    check->again = !lenient;
    check->process = NULL;
    for (struct section *section = check->trace->sections; section; section = section->next) {
        for (struct on *on = section->ons; on; on = on->next) {
            if (!check_steps(check, on->steps))
                return false;
        }
    }
    check->lenient = false;
    return true;
}

const struct on *trace_on(const struct section *sink, const char *method, unsigned nth)
{
    const struct on *any = NULL;

    for (const struct on *on = sink->ons; on; on = on->next) {
        if (strcmp(on->method, method) != 0)
            continue;
        if (on->nth == nth)
            return on;
        any = on->nth ? any : on;
    }
    return any;
}

/* Each method of a sink is scripted once, and once for each number. */
static bool check_sink_methods(struct check *check, const struct section *sink)
{
    for (const struct on *on = sink->ons; on; on = on->next) {
        const struct on *other = sink->ons;

        while (other != on && (on->nth != other->nth || strcmp(on->method, other->method)))
            other = other->next;
        if (other != on)
            return check_fail(check, on->line, 6, "expected a new name, found '%s' (bound in line %u)", on->method,
                              other->line);
    }
    return true;
}

static bool check_sinks(struct check *check)
{
    if (!check_bind(check, "dll", VARIABLE_INTERFACE, cat_interface("exports"), NULL, 0, 0))
        return false;
    for (struct section *section = check->trace->sections; section; section = section->next) {
        const struct variable *old;

        if (section->kind != SECTION_SINK)
            continue;
        if (!check_sink_methods(check, section))
            return false;
        old = check_find(check, section->name);
        if (old)
            return check_fail(check, section->line, 6, "expected a new name, found '%s' (bound in line %u)",
                              section->name, old->line);
        if (!check_bind(check, section->name, VARIABLE_SINK, section->interface, NULL, section->line, 6))
            return false;
    }
    return true;
}

static bool check_runners(struct check *check)
{
    for (struct section *section = check->trace->sections; section; section = section->next) {
        if (section->kind == SECTION_SINK)
            continue;
        if (section->kind == SECTION_PROCESS) {
            check->process = section->name;
            if (names_put(&check->processes, section->name, section))
                return check_no_memory(check);
            if (check->processes.used > TRACE_MAX_PROCESSES)
                return check_fail(check, section->line, 9, "expected at most %d processes, found more",
                                  TRACE_MAX_PROCESSES);
        } else if (!check->process) {
            return check_fail(check, section->line, 1, "expected a process above the first thread, found none");
        }
        if (!check_details(check, section->details) || !check_steps(check, section->steps))
            return false;
    }
    return true;
}

enum status trace_check(struct trace *trace, const char *filename, const struct check_options *options,
                        struct diag *diag)
{
    struct check check = { .trace = trace, .options = options, .diag = diag };

    diag_init(diag, filename);
    if (trace->variable_names)
        names_free(trace->variable_names);
    else if (!(trace->variable_names = calloc(1, sizeof(*trace->variable_names))))
        return ST_NO_MEMORY;
    trace->variables = NULL;
    trace->n_variables = 0;
    check.tail = &trace->variables;
    /* Steps inside of an `on` run when the callback comes: they may use what is bound below, and bind for there. */
    if (check_evidence(&check) && check_sinks(&check) && check_ons(&check, true) && check_runners(&check) &&
        check_ons(&check, false) && check_wheres(&check))
        check_flights(&check);
    names_free(&check.labels);
    names_free(&check.processes);
    return check.status;
}

const struct cat_param *trace_param(const struct step *step, unsigned arg)
{
    unsigned outs = 0;

    if (step->action == ACTION_CREATE || step->action == ACTION_FACTORY || step->action == ACTION_AS)
        return arg ? NULL : &check_ppv;
    if (!step->callee)
        return NULL;
    if (step->action != ACTION_END)
        return arg < step->callee->n_params ? &step->callee->params[arg] : NULL;
    for (unsigned i = 0; i < step->callee->n_params; i++) {
        if (cat_is_out(step->callee->params[i].kind) && outs++ == arg)
            return &step->callee->params[i];
    }
    return NULL;
}
