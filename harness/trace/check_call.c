/* Arguments, values and results against the catalogue. */
#include "trace/check.h"

#include <stdio.h>
#include "trace/print.h"

const struct cat_param check_ppv = { "ppv", CAT_OUT_BY_IID, CAT_GROUP_NONE, NULL, 0 };

/* "expected WHAT, found 'ARG'" with the argument as it is printed. */
static bool wrong_arg(struct check *check, const struct arg *arg, unsigned line, const char *expected,
                      const struct cat_param *param)
{
    struct buffer text;

    buffer_init(&text, TRACE_MAX_LINE);
    trace_print_arg(arg, &text);
    check_fail(check, line, arg->column, "expected %s for [%s] %s, found '%.60s'", expected,
               cat_is_out(param->kind) ? "out" : "in", param->name, text.data ? text.data : "");
    buffer_free(&text);
    return false;
}

/* ---- arguments that go in ---- */

static bool kind_fits(enum cat_kind param, enum variable_kind variable)
{
    switch (param) {
    case CAT_IN_GUID:
        return variable == VARIABLE_GUID;
    case CAT_IN_TEXT:
        return variable == VARIABLE_TEXT;
    case CAT_IN_NUMBER:
        return variable == VARIABLE_NUMBER || variable == VARIABLE_TOKEN;
    case CAT_IN_WINDOW:
        return variable == VARIABLE_WINDOW;
    default:
        return variable == VARIABLE_INTERFACE || variable == VARIABLE_SINK;
    }
}

static bool check_in(struct check *check, const struct arg *arg, const struct cat_param *param, unsigned line)
{
    const struct variable *variable;
    bool fits = false;

    switch (arg->kind) {
    case ARG_NULL:
        fits = param->kind != CAT_IN_NUMBER;
        break;
    case ARG_NUMBER:
        fits = (param->kind == CAT_IN_NUMBER || param->kind == CAT_IN_WINDOW) && arg->number <= UINT32_MAX;
        break;
    case ARG_STRING:
        fits = param->kind == CAT_IN_TEXT;
        break;
    case ARG_SECRET:
        fits = param->kind == CAT_IN_TEXT;
        break;
    case ARG_GUID:
        fits = param->kind == CAT_IN_GUID;
        break;
    case ARG_NAME:
        variable = check_use(check, arg->text, line, arg->column);
        if (!variable)
            return check->lenient;
        fits = kind_fits(param->kind, variable->kind);
        break;
    case ARG_OUT:
        break;
    }
    if (!fits)
        return wrong_arg(check, arg, line, "a value", param);
    if (arg->kind == ARG_STRING || (arg->kind == ARG_GUID && arg->symbolic))
        return check_symbols(check, arg->text, line, arg->column);
    return true;
}

/* ---- out parameters ---- */

/* What element `index` of this out parameter is: CONNECTDATA has two parts. */
static enum cat_kind element_kind(const struct cat_param *param, unsigned index)
{
    if (param->kind == CAT_OUT_INTERFACES || param->kind == CAT_OUT_BY_IID)
        return CAT_OUT_INTERFACE;
    if (param->kind == CAT_OUT_CONNECTIONS)
        return index % 2 ? CAT_OUT_TOKEN : CAT_OUT_INTERFACE;
    return param->kind;
}

static bool value_fits(enum cat_kind kind, enum value_kind value)
{
    switch (value) {
    case VALUE_UNTOUCHED:
    case VALUE_ANY:
        return true;
    case VALUE_NULL:
        return kind == CAT_OUT_INTERFACE || kind == CAT_OUT_KEY || kind == CAT_OUT_TOKEN;
    case VALUE_OBJECT:
        return kind == CAT_OUT_INTERFACE;
    case VALUE_NEW:
    case VALUE_SAME:
        return kind == CAT_OUT_INTERFACE || kind == CAT_OUT_TOKEN;
    case VALUE_NUMBER:
        return kind == CAT_OUT_NUMBER;
    case VALUE_GUID:
        return kind == CAT_OUT_GUID;
    case VALUE_KEY:
        return kind == CAT_OUT_KEY;
    case VALUE_STRING:
        return kind == CAT_OUT_TEXT;
    }
    return false;
}

bool check_value(struct check *check, const struct value *value, const struct cat_param *param, unsigned index,
                 unsigned line, unsigned column)
{
    struct buffer text;

    if (value_fits(element_kind(param, index), value->kind))
        return value->kind != VALUE_SAME || check_use(check, value->text, line, column) || check->lenient;
    buffer_init(&text, TRACE_MAX_LINE);
    trace_print_value(value, &text);
    check_fail(check, line, column, "expected a value that [out] %s can have, found '%.60s'", param->name,
               text.data ? text.data : "");
    buffer_free(&text);
    return false;
}

static enum variable_kind bound_kind(enum cat_kind kind)
{
    switch (kind) {
    case CAT_OUT_NUMBER:
        return VARIABLE_NUMBER;
    case CAT_OUT_TOKEN:
        return VARIABLE_TOKEN;
    case CAT_OUT_GUID:
        return VARIABLE_GUID;
    case CAT_OUT_TEXT:
        return VARIABLE_TEXT;
    case CAT_OUT_KEY:
        return VARIABLE_KEY;
    default:
        return VARIABLE_INTERFACE;
    }
}

/* The interface of a pointer that comes out; IUnknown where the IID is no interface of the catalogue. */
static const struct cat_interface *bound_interface(const struct step *step, const struct cat_param *param)
{
    const struct cat_interface *interface = NULL;

    if (param->interface)
        return cat_interface(param->interface);
    if (param->kind == CAT_OUT_BY_IID && step->args[param->partner].kind == ARG_GUID &&
        !step->args[param->partner].symbolic)
        interface = cat_interface_by_iid(&step->args[param->partner].guid);
    return interface ? interface : cat_interface("IUnknown");
}

static bool is_array(enum cat_kind kind)
{
    return kind == CAT_OUT_INTERFACES || kind == CAT_OUT_CONNECTIONS;
}

static bool check_out(struct check *check, const struct step *step, const struct arg *arg,
                      const struct cat_param *param)
{
    if (arg->kind == ARG_NULL)
        return true;
    if (arg->kind != ARG_OUT)
        return wrong_arg(check, arg, step->line, "'&name' or 'null'", param);
    if (arg->list != is_array(param->kind))
        return wrong_arg(check, arg, step->line, arg->list ? "'&name'" : "'&(name, …)'", param);
    if ((arg->capacity != 0) != (param->kind == CAT_OUT_TEXT))
        return wrong_arg(check, arg, step->line, arg->capacity ? "'&name' without a capacity" : "'&name[capacity]'",
                         param);
    if (param->kind == CAT_OUT_CONNECTIONS && arg->n_names % 2)
        return wrong_arg(check, arg, step->line, "a pointer and a token of each element", param);
    for (unsigned i = 0; i < arg->n_values; i++) {
        if (!check_value(check, &arg->values[i], param, i, step->line, arg->column))
            return false;
    }
    return true;
}

static bool bind_out(struct check *check, const struct step *step, const struct arg *arg, const struct cat_param *param)
{
    const struct cat_interface *interface = bound_interface(step, param);

    for (unsigned i = 0; i < arg->n_names; i++) {
        enum variable_kind kind = bound_kind(element_kind(param, i));

        if (!check_bind(check, arg->names[i], kind, kind == VARIABLE_INTERFACE ? interface : NULL, step, step->line,
                        arg->column))
            return false;
    }
    return true;
}

/* ---- calls ---- */

/* All values first, so that no parameter sees a variable of its own call. */
bool check_args(struct check *check, struct step *step)
{
    const struct cat_method *method = step->callee;

    if (step->n_args != method->n_params)
        return check_fail(check, step->line, step->columns[1], "expected %u argument%s for %s.%s, found %u",
                          method->n_params, method->n_params == 1 ? "" : "s", step->callee_interface->name,
                          method->name, step->n_args);
    for (unsigned i = 0; i < step->n_args; i++) {
        const struct cat_param *param = &method->params[i];

        if (!(cat_is_out(param->kind) ? check_out(check, step, &step->args[i], param)
                                      : check_in(check, &step->args[i], param, step->line)))
            return false;
    }
    for (unsigned i = 0; i < step->n_args; i++) {
        if (step->args[i].kind == ARG_OUT && !bind_out(check, step, &step->args[i], &method->params[i]))
            return false;
    }
    return true;
}

bool check_callback(struct check *check, const struct detail *detail)
{
    const struct variable *sink = check_use(check, detail->object, detail->line, detail->column);
    const struct cat_method *method;

    if (!sink)
        return false;
    if (sink->kind != VARIABLE_SINK)
        return check_fail(check, detail->line, detail->column, "expected a sink, found '%s'", detail->object);
    method = cat_method(sink->interface, detail->method, NULL);
    if (!method)
        return check_fail(check, detail->line, detail->column, "expected a method of %s, found '%s'",
                          sink->interface->name, detail->method);
    if (detail->n_args != method->n_params)
        return check_fail(check, detail->line, detail->column, "expected %u argument%s for %s.%s, found %u",
                          method->n_params, method->n_params == 1 ? "" : "s", sink->interface->name, method->name,
                          detail->n_args);
    for (unsigned i = 0; i < detail->n_args; i++) {
        if (cat_is_out(method->params[i].kind) || !check_in(check, &detail->args[i], &method->params[i], detail->line))
            return check->status ? false
                                 : wrong_arg(check, &detail->args[i], detail->line, "a value", &method->params[i]);
    }
    return true;
}

/* ---- results ---- */

static const char *expected_of_reg(enum reg_kind kind, unsigned *possible)
{
    *possible = 1u << RESULT_ERROR;
    if (kind == REG_ACTION_QUERY) {
        *possible |= 1u << RESULT_DATA | 1u << RESULT_ABSENT;
        return "data, absent or a Win32 error";
    }
    if (kind == REG_ACTION_KEYS || kind == REG_ACTION_VALUES) {
        *possible |= 1u << RESULT_NAMES;
        return "a list of names or a Win32 error";
    }
    return "a Win32 error";
}

static const char *expected_results(const struct step *step, unsigned *possible)
{
    switch (step->action) {
    case ACTION_CREATE:
    case ACTION_FACTORY:
    case ACTION_AS:
        *possible = 1u << RESULT_HRESULT;
        return "an HRESULT";
    case ACTION_CALL:
    case ACTION_END:
        if (step->callee && step->callee->returns == CAT_RETURNS_COUNT) {
            *possible = 1u << RESULT_COUNT;
            return "a count";
        }
        *possible = 1u << RESULT_HRESULT;
        return "an HRESULT";
    case ACTION_NEVER:
    case ACTION_UNCHANGED:
        *possible = 1u << RESULT_YES | 1u << RESULT_NO;
        return "yes or no";
    case ACTION_REFS:
        *possible = 1u << RESULT_COUNT;
        return "a count";
    case ACTION_REG:
        return expected_of_reg(step->reg.kind, possible);
    default:
        *possible = 1u << RESULT_VOID;
        return "void";
    }
}

bool check_result(struct check *check, const struct step *step)
{
    static const unsigned always =
        1u << RESULT_NONE | 1u << RESULT_ANY | 1u << RESULT_CRASH | 1u << RESULT_HANG | 1u << RESULT_EXIT;
    unsigned possible = 0;
    const char *expected = expected_results(step, &possible);
    struct buffer text;

    possible |= always;
    if (check->trace->is_trace)
        possible |= 1u << RESULT_NOT_RUN;
    if (possible & 1u << step->result.kind)
        return !step->result.value ||
               check_value(check, step->result.value, &check_ppv, 0, step->line, step->columns[2]);
    buffer_init(&text, TRACE_MAX_LINE * 2);
    trace_print_result(&step->result, &text);
    check_fail(check, step->line, step->columns[2], "expected %s, found '%.60s'", expected, text.data ? text.data : "");
    buffer_free(&text);
    return false;
}
