/* From a recording to a scenario: steps, callbacks, calls in flight. */
#include "driver/recording_dialogs.h"

#include "driver/corpus.h"
#include "trace/trace.h"

static void write_steps(struct writer *writer, size_t from, size_t to, size_t parent, const struct spot *spot);

static const struct event *event_at(const struct writer *writer, size_t index)
{
    return &writer->recording->events[index];
}

static bool is_method(const struct event *event, const char *name)
{
    return !strcmp(event->method->name, name);
}

/* What the DLL asks of every object, and a scenario's sinks answer by themselves. */
static bool is_unknowns(const struct event *event)
{
    return is_method(event, "QueryInterface") || is_method(event, "AddRef") || is_method(event, "Release");
}

static void add_hresult(struct str *out, uint32_t result)
{
    const char *name = cat_hresult_name(result);

    if (name)
        str_puts(out, name);
    else
        str_addf(out, "0x%08X", result);
}

/* ---- callbacks ---- */

/* What the application did inside of it, and answered. */
static void add_on(struct writer *writer, struct sink_group *sink, const struct event *heard, size_t index)
{
    struct on_block *on = xcalloc(1, sizeof(*on));
    const struct spot inside = { .block = &on->steps, .indent = 4 };

    on->method = heard->method;
    on->answer = event_at(writer, heard->partner)->result;
    if (sink->last_on)
        sink->last_on->next = on;
    else
        sink->ons = on;
    sink->last_on = on;
    write_steps(writer, index + 1, heard->partner, index, &inside);
}

static void write_callback(struct writer *writer, size_t index, const struct spot *spot)
{
    const struct event *heard = event_at(writer, index);
    struct sink_group *sink = writer_sink(writer, writer_process(writer, heard), heard->object);
    struct str line = { 0 };

    if (heard->partner == NO_EVENT || !sink->piece) {
        writer_leave_out(writer, spot, heard, sink->piece ? "it never returned" : "a sink that was not handed in");
        return;
    }
    add_on(writer, sink, heard, index);
    str_addf(&line, "| %s.%s(", sink->name, heard->method->name);
    for (size_t i = 0; i < heard->arguments.count; i++)
        str_addf(&line, "%s%s", i ? ", " : "", heard->arguments.items[i]);
    str_puts(&line, ") -> ");
    add_hresult(&line, event_at(writer, heard->partner)->result);
    writer_line(writer, spot, 2, line.data);
    str_free(&line);
}

/* ---- what was seen during a call ---- */

static void write_seen(struct writer *writer, const struct event *event, const struct spot *spot)
{
    struct str line = { 0 };

    recording_seen(writer, writer_process(writer, event), event->text, &line);
    writer_line(writer, spot, 2, line.data);
    str_free(&line);
}

static void write_user(struct writer *writer, const struct event *event, const struct spot *spot)
{
    struct str line = { 0 };

    recording_user(writer, event, &line);
    writer_line(writer, spot, 2, line.data);
    str_free(&line);
}

static void write_details(struct writer *writer, size_t call, const struct spot *spot)
{
    const struct event *event = event_at(writer, call);
    const size_t end = event->partner == NO_EVENT ? writer->recording->count : event->partner;

    for (size_t i = call + 1; i < end; i++) {
        const struct event *inner = event_at(writer, i);

        if (inner->parent != call)
            continue;
        if (inner->kind == EVENT_SEE)
            write_seen(writer, inner, spot);
        else if (inner->kind == EVENT_USER && (!event->overlapped || spot->block))
            write_user(writer, inner, spot);
        else if (inner->kind == EVENT_HEAR && !is_unknowns(inner))
            write_callback(writer, i, spot);
    }
}

/* ---- calls ---- */

/* What stood behind the parameter after the call. */
static const char *came_back(const struct writer *writer, const struct event *call, unsigned param)
{
    const struct event *done = call->partner == NO_EVENT ? NULL : event_at(writer, call->partner);
    size_t index = 0;

    for (unsigned i = 0; i < param; i++)
        index += cat_is_out(call->method->params[i].kind);
    return done && index < done->arguments.count ? done->arguments.items[index] : "-";
}

static bool add_arguments(struct writer *writer, const struct event *call, const struct spot *spot, struct str *line)
{
    bool ok = true;

    for (unsigned i = 0; i < call->method->n_params; i++) {
        str_puts(line, i ? ", " : "");
        if (cat_is_out(call->method->params[i].kind))
            writer_out(writer, call, i, came_back(writer, call, i), line);
        else
            ok &= writer_in(writer, call, i, spot, line);
    }
    return ok;
}

static void add_result(const struct writer *writer, const struct event *call, struct str *line)
{
    const struct event *done;

    if (call->partner == NO_EVENT)
        return;
    done = event_at(writer, call->partner);
    str_puts(line, " -> ");
    if (call->method->returns == CAT_RETURNS_COUNT)
        str_addf(line, "count %u", done->result);
    else
        add_hresult(line, done->result);
}

static void add_tag(const struct writer *writer, struct str *line)
{
    str_addf(line, " [%s]", writer->as->tag);
}

/* AddRef and Release move what the variable owns, by the agent's rules. */
static void count_references(struct writer *writer, const struct event *call, struct name *name)
{
    const struct event *done = call->partner == NO_EVENT ? NULL : event_at(writer, call->partner);

    if (is_method(call, "AddRef")) {
        name->owned++;
    } else if (is_method(call, "Release") && done) {
        name->owned -= name->owned > 0;
        if (!done->result)
            naming_forget(&writer->names, name);
    }
}

/* The interface of a query that `as` can say; NULL: it has another form. */
static const struct cat_interface *query_interface(const struct event *call)
{
    const struct cat_interface *interface;
    struct cat_guid guid;

    if (!is_method(call, "QueryInterface") || call->partner == NO_EVENT || call->overlapped ||
        call->arguments.items[1][0] != '&' || call->arguments.items[0][0] != '{' ||
        !cat_guid_parse(call->arguments.items[0] + 1, &guid))
        return NULL;
    interface = cat_interface_by_iid(&guid);
    return interface && cat_guid_equal(&interface->iids[0], &guid) ? interface : NULL;
}

/* "other = manager as IUserIdentity2 -> S_OK new" */
static void write_query(struct writer *writer, const struct event *call, const struct name *object,
                        const struct cat_interface *interface, struct str *line)
{
    struct str value = { 0 };
    char *from = xstrdup(object->text); /* binding may move the object */
    const char *text =
        writer_bind(writer, writer_process(writer, call), came_back(writer, call, 1), interface, object, &value);

    str_addf(line, "%s = %s as %s", text, from, interface->name);
    add_result(writer, call, line);
    if (value.length)
        str_addf(line, " %s", value.data);
    str_free(&value);
    free(from);
}

/* The variable through which it was called; NULL and a comment if there is none. */
static struct name *receiver(struct writer *writer, const struct event *call, const struct spot *spot)
{
    const bool counts = is_method(call, "Release");
    struct name *name =
        naming_pointer(&writer->names, writer_process(writer, call), call->object, counts, call->method->name);

    if (!name)
        writer_leave_out(writer, spot, call, "no variable holds that any more");
    return name;
}

static void write_call(struct writer *writer, size_t index, const struct spot *spot)
{
    const struct event *call = event_at(writer, index);
    const bool is_export = !strcmp(call->object, "dll"), in_flight = call->overlapped && !spot->block;
    struct name *object;
    struct str line = { 0 };
    size_t place;

    if (!spot->block)
        writer_section(writer, call->runner);
    if (is_export && (is_method(call, "DllRegisterServer") || is_method(call, "DllUnregisterServer"))) {
        writer_leave_out(writer, spot, call, "it changes the system, not the user's registry alone");
        return;
    }
    object = is_export ? NULL : receiver(writer, call, spot);
    if (!is_export && !object)
        return;
    place = object ? (size_t)(object - writer->names.items) : 0;
    if (in_flight)
        str_addf(&line, "call%zu: begin ", index);
    if (object && query_interface(call)) {
        write_query(writer, call, object, query_interface(call), &line);
    } else {
        str_addf(&line, "%s.%s(", is_export ? "dll" : object->text, call->method->name);
        if (!add_arguments(writer, call, spot, &line)) {
            writer_leave_out(writer, spot, call, "an argument that the scenario does not have");
            str_free(&line);
            return;
        }
        str_puts(&line, ")");
        if (!in_flight)
            add_result(writer, call, &line);
    }
    add_tag(writer, &line);
    if (!spot->block)
        writer_section(writer, call->runner); /* a sink may stand in between */
    writer_line(writer, spot, 0, line.data);
    if (object && !in_flight)
        count_references(writer, call, &writer->names.items[place]);
    if (!in_flight)
        write_details(writer, index, spot);
    str_free(&line);
}

static void write_end(struct writer *writer, size_t index, const struct spot *spot)
{
    const struct event *call = event_at(writer, index);
    struct str line = { 0 };

    writer_enter(writer, call->runner);
    str_addf(&line, "end call%zu", index);
    add_result(writer, call, &line);
    add_tag(writer, &line);
    writer_line(writer, spot, 0, line.data);
    write_details(writer, index, spot);
    str_free(&line);
}

/* The application was in its message loop. */
static void write_pump(struct writer *writer, size_t index, const struct spot *spot)
{
    const struct event *heard = event_at(writer, index);
    const struct sink_group *sink = writer_sink(writer, writer_process(writer, heard), heard->object);
    char *line;

    if (is_unknowns(heard))
        return;
    writer_section(writer, heard->runner);
    line = xformat("pump until %s.%s [%s]", sink->name, heard->method->name, writer->as->tag);
    if (sink->piece)
        writer_line(writer, spot, 0, line);
    write_callback(writer, index, spot);
    free(line);
}

static void write_slot(struct writer *writer, const struct event *event, const struct spot *spot)
{
    char *line = xformat("; left out, nothing is known of that method: %s", event->text);

    writer->left_out++;
    if (!spot->block)
        writer_section(writer, event->runner);
    writer_line(writer, spot, 0, line);
    free(line);
}

/* While a call is in flight the user's lines stand where he came to them: others wait for them, or he for others. */
static void write_user_in_flight(struct writer *writer, const struct event *event, const struct spot *spot)
{
    const struct event *call = event->parent == NO_EVENT ? NULL : event_at(writer, event->parent);

    if (event->kind != EVENT_USER || !call || !call->overlapped || spot->block)
        return;
    writer_enter(writer, event->runner);
    write_user(writer, event, spot);
}

static void write_event(struct writer *writer, size_t index, const struct spot *spot)
{
    const struct event *event = event_at(writer, index);

    switch (event->kind) {
    case EVENT_CALL:
        write_call(writer, index, spot);
        break;
    case EVENT_DONE:
        if (!spot->block && event_at(writer, event->partner)->overlapped)
            write_end(writer, event->partner, spot);
        break;
    case EVENT_HEAR:
        if (!spot->block)
            write_pump(writer, index, spot);
        break;
    case EVENT_OWN:
        if (!spot->block)
            writer_section(writer, event->runner);
        writer_deed(writer, event, spot);
        break;
    case EVENT_SLOT:
        write_slot(writer, event, spot);
        break;
    default: /* effects stand with their calls; those of the application alone are its own */
        break;
    }
}

static void write_steps(struct writer *writer, size_t from, size_t to, size_t parent, const struct spot *spot)
{
    for (size_t i = from; i < to && i < writer->recording->count; i++) {
        const unsigned process = writer_process(writer, event_at(writer, i));

        if (event_at(writer, i)->parent == parent)
            write_event(writer, i, spot);
        else if (parent == NO_EVENT)
            write_user_in_flight(writer, event_at(writer, i), spot);
        if (parent == NO_EVENT && writer->recording->processes[process].last == i && i + 1 < to)
            writer_process_ends(writer, process);
    }
}

/* ---- the whole ---- */

static void add_needs(struct str *out, const char *const needs[3])
{
    bool first = true;

    for (unsigned i = 0; i < 3; i++) {
        if (!needs[i])
            continue;
        str_addf(out, "%s%s", first ? "needs     " : ", ", needs[i]);
        first = false;
    }
    str_puts(out, first ? "" : "\n");
}

static void add_header(const struct writer *writer, struct str *out)
{
    const struct recording *recording = writer->recording;
    bool threads = false;

    str_puts(out, "scenario 1\ntitle     ");
    for (unsigned i = 0; !writer->as->title && i < recording->n_processes; i++)
        str_addf(out, "%s%s", i ? ", " : "Recorded from ",
                 recording->processes[i].program ? recording->processes[i].program : "a program");
    str_addf(out, "%s\nevidence  %s\n", writer->as->title ? writer->as->title : "", writer->as->evidence);
    for (size_t i = 0; i < recording->count; i++) /* an effect of a thread that the DLL started makes no section */
        threads |= recording->events[i].overlapped ||
                   (!recording->runners[recording->events[i].runner].first && recording->events[i].kind != EVENT_SEE);
    add_needs(out, (const char *[]){ recording_has_dialogs(recording) ? "ui" : NULL,
                                     recording->n_processes > 1 ? "processes" : NULL, threads ? "threads" : NULL });
    if (recording_has_dialogs(recording))
        str_puts(out, "limit     60s\n"); /* dialogs take their time, the more on a busy machine */
    str_puts(out, recording->state.count ? "registry\n" : "registry  empty\n");
    for (size_t i = 0; i < recording->state.count; i++)
        str_addf(out, "  %s\n", recording->state.items[i]);
    for (size_t i = 0; i < recording->passwords.count; i++)
        str_addf(out, "password  %s\n", recording->passwords.items[i]);
}

/* Whether each callback of the method did the same: no steps, one answer. */
static bool is_uniform(const struct on_block *first)
{
    bool uniform = true;

    for (const struct on_block *on = first; on; on = on->next)
        uniform &= on->method != first->method || (!on->steps.length && on->answer == first->answer);
    return uniform;
}

/* How many callbacks of its method came before. */
static unsigned earlier(const struct sink_group *sink, const struct on_block *on)
{
    unsigned n = 0;

    for (const struct on_block *other = sink->ons; other != on; other = other->next)
        n += other->method == on->method;
    return n;
}

static const struct on_block *first_of(const struct sink_group *sink, const struct cat_method *method)
{
    const struct on_block *on = sink->ons;

    while (on->method != method)
        on = on->next;
    return on;
}

static void add_sink(const struct sink_group *sink, struct str *out)
{
    str_addf(out, "\nsink %s = %s\n", sink->name, sink->interface->name);
    for (const struct on_block *on = sink->ons; on; on = on->next) {
        const unsigned before = earlier(sink, on);
        const bool uniform = is_uniform(first_of(sink, on->method));
        struct str answer = { 0 };

        add_hresult(&answer, on->answer);
        if (on->steps.length)
            str_addf(out, "  on %s#%u\n%s    answer %s\n", on->method->name, before + 1, on->steps.data, answer.data);
        else if (on->answer && uniform && !before)
            str_addf(out, "  on %s answer %s\n", on->method->name, answer.data);
        else if (on->answer && !uniform)
            str_addf(out, "  on %s#%u answer %s\n", on->method->name, before + 1, answer.data);
        str_free(&answer);
    }
}

/* The pieces in canonical form. What cannot be read again is a mistake of ours. */
static bool finish(const struct writer *writer, struct str *text, struct problem *problem)
{
    struct str whole = { 0 };
    struct buffer out;
    struct diag diag;
    enum status status;

    add_header(writer, &whole);
    for (size_t i = 0; i < writer->piece_count; i++) {
        str_add(&whole, str_text(&writer->pieces[i]), writer->pieces[i].length);
        for (size_t j = 0; j < writer->sink_count; j++)
            if (writer->sinks[j]->piece == i && i)
                add_sink(writer->sinks[j], &whole);
    }
    diag_init(&diag, "the scenario of this recording");
    buffer_init(&out, TRACE_MAX_SCENARIO);
    status = trace_format(whole.data, whole.length, "the scenario of this recording", &out, &diag);
    if (status == ST_OK)
        str_add(text, out.data ? out.data : "", out.len);
    else
        str_add(text, whole.data, whole.length);
    buffer_free(&out);
    str_free(&whole);
    return status == ST_OK || model_fail(status, &diag, problem);
}

static void writer_free(struct writer *writer)
{
    for (size_t i = 0; i < writer->sink_count; i++) {
        list_free(&writer->sinks[i]->pointers);
        while (writer->sinks[i]->ons) {
            struct on_block *next = writer->sinks[i]->ons->next;

            str_free(&writer->sinks[i]->ons->steps);
            free(writer->sinks[i]->ons);
            writer->sinks[i]->ons = next;
        }
        free(writer->sinks[i]);
    }
    for (size_t i = 0; i < writer->piece_count; i++)
        str_free(&writer->pieces[i]);
    free(writer->sinks);
    free(writer->pieces);
    list_free(&writer->process_names);
    list_free(&writer->pending);
    naming_free(&writer->names);
}

bool recording_scenario(const struct recording *recording, const struct recorded_as *as, struct str *text,
                        unsigned *left_out, struct problem *problem)
{
    static const struct spot top = { .indent = 2 };
    struct writer writer = { .recording = recording, .as = as };
    bool ok;

    writer_begin(&writer);
    write_steps(&writer, 0, recording->count, NO_EVENT, &top);
    ok = finish(&writer, text, problem);
    *left_out = writer.left_out;
    writer_free(&writer);
    return ok;
}
