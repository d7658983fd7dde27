/* The header lines, in the order of the grammar. */
#include "trace/print.h"

#include <stdio.h>

static void print_set(unsigned set, const char *const *words, struct buffer *out)
{
    bool some = false;

    for (unsigned i = 0; i < 8; i++) {
        if (!(set & 1u << i))
            continue;
        buffer_puts(out, some ? ", " : "");
        buffer_puts(out, words[i]);
        some = true;
    }
}

static void print_evidence(const struct trace *trace, struct buffer *out)
{
    for (unsigned i = 0; i < trace->n_evidence; i++) {
        const struct evidence *evidence = &trace->evidence[i];

        buffer_puts(out, i ? ", " : "");
        buffer_puts(out, evidence_class_names[evidence->class]);
        buffer_puts(out, *evidence->words ? " " : "");
        buffer_puts(out, evidence->words);
    }
}

static void print_dll(const struct trace *trace, struct buffer *out)
{
    buffer_printf(out, "\"%s\" sha256 %s", trace->dll_path, trace->dll_sha256);
    if (trace->dll_version)
        buffer_printf(out, " version \"%s\"", trace->dll_version);
    if (trace->dll_machine)
        buffer_printf(out, " machine %s", trace->dll_machine);
}

static bool has_header(const struct trace *trace, enum header header)
{
    switch (header) {
    case HEADER_TITLE:
        return trace->title;
    case HEADER_EVIDENCE:
        return trace->n_evidence > 0;
    case HEADER_NEEDS:
        return trace->needs != 0;
    case HEADER_LIMIT:
        return trace->limit.number != 0;
    case HEADER_REGISTRY:
        return trace->registry_name || trace->state;
    case HEADER_OF:
        return trace->of;
    case HEADER_TARGET:
        return trace->target;
    case HEADER_DLL:
        return trace->dll_path;
    case HEADER_LANE:
        return trace->lane;
    case HEADER_OBSERVES:
        return trace->observes != 0;
    default:
        return false;
    }
}

static void print_simple(const struct trace *trace, enum header header, struct buffer *out)
{
    static const char *const needs[] = { "ui", "processes", "threads", "native", "fault" };

    switch (header) {
    case HEADER_TITLE:
        buffer_puts(out, trace->title);
        break;
    case HEADER_EVIDENCE:
        print_evidence(trace, out);
        break;
    case HEADER_NEEDS:
        print_set(trace->needs, needs, out);
        break;
    case HEADER_LIMIT:
        buffer_printf(out, "%u%s", (unsigned)trace->limit.number, trace->limit.seconds ? "s" : "ms");
        break;
    case HEADER_OF:
        buffer_puts(out, trace->of);
        break;
    case HEADER_TARGET:
        buffer_puts(out, trace->target);
        break;
    case HEADER_DLL:
        print_dll(trace, out);
        break;
    case HEADER_LANE:
        buffer_puts(out, trace->lane);
        if (trace->lane_text)
            buffer_printf(out, " \"%s\"", trace->lane_text);
        break;
    default:
        print_set(trace->observes, effect_kind_names, out);
    }
}

/* The line of the keyword, then the keys and values of an inline state, each with its notes. */
static void print_registry(const struct printer *printer)
{
    const struct trace *trace = printer->trace;
    struct buffer *out = printer->out;

    print_notes_before(printer, trace->header_lines[HEADER_REGISTRY], false);
    buffer_puts(out, "registry");
    if (!trace->state) {
        buffer_pad(out, 2);
        buffer_puts(out, trace->registry_name);
        print_tags(&trace->registry_tags, out);
    } else if (trace->registry_tags.n) {
        buffer_putc(out, ' ');
        print_tags(&trace->registry_tags, out);
    }
    print_note_after(printer, trace->header_lines[HEADER_REGISTRY]);
    for (const struct state_key *key = trace->state ? trace->state->keys : NULL; key; key = key->next) {
        print_notes_before(printer, key->line, false);
        buffer_printf(out, "  [%s]", key->path);
        print_note_after(printer, key->line);
        for (const struct state_value *value = key->values; value; value = value->next) {
            print_notes_before(printer, value->line, false);
            buffer_pad(out, 2);
            state_print_value(value, out);
            print_note_after(printer, value->line);
        }
    }
}

static void print_passwords(const struct printer *printer)
{
    for (const struct password *password = printer->trace->passwords; password; password = password->next) {
        print_notes_before(printer, password->line, false);
        buffer_printf(printer->out, "password  %s = ", password->guid);
        if (password->kind == DATA_SECRET)
            buffer_printf(printer->out, "secret %s", password->secret);
        else
            buffer_puts(printer->out, password->kind == DATA_NONE ? "none" : "unreadable");
        print_note_after(printer, password->line);
    }
}

static void print_denies(const struct printer *printer)
{
    static const char *const words[] = { "read", "write", "all" };

    for (const struct deny *deny = printer->trace->denies; deny; deny = deny->next) {
        print_notes_before(printer, deny->line, false);
        buffer_printf(printer->out, "deny      [%s] %s", deny->key, words[deny->kind]);
        print_note_after(printer, deny->line);
    }
}

static void print_folders(const struct printer *printer)
{
    for (const struct folder *folder = printer->trace->folders; folder; folder = folder->next) {
        print_notes_before(printer, folder->line, false);
        buffer_printf(printer->out, "folder    \"%s\"", folder->path);
        print_note_after(printer, folder->line);
    }
}

void print_header(const struct printer *printer)
{
    const struct trace *trace = printer->trace;

    buffer_puts(printer->out, trace->is_trace ? "trace 1" : "scenario 1");
    print_note_after(printer, trace->header_lines[HEADER_FIRST]);
    for (unsigned header = HEADER_TITLE; header < N_HEADERS; header++) {
        if (header == HEADER_PASSWORD)
            print_passwords(printer);
        if (header == HEADER_DENY)
            print_denies(printer);
        if (header == HEADER_FOLDER)
            print_folders(printer);
        if (!has_header(trace, (enum header)header))
            continue;
        if (header == HEADER_REGISTRY) {
            print_registry(printer);
            continue;
        }
        print_notes_before(printer, trace->header_lines[header], false);
        buffer_printf(printer->out, "%-10s", header_names[header]);
        print_simple(trace, (enum header)header, printer->out);
        print_note_after(printer, trace->header_lines[header]);
    }
}

void trace_print_header(const struct trace *trace, struct buffer *out)
{
    struct printer printer = { NULL, out };
    struct trace bare = *trace;

    bare.notes = NULL;
    bare.n_notes = 0;
    printer.trace = &bare;
    print_header(&printer);
}
