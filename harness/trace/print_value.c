/* Arguments, values and results. */
#include "trace/print.h"

static const char *code_text(const char *name, uint64_t code, char text[16])
{
    if (name)
        return name;
    text[0] = '0';
    text[1] = 'x';
    for (unsigned i = 0; i < 8; i++)
        text[2 + i] = "0123456789ABCDEF"[code >> (28 - 4 * i) & 15];
    text[10] = 0;
    return text;
}

void print_hresult(uint64_t code, struct buffer *out)
{
    char text[16];

    buffer_puts(out, code_text(cat_hresult_name((uint32_t)code), code, text));
}

static void print_string(const char *text, struct buffer *out)
{
    buffer_putc(out, '"');
    buffer_puts(out, text);
    buffer_putc(out, '"');
}

static void print_number(uint64_t number, const char *text, struct buffer *out)
{
    if (text)
        buffer_puts(out, text);
    else
        buffer_printf(out, "%llu", (unsigned long long)number);
}

void trace_print_value(const struct value *value, struct buffer *out)
{
    static const char *const words[] = { "null", "untouched", "any", "object", "new" };

    switch (value->kind) {
    case VALUE_SAME:
        buffer_puts(out, "same ");
        buffer_puts(out, value->text);
        break;
    case VALUE_NUMBER:
        print_number(value->number, value->text, out);
        break;
    case VALUE_GUID:
        buffer_puts(out, value->text);
        break;
    case VALUE_KEY:
        buffer_printf(out, "[%s]", value->text);
        break;
    case VALUE_STRING:
        print_string(value->text, out);
        if (value->tail)
            buffer_puts(out, value->tail == TAIL_ANY ? " tail any" : " tail touched");
        break;
    default:
        buffer_puts(out, words[value->kind]);
    }
}

static void print_list(const struct arg *arg, struct buffer *out)
{
    buffer_puts(out, "&(");
    for (unsigned i = 0; i < arg->n_names; i++) {
        buffer_puts(out, i ? ", " : "");
        buffer_puts(out, arg->names[i]);
    }
    buffer_putc(out, ')');
    for (unsigned i = 0; i < arg->n_values; i++) {
        buffer_puts(out, i ? ", " : " = (");
        trace_print_value(&arg->values[i], out);
    }
    if (arg->n_values)
        buffer_putc(out, ')');
}

static void print_out(const struct arg *arg, struct buffer *out)
{
    if (arg->list) {
        print_list(arg, out);
        return;
    }
    buffer_putc(out, '&');
    buffer_puts(out, arg->names[0]);
    if (arg->capacity)
        buffer_printf(out, "[%u]", (unsigned)arg->capacity);
    if (arg->n_values) {
        buffer_puts(out, " = ");
        trace_print_value(arg->values, out);
    }
}

void trace_print_arg(const struct arg *arg, struct buffer *out)
{
    switch (arg->kind) {
    case ARG_NULL:
        buffer_puts(out, "null");
        break;
    case ARG_NUMBER:
        print_number(arg->number, arg->text, out);
        break;
    case ARG_STRING:
        print_string(arg->text, out);
        break;
    case ARG_GUID:
    case ARG_NAME:
        buffer_puts(out, arg->text);
        break;
    case ARG_SECRET:
        buffer_puts(out, "secret ");
        buffer_puts(out, arg->text);
        break;
    case ARG_OUT:
        print_out(arg, out);
        break;
    }
}

void print_args(const struct arg *args, unsigned n_args, struct buffer *out)
{
    buffer_putc(out, '(');
    for (unsigned i = 0; i < n_args; i++) {
        buffer_puts(out, i ? ", " : "");
        trace_print_arg(&args[i], out);
    }
    buffer_putc(out, ')');
}

static void print_names(const struct result *result, struct buffer *out)
{
    buffer_putc(out, '(');
    for (unsigned i = 0; i < result->n_names; i++) {
        buffer_puts(out, i ? ", " : "");
        print_string(result->names[i], out);
    }
    buffer_putc(out, ')');
}

void trace_print_result(const struct result *result, struct buffer *out)
{
    char text[16];

    switch (result->kind) {
    case RESULT_NONE:
        break;
    case RESULT_HRESULT:
        print_hresult(result->number, out);
        if (result->value) {
            buffer_putc(out, ' ');
            trace_print_value(result->value, out);
        }
        break;
    case RESULT_COUNT:
        buffer_printf(out, "count %llu", (unsigned long long)result->number);
        break;
    case RESULT_ANY:
        buffer_puts(out, "any");
        break;
    case RESULT_CRASH:
        buffer_puts(out, "crash ");
        buffer_puts(out, result->text);
        break;
    case RESULT_HANG:
        buffer_puts(out, "hang");
        break;
    case RESULT_EXIT:
        buffer_printf(out, "exit %llu", (unsigned long long)result->number);
        break;
    case RESULT_ERROR:
        buffer_puts(out, code_text(cat_error_name((uint32_t)result->number), result->number, text));
        break;
    case RESULT_DATA:
        data_print(&result->data, out);
        break;
    case RESULT_ABSENT:
        buffer_puts(out, "absent");
        break;
    case RESULT_NAMES:
        print_names(result, out);
        break;
    case RESULT_YES:
        buffer_puts(out, "yes");
        break;
    case RESULT_NO:
        buffer_puts(out, "no");
        break;
    case RESULT_VOID:
        buffer_puts(out, "void");
        break;
    case RESULT_NOT_RUN:
        buffer_puts(out, "not-run ");
        buffer_puts(out, result->text);
        break;
    }
}
