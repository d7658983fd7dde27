#include "check.h"

#define SHARE_ALL (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

/* world_path() has one buffer. */
static const WCHAR *second_path(const WCHAR *below)
{
    static WCHAR path[1024];
    const WCHAR *from = world_path(below);

    for (size_t i = 0; (path[i] = from[i]); i++)
        ;
    return path;
}

static BOOL move(const WCHAR *from, const WCHAR *to)
{
    const WCHAR *target = second_path(to);

    SetLastError(0);
    return MoveFileW(world_path(from), target);
}

static HANDLE open_file(const WCHAR *below, DWORD access, DWORD sharing, DWORD disposition)
{
    SetLastError(0xdead);
    return CreateFileW(world_path(below), access, sharing, NULL, disposition, FILE_ATTRIBUTE_NORMAL, NULL);
}

static void opens(const WCHAR *below, DWORD disposition, DWORD error)
{
    HANDLE file = open_file(below, GENERIC_WRITE, 0, disposition);

    CHECK(error, GetLastError());
    CHECK_TRUE(file != INVALID_HANDLE_VALUE);
    CHECK(TRUE, CloseHandle(file));
}

static void refuses(const WCHAR *below, DWORD disposition, DWORD error)
{
    CHECK((size_t)INVALID_HANDLE_VALUE, (size_t)open_file(below, GENERIC_WRITE, 0, disposition));
    CHECK(error, GetLastError());
}

static void dispositions(void)
{
    refuses(L"f", OPEN_EXISTING, ERROR_FILE_NOT_FOUND);
    refuses(L"f", TRUNCATE_EXISTING, ERROR_FILE_NOT_FOUND);
    refuses(L"f", 0, ERROR_INVALID_PARAMETER);
    refuses(L"f", 6, ERROR_INVALID_PARAMETER);
    CHECK(INVALID_FILE_ATTRIBUTES, GetFileAttributesW(world_path(L"f")));
    opens(L"f", CREATE_NEW, 0);
    CHECK_TRUE(!(GetFileAttributesW(world_path(L"F")) & FILE_ATTRIBUTE_DIRECTORY));
    refuses(L"F", CREATE_NEW, ERROR_FILE_EXISTS);
    opens(L"f", OPEN_EXISTING, 0);
    opens(L"f", TRUNCATE_EXISTING, 0);
    opens(L"f", CREATE_ALWAYS, ERROR_ALREADY_EXISTS);
    opens(L"f", OPEN_ALWAYS, ERROR_ALREADY_EXISTS);
    opens(L"g", CREATE_ALWAYS, 0);
    opens(L"h", OPEN_ALWAYS, 0);
}

static void where_no_file_can_be(void)
{
    refuses(L"a\\f", CREATE_NEW, ERROR_PATH_NOT_FOUND);
    refuses(L"a\\f", OPEN_EXISTING, ERROR_PATH_NOT_FOUND);
    refuses(L"a?", CREATE_ALWAYS, ERROR_INVALID_NAME);
    world_file(L"f");
    refuses(L"f\\g", CREATE_ALWAYS, ERROR_PATH_NOT_FOUND);
    CHECK(TRUE, CreateDirectoryW(world_path(L"d"), NULL));
    refuses(L"d", OPEN_EXISTING, ERROR_ACCESS_DENIED);
    refuses(L"d", CREATE_NEW, ERROR_FILE_EXISTS);
    CHECK((size_t)INVALID_HANDLE_VALUE, (size_t)CreateFileW(L"", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
}

static void writes(HANDLE file, const char *text, DWORD size)
{
    DWORD written = 7;

    CHECK(TRUE, WriteFile(file, text, size, &written, NULL));
    CHECK(size, written);
}

static void write_to_it(void)
{
    HANDLE file = open_file(L"f", GENERIC_WRITE, 0, CREATE_NEW);
    DWORD written = 7;

    writes(file, "one", 3);
    writes(file, "", 0);
    writes(file, "two", 3);
    CHECK(TRUE, CloseHandle(file));
    CHECK(FALSE, WriteFile(file, "x", 1, &written, NULL));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    CHECK(0, written);
    CHECK(FALSE, CloseHandle(file));
    CHECK(ERROR_INVALID_HANDLE, GetLastError());
    file = open_file(L"f", GENERIC_READ, 0, OPEN_EXISTING);
    CHECK(FALSE, WriteFile(file, "x", 1, &written, NULL));
    CHECK(ERROR_ACCESS_DENIED, GetLastError());
    CHECK(TRUE, CloseHandle(file));
}

static void sharing(void)
{
    HANDLE file = open_file(L"f", GENERIC_WRITE, FILE_SHARE_READ, CREATE_NEW), other;

    refuses(L"f", OPEN_EXISTING, ERROR_SHARING_VIOLATION);
    refuses(L"f", CREATE_ALWAYS, ERROR_SHARING_VIOLATION);
    refuses(L"f", CREATE_NEW, ERROR_FILE_EXISTS);
    CHECK((size_t)INVALID_HANDLE_VALUE, (size_t)open_file(L"f", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING));
    CHECK(ERROR_SHARING_VIOLATION, GetLastError());
    other = open_file(L"f", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_EXISTING);
    CHECK_TRUE(other != INVALID_HANDLE_VALUE);
    CHECK(FALSE, DeleteFileW(world_path(L"f")));
    CHECK(ERROR_SHARING_VIOLATION, GetLastError());
    CHECK(FALSE, move(L"f", L"g"));
    CHECK(ERROR_SHARING_VIOLATION, GetLastError());
    CHECK(TRUE, CloseHandle(other));
    CHECK(TRUE, CloseHandle(file));
    file = open_file(L"f", GENERIC_WRITE, SHARE_ALL, OPEN_EXISTING);
    other = open_file(L"f", GENERIC_WRITE, SHARE_ALL, OPEN_EXISTING);
    CHECK_TRUE(other != INVALID_HANDLE_VALUE);
    CHECK(TRUE, move(L"f", L"g"));
    writes(file, "x", 1);
    CHECK(TRUE, CloseHandle(other));
    CHECK(TRUE, CloseHandle(file));
    CHECK(TRUE, DeleteFileW(world_path(L"g")));
}

static void delete_files(void)
{
    CHECK(FALSE, DeleteFileW(world_path(L"f")));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
    CHECK(FALSE, DeleteFileW(world_path(L"a\\f")));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
    CHECK(TRUE, CreateDirectoryW(world_path(L"d"), NULL));
    CHECK(FALSE, DeleteFileW(world_path(L"d")));
    CHECK(ERROR_ACCESS_DENIED, GetLastError());
    world_file(L"d\\f");
    CHECK(FALSE, RemoveDirectoryW(world_path(L"d")));
    CHECK(ERROR_DIR_NOT_EMPTY, GetLastError());
    CHECK(TRUE, DeleteFileW(world_path(L"D\\F")));
    CHECK(INVALID_FILE_ATTRIBUTES, GetFileAttributesW(world_path(L"d\\f")));
    CHECK(TRUE, RemoveDirectoryW(world_path(L"d")));
}

static BOOL is_there(const WCHAR *below)
{
    return GetFileAttributesW(world_path(below)) != INVALID_FILE_ATTRIBUTES;
}

static void move_files(void)
{
    CHECK(TRUE, CreateDirectoryW(world_path(L"d"), NULL));
    world_file(L"f");
    CHECK(FALSE, move(L"none", L"x"));
    CHECK(ERROR_FILE_NOT_FOUND, GetLastError());
    CHECK(FALSE, move(L"f", L"none\\x"));
    CHECK(ERROR_PATH_NOT_FOUND, GetLastError());
    CHECK(TRUE, move(L"f", L"d\\g"));
    CHECK(FALSE, is_there(L"f"));
    CHECK(TRUE, is_there(L"d\\g"));
    world_file(L"f");
    CHECK(FALSE, move(L"f", L"d\\g"));
    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    CHECK(FALSE, move(L"f", L"d"));
    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    CHECK(TRUE, move(L"f", L"f"));
    CHECK(TRUE, move(L"f", L"F"));
    CHECK(TRUE, is_there(L"f"));
    CHECK(TRUE, is_there(L"d\\g"));
}

static void move_folders(void)
{
    CHECK(TRUE, CreateDirectoryW(world_path(L"d"), NULL));
    CHECK(TRUE, CreateDirectoryW(world_path(L"d\\inner"), NULL));
    CHECK(TRUE, CreateDirectoryW(world_path(L"e"), NULL));
    world_file(L"d\\inner\\f");
    CHECK(FALSE, move(L"d", L"e"));
    CHECK(ERROR_ALREADY_EXISTS, GetLastError());
    CHECK(TRUE, move(L"d", L"a"));
    CHECK(FALSE, is_there(L"d"));
    CHECK(TRUE, is_there(L"a\\inner\\f"));
    CHECK(TRUE, move(L"a\\inner", L"e\\other"));
    CHECK(TRUE, is_there(L"e\\other\\f"));
    CHECK(FALSE, is_there(L"a\\inner"));
    CHECK(FALSE, move(L"e", L"e\\other\\e"));
    CHECK(ERROR_INVALID_PARAMETER, GetLastError());
    CHECK(TRUE, is_there(L"e\\other\\f"));
}

const struct check_case file_cases[] = {
    { "dispositions", dispositions }, { "where_no_file_can_be", where_no_file_can_be },
    { "write_to_it", write_to_it },   { "sharing", sharing },
    { "delete_files", delete_files }, { "move_files", move_files },
    { "move_folders", move_folders }, { NULL, NULL },
};
