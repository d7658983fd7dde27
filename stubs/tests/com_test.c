#include "check.h"
#include <objbase.h>

static const GUID sample = { 0x00112233, 0x4455, 0x6677, { 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff } };
#define SAMPLE L"{00112233-4455-6677-8899-AABBCCDDEEFF}"

static void text_of_a_guid(void)
{
    WCHAR text[40] = { 0 };

    CHECK(39, StringFromGUID2(&sample, text, 39));
    CHECK_WIDE(SAMPLE, text);
    text[0] = 0x5555;
    CHECK(0, StringFromGUID2(&sample, text, 38));
    CHECK(0x5555, text[0]);
}

static void guid_of_a_text(void)
{
    GUID id;

    CHECK(S_OK, CLSIDFromString(SAMPLE, &id));
    CHECK_BYTES(&sample, &id, sizeof(id));
    CHECK(S_OK, CLSIDFromString(L"{00112233-4455-6677-8899-aabbccddeeff}", &id));
    CHECK_BYTES(&sample, &id, sizeof(id));
    CHECK(S_OK, IIDFromString(SAMPLE, &id));
    CHECK_BYTES(&sample, &id, sizeof(id));
}

static void texts_that_are_no_guid(void)
{
    static const WCHAR *const texts[] = {
        L"",
        L"00112233-4455-6677-8899-AABBCCDDEEFF",
        L"{00112233-4455-6677-8899-AABBCCDDEEFF",
        L"{00112233-4455-6677-8899-AABBCCDDEEFG}",
        L"{00112233+4455-6677-8899-AABBCCDDEEFF}",
        L"{00112233-4455-6677-8899-AABBCCDDEEFF} ",
        L"{00112233-4455-6677-8899-AABBCCDDEEF}",
        L"{0011223-34455-6677-8899-AABBCCDDEEFF}",
    };
    GUID id;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        CHECK(CO_E_CLASSSTRING, CLSIDFromString(texts[i], &id));
    }
    CHECK(E_INVALIDARG, IIDFromString(L"{0011", &id));
    CHECK(CO_E_IIDSTRING, IIDFromString(L"{00112233-4455-6677-8899-AABBCCDDEEFG}", &id));
}

static void no_text(void)
{
    static const GUID zero;
    GUID id = sample;

    CHECK(S_OK, CLSIDFromString(NULL, &id));
    CHECK_BYTES(&zero, &id, sizeof(id));
    id = sample;
    CHECK(S_OK, IIDFromString(NULL, &id));
    CHECK_BYTES(&zero, &id, sizeof(id));
}

static void new_guids_differ(void)
{
    GUID a;
    GUID b;

    CHECK(S_OK, CoCreateGuid(&a));
    CHECK(S_OK, CoCreateGuid(&b));
    CHECK_TRUE(!IsEqualGUID(&a, &b));
    CHECK(4, a.Data3 >> 12);
    CHECK(2, a.Data4[0] >> 6);
    CHECK(E_INVALIDARG, CoCreateGuid(NULL));
}

static void initialize_counts(void)
{
    CHECK(S_OK, CoInitialize(NULL));
    CHECK(S_FALSE, CoInitialize(NULL));
    CoUninitialize();
    CoUninitialize();
    CHECK(S_OK, CoInitialize(NULL));
    CoUninitialize();
}

/* What a thread finds that asks for this kind of apartment; once it left, it may choose anew. */
static void an_apartment_stays_what_it_is(void)
{
    CHECK(S_OK, CoInitializeEx(NULL, COINIT_APARTMENTTHREADED));
    CHECK(RPC_E_CHANGED_MODE, CoInitializeEx(NULL, COINIT_MULTITHREADED));
    CHECK(S_FALSE, CoInitializeEx(NULL, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE));
    CoUninitialize();
    CoUninitialize();
    CHECK(S_OK, CoInitializeEx(NULL, COINIT_MULTITHREADED));
    CHECK(S_FALSE, CoInitializeEx(NULL, COINIT_MULTITHREADED));
    CHECK(RPC_E_CHANGED_MODE, CoInitialize(NULL));
    CoUninitialize();
    CoUninitialize();
}

const struct check_case com_cases[] = {
    { "text_of_a_guid", text_of_a_guid },
    { "guid_of_a_text", guid_of_a_text },
    { "texts_that_are_no_guid", texts_that_are_no_guid },
    { "no_text", no_text },
    { "new_guids_differ", new_guids_differ },
    { "initialize_counts", initialize_counts },
    { "an_apartment_stays_what_it_is", an_apartment_stays_what_it_is },
    { NULL, NULL },
};
