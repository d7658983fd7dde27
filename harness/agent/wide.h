/* UTF-16 text of Win32, with its length. */
#ifndef AGENT_WIDE_H
#define AGENT_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>
#include <ole2.h>
#include <ocidl.h>
/* A macro of the COM headers, and a name in the catalogue. */
#undef interface

struct wide {
    const WCHAR *text;
    size_t n; /* units, without a terminator */
};

struct wide wide_text(const WCHAR *terminated);
bool wide_equal(struct wide a, struct wide b); /* ignoring the case of A to Z */
bool wide_starts(struct wide text, const WCHAR *prefix);
/* Converts terminated UTF-8, as command lines carry it. False if it is longer than size - 1 units or no UTF-8. */
bool wide_from_utf8(const char *text, WCHAR *units, size_t size);
/* The reverse; unpaired surrogates become '?'. False if it does not fit. */
bool wide_to_utf8(struct wide wide, char *text, size_t size);

#endif
