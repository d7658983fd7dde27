/* Paths that differ from run to run, and their symbols: $(profile) $(local) $(roaming) $(windows) $(module) $(user). */
#ifndef AGENT_PLACES_H
#define AGENT_PLACES_H

#include "wide.h"
#include "trace/text.h"

enum place_name { PLACE_LOCAL, PLACE_ROAMING, PLACE_PROFILE, PLACE_MODULE, PLACE_WINDOWS, PLACE_USER, N_PLACES };

void places_set(enum place_name name, const WCHAR *text);
const WCHAR *places_get(enum place_name name);
/* The place of a symbol's name; N_PLACES if it is none. */
enum place_name places_find(const char *name, size_t len);
/* Canonical spelling of a text, a place at its start written as symbol. */
void places_encode(struct wide text, struct buffer *out);
/* Of a key "HKCU\...": the SID below HKU is written as symbol. */
void places_encode_key(struct wide path, struct buffer *out);

#endif
