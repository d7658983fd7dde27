#!/bin/bash
# exports.sh DLL DEF: the DLL exports exactly the names and ordinals that the .def file lists.
set -euo pipefail

dump=${OBJDUMP:-x86_64-w64-mingw32-objdump}
listed=$(awk 'on && NF { sub(/;.*/, ""); if ($1 != "") print $1, substr($2, 2) } /^EXPORTS/ { on = 1 }' "$2" | sort)
# "[   0] +base[   1]  0000 DllCanUnloadNow" in newer binutils, "[   0] DllCanUnloadNow" in older ones.
exported=$("$dump" -p "$1" | awk '
    /^\[Ordinal\/Name Pointer\] Table/ { on = 1; next }
    on && /^[[:space:]]*\[/ { sub(/^[[:space:]]*\[ */, ""); split($0, part, /\]/); print $NF, part[1] + 1; next }
    on && !NF { on = 0 }' | sort)
diff <(echo "$listed") <(echo "$exported") || {
    echo "$1 does not export what $2 lists (left: listed, right: exported)" >&2
    exit 1
}
