/* The words of every language fit their controls, and each control can be reached by its own key. */
#include "support.h"
#include "../ui/resource.h"

/* "MS Shell Dlg" at 8 points has a base unit of 6 pixels: so wide are its letters there at most, in pixels. Italics and
 * ligatures there are none. */
enum { BASE = 6, CHECK_MARK = 13, BUTTON_EDGE = 6, LABEL_EDGE = 0, CAPTION_EDGE = 30 };

static const struct language {
    WORD id;
    const char *name;
    const WCHAR *main_identity; /* real-world.md, "Names of the first identity" */
} languages[] = {
    { MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), "en", L"Main Identity" },
    { MAKELANGID(LANG_GERMAN, SUBLANG_GERMAN), "de", L"Hauptidentit\u00e4t" },
    { MAKELANGID(LANG_SPANISH, SUBLANG_SPANISH), "es", L"Identidad principal" },
    { MAKELANGID(LANG_FRENCH, SUBLANG_FRENCH), "fr", L"Identit\u00e9 principale" },
    { MAKELANGID(LANG_ITALIAN, SUBLANG_ITALIAN), "it", L"Identit\u00e0 principale" },
    { MAKELANGID(LANG_JAPANESE, SUBLANG_DEFAULT), "ja", L"\u30e1\u30a4\u30f3 \u30e6\u30fc\u30b6\u30fc" },
    { MAKELANGID(LANG_DUTCH, SUBLANG_DUTCH), "nl", L"Hoofdidentiteit" },
    { MAKELANGID(LANG_POLISH, SUBLANG_DEFAULT), "pl", L"To\u017csamo\u015b\u0107 g\u0142\u00f3wna" },
    { MAKELANGID(LANG_PORTUGUESE, SUBLANG_PORTUGUESE_BRAZILIAN), "pt-BR", L"Identidade principal" },
    { MAKELANGID(LANG_RUSSIAN, SUBLANG_DEFAULT), "ru",
      L"\u0413\u043b\u0430\u0432\u043d\u0430\u044f "
      L"\u0438\u0434\u0435\u043d\u0442\u0438\u0444\u0438\u043a\u0430\u0446\u0438"
      L"\u043e\u043d\u043d\u0430\u044f \u0437\u0430\u043f\u0438\u0441\u044c" },
    { MAKELANGID(LANG_SWEDISH, SUBLANG_DEFAULT), "sv", L"Huvudidentitet" },
};

static const WORD dialogs[] = {
    IDD_SWITCH, IDD_MANAGE, IDD_NEW, IDD_PROPERTIES, IDD_PASSWORD_SET, IDD_PASSWORD_CHANGE, IDD_PASSWORD_REMOVE,
};

static int width_of_letter(WCHAR c)
{
    static const char narrow[] = " ijlfrtI.,:;'!|()[]", wide[] = "mwMWOQGCDHNU%@";

    if (c >= 0x1100)
        return 12;
    if (c >= 0x0400)
        return 7;
    for (int i = 0; narrow[i]; i++)
        if (c == narrow[i])
            return 4;
    for (int i = 0; wide[i]; i++)
        if (c == wide[i])
            return c == 'W' ? 10 : 8;
    return 6;
}

/* In pixels; the '&' in front of an accelerator does not count. */
static int width_of(const WCHAR *text)
{
    int width = 0;

    for (; *text; text++)
        if (*text != '&')
            width += width_of_letter(*text);
    return width;
}

static INT_PTR CALLBACK no_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)window;
    (void)wparam;
    (void)lparam;
    return message == WM_INITDIALOG;
}

/* What of a control's width is not for its text. */
static int edge_of(HWND control, const WCHAR *class)
{
    DWORD type = (DWORD)GetWindowLongW(control, GWL_STYLE) & BS_TYPEMASK;

    if (!same_text(class, L"Button"))
        return LABEL_EDGE;
    return type == BS_AUTOCHECKBOX ? CHECK_MARK : BUTTON_EDGE;
}

static RECT place_of(HWND dialog, HWND control)
{
    RECT rect;

    GetWindowRect(control, &rect);
    MapWindowPoints(NULL, dialog, (POINT *)&rect, 2);
    return rect;
}

/* From the pixels of the stub's font to those of the real one. */
static int real_width(HWND dialog, const RECT *rect)
{
    RECT scale = { 0, 0, 4000, 0 };

    MapDialogRect(dialog, &scale);
    return (int)((LONGLONG)(rect->right - rect->left) * 1000 * BASE / scale.right);
}

static void check_text(const struct language *language, HWND dialog, HWND control)
{
    WCHAR text[400], class[20];
    RECT rect = place_of(dialog, control);
    int needed, room;

    GetWindowTextW(control, text, 400);
    GetClassNameW(control, class, 20);
    if (!same_text(class, L"Button") && !same_text(class, L"Static"))
        return;
    needed = width_of(text) + edge_of(control, class);
    room = real_width(dialog, &rect);
    if (needed > room)
        fail_msg("%s: control %d at %d,%d needs %d pixels and has %d", language->name, GetDlgCtrlID(control),
                 (int)rect.left, (int)rect.top, needed, room);
}

static bool apart(const RECT *a, const RECT *b)
{
    return a->right <= b->left || b->right <= a->left || a->bottom <= b->top || b->bottom <= a->top;
}

static void check_place(const struct language *language, HWND dialog, HWND control)
{
    RECT rect = place_of(dialog, control), client, other;

    GetClientRect(dialog, &client);
    if (rect.left < 0 || rect.top < 0 || rect.right > client.right || rect.bottom > client.bottom)
        fail_msg("%s: control %d is not inside of its dialog", language->name, GetDlgCtrlID(control));
    for (HWND at = GetWindow(control, GW_HWNDNEXT); at; at = GetWindow(at, GW_HWNDNEXT)) {
        other = place_of(dialog, at);
        if (!apart(&rect, &other))
            fail_msg("%s: controls %d and %d are in each other's way", language->name, GetDlgCtrlID(control),
                     GetDlgCtrlID(at));
    }
}

static WCHAR accelerator_of(HWND control)
{
    WCHAR text[400], key[2] = { 0 };

    GetWindowTextW(control, text, 400);
    for (const WCHAR *at = text; *at && !key[0]; at++)
        if (*at == '&')
            key[0] = at[1];
    CharLowerBuffW(key, 1);
    return key[0];
}

/* Every field by the label in front of it, every button by itself; OK and its like have Enter and Escape. */
static void check_keys(const struct language *language, HWND dialog)
{
    for (HWND at = GetWindow(dialog, GW_CHILD); at; at = GetWindow(at, GW_HWNDNEXT)) {
        bool stop = GetWindowLongW(at, GWL_STYLE) & WS_TABSTOP;
        WCHAR key = accelerator_of(at), own = key;

        if (stop && !key && GetDlgCtrlID(at) != IDOK && GetDlgCtrlID(at) != IDCANCEL)
            own = accelerator_of(GetWindow(at, GW_HWNDPREV));
        if (stop && !own && GetDlgCtrlID(at) != IDOK && GetDlgCtrlID(at) != IDCANCEL)
            fail_msg("%s: no key leads to control %d", language->name, GetDlgCtrlID(at));
        for (HWND next = GetWindow(at, GW_HWNDNEXT); key && next; next = GetWindow(next, GW_HWNDNEXT))
            if (accelerator_of(next) == key)
                fail_msg("%s: a key leads to both %d and %d", language->name, GetDlgCtrlID(at), GetDlgCtrlID(next));
    }
}

static void check_caption(const struct language *language, HWND dialog)
{
    WCHAR text[200];
    RECT rect;

    GetWindowTextW(dialog, text, 200);
    GetClientRect(dialog, &rect);
    if (!text[0] || width_of(text) + CAPTION_EDGE > real_width(dialog, &rect))
        fail_msg("%s: a caption does not fit", language->name);
}

static void test_dialogs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        stub_set_language(languages[i].id);
        for (size_t k = 0; k < sizeof(dialogs) / sizeof(dialogs[0]); k++) {
            HWND dialog = CreateDialogParamW(NULL, MAKEINTRESOURCEW(dialogs[k]), NULL, no_proc, 0);

            assert_non_null(dialog);
            check_caption(&languages[i], dialog);
            check_keys(&languages[i], dialog);
            for (HWND at = GetWindow(dialog, GW_CHILD); at; at = GetWindow(at, GW_HWNDNEXT)) {
                check_text(&languages[i], dialog, at);
                check_place(&languages[i], dialog, at);
            }
            DestroyWindow(dialog);
        }
    }
}

static bool has_insert(const WCHAR *text)
{
    while (*text && (text[0] != '%' || text[1] != '1'))
        text++;
    return *text;
}

/* Neither cut by the buffers of message.c nor in English, nor without the name that belongs into it. */
static void test_messages(void **state)
{
    WCHAR english[400], text[400];

    (void)state;
    for (UINT id = IDS_REFUSED; id < IDS_FAILED + 2; id++) {
        stub_set_language(languages[0].id);
        assert_in_range(LoadStringW(NULL, id, english, 400), 1, id % 2 ? 398 : 78);
        for (size_t i = 1; i < sizeof(languages) / sizeof(languages[0]); i++) {
            stub_set_language(languages[i].id);
            assert_in_range(LoadStringW(NULL, id, text, 400), 1, id % 2 ? 398 : 78);
            assert_false(same_text(text, english));
            assert_int_equal(has_insert(text), has_insert(english));
        }
    }
}

/* The first identity of a new user has the name that he knows (D-100). */
static void test_main_identity(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        IUserIdentityManager *manager;
        IEnumUserIdentity *all;

        machine_end(NULL);
        machine_start(NULL);
        stub_set_language(languages[i].id);
        manager = new_manager();
        assert_hr(IUserIdentityManager_EnumIdentities(manager, &all), S_OK);
        IEnumUserIdentity_Release(all);
        IUserIdentityManager_Release(manager);
        assert_text(ROOT, L"Last Username", languages[i].main_identity);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_dialogs, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_messages, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_main_identity, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("ui_texts", tests, NULL, NULL);
}
