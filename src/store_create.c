/* Making identities: the first one and every other, in the order of F-019. */
#include "identity_store.h"
#include "guard.h"
#include "memory.h"
#include "store_change.h"
#include "store_ordinal.h"
#include "store_password.h"
#include "store_values.h"
#include "ui/resource.h"

/* A constant of every genuine registry; its meaning is unknown and never interpreted (F-004, F-027). */
enum { IDENTITY_LOGIN = 0x00098053 };

/* Step 1 of F-019, for a new root only: an old one is left as it is (F-018). */
static HRESULT make_root(struct store_change *change, HKEY *root)
{
    bool made;
    HRESULT hr = change_make_key(change, HKEY_CURRENT_USER, store_root_key, root, &made);

    if (FAILED(hr) || !made)
        return hr;
    hr = change_set_dword(change, *root, store_next_ordinal, 1);
    if (SUCCEEDED(hr))
        hr = change_set_dword(change, *root, store_migrated, 1); /* I-06 */
    if (SUCCEEDED(hr))
        hr = change_set_text(change, *root, store_last_username, L"");
    if (SUCCEEDED(hr))
        hr = change_set_guid(change, *root, store_last_user_id, &GUID_NULL);
    if (SUCCEEDED(hr))
        hr = change_set_dword(change, *root, store_identity_login, IDENTITY_LOGIN);
    return hr;
}

/* Step 2 of F-019. */
static HRESULT fill_identity(struct store_change *change, HKEY key, const WCHAR *name, const struct password *password,
                             const GUID *id)
{
    HRESULT hr = change_set_text(change, key, store_username, name);

    if (SUCCEEDED(hr))
        hr = store_write_new_password(change, key, password);
    if (SUCCEEDED(hr))
        hr = change_set_guid(change, key, store_user_id, id);
    if (SUCCEEDED(hr))
        hr = change_set_dword(change, key, store_directory_name, id->Data1); /* F-008 */
    return hr;
}

/* What a creation holds on to until its change has ended. */
struct creation {
    struct store_change change;
    HKEY root, key;
    WCHAR key_name[GUID_CAPACITY];
    bool first; /* no identity was there before */
};

HRESULT store_new_id(GUID *id)
{
    HRESULT hr = CoCreateGuid(id);

    return SUCCEEDED(hr) || hr == E_OUTOFMEMORY ? hr : E_FAIL;
}

static HRESULT make_identity(struct creation *creation, const GUID *id, const WCHAR *name,
                             const struct password *password)
{
    bool made;
    HRESULT hr;

    text_from_guid(id, creation->key_name);
    hr = change_make_key(&creation->change, creation->root, creation->key_name, &creation->key, &made);
    if (FAILED(hr))
        return hr;
    if (!made)
        return E_FAIL; /* never write into someone's key */
    return fill_identity(&creation->change, creation->key, name, password, id);
}

static HRESULT creation_begin(struct creation *creation)
{
    DWORD index = 0;
    GUID other;
    HRESULT hr;

    creation->root = creation->key = NULL;
    hr = change_begin(&creation->change);
    if (FAILED(hr))
        return hr;
    hr = make_root(&creation->change, &creation->root);
    if (SUCCEEDED(hr)) {
        hr = store_next_identity(creation->root, &index, &other);
        creation->first = hr == E_IDENTITY_NOT_FOUND;
        if (creation->first)
            hr = S_OK;
    }
    if (FAILED(hr)) {
        change_end(&creation->change, hr);
        if (creation->root)
            RegCloseKey(creation->root);
    }
    return hr;
}

static HRESULT creation_end(struct creation *creation, HRESULT hr)
{
    hr = change_end(&creation->change, hr);
    if (creation->key)
        RegCloseKey(creation->key);
    if (creation->root)
        RegCloseKey(creation->root);
    return hr;
}

static HRESULT make_main_identity(struct creation *creation, bool log_on)
{
    struct store_change *change = &creation->change;
    struct password none;
    WCHAR name[NAME_CAPACITY];
    DWORD ordinal;
    GUID id;
    HRESULT hr = store_new_id(&id);

    password_set(&none, NULL);
    if (FAILED(hr))
        return hr;
    if (!LoadStringW(module_instance, IDS_MAIN_IDENTITY, name, NAME_CAPACITY))
        return E_FAIL;
    hr = make_identity(creation, &id, name, &none);
    if (SUCCEEDED(hr)) /* step 3 */
        hr = change_set_guid(change, creation->root, store_default_user_id, &id);
    if (SUCCEEDED(hr)) /* step 4 */
        hr = change_set_text(change, creation->root, store_last_username, name);
    if (SUCCEEDED(hr))
        hr = change_set_guid(change, creation->root, store_last_user_id, &id);
    if (SUCCEEDED(hr) && log_on)
        hr = store_give_ordinal(change, creation->root, creation->key, &ordinal);
    return hr;
}

static HRESULT any_identity(void)
{
    DWORD index = 0;
    GUID id;
    HKEY root;
    HRESULT hr = store_open_root(KEY_ENUMERATE_SUB_KEYS, &root);

    if (FAILED(hr))
        return hr;
    hr = store_next_identity(root, &index, &id);
    RegCloseKey(root);
    return hr;
}

/* Where nobody is current, another process may be in the midst of its first use: its identity is there already, but
 * neither complete nor current yet. */
static HRESULT any_finished_identity(void)
{
    HRESULT hr = any_identity();
    HANDLE guard;
    GUID current;

    if (FAILED(hr) || store_get_current(&current) != E_NO_CURRENT_IDENTITY)
        return hr;
    hr = guard_enter(&guard);
    if (FAILED(hr))
        return hr;
    hr = any_identity();
    guard_leave(guard);
    return hr;
}

HRESULT store_first_use(bool log_on)
{
    struct creation creation;
    HRESULT hr = any_finished_identity();

    if (hr != E_IDENTITY_NOT_FOUND)
        return hr;
    hr = creation_begin(&creation);
    if (FAILED(hr))
        return hr;
    if (creation.first) /* still: another process may have been faster */
        hr = make_main_identity(&creation, log_on);
    return creation_end(&creation, hr);
}

static HRESULT check_free_name(const WCHAR *name)
{
    GUID owner;
    HRESULT hr = store_find_name(name, &owner);

    if (SUCCEEDED(hr))
        return E_IDENTITY_EXISTS; /* D-163 */
    return hr == E_IDENTITY_NOT_FOUND ? S_OK : hr;
}

HRESULT store_create(const GUID *id, const WCHAR *name, const WCHAR *password)
{
    struct creation creation;
    struct password wanted;
    HRESULT hr = password_set(&wanted, password);

    if (SUCCEEDED(hr))
        hr = creation_begin(&creation);
    if (SUCCEEDED(hr)) {
        hr = check_free_name(name);
        if (SUCCEEDED(hr))
            hr = make_identity(&creation, id, name, &wanted);
        if (SUCCEEDED(hr) && creation.first) /* programs look for a default one (api.md 7) */
            hr = change_set_guid(&creation.change, creation.root, store_default_user_id, id);
        hr = creation_end(&creation, hr);
    }
    mem_wipe(&wanted, sizeof(wanted));
    return hr;
}
