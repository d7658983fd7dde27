#!/bin/bash
# windows2000.sh PE...: what Windows 2000 could not load or would lack is an error: machine, versions in the header, and
# every import without a row in windows2000.txt, or whose row says that it came later. Newer functions are for
# GetProcAddress, with a way out.
set -euo pipefail

dump=${OBJDUMP:-i686-w64-mingw32-objdump}
list=${IDT_ALLOWED:-$(dirname "${BASH_SOURCE[0]}")/windows2000.txt}
status=0

refuse() {
    printf '%s: %s\n' "$1" "$2"
    status=1
}

check_header() {
    local file=$1 dumped=$2 kind version

    grep -q 'file format pei-i386' <<<"$dumped" || refuse "$file" "is no i386 PE"
    for kind in Subsystem OSystem; do
        version=$(awk -v kind="$kind" '
            $1 == "Major" kind "Version" { major = $2 } $1 == "Minor" kind "Version" { minor = $2 }
            END { print major * 100 + minor }' <<<"$dumped")
        [ "$version" -le 500 ] || refuse "$file" "asks for $kind version $version, Windows 2000 is 500"
    done
}

# Lines "DLL function" of an objdump.
imports_of() {
    awk '
        /DLL Name:/ { dll = tolower($3); sub(/\.dll$/, "", dll); on = 1; next }
        /Export Tables|Function Table|Base Relocation/ { on = 0 }
        on && NF == 3 && $2 ~ /^[0-9]+$/ { print dll, $3 }' <<<"$1" | sort -u
}

check_imports() {
    local file=$1 dumped=$2 dll name minimum

    while read -r dll name minimum; do
        case $minimum in
            2000 | vc6 | start) ;;
            none) refuse "$file" "imports $name of $dll.dll, which has no row in $list: add it with its documented minimum system" ;;
            *) refuse "$file" "imports $name of $dll.dll, which Windows 2000 lacks (minimum: $minimum)" ;;
        esac
    done < <(imports_of "$dumped" | awk -v list="$list" '
        BEGIN { while ((getline line < list) > 0) { split(line, word, " "); row[word[1] " " word[2]] = word[3] } }
        { print $0, ($0 in row) ? row[$0] : "none" }')
}

[ "$(head -n 1 "$list")" = 'allow 1' ] || { printf '%s:1: expected "allow 1"\n' "$list"; exit 2; }
for file; do
    dumped=$("$dump" -p "$file")
    check_header "$file" "$dumped"
    check_imports "$file" "$dumped"
done
exit $status
