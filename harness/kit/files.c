/* Whole files. */
#include "kit.h"

enum { MAP_HEADER = 64 };

char *file_read(const WCHAR *path, DWORD *size)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    char *text = NULL;

    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    *size = GetFileSize(file, NULL);
    if (*size < KIT_LIMIT)
        text = malloc(*size + 1);
    if (text && (!ReadFile(file, text, *size, size, NULL))) {
        free(text);
        text = NULL;
    }
    CloseHandle(file);
    if (text)
        text[*size] = 0;
    return text;
}

bool file_write(const WCHAR *path, const struct buffer *const parts[], unsigned n, bool over)
{
    /* On the disk when it is closed: record.undo has to outlive a crash of Windows. */
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, over ? CREATE_ALWAYS : CREATE_NEW,
                              FILE_ATTRIBUTE_NORMAL | FILE_FLAG_WRITE_THROUGH, NULL);
    bool ok = file != INVALID_HANDLE_VALUE;
    DWORD written;

    for (unsigned i = 0; ok && i < n; i++)
        ok = parts[i]->status == ST_OK && WriteFile(file, parts[i]->data, (DWORD)parts[i]->len, &written, NULL) &&
             written == parts[i]->len;
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return ok;
}

/* A header with the length, then the text. */
char *mapped_text(char *bytes, DWORD size, size_t *length)
{
    static const char magic[] = "IDT-MAP 1 ";
    char *text = bytes + MAP_HEADER;
    unsigned long n = 0;

    if (size > MAP_HEADER && !memcmp(bytes, magic, sizeof magic - 1))
        n = strtoul(bytes + sizeof magic - 1, NULL, 10);
    if (size <= MAP_HEADER || n > size - MAP_HEADER)
        n = 0;
    while (n && text[n - 1] != '\n') /* a last line that is cut */
        n--;
    *length = n;
    return n ? text : NULL;
}
