#include "check.h"

static void last_error(void)
{
    SetLastError(1234);
    CHECK(1234, GetLastError());
}

static void environment(void)
{
    WCHAR value[8] = { 0x5555 };

    CHECK(0, GetEnvironmentVariableW(L"IDENTICAL_TEST", value, 8));
    CHECK(ERROR_ENVVAR_NOT_FOUND, GetLastError());
    CHECK(TRUE, SetEnvironmentVariableW(L"IDENTICAL_TEST", L"abc"));
    CHECK(3, GetEnvironmentVariableW(L"Identical_test", value, 8));
    CHECK_WIDE(L"abc", value);
    CHECK(4, GetEnvironmentVariableW(L"IDENTICAL_TEST", value, 3));
    CHECK(4, GetEnvironmentVariableW(L"IDENTICAL_TEST", NULL, 0));
    CHECK(3, GetEnvironmentVariableW(L"IDENTICAL_TEST", value, 4));
    CHECK(TRUE, SetEnvironmentVariableW(L"IDENTICAL_TEST", L"other"));
    CHECK(5, GetEnvironmentVariableW(L"IDENTICAL_TEST", value, 8));
    CHECK(TRUE, SetEnvironmentVariableW(L"IDENTICAL_TEST", NULL));
    CHECK(0, GetEnvironmentVariableW(L"IDENTICAL_TEST", value, 8));
    CHECK(FALSE, SetEnvironmentVariableW(L"", L"x"));
}

static void expansion(void)
{
    WCHAR text[32] = { 0x5555 };

    CHECK(TRUE, SetEnvironmentVariableW(L"IDENTICAL_TEST", L"abc"));
    CHECK(8, ExpandEnvironmentStringsW(L"<%Identical_Test%>\\x", text, 32));
    CHECK_WIDE(L"<abc>\\x", text);
    CHECK(5, ExpandEnvironmentStringsW(L"100%", text, 32));
    CHECK_WIDE(L"100%", text);
    CHECK(15, ExpandEnvironmentStringsW(L"%IDENTICAL_NO%", text, 32));
    CHECK_WIDE(L"%IDENTICAL_NO%", text);
    CHECK(20, ExpandEnvironmentStringsW(L"%no%IDENTICAL_TEST%", text, 32));
    CHECK(4, ExpandEnvironmentStringsW(L"%IDENTICAL_TEST%", NULL, 0));
    CHECK(4, ExpandEnvironmentStringsW(L"%IDENTICAL_TEST%", text, 3));
    CHECK(1, ExpandEnvironmentStringsW(L"", text, 32));
    CHECK_WIDE(L"", text);
    CHECK(TRUE, SetEnvironmentVariableW(L"IDENTICAL_TEST", NULL));
}

static void user_name(void)
{
    WCHAR name[257] = { 0 };
    DWORD size = 257;
    DWORD length = 0;

    CHECK(TRUE, GetUserNameW(name, &size));
    while (name[length])
        length++;
    CHECK(length + 1, size);
    size = 1;
    CHECK(FALSE, GetUserNameW(name, &size));
    CHECK(ERROR_INSUFFICIENT_BUFFER, GetLastError());
    CHECK(length + 1, size);
}

static void module_name(void)
{
    WCHAR name[MAX_PATH] = { 0 };
    DWORD length = GetModuleFileNameW(NULL, name, MAX_PATH);

    CHECK_TRUE(length > 4);
    CHECK(0, name[length]);
    CHECK('C' == name[0] || 'Z' == name[0], 1);
    CHECK(4, GetModuleFileNameW(NULL, name, 4));
    CHECK(ERROR_INSUFFICIENT_BUFFER, GetLastError());
    CHECK_TRUE(name[3] != 0);
}

static void threads_have_ids(void)
{
    CHECK_TRUE(GetCurrentThreadId() != 0);
    CHECK(GetCurrentThreadId(), GetCurrentThreadId());
    CHECK_TRUE(GetCurrentProcessId() != 0);
}

static void time_passes_in_sleep(void)
{
    DWORD before = GetTickCount();

    Sleep(100);
    CHECK_TRUE(GetTickCount() - before >= 50);
}

const struct check_case process_cases[] = {
    { "last_error", last_error },
    { "environment", environment },
    { "expansion", expansion },
    { "user_name", user_name },
    { "module_name", module_name },
    { "threads_have_ids", threads_have_ids },
    { "time_passes_in_sleep", time_passes_in_sleep },
    { NULL, NULL },
};
