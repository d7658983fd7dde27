/* Files and folders. Every function that fails describes why, with the path. */
#ifndef IDT_DRIVER_FILES_H
#define IDT_DRIVER_FILES_H

#include "driver/problem.h"
#include "driver/str.h"

#include <stdint.h>

/* Appends the whole file. Fails: unreadable, a folder, or longer than limit. */
bool file_read(const char *path, size_t limit, struct str *content, struct problem *problem);
bool file_exists(const char *path);
bool folder_exists(const char *path);

/* The same name holds either the old or the new content, whatever happens in between. */
bool file_replace(const char *path, const char *data, size_t length, struct problem *problem);
bool file_copy(const char *from, const char *to, struct problem *problem);
bool folder_make(const char *path, struct problem *problem); /* with its parents */
bool tree_copy(const char *from, const char *to, struct problem *problem);
void tree_remove(const char *path);

/* SHA-256 in lower case digits. */
bool file_hash(const char *path, char hash[65], struct problem *problem);

/* All files below a folder whose name ends so (or is that), as paths relative to it, sorted by bytes. */
bool files_below(const char *folder, const char *ending, struct list *paths, struct problem *problem);

/* A file that is written in pieces under a temporary name beside its own; a device or a pipe (-o /dev/null) is written to as it is. */
struct new_file {
    FILE *stream;
    char *path, *temporary; /* temporary NULL: there is none */
};

bool new_file_open(struct new_file *file, const char *path, struct problem *problem);
bool new_file_commit(struct new_file *file, struct problem *problem); /* closes in either case */
void new_file_drop(struct new_file *file);

/* Told the name of each temporary file before it is made, so that the watchdog can remove what a killed driver
 * leaves. NULL: nobody. */
extern void (*new_file_announce)(const char *temporary);

#endif
