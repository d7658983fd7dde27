#include "choices.h"
#include "../identity_store.h"
#include "../memory.h"
#include "resource.h"

enum { MARK_CAPACITY = 40 };

/* S_FALSE: gone meanwhile. */
static HRESULT read_one(const GUID *id, struct choice *choice)
{
    HRESULT hr = store_get_name(id, &choice->name);

    choice->id = *id;
    if (hr == E_IDENTITY_NOT_FOUND)
        return S_FALSE;
    if (hr != E_FAIL)
        return hr;
    choice->name = mem_alloc(GUID_CAPACITY * sizeof(WCHAR));
    if (!choice->name)
        return E_OUTOFMEMORY;
    text_from_guid(id, choice->name);
    return S_OK;
}

static HRESULT read_all(struct choices *choices, const struct identity_list *list)
{
    HRESULT hr = S_OK;

    choices->items = mem_alloc((list->count + 1) * sizeof(*choices->items));
    if (!choices->items)
        return E_OUTOFMEMORY;
    for (ULONG i = 0; i < list->count && SUCCEEDED(hr); i++) {
        hr = read_one(&list->ids[i], &choices->items[choices->count]);
        if (hr == S_OK)
            choices->count++;
    }
    return FAILED(hr) ? hr : S_OK;
}

HRESULT choices_read(struct choices *choices)
{
    struct identity_list *list;
    HRESULT hr = store_list_settled(&list);

    memset(choices, 0, sizeof(*choices));
    if (FAILED(hr))
        return hr;
    hr = read_all(choices, list);
    store_list_release(list);
    if (FAILED(hr))
        choices_free(choices);
    return hr;
}

void choices_free(struct choices *choices)
{
    for (ULONG i = 0; i < choices->count; i++)
        mem_free(choices->items[i].name);
    mem_free(choices->items);
    memset(choices, 0, sizeof(*choices));
}

int choices_find(const struct choices *choices, const GUID *id)
{
    for (ULONG i = 0; i < choices->count; i++) {
        if (IsEqualGUID(&choices->items[i].id, id))
            return (int)i;
    }
    return -1;
}

static HRESULT add(HWND control, bool combo, const WCHAR *text)
{
    return SendMessageW(control, combo ? CB_ADDSTRING : LB_ADDSTRING, 0, (LPARAM)text) < 0 ? E_OUTOFMEMORY : S_OK;
}

static HRESULT add_marked(HWND control, bool combo, const WCHAR *name)
{
    ULONG length = text_length(name);
    WCHAR *marked = mem_alloc((length + MARK_CAPACITY) * sizeof(*marked));
    HRESULT hr = E_OUTOFMEMORY;

    if (!marked)
        return hr;
    memcpy(marked, name, length * sizeof(*marked));
    if (LoadStringW(module_instance, IDS_DEFAULT_MARK, marked + length, MARK_CAPACITY))
        hr = add(control, combo, marked);
    mem_free(marked);
    return hr;
}

HRESULT choices_fill(const struct choices *choices, HWND control, bool combo, const WCHAR *leading, const GUID *marked)
{
    HRESULT hr = S_OK;

    SendMessageW(control, combo ? CB_RESETCONTENT : LB_RESETCONTENT, 0, 0);
    if (leading)
        hr = add(control, combo, leading);
    for (ULONG i = 0; i < choices->count && SUCCEEDED(hr); i++) {
        const struct choice *choice = &choices->items[i];

        if (marked && IsEqualGUID(marked, &choice->id))
            hr = add_marked(control, combo, choice->name);
        else
            hr = add(control, combo, choice->name);
    }
    return hr;
}

const struct choice *choices_selected(const struct choices *choices, HWND list)
{
    LRESULT at = SendMessageW(list, LB_GETCURSEL, 0, 0);

    return at >= 0 && (ULONG)at < choices->count ? &choices->items[at] : NULL;
}
