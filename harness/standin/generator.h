/* Draws the deviations of a seed. */
#ifndef IDT_STANDIN_GENERATOR_H
#define IDT_STANDIN_GENERATOR_H

#include "deviation.h"

#include <stddef.h>

/* The same list for the same seed, numbered from 0. Returns how many of the STANDIN_LIST_MAX places are filled. */
unsigned generator_draw(uint32_t seed, struct deviation list[STANDIN_LIST_MAX]);

/* One line for people: "result-fails IUserIdentityManager.Logon value 0x80004005". Returns as snprintf(). */
int generator_describe(const struct deviation *deviation, char *text, size_t size);

#endif
