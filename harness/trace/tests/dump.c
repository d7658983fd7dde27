#include "trace/tests/dump.h"

static void text(struct buffer *out, const char *name, const char *value)
{
    if (value)
        buffer_printf(out, "%s='%s' ", name, value);
}

static void number(struct buffer *out, const char *name, uint64_t value)
{
    if (value)
        buffer_printf(out, "%s=%llu ", name, (unsigned long long)value);
}

static void guid(struct buffer *out, const struct cat_guid *value)
{
    char digits[CAT_GUID_TEXT];

    cat_guid_text(value, digits);
    text(out, "guid", digits);
}

static void words(struct buffer *out, const char *name, const char *const *list, unsigned n)
{
    number(out, name, n);
    for (unsigned i = 0; i < n; i++)
        text(out, name, list[i]);
}

static void dump_data(struct buffer *out, const struct data *data)
{
    buffer_puts(out, "data{");
    number(out, "kind", data->kind);
    number(out, "type", data->type);
    number(out, "number", data->number);
    text(out, "text", data->text);
    number(out, "n_bytes", data->n_bytes);
    for (size_t i = 0; i < data->n_bytes; i++)
        buffer_printf(out, "%02x", data->bytes[i]);
    buffer_puts(out, "} ");
}

static void dump_value(struct buffer *out, const struct value *value)
{
    buffer_puts(out, "value{");
    number(out, "kind", value->kind);
    number(out, "tail", value->tail);
    number(out, "symbolic", value->symbolic);
    number(out, "number", value->number);
    guid(out, &value->guid);
    text(out, "text", value->text);
    buffer_puts(out, "} ");
}

static void dump_args(struct buffer *out, const struct arg *args, unsigned n)
{
    number(out, "n_args", n);
    for (unsigned i = 0; i < n; i++) {
        const struct arg *arg = &args[i];

        buffer_puts(out, "arg{");
        number(out, "kind", arg->kind);
        number(out, "symbolic", arg->symbolic);
        number(out, "list", arg->list);
        number(out, "capacity", arg->capacity);
        number(out, "number", arg->number);
        guid(out, &arg->guid);
        text(out, "text", arg->text);
        words(out, "names", arg->names, arg->n_names);
        for (unsigned k = 0; k < arg->n_values; k++)
            dump_value(out, &arg->values[k]);
        buffer_puts(out, "} ");
    }
}

static void dump_result(struct buffer *out, const struct result *result)
{
    buffer_puts(out, "result{");
    number(out, "kind", result->kind);
    number(out, "number", result->number);
    text(out, "text", result->text);
    if (result->value)
        dump_value(out, result->value);
    dump_data(out, &result->data);
    words(out, "names", result->names, result->n_names);
    buffer_puts(out, "} ");
}

static void dump_steps(struct buffer *out, const struct step *step);

static void dump_details(struct buffer *out, const struct detail *detail)
{
    for (; detail; detail = detail->next) {
        buffer_puts(out, "detail{");
        number(out, "kind", detail->kind);
        number(out, "effect", detail->effect);
        text(out, "key", detail->key);
        text(out, "value_name", detail->value_name);
        dump_data(out, &detail->data);
        text(out, "object", detail->object);
        text(out, "method", detail->method);
        dump_args(out, detail->args, detail->n_args);
        dump_result(out, &detail->result);
        text(out, "thread", detail->thread);
        number(out, "apartment", detail->apartment);
        number(out, "plain", detail->plain);
        text(out, "role", detail->role);
        number(out, "role_quoted", detail->role_quoted);
        text(out, "text", detail->text);
        text(out, "text2", detail->text2);
        words(out, "words", detail->words, detail->n_words);
        dump_steps(out, detail->steps);
        buffer_puts(out, "}\n");
    }
}

static void dump_steps(struct buffer *out, const struct step *step)
{
    for (; step; step = step->next) {
        buffer_puts(out, "step{");
        text(out, "name", step->name);
        number(out, "action", step->action);
        text(out, "binds", step->binds);
        text(out, "object", step->object);
        text(out, "method", step->method);
        text(out, "class", step->class ? step->class->name : NULL);
        text(out, "interface", step->interface ? step->interface->name : NULL);
        dump_args(out, step->args, step->n_args);
        text(out, "text", step->text);
        number(out, "reg.kind", step->reg.kind);
        text(out, "reg.variable", step->reg.variable);
        text(out, "reg.path", step->reg.path);
        text(out, "reg.value_name", step->reg.value_name);
        dump_data(out, &step->reg.data);
        number(out, "duration", step->duration.number);
        number(out, "seconds", step->duration.seconds);
        dump_result(out, &step->result);
        words(out, "tags", step->tags.words, step->tags.n);
        dump_details(out, step->details);
        buffer_puts(out, "}\n");
    }
}

static void dump_state(struct buffer *out, const struct state *state)
{
    for (const struct state_key *key = state->keys; key; key = key->next) {
        text(out, "key", key->path);
        for (const struct state_value *value = key->values; value; value = value->next) {
            text(out, "value", value->name);
            dump_data(out, &value->data);
        }
    }
}

static void dump_header(struct buffer *out, const struct trace *trace)
{
    number(out, "is_trace", trace->is_trace);
    text(out, "title", trace->title);
    for (unsigned i = 0; i < trace->n_evidence; i++) {
        number(out, "class", trace->evidence[i].class);
        text(out, "words", trace->evidence[i].words);
    }
    number(out, "needs", trace->needs);
    number(out, "limit", trace->limit.number);
    number(out, "seconds", trace->limit.seconds);
    text(out, "registry", trace->registry_name);
    words(out, "tags", trace->registry_tags.words, trace->registry_tags.n);
    number(out, "state", trace->state != NULL);
    if (trace->state)
        dump_state(out, trace->state);
    for (const struct password *p = trace->passwords; p; p = p->next) {
        text(out, "guid", p->guid);
        number(out, "kind", p->kind);
        text(out, "secret", p->secret);
    }
    for (const struct deny *d = trace->denies; d; d = d->next) {
        text(out, "key", d->key);
        number(out, "kind", d->kind);
    }
    for (const struct folder *f = trace->folders; f; f = f->next)
        text(out, "folder", f->path);
    text(out, "of", trace->of);
    text(out, "target", trace->target);
    text(out, "dll", trace->dll_path);
    text(out, "sha256", trace->dll_sha256);
    text(out, "version", trace->dll_version);
    text(out, "machine", trace->dll_machine);
    text(out, "lane", trace->lane);
    text(out, "lane", trace->lane_text);
    number(out, "observes", trace->observes);
}

static void dump_section(struct buffer *out, const struct section *section)
{
    buffer_puts(out, "\nsection{");
    number(out, "kind", section->kind);
    text(out, "name", section->name);
    number(out, "apartment", section->apartment);
    text(out, "interface", section->interface ? section->interface->name : NULL);
    for (const struct on *on = section->ons; on; on = on->next) {
        text(out, "on", on->method);
        number(out, "nth", on->nth);
        number(out, "block", on->block);
        number(out, "answer", on->answer);
        dump_steps(out, on->steps);
    }
    dump_details(out, section->details);
    dump_steps(out, section->steps);
    buffer_puts(out, "}\n");
}

char *model_dump(const struct trace *trace)
{
    struct buffer out;

    buffer_init(&out, (size_t)1 << 28);
    dump_header(&out, trace);
    for (const struct section *section = trace->sections; section; section = section->next)
        dump_section(&out, section);
    number(&out, "ended", trace->ended.kind);
    text(&out, "ended", trace->ended.text);
    number(&out, "exit", trace->ended.number);
    text(&out, "at", trace->ended.label);
    return out.data;
}
