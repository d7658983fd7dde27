#include "check.h"

/* A handle to HKEY_CURRENT_USER\A, which holds subkey S and value v, with exactly ACCESS. */
static HKEY handle_with(REGSAM access)
{
    HKEY key = NULL;
    HKEY subkey = NULL;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_CURRENT_USER, L"A", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    CHECK(ERROR_SUCCESS, RegCreateKeyExW(key, L"S", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &subkey, NULL));
    CHECK(ERROR_SUCCESS, RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_SUCCESS, RegCloseKey(subkey));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    key = NULL;
    CHECK(ERROR_SUCCESS, RegOpenKeyExW(HKEY_CURRENT_USER, L"A", 0, access, &key));
    return key;
}

/* What each kind of call answers through the handle. */
static void answers(REGSAM access, LSTATUS query, LSTATUS set, LSTATUS enumerate)
{
    HKEY key = handle_with(access);
    WCHAR name[8];
    DWORD length = 8;

    CHECK(query, RegQueryValueExW(key, L"v", NULL, NULL, NULL, NULL));
    CHECK(query, RegEnumValueW(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegQueryInfoKeyW(key, NULL, NULL, NULL, &length, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    CHECK(set, RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0));
    CHECK(set, RegDeleteValueW(key, L"v"));
    length = 8;
    CHECK(enumerate, RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void rights_of_a_handle(void)
{
    const LSTATUS ok = ERROR_SUCCESS;
    const LSTATUS no = ERROR_ACCESS_DENIED;

    answers(KEY_ALL_ACCESS, ok, ok, ok);
    answers(MAXIMUM_ALLOWED, ok, ok, ok);
    answers(KEY_READ, ok, no, ok);
    answers(KEY_WRITE, no, ok, no);
    answers(KEY_QUERY_VALUE, ok, no, no);
    answers(KEY_SET_VALUE, no, ok, no);
    answers(KEY_ENUMERATE_SUB_KEYS, no, no, ok);
    answers(KEY_CREATE_SUB_KEY, no, no, no);
    answers(KEY_NOTIFY, no, no, no);
    answers(READ_CONTROL, no, no, no);
    answers(GENERIC_READ, ok, no, ok);
    answers(GENERIC_WRITE, no, ok, no);
    answers(GENERIC_ALL, ok, ok, ok);
}

static void no_rights_at_all(void)
{
    HKEY key = handle_with(0);

    CHECK(ERROR_ACCESS_DENIED, RegQueryValueExW(key, L"v", NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

/* The rights of the handle that a path starts from do not matter. */
static void opening_below_a_poor_handle(void)
{
    HKEY poor = handle_with(KEY_NOTIFY);
    HKEY key = NULL;

    CHECK(ERROR_SUCCESS, RegOpenKeyExW(poor, L"S", 0, KEY_ALL_ACCESS, &key));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegOpenKeyExW(poor, L"", 0, KEY_ALL_ACCESS, &key));
    CHECK(ERROR_SUCCESS, RegQueryValueExW(key, L"v", NULL, NULL, NULL, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegCreateKeyExW(poor, L"S", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegCreateKeyExW(poor, L"New", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
    CHECK(ERROR_SUCCESS, RegDeleteKeyW(poor, L"S"));
    CHECK(ERROR_SUCCESS, RegCloseKey(poor));
}

static void created_handles_have_what_was_asked(void)
{
    HKEY key = NULL;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_CURRENT_USER, L"B", 0, NULL, 0, KEY_READ, NULL, &key, NULL));
    CHECK(ERROR_ACCESS_DENIED, RegSetValueExW(key, L"v", 0, REG_SZ, NULL, 0));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

static void deleting_oneself_wants_no_right(void)
{
    HKEY key = NULL;

    CHECK(ERROR_SUCCESS, RegCreateKeyExW(HKEY_CURRENT_USER, L"B", 0, NULL, 0, KEY_READ, NULL, &key, NULL));
    CHECK(ERROR_SUCCESS, RegDeleteKeyW(key, L""));
    CHECK(ERROR_SUCCESS, RegCloseKey(key));
}

const struct check_case registry_access_cases[] = {
    { "rights_of_a_handle", rights_of_a_handle },
    { "no_rights_at_all", no_rights_at_all },
    { "opening_below_a_poor_handle", opening_below_a_poor_handle },
    { "created_handles_have_what_was_asked", created_handles_have_what_was_asked },
    { "deleting_oneself_wants_no_right", deleting_oneself_wants_no_right },
    { NULL, NULL },
};
