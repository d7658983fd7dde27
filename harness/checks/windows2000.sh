#!/bin/bash
# windows2000.sh PE...: what Windows 2000 could not load or would lack is an error: machine, versions in the header,
# DLLs it does not have, functions that came later. Newer functions are for GetProcAddress, with a way out.
set -euo pipefail

dump=${OBJDUMP:-i686-w64-mingw32-objdump}
readonly libraries=' advapi32 comctl32 crypt32 gdi32 kernel32 msvcrt ntdll ole32 oleaut32 rpcrt4 shell32 shlwapi user32 version '
# Documented as XP or newer, and the families that only newer C libraries have.
readonly newer='^(InitializeCriticalSectionEx|InitOnce.*|.*SRWLock.*|.*ConditionVariable.*|GetTickCount64|GetModuleHandleEx[AW]|AddVectored.*|RemoveVectored.*|RegGetValue[AW]|RegDeleteTree[AW]|RegDeleteKeyEx[AW]|RegDeleteKeyValue[AW]|RegSetKeyValue[AW]|RegCopyTree[AW]|RegLoadAppKey[AW]|.*ActCtx[AW]?|GetNativeSystemInfo|IsWow64Process|Fls.*|EncodePointer|DecodePointer|SetDllDirectory[AW]|GetProcessId|GetThreadId|GetProcessIdOfThread|AttachConsole|SHGetKnownFolder.*|SHGetFolderPathAndSubDir[AW]|SHRegGetValue[AW]|K32.*|TaskDialog.*|.*Transacted[AW]|CryptProtectMemory|CryptUnprotectMemory|.*_s|.*_l|__acrt.*|_configthreadlocale|_create_locale|_free_locale|_[gs]et_output_format)$'
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

check_imports() {
    local file=$1 dumped=$2 name

    while read -r name; do
        [[ $libraries == *" ${name%.dll} "* ]] || refuse "$file" "imports from $name"
    done < <(awk '/DLL Name:/ { print tolower($3) }' <<<"$dumped")
    while read -r name; do
        refuse "$file" "imports $name, which Windows 2000 lacks"
    done < <(awk '
        /DLL Name/ { on = 1; next } /Export Tables|Function Table|Base Relocation/ { on = 0 }
        on && NF == 3 && $2 ~ /^[0-9]+$/ { print $3 }' <<<"$dumped" | grep -E "$newer")
}

for file; do
    dumped=$("$dump" -p "$file")
    check_header "$file" "$dumped"
    check_imports "$file" "$dumped"
done
exit $status
