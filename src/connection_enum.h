#ifndef MSIDENT_CONNECTION_ENUM_H
#define MSIDENT_CONNECTION_ENUM_H

#include "module.h"

/* An enumerator of the one connection point, which it holds. *enumerator: one reference, NULL on failure.
 * Fails: E_OUTOFMEMORY. */
HRESULT connection_point_enum_create(IConnectionPoint *point, ULONG position, IEnumConnectionPoints **enumerator);

/* An enumerator of the sinks advised at this moment, which it holds. As above. */
HRESULT connection_enum_create(IEnumConnections **enumerator);

#endif
