#ifndef MSIDENT_MODULE_H
#define MSIDENT_MODULE_H

#define CONST_VTABLE /* vtables are const; before any header of COM */
#include <stdbool.h>
#include <windows.h>
#include <ole2.h>
#include <olectl.h>
#include "msident.h"

/* The instance DllMain got: where resources and the DLL's own path come from. */
extern HINSTANCE module_instance;

/* One for each live object, lock of a class factory and advised sink: DllCanUnloadNow is S_FALSE while any is left. */
void module_add_ref(void);
void module_release(void);

/* The one lock of this module, for state in memory. Held for a few instructions, never while a sink, the registry or
 * another lock is used. */
void module_lock(void);
void module_unlock(void);

#endif
