/* The variables of a scenario while a recording becomes one. Which of them holds a pointer follows the agent's rules (its
 * slots.c): a replay must come to the same. */
#ifndef IDT_DRIVER_RECORDING_NAMES_H
#define IDT_DRIVER_RECORDING_NAMES_H

#include "driver/recording.h"

#include <uthash.h>

enum name_kind { NAME_POINTER, NAME_TOKEN, NAME_WINDOW, NAME_KEY };

struct name {
    enum name_kind kind;
    char *text;
    unsigned process;
    char *value; /* "p3", "12", "w1002a", "[HKCU\Identities\{…}]" */
    const struct cat_interface *interface;
    unsigned object, owned;
    bool gone; /* another pointer of its object was said to be released for the last time */
};

/* A GUID that came out of the DLL, and is another in the next run. */
struct session_guid {
    struct cat_guid guid;
    char *text; /* "guid1" */
    bool bound; /* an out parameter gave it */
};

struct used_text {
    char *text;
    unsigned last; /* the number that was put behind it last */
    UT_hash_handle hh;
};

struct naming {
    struct name *items;
    size_t count;
    struct session_guid *guids;
    size_t guid_count;
    struct list literals;   /* GUIDs that are the same in every run */
    struct used_text *used; /* every text that was given: a hash */
    unsigned objects;
};

void naming_free(struct naming *names);
/* A new text that begins so. Lives as long as names. */
const char *naming_make(struct naming *names, const char *base);
/* "manager" for IUserIdentityManager. */
const char *naming_base(const struct cat_interface *interface);

/* NULL: none holds it. `preferred`: that still owns a reference; `method`: that its interface has; either may be unset. */
struct name *naming_pointer(struct naming *names, unsigned process, const char *value, bool owning, const char *method);
struct name *naming_value(struct naming *names, enum name_kind kind, unsigned process, const char *value);
/* Adds a variable that holds this. `from`: whose QueryInterface gave it, or NULL. */
struct name *naming_bind(struct naming *names, const struct name *model, const struct name *from);
/* Its last reference is said to be released: no variable holds it any more. */
void naming_forget(struct naming *names, const struct name *released);

/* From a recording: which GUIDs are literal, and which belong to that run. */
void naming_learn_guids(struct naming *names, const struct recording *recording);
struct session_guid *naming_guid(struct naming *names, const char *braced);
/* Appends text with $(guid1) for each GUID of the run, in all spellings. */
void naming_symbolise(const struct naming *names, const char *text, struct str *out);

#endif
