/* The dialog that a deed puts together, effect by effect, and what the user left in it. */
#ifndef PROBE_DIALOG_H
#define PROBE_DIALOG_H

#include "probe.h"

/* Numbers of the controls that do something. */
enum {
    PROBE_NAME = 10,    /* an edit control */
    PROBE_ASK = 20,     /* a check box */
    PROBE_LIST = 30,    /* a list box */
    PROBE_COMBO = 31,   /* a combo box */
    PROBE_TABLE = 32,   /* a table of two columns */
    PROBE_MORE = 40,    /* a button that does what dialog_more() says */
    PROBE_MESSAGE = 50, /* a text that PROBE_MORE fills and shows */
    PROBE_RESOURCE = 100
};

/* What PROBE_MORE does, once for each. */
enum {
    MORE_BOX = 1,
    MORE_DIALOG = 2,
    MORE_MESSAGE = 4,
    MORE_FOCUS = 8,
    MORE_HIDE = 16,
    MORE_TIP = 32,
    MORE_ASIDE = 64
};

/* Effects (probe.h): path is a text. */
HRESULT dialog_begin(const struct effect *effect);   /* caption; number: further style */
HRESULT dialog_control(const struct effect *effect); /* bytes: class, number: style, size: id */
HRESULT
dialog_entry(const struct effect
                 *effect); /* size: id of the list; number: it is selected; other: of the table's second column */
HRESULT dialog_page(const struct effect *effect);     /* a dialog inside of it, with a check box of that text */
HRESULT dialog_more(const struct effect *effect);     /* number: what PROBE_MORE does besides */
HRESULT dialog_brief(const struct effect *effect);    /* it ends before it is seen */
HRESULT dialog_show(const struct effect *effect);     /* size: owned by the window of the call; waits for its user */
HRESULT dialog_thread(const struct effect *effect);   /* the same on a thread of its own, which the call waits for */
HRESULT dialog_resource(const struct effect *effect); /* the same with a dialog of the resources */
HRESULT dialog_note(const struct effect *effect);     /* what the user left, into the registry */
/* Whether dialog_begin() was done, and dialog_show() not. */
BOOL dialog_in_the_making(void);

#endif
