/* What the recorder wrote (FORMAT.md 8), and the scenario that it becomes. */
#ifndef IDT_DRIVER_RECORDING_H
#define IDT_DRIVER_RECORDING_H

#include "driver/problem.h"
#include "driver/str.h"
#include "catalogue/catalogue.h"

#define NO_EVENT ((size_t)-1)

enum event_kind {
    EVENT_CALL, /* into the DLL */
    EVENT_HEAR, /* out of it: a callback, or what the DLL asks an object of the application */
    EVENT_DONE, /* of a call */
    EVENT_TOLD, /* of a callback */
    EVENT_SEE,  /* an effect */
    EVENT_USER, /* what the user did in a dialog */
    EVENT_OWN,  /* what the application did to the registry, or read there, beside COM */
    EVENT_SLOT, /* a call of which nothing is known */
    EVENT_EXIT  /* the process leaves by itself */
};

struct event {
    enum event_kind kind;
    unsigned runner;
    size_t partner;  /* EVENT_CALL and EVENT_DONE, EVENT_HEAR and EVENT_TOLD; NO_EVENT: it never returned */
    size_t parent;   /* the call or callback of its thread that it happened in, or NO_EVENT */
    bool overlapped; /* of a call that is in nothing: others of the session went on meanwhile */
    char *object;    /* "dll", "p3", "s1" */
    const struct cat_interface *interface;
    const struct cat_method *method;
    struct list arguments; /* or, of EVENT_DONE and EVENT_TOLD, what stands behind out parameters, in order */
    uint32_t result;
    char *text; /* of EVENT_SEE, EVENT_USER and EVENT_OWN: the line behind `| ` or `> ` */
};

/* A thread. */
struct runner {
    char *id;         /* "8.12" */
    unsigned process; /* index */
    bool first;       /* the thread of its process that came first */
    char *apartment;  /* "sta", "mta", "none", "unknown" */
};

struct recorded_process {
    char *id;      /* "8" */
    char *program; /* "mail.exe" */
    bool left;     /* it ended by itself */
    size_t last;   /* its last event */
};

struct recording {
    char *dll, *sha256, *version; /* of the DLL that answered; NULL: there was none */
    char *failure;                /* then: why */
    char *system;                 /* "wine 8.0", "windows 5.0.2195" */
    struct list state;            /* lines of a `registry` block */
    struct list passwords;        /* "{…} = secret pw1" */
    struct event *events;
    size_t count, capacity;
    struct runner *runners;
    unsigned n_runners;
    struct recorded_process *processes;
    unsigned n_processes;
};

/* Reads what the mapped file published; calls that never returned are no error. Fails: CODE_USAGE, with the line. */
bool recording_read(const char *path, struct recording *recording, struct problem *problem);
/* Whether anything was called, or else why not is known. Fails: CODE_USAGE (the program was ended too early). */
bool recording_begun(const struct recording *recording, const char *path, struct problem *problem);
void recording_free(struct recording *recording);
/* Pieces between commas outside of quotes, brackets and parentheses. */
void recording_split(const char *text, size_t length, struct list *pieces);

struct recorded_as {
    const char *title;    /* NULL: of the programs */
    const char *evidence; /* of the header */
    const char *tag;      /* of each line */
};

/* A scenario that does what the application did and expects what it saw. What the format cannot say becomes a comment, and is
 * counted in *left_out. */
bool recording_scenario(const struct recording *recording, const struct recorded_as *as, struct str *text,
                        unsigned *left_out, struct problem *problem);

#endif
