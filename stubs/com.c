#include "machine.h"
#include <objbase.h>

static _Thread_local unsigned initialized; /* CoInitialize() calls of this thread */
static _Thread_local DWORD apartment;      /* COINIT_APARTMENTTHREADED or not, of the first of them */

void sim_com_reset(void)
{
    atomic_store(&sim_machine->guids, 0);
    initialized = 0;
}

HRESULT WINAPI CoInitializeEx(LPVOID reserved, DWORD how)
{
    (void)reserved;
    if (sim_fault("CoInitializeEx"))
        return E_OUTOFMEMORY;
    how &= COINIT_APARTMENTTHREADED;
    if (initialized && how != apartment)
        return RPC_E_CHANGED_MODE;
    apartment = how;
    return initialized++ ? S_FALSE : S_OK;
}

HRESULT WINAPI CoInitialize(LPVOID reserved)
{
    return CoInitializeEx(reserved, COINIT_APARTMENTTHREADED);
}

void WINAPI CoUninitialize(void)
{
    if (initialized)
        initialized--;
}

/* splitmix64: every bit of the counter reaches every bit of the result. */
static uint64_t mix(uint64_t value)
{
    value += 0x9e3779b97f4a7c15u;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

/* A sequence that begins anew at every reset, so that two runs give the same trace. */
HRESULT WINAPI CoCreateGuid(GUID *guid)
{
    uint64_t halves[2];
    uint64_t number;

    if (!guid)
        return E_INVALIDARG;
    if (sim_fault("CoCreateGuid"))
        return HRESULT_FROM_WIN32(RPC_S_UUID_NO_ADDRESS);
    number = atomic_fetch_add(&sim_machine->guids, 1);
    halves[0] = mix(2 * number);
    halves[1] = mix(2 * number + 1);
    memcpy(guid, halves, sizeof(*guid));
    guid->Data3 = (WORD)((guid->Data3 & 0x0fff) | 0x4000);
    guid->Data4[0] = (BYTE)((guid->Data4[0] & 0x3f) | 0x80);
    return S_OK;
}

/* Where the digits of each byte stand in {00112233-4455-6677-8899-AABBCCDDEEFF}, in the order of memory. */
static const unsigned char digit_places[16] = { 7, 5, 3, 1, 12, 10, 17, 15, 20, 22, 25, 27, 29, 31, 33, 35 };
#define GUID_CHARACTERS 38

INT WINAPI StringFromGUID2(REFGUID guid, LPOLESTR text, INT room)
{
    static const char digits[] = "0123456789ABCDEF";
    static const WCHAR frame[] = L"{00000000-0000-0000-0000-000000000000}";
    const unsigned char *bytes = (const unsigned char *)guid;

    if (room < GUID_CHARACTERS + 1)
        return 0;
    memcpy(text, frame, sizeof(frame));
    for (int i = 0; i < 16; i++) {
        text[digit_places[i]] = (WCHAR)digits[bytes[i] >> 4];
        text[digit_places[i] + 1] = (WCHAR)digits[bytes[i] & 15];
    }
    return GUID_CHARACTERS + 1;
}

static int digit(WCHAR c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static bool is_frame(const WCHAR *text)
{
    return text[0] == '{' && text[9] == '-' && text[14] == '-' && text[19] == '-' && text[24] == '-' && text[37] == '}';
}

static bool guid_from_text(const WCHAR *text, GUID *guid)
{
    unsigned char *bytes = (unsigned char *)guid;

    if (sim_wide_length(text) != GUID_CHARACTERS || !is_frame(text))
        return false;
    for (int i = 0; i < 16; i++) {
        int high = digit(text[digit_places[i]]);
        int low = digit(text[digit_places[i] + 1]);

        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

/* Program names are not looked up. */
HRESULT WINAPI CLSIDFromString(LPCOLESTR text, LPCLSID id)
{
    memset(id, 0, sizeof(*id));
    if (!text)
        return S_OK;
    return guid_from_text(text, id) ? S_OK : CO_E_CLASSSTRING;
}

HRESULT WINAPI IIDFromString(LPCOLESTR text, LPIID id)
{
    memset(id, 0, sizeof(*id));
    if (!text)
        return S_OK;
    if (sim_wide_length(text) != GUID_CHARACTERS)
        return E_INVALIDARG;
    return guid_from_text(text, id) ? S_OK : CO_E_IIDSTRING;
}
