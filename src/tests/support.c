#include "support.h"
#include "../msident_res.h"
#include "../text.h"

const GUID ann = { 0x0a1b2c3d, 0x1111, 0x4111, { 0x81, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11 } };
const GUID bob = { 0x2b3c4d5e, 0x2222, 0x4222, { 0x82, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22 } };
const GUID carol = { 0x4c5d6e7f, 0x3333, 0x4333, { 0x83, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33 } };
const GUID nobody = { 0xdeadbeef, 0x4444, 0x4444, { 0x84, 0x44, 0x44, 0x44, 0x44, 0x44, 0x44, 0x44 } };

static void attach(void)
{
    assert_true(DllMain((HINSTANCE)(UINT_PTR)0x10000000, DLL_PROCESS_ATTACH, NULL));
}

int machine_start(void **state)
{
    (void)state;
    stub_reset();
    stub_set_resources(msident_res, msident_res_size);
    stub_set_language(MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US));
    attach();
    return 0;
}

int machine_end(void **state)
{
    (void)state;
    assert_hr(DllCanUnloadNow(), S_OK);
    assert_true(DllMain(NULL, DLL_PROCESS_DETACH, NULL));
    assert_int_equal(stub_live_objects(), 0);
    return 0;
}

void expect_nothing_left(void)
{
    machine_end(NULL);
    attach();
}

static void add_identity(const WCHAR *path, const WCHAR *name, const WCHAR *user_id, DWORD data1)
{
    assert_int_equal(stub_registry_create(path), 0);
    set_text(path, L"Username", name);
    set_text(path, L"User ID", user_id);
    set_dword(path, L"Directory Name", data1);
}

int two_start(void **state)
{
    machine_start(state);
    assert_int_equal(stub_registry_create(ROOT), 0);
    set_dword(ROOT, L"Identity Ordinal", 3);
    set_dword(ROOT, L"Migrated5", 1);
    set_text(ROOT, L"Last Username", L"Ann");
    set_text(ROOT, L"Last User ID", ANN_TEXT);
    set_dword(ROOT, L"Identity Login", 0x98053);
    set_text(ROOT, L"Default User ID", ANN_TEXT);
    add_identity(ANN, L"Ann", ANN_TEXT, ann.Data1);
    set_dword(ANN, L"Identity Ordinal", 1);
    add_identity(BOB, L"Bob", BOB_TEXT, bob.Data1);
    set_dword(BOB, L"Identity Ordinal", 2);
    return 0;
}

void add_carol(void)
{
    add_identity(CAROL, L"Carol", CAROL_TEXT, carol.Data1);
}

void lock_down(void)
{
    static const WCHAR policy[] = L"HKCU\\Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Identities";

    assert_int_equal(stub_registry_create(policy), 0);
    set_dword(policy, L"Locked Down", 1);
}

IUserIdentityManager *new_manager(void)
{
    IUserIdentityManager *manager;
    IClassFactory *factory;

    assert_hr(DllGetClassObject(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory), S_OK);
    assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IUserIdentityManager, (void **)&manager), S_OK);
    assert_int_equal(IClassFactory_Release(factory), 0);
    return manager;
}

IPrivateIdentityManager2 *new_private2(void)
{
    IUserIdentityManager *manager = new_manager();
    IPrivateIdentityManager2 *private2;

    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private2), S_OK);
    IUserIdentityManager_Release(manager);
    return private2;
}

IUserIdentity2 *get_identity(const GUID *id)
{
    IUserIdentityManager *manager = new_manager();
    IUserIdentity2 *identity2;
    IUserIdentity *identity;
    GUID cookie = *id;

    assert_hr(IUserIdentityManager_GetIdentityByCookie(manager, &cookie, &identity), S_OK);
    assert_hr(IUserIdentity_QueryInterface(identity, &IID_IUserIdentity2, (void **)&identity2), S_OK);
    IUserIdentity_Release(identity);
    IUserIdentityManager_Release(manager);
    return identity2;
}

void set_text(const WCHAR *path, const WCHAR *name, const WCHAR *text)
{
    DWORD size = (text_length(text) + 1) * sizeof(*text);

    assert_int_equal(stub_registry_set(path, name, REG_SZ, text, size), 0);
}

void set_dword(const WCHAR *path, const WCHAR *name, DWORD number)
{
    assert_int_equal(stub_registry_set(path, name, REG_DWORD, &number, sizeof(number)), 0);
}

void assert_text(const WCHAR *path, const WCHAR *name, const WCHAR *text)
{
    struct stub_data data;

    assert_int_equal(stub_registry_get(path, name, &data), 0);
    assert_int_equal(data.type, REG_SZ);
    assert_int_equal(data.size, (text_length(text) + 1) * sizeof(*text)); /* F-015 */
    assert_memory_equal(data.bytes, text, data.size);
}

void assert_dword(const WCHAR *path, const WCHAR *name, DWORD number)
{
    struct stub_data data;

    assert_int_equal(stub_registry_get(path, name, &data), 0);
    assert_int_equal(data.type, REG_DWORD);
    assert_int_equal(data.size, sizeof(number));
    assert_memory_equal(data.bytes, &number, sizeof(number));
}

void assert_no_value(const WCHAR *path, const WCHAR *name)
{
    struct stub_data data;

    assert_int_equal(stub_registry_get(path, name, &data), ERROR_FILE_NOT_FOUND);
}

static void ignore_key(void *context, const WCHAR *path, const WCHAR *name, const struct stub_data *data)
{
    (void)context;
    (void)path;
    (void)name;
    (void)data;
}

bool has_key(const WCHAR *path)
{
    return stub_registry_walk(path, ignore_key, NULL) == ERROR_SUCCESS;
}

bool same_text(const WCHAR *left, const WCHAR *right)
{
    ULONG length = text_length(left);

    return length == text_length(right) && !memcmp(left, right, length * sizeof(*left));
}

void assert_same_guid(const GUID *left, const GUID *right)
{
    assert_memory_equal(left, right, sizeof(*left));
}
