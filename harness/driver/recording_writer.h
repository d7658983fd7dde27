/* The parts of recording_scenario() share this. */
#ifndef IDT_DRIVER_RECORDING_WRITER_H
#define IDT_DRIVER_RECORDING_WRITER_H

#include "driver/recording_names.h"

/* An object of the application that the DLL calls: one of the scenario's sinks. */
struct sink_group {
    unsigned process;
    struct list pointers; /* "s1", and what its QueryInterface gave */
    const struct cat_interface *interface;
    const char *name;
    size_t piece; /* of the scenario, where it stands; 0: not yet */
    struct on_block {
        const struct cat_method *method;
        uint32_t answer;
        struct str steps;
        struct on_block *next;
    } * ons, *last_on; /* one for each callback, in order */
};

struct writer {
    const struct recording *recording;
    const struct recorded_as *as;
    struct naming names;
    struct sink_group **sinks; /* each stays where it is */
    size_t sink_count;
    struct str *pieces; /* of the text; a sink has one of its own, which grows as it is called */
    size_t piece_count;
    struct list process_names;
    unsigned runner;     /* whose section is open; UINT_MAX: none */
    struct list pending; /* "kill book": for the next section of another process */
    unsigned left_out;
    unsigned labels;
};

/* Where steps go. */
struct spot {
    size_t piece;      /* of the writer's; the last: where it goes on */
    struct str *block; /* or an `on` block */
    unsigned indent;
};

/* recording_sections.c: lines, sinks, processes. */
void writer_line(struct writer *writer, const struct spot *spot, unsigned deeper, const char *text);
void writer_leave_out(struct writer *writer, const struct spot *spot, const struct event *event, const char *why);
/* Of the process: made if nobody asked for it yet. */
struct sink_group *writer_sink(struct writer *writer, unsigned process, const char *pointer);
/* It stands in front of the section that goes on, which is opened anew. */
void writer_place_sink(struct writer *writer, struct sink_group *sink);
/* A further step of this thread follows: its section is open, and what was to stand in front of the step stands there. */
void writer_section(struct writer *writer, unsigned runner);
/* The section alone: for the `end` of a call, in front of which nothing can stand. */
void writer_enter(struct writer *writer, unsigned runner);
unsigned writer_process(const struct writer *writer, const struct event *event);
/* Before anything is written: names, and what is learned later but holds from the start. */
void writer_begin(struct writer *writer);
/* In front of the next section of another process. */
void writer_process_ends(struct writer *writer, unsigned process);

/* recording_deeds.c: what the application did beside COM, as a `reg` step. */
void writer_deed(struct writer *writer, const struct event *event, const struct spot *spot);

/* recording_arguments.c. False: nothing in the scenario is that. */
bool writer_in(struct writer *writer, const struct event *call, unsigned param, const struct spot *spot,
               struct str *out);
/* came: what stood behind it after the call, "-" where nobody knows. */
void writer_out(struct writer *writer, const struct event *call, unsigned param, const char *came, struct str *out);
/* Binds a new variable to a pointer that came; *value says how it shows: "new", "same manager", "null" or "". */
const char *writer_bind(struct writer *writer, unsigned process, const char *came,
                        const struct cat_interface *interface, const struct name *from, struct str *value);

#endif
