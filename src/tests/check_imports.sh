#!/bin/bash
# check_imports.sh OBJDUMP FILE.dll: every import is on the list below. It holds what was looked up in Windows 2000, so
# a new import is a decision, and a new stub (style.md, habit 4).
set -euo pipefail

dump=$("$1" -p "$2")

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
user32:CharUpperBuffW CheckDlgButton DialogBoxParamW EnableWindow EndDialog GetDlgItem GetFocus GetWindow
user32:GetWindowLongPtrW GetWindowLongW IsDlgButtonChecked IsWindow IsWindowEnabled LoadStringW MessageBoxW SendDlgItemMessageW
user32:SendMessageW SetForegroundWindow SetWindowLongPtrW SetWindowLongW'

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
    END { exit bad }' <<<"$dump"
