/* Deeds 700 to 749: processes and threads that wait for each other. What one waits for is an event of the scratch profile,
 * so that scenarios beside each other never meet. */
#include "probe.h"

/* Far more than a loaded machine takes to start the other process, and less than a scenario may take. */
enum { LIMIT_MS = 12000 };

/* NULL without memory. */
static HANDLE event_named(const WCHAR *what)
{
    WCHAR path[MAX_PATH], name[MAX_PATH];
    DWORD n = 0;

    profile_path(what, path);
    for (; path[n] && n < MAX_PATH - 1; n++)
        name[n] = path[n] == '\\' ? '/' : path[n];
    name[n] = 0;
    return CreateEventW(NULL, TRUE, FALSE, name);
}

static HANDLE event_here(void)
{
    return event_named(L"signal");
}

static HRESULT give_signal(const struct effect *effect)
{
    const HANDLE event = event_here();

    (void)effect;
    if (!event)
        return E_OUTOFMEMORY;
    SetEvent(event);
    return S_OK; /* it stays open: the other may be late */
}

static HRESULT await_signal(const struct effect *effect)
{
    const HANDLE event = event_here();
    DWORD result;

    (void)effect;
    if (!event)
        return E_OUTOFMEMORY;
    result = WaitForSingleObject(event, LIMIT_MS);
    CloseHandle(event);
    return result == WAIT_OBJECT_0 ? S_OK : E_ABORT;
}

/* What another process wrote, and whether it did. */
static HRESULT copy_word(const struct effect *effect)
{
    DWORD word = 0, size = sizeof word;
    HKEY key;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, effect->path, 0, KEY_READ | KEY_WRITE, &key))
        return E_ABORT;
    RegQueryValueExW(key, effect->other, NULL, NULL, (BYTE *)&word, &size);
    RegSetValueExW(key, L"Seen", 0, REG_DWORD, (const BYTE *)&word, sizeof word);
    RegCloseKey(key);
    return S_OK;
}

static HRESULT await_and_violate(const struct effect *effect)
{
    await_signal(effect);
    return fault_violate(effect);
}

static HRESULT await_and_exit(const struct effect *effect)
{
    await_signal(effect);
    return fault_exit(effect);
}

/* ---- a sink that is called while its process has no turn ---- */

static HANDLE told_event(void)
{
    return event_named(L"told");
}

static DWORD WINAPI tell_when_asked(void *context)
{
    const struct effect *effect = context;
    const HANDLE told = told_event();

    if (await_signal(effect) == S_OK && probe.sinks[0])
        IIdentityChangeNotify_IdentityInformationChanged(probe.sinks[0], effect->size);
    if (told)
        SetEvent(told);
    return 0;
}

static HRESULT tell_later(const struct effect *effect)
{
    DWORD id;
    const HANDLE thread = CreateThread(NULL, 0, tell_when_asked, (void *)(ULONG_PTR)effect, 0, &id);

    if (!thread)
        return E_OUTOFMEMORY;
    CloseHandle(thread);
    return S_OK;
}

/* Both, since nobody sees from outside how long it took. */
static HRESULT ask_and_await(const struct effect *effect)
{
    const HANDLE told = told_event();
    DWORD result;

    if (!told)
        return E_OUTOFMEMORY;
    give_signal(effect);
    result = WaitForSingleObject(told, LIMIT_MS);
    CloseHandle(told);
    return result == WAIT_OBJECT_0 ? S_OK : E_ABORT;
}

#define WORD_OF(name, value)                                                                                           \
    {                                                                                                                  \
        "write " name, registry_set, L"Probe", L"" name, REG_DWORD, value "\0\0\0", 4                                  \
    }

static const struct effect waiting[] = {
    WORD_OF("Before", "\1"),
    { "await", await_signal },
    { "copy", copy_word, L"Probe", L"Word" },
    WORD_OF("After", "\2"),
};
static const struct effect telling[] = { WORD_OF("Word", "\7"), { "signal", give_signal } };
static const struct effect crashing[] = { WORD_OF("Before", "\1"), { "await and violate", await_and_violate } };
static const struct effect leaving[] = { WORD_OF("Before", "\1"), { "await and exit", await_and_exit, .number = 7 } };
static const struct effect hanging[] = { WORD_OF("Before", "\1"), { "endless loop", fault_spin } };

static const struct effect promising[] = { { "tell later", tell_later, .size = IIC_IDENTITY_CHANGED } };
static const struct effect asking[] = { { "signal, and await what is told", ask_and_await } };

static const struct deed deeds[] = {
    { 701, EFFECTS(waiting) }, { 702, EFFECTS(telling) },   { 703, EFFECTS(crashing) }, { 704, EFFECTS(leaving) },
    { 705, EFFECTS(hanging) }, { 706, EFFECTS(promising) }, { 707, EFFECTS(asking) },
};

static const struct effect extras[] = {
    WORD_OF("More", "\1"),
};

const struct chapter chapter_processes = { "processes", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };
