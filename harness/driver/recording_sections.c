/* Lines, sinks and sections of a scenario that a recording becomes. */
#include "driver/recording_writer.h"

#include <ctype.h>

static struct str *spot_text(struct writer *writer, const struct spot *spot)
{
    return spot->block ? spot->block : &writer->pieces[writer->piece_count - 1];
}

void writer_line(struct writer *writer, const struct spot *spot, unsigned deeper, const char *text)
{
    struct str *out = spot_text(writer, spot);

    str_addf(out, "%*s%s\n", (int)(spot->indent + deeper), "", text);
}

static void add_piece(struct writer *writer)
{
    writer->pieces = xrealloc(writer->pieces, (writer->piece_count + 1) * sizeof(*writer->pieces));
    writer->pieces[writer->piece_count++] = (struct str){ 0 };
}

unsigned writer_process(const struct writer *writer, const struct event *event)
{
    return writer->recording->runners[event->runner].process;
}

void writer_leave_out(struct writer *writer, const struct spot *spot, const struct event *event, const char *why)
{
    struct str line = { 0 };

    writer->left_out++;
    str_addf(&line, "; left out, %s: %s", why, event->object ? event->object : "");
    if (event->method)
        str_addf(&line, ".%s", event->method->name);
    writer_line(writer, spot, 0, line.data);
    str_free(&line);
}

/* ---- sinks ---- */

struct sink_group *writer_sink(struct writer *writer, unsigned process, const char *pointer)
{
    struct sink_group *sink;

    for (size_t i = 0; i < writer->sink_count; i++)
        if (writer->sinks[i]->process == process && list_has(&writer->sinks[i]->pointers, pointer))
            return writer->sinks[i];
    sink = xcalloc(1, sizeof(*sink));
    sink->process = process;
    list_add(&sink->pointers, pointer);
    writer->sinks = xrealloc(writer->sinks, (writer->sink_count + 1) * sizeof(struct sink_group *));
    writer->sinks[writer->sink_count++] = sink;
    return sink;
}

static void learn_sink(struct writer *writer, const struct event *event)
{
    const struct event *told = event->partner == NO_EVENT ? NULL : &writer->recording->events[event->partner];
    struct sink_group *sink = writer_sink(writer, writer_process(writer, event), event->object);
    struct cat_guid iid;

    if (strcmp(event->interface->name, "IUnknown") != 0)
        sink->interface = event->interface;
    if (strcmp(event->method->name, "QueryInterface") != 0 || !told || told->result || !told->arguments.count ||
        told->arguments.items[0][0] != 's')
        return;
    if (!list_has(&sink->pointers, told->arguments.items[0]))
        list_add(&sink->pointers, told->arguments.items[0]);
    if (!sink->interface && event->arguments.items[0][0] == '{' &&
        cat_guid_parse(event->arguments.items[0] + 1, &iid) && cat_interface_by_iid(&iid) &&
        strcmp(cat_interface_by_iid(&iid)->name, "IUnknown") != 0)
        sink->interface = cat_interface_by_iid(&iid);
}

/* Before anything is written: what the DLL learns later of an object holds from its start. */
static void learn_sinks(struct writer *writer)
{
    for (size_t i = 0; i < writer->recording->count; i++)
        if (writer->recording->events[i].kind == EVENT_HEAR)
            learn_sink(writer, &writer->recording->events[i]);
    for (size_t i = 0; i < writer->sink_count; i++) {
        writer->sinks[i]->name = naming_make(&writer->names, "sink");
    }
}

void writer_place_sink(struct writer *writer, struct sink_group *sink)
{
    if (sink->piece)
        return;
    if (!sink->name)
        sink->name = naming_make(&writer->names, "sink");
    if (!sink->interface)
        sink->interface = cat_interface("IIdentityChangeNotify");
    add_piece(writer);
    sink->piece = writer->piece_count - 1;
    add_piece(writer);
    writer->runner = UINT32_MAX;
}

/* ---- sections ---- */

static const char *process_name(const struct writer *writer, unsigned process)
{
    return writer->process_names.items[process];
}

static void name_processes(struct writer *writer)
{
    for (unsigned i = 0; i < writer->recording->n_processes; i++) {
        const char *program = writer->recording->processes[i].program;
        char *base = xstrdup(program && isalpha((unsigned char)*program) ? program : "client");

        base[strcspn(base, ".")] = 0;
        for (char *at = base; *at; at++)
            *at = (char)(isalnum((unsigned char)*at) ? tolower((unsigned char)*at) : '_');
        if (strlen(base) > 40)
            base[40] = 0;
        list_add(&writer->process_names, naming_make(&writer->names, base));
        free(base);
    }
}

void writer_enter(struct writer *writer, unsigned index)
{
    const struct runner *runner = &writer->recording->runners[index];
    const struct spot spot = { 0 };
    struct str line = { 0 };

    if (writer->runner == index)
        return;
    if (writer->runner == UINT32_MAX || runner->first ||
        writer->recording->runners[writer->runner].process != runner->process)
        str_addf(&line, "\nprocess %s", process_name(writer, runner->process));
    if (!runner->first)
        str_addf(&line, "\nthread t%u%s%s", index, strcmp(runner->apartment, "none") ? " " : "",
                 !strcmp(runner->apartment, "mta")    ? "mta"
                 : !strcmp(runner->apartment, "none") ? ""
                                                      : "sta");
    writer_line(writer, &spot, 0, line.data);
    str_free(&line);
    writer->runner = index;
}

void writer_section(struct writer *writer, unsigned runner)
{
    const struct spot inside = { .indent = 2 };

    writer_enter(writer, runner);
    for (size_t i = 0; i < writer->pending.count; i++)
        writer_line(writer, &inside, 0, writer->pending.items[i]);
    list_free(&writer->pending);
    writer->pending = (struct list){ 0 };
}

void writer_process_ends(struct writer *writer, unsigned process)
{
    const struct recorded_process *ended = &writer->recording->processes[process];

    list_take(&writer->pending, xformat("%s %s", ended->left ? "exit" : "kill", process_name(writer, process)));
}

void writer_begin(struct writer *writer)
{
    writer->runner = UINT32_MAX;
    add_piece(writer);
    naming_learn_guids(&writer->names, writer->recording);
    name_processes(writer);
    learn_sinks(writer);
}
