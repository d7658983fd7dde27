/* What a user's DLL needs around it. Windows looks for the DLLs that one needs in the folder of the program, so it runs
 * in a folder with its neighbours and a copy of the agent. */
#ifndef IDT_DRIVER_BESIDE_H
#define IDT_DRIVER_BESIDE_H

#include "driver/target.h"

/* The msident.dll (in any case of letters) of a folder, or `file` itself if it is none. New, free(). NULL: a problem
 * (CODE_USAGE). */
char *beside_dll(const char *file, struct problem *problem);

/* Sets target->neighbours: its own resource DLLs (msid*.dll) and language files (NAME.mui, also one folder deeper). whole:
 * every DLL of the folder, unless it is one of Windows itself (with kernel32.dll or ntdll.dll), whose own would then
 * replace the lane's. Fails: CODE_USAGE. */
bool beside_find(struct target *target, bool whole, struct problem *problem);

/* Makes the folder: sets target->load and target->agent. */
bool beside_copy(struct target *target, const char *agent, const char *folder, struct problem *problem);

#endif
