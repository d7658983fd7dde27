/* I-03, I-04, I-29. */
#include "support.h"
#include "../identity_folder.h"
#include "../text.h"

static bool is_folder(const WCHAR *path)
{
    DWORD attributes = GetFileAttributesW(path);

    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY);
}

static bool ends_with(const WCHAR *text, const WCHAR *end)
{
    ULONG length = text_length(text), tail = text_length(end);

    return length >= tail && same_text(text + length - tail, end);
}

static void test_folders_are_made(void **state)
{
    WCHAR local[MAX_PATH], roaming[MAX_PATH], again[MAX_PATH];

    (void)state;
    assert_hr(folder_get(&bob, GIF_NON_ROAMING_FOLDER, local, MAX_PATH), S_OK);
    assert_hr(folder_get(&bob, GIF_ROAMING_FOLDER, roaming, MAX_PATH), S_OK);
    assert_true(ends_with(local, L"\\Identities\\" BOB_TEXT L"\\"));
    assert_true(ends_with(roaming, L"\\Identities\\" BOB_TEXT L"\\"));
    assert_false(same_text(local, roaming));
    assert_true(is_folder(local));
    assert_true(is_folder(roaming));
    assert_hr(folder_get(&bob, GIF_NON_ROAMING_FOLDER, again, MAX_PATH), S_OK);
    assert_true(same_text(local, again));
}

static void test_flags(void **state)
{
    static const DWORD wrong[] = { 0, 3, 4, 0xFFFFFFFF };
    WCHAR path[MAX_PATH];

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        path[0] = 'x';
        assert_hr(folder_get(&bob, wrong[i], path, MAX_PATH), E_INVALIDARG);
        assert_int_equal(path[0], 0);
    }
}

static void test_small_buffer_makes_nothing(void **state)
{
    WCHAR path[MAX_PATH], little[MAX_PATH] = { 'x', 'y' };
    ULONG length;

    (void)state;
    assert_hr(folder_get(&carol, GIF_NON_ROAMING_FOLDER, path, MAX_PATH), S_OK);
    length = text_length(path);
    assert_hr(folder_get(&bob, GIF_NON_ROAMING_FOLDER, little, length), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
    assert_int_equal(little[0], 0);
    assert_int_equal(little[1], 'y');
    assert_hr(folder_get(&bob, GIF_NON_ROAMING_FOLDER, little, 0), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
    text_from_guid(&bob, path + length - GUID_LENGTH - 1);
    assert_false(is_folder(path));
    assert_hr(folder_get(&bob, GIF_NON_ROAMING_FOLDER, little, length + 1), S_OK);
    assert_true(is_folder(little));
}

static void test_folder_in_the_way(void **state)
{
    WCHAR path[MAX_PATH];
    ULONG end;

    (void)state;
    assert_hr(folder_get(&carol, GIF_NON_ROAMING_FOLDER, path, MAX_PATH), S_OK);
    end = text_length(path) - GUID_LENGTH - 2;
    path[end] = 0;
    stub_folder_deny(path, true);
    assert_hr(folder_get(&bob, GIF_NON_ROAMING_FOLDER, path, MAX_PATH), E_FAIL);
    assert_int_equal(path[0], 0);
    assert_hr(folder_create_local(&bob), E_FAIL);
}

static void test_create_local(void **state)
{
    WCHAR path[MAX_PATH];

    (void)state;
    assert_hr(folder_create_local(&bob), S_OK);

    assert_hr(folder_get(&bob, GIF_NON_ROAMING_FOLDER, path, MAX_PATH), S_OK);

    assert_true(is_folder(path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_folders_are_made, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_flags, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_small_buffer_makes_nothing, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_folder_in_the_way, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_create_local, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("identity_folder", tests, NULL, NULL);
}
