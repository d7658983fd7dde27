/* What a witness outside of the process sees of a deed's beginning and end. */
#ifndef PROBE_WITNESS_H
#define PROBE_WITNESS_H

#include <windows.h>

/* PROBE_GATE: path of a file; no deed begins before it exists (at most 10 s). PROBE_MARKS=1: looks at a key that is
 * never there, HKCU\ProbeMark\begin-NNN and ended-NNN, enclose the deed. */
void witness_begin(DWORD number);
void witness_end(DWORD number);

#endif
