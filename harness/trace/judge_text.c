#include "trace/judge_private.h"

/* Takes what the buffer holds to the arena, with names for GUIDs if it comes from a trace. */
static const char *keep(struct judge *judge, struct buffer *text, bool observed)
{
    struct symbols *symbols = observed ? judge->symbols : judge->expected_symbols;
    struct buffer normal;
    const char *kept = NULL;

    buffer_init(&normal, TRACE_MAX_TRACE);
    if (symbols && !text->status && text->len) {
        symbols_normalise(symbols, text->data, text->len, &normal);
        if (!normal.status)
            kept = arena_text(&judge->out->arena, normal.data, normal.len);
    } else if (!text->status) {
        kept = arena_text(&judge->out->arena, text->len ? text->data : "", text->len);
    }
    if (!kept)
        judge->no_memory = true;
    buffer_free(&normal);
    buffer_free(text);
    return kept;
}

const char *judge_result_text(struct judge *judge, const struct result *result, bool observed)
{
    struct result alone = *result;
    struct buffer text;

    alone.value = NULL; /* the pointer is a fact of its own, out.ppv */
    buffer_init(&text, TRACE_MAX_TRACE);
    trace_print_result(&alone, &text);
    return keep(judge, &text, observed);
}

const char *judge_out_text(struct judge *judge, const struct arg *arg, bool observed)
{
    struct buffer text;

    buffer_init(&text, TRACE_MAX_TRACE);
    if (arg->list)
        buffer_putc(&text, '(');
    for (unsigned i = 0; i < arg->n_values; i++) {
        if (i)
            buffer_puts(&text, ", ");
        trace_print_value(&arg->values[i], &text);
    }
    if (arg->list)
        buffer_putc(&text, ')');
    return keep(judge, &text, observed);
}

const struct detail *judge_details(const struct step *step)
{
    if (step->action == ACTION_BEGIN)
        return NULL;
    return step->action == ACTION_END ? step->gathered : step->details;
}

const struct detail *judge_next_effect(const struct step *step, enum effect_kind kind, const struct detail *from)
{
    const struct detail *detail = from ? from->next : judge_details(step);

    while (detail && (detail->kind >= USER_DIALOG || detail->effect != kind))
        detail = detail->next;
    return detail;
}

/* One line without its bar and its end; of a callback also where it came, if it is `full`. */
static void print_effect(const struct detail *detail, bool full, struct buffer *out)
{
    struct detail shown = *detail;
    struct buffer line;

    shown.plain = detail->plain && !full;
    buffer_init(&line, TRACE_MAX_TRACE);
    trace_print_detail(&shown, 0, &line);
    if (line.status)
        out->status = line.status;
    else if (line.len > 3)
        buffer_append(out, line.data + 2, line.len - 3);
    buffer_free(&line);
}

bool judge_states_where(const struct step *step)
{
    const struct detail *detail = NULL;

    while ((detail = judge_next_effect(step, EFFECT_CALLBACKS, detail)))
        if (detail->thread && !detail->plain)
            return true;
    return false;
}

const char *judge_effects_text(struct judge *judge, const struct step *step, enum effect_kind kind, bool observed,
                               bool full)
{
    struct buffer text;
    const struct detail *first = judge_next_effect(step, kind, NULL);
    const struct trace *side = observed ? judge->trace : judge->scenario;

    /* A trace that watched a kind says `none` by silence; a scenario leaves it open. */
    if (!first && !(side->is_trace && (side->observes & 1u << kind)))
        return NULL;
    buffer_init(&text, TRACE_MAX_TRACE);
    if (!first || first->kind == SEEN_NONE) {
        buffer_puts(&text, "none");
        return keep(judge, &text, false);
    }
    for (const struct detail *detail = first; detail; detail = judge_next_effect(step, kind, detail)) {
        if (detail != first)
            buffer_puts(&text, " | ");
        print_effect(detail, full, &text);
    }
    return keep(judge, &text, observed);
}

const char *judge_user_text(struct judge *judge, const struct step *step, bool observed)
{
    struct buffer text;

    buffer_init(&text, TRACE_MAX_TRACE);
    for (const struct detail *detail = judge_details(step); detail; detail = detail->next) {
        if (detail->kind < USER_DIALOG)
            continue;
        if (text.len)
            buffer_puts(&text, " > ");
        print_effect(detail, false, &text);
    }
    if (!text.len)
        buffer_puts(&text, "none");
    return keep(judge, &text, observed);
}

const char *judge_ended_text(struct judge *judge, const struct ended *ended)
{
    static const char *const words[] = { NULL, "ok", "crash", "hang", "exit", "unsupported", "dialog" };
    const char *text = words[ended->kind];

    if (ended->kind == ENDED_CRASH)
        text = arena_printf(&judge->out->arena, "crash %s", ended->text);
    else if (ended->kind == ENDED_EXIT)
        text = arena_printf(&judge->out->arena, "exit %llu", (unsigned long long)ended->number);
    else if (ended->kind == ENDED_DIALOG)
        text = arena_printf(&judge->out->arena, "dialog %s", ended->text);
    if (!text && ended->kind != ENDED_NONE)
        judge->no_memory = true;
    return text;
}
