/* The UI map of an implementation that nobody knows, guessed from what a recording shows of its dialogs. */
#ifndef IDT_DRIVER_RECORDING_LEARN_H
#define IDT_DRIVER_RECORDING_LEARN_H

#include "driver/recording.h"

/* A control, or a dialog of which it is part. What the recording calls it is a caption or a label in quotes. */
struct learnt_control {
    char *name, *kind, *text; /* text: NULL if there is none */
    long id;
    bool preset;      /* Enter presses it */
    size_t opened;    /* the dialog that came when it was pressed last; NO_EVENT */
    const char *role; /* NULL: none was guessed */
};

struct learnt_dialog {
    char *caption, *text; /* text: of its first label, NULL if it has none */
    const char *method;   /* of the call that showed it, "" */
    unsigned runner;
    size_t parent; /* the dialog that it came on top of; NO_EVENT */
    size_t before; /* the last that came on top of the same and was closed, since the user acted there; NO_EVENT */
    size_t acted;  /* the control of it that the user pressed last; NO_EVENT */
    size_t last;   /* as `before`, of those on top of it */
    bool open, typed;
    struct learnt_control *controls;
    size_t count;
    const char *role;
};

struct learnt {
    struct learnt_dialog *dialogs;
    size_t count;
    struct learnt_place {
        size_t dialog, control; /* NO_EVENT: none */
    } * places;                 /* by event: what its line names */
    size_t place_count;
};

/* recording_learn.c: reads the dialogs of a recording. learnt_free() in either case. */
void learnt_read(const struct recording *recording, struct learnt *learnt);
void learnt_free(struct learnt *learnt);
/* recording_roles.c: guesses the roles. */
void learnt_guess(struct learnt *learnt);

/* All of it: the lines of the recording then name roles where one was guessed, and *map is the text of a UI map of that name.
 * Fails: CODE_USAGE if the recording shows no dialog that has none yet, or holds what a map cannot. */
bool recording_learn(struct recording *recording, const char *name, struct str *map, struct problem *problem);

#endif
