/* UI maps: what they say, and what is none. */
#include "trace/tests/support.h"

#include "trace/ui_map.h"

static struct ui_map *map_of(const char *text)
{
    struct ui_map *map;
    struct diag diag;

    assert_int_equal(ui_map_parse(text, strlen(text), "m.ui", &map, &diag), ST_OK);
    return map;
}

static void entries_of_a_role_keep_their_order(void **state)
{
    struct ui_map *map = map_of("ui 1 mine ; a comment\n\n"
                                "switch = caption \"Who?\"\n"
                                "switch.ok = label \"Go \\\"on\\\"\"\n"
                                "switch = text \"Choose one\" ; both\n"
                                "switch.list = class \"SysListView32\"\r\n"
                                "switch.ok = id 65535");
    const struct ui_entry *entry = ui_map_next(map, "switch", NULL);

    (void)state;
    assert_string_equal(map->name, "mine");
    assert_int_equal(entry->by, UI_BY_CAPTION);
    assert_string_equal(entry->text, "Who?");
    entry = ui_map_next(map, "switch", entry);
    assert_int_equal(entry->by, UI_BY_TEXT);
    assert_string_equal(entry->text, "Choose one");
    assert_null(ui_map_next(map, "switch", entry));
    entry = ui_map_next(map, "switch.ok", NULL);
    assert_int_equal(entry->by, UI_BY_LABEL);
    assert_string_equal(entry->text, "Go \\\"on\\\"");
    entry = ui_map_next(map, "switch.ok", entry);
    assert_int_equal(entry->by, UI_BY_ID);
    assert_int_equal(entry->number, 65535);
    assert_int_equal(ui_map_next(map, "switch.list", NULL)->by, UI_BY_CLASS);
    assert_null(ui_map_next(map, "switch.cancel", NULL));
    ui_map_free(map);
}

static void no_map_has_no_entries(void **state)
{
    struct ui_map *map = map_of("ui 1 empty\n");

    (void)state;
    assert_null(ui_map_next(map, "switch", NULL));
    assert_null(ui_map_next(NULL, "switch", NULL));
    ui_map_free(map);
    ui_map_free(NULL);
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "m.ui:1:1: expected 'ui 1', found end of file" },
        { "ui 2 x\n", "m.ui:1:1: expected 'ui 1', found another first line" },
        { "scenario 1\n", "m.ui:1:1: expected 'ui 1', found another first line" },
        { "ui 1\n", "m.ui:1:5: expected a blank, found end of line" },
        { "ui 1 x y\n", "m.ui:1:8: expected end of line, found 'y'" },
        { "ui 1 x\nswitch.lst = id 1\n", "m.ui:2:1: expected a role of the catalogue, found 'switch.lst'" },
        { "ui 1 x\n  switch = id 1\n", "m.ui:2:3: expected an indentation of 0 blanks, found 2" },
        { "ui 1 x\nswitch id 1\n", "m.ui:2:8: expected '=', found 'id'" },
        { "ui 1 x\nswitch = name \"x\"\n", "m.ui:2:10: expected one of id, label, class, caption, text, found 'name'" },
        { "ui 1 x\nswitch = id 65536\n", "m.ui:2:18: expected a number up to 65535, found a larger one" },
        { "ui 1 x\nswitch = caption x\n", "m.ui:2:18: expected a string, found 'x'" },
        { "ui 1 x\nswitch.ok = caption \"x\"\n",
          "m.ui:2:13: expected one of id, label, class for a control, found another" },
        { "ui 1 x\nswitch = id 1 2\n", "m.ui:2:15: expected end of line, found '2'" },
        { "ui 1 x\nswitch = label \"\xff\"\n", "m.ui:2:17: expected UTF-8, found byte 0xFF" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char message[1000];
        struct ui_map *map;
        struct diag diag;

        assert_int_equal(ui_map_parse(cases[i].text, strlen(cases[i].text), "m.ui", &map, &diag), ST_BAD_INPUT);
        assert_null(map);
        diag_format(&diag, message, sizeof(message));
        assert_string_equal(message, cases[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_of_a_role_keep_their_order),
        cmocka_unit_test(no_map_has_no_entries),
        cmocka_unit_test(what_is_wrong_is_told_with_its_place),
    };

    return cmocka_run_group_tests_name("UI maps", tests, NULL, NULL);
}
