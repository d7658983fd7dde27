#include "window.h"

struct button {
    UINT check;
    bool pushed;
};

static DWORD type_of(HWND window)
{
    return sim_style(window) & BS_TYPEMASK;
}

static bool is_radio(DWORD type)
{
    return type == BS_RADIOBUTTON || type == BS_AUTORADIOBUTTON;
}

static bool can_be_checked(DWORD type)
{
    return is_radio(type) || (type >= BS_CHECKBOX && type <= BS_AUTO3STATE);
}

static LRESULT dialog_code(HWND window)
{
    switch (type_of(window)) {
    case BS_PUSHBUTTON:
        return DLGC_BUTTON | DLGC_UNDEFPUSHBUTTON;
    case BS_DEFPUSHBUTTON:
        return DLGC_BUTTON | DLGC_DEFPUSHBUTTON;
    case BS_GROUPBOX:
        return DLGC_STATIC;
    case BS_RADIOBUTTON:
    case BS_AUTORADIOBUTTON:
        return DLGC_BUTTON | DLGC_RADIOBUTTON;
    default:
        return DLGC_BUTTON;
    }
}

/* A radio button is a tab stop while it is the checked one. */
static LRESULT set_check(HWND window, UINT check)
{
    struct button *button = sim_control(window);
    DWORD type = type_of(window);

    if (!button || !can_be_checked(type))
        return 0;
    if (check > BST_CHECKED && type != BS_3STATE && type != BS_AUTO3STATE)
        check = BST_CHECKED;
    if (check > BST_INDETERMINATE)
        check = BST_INDETERMINATE;
    button->check = check;
    if (is_radio(type))
        sim_set_style(window, WS_TABSTOP, check ? WS_TABSTOP : 0);
    return 0;
}

/* The other radio buttons of the group lose their check. */
static void check_in_group(HWND window)
{
    HWND parent = sim_parent(window);
    HWND at = window;

    do {
        if (is_radio(type_of(at)))
            SendMessageW(at, BM_SETCHECK, at == window, 0);
        at = GetNextDlgGroupItem(parent, at, FALSE);
    } while (at && at != window);
}

static void click(HWND window)
{
    const struct button *button = sim_control(window);

    switch (type_of(window)) {
    case BS_AUTOCHECKBOX:
        SendMessageW(window, BM_SETCHECK, !button->check, 0);
        break;
    case BS_AUTO3STATE:
        SendMessageW(window, BM_SETCHECK, (button->check + 1) % 3, 0);
        break;
    case BS_AUTORADIOBUTTON:
        check_in_group(window);
        break;
    default:
        break;
    }
    sim_notify_parent(window, BN_CLICKED);
}

static LRESULT release(HWND window)
{
    struct button *button = sim_control(window);

    if (!button->pushed)
        return 0;
    button->pushed = false;
    click(window);
    return 0;
}

static LRESULT push(HWND window)
{
    struct button *button;

    SetFocus(window);
    button = sim_control(window);
    if (button)
        button->pushed = true;
    return 0;
}

static LRESULT focus_changed(HWND window, bool gained)
{
    if (sim_style(window) & BS_NOTIFY)
        sim_notify_parent(window, gained ? BN_SETFOCUS : BN_KILLFOCUS);
    return 0;
}

static LRESULT get_state(HWND window)
{
    const struct button *button = sim_control(window);

    return (LRESULT)(button->check | (button->pushed ? BST_PUSHED : 0) | (GetFocus() == window ? BST_FOCUS : 0));
}

static LRESULT button_message(HWND window, UINT message, WPARAM wparam)
{
    struct button *button = sim_control(window);

    switch (message) {
    case BM_GETCHECK:
        return button->check;
    case BM_SETCHECK:
        return set_check(window, (UINT)wparam);
    case BM_GETSTATE:
        return get_state(window);
    case BM_SETSTATE:
        button->pushed = wparam;
        return 0;
    case BM_SETSTYLE:
        sim_set_style(window, BS_TYPEMASK, wparam & BS_TYPEMASK);
        return 0;
    case BM_CLICK:
        SendMessageW(window, WM_LBUTTONDOWN, 0, 0);
        if (IsWindow(window))
            SendMessageW(window, WM_LBUTTONUP, 0, 0);
        return 0;
    default:
        return 0;
    }
}

static LRESULT create(HWND window)
{
    sim_control_new(window, sizeof(struct button), NULL);
    if ((sim_style(window) & BS_TYPEMASK) == BS_USERBUTTON)
        sim_set_style(window, BS_TYPEMASK, BS_PUSHBUTTON);
    return 0;
}

LRESULT WINAPI sim_button_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_CREATE)
        return create(window);
    if (message == WM_NCDESTROY)
        sim_control_free(window);
    if (!sim_control(window))
        return message == WM_GETDLGCODE ? dialog_code(window) : DefWindowProcW(window, message, wparam, lparam);
    if (message >= BM_GETCHECK && message <= BM_CLICK)
        return button_message(window, message, wparam);
    switch (message) {
    case WM_GETDLGCODE:
        return dialog_code(window);
    case WM_GETFONT:
        return (LRESULT)sim_font(window);
    case WM_LBUTTONDOWN:
    case WM_LBUTTONDBLCLK:
        return push(window);
    case WM_LBUTTONUP:
        return release(window);
    case WM_KEYDOWN:
        if (wparam == VK_SPACE)
            ((struct button *)sim_control(window))->pushed = true;
        return 0;
    case WM_KEYUP:
        return wparam == VK_SPACE ? release(window) : 0;
    case WM_SETFOCUS:
    case WM_KILLFOCUS:
        return focus_changed(window, message == WM_SETFOCUS);
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}
