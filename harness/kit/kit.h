/* The kit on somebody else's Windows: every scenario on that machine's own msident.dll, one results.idt for the driver.
 * Nothing but Win32 that Windows 2000 has. */
#ifndef KIT_KIT_H
#define KIT_KIT_H

#include "agent/wide.h"
#include "trace/buffer.h"

enum { KIT_PATH = 600, KIT_ID = 200, KIT_LINE = 1024, KIT_LIMIT = 1 << 30 };
enum kit_code { KIT_COMPLETE = 0, KIT_REFUSED = 2, KIT_ENVIRONMENT = 3 };

struct kit {
    WCHAR folder[KIT_PATH];      /* of the kit: scenarios.txt, scenarios, ui, work, results.idt */
    WCHAR agent[KIT_PATH];       /* agent.exe beside this program */
    WCHAR work[KIT_PATH];        /* scratch profile and trace; removed at the end */
    WCHAR dll[KIT_PATH];         /* under test: /dll:FILE, or the system's own */
    WCHAR ui[KIT_PATH];          /* its UI map, or "" */
    WCHAR desktop[64];           /* of the agents; "" if none could be made */
    WCHAR system[160];           /* "5.0.2195 Service Pack 4" */
    bool passwords;              /* also what stores passwords */
    bool disposable;             /* the account may hold identities */
    const WCHAR *const *filters; /* only scenarios whose name begins so; none: all */
    unsigned n_filters;
};

/* One line on the console. */
void kit_say(const WCHAR *format, ...);
/* The same to the error output; returns false. */
bool kit_fail(const WCHAR *format, ...);

/* "folder\name". False with a message if it is too long. */
bool kit_join(WCHAR path[KIT_PATH], const WCHAR *folder, const WCHAR *name);
/* Options into the kit, whose folders are set. False with a message. */
bool kit_words(struct kit *kit, int count, WCHAR *words[]);

/* ---- account.c ---- */

/* Whether this account may be used: no identity in it unless it is disposable, and no other process that has
 * msident.dll loaded. False with a message that names what is in the way. */
bool account_is_free(const struct kit *kit);

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

#endif
