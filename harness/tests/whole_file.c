#include "tests/whole_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_open(FILE *stream, struct whole_file *file)
{
    long size;

    if (fseek(stream, 0, SEEK_END) || (size = ftell(stream)) < 0 || fseek(stream, 0, SEEK_SET))
        return false;
    file->bytes = malloc((size_t)size + 1);
    if (!file->bytes)
        return false;
    file->size = (size_t)size;
    file->bytes[file->size] = 0;
    if (fread(file->bytes, 1, file->size, stream) == file->size)
        return true;
    free(file->bytes);
    return false;
}

bool whole_file_read(const char *path, struct whole_file *file)
{
    FILE *stream = fopen(path, "rb");
    bool read = stream && read_open(stream, file);

    if (stream)
        fclose(stream);
    if (!read)
        *file = (struct whole_file){ 0 };
    return read;
}

bool whole_file_write(const char *path, const void *bytes, size_t size)
{
    FILE *stream = fopen(path, "wb");
    bool written = stream && fwrite(bytes, 1, size, stream) == size;

    return stream && fclose(stream) == 0 && written;
}

void *whole_file_block(const struct whole_file *file, const void *mark, size_t mark_size, size_t block_size)
{
    char *found = NULL;

    for (size_t i = 0; i + block_size <= file->size; i++) {
        if (memcmp(file->bytes + i, mark, mark_size) != 0)
            continue;
        if (found)
            return NULL;
        found = file->bytes + i;
    }
    return found;
}
