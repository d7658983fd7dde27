/* The registry of the user under watch: the sandbox key by key, the real HKCU by its top keys. Used by the Windows
 * platform; natively the stubs see every change. */
#ifndef AGENT_WATCH_H
#define AGENT_WATCH_H

#include "wide.h"

/* After seeding, before rights are refused. `real` is the real HKCU. */
bool watch_open(HKEY sandbox, HKEY real);
void watch_close(void);
/* A hooked call changed this. */
void watch_note(struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes, DWORD size, bool deleted);
/* Changes that no hook saw, as effects; true if there were any. */
bool watch_find_unhooked(void);
bool watch_find_escapes(void);
/* Takes the registry as it is. */
void watch_accept(void);
/* Whether the sandbox equals its start; differences as effects. */
bool watch_unchanged(void);

#endif
