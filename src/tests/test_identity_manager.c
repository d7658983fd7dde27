/* The manager object and IUserIdentityManager. */
#include "support.h"

static IUserIdentityManager *manager;

static int start(void **state)
{
    two_start(state);
    manager = new_manager();
    user_comes();
    return 0;
}

static int start_empty(void **state)
{
    machine_start(state);
    manager = new_manager();
    user_comes();
    return 0;
}

static int end(void **state)
{
    user_goes();
    assert_int_equal(IUserIdentityManager_Release(manager), 0);
    return machine_end(state);
}

static void assert_is(IUserIdentity *identity, const GUID *id)
{
    GUID cookie;

    assert_hr(IUserIdentity_GetCookie(identity, &cookie), S_OK);
    assert_same_guid(&cookie, id);
    assert_int_equal(IUserIdentity_Release(identity), 0);
}

static void assert_logon(DWORD flags, HRESULT expected, const GUID *id)
{
    IUserIdentity *identity = (IUserIdentity *)manager;

    assert_hr(IUserIdentityManager_Logon(manager, NULL, flags, &identity), expected);
    if (id)
        assert_is(identity, id);
    else
        assert_null(identity);
}

static void assert_cookie(const GUID *role, HRESULT expected, const GUID *id)
{
    IUserIdentity *identity = (IUserIdentity *)manager;
    GUID cookie = *role;

    assert_hr(IUserIdentityManager_GetIdentityByCookie(manager, &cookie, &identity), expected);
    if (id)
        assert_is(identity, id);
    else
        assert_null(identity);
}

static ULONG count_identities(void)
{
    IEnumUserIdentity *all;
    ULONG count;

    assert_hr(IUserIdentityManager_EnumIdentities(manager, &all), S_OK);
    assert_hr(IEnumUserIdentity_GetCount(all, &count), S_OK);
    IEnumUserIdentity_Release(all);
    return count;
}

/* One object, one IUnknown, one count (I-10, I-11). */
static void test_interfaces(void **state)
{
    static const IID *const iids[] = {
        &IID_IUserIdentityManager,    &IID_IConnectionPointContainer, &IID_IConnectionPoint,
        &IID_IPrivateIdentityManager, &IID_IPrivateIdentityManager2,  &IID_IPrivateIdentityManager2_MIDL,
    };
    void *other = state;
    IUnknown *identity;

    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IUnknown, (void **)&identity), S_OK);
    for (size_t i = 0; i < sizeof(iids) / sizeof(iids[0]); i++) {
        IUnknown *object, *unknown;

        assert_hr(IUserIdentityManager_QueryInterface(manager, iids[i], (void **)&object), S_OK);
        assert_hr(IUnknown_QueryInterface(object, &IID_IUnknown, (void **)&unknown), S_OK);
        assert_ptr_equal(unknown, identity);
        assert_int_equal(IUnknown_Release(unknown), 3);
        assert_int_equal(IUnknown_AddRef(object), 4);
        assert_int_equal(IUnknown_Release(object), 3);
        assert_int_equal(IUnknown_Release(object), 2);
    }
    assert_int_equal(IUnknown_Release(identity), 1);
    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IUserIdentity, &other), E_NOINTERFACE);
    assert_null(other);
}

static void test_null_pointers(void **state)
{
    IUserIdentity *identity = (IUserIdentity *)manager;
    GUID cookie = bob;
    void *object = state;

    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IUnknown, NULL), E_POINTER);
    assert_hr(IUserIdentityManager_QueryInterface(manager, NULL, &object), E_POINTER);
    assert_null(object);
    assert_hr(IUserIdentityManager_EnumIdentities(manager, NULL), E_POINTER);
    assert_hr(IUserIdentityManager_Logon(manager, NULL, 0, NULL), E_POINTER);
    assert_hr(IUserIdentityManager_GetIdentityByCookie(manager, &cookie, NULL), E_POINTER);
    assert_hr(IUserIdentityManager_GetIdentityByCookie(manager, NULL, &identity), E_POINTER);
    assert_null(identity);
    assert_false(has_key(ROOT)); /* no first use either */
}

static void test_cookies(void **state)
{
    (void)state;
    assert_cookie(&bob, S_OK, &bob);
    assert_cookie(&UID_GIBC_CURRENT_USER, S_OK, &ann);
    assert_cookie(&UID_GIBC_DEFAULT_USER, S_OK, &ann);
    assert_cookie(&UID_GIBC_OUTGOING_USER, E_IDENTITY_NOT_FOUND, NULL);
    assert_cookie(&UID_GIBC_INCOMING_USER, E_IDENTITY_NOT_FOUND, NULL);
    assert_cookie(&nobody, E_IDENTITY_NOT_FOUND, NULL); /* D-011 */
    assert_cookie(&GUID_NULL, E_IDENTITY_NOT_FOUND, NULL);
    set_text(ROOT, L"Last User ID", NULL_TEXT);
    assert_cookie(&UID_GIBC_CURRENT_USER, E_NO_CURRENT_IDENTITY, NULL); /* D-162 */
}

static void test_first_use(void **state)
{
    (void)state;
    assert_hr(IUserIdentityManager_Logoff(manager, NULL), E_NO_CURRENT_IDENTITY);
    assert_false(has_key(ROOT));
    assert_cookie(&nobody, E_IDENTITY_NOT_FOUND, NULL);
    assert_true(has_key(ROOT));
    assert_int_equal(count_identities(), 1);
    assert_dword(ROOT, L"Identity Ordinal", 1);
    assert_hr(IUserIdentityManager_ManageIdentities(manager, NULL, 0), E_USER_CANCELLED);
    assert_int_equal(count_identities(), 1);
}

static void test_forced_first_logon_hands_out_nothing(void **state)
{
    (void)state;
    assert_logon(UIL_FORCE_UI, E_USER_CANCELLED, NULL);
    assert_dword(ROOT, L"Identity Ordinal", 1);
}

static void test_logon(void **state)
{
    (void)state;
    assert_logon(0, S_OK, &ann);
    assert_logon(1, S_OK, &ann); /* I-18 */
    assert_logon(0x80000000, S_OK, &ann);
    assert_logon(UIL_FORCE_UI, E_USER_CANCELLED, NULL);
    assert_logon(0xFFFFFFFF, E_USER_CANCELLED, NULL);
    set_text(ANN, L"User ID", BOB_TEXT);
    assert_logon(0, E_PROCESS_CANCELLED_SWITCH, NULL); /* D-105 */
}

static void test_logon_with_nobody_current(void **state)
{
    IPrivateIdentityManager2 *private2 = new_private2();
    IUserIdentity2 *identity = get_identity(&bob);

    (void)state;
    assert_hr(IUserIdentityManager_Logoff(manager, (HWND)(UINT_PTR)0x10), S_OK);
    assert_logon(0, E_USER_CANCELLED, NULL); /* "Ask Me": the chooser */
    set_text(ROOT, L"Start User ID", CAROL_TEXT);
    assert_logon(0, E_USER_CANCELLED, NULL);
    set_text(ROOT, L"Start User ID", BOB_TEXT);
    assert_logon(0, S_OK, &bob);
    assert_text(ROOT, L"Last User ID", BOB_TEXT);
    assert_hr(IUserIdentityManager_Logoff(manager, NULL), S_OK);
    assert_hr(IUserIdentity2_ChangePassword(identity, NULL, (WCHAR *)L"secret"), S_OK);
    assert_logon(0, E_USER_CANCELLED, NULL); /* its password dialog */
    assert_text(ROOT, L"Last User ID", NULL_TEXT);
    IUserIdentity2_Release(identity);
    IPrivateIdentityManager2_Release(private2);
}

static void test_locked_down(void **state)
{
    (void)state;
    lock_down();
    assert_hr(IUserIdentityManager_ManageIdentities(manager, NULL, 0), E_IDENTITIES_DISABLED);
    assert_hr(IUserIdentityManager_Logoff(manager, NULL), E_IDENTITIES_DISABLED);
    assert_cookie(&ann, E_IDENTITIES_DISABLED, NULL);
    assert_int_equal(count_identities(), 1); /* D-079 */
    set_text(ROOT, L"Default User ID", BOB_TEXT);
    assert_logon(0, S_IDENTITIES_DISABLED, &bob);
    assert_logon(UIL_FORCE_UI, S_IDENTITIES_DISABLED, &bob);
    assert_text(ROOT, L"Last User ID", ANN_TEXT);
    stub_registry_delete_value(ROOT, L"Default User ID");
    assert_logon(0, E_IDENTITIES_DISABLED, NULL);
    assert_int_equal(count_identities(), 0);
}

static void test_locked_down_first_use(void **state)
{
    (void)state;
    lock_down();
    assert_cookie(&ann, E_IDENTITIES_DISABLED, NULL);
    assert_hr(IUserIdentityManager_ManageIdentities(manager, NULL, 0), E_IDENTITIES_DISABLED);
    assert_false(has_key(ROOT));
    assert_int_equal(count_identities(), 1);
    assert_dword(ROOT, L"Identity Ordinal", 1);
}

static void test_access_denied(void **state)
{
    IEnumUserIdentity *all = (IEnumUserIdentity *)manager;

    (void)state;
    stub_deny(ROOT, KEY_ENUMERATE_SUB_KEYS);
    assert_hr(IUserIdentityManager_EnumIdentities(manager, &all), E_FAIL);
    assert_null(all);
    assert_logon(0, E_UNEXPECTED, NULL); /* D-022 */
    assert_cookie(&bob, E_FAIL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_interfaces, start, end),
        cmocka_unit_test_setup_teardown(test_null_pointers, start_empty, end),
        cmocka_unit_test_setup_teardown(test_cookies, start, end),
        cmocka_unit_test_setup_teardown(test_first_use, start_empty, end),
        cmocka_unit_test_setup_teardown(test_forced_first_logon_hands_out_nothing, start_empty, end),
        cmocka_unit_test_setup_teardown(test_logon, start, end),
        cmocka_unit_test_setup_teardown(test_logon_with_nobody_current, start, end),
        cmocka_unit_test_setup_teardown(test_locked_down, start, end),
        cmocka_unit_test_setup_teardown(test_locked_down_first_use, start_empty, end),
        cmocka_unit_test_setup_teardown(test_access_denied, start, end),
    };

    return cmocka_run_group_tests_name("identity_manager", tests, NULL, NULL);
}
