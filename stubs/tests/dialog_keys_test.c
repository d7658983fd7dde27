#include "journal.h"

#define BUTTON (WS_CHILD | WS_VISIBLE | WS_TABSTOP)

static struct place row(int number)
{
    return (struct place){ 5, (short)(5 + 16 * number), 80, 14 };
}

/* 10 a label, 11 an edit line, 12 a check box, 13 to 15 radio buttons, 1 the default button, 2. */
static HWND full_dialog(void)
{
    struct dialog_bytes t;

    journal_template(&t, WS_VISIBLE);
    template_item(&t, WS_CHILD | WS_VISIBLE, 0, row(0), 10, CLASS_STATIC, L"&Name");
    template_item(&t, BUTTON, 0, row(1), 11, CLASS_EDIT, L"x");
    template_item(&t, BUTTON | BS_AUTOCHECKBOX, 0, row(2), 12, CLASS_BUTTON, L"&Require");
    template_item(&t, BUTTON | WS_GROUP | BS_AUTORADIOBUTTON, 0, row(3), 13, CLASS_BUTTON, L"R&1");
    template_item(&t, WS_CHILD | WS_VISIBLE | BS_AUTORADIOBUTTON, 0, row(4), 14, CLASS_BUTTON, L"R&&2");
    template_item(&t, WS_CHILD | WS_VISIBLE | BS_AUTORADIOBUTTON, 0, row(5), 15, CLASS_BUTTON, L"R&3");
    template_item(&t, BUTTON | WS_GROUP | BS_DEFPUSHBUTTON, 0, row(6), IDOK, CLASS_BUTTON, L"OK");
    template_item(&t, BUTTON, 0, row(7), IDCANCEL, CLASS_BUTTON, L"&Cancel");
    return journal_dialog(&t);
}

static void tab(void)
{
    HWND dialog = full_dialog();

    journal_focus();
    for (int i = 0; i < 6; i++)
        journal_key(dialog, VK_TAB);
    CHECK_JOURNAL("11:100 @11 11:200 @12 @13 @1 @2 11:100 @11 11:200 @12");
    journal_shift(true);
    for (int i = 0; i < 6; i++)
        journal_key(dialog, VK_TAB);
    journal_shift(false);
    CHECK_JOURNAL("11:100 @11 11:200 @2 @1 @13 @12 11:100 @11");
    DestroyWindow(dialog);
    journal_clear();
}

static void show_default(HWND dialog)
{
    DWORD id = (DWORD)SendMessageW(dialog, DM_GETDEFID, 0, 0);

    journal_add("d%d", LOWORD(id));
    journal_add("%x%x", (unsigned)(GetWindowLongW(GetDlgItem(dialog, IDOK), GWL_STYLE) & 0xf),
                (unsigned)(GetWindowLongW(GetDlgItem(dialog, IDCANCEL), GWL_STYLE) & 0xf));
}

static void default_follows_focus(void)
{
    HWND dialog = full_dialog();

    journal_clear();
    show_default(dialog);
    SendMessageW(dialog, WM_NEXTDLGCTL, (WPARAM)GetDlgItem(dialog, IDCANCEL), TRUE);
    show_default(dialog);
    journal_key(dialog, VK_RETURN);
    SendMessageW(dialog, WM_NEXTDLGCTL, (WPARAM)GetDlgItem(dialog, 11), TRUE);
    show_default(dialog);
    journal_key(dialog, VK_RETURN);
    CHECK_JOURNAL("d1 10 11:200 d1 01 2:0 @2 11:100 d1 10 1:0 @11");
    SendMessageW(dialog, DM_SETDEFID, IDCANCEL, 0);
    show_default(dialog);
    journal_key(dialog, VK_RETURN);
    EnableWindow(GetDlgItem(dialog, IDCANCEL), FALSE);
    journal_key(dialog, VK_RETURN);
    CHECK_JOURNAL("d2 01 2:0 @11 @11");
    DestroyWindow(dialog);
    journal_clear();
}

static void escape(void)
{
    HWND dialog = full_dialog();

    journal_clear();
    journal_key(dialog, VK_ESCAPE);
    CHECK_JOURNAL("2:0 @11");
    SendMessageW(dialog, WM_CLOSE, 0, 0);
    journal_drain(dialog);
    CHECK_JOURNAL("2:0");
    EnableWindow(GetDlgItem(dialog, IDCANCEL), FALSE);
    SendMessageW(dialog, WM_CLOSE, 0, 0);
    journal_drain(dialog);
    CHECK_JOURNAL("2:0");
    DestroyWindow(dialog);
    journal_clear();
}

static void mnemonics(void)
{
    HWND dialog = full_dialog();

    SetFocus(GetDlgItem(dialog, IDOK));
    journal_clear();
    journal_alt(dialog, 'n');
    journal_alt(dialog, 'R');
    CHECK(BST_CHECKED, IsDlgButtonChecked(dialog, 12));
    journal_alt(dialog, '3');
    journal_alt(dialog, '2');
    journal_alt(dialog, '1');
    journal_alt(dialog, 'c');
    journal_alt(dialog, 'q');
    CHECK_JOURNAL("11:100 @11 11:200 12:0 @12 15:0 @15 @15 13:0 @13 2:0 @2 @2");
    DestroyWindow(dialog);
    journal_clear();
}

static void arrows_in_a_group(void)
{
    HWND dialog = full_dialog();

    CheckRadioButton(dialog, 13, 15, 13);
    SetFocus(GetDlgItem(dialog, 13));
    journal_clear();
    journal_key(dialog, VK_DOWN);
    journal_key(dialog, VK_RIGHT);
    journal_key(dialog, VK_DOWN);
    journal_key(dialog, VK_UP);
    CHECK(BST_CHECKED, IsDlgButtonChecked(dialog, 15));
    CHECK(BST_UNCHECKED, IsDlgButtonChecked(dialog, 13));
    CHECK_JOURNAL("14:0 @14 15:0 @15 13:0 @13 15:0 @15");
    DestroyWindow(dialog);
    journal_clear();
}

static void space_and_letters(void)
{
    HWND dialog = full_dialog();

    SetFocus(GetDlgItem(dialog, 12));
    journal_clear();
    journal_key(dialog, VK_SPACE);
    CHECK(BST_CHECKED, IsDlgButtonChecked(dialog, 12));
    journal_key(dialog, VK_SPACE);
    CHECK(BST_UNCHECKED, IsDlgButtonChecked(dialog, 12));
    journal_key(dialog, 'C');
    CHECK_JOURNAL("12:0 @12 12:0 @12 2:0 @2");
    SetFocus(GetDlgItem(dialog, 11));
    journal_key(dialog, 'C');
    CHECK_JOURNAL("11:100 11:400 11:300 @11");
    DestroyWindow(dialog);
    journal_clear();
}

const struct check_case dialog_keys_cases[] = {
    { "tab", tab },
    { "default_follows_focus", default_follows_focus },
    { "escape", escape },
    { "mnemonics", mnemonics },
    { "arrows_in_a_group", arrows_in_a_group },
    { "space_and_letters", space_and_letters },
    { NULL, NULL },
};
