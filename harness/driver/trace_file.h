/* A file with one trace or many, one behind the other (as a machine without our driver brings them back). */
#ifndef IDT_DRIVER_TRACE_FILE_H
#define IDT_DRIVER_TRACE_FILE_H

#include "driver/problem.h"
#include "driver/str.h"

#include <stdint.h>
#include <uthash.h>

struct trace_part {
    char *of; /* id of its scenario */
    uint64_t offset, length;
    UT_hash_handle hh;
};

struct trace_file {
    char *path;
    int fd;                   /* -1: not open */
    struct trace_part *parts; /* hash by id */
};

/* Finds the traces by their first lines and headers; only these are read. Fails: CODE_USAGE (no trace, or one
 * without `of`). */
bool trace_file_open(const char *path, struct trace_file *file, struct problem *problem);
void trace_file_close(struct trace_file *file);

/* The text of the trace of one scenario. False without a problem: there is none. */
bool trace_file_part(const struct trace_file *file, const char *id, struct str *text, struct problem *problem);

/* Text of a trace that an agent wrote into a mapped file: what it published before it ended, without a last line that
 * is cut. Empty if the file is missing or no such file. */
void mapped_trace_read(const char *path, struct str *text);

#endif
