/* The kit on somebody else's Windows: every scenario on that machine's own msident.dll, one results.idt for the driver.
 * Nothing but Win32 that Windows 2000 has. */
#ifndef KIT_KIT_H
#define KIT_KIT_H

#include "agent/wide.h"
#include "trace/buffer.h"

enum { KIT_PATH = 600, KIT_ID = 200, KIT_LINE = 1024, KIT_LIMIT = 1 << 30 };
enum kit_task { KIT_RUN, KIT_RECORD, KIT_UNDO };
enum kit_code { KIT_COMPLETE = 0, KIT_REFUSED = 2, KIT_ENVIRONMENT = 3 };

struct kit {
    WCHAR folder[KIT_PATH]; /* of the kit: scenarios.txt, scenarios, ui, work, results.idt */
    WCHAR agent[KIT_PATH];  /* agent.exe beside this program */
    WCHAR work[KIT_PATH];   /* scratch profile and trace; removed at the end */
    WCHAR dll[KIT_PATH];    /* under test: /dll:FILE, or the system's own */
    WCHAR ui[KIT_PATH];     /* its UI map, or "" */
    WCHAR desktop[64];      /* of the agents; "" if none could be made */
    WCHAR system[160];      /* "5.0.2195 Service Pack 4" */
    enum kit_task task;
    bool other_dll;            /* dll is /dll:FILE */
    bool passwords;            /* also what stores passwords */
    bool disposable;           /* the account may hold identities */
    const WCHAR *const *words; /* KIT_RUN: only scenarios whose name begins so, none: all; KIT_RECORD: the program */
    unsigned n_words;
};

/* ---- say.c ---- */

/* One line on the console. */
void kit_say(const WCHAR *format, ...);
/* The same to the error output; returns false. */
bool kit_fail(const WCHAR *format, ...);

/* "folder\name". False with a message if it is too long. */
bool kit_join(WCHAR path[KIT_PATH], const WCHAR *folder, const WCHAR *name);

/* ---- words.c ---- */

/* Options into the kit, whose folders are set. False with a message. */
bool kit_words(struct kit *kit, int count, WCHAR *words[]);

/* ---- unpack.c ---- */

/* Behind a self-extracting kit's program: files as "PATH\\NAME" NUL, length, bytes; then this. Numbers are 4 bytes, little end first. */
#define KIT_ARCHIVE "IDTKIT 1"
enum { KIT_TRAILER = 8 + 3 * 4 }; /* KIT_ARCHIVE, where the files begin, how many, CRC-32 of all of them */

/* ---- files.c ---- */

/* All of a file, terminated. New, free(); NULL: it cannot be read or is larger than KIT_LIMIT. */
char *file_read(const WCHAR *path, DWORD *size);
/* In pieces one after the other, where nothing was (`over`: or what was). False: some of it may be there. */
bool file_write(const WCHAR *path, const struct buffer *const parts[], unsigned n, bool over);
/* Of a mapped file as agents write it (harness/README.md): where its text begins, *length up to the last whole line; NULL: none.
 * `bytes` has `size` and is file_read()'s. */
char *mapped_text(char *bytes, DWORD size, size_t *length);

/* ---- account.c ---- */

/* Whether this account may be used: no identity in it unless it is disposable, and no other process that has
 * msident.dll loaded. False with a message that names what is in the way. */
bool account_is_free(const struct kit *kit);
/* The first process of this account that has a DLL of that name. */
bool module_user(const WCHAR *name, WCHAR program[MAX_PATH], DWORD *id);

/* ---- exports.c ---- */

struct exports;

/* HKEY_CURRENT_USER as it is; NULL without memory. */
struct exports *exports_take(void);
/* What is different now, on the console, and both states and the difference as comment lines. Returns how many
 * differences there are. Frees. */
unsigned exports_tell(struct exports *exports, struct buffer *out);

/* ---- replays.c ---- */

struct tally {
    unsigned run, passwords_left_out, without_trace;
};

/* Each scenario of scenarios.txt in an agent of its own, its trace appended to `traces`. False with a message. */
bool replays_run(const struct kit *kit, struct buffer *traces, struct tally *tally);

/* ---- registration.c ---- */

/* The recorder as this user's class, by machine: what a 64-bit Windows has twice. */
enum { REGISTRATIONS = 2 };

struct registration {
    const WCHAR *folder;      /* of the kit: "x86" or "x64" */
    const WCHAR *key;         /* below HKEY_CURRENT_USER */
    unsigned levels;          /* how many keys of that path were there before */
    WCHAR recorder[KIT_PATH]; /* that stands in it */
    WCHAR target[KIT_PATH];   /* the system's own DLL */
};

struct registrations {
    struct registration items[REGISTRATIONS];
    unsigned n;
};

/* Which there have to be, for which DLLs. Changes nothing. False with a message: no DLL, or this user has such a class. */
bool registrations_plan(const struct kit *kit, struct registrations *all);
/* First a file that says how to undo it, then the keys. False with a message: something may be there, to be undone. */
bool registrations_make(const struct kit *kit, const struct registrations *all);
/* What that file says; false: there is none (no message), or it is no such file (a message). */
bool registrations_read(const struct kit *kit, struct registrations *all);
/* Everything as it was, then the file goes. False with a message. */
bool registrations_undo(const struct kit *kit, const struct registrations *all);
/* Whether an earlier recording was not ended. */
bool registrations_pending(const struct kit *kit);

/* ---- record.c ---- */

/* A program of this machine with the recorder in front of msident.dll. Returns the exit code. */
enum kit_code record_run(struct kit *kit);
/* Ends what a crash left. */
enum kit_code record_undo(struct kit *kit);

#endif
