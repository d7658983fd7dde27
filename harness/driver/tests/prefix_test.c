#include "driver/tests/test.h"

#include "driver/files.h"
#include "driver/prefix.h"

static char template[64], slot[64];

static const char before[] = "WINE REGISTRY Version 2\n"
                             ";; All keys relative to \\\\User\\\\S-1-5-21-0-0-0-1000\n\n"
                             "#arch=win64\n\n"
                             "[Control Panel] 1700000000\n#time=1da1\n\"Beep\"=\"no\"\n\n"
                             "[Environment] 1700000000\n#time=1da1\n\"TEMP\"=\"C:\\\\temp\"\n\n"
                             "[Software\\\\Wine] 1700000000\n";

static void write_hive(const char *folder, const char *name, const char *text)
{
    char *path = xformat("%s/%s", folder, name);
    struct problem problem = { 0 };

    assert_true(file_replace(path, text, strlen(text), &problem));
    free(path);
}

static int set_up(void **state)
{
    char *inner;
    struct problem problem = { 0 };

    (void)state;
    snprintf(template, sizeof(template), "/tmp/identical-test-XXXXXX");
    snprintf(slot, sizeof(slot), "/tmp/identical-test-XXXXXX");
    if (!mkdtemp(template) || !mkdtemp(slot))
        return -1;
    inner = xformat("%s/prefix", slot);
    assert_true(folder_make(inner, &problem));
    write_hive(template, "user.reg", before);
    write_hive(template, "system.reg", before);
    write_hive(inner, "system.reg", before);
    free(inner);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tree_remove(template);
    tree_remove(slot);
    return 0;
}

static void expect_escapes(const char *after, const char *const keys[])
{
    char *inner = xformat("%s/prefix", slot);
    struct list found = { 0 };
    struct problem problem = { 0 };
    size_t count = 0;

    write_hive(inner, "user.reg", after);
    assert_true(prefix_escapes(template, slot, &found, &problem));
    for (; keys[count]; count++)
        assert_true(list_has(&found, keys[count]));
    assert_int_equal(found.count, count);
    list_free(&found);
    free(inner);
}

static void times_and_own_keys_are_no_escapes(void **state)
{
    static const char after[] = "WINE REGISTRY Version 2\n\n"
                                "[Software\\\\Wine] 1800000000\n#time=ffff\n\"x\"=dword:00000001\n\n"
                                "[Software\\\\Identical\\\\run] 1800000000\n\n"
                                "[Environment] 1800000000\n#time=1dff\n\"TEMP\"=\"C:\\\\temp\"\n\n"
                                "[Control Panel] 1800000000\n#time=1dff\n\"Beep\"=\"no\"\n";

    (void)state;
    expect_escapes(after, (const char *const[]){ NULL });
}

static void new_changed_and_lost_keys_are(void **state)
{
    static const char after[] = "WINE REGISTRY Version 2\n\n"
                                "[Identities\\\\{1}] 1800000000\n\n"
                                "[Software\\\\Identically] 1800000000\n\n"
                                "[Control Panel] 1800000000\n\"Beep\"=\"yes\"\n\n"
                                "[Software\\\\Wine] 1700000000\n";

    (void)state;
    expect_escapes(after, (const char *const[]){ "HKCU\\Identities\\{1}", "HKCU\\Software\\Identically",
                                                 "HKCU\\Control Panel", "HKCU\\Environment", NULL });
}

static void paths_as_windows_spells_them(void **state)
{
    char *path = prefix_path("/tmp/a b/x.scn");

    (void)state;
    assert_string_equal(path, "Z:\\tmp\\a b\\x.scn");
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(times_and_own_keys_are_no_escapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(new_changed_and_lost_keys_are, set_up, tear_down),
        cmocka_unit_test(paths_as_windows_spells_them),
    };

    return cmocka_run_group_tests_name("prefix", tests, NULL, NULL);
}
