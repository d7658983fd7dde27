/* The end of the process after each single write: what stands in the registry then can be read, makes no ordinal
 * double, opens no password and names no default that isn't there (design.md section 4, F-019, I-26). */
#include "support.h"
#include "../identity_store.h"

enum { WRITE_LIMIT = 40 };

static struct stub_snapshot *after_write[WRITE_LIMIT];
static int write_count;

static void keep_state(void *context, const struct stub_change *change)
{
    (void)context;
    (void)change;
    assert_true(write_count < WRITE_LIMIT);
    after_write[write_count++] = stub_snapshot_take();
}

static void assert_role_is_someone(const WCHAR *name, HRESULT (*get)(GUID *id))
{
    struct stub_data data;
    GUID id;

    if (stub_registry_get(ROOT, name, &data) || data.size != 78 || !memcmp(data.bytes, NULL_TEXT, 78))
        return;
    assert_hr(get(&id), S_OK);
}

static void assert_ordinals_differ(const struct identity_list *list)
{
    DWORD ordinals[8];

    for (ULONG i = 0; i < list->count; i++) {
        assert_hr(store_get_ordinal(&list->ids[i], &ordinals[i]), S_OK);
        for (ULONG j = 0; j < i; j++)
            assert_int_not_equal(ordinals[i], ordinals[j]);
    }
}

static void assert_readable(void)
{
    struct identity_list *list;
    IUserIdentityManager *manager = new_manager();
    IEnumUserIdentity *all;

    assert_role_is_someone(L"Default User ID", store_get_default);
    assert_role_is_someone(L"Last User ID", store_get_current);
    assert_role_is_someone(L"Start User ID", store_get_start_up);
    assert_hr(IUserIdentityManager_EnumIdentities(manager, &all), S_OK);
    IEnumUserIdentity_Release(all);
    IUserIdentityManager_Release(manager);
    assert_hr(store_list(&list), S_OK);
    assert_true(list->count > 0 && list->count <= 8);
    assert_ordinals_differ(list);
    store_list_release(list);
}

/* With the old password or the new one, but never with another or without. */
static void assert_password_guards(void)
{
    assert_true(store_confirm_password(&bob, L"old") == S_OK || store_confirm_password(&bob, L"new") == S_OK);
    assert_hr(store_confirm_password(&bob, NULL), E_FAIL);
    assert_hr(store_confirm_password(&bob, L"other"), E_FAIL);
}

static void crash_after_each_write(HRESULT (*call)(void), void (*check)(void))
{
    write_count = 0;
    stub_observe(keep_state, NULL);
    assert_hr(call(), S_OK);
    stub_observe(NULL, NULL);
    assert_true(write_count > 0);
    for (int i = 0; i < write_count; i++) {
        stub_snapshot_restore(after_write[i]);
        stub_snapshot_free(after_write[i]);
        check();
    }
}

static HRESULT first_use(void)
{
    return store_first_use(true);
}

static HRESULT create(void)
{
    return store_create(&carol, L"Carol", L"secret");
}

static HRESULT log_on(void)
{
    return store_set_current(&carol);
}

static HRESULT rename_current(void)
{
    return store_set_name(&ann, L"Anna");
}

static HRESULT destroy(void)
{
    return store_destroy(&bob);
}

static HRESULT change_password(void)
{
    return store_change_password(&bob, L"old", L"new");
}

static void test_first_use(void **state)
{
    (void)state;
    crash_after_each_write(first_use, assert_readable);
}

static void test_create(void **state)
{
    (void)state;
    crash_after_each_write(create, assert_readable);
}

static void test_log_on_and_off(void **state)
{
    (void)state;
    add_carol();
    crash_after_each_write(log_on, assert_readable);
    crash_after_each_write(store_clear_current, assert_readable);
}

static void test_rename(void **state)
{
    (void)state;
    crash_after_each_write(rename_current, assert_readable);
}

static void test_destroy(void **state)
{
    (void)state;
    set_text(ROOT, L"Default User ID", BOB_TEXT);
    set_text(ROOT, L"Start User ID", BOB_TEXT);
    stub_registry_create(BOB L"\\Software\\Microsoft");
    crash_after_each_write(destroy, assert_readable);
}

static void test_change_password(void **state)
{
    (void)state;
    assert_hr(store_change_password(&bob, NULL, L"old"), S_OK);
    crash_after_each_write(change_password, assert_password_guards);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_first_use, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_create, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_log_on_and_off, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_rename, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_destroy, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_change_password, two_start, machine_end),
    };

    return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
