/* The frozen, ordered list of all identities. */
#include "identity_store.h"
#include "guard.h"
#include "memory.h"
#include "store_list.h"
#include "store_values.h"

static struct identity_list *list_alloc(ULONG count)
{
    struct identity_list *list = mem_alloc(sizeof(*list) + count * sizeof(list->ids[0]));

    if (list) {
        list->refs = 1;
        list->count = count;
    }
    return list;
}

void store_list_add_ref(struct identity_list *list)
{
    InterlockedIncrement(&list->refs);
}

void store_list_release(struct identity_list *list)
{
    if (list && InterlockedDecrement(&list->refs) == 0)
        mem_free(list);
}

HRESULT store_list_one(const GUID *id, struct identity_list **list)
{
    *list = list_alloc(id ? 1 : 0);
    if (!*list)
        return E_OUTOFMEMORY;
    if (id)
        (*list)->ids[0] = *id;
    return S_OK;
}

HRESULT store_read_ordinal(HKEY root, const GUID *id, DWORD *ordinal)
{
    WCHAR name[GUID_CAPACITY];
    HKEY key;
    HRESULT hr;

    *ordinal = 0;
    text_from_guid(id, name);
    hr = store_error(RegOpenKeyExW(root, name, 0, KEY_QUERY_VALUE, &key));
    if (FAILED(hr))
        return hr;
    hr = store_read_dword(key, store_ordinal, ordinal);
    RegCloseKey(key);
    return hr == E_IDENTITY_NOT_FOUND || hr == E_FAIL ? S_OK : hr;
}

/* Appends with room for growth. */
static HRESULT rows_add(struct store_rows *rows, const GUID *id, DWORD ordinal)
{
    if (rows->count == rows->capacity) {
        ULONG capacity = rows->capacity ? rows->capacity * 2 : 16;
        struct store_row *larger = mem_alloc(capacity * sizeof(*larger));

        if (!larger)
            return E_OUTOFMEMORY;
        if (rows->count)
            memcpy(larger, rows->row, rows->count * sizeof(*larger));
        mem_free(rows->row);
        rows->row = larger;
        rows->capacity = capacity;
    }
    rows->row[rows->count].id = *id;
    rows->row[rows->count].ordinal = ordinal;
    rows->count++;
    return S_OK;
}

HRESULT store_rows_read(HKEY root, struct store_rows *rows)
{
    DWORD index = 0;
    bool refused = false;
    GUID id;
    HRESULT hr;

    memset(rows, 0, sizeof(*rows));
    while (SUCCEEDED(hr = store_next_identity(root, &index, &id))) {
        DWORD ordinal;

        hr = store_read_ordinal(root, &id, &ordinal);
        if (hr == E_IDENTITY_NOT_FOUND)
            continue; /* deleted meanwhile */
        if (hr == E_OUTOFMEMORY)
            break;
        refused |= FAILED(hr); /* listed all the same: D-065 */
        hr = rows_add(rows, &id, ordinal);
        if (FAILED(hr))
            break;
    }
    if (hr == E_IDENTITY_NOT_FOUND)
        return refused ? S_FALSE : S_OK;
    store_rows_free(rows);
    return hr;
}

void store_rows_free(struct store_rows *rows)
{
    mem_free(rows->row);
    memset(rows, 0, sizeof(*rows));
}

static bool row_before(const struct store_row *left, const struct store_row *right)
{
    WCHAR left_name[GUID_CAPACITY], right_name[GUID_CAPACITY];
    int i = 0;

    if (left->ordinal != right->ordinal) {
        if (!left->ordinal || !right->ordinal)
            return left->ordinal != 0; /* 0: none yet, so at the end (I-05) */
        return left->ordinal < right->ordinal;
    }
    text_from_guid(&left->id, left_name); /* in the order one reads, whatever the bytes */
    text_from_guid(&right->id, right_name);
    while (i < GUID_LENGTH && left_name[i] == right_name[i])
        i++;
    return left_name[i] < right_name[i];
}

void store_rows_sort(struct store_rows *rows)
{
    for (ULONG gap = rows->count / 2; gap > 0; gap /= 2) {
        for (ULONG i = gap; i < rows->count; i++) {
            struct store_row moving = rows->row[i];
            ULONG at = i;

            for (; at >= gap && row_before(&moving, &rows->row[at - gap]); at -= gap)
                rows->row[at] = rows->row[at - gap];
            rows->row[at] = moving;
        }
    }
}

HRESULT store_list_settled(struct identity_list **list)
{
    HANDLE guard;
    HRESULT hr = guard_enter(&guard);

    *list = NULL;
    if (FAILED(hr))
        return hr;
    hr = store_list(list);
    guard_leave(guard);
    return hr;
}

HRESULT store_list(struct identity_list **list)
{
    struct store_rows rows;
    HKEY root;
    HRESULT hr = store_open_root(KEY_ENUMERATE_SUB_KEYS, &root);

    *list = NULL;
    if (hr == E_IDENTITY_NOT_FOUND)
        return store_list_one(NULL, list); /* F-016 */
    if (FAILED(hr))
        return hr;
    hr = store_rows_read(root, &rows);
    RegCloseKey(root);
    if (FAILED(hr))
        return hr;
    store_rows_sort(&rows);
    *list = list_alloc(rows.count);
    for (ULONG i = 0; *list && i < rows.count; i++)
        (*list)->ids[i] = rows.row[i].id;
    store_rows_free(&rows);
    return *list ? hr : E_OUTOFMEMORY;
}
