/* The first identity and others, in the order of F-019. */
#include "support.h"
#include "../identity_store.h"
#include "../text.h"

struct journal {
    int count;
    struct {
        enum stub_change_kind kind;
        WCHAR name[24];
    } entry[32];
};

static struct journal journal;

static void write_down(void *context, const struct stub_change *change)
{
    struct journal *to = context;
    const WCHAR *name = change->name ? change->name : L"";

    assert_true(to->count < 32);
    to->entry[to->count].kind = change->kind;
    text_copy_out(name, to->entry[to->count].name, 24);
    to->count++;
}

static void assert_written(const WCHAR *const *names, int count)
{
    assert_int_equal(journal.count, count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(journal.entry[i].kind, names[i][0] ? STUB_VALUE_SET : STUB_KEY_CREATED);
        assert_true(same_text(journal.entry[i].name, names[i]));
    }
}

static void first_use(void)
{
    memset(&journal, 0, sizeof(journal));
    stub_observe(write_down, &journal);
    assert_hr(store_first_use(false), S_OK);
    stub_observe(NULL, NULL);
}

static void test_first_use_without_key(void **state)
{
    static const WCHAR *const names[] = {
        L"",
        L"Identity Ordinal",
        L"Migrated5",
        L"Last Username",
        L"Last User ID",
        L"Identity Login",
        L"",
        L"Username",
        L"Use Password2",
        L"Password2",
        L"User ID",
        L"Directory Name",
        L"Default User ID",
        L"Last Username",
        L"Last User ID",
    };
    WCHAR text[GUID_CAPACITY], path[80] = ROOT L"\\";
    GUID id, again;

    (void)state;
    first_use();
    assert_written(names, 15);
    assert_hr(store_get_current(&id), S_OK);
    assert_hr(store_get_default(&again), S_OK);
    assert_same_guid(&id, &again);
    text_from_guid(&id, text);
    memcpy(path + text_length(path), text, sizeof(text));
    assert_text(path, L"Username", L"Main Identity");
    assert_text(path, L"User ID", text);
    assert_dword(path, L"Directory Name", id.Data1);
    assert_dword(path, L"Use Password2", 0);
    assert_no_value(path, L"Identity Ordinal"); /* F-010 */
    assert_text(ROOT, L"Last Username", L"Main Identity");
    assert_dword(ROOT, L"Identity Ordinal", 1);
    assert_dword(ROOT, L"Identity Login", 0x98053);
    first_use();
    assert_int_equal(journal.count, 0); /* only once */
}

/* The state of XP's default profile (F-018): its five values stay what they are until the identity is there. */
static void test_first_use_on_template(void **state)
{
    static const WCHAR *const names[] = {
        L"",
        L"Username",
        L"Use Password2",
        L"Password2",
        L"User ID",
        L"Directory Name",
        L"Default User ID",
        L"Last Username",
        L"Last User ID",
    };

    (void)state;
    stub_registry_create(ROOT);
    set_dword(ROOT, L"Identity Ordinal", 1);
    set_dword(ROOT, L"Migrated7", 1);
    set_text(ROOT, L"Last Username", L"");
    set_text(ROOT, L"Last User ID", NULL_TEXT);
    stub_registry_create(ROOT L"\\Not an identity");
    first_use();
    assert_written(names, 9);
    assert_no_value(ROOT, L"Migrated5"); /* F-003 */
    assert_no_value(ROOT, L"Identity Login");
}

static void test_name_of_the_language(void **state)
{
    static const struct {
        LANGID language;
        const WCHAR *name;
    } names[] = {
        { MAKELANGID(LANG_GERMAN, SUBLANG_GERMAN), L"Hauptidentit\x00e4t" },
        { MAKELANGID(LANG_FRENCH, SUBLANG_FRENCH), L"Identit\x00e9 principale" },
        { MAKELANGID(LANG_SPANISH, SUBLANG_SPANISH), L"Identidad principal" },
        { MAKELANGID(LANG_FINNISH, SUBLANG_DEFAULT), L"Main Identity" },
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        stub_set_language(names[i].language);
        first_use();
        assert_text(ROOT, L"Last Username", names[i].name);
        machine_end(state);
        machine_start(state);
    }
}

static void test_first_use_denied(void **state)
{
    (void)state;
    stub_registry_create(ROOT);
    stub_deny(ROOT, KEY_CREATE_SUB_KEY);
    assert_hr(store_first_use(false), E_FAIL);
    assert_no_value(ROOT, L"Default User ID");
}

static void test_create(void **state)
{
    GUID current;

    (void)state;
    assert_hr(store_create(&carol, L"Carol", L"secret"), S_OK);
    assert_text(CAROL, L"Username", L"Carol");
    assert_dword(CAROL, L"Use Password2", 1);
    assert_text(CAROL, L"User ID", CAROL_TEXT);
    assert_dword(CAROL, L"Directory Name", 0x4c5d6e7f);
    assert_no_value(CAROL, L"Identity Ordinal");
    assert_text(ROOT, L"Default User ID", ANN_TEXT);
    assert_hr(store_get_current(&current), S_OK);
    assert_same_guid(&current, &ann);
}

static void test_create_refuses(void **state)
{
    WCHAR password[300];

    (void)state;
    for (int i = 0; i < 256; i++)
        password[i] = 'x';
    password[256] = 0;
    assert_hr(store_create(&carol, L"bob", NULL), E_IDENTITY_EXISTS); /* D-163 */
    assert_hr(store_create(&carol, L"Carol", password), E_INVALIDARG);
    assert_false(has_key(CAROL));
    password[255] = 0;
    assert_hr(store_create(&carol, L"Carol", password), S_OK);
    assert_hr(store_create(&bob, L"Dora", NULL), E_FAIL); /* never into someone's key */
    assert_text(BOB, L"Username", L"Bob");
}

static void test_create_as_the_only_one(void **state)
{
    GUID id;

    (void)state;
    assert_hr(store_create(&carol, L"Carol", NULL), S_OK);
    assert_hr(store_get_default(&id), S_OK);
    assert_same_guid(&id, &carol);
    assert_hr(store_get_current(&id), E_NO_CURRENT_IDENTITY);
    assert_text(ROOT, L"Last User ID", NULL_TEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_first_use_without_key, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_first_use_on_template, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_name_of_the_language, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_first_use_denied, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_create, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_create_refuses, two_start, machine_end),
        cmocka_unit_test_setup_teardown(test_create_as_the_only_one, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("store_create", tests, NULL, NULL);
}
