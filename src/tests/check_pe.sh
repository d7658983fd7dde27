#!/bin/bash
# check_pe.sh OBJDUMP FILE.dll FILE.def: the exports are those of the .def with their ordinals, and every import is a
# function that Windows 2000 has (style.md rule 12; the list holds what was looked up, so a new import is a decision).
set -euo pipefail

objdump=$1 dll=$2 def=$3
dump=$("$objdump" -p "$dll")

expected=$(sed -n 's/^ *\([A-Za-z]*\) *@\([0-9]*\).*/\2 \1/p' "$def")
found=$(sed -n 's/^\t\[ *\([0-9]*\)\] +base\[ *\([0-9]*\)\].*/\1 \2/p' <<<"$dump" | while read -r index ordinal; do
    name=$(sed -n "s/^\t\[ *$index\] \([A-Za-z]*\)\$/\1/p" <<<"$dump")
    echo "$ordinal $name"
done)
if [ "$expected" != "$found" ]; then
    echo "exports differ from $def:"
    diff <(echo "$expected") <(echo "$found") || true
    exit 1
fi

allowed='advapi32:GetUserNameW RegCloseKey RegCreateKeyExW RegDeleteKeyW RegDeleteValueW RegEnumKeyExW RegOpenKeyExW
advapi32:RegQueryValueExW RegSetValueExW
crypt32:CryptProtectData CryptUnprotectData
kernel32:CloseHandle CreateDirectoryW CreateMutexW DeleteCriticalSection EnterCriticalSection GetFileAttributesW
kernel32:GetLastError GetModuleFileNameW GetProcessHeap HeapAlloc HeapFree InitializeCriticalSection
kernel32:InterlockedCompareExchange InterlockedDecrement InterlockedIncrement LeaveCriticalSection LocalFree
kernel32:ReleaseMutex WaitForSingleObject
msvcrt:memcmp memcpy memmove memset
ole32:CoCreateGuid
shell32:SHGetFolderPathW
user32:CharUpperBuffW LoadStringW SetForegroundWindow'

awk -v allowed="$allowed" '
    BEGIN {
        lines = split(allowed, line, "\n")
        for (i = 1; i <= lines; i++) {
            split(line[i], part, ":")
            names = split(part[2], name, " ")
            for (j = 1; j <= names; j++)
                known[part[1] " " name[j]] = 1
        }
    }
    /DLL Name:/ { module = tolower($3); sub(/\.dll$/, "", module); next }
    /Export Tables/ { module = "" }
    module && NF == 3 && $2 ~ /^[0-9]+$/ && !((module " " $3) in known) {
        print "import not on the list: " module " " $3
        bad = 1
    }
    /^Major(OS|Subsystem|Os)[A-Za-z]*Version/ && $2 > 5 { print "too new: " $0; bad = 1 }
    END { exit bad }' <<<"$dump"
