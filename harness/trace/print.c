/* Whole files in canonical form: blank lines, comments, alignment. */
#include "trace/print.h"

enum { ARROW_COLUMN = 72 };

/* ---- notes ---- */

/* Notes are by anchor, those of the end last. */
static size_t first_note(const struct trace *trace, unsigned line)
{
    size_t low = 0, high = trace->n_notes;

    while (low < high) {
        size_t middle = (low + high) / 2;
        unsigned anchor = trace->notes[middle].anchor;

        if (line && anchor && anchor < line)
            low = middle + 1;
        else if (!line && anchor)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_notes_before(const struct trace *trace, unsigned line)
{
    size_t i = line ? first_note(trace, line) : trace->n_notes;

    return i < trace->n_notes && trace->notes[i].anchor == line && trace->notes[i].own_line;
}

/* Blank lines are kept, one at most; none at the start of a block. */
void print_notes_before(const struct printer *printer, unsigned line, bool first)
{
    const struct trace *trace = printer->trace;
    bool blank = first;

    if (!line)
        return;
    for (size_t i = first_note(trace, line); i < trace->n_notes && trace->notes[i].anchor == line; i++) {
        const struct note *note = &trace->notes[i];

        if (!note->own_line || (!note->text && blank))
            continue;
        blank = !note->text;
        if (note->text) {
            buffer_pad(printer->out, note->indent);
            buffer_puts(printer->out, note->text);
        }
        buffer_putc(printer->out, '\n');
    }
}

void print_note_after(const struct printer *printer, unsigned line)
{
    const struct trace *trace = printer->trace;

    for (size_t i = line ? first_note(trace, line) : trace->n_notes;
         i < trace->n_notes && trace->notes[i].anchor == line; i++) {
        if (trace->notes[i].own_line)
            continue;
        buffer_putc(printer->out, ' ');
        buffer_puts(printer->out, trace->notes[i].text);
    }
    buffer_putc(printer->out, '\n');
}

/* Comments behind everything else; blank lines at the end go. */
static void print_last_notes(const struct printer *printer)
{
    const struct trace *trace = printer->trace;
    bool blank = false;

    for (size_t i = first_note(trace, 0); i < trace->n_notes; i++) {
        const struct note *note = &trace->notes[i];

        if (!note->text) {
            blank = true;
            continue;
        }
        if (blank)
            buffer_putc(printer->out, '\n');
        blank = false;
        buffer_pad(printer->out, note->indent);
        buffer_puts(printer->out, note->text);
        buffer_putc(printer->out, '\n');
    }
}

/* ---- steps ---- */

static size_t characters(const char *text, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += (text[i] & 0xC0) != 0x80;
    return n;
}

static size_t step_width(const struct printer *printer, const struct step *step, unsigned level)
{
    struct buffer text;
    size_t width;

    buffer_init(&text, (size_t)TRACE_MAX_LINE * 4);
    print_action(step, &text);
    if (text.status && !printer->out->status)
        printer->out->status = text.status;
    width = level * 2 + characters(text.data, text.len);
    buffer_free(&text);
    return width;
}

/* The column of the arrows of a block: of the steps from here to the next blank line or comment. */
static size_t arrow_column(const struct printer *printer, const struct step *step, unsigned level)
{
    const struct trace *trace = printer->trace;
    size_t column = 0;

    if (trace->is_trace)
        return 0; /* written line by line: the widest is not known when the first is printed */
    for (const struct step *next = step; next; next = next->next) {
        if (next != step && has_notes_before(trace, next->line))
            break;
        if (!next->result.kind)
            continue;
        size_t width = step_width(printer, next, level) + 1;
        if (width <= ARROW_COLUMN && width > column)
            column = width;
    }
    return column;
}

static void print_steps(const struct printer *printer, const struct step *step, unsigned level, bool first);

static void print_details(const struct printer *printer, const struct detail *detail, unsigned level)
{
    for (; detail; detail = detail->next) {
        print_notes_before(printer, detail->line, false);
        buffer_pad(printer->out, level * 2);
        print_detail(detail, printer->out);
        print_note_after(printer, detail->line);
        print_steps(printer, detail->steps, level + 1, true);
    }
}

static void print_step_line(const struct printer *printer, const struct step *step, unsigned level, size_t column)
{
    struct buffer *out = printer->out;
    size_t start = out->len;

    buffer_pad(out, level * 2);
    print_action(step, out);
    if (step->result.kind) {
        size_t width = out->status ? 0 : characters(out->data + start, out->len - start);
        buffer_pad(out, column > width ? column - width : 1);
        buffer_puts(out, "-> ");
        trace_print_result(&step->result, out);
    }
    print_tags(&step->tags, out);
    print_note_after(printer, step->line);
}

static void print_steps(const struct printer *printer, const struct step *step, unsigned level, bool first)
{
    size_t column = 0;

    for (bool block = true; step; step = step->next, block = false) {
        if (block || has_notes_before(printer->trace, step->line))
            column = arrow_column(printer, step, level);
        print_notes_before(printer, step->line, first && block);
        print_step_line(printer, step, level, column);
        print_details(printer, step->details, level + 1);
    }
}

/* ---- sections ---- */

static void print_section_line(const struct section *section, struct buffer *out)
{
    static const char *const apartments[] = { "", " sta", " mta" };

    if (section->kind == SECTION_SINK)
        buffer_printf(out, "sink %s = %s", section->name, section->interface->name);
    else
        buffer_printf(out, "%s %s%s", section->kind == SECTION_PROCESS ? "process" : "thread", section->name,
                      apartments[section->apartment]);
}

static void print_on(const struct printer *printer, const struct on *on)
{
    struct buffer *out = printer->out;

    print_notes_before(printer, on->line, false);
    buffer_printf(out, "  on %s", on->method);
    if (on->nth)
        buffer_printf(out, "#%u", on->nth);
    if (on->block) {
        print_note_after(printer, on->line);
        print_steps(printer, on->steps, 2, true);
        print_notes_before(printer, on->answer_line, false);
        buffer_pad(out, 3);
    }
    buffer_puts(out, " answer ");
    print_hresult(on->answer, out);
    print_note_after(printer, on->block ? on->answer_line : on->line);
}

static void print_section(const struct printer *printer, const struct section *section)
{
    buffer_putc(printer->out, '\n');
    print_notes_before(printer, section->line, true);
    print_section_line(section, printer->out);
    print_note_after(printer, section->line);
    for (const struct on *on = section->ons; on; on = on->next)
        print_on(printer, on);
    print_details(printer, section->details, 2);
    print_steps(printer, section->steps, 1, !section->details);
}

void trace_print_section(const struct section *section, struct buffer *out)
{
    static const struct trace no_notes = { .is_trace = true };
    struct printer printer = { &no_notes, out };
    struct section bare = *section;

    bare.steps = NULL;
    bare.details = NULL;
    print_section(&printer, &bare);
}

/* ---- end ---- */

static void print_ended(const struct ended *ended, struct buffer *out)
{
    static const char *const words[] = { "", "ok", "crash", "hang", "exit", "unsupported", "dialog" };

    buffer_printf(out, "ended %s", words[ended->kind]);
    if (ended->text)
        buffer_printf(out, " %s", ended->text);
    if (ended->kind == ENDED_EXIT)
        buffer_printf(out, " %llu", (unsigned long long)ended->number);
    if (ended->label)
        buffer_printf(out, " at %s", ended->label);
}

void trace_print_ended(const struct ended *ended, struct buffer *out)
{
    print_ended(ended, out);
    buffer_putc(out, '\n');
}

void trace_print(const struct trace *trace, struct buffer *out)
{
    struct printer printer = { trace, out };

    print_header(&printer);
    for (const struct section *section = trace->sections; section; section = section->next)
        print_section(&printer, section);
    if (trace->ended.kind) {
        print_notes_before(&printer, trace->ended.line, false);
        print_ended(&trace->ended, out);
        print_note_after(&printer, trace->ended.line);
    }
    print_last_notes(&printer);
}

enum status trace_format(const char *text, size_t len, const char *filename, struct buffer *out, struct diag *diag)
{
    struct trace *trace;
    enum status status = trace_parse(text, len, filename, &trace, diag);

    if (status)
        return status;
    trace_print(trace, out);
    trace_free(trace);
    return out->status;
}

uint32_t duration_ms(struct duration duration)
{
    if (!duration.seconds)
        return duration.number;
    return duration.number > UINT32_MAX / 1000 ? UINT32_MAX : duration.number * 1000;
}
