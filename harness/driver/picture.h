/* Pictures of a screen. */
#ifndef IDT_DRIVER_PICTURE_H
#define IDT_DRIVER_PICTURE_H

#include "driver/problem.h"

/* Writes what an XWD file of 32 bits a pixel shows (as Xvfb keeps one) as a PNG, without the margins of one colour.
 * Fails: CODE_ENVIRONMENT (no such file, not written), CODE_INTERNAL (another format). */
bool picture_convert(const char *xwd, const char *png, struct problem *problem);

#endif
