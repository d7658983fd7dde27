/* What the DLL under test changed, as lines of the trace. Called by the hooks (Windows) and the observer (native) while
 * the DLL under test has control of the calling thread, in order. */
#ifndef AGENT_EFFECTS_H
#define AGENT_EFFECTS_H

#include "wide.h"
#include "trace/trace.h"

enum effect_event {
    EFFECT_KEY_CREATED,
    EFFECT_KEY_DELETED,
    EFFECT_FOLDER_CREATED,
    EFFECT_FOLDER_REMOVED,
    EFFECT_FILE_CREATED,
    EFFECT_FILE_WRITTEN,
    EFFECT_FILE_REMOVED
};

/* Keys are "HKCU\...", "HKLM\...", "HKU\...". */
void effect_key(enum effect_event event, struct wide key);
void effect_value_set(struct wide key, struct wide name, DWORD type, const void *bytes, size_t size);
void effect_value_deleted(struct wide key, struct wide name);
/* SEEN_OPENED, SEEN_READ (with the value's name), SEEN_KEYS, SEEN_VALUES or SEEN_INFO; error: ERROR_SUCCESS or how it failed. Nothing unless the scenario's reads are watched; the same
 * one again, with nothing in between, is one line. */
void effect_read(enum detail_kind kind, struct wide key, struct wide name, DWORD error);
void effect_path(enum effect_event event, struct wide path);
void effect_renamed(struct wide from, struct wide to);

/* The shell's own bookkeeping below HKCU, which is no effect of the DLL under test (design.md 3). */
bool effect_is_shells(struct wide key);
/* Data as the format writes it: strings with places as symbols, password records as protected(...). */
enum status effect_data(struct wide value_name, DWORD type, const void *bytes, size_t size, struct arena *arena,
                        struct data *data);

#endif
