#include "support.h"
#include <wincrypt.h>
#include "../identity_password.h"
#include "../memory.h"

static void test_same(void **state)
{
    struct password left, right;

    (void)state;
    assert_hr(password_set(&left, L"secret"), S_OK);
    assert_hr(password_set(&right, L"secret"), S_OK);
    assert_true(password_is_same(&left, &right));
    assert_hr(password_set(&right, L"secreT"), S_OK);
    assert_false(password_is_same(&left, &right));
    assert_hr(password_set(&right, L"secrets"), S_OK);
    assert_false(password_is_same(&left, &right));
    assert_hr(password_set(&left, NULL), S_OK);
    assert_hr(password_set(&right, L""), S_OK);
    assert_true(password_is_same(&left, &right));
    assert_true(password_is_empty(&left));
}

static void test_record_round_trip(void **state)
{
    static const WCHAR *const texts[] = { L"", L"x", L"\x0416\x0435\x043d\x044f" };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct password in, out;
        DWORD size;
        BYTE *data;

        assert_hr(password_set(&in, texts[i]), S_OK);
        assert_hr(password_protect(&in, &data, &size), S_OK);
        assert_hr(password_unprotect(data, size, &out), S_OK);
        assert_true(password_is_same(&in, &out));
        mem_free(data);
    }
}

/* Records that DPAPI opens but that hold no text with one terminator at its end. */
static void test_strange_contents(void **state)
{
    static const struct {
        const WCHAR *bytes;
        DWORD size;
    } strange[] = { { L"", 0 }, { L"x", 1 }, { L"x", 2 }, { L"ab\0c", 8 }, { L"ab", 5 }, { L"a\0\0", 6 } };

    (void)state;
    for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
        DATA_BLOB in = { strange[i].size, (BYTE *)strange[i].bytes }, out = { 0, NULL };
        struct password password;

        assert_true(CryptProtectData(&in, L"", NULL, NULL, NULL, 0, &out));
        assert_hr(password_unprotect(out.pbData, out.cbData, &password), E_FAIL);
        assert_true(password_is_empty(&password));
        LocalFree(out.pbData);
    }
}

static void test_no_record(void **state)
{
    struct password password;

    (void)state;
    assert_hr(password_unprotect(NULL, 0, &password), E_FAIL);
    assert_hr(password_unprotect((BYTE *)"junk", 4, &password), E_FAIL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_record_round_trip, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_strange_contents, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_no_record, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("identity_password", tests, NULL, NULL);
}
