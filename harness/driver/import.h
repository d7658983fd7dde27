/* import: what a start state says of its identities, the tour of calls that evidence settles for it, and what in it
 * departs from the genuine registries that docs/evidence/real-world.md describes. */
#ifndef IDT_DRIVER_IMPORT_H
#define IDT_DRIVER_IMPORT_H

#include "driver/registry_file.h"

/* ---- import_state.c ---- */

#define COOKIE_TEXT 39

struct identity {
    char cookie[COOKIE_TEXT]; /* "{…}", upper case */
    const char *path;         /* "HKCU\Identities\{…}", as the state spells it first */
    uint32_t ordinal;         /* its own; 0: none that counts (I-31) */
};

/* In the order of I-05; those with the same ordinal are neighbours. */
struct identities {
    struct identity *items;
    size_t count;
    uint32_t highest; /* ordinal, 0: none */
};

/* identities_free() after it. */
void identities_find(const struct state *state, struct identities *identities);
void identities_free(struct identities *identities);
const struct identity *identities_get(const struct identities *identities,
                                      const char *cookie); /* in any case of letters */

/* "{…}" alone; reserved: the null GUID, or a cookie that stands for a role (D-161). */
bool cookie_is(const char *text, size_t length);
bool cookie_is_reserved(const char *text);

/* The value of a key; the last one counts, as in a registry. NULL: none. */
const struct state_value *state_value(const struct state *state, const char *path, const char *name);
bool state_has_key(const struct state *state, const char *path);

/* What a value says as a text. TEXT_ODD: half characters, or more behind a terminator; no evidence tells how it reads. */
enum text_kind { TEXT_NONE, TEXT_ODD, TEXT_PLAIN };

/* *text: spelled as in states, new, free(); NULL unless TEXT_PLAIN. *terminated may be NULL. */
enum text_kind value_text(const struct state_value *value, char **text, bool *terminated);
/* Number of UTF-16 units. */
size_t text_units(const char *text);

enum role { ROLE_NOBODY, ROLE_UNCLEAR, ROLE_IDENTITY };

/* Whom "Default User ID" or "Last User ID" of the root names. */
enum role role_of(const struct state *state, const struct identities *identities, const char *name,
                  const struct identity **identity);

enum policy { POLICY_NONE, POLICY_LOCKED, POLICY_UNCLEAR };

enum policy policy_of(const struct state *state);

extern const char identities_root[]; /* "HKCU\\Identities" */

/* ---- import_tour.c ---- */

/* The scenario, canonical and checked. `comment`: lines below its first one. Fails: CODE_USAGE (it does not fit). */
bool import_tour(const struct state *state, const char *title, const char *comment, struct str *scenario,
                 struct problem *problem);

/* ---- import_report.c ---- */

/* What departs from an F-number, or what none of the evidence's registries shows. */
struct departure {
    const char *number; /* "F-008" */
    char *place;        /* "[HKCU\Identities] \"Identity Ordinal\"" */
    char *text;         /* "expected …, found …" */
};

struct departures {
    struct departure *items;
    size_t count, capacity;
};

void import_compare(const struct registry_file *file, struct departures *departures);
void departures_free(struct departures *departures);

#endif
