/* The beginning of a self-extracting kit (kit --exe): puts the files that lie behind it into a new folder. For Windows 2000,
 * which opens no zip. Asks where if it is started by a double click; `kit.exe FOLDER` asks nothing. */
#include "kit.h"

#include <stdio.h>

struct archive {
    char *bytes; /* this program */
    const char *at, *end;
    unsigned files;
};

static DWORD number_at(const char *at)
{
    const BYTE *b = (const BYTE *)at;

    return b[0] | (DWORD)b[1] << 8 | (DWORD)b[2] << 16 | (DWORD)b[3] << 24;
}

/* As zlib's, which the driver has. */
static DWORD crc32(const char *at, const char *end)
{
    DWORD crc = 0xFFFFFFFF;

    for (; at < end; at++) {
        crc ^= (BYTE)*at;
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

static bool archive_open(struct archive *archive, const WCHAR *program)
{
    const char *trailer;
    DWORD size = 0, start;

    archive->bytes = file_read(program, &size);
    if (!archive->bytes)
        return kit_fail(L"unpack: %ls cannot be read (error %lu)", program, (unsigned long)GetLastError());
    trailer = archive->bytes + size - KIT_TRAILER;
    if (size < KIT_TRAILER || memcmp(trailer, KIT_ARCHIVE, 8) != 0)
        return kit_fail(L"unpack: %ls: expected a kit behind the program, found none: it is cut off; copy it anew",
                        program);
    start = number_at(trailer + 8);
    archive->files = number_at(trailer + 12);
    archive->at = archive->bytes + start;
    archive->end = trailer;
    return (start <= size - KIT_TRAILER && crc32(archive->at, trailer) == number_at(trailer + 16)) ||
           kit_fail(L"unpack: %ls: expected what its checksum says, found other bytes: copy it anew", program);
}

/* Below the folder, whatever stands there. */
static bool is_inside(const char *name)
{
    return *name && *name != '\\' && !strchr(name, ':') && !strchr(name, '/') && !strstr(name, "..");
}

/* The next file, whose bytes lie in the archive. */
static bool next_file(struct archive *archive, WCHAR name[KIT_PATH], struct buffer *content)
{
    const char *path = archive->at, *nul = memchr(path, 0, (size_t)(archive->end - path));
    DWORD length;

    if (!nul || archive->end - nul < 5 || !is_inside(path) || !wide_from_utf8(path, name, KIT_PATH))
        return kit_fail(L"unpack: the kit behind this program is damaged: copy it anew");
    length = number_at(nul + 1);
    archive->at = nul + 5;
    if (length > (size_t)(archive->end - archive->at))
        return kit_fail(L"unpack: the kit behind this program is damaged: copy it anew");
    *content = (struct buffer){ .data = (char *)archive->at, .len = length };
    archive->at += length;
    return true;
}

/* Those above a file that are not there yet. */
static void make_folders(const WCHAR *path, size_t from)
{
    WCHAR folder[KIT_PATH];

    for (size_t n = from; path[n]; n++)
        if (path[n] == '\\') {
            lstrcpynW(folder, path, (int)n + 1);
            CreateDirectoryW(folder, NULL);
        }
}

static bool put_files(struct archive *archive, const WCHAR *folder)
{
    WCHAR name[KIT_PATH], path[KIT_PATH];
    struct buffer content;
    const struct buffer *const parts[] = { &content };

    for (unsigned n = 0; n < archive->files; n++) {
        if (!next_file(archive, name, &content) || !kit_join(path, folder, name))
            return false;
        make_folders(path, wide_text(folder).n + 1);
        if (!file_write(path, parts, 1, false))
            return kit_fail(L"unpack: %ls cannot be written (error %lu): name a folder where you may write", path,
                            (unsigned long)GetLastError());
    }
    return true;
}

/* Of a folder that this program made: it has nothing else in it. */
static void remove_tree(const WCHAR *folder)
{
    WCHAR pattern[KIT_PATH], path[KIT_PATH];
    WIN32_FIND_DATAW found;
    HANDLE search = kit_join(pattern, folder, L"*") ? FindFirstFileW(pattern, &found) : INVALID_HANDLE_VALUE;

    for (BOOL more = search != INVALID_HANDLE_VALUE; more; more = FindNextFileW(search, &found)) {
        if (found.cFileName[0] == '.' || !kit_join(path, folder, found.cFileName))
            continue;
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            remove_tree(path);
        else
            DeleteFileW(path);
    }
    if (search != INVALID_HANDLE_VALUE)
        FindClose(search);
    RemoveDirectoryW(folder);
}

/* Under another name first: the kit is whole or not there. */
static enum kit_code unpack(struct archive *archive, const WCHAR *folder)
{
    WCHAR temporary[KIT_PATH + 4];

    if (GetFileAttributesW(folder) != INVALID_FILE_ATTRIBUTES)
        return kit_fail(L"unpack: %ls is there already: name a new folder", folder), KIT_REFUSED;
    if (_snwprintf(temporary, KIT_PATH - 1, L"%ls.new", folder) < 0)
        return kit_fail(L"unpack: the name of the folder is too long"), KIT_REFUSED;
    if (!CreateDirectoryW(temporary, NULL))
        return kit_fail(L"unpack: %ls cannot be made (error %lu): name a folder where you may write", temporary,
                        (unsigned long)GetLastError()),
               KIT_ENVIRONMENT;
    if (put_files(archive, temporary) && MoveFileExW(temporary, folder, 0)) {
        kit_say(L"%u files in %ls. Read README.TXT there", archive->files, folder);
        return KIT_COMPLETE;
    }
    remove_tree(temporary);
    return KIT_ENVIRONMENT;
}

/* ---- where ---- */

/* A line of the console, in its code page; "" at the end of a file. */
static void read_line(WCHAR line[KIT_PATH])
{
    char text[KIT_PATH];
    DWORD got = 0;

    line[0] = 0;
    if (!ReadFile(GetStdHandle(STD_INPUT_HANDLE), text, KIT_PATH - 1, &got, NULL))
        return;
    while (got && (text[got - 1] == '\r' || text[got - 1] == '\n'))
        got--;
    text[got] = 0;
    if (!MultiByteToWideChar(CP_OEMCP, 0, text, -1, line, KIT_PATH))
        line[0] = 0;
}

/* "identical" beside this program, unless another one is typed. */
static bool ask(const WCHAR *program, WCHAR folder[KIT_PATH])
{
    WCHAR line[KIT_PATH], beside[KIT_PATH];
    size_t n = wide_text(program).n;

    while (n && program[n - 1] != '\\')
        n--;
    lstrcpynW(beside, program, (int)(n ? n : 1));
    if (!kit_join(folder, beside, L"identical"))
        return false;
    kit_say(L"This puts the kit into a new folder; nothing is installed. Enter for %ls, or type another folder:",
            folder);
    read_line(line);
    return !line[0] || GetFullPathNameW(line, KIT_PATH, folder, NULL);
}

int wmain(int argc, WCHAR *argv[]); /* no header has it */

int wmain(int argc, WCHAR *argv[])
{
    static WCHAR program[KIT_PATH], folder[KIT_PATH], line[KIT_PATH];
    struct archive archive = { 0 };
    enum kit_code code = KIT_ENVIRONMENT;

    if (argc > 2 || (argc == 2 && argv[1][0] == '/')) {
        kit_fail(
            L"usage: kit [FOLDER]\r\nPuts the kit into FOLDER, which must not be there yet; asks for it if none is "
            L"named.\r\nExit codes: 0 it is there, 2 refused, 3 this machine stands in the way.");
        return KIT_REFUSED;
    }
    if (!GetModuleFileNameW(NULL, program, KIT_PATH - 1) || !archive_open(&archive, program))
        return free(archive.bytes), KIT_ENVIRONMENT;
    if (argc == 2 ? GetFullPathNameW(argv[1], KIT_PATH, folder, NULL) != 0 : ask(program, folder))
        code = unpack(&archive, folder);
    if (argc < 2) {
        kit_say(L"Enter ends this.");
        read_line(line);
    }
    free(archive.bytes);
    return code;
}
