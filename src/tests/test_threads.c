/* Several threads on one object of each kind. What each call answers is checked here; that no two of them meet
 * unguarded in memory is checked where ThreadSanitizer watches this test (preset `tsan`). */
#include "support.h"

enum { THREADS = 4, ROUNDS = 12, OBJECTS = 40 };

static IUserIdentityManager *manager;
static IPrivateIdentityManager2 *private2;
static IConnectionPoint *point;
static IUserIdentity2 *identity;
static IEnumUserIdentity *all;
static LONG failures, first_failure;

/* Assertions of CMocka are for the thread that runs the test. */
static void expect(bool condition, LONG line)
{
    if (condition)
        return;
    InterlockedCompareExchange(&first_failure, line, 0);
    InterlockedIncrement(&failures);
}

#define EXPECT(condition) expect(condition, __LINE__)

static void run_threads(DWORD(WINAPI *work)(void *argument))
{
    HANDLE threads[THREADS];

    failures = 0;
    first_failure = 0;
    for (UINT_PTR i = 0; i < THREADS; i++) {
        threads[i] = CreateThread(NULL, 0, work, (void *)i, 0, NULL); /* NOLINT(performance-no-int-to-ptr) */
        assert_non_null(threads[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(WaitForSingleObject(threads[i], INFINITE), WAIT_OBJECT_0);
        CloseHandle(threads[i]);
    }
    if (failures)
        fail_msg("%d calls in threads answer otherwise, the first at line %d", (int)failures, (int)first_failure);
}

static int start(void **state)
{
    two_start(state);
    add_carol();
    manager = new_manager();
    private2 = new_private2();
    identity = get_identity(&bob);
    assert_hr(IUserIdentityManager_EnumIdentities(manager, &all), S_OK);
    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPoint, (void **)&point), S_OK);
    return 0;
}

static int end(void **state)
{
    IConnectionPoint_Release(point);
    assert_int_equal(IUserIdentityManager_Release(manager), 0);
    assert_int_equal(IPrivateIdentityManager2_Release(private2), 0);
    assert_int_equal(IUserIdentity2_Release(identity), 0);
    assert_int_equal(IEnumUserIdentity_Release(all), 0);
    return machine_end(state);
}

static void read_identity(void)
{
    GUID cookie;
    WCHAR name[64];
    DWORD ordinal;

    EXPECT(IUserIdentity2_GetCookie(identity, &cookie) == S_OK && IsEqualGUID(&cookie, &bob));
    EXPECT(IUserIdentity2_GetName(identity, name, 64) == S_OK && same_text(name, L"Bob"));
    EXPECT(IUserIdentity2_GetOrdinal(identity, &ordinal) == S_OK && ordinal == 2);
}

static void ask_manager(void)
{
    IUserIdentity *found = NULL;
    IEnumUserIdentity *list = NULL;
    IUnknown *other = NULL;
    GUID cookie = carol;
    ULONG count = 0;

    EXPECT(IUserIdentityManager_QueryInterface(manager, &IID_IUnknown, (void **)&other) == S_OK);
    IUnknown_Release(other);
    EXPECT(IUserIdentityManager_GetIdentityByCookie(manager, &cookie, &found) == S_OK);
    IUserIdentity_Release(found);
    EXPECT(IUserIdentityManager_EnumIdentities(manager, &list) == S_OK);
    EXPECT(IEnumUserIdentity_GetCount(list, &count) == S_OK && count == 3);
    IEnumUserIdentity_Release(list);
}

static DWORD WINAPI read_all(void *argument)
{
    (void)argument;
    for (int i = 0; i < ROUNDS; i++) {
        read_identity();
        ask_manager();
    }
    return 0;
}

static void test_reading(void **state)
{
    (void)state;
    run_threads(read_all);
}

static LONG delivered;

/* The position is the enumerator's, so the threads share the elements out among them. */
static DWORD WINAPI take_elements(void *argument)
{
    IUnknown *element = NULL;
    ULONG fetched;

    (void)argument;
    while (IEnumUserIdentity_Next(all, 1, &element, &fetched) == S_OK) {
        InterlockedIncrement(&delivered);
        IUnknown_Release(element);
    }
    EXPECT(!element);
    return 0;
}

static void test_each_element_once(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        delivered = 0;
        assert_hr(IEnumUserIdentity_Reset(all), S_OK);
        run_threads(take_elements);
        assert_int_equal(delivered, 3);
    }
}

static DWORD ordinals[THREADS][ROUNDS];

static DWORD WINAPI create_identities(void *argument)
{
    UINT_PTR self = (UINT_PTR)argument;
    WCHAR name[] = L"Thread A a";
    IUserIdentity2 *made2;
    IUserIdentity *made;

    name[7] = (WCHAR)('A' + self);
    for (int i = 0; i < ROUNDS; i++) {
        name[9] = (WCHAR)('a' + i);
        made = NULL;
        EXPECT(IPrivateIdentityManager2_CreateIdentity2(private2, name, NULL, &made) == S_OK);
        if (!made)
            continue;
        EXPECT(IUserIdentity_QueryInterface(made, &IID_IUserIdentity2, (void **)&made2) == S_OK);
        EXPECT(IUserIdentity2_GetOrdinal(made2, &ordinals[self][i]) == S_OK);
        IUserIdentity2_Release(made2);
        IUserIdentity_Release(made);
    }
    return 0;
}

/* I-05: no ordinal twice, whoever asks meanwhile. */
static void test_creating(void **state)
{
    const DWORD *flat = ordinals[0];

    (void)state;
    run_threads(create_identities);
    for (int i = 0; i < THREADS * ROUNDS; i++) {
        assert_true(flat[i] > 2);
        for (int j = 0; j < i; j++)
            assert_int_not_equal(flat[i], flat[j]);
    }
}

/* Each has a sink of its own, and makes all that are advised hear a notice. */
static DWORD WINAPI advise_and_rename(void *argument)
{
    WCHAR name[] = L"Bob A";
    struct sink sink;

    name[4] = (WCHAR)('A' + (UINT_PTR)argument);
    for (int i = 0; i < ROUNDS; i++) {
        sink_init(&sink);
        EXPECT(IConnectionPoint_Advise(point, sink_unknown(&sink), &sink.cookie) == S_OK);
        EXPECT(IUserIdentity2_SetName(identity, name) == S_OK);
        EXPECT(IConnectionPoint_Unadvise(point, sink.cookie) == S_OK);
        EXPECT(IConnectionPoint_Unadvise(point, sink.cookie) == CONNECT_E_NOCONNECTION);
        while (InterlockedCompareExchange(&sink.refs, 0, 0))
            Sleep(1); /* it is in a round of another thread, which ends */
        EXPECT(InterlockedCompareExchange(&sink.changes, 0, 0) > 0);
    }
    return 0;
}

static void test_advising(void **state)
{
    (void)state;
    run_threads(advise_and_rename);
}

static LONG switched;

static DWORD WINAPI switch_about(void *argument)
{
    const WCHAR *names[] = { L"Ann", L"Bob", L"Carol" };
    IUserIdentity *current;
    HRESULT hr;

    for (UINT_PTR i = 0; i < ROUNDS; i++) {
        current = NULL;
        hr = IPrivateIdentityManager2_LogonAs(private2, (WCHAR *)names[((UINT_PTR)argument + i) % 3], NULL, &current);
        EXPECT(hr == S_OK || hr == E_IDENTITY_CHANGING);
        EXPECT(SUCCEEDED(hr) == (current != NULL));
        if (current)
            IUserIdentity_Release(current);
        if (hr == S_OK)
            InterlockedIncrement(&switched);
    }
    return 0;
}

/* I-17: one wins, the others are told so; afterwards name and cookie of the current identity fit each other. */
static void test_switching(void **state)
{
    struct stub_data data;
    WCHAR id[39];

    (void)state;
    switched = 0;
    run_threads(switch_about);
    assert_true(switched > 0);
    assert_int_equal(stub_registry_get(ROOT, L"Last User ID", &data), 0);
    assert_int_equal(data.size, sizeof(id));
    memcpy(id, data.bytes, sizeof(id));
    assert_text(ROOT, L"Last Username",
                same_text(id, ANN_TEXT) ? L"Ann" : (same_text(id, BOB_TEXT) ? L"Bob" : L"Carol"));
}

static IUserIdentityManager *shared[OBJECTS];
static LONG last_ones;

static DWORD WINAPI release_all(void *argument)
{
    (void)argument;
    for (int i = 0; i < OBJECTS; i++)
        if (!IUserIdentityManager_Release(shared[i]))
            InterlockedIncrement(&last_ones);
    return 0;
}

/* Whichever thread it is that releases last frees the object; machine_end() counts what is left. */
static void test_last_release(void **state)
{
    (void)state;
    last_ones = 0;
    for (int i = 0; i < OBJECTS; i++) {
        shared[i] = new_manager();
        for (int thread = 1; thread < THREADS; thread++)
            IUserIdentityManager_AddRef(shared[i]);
    }
    run_threads(release_all);
    assert_int_equal(last_ones, OBJECTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reading, start, end),
        cmocka_unit_test_setup_teardown(test_each_element_once, start, end),
        cmocka_unit_test_setup_teardown(test_creating, start, end),
        cmocka_unit_test_setup_teardown(test_advising, start, end),
        cmocka_unit_test_setup_teardown(test_switching, start, end),
        cmocka_unit_test_setup_teardown(test_last_release, start, end),
    };

    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
