/* The file system in memory, below the Win32 functions. Callers hold the lock. */
#ifndef STUBS_FOLDER_H
#define STUBS_FOLDER_H

#include "internal.h"

void folder_build(void);
bool folder_equal(const unsigned char *a, const unsigned char *b);

#endif
