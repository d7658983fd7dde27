/* A slim Wine prefix of one worker: own registry and users, the template's windows folder. */
#ifndef IDT_DRIVER_PREFIX_H
#define IDT_DRIVER_PREFIX_H

#include "driver/settings.h"
#include "driver/str.h"

struct prefix {
    char *folder; /* <run>/slotN; the prefix is <run>/slotN/prefix */
    char *wine64, *wineserver;
    char **environment; /* the whole environment of a Wine program: nothing of the user's */
};

/* Makes the prefix and starts its server, which stays until prefix_stop(). display: of X (":7"), or NULL: its programs run
 * without any, with the null graphics driver that the template chooses. */
bool prefix_make(const struct settings *settings, const char *folder, const char *display, struct prefix *prefix,
                 struct problem *problem);

/* A whole copy of the prefix `source` (or of the template) in <folder>/prefix, which shares nothing with it. Fails:
 * CODE_USAGE (no prefix). */
bool prefix_copy(const struct settings *settings, const char *source, const char *folder, struct problem *problem);
/* Starts its server, for `source`'s user and on the caller's display if there is one. */
bool prefix_start(const struct settings *settings, const char *source, const char *folder, struct prefix *prefix,
                  struct problem *problem);

/* Stops the server; its registry is then in the prefix's files. */
void prefix_stop(struct prefix *prefix);
void prefix_free(struct prefix *prefix);

/* "/tmp/x" as Wine programs see it: "Z:\tmp\x". New, free(). */
char *prefix_path(const char *path);

/* Registry keys ("HKCU\Identities") in the files of the worker's prefix below `folder` that differ from the template's,
 * apart from what Wine itself writes on a first start and the agents' scratch key. After prefix_stop(). */
bool prefix_escapes(const char *template, const char *folder, struct list *keys, struct problem *problem);

#endif
