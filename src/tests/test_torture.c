/* Every call, repeated with its 1st, 2nd, ... fallible call failing: no leak, no crash, and the registry as before
 * the call or as after it (style.md, habit 5). */
#include "support.h"

static IUserIdentityManager *manager;
static IPrivateIdentityManager *private;
static IPrivateIdentityManager2 *private2;
static IUserIdentity2 *identity;
static IEnumUserIdentity *all;
static IConnectionPoint *point;
static struct sink sink;

/* All of HKCU\Identities in one number: paths, names, types, bytes, order. */
static void mix(void *context, const WCHAR *path, const WCHAR *name, const struct stub_data *data)
{
    uint64_t *hash = context;
    const WCHAR *texts[2] = { path, name };

    for (int i = 0; i < 2; i++) {
        for (const WCHAR *at = texts[i]; at && *at; at++)
            *hash = (*hash ^ *at) * 0x100000001b3u;
        *hash = (*hash ^ 0xffff) * 0x100000001b3u;
    }
    for (DWORD i = 0; data && i < data->size; i++)
        *hash = (*hash ^ ((const BYTE *)data->bytes)[i]) * 0x100000001b3u;
    *hash = (*hash ^ (data ? data->type : 77)) * 0x100000001b3u;
}

static uint64_t registry_now(void)
{
    uint64_t hash = 0xcbf29ce484222325u;

    stub_registry_walk(ROOT, mix, &hash);
    return hash;
}

static void take(HRESULT hr, void *object)
{
    if (SUCCEEDED(hr))
        IUnknown_Release((IUnknown *)object);
    else
        assert_null(object);
}

static HRESULT call_enum(void)
{
    IEnumUserIdentity *enumerator = NULL;
    HRESULT hr = IUserIdentityManager_EnumIdentities(manager, &enumerator);

    take(hr, enumerator);
    return hr;
}

static HRESULT call_logon(void)
{
    IUserIdentity *result = NULL;
    HRESULT hr = IUserIdentityManager_Logon(manager, NULL, 0, &result);

    take(hr, result);
    return hr;
}

static HRESULT call_logon_forced(void)
{
    IUserIdentity *result = NULL;
    HRESULT hr = IUserIdentityManager_Logon(manager, NULL, UIL_FORCE_UI, &result);

    take(hr, result);
    return hr;
}

static HRESULT call_manage_new(void)
{
    return IUserIdentityManager_ManageIdentities(manager, NULL, UIMI_CREATE_NEW_IDENTITY);
}

static HRESULT call_manage(void)
{
    return IUserIdentityManager_ManageIdentities(manager, NULL, 0);
}

static HRESULT call_logoff(void)
{
    return IUserIdentityManager_Logoff(manager, NULL);
}

static HRESULT by_cookie(const GUID *id)
{
    IUserIdentity *result = NULL;
    GUID cookie = *id;
    HRESULT hr = IUserIdentityManager_GetIdentityByCookie(manager, &cookie, &result);

    take(hr, result);
    return hr;
}

static HRESULT call_cookie(void)
{
    return by_cookie(&bob);
}

static HRESULT call_cookie_default(void)
{
    return by_cookie(&UID_GIBC_DEFAULT_USER);
}

static HRESULT call_create(void)
{
    IUserIdentity *result = NULL;
    HRESULT hr = IPrivateIdentityManager2_CreateIdentity2(private2, (WCHAR *)L"Dora", (WCHAR *)L"secret", &result);

    take(hr, result);
    return hr;
}

static HRESULT call_destroy(void)
{
    GUID cookie = bob;

    return IPrivateIdentityManager2_DestroyIdentity(private2, &cookie);
}

static HRESULT call_logon_as(void)
{
    IUserIdentity *result = NULL;
    HRESULT hr = IPrivateIdentityManager2_LogonAs(private2, (WCHAR *)L"carol", NULL, &result);

    take(hr, result);
    return hr;
}

static HRESULT call_set_default(void)
{
    GUID cookie = bob;

    return IPrivateIdentityManager2_SetDefaultIdentity(private2, &cookie);
}

static HRESULT call_get_default(void)
{
    GUID cookie;

    return IPrivateIdentityManager2_GetDefaultIdentity(private2, &cookie);
}

static HRESULT call_confirm(void)
{
    GUID cookie = bob;

    return IPrivateIdentityManager_ConfirmPassword(private, &cookie, NULL);
}

static HRESULT call_name(void)
{
    WCHAR name[64];

    return IUserIdentity2_GetName(identity, name, 64);
}

static HRESULT call_folder(void)
{
    WCHAR path[MAX_PATH];

    return IUserIdentity2_GetIdentityFolder(identity, GIF_NON_ROAMING_FOLDER, path, MAX_PATH);
}

static HRESULT call_key(void)
{
    HKEY key;
    HRESULT hr = IUserIdentity2_OpenIdentityRegKey(identity, KEY_READ, &key);

    if (SUCCEEDED(hr))
        RegCloseKey(key);
    return hr;
}

static HRESULT call_ordinal(void)
{
    DWORD ordinal;

    return IUserIdentity2_GetOrdinal(identity, &ordinal);
}

static HRESULT call_set_name(void)
{
    return IUserIdentity2_SetName(identity, (WCHAR *)L"Renamed");
}

static HRESULT call_set_password(void)
{
    return IUserIdentity2_ChangePassword(identity, NULL, (WCHAR *)L"secret");
}

static HRESULT call_next(void)
{
    IUnknown *elements[3] = { NULL, NULL, NULL };
    ULONG fetched;
    HRESULT hr = IEnumUserIdentity_Next(all, 3, elements, &fetched);

    for (ULONG i = 0; i < fetched; i++)
        IUnknown_Release(elements[i]);
    return hr;
}

static HRESULT call_clone(void)
{
    IEnumUserIdentity *clone = NULL;
    HRESULT hr = IEnumUserIdentity_Clone(all, &clone);

    take(hr, clone);
    return hr;
}

static HRESULT call_connections(void)
{
    IEnumConnections *connections = NULL;
    HRESULT hr = IConnectionPoint_EnumConnections(point, &connections);

    take(hr, connections);
    return hr;
}

static HRESULT call_advise(void)
{
    struct sink other;
    HRESULT hr;

    sink_init(&other);
    hr = IConnectionPoint_Advise(point, sink_unknown(&other), &other.cookie);
    if (SUCCEEDED(hr))
        assert_hr(IConnectionPoint_Unadvise(point, other.cookie), S_OK);
    assert_int_equal(other.refs, 0);
    return hr;
}

static HRESULT call_instance(void)
{
    IClassFactory *factory = NULL;
    IUnknown *object = NULL;
    HRESULT hr = DllGetClassObject(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory);

    if (FAILED(hr))
        return hr;
    hr = IClassFactory_CreateInstance(factory, NULL, &IID_IUnknown, (void **)&object);
    take(hr, object);
    IClassFactory_Release(factory);
    return hr;
}

static HRESULT call_register(void)
{
    return DllRegisterServer();
}

static HRESULT call_unregister(void)
{
    return DllUnregisterServer();
}

/* Start states; those without identities make none for the calls that need one. */
static void start_empty(void)
{
    machine_start(NULL);
}

static void start_two(void)
{
    two_start(NULL);
    add_carol();
}

/* Bob default and start-up, with settings of other programs below him. */
static void start_bob_everywhere(void)
{
    start_two();
    set_text(ROOT, L"Default User ID", BOB_TEXT);
    set_text(ROOT, L"Start User ID", BOB_TEXT);
    assert_int_equal(stub_registry_create(BOB L"\\Software\\Microsoft\\Outlook Express\\5.0"), 0);
    assert_int_equal(stub_registry_create(BOB L"\\Software\\Microsoft\\WAB"), 0);
}

static void start_logged_off(void)
{
    start_two();
    set_text(ROOT, L"Last User ID", NULL_TEXT);
    set_text(ROOT, L"Start User ID", CAROL_TEXT);
}

static void start_locked(void)
{
    start_two();
    lock_down();
}

static void make_objects(const GUID *id)
{
    manager = new_manager();
    private2 = new_private2();
    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager, (void **)&private), S_OK);
    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPoint, (void **)&point), S_OK);
    sink_init(&sink);
    assert_hr(IConnectionPoint_Advise(point, sink_unknown(&sink), &sink.cookie), S_OK);
    identity = NULL;
    all = NULL;
    if (!id)
        return;
    identity = get_identity(id);
    assert_hr(IUserIdentityManager_EnumIdentities(manager, &all), S_OK);
}

static void drop_objects(void)
{
    assert_hr(IConnectionPoint_Unadvise(point, sink.cookie), S_OK);
    assert_int_equal(sink.refs, 0);
    IConnectionPoint_Release(point);
    IPrivateIdentityManager_Release(private);
    assert_int_equal(IPrivateIdentityManager2_Release(private2), 0);
    assert_int_equal(IUserIdentityManager_Release(manager), 0);
    if (identity)
        assert_int_equal(IUserIdentity2_Release(identity), 0);
    if (all)
        assert_int_equal(IEnumUserIdentity_Release(all), 0);
    machine_end(NULL);
}

static const struct torture {
    const char *name;
    void (*start)(void);
    const GUID *id;
    HRESULT (*call)(void);
    HRESULT expected;
} tortures[] = {
    { "EnumIdentities, first use", start_empty, NULL, call_enum, S_OK },
    { "EnumIdentities", start_two, NULL, call_enum, S_OK },
    { "Logon, first use", start_empty, NULL, call_logon, S_OK },
    { "Logon, current", start_two, NULL, call_logon, S_OK },
    { "Logon, start-up", start_logged_off, NULL, call_logon, S_OK },
    { "ManageIdentities, first use", start_empty, NULL, call_manage, E_USER_CANCELLED },
    { "Logon, chooser", start_two, NULL, call_logon_forced, E_USER_CANCELLED },
    { "Logon, chooser, logged off", start_logged_off, NULL, call_logon_forced, E_USER_CANCELLED },
    { "ManageIdentities", start_bob_everywhere, NULL, call_manage, E_USER_CANCELLED },
    { "ManageIdentities, new", start_two, NULL, call_manage_new, E_USER_CANCELLED },
    { "Logoff", start_two, NULL, call_logoff, S_OK },
    { "GetIdentityByCookie", start_two, NULL, call_cookie, S_OK },
    { "GetIdentityByCookie, default", start_two, NULL, call_cookie_default, S_OK },
    { "GetIdentityByCookie, first use", start_empty, NULL, call_cookie_default, S_OK },
    { "CreateIdentity2, empty", start_empty, NULL, call_create, S_OK },
    { "CreateIdentity2", start_two, NULL, call_create, S_OK },
    { "DestroyIdentity", start_two, NULL, call_destroy, S_OK },
    { "DestroyIdentity, with roles and subtree", start_bob_everywhere, NULL, call_destroy, S_OK },
    { "LogonAs, first ordinal", start_two, NULL, call_logon_as, S_OK },
    { "LogonAs, from nobody", start_logged_off, NULL, call_logon_as, S_OK },
    { "SetDefaultIdentity", start_two, NULL, call_set_default, S_OK },
    { "GetDefaultIdentity", start_two, NULL, call_get_default, S_OK },
    { "ConfirmPassword", start_two, NULL, call_confirm, S_OK },
    { "GetName", start_two, &bob, call_name, S_OK },
    { "GetIdentityFolder", start_two, &bob, call_folder, S_OK },
    { "OpenIdentityRegKey", start_two, &bob, call_key, S_OK },
    { "GetOrdinal, given", start_two, &bob, call_ordinal, S_OK },
    { "GetOrdinal, handed out", start_two, &carol, call_ordinal, S_OK },
    { "SetName", start_two, &bob, call_set_name, S_OK },
    { "SetName, current", start_two, &ann, call_set_name, S_OK },
    { "ChangePassword", start_two, &bob, call_set_password, S_OK },
    { "Logon, locked down", start_locked, NULL, call_logon, S_IDENTITIES_DISABLED },
    { "Logoff, locked down", start_locked, NULL, call_logoff, E_IDENTITIES_DISABLED },
    { "CreateIdentity2, locked down", start_locked, NULL, call_create, E_IDENTITIES_DISABLED },
    { "DestroyIdentity, locked down", start_locked, NULL, call_destroy, E_IDENTITIES_DISABLED },
    { "LogonAs, locked down", start_locked, NULL, call_logon_as, E_IDENTITIES_DISABLED },
    { "Next", start_two, &bob, call_next, S_OK },
    { "Clone", start_two, &bob, call_clone, S_OK },
    { "EnumConnections", start_two, NULL, call_connections, S_OK },
    { "Advise", start_two, NULL, call_advise, S_OK },
    { "CreateInstance", start_empty, NULL, call_instance, S_OK },
    { "DllRegisterServer", start_empty, NULL, call_register, S_OK },
    { "DllUnregisterServer", start_empty, NULL, call_unregister, S_OK },
};

struct outcome {
    HRESULT hr;
    bool fired;
    uint64_t before, after;
};

static struct outcome run(const struct torture *torture, unsigned fault)
{
    struct outcome outcome;
    unsigned live;

    torture->start();
    make_objects(torture->id);
    outcome.before = registry_now();
    live = stub_live_objects();
    user_comes();
    stub_fault_arm(fault);
    outcome.hr = torture->call();
    outcome.fired = stub_fault_disarm();
    user_goes();
    outcome.after = registry_now();
    if (stub_live_objects() != live)
        fail_msg("%s leaves %u objects, fault %u in %s", torture->name, stub_live_objects() - live, fault,
                 stub_fault_name() ? stub_fault_name() : "-");
    drop_objects();
    return outcome;
}

static void torture_one(const struct torture *torture)
{
    struct outcome good = run(torture, 0), bad;

    assert_hr(good.hr, torture->expected);
    for (unsigned fault = 1;; fault++) {
        bad = run(torture, fault);
        if (!bad.fired)
            return;
        if (bad.after != bad.before && bad.after != good.after)
            fail_msg("%s half-writes, fault %u in %s", torture->name, fault, stub_fault_name());
        /* A first use stays, even if what was asked for then fails: it is done once and for all (I-06). */
        if (FAILED(bad.hr) && bad.after != bad.before && torture->start != start_empty)
            fail_msg("%s fails and writes, fault %u in %s", torture->name, fault, stub_fault_name());
    }
}

/* Each allocation of a call fails once; all failures that this causes have the code that the documentation names. */
static void assert_memory_told(const struct torture *torture)
{
    struct outcome bad;
    unsigned told = 0;

    for (unsigned fault = 1; bad = run(torture, fault), bad.fired; fault++) {
        const bool memory = !strcmp(stub_fault_name(), "HeapAlloc");

        if (memory && bad.hr != E_OUTOFMEMORY)
            fail_msg("%s answers 0x%08lx without memory, fault %u", torture->name, (unsigned long)bad.hr, fault);
        told += memory;
    }
    assert_true(told > 0);
}

static void test_no_memory_for_the_enumerator(void **state)
{
    (void)state;
    assert_memory_told(&(struct torture){ "EnumIdentities", start_two, NULL, call_enum, S_OK }); /* D-007 */
}

static void test_no_memory_for_the_identity(void **state)
{
    (void)state;
    assert_memory_told(&(struct torture){ "Logon", start_two, NULL, call_logon, S_OK }); /* D-021 */
}

static void test_torture(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(tortures) / sizeof(tortures[0]); i++)
        torture_one(&tortures[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_torture),
        cmocka_unit_test(test_no_memory_for_the_enumerator),
        cmocka_unit_test(test_no_memory_for_the_identity),
    };

    return cmocka_run_group_tests_name("torture", tests, NULL, NULL);
}
