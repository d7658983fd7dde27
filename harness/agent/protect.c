#include "protect.h"

#include "platform.h"
#include <wincrypt.h>

typedef BOOL(WINAPI *protect_fn)(DATA_BLOB *, LPCWSTR, DATA_BLOB *, void *, CRYPTPROTECT_PROMPTSTRUCT *, DWORD,
                                 DATA_BLOB *);
typedef BOOL(WINAPI *unprotect_fn)(DATA_BLOB *, LPWSTR *, DATA_BLOB *, void *, CRYPTPROTECT_PROMPTSTRUCT *, DWORD,
                                   DATA_BLOB *);

bool protect_is_blob(const void *bytes, size_t size)
{
    /* Version 1, then the provider {DF9D8CD0-1501-11D1-8C7A-00C04FC297EB}. */
    static const BYTE start[] = { 1,    0,    0,    0,    0xd0, 0x8c, 0x9d, 0xdf, 0x01, 0x15,
                                  0xd1, 0x11, 0x8c, 0x7a, 0x00, 0xc0, 0x4f, 0xc2, 0x97, 0xeb };

    return size > sizeof start && memcmp(bytes, start, sizeof start) == 0;
}

enum status protect_read(const void *bytes, size_t size, struct arena *arena, struct data *data)
{
    const unprotect_fn unprotect = (unprotect_fn)platform_function("crypt32", "CryptUnprotectData");
    DATA_BLOB blob = { (DWORD)size, (BYTE *)(uintptr_t)bytes }, plain = { 0, NULL };

    *data = (struct data){ .kind = DATA_UNREADABLE, .type = REG_BINARY };
    if (!unprotect || !size || !unprotect(&blob, NULL, NULL, NULL, NULL, CRYPTPROTECT_UI_FORBIDDEN, &plain))
        return ST_OK;
    const WCHAR *text = (const WCHAR *)(void *)plain.pbData;
    size_t n = plain.cbData / sizeof(WCHAR);
    if (n && !text[n - 1])
        n--;
    if (!n)
        data->kind = DATA_NONE;
    else if ((data->text = secret_name((const uint16_t *)text, n, arena)) != NULL)
        data->kind = DATA_SECRET;
    SecureZeroMemory(plain.pbData, plain.cbData);
    LocalFree(plain.pbData);
    return ST_OK;
}

static const char *copy_blob(const DATA_BLOB *from, void **blob, size_t *size)
{
    *blob = malloc(from->cbData);
    if (!*blob)
        return "no memory";
    memcpy(*blob, from->pbData, from->cbData);
    *size = from->cbData;
    return NULL;
}

const char *protect_write(enum data_kind kind, const char *secret, void **blob, size_t *size)
{
    static BYTE damaged[] = { 1, 2, 3 };
    const protect_fn protect = (protect_fn)platform_function("crypt32", "CryptProtectData");
    char text[TEXT_SECRET] = "";
    WCHAR wide[TEXT_SECRET];
    DATA_BLOB plain, out = { sizeof damaged, damaged };
    const char *failure;

    if (kind == DATA_UNREADABLE)
        return copy_blob(&out, blob, size);
    if (!protect)
        return "CryptProtectData is missing";
    if (kind == DATA_SECRET)
        text_secret(secret, text);
    wide_from_utf8(text, wide, ARRAYSIZE(wide));
    plain = (DATA_BLOB){ (DWORD)((strlen(text) + 1) * sizeof(WCHAR)), (BYTE *)wide };
    if (!protect(&plain, L"", NULL, NULL, NULL, CRYPTPROTECT_UI_FORBIDDEN, &out))
        return "CryptProtectData failed";
    failure = copy_blob(&out, blob, size);
    LocalFree(out.pbData);
    return failure;
}
