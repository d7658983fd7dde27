/* Which threads are one apartment: sinks are called in the one that advised them (I-22). */
#ifndef MSIDENT_APARTMENT_H
#define MSIDENT_APARTMENT_H

#include "module.h"

/* All threads of COINIT_MULTITHREADED; any other apartment is its thread's id. */
#define APARTMENT_MULTITHREADED 0

/* The calling thread's. One on which COM is not initialized is told as a single-threaded one is: by its own messages. */
DWORD apartment_here(void);

#endif
