/* Who sits in front of a sample client: a thread that finds dialogs and controls by what they are, as a person does, and
 * posts what his mouse and keys would. */
#ifndef CLIENT_USER_H
#define CLIENT_USER_H

#include "client.h"

/* A dialog by its look. */
enum look {
    LOOK_CHOOSER,  /* a list and a field */
    LOOK_LIST,     /* a list, no field */
    LOOK_NAME,     /* a field that shows its text */
    LOOK_PASSWORD, /* fields that hide it */
    LOOK_BOX       /* a message */
};

struct act {
    enum look look;
    enum { ACT_TYPE, ACT_ROW, ACT_PRESS, ACT_KEY, ACT_CLOSE, ACT_CLOSE_OWNER } what;
    int which; /* ACT_TYPE: the field, from 0; ACT_PRESS: IDOK and the like, or -1 for the first button, -2 … ; ACT_KEY and ACT_ROW, a key for the list: its code */
    const WCHAR *text;
};

/* From now on he is a program that acts in his place as soon as it can: what a person types and
 * presses first in a dialog is sent. */
void user_is_a_tool(void);
/* Begins to act as soon as the first dialog is there; ends the program if one does not come. `owner`: the client's window. */
HANDLE user_start(const struct act *acts, unsigned n, HWND owner);
/* The call has returned: waits until he has noticed. */
void user_stop(HANDLE user);

#endif
