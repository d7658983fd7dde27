/* Parts of the agent that need neither DLL nor scenario. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "agent/agent.h"
#include "agent/apartment.h"
#include "agent/batch.h"
#include "agent/places.h"
#include "agent/platform.h"
#include "agent/sha256.h"
#include "agent/sink_thunks.h"

static void test_utf8_and_back(void **state)
{
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
    WCHAR wide[8];
    char again[32];

    (void)state;
    assert_true(wide_from_utf8(text, wide, 8));
    assert_int_equal(wide_text(wide).n, 5);
    assert_int_equal(wide[3], 0xd83d);
    assert_true(wide_to_utf8(wide_text(wide), again, sizeof again));
    assert_string_equal(again, text);
    assert_false(wide_from_utf8(text, wide, 5));
    assert_false(wide_from_utf8("\xff", wide, 8));
    assert_false(wide_to_utf8(wide_text(L"abcdef"), again, 6));
    assert_true(wide_to_utf8((struct wide){ (const WCHAR[]){ 0xdc00 }, 1 }, again, sizeof again));
    assert_string_equal(again, "?");
}

static void test_sha256(void **state)
{
    char digits[65], text[200];

    (void)state;
    sha256_text("", 0, digits);
    assert_string_equal(digits, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_text("abc", 3, digits);
    assert_string_equal(digits, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    memset(text, 'a', sizeof text); /* several blocks, and a length that needs one more */
    sha256_text(text, 119, digits);
    assert_string_equal(digits, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
}

static const char *encoded(const WCHAR *text, bool key)
{
    static char copy[200];
    struct buffer out;

    buffer_init(&out, 1000);
    if (key)
        places_encode_key(wide_text(text), &out);
    else
        places_encode(wide_text(text), &out);
    snprintf(copy, sizeof copy, "%s", out.data ? out.data : "");
    buffer_free(&out);
    return copy;
}

static void test_places(void **state)
{
    (void)state;
    places_set(PLACE_PROFILE, L"C:\\users\\bob");
    places_set(PLACE_LOCAL, L"C:\\users\\bob\\Local");
    places_set(PLACE_USER, L"S-1-5-21-0");
    assert_string_equal(encoded(L"c:\\USERS\\bob\\local\\x", false), "$(local)\\\\x");
    assert_string_equal(encoded(L"C:\\users\\bob", false), "$(profile)");
    assert_string_equal(encoded(L"C:\\users\\bobby", false), "C:\\\\users\\\\bobby");
    assert_string_equal(encoded(L"$(profile)", false), "$(u0024)(profile)"); /* no symbol: just a text */
    assert_string_equal(encoded(L"HKU\\S-1-5-21-0\\x", true), "HKU\\$(user)\\x");
    assert_string_equal(encoded(L"HKCU\\S-1-5-21-0", true), "HKCU\\S-1-5-21-0");
    assert_int_equal(places_find("local", 5), PLACE_LOCAL);
    assert_int_equal(places_find("cookie", 6), N_PLACES);
}

static char seen[400];

static int note(const struct options *options)
{
    const size_t used = strlen(seen);

    snprintf(seen + used, sizeof seen - used, "%s>%s%s%s %u %s;", options->scenario, options->trace,
             options->of ? "=" : "", options->of ? options->of : "", options->limit_ms, options->dll);
    return strcmp(options->scenario, "bad") == 0 ? EXIT_INPUT : 139; /* a crash is no failure of the batch */
}

static void test_batch_lines(void **state)
{
    static const char path[] = "agent-batch-test.list",
                      list[] = "a\tb\r\nbad\tc\td/e\nf\tg\th\t7\r\ni\tj\tk\t8\tother.dll\n";
    struct platform_map map;
    const struct options options = { .batch = path, .dll = "one.dll", .limit_ms = 9 };

    (void)state;
    assert_true(platform_map_open(&map, path, 4096));
    memcpy(map.bytes, list, sizeof list - 1);
    platform_map_close(&map, sizeof list - 1);
    assert_int_equal(batch_each(&options, note), EXIT_INPUT);
    assert_string_equal(seen, "a>b 9 one.dll;bad>c=d/e 9 one.dll;f>g=h 7 one.dll;i>j=k 8 other.dll;");
    remove(path);
    assert_int_equal(batch_each(&options, note), EXIT_INPUT);
}

static void test_sinks_of_known_interfaces_only(void **state)
{
    void **vtable = sink_vtable(cat_interface("IIdentityChangeNotify"));

    (void)state;
    assert_non_null(vtable);
    assert_non_null(vtable[5]);
    free(vtable);
    assert_null(sink_vtable(cat_interface("IUserIdentity2"))); /* its base is not IUnknown */
}

/* ---- apartments ---- */

static struct {
    HRESULT hr;
    int type, qualifier, undone;
} com;

static HRESULT WINAPI type_of_thread(int *type, int *qualifier)
{
    *type = com.type;
    *qualifier = com.qualifier;
    return com.hr;
}

static HRESULT WINAPI initialize(void *reserved, DWORD how)
{
    (void)reserved;
    assert_int_equal(how, COINIT_MULTITHREADED);
    return com.hr;
}

static void WINAPI uninitialize(void)
{
    com.undone++;
}

static enum apartment by_type(HRESULT hr, int type, int qualifier)
{
    com.hr = hr;
    com.type = type;
    com.qualifier = qualifier;
    return apartment_by_type(type_of_thread);
}

static enum apartment by_trial(HRESULT hr, int undone)
{
    com.hr = hr;
    com.undone = 0;
    const enum apartment found = apartment_by_trial(initialize, uninitialize);

    assert_int_equal(com.undone, undone);
    return found;
}

static void test_apartments(void **state)
{
    (void)state;
    assert_int_equal(by_type(S_OK, 0, 0), APARTMENT_STA);
    assert_int_equal(by_type(S_OK, 3, 0), APARTMENT_STA); /* the main one */
    assert_int_equal(by_type(S_OK, 1, 0), APARTMENT_MTA);
    assert_int_equal(by_type(S_OK, 1, 1), APARTMENT_NONE); /* others made it multithreaded */
    assert_int_equal(by_type(CO_E_NOTINITIALIZED, -1, 0), APARTMENT_NONE);
    assert_int_equal(by_trial(S_OK, 1), APARTMENT_NONE);
    assert_int_equal(by_trial(S_FALSE, 1), APARTMENT_MTA);
    assert_int_equal(by_trial(RPC_E_CHANGED_MODE, 0), APARTMENT_STA);
    assert_int_equal(by_trial(E_OUTOFMEMORY, 0), APARTMENT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8_and_back),
        cmocka_unit_test(test_sha256),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_batch_lines),
        cmocka_unit_test(test_sinks_of_known_interfaces_only),
        cmocka_unit_test(test_apartments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
