#include "check.h"
#include <wincrypt.h>

static DATA_BLOB blob(const void *data, DWORD size)
{
    return (DATA_BLOB){ size, (BYTE *)data };
}

static DATA_BLOB protect(const void *data, DWORD size, const WCHAR *description, DATA_BLOB *entropy)
{
    DATA_BLOB in = blob(data, size);
    DATA_BLOB out = { 0 };

    CHECK(TRUE, CryptProtectData(&in, description, entropy, NULL, NULL, CRYPTPROTECT_UI_FORBIDDEN, &out));
    return out;
}

static void round_trip(void)
{
    DATA_BLOB hidden = protect("secret", 6, L"", NULL);
    DATA_BLOB clear = { 0 };

    CHECK_TRUE(hidden.cbData > 100);
    CHECK(TRUE, CryptUnprotectData(&hidden, NULL, NULL, NULL, NULL, CRYPTPROTECT_UI_FORBIDDEN, &clear));
    CHECK(6, clear.cbData);
    CHECK_BYTES("secret", clear.pbData, 6);
    CHECK_TRUE(LocalFree(clear.pbData) == NULL);
    CHECK_TRUE(LocalFree(hidden.pbData) == NULL);
}

static void description_comes_back(void)
{
    DATA_BLOB hidden = protect("secret", 6, L"What it is", NULL);
    DATA_BLOB clear = { 0 };
    WCHAR *description = NULL;

    CHECK(TRUE, CryptUnprotectData(&hidden, &description, NULL, NULL, NULL, 0, &clear));
    CHECK_WIDE(L"What it is", description);
    CHECK_TRUE(LocalFree(description) == NULL);
    CHECK_TRUE(LocalFree(clear.pbData) == NULL);
    CHECK_TRUE(LocalFree(hidden.pbData) == NULL);
}

static void no_description(void)
{
    DATA_BLOB hidden = protect("secret", 6, NULL, NULL);
    DATA_BLOB clear = { 0 };
    WCHAR *description = NULL;

    CHECK(TRUE, CryptUnprotectData(&hidden, &description, NULL, NULL, NULL, 0, &clear));
    CHECK_WIDE(L"", description);
    CHECK_TRUE(LocalFree(description) == NULL);
    CHECK_TRUE(LocalFree(clear.pbData) == NULL);
    CHECK_TRUE(LocalFree(hidden.pbData) == NULL);
}

static void entropy_is_a_key(void)
{
    DATA_BLOB right = blob("right", 5);
    DATA_BLOB wrong = blob("wrong", 5);
    DATA_BLOB hidden = protect("secret", 6, L"", &right);
    DATA_BLOB clear = { 77, NULL };

    SetLastError(0);
    CHECK(FALSE, CryptUnprotectData(&hidden, NULL, &wrong, NULL, NULL, 0, &clear));
    CHECK(ERROR_INVALID_DATA, GetLastError());
    CHECK(FALSE, CryptUnprotectData(&hidden, NULL, NULL, NULL, NULL, 0, &clear));
    CHECK(TRUE, CryptUnprotectData(&hidden, NULL, &right, NULL, NULL, 0, &clear));
    CHECK_BYTES("secret", clear.pbData, 6);
    CHECK_TRUE(LocalFree(clear.pbData) == NULL);
    CHECK_TRUE(LocalFree(hidden.pbData) == NULL);
}

static void not_a_blob(void)
{
    DATA_BLOB junk = blob("this was never protected by anybody, and is long enough to look at for a while", 78);
    DATA_BLOB short_junk = blob("x", 1);
    DATA_BLOB clear = { 0 };

    SetLastError(0);
    CHECK(FALSE, CryptUnprotectData(&junk, NULL, NULL, NULL, NULL, 0, &clear));
    CHECK(ERROR_INVALID_DATA, GetLastError());
    CHECK(FALSE, CryptUnprotectData(&short_junk, NULL, NULL, NULL, NULL, 0, &clear));
    CHECK(ERROR_INVALID_DATA, GetLastError());
    CHECK(FALSE, CryptUnprotectData(NULL, NULL, NULL, NULL, NULL, 0, &clear));
    CHECK(ERROR_INVALID_PARAMETER, GetLastError());
    CHECK(FALSE, CryptProtectData(&junk, L"", NULL, NULL, NULL, 0, NULL));
    CHECK(ERROR_INVALID_PARAMETER, GetLastError());
}

static void cut_blob(void)
{
    DATA_BLOB hidden = protect("secret", 6, L"", NULL);
    DATA_BLOB clear = { 0 };

    hidden.cbData -= 1;
    CHECK(FALSE, CryptUnprotectData(&hidden, NULL, NULL, NULL, NULL, 0, &clear));
    CHECK(ERROR_INVALID_DATA, GetLastError());
    CHECK_TRUE(LocalFree(hidden.pbData) == NULL);
}

static void nothing_to_protect(void)
{
    DATA_BLOB hidden = protect("", 0, L"", NULL);
    DATA_BLOB clear = { 77, NULL };

    CHECK(TRUE, CryptUnprotectData(&hidden, NULL, NULL, NULL, NULL, 0, &clear));
    CHECK(0, clear.cbData);
    CHECK_TRUE(LocalFree(clear.pbData) == NULL);
    CHECK_TRUE(LocalFree(hidden.pbData) == NULL);
}

const struct check_case crypt_cases[] = {
    { "round_trip", round_trip },
    { "description_comes_back", description_comes_back },
    { "no_description", no_description },
    { "entropy_is_a_key", entropy_is_a_key },
    { "not_a_blob", not_a_blob },
    { "cut_blob", cut_blob },
    { "nothing_to_protect", nothing_to_protect },
    { NULL, NULL },
};
