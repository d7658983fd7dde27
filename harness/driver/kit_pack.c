/* A kit's folder as one file: an ISO 9660 image, or a program for Windows that puts it where it is told. */
#include "driver/kit_pack.h"

#include "driver/files.h"
#include "driver/process.h"

#include <errno.h>
#include <unistd.h>
#include <zlib.h>

/* As harness/kit/kit.h has it. */
#define ARCHIVE "IDTKIT 1"

static const double patience = 300; /* seconds for an image */

bool kit_image(const char *folder, const char *image, struct problem *problem)
{
    char *temporary = xformat("%s.%ld", image, (long)getpid());
    const char *const arguments[] = { "/usr/bin/env", "xorriso",   "-as", "mkisofs", "-quiet",        "-J",   "-r",
                                      "-V",           "IDENTICAL", "-o",  temporary, "-graft-points", folder, NULL };
    const int code = process_run(arguments, NULL, NULL, patience);
    bool ok = !code;

    if (!ok)
        problem_set(problem, CODE_ENVIRONMENT,
                    "%s: xorriso cannot make it (exit code %d): is the package xorriso installed?", image, code);
    if (ok && rename(temporary, image) != 0)
        ok = problem_set(problem, CODE_USAGE, "%s: cannot be made: %s", image, strerror(errno));
    if (!ok)
        unlink(temporary);
    free(temporary);
    return ok;
}

static void add_number(struct str *out, size_t number)
{
    char bytes[4];

    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (char)(number >> (8 * i));
    str_add(out, bytes, sizeof(bytes));
}

/* "PATH\NAME" NUL, length, bytes. */
static bool add_file(const char *folder, const char *name, struct str *out, struct problem *problem)
{
    char *path = xformat("%s/%s", folder, name), *windows = xstrdup(name);
    struct str content = { 0 };
    const bool ok = file_read(path, KIT_PACK_LIMIT, &content, problem);

    for (char *at = windows; *at; at++)
        if (*at == '/')
            *at = '\\';
    str_add(out, windows, strlen(windows) + 1);
    add_number(out, content.length);
    str_add(out, str_text(&content), content.length);
    str_free(&content);
    free(windows);
    free(path);
    return ok;
}

bool kit_program(const char *folder, const char *unpacker, const char *program, struct problem *problem)
{
    struct str out = { 0 };
    struct list names = { 0 };
    bool ok = file_read(unpacker, KIT_PACK_LIMIT, &out, problem) && files_below(folder, "", &names, problem);
    const size_t start = out.length;

    for (size_t i = 0; ok && i < names.count; i++)
        ok = add_file(folder, names.items[i], &out, problem) &&
             (out.length < KIT_PACK_LIMIT ||
              problem_set(problem, CODE_USAGE, "%s: the kit is too large for a program", program));
    if (ok) {
        const uLong crc = crc32_z(0, (const Bytef *)out.data + start, out.length - start);

        str_puts(&out, ARCHIVE);
        add_number(&out, start);
        add_number(&out, names.count);
        add_number(&out, crc);
        ok = file_replace(program, out.data, out.length, problem);
    }
    list_free(&names);
    str_free(&out);
    return ok;
}
