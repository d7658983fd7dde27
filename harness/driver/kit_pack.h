/* kit --iso, kit --exe: the folder of a kit as one file. */
#ifndef IDT_DRIVER_KIT_PACK_H
#define IDT_DRIVER_KIT_PACK_H

#include "driver/problem.h"

#include <stddef.h>

#define KIT_PACK_LIMIT ((size_t)512 << 20)

/* ISO 9660 with the long names of Joliet, which Windows 2000 reads, by xorriso. Fails: CODE_ENVIRONMENT (no xorriso),
 * CODE_USAGE (no such place). What was there is replaced, whole or not at all. */
bool kit_image(const char *folder, const char *image, struct problem *problem);

/* A copy of `unpacker` (harness/kit/unpack.c) with the folder's files behind it. Fails likewise. */
bool kit_program(const char *folder, const char *unpacker, const char *program, struct problem *problem);

#endif
