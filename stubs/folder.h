/* The file system in memory, below the Win32 functions: drive C: is a third tree of registry keys, a folder is a key, a
 * file a key with a flag and its bytes as default value. Names, order, snapshots and comparison come with the tree. */
#ifndef STUBS_FOLDER_H
#define STUBS_FOLDER_H

#include "registry.h"

#define FOLDER_FLAG_FILE 2u /* in reg_key.flags */

/* Callers hold the lock. */
void folder_build(void);
/* What is at an absolute path of drive C:; no error: ERROR_SUCCESS. *parent and *name: where it is or would be.
 * Fails: ERROR_FILE_NOT_FOUND (the last component), ERROR_PATH_NOT_FOUND (one before), ERROR_INVALID_NAME. */
struct folder_place {
    struct reg_key *parent; /* NULL for the drive itself */
    struct reg_key *entry;  /* NULL: not there */
    struct reg_name name;
};
DWORD folder_find(const WCHAR *path, struct folder_place *place);
/* Fails: ERROR_ALREADY_EXISTS, ERROR_DISK_FULL, ERROR_ACCESS_DENIED, and as folder_find(). */
DWORD folder_create(const WCHAR *path);

static inline bool folder_is_file(const struct reg_key *entry)
{
    return entry->flags & FOLDER_FLAG_FILE;
}

#endif
