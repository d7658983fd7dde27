#include "write.h"

#include <stdarg.h>
#include <stdio.h>
#include <windows.h>

enum { PATH_UNITS = 1024, MOST_FILES = 99 };

static HANDLE file = INVALID_HANDLE_VALUE;

static bool read_path(WCHAR path[PATH_UNITS])
{
    DWORD size = (PATH_UNITS - 8) * sizeof(WCHAR), type = 0;
    HKEY key;
    LONG error = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\Identical Log", 0, KEY_QUERY_VALUE, &key);

    if (error)
        return false;
    memset(path, 0, PATH_UNITS * sizeof(WCHAR));
    error = RegQueryValueExW(key, L"Log", NULL, &type, (BYTE *)path, &size);
    RegCloseKey(key);
    return !error && type == REG_SZ && path[0];
}

void log_open(void)
{
    static const char header[] =
        "trace 1\ntitle     A session of an application\nof        session\ntarget    installed\n"
        "\nprocess session\n";
    WCHAR path[PATH_UNITS];
    size_t length;
    DWORD written;

    if (!read_path(path))
        return;
    length = wcslen(path);
    for (unsigned n = 1; n <= MOST_FILES && file == INVALID_HANDLE_VALUE; n++) {
        if (n > 1)
            snwprintf(path + length, 8, L".%u", n);
        file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ, NULL, CREATE_NEW, 0, NULL);
    }
    if (file != INVALID_HANDLE_VALUE)
        WriteFile(file, header, sizeof(header) - 1, &written, NULL);
}

bool log_is_open(void)
{
    return file != INVALID_HANDLE_VALUE;
}

void log_write(const struct log_line *line)
{
    DWORD written;

    WriteFile(file, line->text, (DWORD)line->length, &written, NULL);
}

void line_add(struct log_line *line, const char *format, ...)
{
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vsnprintf(line->text + line->length, LOG_LINE - line->length, format, arguments);
    va_end(arguments);
    if (n > 0 && line->length + (size_t)n < LOG_LINE)
        line->length += (size_t)n;
}
