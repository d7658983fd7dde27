/* Steps and what is below them. */
#include "trace/print.h"
#include "trace/parse.h"

static void print_place(const struct reg_action *reg, struct buffer *out)
{
    if (reg->variable)
        buffer_puts(out, reg->variable);
    if (reg->path)
        buffer_printf(out, "[%s]", reg->path);
}

static void print_value_name(const char *name, struct buffer *out)
{
    if (*name)
        buffer_printf(out, "\"%s\"", name);
    else
        buffer_putc(out, '@');
}

static void print_reg(const struct reg_action *reg, struct buffer *out)
{
    static const char *const words[] = { "set", "delete", "create", "query", "keys", "values", "close" };

    buffer_printf(out, "reg %s ", words[reg->kind]);
    print_place(reg, out);
    if (reg->value_name) {
        buffer_putc(out, ' ');
        print_value_name(reg->value_name, out);
    }
    if (reg->kind == REG_ACTION_SET) {
        buffer_putc(out, '=');
        data_print(&reg->data, out);
    }
}

static void print_duration(struct duration duration, struct buffer *out)
{
    buffer_printf(out, "%u%s", (unsigned)duration.number, duration.seconds ? "s" : "ms");
}

static void print_pump(const struct step *step, struct buffer *out)
{
    buffer_puts(out, "pump");
    if (step->object)
        buffer_printf(out, " until %s.%s", step->object, step->method);
    if (!step->object && step->duration.number) {
        buffer_putc(out, ' ');
        print_duration(step->duration, out);
    }
}

static void print_binding(const struct step *step, struct buffer *out)
{
    buffer_printf(out, "%s = ", step->binds);
    if (step->action == ACTION_WINDOW)
        buffer_printf(out, "window \"%s\"", step->text);
    else if (step->action == ACTION_AS)
        buffer_printf(out, "%s as %s", step->object, step->interface->name);
    else
        buffer_printf(out, "%s %s as %s", step->action == ACTION_CREATE ? "create" : "factory", step->class->name,
                      step->interface->name);
}

static void print_call(const struct step *step, struct buffer *out)
{
    buffer_puts(out, step->action == ACTION_BEGIN ? "begin " : "");
    buffer_puts(out, step->object);
    buffer_putc(out, '.');
    buffer_puts(out, step->method);
    print_args(step->args, step->n_args, out);
}

void print_action(const struct step *step, struct buffer *out)
{
    const char *word = "exit";

    if (step->name) {
        buffer_puts(out, step->name);
        buffer_puts(out, ": ");
    }
    switch (step->action) {
    case ACTION_CREATE:
    case ACTION_FACTORY:
    case ACTION_AS:
    case ACTION_WINDOW:
        print_binding(step, out);
        return;
    case ACTION_CALL:
    case ACTION_BEGIN:
        print_call(step, out);
        return;
    case ACTION_PUMP:
        print_pump(step, out);
        return;
    case ACTION_UNCHANGED:
        buffer_puts(out, "unchanged");
        return;
    case ACTION_REG:
        print_reg(&step->reg, out);
        return;
    case ACTION_CLOCK:
        buffer_puts(out, "clock +");
        print_duration(step->duration, out);
        return;
    case ACTION_END:
        word = "end";
        break;
    case ACTION_NEVER:
        buffer_printf(out, "never %s.%s", step->object, step->method);
        return;
    case ACTION_REFS:
        word = "refs";
        break;
    case ACTION_KILL:
        word = "kill";
        break;
    case ACTION_HANG:
        word = "hang";
        break;
    case ACTION_EXIT:
        break;
    }
    buffer_printf(out, "%s %s", word, step->object);
    if (step->n_args)
        print_args(step->args, step->n_args, out);
}

void print_tags(const struct tags *tags, struct buffer *out)
{
    for (unsigned i = 0; i < tags->n; i++)
        buffer_printf(out, " [%s]", tags->words[i]);
}

void trace_print_step(const struct step *step, unsigned level, struct buffer *out)
{
    buffer_pad(out, level * 2);
    print_action(step, out);
    if (step->result.kind) {
        buffer_puts(out, " -> ");
        trace_print_result(&step->result, out);
    }
    print_tags(&step->tags, out);
    buffer_putc(out, '\n');
}

/* ---- details ---- */

static void print_operand(char operand, const struct detail *detail, struct buffer *out)
{
    switch (operand) {
    case 'k':
        buffer_printf(out, " [%s]", detail->key);
        break;
    case 'v':
    case 'w':
        if (detail->value_name) {
            buffer_putc(out, ' ');
            print_value_name(detail->value_name, out);
        }
        break;
    case 'd':
        buffer_putc(out, '=');
        data_print(&detail->data, out);
        break;
    case 's':
        buffer_printf(out, " \"%s\"", detail->text);
        break;
    case 'u':
        if (detail->text)
            buffer_printf(out, " \"%s\"", detail->text);
        break;
    case 'T':
        buffer_printf(out, " to \"%s\"", detail->text2);
        break;
    case 't':
        buffer_printf(out, " \"%s\"", detail->text2);
        break;
    case 'r':
        buffer_printf(out, detail->role_quoted ? " \"%s\"" : " %s", detail->role);
        break;
    case 'e':
        if (detail->result.kind) {
            buffer_puts(out, " -> ");
            trace_print_result(&detail->result, out);
        }
        break;
    case 'n':
        buffer_printf(out, " %s", detail->object);
        break;
    case 'o':
        if (detail->object)
            buffer_printf(out, " %s", detail->object);
        break;
    case 'c':
        buffer_puts(out, detail->kind == USER_CHECK_ON ? " on" : " off");
        break;
    default:
        for (unsigned i = 0; i < detail->n_words; i++)
            buffer_printf(out, " %s", detail->words[i]);
    }
}

static void print_callback(const struct detail *detail, struct buffer *out)
{
    static const char *const apartments[] = { "none", "sta", "mta" };

    buffer_printf(out, "%s.%s", detail->object, detail->method);
    print_args(detail->args, detail->n_args, out);
    buffer_puts(out, " -> ");
    print_hresult(detail->result.number, out);
    if (detail->thread && !detail->plain)
        buffer_printf(out, " on %s %s", detail->thread, apartments[detail->apartment]);
}

void print_detail(const struct detail *detail, struct buffer *out)
{
    const struct detail_form *form = &detail_forms[detail->kind == USER_CHECK_OFF ? USER_CHECK_ON : detail->kind];

    buffer_puts(out, detail->kind >= USER_DIALOG ? "> " : "| ");
    if (detail->kind == SEEN_NONE || detail->kind == SEEN_OPEN) {
        buffer_printf(out, "%s %s", effect_kind_names[detail->effect], detail->kind == SEEN_NONE ? "none" : "...");
        return;
    }
    if (detail->kind == SEEN_CALLBACK) {
        print_callback(detail, out);
        return;
    }
    buffer_puts(out, form->first);
    if (form->second)
        buffer_printf(out, " %s", form->second);
    for (const char *operand = form->operands; *operand; operand++)
        print_operand(*operand, detail, out);
}

void trace_print_detail(const struct detail *detail, unsigned level, struct buffer *out)
{
    buffer_pad(out, level * 2);
    print_detail(detail, out);
    buffer_putc(out, '\n');
}
