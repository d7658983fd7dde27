#!/bin/bash
# check_imports.sh OBJDUMP FILE.dll: every import is on the list below. It holds what was looked up in Windows 2000, so
# a new import is a decision, and a new stub (style.md, habit 4).
set -euo pipefail

dump=$("$1" -p "$2")

allowed='advapi32:GetUserNameW RegCloseKey RegCreateKeyExW RegDeleteKeyW RegDeleteValueW RegEnumKeyExW RegOpenKeyExW
advapi32:RegQueryValueExW RegSetValueExW
crypt32:CryptProtectData CryptUnprotectData
kernel32:CloseHandle CreateDirectoryW CreateEventW CreateFileMappingW CreateMutexW CreateThread DeleteCriticalSection
kernel32:EnterCriticalSection FreeLibrary FreeLibraryAndExitThread GetCurrentProcessId GetCurrentThreadId
kernel32:GetFileAttributesW GetLastError GetModuleFileNameW GetProcessHeap GetTickCount HeapAlloc HeapFree
kernel32:InitializeCriticalSection InterlockedCompareExchange InterlockedDecrement InterlockedIncrement
kernel32:LeaveCriticalSection LoadLibraryW LocalFree MapViewOfFile OpenFileMappingW OpenMutexW ReleaseMutex SetEvent Sleep
kernel32:UnmapViewOfFile WaitForSingleObject
msvcrt:memcmp memcpy memmove memset
ole32:CoCreateGuid CoInitializeEx CoUninitialize
shell32:SHGetFolderPathW
user32:CharUpperBuffW CheckDlgButton CreateWindowExW DefWindowProcW DestroyWindow DialogBoxParamW DispatchMessageW
user32:EnableWindow EndDialog FindWindowExW GetDlgItem GetFocus GetMessageW GetWindow GetWindowLongPtrW GetWindowLongW
user32:GetWindowThreadProcessId IsDlgButtonChecked IsWindow IsWindowEnabled LoadStringW MessageBoxW PostMessageW
user32:PostQuitMessage RegisterClassW SendDlgItemMessageW SendMessageW SetForegroundWindow SetTimer SetWindowLongPtrW
user32:SetWindowLongW UnregisterClassW'

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
