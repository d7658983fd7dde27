/* Deeds 100 to 199: changes of the registry, each by a call of its own. */
#include "probe.h"

#include <shlwapi.h>

#define TEXT_OF(text) .bytes = (text), .size = sizeof(text)

static HRESULT result_of(LSTATUS error)
{
    return error ? (HRESULT)(0x80070000 | (DWORD)error) : S_OK;
}

/* ---- acts ---- */

static HRESULT create(const struct effect *effect)
{
    HKEY key;
    const LSTATUS error =
        RegCreateKeyExW(HKEY_CURRENT_USER, effect->path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL);

    if (!error)
        RegCloseKey(key);
    return result_of(error);
}

static HRESULT create_a(const struct effect *effect)
{
    HKEY key;
    const LSTATUS error =
        RegCreateKeyExA(HKEY_CURRENT_USER, effect->bytes, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL);

    if (!error)
        RegCloseKey(key);
    return result_of(error);
}

HRESULT registry_set(const struct effect *effect)
{
    HKEY key;
    LSTATUS error = RegOpenKeyExW(HKEY_CURRENT_USER, effect->path, 0, KEY_SET_VALUE, &key);

    if (error)
        return S_OK; /* its key was left out: this one with it */
    error = RegSetValueExW(key, effect->other, 0, effect->number, effect->bytes, effect->size);
    RegCloseKey(key);
    return result_of(error);
}

static HRESULT set_a(const struct effect *effect)
{
    HKEY key;
    LSTATUS error = RegOpenKeyExA(HKEY_CURRENT_USER, "Probe\\Ansi", 0, KEY_SET_VALUE, &key);

    if (error)
        return S_OK;
    error = RegSetValueExA(key, effect->number == REG_SZ ? "Text" : "Number", 0, effect->number, effect->bytes,
                           effect->size);
    RegCloseKey(key);
    return result_of(error);
}

static HRESULT delete_value(const struct effect *effect)
{
    HKEY key;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, effect->path, 0, KEY_SET_VALUE, &key))
        return S_OK;
    RegDeleteValueW(key, effect->other);
    RegCloseKey(key);
    return S_OK;
}

static HRESULT delete_value_a(const struct effect *effect)
{
    HKEY key;

    if (RegOpenKeyExA(HKEY_CURRENT_USER, "Probe\\Ansi", 0, KEY_SET_VALUE, &key))
        return S_OK;
    RegDeleteValueA(key, effect->bytes);
    RegCloseKey(key);
    return S_OK;
}

static HRESULT delete_key(const struct effect *effect)
{
    RegDeleteKeyW(HKEY_CURRENT_USER, effect->path);
    return S_OK;
}

static HRESULT delete_key_a(const struct effect *effect)
{
    RegDeleteKeyA(HKEY_CURRENT_USER, effect->bytes);
    return S_OK;
}

static HRESULT shell_set(const struct effect *effect)
{
    return result_of(
        (LSTATUS)SHSetValueW(HKEY_CURRENT_USER, effect->path, effect->other, REG_SZ, effect->bytes, effect->size));
}

static HRESULT shell_set_a(const struct effect *effect)
{
    return result_of(
        (LSTATUS)SHSetValueA(HKEY_CURRENT_USER, "Probe\\Shell", "Ansi", REG_SZ, effect->bytes, effect->size));
}

static HRESULT shell_delete(const struct effect *effect)
{
    SHDeleteValueW(HKEY_CURRENT_USER, effect->path, effect->other);
    return S_OK;
}

static HRESULT call_sink(const struct effect *effect)
{
    IIdentityChangeNotify *sink = probe.sinks[0];

    return sink ? IIdentityChangeNotify_IdentityInformationChanged(sink, effect->number) : S_OK;
}

/* No effect: looks, and tries in vain. */
static HRESULT look(const struct effect *effect)
{
    WCHAR name[64];
    DWORD units = ARRAYSIZE(name), size = 0, type;
    HKEY key;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, effect->path, 0, KEY_READ, &key))
        return E_UNEXPECTED;
    RegQueryValueExW(key, L"Spare", NULL, &type, NULL, &size);
    RegEnumKeyExW(key, 0, name, &units, NULL, NULL, NULL, NULL);
    RegSetValueExW(key, L"Refused", 0, REG_SZ, (const BYTE *)L"", 2);
    RegDeleteValueW(key, L"Absent");
    RegCloseKey(key);
    RegDeleteKeyW(HKEY_CURRENT_USER, L"Probe\\Absent");
    RegDeleteKeyW(HKEY_CURRENT_USER, L"Probe"); /* has a subkey */
    return size ? S_FALSE : E_UNEXPECTED;       /* the one thing to see of it */
}

/* ---- deeds ---- */

static const struct effect types[] = {
    { "key", create, L"Probe\\Types" },
    { "text", registry_set, L"Probe\\Types", L"Text", REG_SZ, TEXT_OF(L"text") },
    { "empty text", registry_set, L"Probe\\Types", L"Empty", REG_SZ, TEXT_OF(L"") },
    { "default value", registry_set, L"Probe\\Types", L"", REG_SZ, TEXT_OF(L"default") },
    { "text without its end", registry_set, L"Probe\\Types", L"Open", REG_SZ, L"open!", 8 },
    { "expandable text", registry_set, L"Probe\\Types", L"Expand", REG_EXPAND_SZ, TEXT_OF(L"%USERNAME%") },
    { "bytes", registry_set, L"Probe\\Types", L"Bytes", REG_BINARY, "\1\2\3\0\377", 5 },
    { "no bytes", registry_set, L"Probe\\Types", L"NoBytes", REG_BINARY, "", 0 },
    { "number", registry_set, L"Probe\\Types", L"Number", REG_DWORD, "\7\0\0\0", 4 },
    { "big endian number", registry_set, L"Probe\\Types", L"Big", REG_DWORD_BIG_ENDIAN, "\0\0\0\7", 4 },
    { "short number", registry_set, L"Probe\\Types", L"Short", REG_DWORD, "\7\0", 2 },
    { "texts", registry_set, L"Probe\\Types", L"Texts", REG_MULTI_SZ, TEXT_OF(L"one\0two\0") },
    { "long number", registry_set, L"Probe\\Types", L"Long", REG_QWORD, "\7\0\0\0\1\0\0\0", 8 },
    { "no type", registry_set, L"Probe\\Types", L"None", REG_NONE, "\1", 1 },
};
static const struct effect ansi[] = {
    { "key with its parent", create_a, TEXT_OF("Probe\\Ansi\\Deep") },
    { "text", set_a, .number = REG_SZ, TEXT_OF("text") },
    { "number", set_a, .number = REG_DWORD, .bytes = "\7\0\0\0", .size = 4 },
    { "deleted value", delete_value_a, TEXT_OF("Number") },
    { "deleted key", delete_key_a, TEXT_OF("Probe\\Ansi\\Deep") },
};
static const struct effect again[] = {
    { "same data as at the start", registry_set, L"Probe", L"Spare", REG_SZ, TEXT_OF(L"spare") },
    { "once more", registry_set, L"Probe", L"Spare", REG_SZ, TEXT_OF(L"spare") },
    { "deleted value", delete_value, L"Probe", L"Spare" },
    { "value again", registry_set, L"Probe", L"Spare", REG_SZ, TEXT_OF(L"spare") },
    { "deleted key", delete_key, L"Probe\\Spare" },
    { "key again", create, L"Probe\\Spare" },
};
static const struct effect shell[] = {
    { "key and value", shell_set, L"Probe\\Shell", L"Wide", TEXT_OF(L"wide") },
    { "value", shell_set_a, TEXT_OF("ansi") },
    { "other value", shell_set, L"Probe\\Shell", L"Other", TEXT_OF(L"other") },
    { "deleted value", shell_delete, L"Probe\\Shell", L"Wide" },
};
static const struct effect order[] = {
    { "first key", create, L"Probe\\A" },
    { "second key", create, L"Probe\\B" },
    { "into the second", registry_set, L"Probe\\B", L"1", REG_DWORD, "\1\0\0\0", 4 },
    { "into the first", registry_set, L"Probe\\A", L"2", REG_DWORD, "\2\0\0\0", 4 },
    { "into the second again", registry_set, L"Probe\\B", L"1", REG_DWORD, "\3\0\0\0", 4 },
    { "second key deleted", delete_key, L"Probe\\B" },
};
static const struct effect around[] = {
    { "before", registry_set, L"Probe", L"Before", REG_SZ, TEXT_OF(L"b") },
    { "callback", call_sink, .number = IIC_IDENTITY_CHANGED },
    { "after", registry_set, L"Probe", L"After", REG_SZ, TEXT_OF(L"a") },
};
static const struct effect inside[] = {
    { "inside of a callback", registry_set, L"Probe", L"Inside", REG_SZ, TEXT_OF(L"i") },
    { "deleted inside of a callback", delete_value, L"Probe", L"Before" },
};
static const struct effect nothing[] = {
    { "a look", look, L"Probe" },
};
static const struct effect names[] = {
    { "key with signs", create, L"Probe\\a b;c\"d" },
    { "value with signs", registry_set, L"Probe", L"a\\b\"c\x00e4\x4e2d", REG_SZ, TEXT_OF(L"\x20ac \\ \"q\"\n") },
};

static const struct deed deeds[] = {
    { 101, EFFECTS(types) },  { 102, EFFECTS(ansi) },    { 103, EFFECTS(again) },
    { 104, EFFECTS(shell) },  { 105, EFFECTS(order) },   { 106, EFFECTS(around) },
    { 107, EFFECTS(inside) }, { 108, EFFECTS(nothing) }, { 109, EFFECTS(names) },
};

static const struct effect extras[] = {
    { "set", registry_set, L"Probe\\Spare2", L"Extra", REG_SZ, TEXT_OF(L"x") },
    { "the same data", registry_set, L"Probe\\Spare2", L"Old", REG_SZ, TEXT_OF(L"old") },
    { "create", create, L"Probe\\Extra" },
    { "delete value", delete_value, L"Probe\\Spare2", L"Old" },
    { "delete key", delete_key, L"Probe\\Spare2" },
};

const struct chapter chapter_registry = { "registry", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };
