/* Vtables for sinks of any interface of the catalogue: a function for each slot and number of arguments, because the
 * callee of a stdcall function removes its arguments. */
#ifndef AGENT_SINK_THUNKS_H
#define AGENT_SINK_THUNKS_H

#include "wide.h"
#include "catalogue/catalogue.h"

enum { SINK_METHODS = 8, SINK_WORDS = 4 };

struct sink;

/* New, free with free(). NULL if the interface has more methods or arguments than there are functions, or derives from
 * anything but IUnknown. */
void **sink_vtable(const struct cat_interface *interface);

/* The function that calls sink_called() with INDEX and WORDS arguments; both within the limits. */
void *sink_thunk(unsigned index, unsigned words);

HRESULT STDMETHODCALLTYPE sink_query_interface(struct sink *sink, const GUID *iid, void **object);
ULONG STDMETHODCALLTYPE sink_add_ref(struct sink *sink);
ULONG STDMETHODCALLTYPE sink_release(struct sink *sink);
/* The method with this index behind IUnknown's. */
HRESULT sink_called(struct sink *sink, unsigned index, const UINT_PTR *words);

#endif
