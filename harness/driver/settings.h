/* Where things are: from the environment that `identical` sets, or derived from the place of the program. */
#ifndef IDT_DRIVER_SETTINGS_H
#define IDT_DRIVER_SETTINGS_H

#include "driver/problem.h"

struct settings {
    char *root;           /* the source tree: IDT_ROOT */
    char *build;          /* IDT_BUILD, <root>/build */
    char *cache;          /* IDT_CACHE, ${XDG_CACHE_HOME:-~/.cache}/identical */
    char *wine;           /* folder of wine64 and wineserver: --wine, IDT_WINE, /usr/lib/wine */
    char *template;       /* IDT_TEMPLATE, or "" when no prefix template is known (see settings_template) */
    char *scratch;        /* TMPDIR, /tmp */
    const char *language; /* of Wine's users: de_DE; NULL: English. The options' */
};

bool settings_load(struct settings *settings, const char *wine, struct problem *problem);
void settings_free(struct settings *settings);

/* Makes or finds the prefix template for the chosen Wine. Fails: CODE_ENVIRONMENT, with what to do. */
bool settings_template(struct settings *settings, struct problem *problem);

/* The same without making one: template stays "" if there is none. */
void settings_find_template(struct settings *settings);

/* Wine's program for 64-bit programs (`wide`) or 32-bit ones; `what`: what it is for, in the message. New, free(). NULL: none,
 * CODE_ENVIRONMENT. */
char *settings_loader(const struct settings *settings, bool wide, const char *what, struct problem *problem);

/* A file below the build folder. New, free(). */
char *settings_built(const struct settings *settings, const char *preset, const char *path);

#endif
