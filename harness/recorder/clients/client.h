/* What the sample clients share. Programs in the habits of 1999: msident.h and Windows' headers, nothing of the harness. */
#ifndef CLIENT_H
#define CLIENT_H

#define CONST_VTABLE
#include <stdbool.h>
#include <stdio.h>
#include <windows.h>
#include <ole2.h>
#include <ocidl.h>
#include "msident.h"

/* Prints a call and its result, one a line: a recorded run and a bare one must say the same. Returns whether it succeeded. */
bool said(const char *what, HRESULT hr);
void said_count(const char *what, ULONG count);

/* NULL if there is none. */
IUserIdentityManager *client_manager(void);

/* A sink that lives as long as the program; what it does inside of a notice is up to the client. */
struct client_sink {
    IIdentityChangeNotify notify; /* first: this is the COM object */
    LONG references;
    void (*asked)(void);    /* QuerySwitchIdentities; may be NULL, as all of these */
    void (*switched)(void); /* SwitchIdentities */
    HRESULT answer;         /* to QuerySwitchIdentities */
};

void client_sink_init(struct client_sink *sink);
/* Handles messages for that long. */
void client_pump(DWORD ms);

#endif
