/* Whole files in memory, for the tools that only tests run. What users run has driver/files.h, which limits sizes and
 * says why it fails. */
#ifndef IDT_TESTS_WHOLE_FILE_H
#define IDT_TESTS_WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct whole_file {
    char *bytes; /* the caller frees; a NUL follows that `size` does not count */
    size_t size;
};

/* False: it cannot be read; nothing is to be freed then. */
bool whole_file_read(const char *path, struct whole_file *file);
bool whole_file_write(const char *path, const void *bytes, size_t size);

/* Where a block of `block_size` bytes stands that begins with `mark`. NULL unless it stands exactly once. */
void *whole_file_block(const struct whole_file *file, const void *mark, size_t mark_size, size_t block_size);

#endif
