/* The switch: asked, changed, told (I-08, I-09, I-17). */
#include "support.h"
#include "../identity_notify.h"
#include "../identity_store.h"
#include "../identity_switch.h"

static struct sink sink;

static int start(void **state)
{
    two_start(state);
    add_carol();
    sink_init(&sink);
    assert_hr(notify_advise(&sink.notify, &sink.cookie), S_OK);
    return 0;
}

static int end(void **state)
{
    assert_false(switch_running());
    assert_hr(notify_unadvise(sink.cookie), S_OK);
    return machine_end(state);
}

static void assert_current(const GUID *expected)
{
    GUID current;
    HRESULT hr = store_get_current(&current);

    assert_hr(hr, IsEqualGUID(expected, &GUID_NULL) ? E_NO_CURRENT_IDENTITY : S_OK);
    assert_same_guid(&current, expected);
}

static void test_asked_changed_told(void **state)
{
    (void)state;
    assert_hr(switch_log_on(&carol), S_OK);
    assert_current(&carol);
    assert_int_equal(sink.queries, 1);
    assert_int_equal(sink.switches, 1);
    assert_int_equal(sink.changes, 0);
    assert_hr(switch_log_off(), S_OK);
    assert_current(&GUID_NULL);
    assert_int_equal(sink.queries, 2);
    assert_int_equal(sink.switches, 2);
}

static void test_veto_changes_nothing(void **state)
{
    struct stub_snapshot *before = stub_snapshot_take(), *after;

    (void)state;
    sink.answer = E_PROCESS_CANCELLED_SWITCH;
    assert_hr(switch_log_on(&carol), E_PROCESS_CANCELLED_SWITCH);
    assert_hr(switch_log_off(), E_PROCESS_CANCELLED_SWITCH);
    assert_int_equal(sink.switches, 0); /* D-088 */
    after = stub_snapshot_take();
    assert_true(stub_snapshot_equal(before, after));
    stub_snapshot_free(before);
    stub_snapshot_free(after);
}

static void test_current_one_is_no_switch(void **state)
{
    (void)state;
    stub_registry_delete_value(ANN, L"Identity Ordinal");
    assert_hr(switch_log_on(&ann), S_OK);
    assert_int_equal(sink.queries, 0);
    assert_int_equal(sink.switches, 0);
    assert_dword(ANN, L"Identity Ordinal", 3); /* but a log-on: F-025 */
    stub_deny(ROOT, KEY_SET_VALUE);
    stub_registry_delete_value(ANN, L"Identity Ordinal");
    assert_hr(switch_log_on(&ann), S_OK);
}

static void test_nobody_to_log_off(void **state)
{
    (void)state;
    assert_hr(switch_log_off(), S_OK);
    assert_hr(switch_log_off(), E_NO_CURRENT_IDENTITY);
    assert_int_equal(sink.queries, 1);
    assert_hr(switch_log_on(&bob), S_OK);
    assert_current(&bob);
}

static void look_around(struct sink *self)
{
    GUID cookie = bob;
    IPrivateIdentityManager2 *private2 = new_private2();
    IUserIdentityManager *manager = new_manager();
    IUserIdentity *identity = (IUserIdentity *)self;

    assert_hr(switch_get_outgoing(&self->outgoing), S_OK);
    assert_hr(switch_get_incoming(&self->incoming), S_OK);
    assert_true(switch_running());
    assert_hr(switch_log_on(&bob), E_IDENTITY_CHANGING);
    assert_hr(switch_log_off(), E_IDENTITY_CHANGING);
    assert_hr(IUserIdentityManager_Logon(manager, NULL, 0, &identity), E_IDENTITY_CHANGING); /* D-025 */
    assert_null(identity);
    assert_hr(IUserIdentityManager_Logoff(manager, NULL), E_IDENTITY_CHANGING);
    assert_hr(IPrivateIdentityManager2_LogonAs(private2, (WCHAR *)L"Bob", NULL, &identity), E_IDENTITY_CHANGING);
    assert_hr(IPrivateIdentityManager2_DestroyIdentity(private2, &cookie), E_IDENTITY_CHANGING);
    cookie = UID_GIBC_INCOMING_USER;
    assert_hr(IUserIdentityManager_GetIdentityByCookie(manager, &cookie, &identity), S_OK);
    assert_hr(IUserIdentity_GetCookie(identity, &cookie), S_OK);
    assert_same_guid(&cookie, &carol);
    IUserIdentity_Release(identity);
    assert_current(self->switches ? &carol : &ann);
    IUserIdentityManager_Release(manager);
    IPrivateIdentityManager2_Release(private2);
}

static void test_inside_the_switch(void **state)
{
    GUID party = bob;

    (void)state;
    sink.called = look_around;
    assert_hr(switch_log_on(&carol), S_OK);
    assert_int_equal(sink.queries + sink.switches, 2);
    assert_same_guid(&sink.outgoing, &ann);
    assert_same_guid(&sink.incoming, &carol);
    assert_hr(switch_get_outgoing(&party), E_IDENTITY_NOT_FOUND); /* I-09 */
    assert_same_guid(&party, &GUID_NULL);
    assert_hr(switch_get_incoming(&party), E_IDENTITY_NOT_FOUND);
}

static void look_who_leaves(struct sink *self)
{
    assert_hr(switch_get_outgoing(&self->outgoing), S_OK);
    assert_hr(switch_get_incoming(&self->incoming), E_IDENTITY_NOT_FOUND);
}

static void test_log_off_has_nobody_coming(void **state)
{
    (void)state;
    sink.called = look_who_leaves;
    assert_hr(switch_log_off(), S_OK);
    assert_same_guid(&sink.outgoing, &ann);
}

static void test_damaged_user_id(void **state)
{
    (void)state;
    set_text(CAROL, L"User ID", ANN_TEXT);
    assert_hr(switch_log_on(&carol), E_PROCESS_CANCELLED_SWITCH); /* D-105 */
    assert_int_equal(sink.queries, 0);
    assert_current(&ann);
    assert_hr(switch_log_on(&nobody), E_IDENTITY_NOT_FOUND);
}

static void take_away(struct sink *self)
{
    if (self->queries && !self->switches)
        stub_registry_delete(CAROL);
}

/* It agreed to go and is gone: nobody is told, nothing is changed. */
static void test_incoming_vanishes(void **state)
{
    (void)state;
    sink.called = take_away;
    assert_hr(switch_log_on(&carol), E_IDENTITY_NOT_FOUND);
    assert_int_equal(sink.switches, 0);
    assert_current(&ann);
}

/* How many faults there were to find out whether one runs; each of them counts as a switch. */
static unsigned fail_to_find_out(void)
{
    for (unsigned n = 1;; n++) {
        bool running;

        stub_fault_arm(n);
        running = switch_running();
        if (!stub_fault_disarm()) {
            assert_false(running);
            return n - 1;
        }
        assert_true(running);
    }
}

/* Else an identity could be destroyed while somebody switches to it. */
static void test_what_cannot_be_found_out_runs(void **state)
{
    HANDLE section;

    (void)state;
    assert_int_equal(fail_to_find_out(), 2); /* the user's name, the section */
    section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 2 * sizeof(GUID),
                                 L"Local\\Identical.SwitchState." STUB_USER_NAME);
    assert_non_null(section);
    assert_int_equal(fail_to_find_out(), 3); /* and mapping it */
    CloseHandle(section);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_asked_changed_told, start, end),
        cmocka_unit_test_setup_teardown(test_veto_changes_nothing, start, end),
        cmocka_unit_test_setup_teardown(test_current_one_is_no_switch, start, end),
        cmocka_unit_test_setup_teardown(test_nobody_to_log_off, start, end),
        cmocka_unit_test_setup_teardown(test_inside_the_switch, start, end),
        cmocka_unit_test_setup_teardown(test_log_off_has_nobody_coming, start, end),
        cmocka_unit_test_setup_teardown(test_damaged_user_id, start, end),
        cmocka_unit_test_setup_teardown(test_incoming_vanishes, start, end),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_found_out_runs, start, end),
    };

    return cmocka_run_group_tests_name("identity_switch", tests, NULL, NULL);
}
