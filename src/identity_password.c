#include "identity_password.h"
#include <wincrypt.h>
#include "memory.h"
#include "text.h"

HRESULT password_set(struct password *password, const WCHAR *text)
{
    ULONG length = text ? text_length(text) : 0;

    memset(password, 0, sizeof(*password));
    if (length > PASSWORD_MAX_LENGTH)
        return E_INVALIDARG;
    if (length)
        memcpy(password->text, text, length * sizeof(*text));
    return S_OK;
}

bool password_is_empty(const struct password *password)
{
    return password->text[0] == 0;
}

bool password_is_same(const struct password *left, const struct password *right)
{
    volatile WCHAR difference = 0;

    for (int i = 0; i < PASSWORD_CAPACITY; i++)
        difference |= left->text[i] ^ right->text[i];
    return difference == 0;
}

HRESULT password_protect(const struct password *password, BYTE **data, DWORD *size)
{
    /* With terminator: "no password" is two bytes, as short as the records of Windows 7 (F-021). */
    DATA_BLOB in = { (text_length(password->text) + 1) * sizeof(WCHAR), (BYTE *)password->text };
    DATA_BLOB out = { 0, NULL };

    *data = NULL;
    *size = 0;
    /* Flags 0, empty description: F-021. Without a prompt structure there is no window either. */
    if (!CryptProtectData(&in, L"", NULL, NULL, NULL, 0, &out))
        return E_FAIL;
    *data = mem_alloc(out.cbData);
    if (*data) {
        memcpy(*data, out.pbData, out.cbData);
        *size = out.cbData;
    }
    LocalFree(out.pbData);
    return *data ? S_OK : E_OUTOFMEMORY;
}

HRESULT password_unprotect(BYTE *data, DWORD size, struct password *password)
{
    DATA_BLOB in = { size, data };
    DATA_BLOB out = { 0, NULL };
    HRESULT hr = E_FAIL;

    memset(password, 0, sizeof(*password));
    if (!size || !CryptUnprotectData(&in, NULL, NULL, NULL, NULL, 0, &out))
        return E_FAIL;
    if (out.cbData >= sizeof(WCHAR) && out.cbData <= sizeof(password->text) && out.cbData % sizeof(WCHAR) == 0) {
        memcpy(password->text, out.pbData, out.cbData);
        /* One terminator, at the end: text behind it would count in comparisons and nobody could type it. */
        if (text_length(password->text) == out.cbData / sizeof(WCHAR) - 1)
            hr = S_OK;
    }
    if (FAILED(hr))
        mem_wipe(password, sizeof(*password));
    mem_wipe(out.pbData, out.cbData);
    LocalFree(out.pbData);
    return hr;
}
