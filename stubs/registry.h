/* The registry's tree, below the Win32 functions. Callers hold the lock. */
#ifndef STUBS_REGISTRY_H
#define STUBS_REGISTRY_H

#include "internal.h"

#define KEY_NAME_MAX   256   /* characters of one component; NT: 255 */
#define VALUE_NAME_MAX 16383 /* characters */
#define KEY_DEPTH_MAX  512

struct reg_value {
    arena_ref name;
    uint32_t name_length;
    uint32_t type;
    arena_ref data;
    uint32_t size;
};

struct reg_key {
    uint32_t reserved; /* the free list writes here */
    uint32_t flags;
    uint64_t id; /* never the same again; 0: deleted */
    uint64_t written;
    arena_ref self;
    arena_ref parent;
    arena_ref name;
    uint32_t name_length;
    arena_ref class_name;
    uint32_t class_length;
    arena_ref subkeys; /* array of arena_ref, in order */
    uint32_t subkey_count;
    uint32_t subkey_room;
    arena_ref values; /* array of struct reg_value, in order */
    uint32_t value_count;
    uint32_t value_room;
    REGSAM denied;
};
#define KEY_FLAG_VOLATILE 1u

/* A name that is not zero-terminated. */
struct reg_name {
    const WCHAR *text;
    size_t length;
};
struct reg_name reg_name(const WCHAR *text);

static inline bool reg_is_text(DWORD type)
{
    return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

static inline struct reg_key *reg_key(arena_ref ref)
{
    return sim_at(ref);
}

/* --- registry_tree.c --- */
void reg_build(void);
/* A tree of its own. */
arena_ref reg_root(void);
struct reg_key *reg_find_key(const struct reg_key *parent, struct reg_name name);
/* NULL: out of memory. */
struct reg_key *reg_add_key(struct reg_key *parent, struct reg_name name);
/* To another place, where nothing is but perhaps itself. False: out of memory, nothing has changed. */
bool reg_move_key(struct reg_key *key, struct reg_key *parent, struct reg_name name);
/* With all subkeys. */
void reg_remove_key(struct reg_key *key);
struct reg_value *reg_find_value(const struct reg_key *key, struct reg_name name);
bool reg_set_value(struct reg_key *key, struct reg_name name, DWORD type, const void *data, DWORD size);
void reg_remove_value(struct reg_key *key, struct reg_value *value);
/* Takes the first component off PATH; backslashes after it too. Empty at the end. */
struct reg_name reg_next_component(struct reg_name *path);

/* --- registry_path.c --- */
/* The full path from the predefined key on; new, free with free(). */
WCHAR *reg_path(const struct reg_key *key);
/* By full or short name of a predefined key; NULL: no such. */
struct reg_key *reg_root_named(struct reg_name name);
/* Whether a predefined key stands at or below this one, which therefore has to stay. */
bool reg_holds_root(const struct reg_key *key);
void reg_notify_key(const struct reg_key *key, enum stub_change_kind kind);
void reg_notify_value(const struct reg_key *key, struct reg_name name, const struct stub_data *before,
                      const struct stub_data *after);
/* HANDLE, or what BELOW (may be NULL) names below it, was read with this status. */
void reg_tell_read(enum stub_read_kind kind, HKEY handle, const WCHAR *below, const WCHAR *name, LSTATUS status);
struct stub_data reg_data(const struct reg_value *value);

/* --- registry_handles.c --- */
void reg_reset(void);
bool reg_is_predefined(HKEY handle);
/* The key behind HANDLE, which must have all of NEEDED.
 * Fails: ERROR_INVALID_HANDLE, ERROR_KEY_DELETED, ERROR_ACCESS_DENIED. */
LSTATUS reg_resolve(HKEY handle, REGSAM needed, struct reg_key **key);
/* Fails: ERROR_ACCESS_DENIED, ERROR_NO_SYSTEM_RESOURCES. */
LSTATUS reg_new_handle(const struct reg_key *key, REGSAM access, HKEY *handle);

/* --- registry_values.c --- */
/* Fills DATA, which has ROOM for all of VALUE. */
void reg_copy_data(const struct reg_value *value, BYTE *data, DWORD room);

/* --- registry_compare.c --- */
/* Of whole machines, files included. */
bool reg_equal(const unsigned char *a, const unsigned char *b);

#endif
