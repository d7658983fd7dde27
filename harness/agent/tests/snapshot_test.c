/* Changes that no hook saw are found by looking again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "agent/snapshot.h"
#include "stubs.h"

static char seen[1000];
static HKEY root;
static struct snapshot_key *snapshot;

static void report(struct wide key, const WCHAR *name, DWORD type, const BYTE *bytes, DWORD size, bool deleted)
{
    const size_t used = strlen(seen);
    char path[200], value[100] = "";

    (void)type;
    (void)bytes;
    (void)size;
    wide_to_utf8(key, path, sizeof path);
    if (name)
        wide_to_utf8(wide_text(name), value, sizeof value);
    snprintf(seen + used, sizeof seen - used, "%c%s%s%s ", deleted ? '-' : '+', path, name ? ":" : "", value);
}

static bool leave_out(struct wide key)
{
    return wide_equal(key, wide_text(L"HKCU\\Skip"));
}

static void set(const WCHAR *path, const WCHAR *name, const WCHAR *text)
{
    HKEY key;

    assert_int_equal(RegCreateKeyExW(root, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL), ERROR_SUCCESS);
    RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (DWORD)((wide_text(text).n + 1) * sizeof(WCHAR)));
    RegCloseKey(key);
}

static int set_up(void **state)
{
    (void)state;
    stub_reset();
    RegCreateKeyExW(HKEY_CURRENT_USER, L"Root", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &root, NULL);
    set(L"A\\B", L"one", L"1");
    set(L"Skip", L"x", L"1");
    snapshot = snapshot_take(root, L"HKCU", leave_out);
    seen[0] = 0;
    return snapshot ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    snapshot_free(snapshot);
    RegCloseKey(root);
    assert_int_equal(stub_live().keys, 0);
    return 0;
}

static void test_nothing_changed(void **state)
{
    (void)state;
    set(L"Skip", L"x", L"2"); /* left out */
    snapshot_refresh(snapshot, report);
    assert_string_equal(seen, "");
}

static void test_each_change_once(void **state)
{
    (void)state;
    set(L"A\\B", L"two", L"2");
    set(L"New\\Deep", L"v", L"1");
    snapshot_refresh(snapshot, report);
    assert_string_equal(seen, "+HKCU\\New +HKCU\\A\\B:two +HKCU\\New\\Deep +HKCU\\New\\Deep:v ");
    seen[0] = 0;
    snapshot_refresh(snapshot, report);
    assert_string_equal(seen, "");
}

static void test_removed(void **state)
{
    (void)state;
    RegDeleteKeyW(root, L"A\\B");
    snapshot_refresh(snapshot, report);
    assert_string_equal(seen, "-HKCU\\A\\B ");
}

static void test_noted_changes_are_no_news(void **state)
{
    (void)state;
    set(L"A\\C", L"v", L"1");
    snapshot_note(snapshot, wide_text(L"HKCU\\A\\C"), NULL, 0, NULL, 0, false);
    snapshot_note(snapshot, wide_text(L"HKCU\\A\\C"), L"v", REG_SZ, (const BYTE *)L"1", 4, false);
    RegDeleteKeyW(root, L"A\\B");
    snapshot_note(snapshot, wide_text(L"HKCU\\A\\B"), NULL, 0, NULL, 0, true);
    snapshot_refresh(snapshot, report);
    assert_string_equal(seen, "");
    /* noted, but it did not happen */
    snapshot_note(snapshot, wide_text(L"HKCU\\A\\C"), L"v", REG_SZ, (const BYTE *)L"9", 4, false);
    set(L"A\\C", L"w", L"1");
    snapshot_refresh(snapshot, report);
    assert_string_equal(seen, "+HKCU\\A\\C:v +HKCU\\A\\C:w ");
}

static void test_compare_is_sorted(void **state)
{
    struct snapshot_key *before = snapshot_copy(snapshot);

    (void)state;
    set(L"Z", L"b", L"1");
    set(L"A\\B", L"one", L"changed");
    set(L"Z", L"a", L"1");
    set(L"M", L"x", L"1");
    snapshot_refresh(snapshot, NULL);
    assert_true(snapshot_compare(before, snapshot, report));
    assert_string_equal(seen, "+HKCU\\A\\B:one +HKCU\\M +HKCU\\M:x +HKCU\\Z +HKCU\\Z:a +HKCU\\Z:b ");
    seen[0] = 0;
    assert_true(snapshot_compare(snapshot, before, report));
    assert_string_equal(seen, "+HKCU\\A\\B:one -HKCU\\M -HKCU\\Z ");
    assert_false(snapshot_compare(before, before, report));
    snapshot_free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_changed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_change_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_removed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_noted_changes_are_no_news, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_compare_is_sorted, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
