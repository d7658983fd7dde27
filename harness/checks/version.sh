#!/bin/bash
# version.sh DLL VERSION: the DLL carries a version resource, with this version in its fixed part and in its strings.
set -euo pipefail

windres=${WINDRES:-x86_64-w64-mingw32-windres}
file=$1 version=$2.0
resource=$("$windres" -J coff -O rc "$file" | awk '/VERSIONINFO/ { on = 1 } on; on && /^END/ { exit }')
status=0

refuse() {
    printf '%s: expected %s, found %s\n' "$file" "$1" "${2:-none}"
    status=1
}

# numbers LINE: FILEVERSION 0,1,0,0 as 0.1.0.0
numbers() {
    awk -v line="$1" '$1 == line { $1 = ""; gsub(/ /, ""); gsub(/,/, "."); print }' <<<"$resource"
}

# text NAME: VALUE "FileVersion", "0.1.0.0"
text() {
    sed -nE "s/^ *VALUE \"$1\", \"(.*)\"\$/\\1/p" <<<"$resource"
}

# FILEOS and FILETYPE: a DLL of Windows NT.
for pair in FILEVERSION="$version" PRODUCTVERSION="$version" FILEOS=0x40004 FILETYPE=0x2; do
    [ "$(numbers "${pair%%=*}")" = "${pair#*=}" ] || refuse "${pair/=/ }" "$(numbers "${pair%%=*}")"
done
for pair in FileVersion="$version" ProductVersion="$version" 'CompanyName=The Identical project' 'FileDescription=Identity Manager' InternalName=msident \
    'LegalCopyright=MIT License' OriginalFilename=msident.dll ProductName=Identical; do
    [ "$(text "${pair%%=*}")" = "${pair#*=}" ] || refuse "${pair%%=*} \"${pair#*=}\"" "$(text "${pair%%=*}")"
done
exit $status
