#include "store_tree.h"
#include "store_values.h"

enum {
    KEY_NAME_CAPACITY = 256,
    DEPTH_LIMIT = 100, /* programs use less than ten levels; more is refused rather than risking the stack */
};

static LONG open_for_delete(HKEY parent, const WCHAR *name, HKEY *key)
{
    /* A link is taken as itself: it may lead out of the identity, or round in a circle. */
    return RegOpenKeyExW(parent, name, REG_OPTION_OPEN_LINK, DELETE | KEY_ENUMERATE_SUB_KEYS, key);
}

static LONG get_subkey(HKEY key, DWORD index, WCHAR name[KEY_NAME_CAPACITY])
{
    DWORD length = KEY_NAME_CAPACITY;

    return RegEnumKeyExW(key, index, name, &length, NULL, NULL, NULL, NULL);
}

static LONG check_below(HKEY parent, const WCHAR *name, int depth)
{
    WCHAR child[KEY_NAME_CAPACITY];
    HKEY key;
    LONG error = depth ? open_for_delete(parent, name, &key) : ERROR_CANTOPEN;

    if (error)
        return error;
    for (DWORD index = 0; !error; index++) {
        error = get_subkey(key, index, child);
        if (!error)
            error = check_below(key, child, depth - 1);
    }
    RegCloseKey(key);
    return error == ERROR_NO_MORE_ITEMS ? ERROR_SUCCESS : error;
}

static LONG delete_below(HKEY parent, const WCHAR *name, int depth)
{
    WCHAR child[KEY_NAME_CAPACITY];
    HKEY key;
    LONG error = depth ? open_for_delete(parent, name, &key) : ERROR_CANTOPEN;

    if (error == ERROR_FILE_NOT_FOUND)
        return ERROR_SUCCESS;
    if (error)
        return error;
    while (!error) {
        error = get_subkey(key, 0, child); /* always the first: the others move up */
        if (!error)
            error = delete_below(key, child, depth - 1);
    }
    RegCloseKey(key);
    return error == ERROR_NO_MORE_ITEMS ? RegDeleteKeyW(parent, name) : error;
}

HRESULT tree_check(HKEY parent, const WCHAR *name)
{
    return store_error(check_below(parent, name, DEPTH_LIMIT));
}

HRESULT tree_delete(HKEY parent, const WCHAR *name)
{
    LONG error = delete_below(parent, name, DEPTH_LIMIT);

    /* A failure that passes must not leave half an identity. */
    if (error)
        error = delete_below(parent, name, DEPTH_LIMIT);
    return store_error(error);
}
