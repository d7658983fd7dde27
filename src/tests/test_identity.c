/* IUserIdentity and IUserIdentity2 on one identity. */
#include "support.h"

static IUserIdentity2 *identity;

static int start(void **state)
{
    two_start(state);
    identity = get_identity(&bob);
    return 0;
}

static int end(void **state)
{
    assert_int_equal(IUserIdentity2_Release(identity), 0);
    return machine_end(state);
}

static void test_interfaces(void **state)
{
    IUnknown *unknown, *again;
    IUserIdentity *base;
    void *other = state;

    assert_hr(IUserIdentity2_QueryInterface(identity, &IID_IUserIdentity, (void **)&base), S_OK);
    assert_hr(IUserIdentity2_QueryInterface(identity, &IID_IUnknown, (void **)&unknown), S_OK);
    assert_hr(IUserIdentity_QueryInterface(base, &IID_IUnknown, (void **)&again), S_OK);
    assert_ptr_equal(unknown, again);
    assert_int_equal(IUnknown_Release(again), 3);
    assert_int_equal(IUnknown_Release(unknown), 2);
    assert_int_equal(IUserIdentity_Release(base), 1);
    assert_hr(IUserIdentity2_QueryInterface(identity, &IID_IUserIdentityManager, &other), E_NOINTERFACE);
    assert_null(other);
}

static void test_reads_what_is_there_now(void **state)
{
    WCHAR name[64];
    GUID cookie;
    HKEY key;

    (void)state;
    assert_hr(IUserIdentity2_GetCookie(identity, &cookie), S_OK);
    assert_same_guid(&cookie, &bob);
    set_text(BOB, L"Username", L"Robert");
    assert_hr(IUserIdentity2_GetName(identity, name, 64), S_OK);
    assert_true(same_text(name, L"Robert"));
    assert_hr(IUserIdentity2_OpenIdentityRegKey(identity, KEY_READ, &key), S_OK);
    RegCloseKey(key);
}

static void test_denied_key(void **state)
{
    HKEY key = (HKEY)state;

    stub_deny(BOB, KEY_SET_VALUE);
    assert_hr(IUserIdentity2_OpenIdentityRegKey(identity, KEY_ALL_ACCESS, &key), E_FAIL); /* D-048 */
    assert_null(key);
    assert_hr(IUserIdentity2_SetName(identity, (WCHAR *)L"Robert"), E_FAIL);
    assert_text(BOB, L"Username", L"Bob");
    stub_deny(BOB, 0);
}

static void test_gone(void **state)
{
    WCHAR text[MAX_PATH] = { 'x' };
    DWORD ordinal = 7;
    GUID cookie = bob;
    HKEY key = (HKEY)state;

    stub_registry_delete(BOB);
    assert_hr(IUserIdentity2_GetCookie(identity, &cookie), E_IDENTITY_NOT_FOUND);
    assert_same_guid(&cookie, &GUID_NULL);
    assert_hr(IUserIdentity2_GetName(identity, text, MAX_PATH), E_IDENTITY_NOT_FOUND);
    assert_int_equal(text[0], 0);
    assert_hr(IUserIdentity2_OpenIdentityRegKey(identity, KEY_READ, &key), E_IDENTITY_NOT_FOUND);
    assert_null(key);
    assert_hr(IUserIdentity2_GetIdentityFolder(identity, GIF_ROAMING_FOLDER, text, MAX_PATH), E_IDENTITY_NOT_FOUND);
    assert_hr(IUserIdentity2_GetOrdinal(identity, &ordinal), E_IDENTITY_NOT_FOUND);
    assert_int_equal(ordinal, 0);
    assert_hr(IUserIdentity2_SetName(identity, (WCHAR *)L"Robert"), E_IDENTITY_NOT_FOUND);
    assert_hr(IUserIdentity2_ChangePassword(identity, NULL, (WCHAR *)L"x"), E_IDENTITY_NOT_FOUND);
    assert_false(has_key(BOB));
}

static void test_null_pointers(void **state)
{
    struct stub_snapshot *before = stub_snapshot_take(), *after;

    (void)state;
    assert_hr(IUserIdentity2_QueryInterface(identity, &IID_IUnknown, NULL), E_POINTER);
    assert_hr(IUserIdentity2_GetCookie(identity, NULL), E_POINTER);
    assert_hr(IUserIdentity2_GetName(identity, NULL, 64), E_POINTER);
    assert_hr(IUserIdentity2_OpenIdentityRegKey(identity, KEY_READ, NULL), E_POINTER);
    assert_hr(IUserIdentity2_GetIdentityFolder(identity, GIF_ROAMING_FOLDER, NULL, 64), E_POINTER);
    assert_hr(IUserIdentity2_GetOrdinal(identity, NULL), E_POINTER);
    assert_hr(IUserIdentity2_SetName(identity, NULL), E_POINTER);
    after = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    stub_snapshot_free(before);
    stub_snapshot_free(after);
}

static void test_locked_down(void **state)
{
    WCHAR name[64];

    (void)state;
    lock_down();
    assert_hr(IUserIdentity2_SetName(identity, (WCHAR *)L"Robert"), E_IDENTITIES_DISABLED);
    assert_hr(IUserIdentity2_ChangePassword(identity, NULL, (WCHAR *)L"x"), E_IDENTITIES_DISABLED);
    assert_hr(IUserIdentity2_GetName(identity, name, 64), S_OK);
    assert_true(same_text(name, L"Bob"));
}

static void test_set_name_notices(void **state)
{
    IUserIdentityManager *manager = new_manager();
    IUserIdentity2 *current = get_identity(&ann);
    IConnectionPoint *point;
    struct sink sink;

    (void)state;
    sink_init(&sink);
    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPoint, (void **)&point), S_OK);
    assert_hr(IConnectionPoint_Advise(point, sink_unknown(&sink), &sink.cookie), S_OK);
    assert_hr(IUserIdentity2_SetName(identity, (WCHAR *)L"Robert"), S_OK);
    assert_int_equal(sink.last_change, IIC_IDENTITY_CHANGED); /* D-092 */
    assert_hr(IUserIdentity2_SetName(current, (WCHAR *)L"Anna"), S_OK);
    assert_int_equal(sink.last_change, IIC_IDENTITY_CHANGED | IIC_CURRENT_IDENTITY_CHANGED); /* D-091 */
    assert_hr(IUserIdentity2_SetName(current, (WCHAR *)L"ROBERT"), E_IDENTITY_EXISTS);
    assert_hr(IUserIdentity2_SetName(current, (WCHAR *)L" "), E_INVALIDARG);
    assert_int_equal(sink.changes, 2);
    assert_hr(IConnectionPoint_Unadvise(point, sink.cookie), S_OK);
    IConnectionPoint_Release(point);
    IUserIdentity2_Release(current);
    IUserIdentityManager_Release(manager);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_interfaces, start, end),
        cmocka_unit_test_setup_teardown(test_reads_what_is_there_now, start, end),
        cmocka_unit_test_setup_teardown(test_denied_key, start, end),
        cmocka_unit_test_setup_teardown(test_gone, start, end),
        cmocka_unit_test_setup_teardown(test_null_pointers, start, end),
        cmocka_unit_test_setup_teardown(test_locked_down, start, end),
        cmocka_unit_test_setup_teardown(test_set_name_notices, start, end),
    };

    return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
