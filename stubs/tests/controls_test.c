#include "journal.h"
#include <stdio.h>

#define SHOWN (WS_CHILD | WS_VISIBLE | WS_TABSTOP)

static struct place row(int number)
{
    return (struct place){ 5, (short)(5 + 16 * number), 80, 14 };
}

/* One control, number 10, and a button behind it. */
static HWND dialog_of(const WCHAR *class, DWORD style, const WCHAR *text)
{
    struct dialog_bytes t;
    HWND dialog;

    journal_template(&t, WS_VISIBLE);
    template_item(&t, SHOWN | style, 0, (struct place){ 5, 5, 80, 60 }, 10, class, text);
    template_item(&t, SHOWN | WS_GROUP, 0, row(5), IDOK, CLASS_BUTTON, L"OK");
    dialog = journal_dialog(&t);
    journal_clear();
    return dialog;
}

static void end(HWND dialog)
{
    DestroyWindow(dialog);
    journal_clear();
}

static void add_text(HWND control)
{
    WCHAR text[64] = { 0 };
    char narrow[64];
    size_t i = 0;

    GetWindowTextW(control, text, 64);
    for (; text[i]; i++)
        narrow[i] = (char)text[i];
    narrow[i] = 0;
    journal_add("[%s]", narrow);
}

static void push_button(void)
{
    HWND dialog = dialog_of(CLASS_BUTTON, 0, L"Go");
    HWND button = GetDlgItem(dialog, 10);

    CHECK(DLGC_BUTTON | DLGC_UNDEFPUSHBUTTON, SendMessageW(button, WM_GETDLGCODE, 0, 0));
    SendMessageW(button, BM_CLICK, 0, 0);
    SendMessageW(button, BM_SETCHECK, BST_CHECKED, 0);
    CHECK(BST_UNCHECKED, SendMessageW(button, BM_GETCHECK, 0, 0));
    SendMessageW(button, BM_SETSTYLE, BS_DEFPUSHBUTTON, 0);
    CHECK(DLGC_BUTTON | DLGC_DEFPUSHBUTTON, SendMessageW(button, WM_GETDLGCODE, 0, 0));
    CHECK_JOURNAL("10:0");
    SendMessageW(button, WM_LBUTTONUP, 0, 0);
    CHECK_JOURNAL("");
    end(dialog);
}

static void click_checks(DWORD style, int times)
{
    HWND dialog = dialog_of(CLASS_BUTTON, style, L"x");

    for (int i = 0; i < times; i++) {
        SendDlgItemMessageW(dialog, 10, BM_CLICK, 0, 0);
        journal_add("=%u", IsDlgButtonChecked(dialog, 10));
    }
    CheckDlgButton(dialog, 10, BST_INDETERMINATE);
    journal_add("=%u", IsDlgButtonChecked(dialog, 10));
    CheckDlgButton(dialog, 10, 7);
    journal_add("=%u", IsDlgButtonChecked(dialog, 10));
    journal_add("c%x", (unsigned)SendDlgItemMessageW(dialog, 10, WM_GETDLGCODE, 0, 0));
    DestroyWindow(dialog);
}

static void check_boxes(void)
{
    click_checks(BS_CHECKBOX, 2);
    CHECK_JOURNAL("10:0 =0 10:0 =0 =1 =1 c2000");
    click_checks(BS_AUTOCHECKBOX, 3);
    CHECK_JOURNAL("10:0 =1 10:0 =0 10:0 =1 =1 =1 c2000");
    click_checks(BS_3STATE, 2);
    CHECK_JOURNAL("10:0 =0 10:0 =0 =2 =2 c2000");
    click_checks(BS_AUTO3STATE, 4);
    CHECK_JOURNAL("10:0 =1 10:0 =2 10:0 =0 10:0 =1 =2 =2 c2000");
    click_checks(BS_GROUPBOX, 1);
    CHECK_JOURNAL("10:0 =0 =0 =0 c100");
    click_checks(BS_AUTORADIOBUTTON, 2);
    CHECK_JOURNAL("10:0 =1 10:0 =1 =1 =1 c2040");
    click_checks(BS_RADIOBUTTON, 2);
    CHECK_JOURNAL("10:0 =0 10:0 =0 =1 =1 c2040");
}

static void radio_group(void)
{
    struct dialog_bytes t;
    HWND dialog;

    journal_template(&t, WS_VISIBLE);
    for (int i = 0; i < 5; i++)
        template_item(&t, WS_CHILD | WS_VISIBLE | BS_AUTORADIOBUTTON | (i % 3 ? 0 : WS_GROUP), 0, row(i),
                      (DWORD)(20 + i), CLASS_BUTTON, L"r");
    dialog = journal_dialog(&t);
    journal_clear();
    SendDlgItemMessageW(dialog, 21, BM_CLICK, 0, 0);
    SendDlgItemMessageW(dialog, 24, BM_CLICK, 0, 0);
    SendDlgItemMessageW(dialog, 22, BM_CLICK, 0, 0);
    CHECK_JOURNAL("21:0 24:0 22:0");
    for (int i = 20; i < 25; i++)
        journal_add("%u%x", IsDlgButtonChecked(dialog, i),
                    (unsigned)GetWindowLongW(GetDlgItem(dialog, i), GWL_STYLE) >> 16 & 1);
    CheckRadioButton(dialog, 20, 22, 20);
    for (int i = 20; i < 25; i++)
        journal_add("%u", IsDlgButtonChecked(dialog, i));
    CHECK_JOURNAL("00 00 11 00 11 1 0 0 0 1");
    end(dialog);
}

static void button_notices(void)
{
    HWND dialog = dialog_of(CLASS_BUTTON, BS_NOTIFY, L"x");

    SetFocus(GetDlgItem(dialog, IDOK));
    SetFocus(GetDlgItem(dialog, 10));
    CHECK_JOURNAL("10:7 10:6");
    end(dialog);
}

static void edit_text(void)
{
    HWND dialog = dialog_of(CLASS_EDIT, 0, L"abc");
    HWND edit = GetDlgItem(dialog, 10);
    DWORD start = 9;
    DWORD stop = 9;

    SendMessageW(edit, EM_GETSEL, (WPARAM)&start, (LPARAM)&stop);
    CHECK(0, start);
    CHECK(3, stop);
    SetWindowTextW(edit, L"hello");
    CHECK_JOURNAL("10:400 10:300");
    CHECK(0, SendMessageW(edit, EM_GETMODIFY, 0, 0));
    CHECK(0, SendMessageW(edit, EM_GETSEL, 0, 0));
    SendMessageW(edit, EM_SETSEL, 1, 3);
    SendMessageW(edit, EM_REPLACESEL, FALSE, (LPARAM)L"EY");
    add_text(edit);
    CHECK_JOURNAL("10:400 10:300 [hEYlo]");
    CHECK(1, SendMessageW(edit, EM_GETMODIFY, 0, 0));
    CHECK(MAKELONG(3, 3), SendMessageW(edit, EM_GETSEL, 0, 0));
    CHECK(5, GetWindowTextLengthW(edit));
    end(dialog);
}

static void edit_selection(void)
{
    static const int ranges[][2] = { { 0, -1 }, { -1, 0 }, { 3, 1 }, { 2, 99 }, { 7, 9 }, { -2, 1 } };
    HWND dialog = dialog_of(CLASS_EDIT, 0, L"hello");
    HWND edit = GetDlgItem(dialog, 10);

    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        LRESULT got;

        SendMessageW(edit, EM_SETSEL, (WPARAM)ranges[i][0], ranges[i][1]);
        got = SendMessageW(edit, EM_GETSEL, 0, 0);
        journal_add("%d-%d", LOWORD(got), HIWORD(got));
    }
    CHECK_JOURNAL("0-5 5-5 1-3 2-5 5-5 1-5");
    end(dialog);
}

static void edit_typing(void)
{
    HWND dialog = dialog_of(CLASS_EDIT, 0, L"ab");
    HWND edit = GetDlgItem(dialog, 10);

    SendMessageW(edit, WM_CHAR, 'q', 1);
    add_text(edit);
    SendMessageW(edit, WM_CHAR, '\b', 1);
    SendMessageW(edit, WM_CHAR, '\b', 1);
    add_text(edit);
    SendMessageW(edit, WM_CHAR, 'x', 1);
    SendMessageW(edit, WM_CHAR, 'y', 1);
    journal_key(dialog, VK_HOME);
    journal_key(dialog, VK_RIGHT);
    journal_key(dialog, VK_DELETE);
    add_text(edit);
    journal_key(dialog, VK_DELETE);
    SendMessageW(edit, WM_CHAR, '\r', 1);
    SendMessageW(edit, WM_CHAR, '\t', 1);
    SendMessageW(edit, WM_CHAR, 1, 1);
    add_text(edit);
    journal_key(dialog, 'A');
    add_text(edit);
    journal_shift(true);
    journal_key(dialog, 'B');
    journal_key(dialog, '1');
    journal_key(dialog, VK_LEFT);
    journal_shift(false);
    SendMessageW(edit, WM_CLEAR, 0, 0);
    add_text(edit);
    CHECK_JOURNAL("10:400 10:300 [q] 10:400 10:300 [] 10:400 10:300 10:400 10:300 @10 @10 10:400 10:300 @10 [x] @10 "
                  "[x] 10:400 10:300 @10 [xa] 10:400 10:300 @10 10:400 10:300 @10 @10 10:400 10:300 [xaB]");
    end(dialog);
}

static void edit_limit(void)
{
    HWND dialog = dialog_of(CLASS_EDIT, 0, L"");
    HWND edit = GetDlgItem(dialog, 10);

    journal_add("%d", (int)SendMessageW(edit, EM_GETLIMITTEXT, 0, 0));
    SendMessageW(edit, EM_LIMITTEXT, 3, 0);
    for (WPARAM c = 'a'; c <= 'd'; c++)
        SendMessageW(edit, WM_CHAR, c, 1);
    add_text(edit);
    SendMessageW(edit, EM_SETSEL, 1, 2);
    SendMessageW(edit, EM_REPLACESEL, FALSE, (LPARAM)L"1234");
    add_text(edit);
    CHECK_JOURNAL(
        "30000 10:400 10:300 10:400 10:300 10:400 10:300 10:501 10:400 10:300 [abc] 10:501 10:400 10:300 [a1c]");
    SetWindowTextW(edit, L"longer than that");
    add_text(edit);
    SendMessageW(edit, WM_CHAR, 'z', 1);
    add_text(edit);
    SendMessageW(edit, EM_LIMITTEXT, 0, 0);
    journal_add("%d", (int)SendMessageW(edit, EM_GETLIMITTEXT, 0, 0));
    CHECK_JOURNAL("10:400 10:300 [longer than that] 10:501 10:400 10:300 [longer than that] 2147483646");
    end(dialog);
}

static void edit_styles(void)
{
    HWND dialog = dialog_of(CLASS_EDIT, ES_PASSWORD, L"se");
    HWND edit = GetDlgItem(dialog, 10);
    LRESULT hidden = SendMessageW(edit, EM_GETPASSWORDCHAR, 0, 0);

    CHECK_TRUE(hidden == '*' || hidden == 0x25cf);
    add_text(edit);
    SendMessageW(edit, EM_SETPASSWORDCHAR, 0, 0);
    journal_add("%x", (unsigned)(GetWindowLongW(edit, GWL_STYLE) & ES_PASSWORD));
    SendMessageW(edit, EM_SETREADONLY, TRUE, 0);
    SendMessageW(edit, WM_CHAR, 'z', 1);
    journal_add("%x", (unsigned)(GetWindowLongW(edit, GWL_STYLE) & ES_READONLY));
    add_text(edit);
    SetWindowTextW(edit, L"set");
    add_text(edit);
    CHECK_JOURNAL("[se] 0 800 [se] 10:400 10:300 [set]");
    end(dialog);
    dialog = dialog_of(CLASS_EDIT, ES_UPPERCASE | ES_NUMBER, L"up");
    edit = GetDlgItem(dialog, 10);
    add_text(edit);
    SendMessageW(edit, WM_CHAR, 'z', 1);
    SendMessageW(edit, WM_CHAR, '7', 1);
    add_text(edit);
    CHECK_JOURNAL("[UP] 10:400 10:300 [7]");
    end(dialog);
    dialog = dialog_of(CLASS_EDIT, ES_MULTILINE | ES_WANTRETURN, L"ab");
    edit = GetDlgItem(dialog, 10);
    SetWindowTextW(edit, L"c\r\nd");
    journal_add("c%x", (unsigned)SendMessageW(edit, WM_GETDLGCODE, 0, 0));
    CHECK_JOURNAL("c8d");
    end(dialog);
}

static void edit_focus(void)
{
    HWND dialog = dialog_of(CLASS_EDIT, 0, L"x");

    SetFocus(GetDlgItem(dialog, IDOK));
    SetFocus(GetDlgItem(dialog, 10));
    CHECK_JOURNAL("10:200 10:100");
    end(dialog);
}

static void list_items(void)
{
    HWND dialog = dialog_of(CLASS_LISTBOX, LBS_NOTIFY, L"");
    HWND list = GetDlgItem(dialog, 10);
    WCHAR text[16];

    CHECK(0, SendMessageW(list, LB_ADDSTRING, 0, (LPARAM)L"Bob"));
    CHECK(1, SendMessageW(list, LB_ADDSTRING, 0, (LPARAM)L"alice"));
    CHECK(0, SendMessageW(list, LB_INSERTSTRING, 0, (LPARAM)L"Zoe"));
    CHECK(3, SendMessageW(list, LB_INSERTSTRING, (WPARAM)-1, (LPARAM)L"bobby"));
    CHECK(LB_ERR, SendMessageW(list, LB_INSERTSTRING, 9, (LPARAM)L"no"));
    CHECK(4, SendMessageW(list, LB_GETCOUNT, 0, 0));
    CHECK(LB_ERR, SendMessageW(list, LB_GETCURSEL, 0, 0));
    CHECK(5, SendMessageW(list, LB_GETTEXT, 2, (LPARAM)text));
    CHECK_WIDE(L"alice", text);
    CHECK(3, SendMessageW(list, LB_GETTEXTLEN, 1, 0));
    CHECK(LB_ERR, SendMessageW(list, LB_GETTEXT, 4, (LPARAM)text));
    CHECK(LB_ERR, SendMessageW(list, LB_GETTEXTLEN, (WPARAM)-1, 0));
    CHECK(1, SendMessageW(list, LB_FINDSTRING, (WPARAM)-1, (LPARAM)L"BO"));
    CHECK(3, SendMessageW(list, LB_FINDSTRING, 1, (LPARAM)L"bo"));
    CHECK(1, SendMessageW(list, LB_FINDSTRINGEXACT, 1, (LPARAM)L"bob"));
    CHECK(LB_ERR, SendMessageW(list, LB_FINDSTRINGEXACT, 1, (LPARAM)L"bo"));
    CHECK_TRUE(SendMessageW(list, LB_SETITEMDATA, 2, 77) != LB_ERR);
    CHECK(77, SendMessageW(list, LB_GETITEMDATA, 2, 0));
    CHECK(0, SendMessageW(list, LB_GETITEMDATA, 0, 0));
    CHECK(LB_ERR, SendMessageW(list, LB_GETITEMDATA, 8, 0));
    CHECK(3, SendMessageW(list, LB_DELETESTRING, 0, 0));
    CHECK(77, SendMessageW(list, LB_GETITEMDATA, 1, 0));
    CHECK(LB_ERR, SendMessageW(list, LB_DELETESTRING, 3, 0));
    SendMessageW(list, LB_RESETCONTENT, 0, 0);
    CHECK(0, SendMessageW(list, LB_GETCOUNT, 0, 0));
    CHECK_JOURNAL("");
    end(dialog);
}

static void list_selection(void)
{
    HWND dialog = dialog_of(CLASS_LISTBOX, LBS_STANDARD, L"");
    HWND list = GetDlgItem(dialog, 10);

    CHECK(0, SendMessageW(list, LB_ADDSTRING, 0, (LPARAM)L"Bob"));
    CHECK(0, SendMessageW(list, LB_ADDSTRING, 0, (LPARAM)L"alice"));
    CHECK(2, SendMessageW(list, LB_ADDSTRING, 0, (LPARAM)L"Zoe"));
    CHECK(1, SendMessageW(list, LB_SETCURSEL, 1, 0));
    CHECK(1, SendMessageW(list, LB_GETCURSEL, 0, 0));
    CHECK(1, SendMessageW(list, LB_GETSEL, 1, 0));
    CHECK(0, SendMessageW(list, LB_GETSEL, 0, 0));
    CHECK(LB_ERR, SendMessageW(list, LB_SETCURSEL, 3, 0));
    CHECK(2, SendMessageW(list, LB_SELECTSTRING, (WPARAM)-1, (LPARAM)L"z"));
    CHECK_JOURNAL("");
    journal_key(dialog, VK_UP);
    journal_key(dialog, VK_UP);
    journal_key(dialog, VK_UP);
    journal_key(dialog, VK_DOWN);
    journal_key(dialog, VK_END);
    journal_key(dialog, VK_HOME);
    CHECK(0, SendMessageW(list, LB_GETCURSEL, 0, 0));
    CHECK_JOURNAL("10:1 @10 10:1 @10 10:1 @10 10:1 @10 10:1 @10 10:1 @10");
    SendMessageW(list, LB_DELETESTRING, 0, 0);
    CHECK(LB_ERR, SendMessageW(list, LB_GETCURSEL, 0, 0));
    CHECK(LB_ERR, SendMessageW(list, LB_SETCURSEL, (WPARAM)-1, 0));
    SetFocus(GetDlgItem(dialog, IDOK));
    SetFocus(list);
    CHECK_JOURNAL("10:5 10:4");
    end(dialog);
}

static void combo_box(DWORD style)
{
    HWND dialog = dialog_of(CLASS_COMBOBOX, style, L"");
    HWND combo = GetDlgItem(dialog, 10);
    WCHAR text[16];

    CHECK(0, SendMessageW(combo, CB_ADDSTRING, 0, (LPARAM)L"Ask Me"));
    CHECK(1, SendMessageW(combo, CB_ADDSTRING, 0, (LPARAM)L"Bob"));
    CHECK(2, SendMessageW(combo, CB_INSERTSTRING, (WPARAM)-1, (LPARAM)L"Ann"));
    CHECK(3, SendMessageW(combo, CB_GETCOUNT, 0, 0));
    CHECK(CB_ERR, SendMessageW(combo, CB_GETCURSEL, 0, 0));
    CHECK(1, SendMessageW(combo, CB_SETCURSEL, 1, 0));
    add_text(combo);
    CHECK(3, SendMessageW(combo, CB_GETLBTEXT, 2, (LPARAM)text));
    CHECK_WIDE(L"Ann", text);
    CHECK(6, SendMessageW(combo, CB_GETLBTEXTLEN, 0, 0));
    CHECK(2, SendMessageW(combo, CB_SELECTSTRING, (WPARAM)-1, (LPARAM)L"an"));
    CHECK(2, SendMessageW(combo, CB_FINDSTRINGEXACT, 0, (LPARAM)L"ANN"));
    SendMessageW(combo, CB_SETITEMDATA, 2, 5);
    CHECK(5, SendMessageW(combo, CB_GETITEMDATA, 2, 0));
    add_text(combo);
    journal_focus();
    if ((style & 3) == CBS_DROPDOWNLIST) {
        journal_key(dialog, VK_UP);
        journal_key(dialog, VK_UP);
        journal_key(dialog, VK_UP);
    } else {
        SendMessageW(GetFocus(), WM_CHAR, 'q', 1);
    }
    add_text(combo);
    SetFocus(GetDlgItem(dialog, IDOK));
    SetFocus(combo);
    journal_focus();
    CHECK(2, SendMessageW(combo, CB_DELETESTRING, 0, 0));
    journal_add("%d", (int)SendMessageW(combo, CB_GETCURSEL, 0, 0));
    SendMessageW(combo, CB_RESETCONTENT, 0, 0);
    add_text(combo);
    DestroyWindow(dialog);
}

static void combo_boxes(void)
{
    combo_box(CBS_DROPDOWNLIST);
    CHECK_JOURNAL(
        "[Bob] [Ann] @10 10:9 10:1 @10 10:9 10:1 @10 10:9 10:1 @10 [Ask Me] 10:a 10:4 10:3 @10 -1 [] 10:a 10:4");
    combo_box(CBS_DROPDOWN);
    CHECK_JOURNAL("[Bob] [Ann] @1001 10:6 10:5 [q] 10:a 10:4 10:3 @1001 -1 [] 10:a 10:4");
    combo_box(CBS_SIMPLE);
    CHECK_JOURNAL("[Bob] [Ann] @1001 10:6 10:5 [q] 10:a 10:4 10:3 @1001 -1 [] 10:a 10:4");
}

static void drop_down(void)
{
    HWND dialog = dialog_of(CLASS_COMBOBOX, CBS_DROPDOWNLIST, L"");
    HWND combo = GetDlgItem(dialog, 10);

    CHECK(FALSE, SendMessageW(combo, CB_GETDROPPEDSTATE, 0, 0));
    SendMessageW(combo, CB_SHOWDROPDOWN, TRUE, 0);
    CHECK(TRUE, SendMessageW(combo, CB_GETDROPPEDSTATE, 0, 0));
    SendMessageW(combo, CB_SHOWDROPDOWN, FALSE, 0);
    CHECK_JOURNAL("10:7 10:a 10:8");
    end(dialog);
}

const struct check_case controls_cases[] = {
    { "push_button", push_button },       { "check_boxes", check_boxes }, { "radio_group", radio_group },
    { "button_notices", button_notices }, { "edit_text", edit_text },     { "edit_selection", edit_selection },
    { "edit_typing", edit_typing },       { "edit_limit", edit_limit },   { "edit_styles", edit_styles },
    { "edit_focus", edit_focus },         { "list_items", list_items },   { "list_selection", list_selection },
    { "combo_boxes", combo_boxes },       { "drop_down", drop_down },     { NULL, NULL },
};
