/* A registry tree as it was last seen, to find changes that no hook saw. Keys stay open, so that a look costs one query
 * each unless something changed, and works on keys whose rights were taken away since. */
#ifndef AGENT_SNAPSHOT_H
#define AGENT_SNAPSHOT_H

#include "wide.h"

struct snapshot_key;

/* What changed; name NULL for a key. bytes NULL: deleted. Key paths begin as the snapshot's own. */
typedef void (*snapshot_report)(struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes, DWORD size,
                                bool deleted);
/* Keys that are left out. */
typedef bool (*snapshot_filter)(struct wide key);

/* New, free with snapshot_free(); NULL without memory. The handle stays the caller's. */
struct snapshot_key *snapshot_take(HKEY root, const WCHAR *path, snapshot_filter left_out);
void snapshot_free(struct snapshot_key *snapshot);
/* As it is now, without open keys: only for snapshot_compare(). New, free with snapshot_free(). */
struct snapshot_key *snapshot_copy(const struct snapshot_key *snapshot);
/* Looks again and reports each difference; afterwards the snapshot is as the registry. */
void snapshot_refresh(struct snapshot_key *snapshot, snapshot_report report);
/* The same change was seen otherwise: no difference any more. */
void snapshot_note(struct snapshot_key *snapshot, struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes,
                   DWORD size, bool deleted);
/* Reports what has to change in `before` to become `after`; returns whether anything. */
bool snapshot_compare(const struct snapshot_key *before, const struct snapshot_key *after, snapshot_report report);

#endif
