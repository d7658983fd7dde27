/* IPrivateIdentityManager and IPrivateIdentityManager2 (I-25). */
#include "support.h"
#include "../identity_notify.h"

static IPrivateIdentityManager *private;
static IPrivateIdentityManager2 *private2;
static struct sink sink;

static int start(void **state)
{
    two_start(state);
    private2 = new_private2();
    assert_hr(IPrivateIdentityManager2_QueryInterface(private2, &IID_IPrivateIdentityManager, (void **)&private), S_OK);
    sink_init(&sink);
    assert_hr(notify_advise(&sink.notify, &sink.cookie), S_OK);
    return 0;
}

static int end(void **state)
{
    assert_hr(notify_unadvise(sink.cookie), S_OK);
    assert_int_equal(IPrivateIdentityManager_Release(private), 1);
    assert_int_equal(IPrivateIdentityManager2_Release(private2), 0);
    return machine_end(state);
}

static HRESULT create(const WCHAR *name, const WCHAR *password, GUID *cookie)
{
    IUserIdentity *identity = (IUserIdentity *)private2;
    HRESULT hr = IPrivateIdentityManager2_CreateIdentity2(private2, (WCHAR *)name, (WCHAR *)password, &identity);

    if (FAILED(hr)) {
        assert_null(identity);
        return hr;
    }
    assert_hr(IUserIdentity_GetCookie(identity, cookie), S_OK);
    assert_int_equal(IUserIdentity_Release(identity), 0);
    return hr;
}

static HRESULT log_on_as(const WCHAR *name, const WCHAR *password)
{
    IUserIdentity *identity = (IUserIdentity *)private2;
    HRESULT hr = IPrivateIdentityManager2_LogonAs(private2, (WCHAR *)name, (WCHAR *)password, &identity);

    if (SUCCEEDED(hr))
        assert_int_equal(IUserIdentity_Release(identity), 0);
    else
        assert_null(identity);
    return hr;
}

static void test_create(void **state)
{
    IUserIdentity *identity;
    WCHAR path[MAX_PATH];
    GUID cookie;

    (void)state;
    assert_hr(create(L" Dora ", L"secret", &cookie), S_OK);
    assert_int_equal(sink.changes, 1);
    assert_int_equal(sink.last_change, IIC_IDENTITY_ADDED); /* D-094 */
    assert_hr(IPrivateIdentityManager_ConfirmPassword(private, &cookie, (WCHAR *)L"secret"), S_OK);
    assert_hr(IPrivateIdentityManager_ConfirmPassword(private, &cookie, NULL), E_FAIL);
    assert_hr(create(L"dora", NULL, &cookie), E_IDENTITY_EXISTS);
    assert_hr(create(L"  ", NULL, &cookie), E_INVALIDARG);
    assert_int_equal(sink.changes, 1);
    assert_hr(IPrivateIdentityManager_CreateIdentity(private, (WCHAR *)L"Emil", &identity), S_OK);
    assert_hr(IUserIdentity_GetIdentityFolder(identity, GIF_NON_ROAMING_FOLDER, path, MAX_PATH), S_OK);
    IUserIdentity_Release(identity);
}

static void test_destroy(void **state)
{
    GUID cookie = bob;

    (void)state;
    assert_hr(IPrivateIdentityManager2_DestroyIdentity(private2, &cookie), S_OK);
    assert_int_equal(sink.last_change, IIC_IDENTITY_DELETED); /* D-093 */
    assert_hr(IPrivateIdentityManager2_DestroyIdentity(private2, &cookie), E_IDENTITY_NOT_FOUND);
    cookie = ann;
    assert_hr(IPrivateIdentityManager2_DestroyIdentity(private2, &cookie), E_INVALIDARG);
    assert_int_equal(sink.changes, 1);
}

static void test_log_on_as(void **state)
{
    WCHAR over_long[300];
    GUID cookie;

    (void)state;
    assert_hr(create(L"Dora", L"secret", &cookie), S_OK);
    assert_hr(log_on_as(L"Nobody", NULL), E_IDENTITY_NOT_FOUND);
    assert_hr(log_on_as(L"", NULL), E_IDENTITY_NOT_FOUND);
    assert_hr(log_on_as(L"Dora", NULL), E_FAIL);
    assert_hr(log_on_as(L"Dora", L"wrong"), E_FAIL);
    for (int i = 0; i < 299; i++)
        over_long[i] = 'x';
    over_long[299] = 0;
    assert_hr(log_on_as(L"Dora", over_long), E_INVALIDARG);
    assert_hr(log_on_as(over_long, NULL), E_IDENTITY_NOT_FOUND);
    assert_int_equal(sink.queries, 0);
    assert_hr(log_on_as(L" dORA ", L"secret"), S_OK);
    assert_text(ROOT, L"Last Username", L"Dora");
    assert_int_equal(sink.switches, 1);
    assert_hr(log_on_as(L"Dora", L"wrong"), E_FAIL); /* current already: still checked */
    assert_hr(log_on_as(L"Dora", L"secret"), S_OK);
    assert_int_equal(sink.switches, 1);
    sink.answer = E_PROCESS_CANCELLED_SWITCH;
    assert_hr(log_on_as(L"Bob", NULL), E_PROCESS_CANCELLED_SWITCH);
    assert_text(ROOT, L"Last Username", L"Dora");
}

static void test_default(void **state)
{
    GUID cookie = bob, found;

    (void)state;
    assert_hr(IPrivateIdentityManager2_SetDefaultIdentity(private2, &cookie), S_OK);
    assert_hr(IPrivateIdentityManager2_GetDefaultIdentity(private2, &found), S_OK);
    assert_same_guid(&found, &bob);
    cookie = GUID_NULL;
    assert_hr(IPrivateIdentityManager2_SetDefaultIdentity(private2, &cookie), E_IDENTITY_NOT_FOUND);
    stub_registry_delete(BOB);
    assert_hr(IPrivateIdentityManager2_GetDefaultIdentity(private2, &found), E_IDENTITY_NOT_FOUND);
    assert_same_guid(&found, &GUID_NULL);
}

static void test_null_pointers(void **state)
{
    IUserIdentity *identity = (IUserIdentity *)private2;
    struct stub_snapshot *before = stub_snapshot_take(), *after;

    (void)state;
    assert_hr(IPrivateIdentityManager_CreateIdentity(private, NULL, &identity), E_POINTER);
    assert_null(identity);
    assert_hr(IPrivateIdentityManager_CreateIdentity(private, (WCHAR *)L"Dora", NULL), E_POINTER);
    assert_hr(IPrivateIdentityManager_ConfirmPassword(private, NULL, NULL), E_POINTER);
    assert_hr(IPrivateIdentityManager2_CreateIdentity2(private2, NULL, NULL, &identity), E_POINTER);
    assert_hr(IPrivateIdentityManager2_CreateIdentity2(private2, (WCHAR *)L"Dora", NULL, NULL), E_POINTER);
    assert_hr(IPrivateIdentityManager2_DestroyIdentity(private2, NULL), E_POINTER);
    identity = (IUserIdentity *)private2;
    assert_hr(IPrivateIdentityManager2_LogonAs(private2, NULL, NULL, &identity), E_POINTER);
    assert_null(identity);
    assert_hr(IPrivateIdentityManager2_LogonAs(private2, (WCHAR *)L"Bob", NULL, NULL), E_POINTER);
    assert_hr(IPrivateIdentityManager2_SetDefaultIdentity(private2, NULL), E_POINTER);
    assert_hr(IPrivateIdentityManager2_GetDefaultIdentity(private2, NULL), E_POINTER);
    assert_hr(IPrivateIdentityManager2_QueryInterface(private2, &IID_IUnknown, NULL), E_POINTER);
    assert_hr(IPrivateIdentityManager_QueryInterface(private, &IID_IUnknown, NULL), E_POINTER);
    after = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    stub_snapshot_free(before);
    stub_snapshot_free(after);
}

static void test_locked_down(void **state)
{
    GUID cookie = bob, found;

    (void)state;
    lock_down();
    assert_hr(create(L"Dora", NULL, &cookie), E_IDENTITIES_DISABLED);
    assert_hr(log_on_as(L"Bob", NULL), E_IDENTITIES_DISABLED);
    assert_hr(IPrivateIdentityManager2_DestroyIdentity(private2, &cookie), E_IDENTITIES_DISABLED);
    assert_hr(IPrivateIdentityManager_ConfirmPassword(private, &cookie, NULL), S_OK);
    assert_hr(IPrivateIdentityManager2_GetDefaultIdentity(private2, &found), S_OK);
    assert_int_equal(sink.changes + sink.queries, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_create, start, end),
        cmocka_unit_test_setup_teardown(test_destroy, start, end),
        cmocka_unit_test_setup_teardown(test_log_on_as, start, end),
        cmocka_unit_test_setup_teardown(test_default, start, end),
        cmocka_unit_test_setup_teardown(test_null_pointers, start, end),
        cmocka_unit_test_setup_teardown(test_locked_down, start, end),
    };

    return cmocka_run_group_tests_name("identity_private", tests, NULL, NULL);
}
