/* A user's registry from elsewhere, as a start state: a hive of Windows NT (NTUSER.DAT), a .reg file (REGEDIT4 or version
 * 5.00; UTF-8, UTF-16 or ANSI), or Wine's user.reg. Nothing but HKCU\Identities and the values that were asked for
 * gets into the state. */
#ifndef IDT_DRIVER_REGISTRY_FILE_H
#define IDT_DRIVER_REGISTRY_FILE_H

#include "driver/problem.h"
#include "driver/str.h"

#include "trace/trace.h"

#include <stdio.h>

/* Behind "; note: " in the text of a hive: what registry_file.notes gets. */
#define REGISTRY_NOTE "; note: "

/* What is wanted beside Identities. */
struct registry_wish {
    struct list keys, names; /* "Software\A" and "B" of HKCU\Software\A\B, in the spelling of states */
    const char *code_page;   /* of iconv, for text that is not UTF-8; NULL: WINDOWS-1252 */
};

/* Takes "HKCU\KEY\NAME" (or HKEY_CURRENT_USER; "KEY\" is the default value). Fails: CODE_USAGE. */
bool registry_wish_add(struct registry_wish *wish, const char *place, struct problem *problem);
void registry_wish_free(struct registry_wish *wish);

enum registry_kind { REGISTRY_HIVE, REGISTRY_REGEDIT, REGISTRY_WINE };

extern const char *const registry_kind_names[]; /* "hive of Windows NT", … */

struct registry_file {
    enum registry_kind kind;
    struct arena arena;
    struct state *state; /* owned by the arena */
    bool whole;          /* the file holds all of HKCU, so that what is not in it does not exist */
    struct list notes;   /* what was guessed, salvaged or left out */
};

/* `name`: of the file, for messages. registry_file_free() in either case. Fails: CODE_USAGE (with line or reason),
 * CODE_ENVIRONMENT. */
bool registry_file_read(const char *name, const struct registry_wish *wish, struct registry_file *file,
                        struct problem *problem);
/* The same of bytes that were read already. */
bool registry_file_parse(const char *data, size_t length, const char *name, const struct registry_wish *wish,
                         struct registry_file *file, struct problem *problem);
void registry_file_free(struct registry_file *file);

/* ---- the parts ---- */

/* Whether a key (without its root, in the spelling of states) is Identities or below it. */
bool is_identities(const char *path);
/* Whether any, or this value of a key was asked for. name NULL: any. */
bool is_wished(const struct registry_wish *wish, const char *path, const char *name);

/* The lines of a .reg file or a user.reg (UTF-8; lone surrogates as three bytes), cut down to what is wanted and spelled
 * as states are, each with its old number: a .reg file again. Sets kind and whole of the file. */
bool registry_lines(const char *text, size_t length, const char *name, const struct registry_wish *wish,
                    struct registry_file *file, struct str *out, struct problem *problem);

/* The same of a hive, read in a child process with limits; a damaged one is salvaged as far as libhivex can. */
bool registry_hive(const char *data, size_t length, const char *name, const struct registry_wish *wish,
                   struct registry_file *file, struct str *out, struct problem *problem);

#define HIVE_SECONDS 20
#define HIVE_OUTPUT  ((size_t)TRACE_MAX_SCENARIO * 2)

/* hive_print() in a child process, with that limit of time and of what it prints into *out. `hive`: a file that is open.
 * 0: it read the hive; else how it ended, as a shell says it; 124: over a limit; -1: no child (errno). */
int hive_child(int hive, bool unsafe, const struct registry_wish *wish, struct str *out);

/* In a child: no files, no output, no core, no more CPU time and memory than any sound hive needs, default signals. */
void hive_confine(void);

/* What runs in that child: reads the hive in `path`, prints it to `out`. Returns false after it printed "; failed: why". */
bool hive_print(const char *path, bool unsafe, const struct registry_wish *wish, FILE *out);

#endif
