#include "control.h"

int fresh_machine(void **state)
{
    (void)state;
    stub_reset();
    return 0;
}

int nothing_left(void **state)
{
    (void)state;
    assert_int_equal(stub_live_objects(), 0);
    return 0;
}

HKEY open_key(const WCHAR *path, REGSAM access)
{
    HKEY key = NULL;

    assert_int_equal(RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0, access, NULL, &key, NULL), ERROR_SUCCESS);
    return key;
}

void assert_wide(const WCHAR *actual, const WCHAR *expected)
{
    size_t i = 0;

    while (actual[i] == expected[i] && expected[i])
        i++;
    assert_int_equal(actual[i], expected[i]);
}
