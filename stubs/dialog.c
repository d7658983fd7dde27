#include "window.h"
#include <assert.h>

#define OWN_FONT 0x0a0000u /* of the handles of fonts: base units behind it */

bool sim_dialog(HWND handle, struct dialog *copy)
{
    const struct window *window;
    bool found;

    stub_lock();
    window = sim_window(handle);
    found = window && window->dialog;
    if (found)
        *copy = *window->dialog;
    stub_unlock();
    return found;
}

bool sim_dialog_set(HWND handle, const struct dialog *copy)
{
    struct window *window;

    stub_lock();
    window = sim_window(handle);
    if (window && !window->dialog)
        window->dialog = sim_share_small(sizeof(*window->dialog));
    if (window)
        *window->dialog = *copy;
    stub_unlock();
    return window != NULL;
}

int sim_line_height(HWND control)
{
    uintptr_t font = (uintptr_t)sim_font(control);

    return (font & ~(uintptr_t)0xffff) == OWN_FONT ? (int)(font & 0xff) : 16;
}

/* The units that Wine has for the fonts of dialogs; another size in proportion. */
static void base_units(const struct dialog_head *head, struct dialog *dialog)
{
    static const BYTE of_points[][2] = { { 7, 13 }, { 7, 14 }, { 8, 15 } };
    WORD points = head->points;

    dialog->base_x = 9;
    dialog->base_y = 16;
    if (head->font && points >= 8 && points <= 10) {
        dialog->base_x = of_points[points - 8][0];
        dialog->base_y = of_points[points - 8][1];
    } else if (head->font && points) {
        dialog->base_x = points * 7 / 8;
        dialog->base_y = points * 13 / 8;
    }
}

DWORD WINAPI GetDialogBaseUnits(void)
{
    return MAKELONG(9, 16);
}

/* Rounded to the nearer, halves away from zero. */
INT WINAPI MulDiv(INT a, INT b, INT c)
{
    int64_t product = (int64_t)a * b;

    if (!c)
        return -1;
    if ((product < 0) != (c < 0))
        return (INT)((product - c / 2) / c);
    return (INT)((product + c / 2) / c);
}

static RECT to_pixels(const struct dialog *dialog, int x, int y, int width, int height)
{
    return (RECT){ MulDiv(x, dialog->base_x, 4), MulDiv(y, dialog->base_y, 8), MulDiv(width, dialog->base_x, 4),
                   MulDiv(height, dialog->base_y, 8) };
}

BOOL WINAPI MapDialogRect(HWND window, LPRECT rect)
{
    struct dialog dialog;

    if (!sim_dialog(window, &dialog))
        return FALSE;
    *rect = to_pixels(&dialog, rect->left, rect->top, rect->right, rect->bottom);
    return TRUE;
}

static bool add_item(HWND parent, const struct dialog *dialog, const struct dialog_item *item, HFONT font,
                     HINSTANCE instance)
{
    RECT at = to_pixels(dialog, item->x, item->y, item->width, item->height);
    const WCHAR *text = (uintptr_t)item->text < 0x10000 ? L"" : item->text;
    DWORD ex_style = item->ex_style | WS_EX_NOPARENTNOTIFY;
    DWORD style = item->style | WS_CHILD;
    HWND control;

    style &= ~(DWORD)WS_POPUP;
    if (style & WS_BORDER) {
        style &= ~(DWORD)WS_BORDER;
        ex_style |= WS_EX_CLIENTEDGE;
    }
    control = CreateWindowExW(ex_style, item->class, text, style, at.left, at.top, at.right, at.bottom, parent,
                              (HMENU)(LONG_PTR)(LONG)item->id, instance, (void *)item->data);
    if (!control)
        return false;
    if (font)
        SendMessageW(control, WM_SETFONT, (WPARAM)font, FALSE);
    return true;
}

/* The last one that calls itself the default button is it. */
static void note_default(HWND window, HWND control)
{
    struct dialog dialog;

    if (!(SendMessageW(control, WM_GETDLGCODE, 0, 0) & DLGC_DEFPUSHBUTTON) || !sim_dialog(window, &dialog))
        return;
    sim_default_button(GetDlgItem(window, (int)dialog.default_id), control);
    dialog.default_id = (UINT)GetDlgCtrlID(control);
    sim_dialog_set(window, &dialog);
}

static bool add_items(HWND window, const struct dialog_head *head, const BYTE *at, HFONT font, HINSTANCE instance)
{
    struct dialog dialog;
    struct dialog_item item;

    for (WORD i = 0; i < head->items; i++) {
        at = sim_template_item(at, head->extended, &item);
        if (!sim_dialog(window, &dialog))
            return false;
        if (!add_item(window, &dialog, &item, font, instance)) {
            if (!(head->style & DS_NOFAILCREATE))
                return false;
            continue;
        }
        note_default(window, GetWindow(GetWindow(window, GW_CHILD), GW_HWNDLAST));
    }
    return true;
}

static void set_styles(struct dialog_head *head)
{
    head->style |= DS_3DLOOK;
    head->ex_style |= WS_EX_CONTROLPARENT;
    if (head->style & DS_MODALFRAME)
        head->ex_style |= WS_EX_DLGMODALFRAME;
    if (head->style & DS_CONTROL) {
        head->style &= ~(DWORD)(WS_CAPTION | WS_SYSMENU);
    }
}

static int within(int at, int size, int limit)
{
    if (at + size > limit)
        at = limit - size;
    return at < 0 ? 0 : at;
}

static RECT place_of(const struct dialog_head *head, const struct dialog *dialog, HWND owner)
{
    RECT at = to_pixels(dialog, head->x, head->y, head->width, head->height);
    POINT origin = { at.left, at.top };
    int screen_x = GetSystemMetrics(SM_CXSCREEN);
    int screen_y = GetSystemMetrics(SM_CYSCREEN);
    RECT rect = { 0, 0, at.right, at.bottom };

    AdjustWindowRectEx(&rect, head->style, FALSE, head->ex_style);
    if (head->style & WS_CHILD) {
        OffsetRect(&rect, origin.x, origin.y);
        return (RECT){ rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top };
    }
    if (head->style & DS_CENTER) {
        origin.x = (screen_x - (rect.right - rect.left)) / 2;
        origin.y = (screen_y - (rect.bottom - rect.top)) / 2;
    } else {
        if (owner && !(head->style & DS_ABSALIGN))
            ClientToScreen(owner, &origin);
        origin.x += rect.left;
        origin.y += rect.top;
    }
    return (RECT){ within(origin.x, rect.right - rect.left, screen_x),
                   within(origin.y, rect.bottom - rect.top, screen_y), rect.right - rect.left, rect.bottom - rect.top };
}

static HWND first_item(HWND window)
{
    HWND first = GetNextDlgTabItem(window, NULL, FALSE);

    return first ? first : GetNextDlgGroupItem(window, NULL, FALSE);
}

static void first_focus(HWND window, LPARAM parameter)
{
    HWND first = first_item(window);
    bool wanted = SendMessageW(window, WM_INITDIALOG, (WPARAM)first, parameter);
    struct dialog dialog;

    if (!sim_dialog(window, &dialog) || sim_style(window) & DS_CONTROL)
        return;
    if (!wanted) {
        dialog.focus = first; /* when it is activated */
        sim_dialog_set(window, &dialog);
        return;
    }
    first = first_item(window);
    if (first && SendMessageW(first, WM_GETDLGCODE, 0, 0) & DLGC_HASSETSEL)
        SendMessageW(first, EM_SETSEL, 0, MAXLONG);
    SetFocus(first ? first : window);
}

static HWND create(HINSTANCE instance, const void *template, HWND owner, DLGPROC proc, LPARAM parameter)
{
    struct dialog dialog = { .default_id = IDOK };
    struct dialog_head head;
    const BYTE *at = sim_template_head(template, &head);
    HFONT font = NULL;
    HWND window;
    RECT place;

    base_units(&head, &dialog);
    set_styles(&head);
    place = place_of(&head, &dialog, owner);
    window = CreateWindowExW(head.ex_style, head.class ? head.class : (LPCWSTR)WC_DIALOG, head.title,
                             head.style & ~(DWORD)WS_VISIBLE, place.left, place.top, place.right, place.bottom, owner,
                             NULL, instance, NULL);
    if (!window)
        return NULL;
    sim_dialog_set(window, &dialog);
    stub_fault_pause(); /* the dialog manager's own call */
    SetWindowLongPtrW(window, DWLP_DLGPROC, (LONG_PTR)proc);
    stub_fault_resume();
    if (head.font) {
        font = (HFONT)(uintptr_t)(OWN_FONT | (unsigned)dialog.base_x << 8 | (unsigned)dialog.base_y);
        SendMessageW(window, WM_SETFONT, (WPARAM)font, FALSE);
    }
    if (!add_items(window, &head, at, font, instance)) {
        DestroyWindow(window);
        return NULL;
    }
    first_focus(window, parameter);
    if (IsWindow(window) && head.style & WS_VISIBLE && !(sim_style(window) & WS_VISIBLE))
        ShowWindow(window, SW_SHOWNORMAL);
    return IsWindow(window) ? window : NULL;
}

HWND WINAPI CreateDialogIndirectParamW(HINSTANCE instance, LPCDLGTEMPLATEW template, HWND owner, DLGPROC proc,
                                       LPARAM parameter)
{
    if (!template)
        return NULL;
    return create(instance, template, owner, proc, parameter);
}

HWND WINAPI CreateDialogParamW(HINSTANCE instance, LPCWSTR name, HWND owner, DLGPROC proc, LPARAM parameter)
{
    if (sim_fault("CreateDialogParamW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    return CreateDialogIndirectParamW(instance, sim_resource(5, name), owner, proc, parameter);
}

static void show_when_idle(HWND window, HWND owner)
{
    if (!(sim_style(window) & WS_VISIBLE))
        ShowWindow(window, SW_SHOWNORMAL);
    if (owner && !(sim_style(window) & DS_NOIDLEMSG))
        SendMessageW(owner, WM_ENTERIDLE, MSGF_DIALOGBOX, (LPARAM)window);
}

static bool goes_on(HWND window)
{
    struct dialog dialog;

    return sim_dialog(window, &dialog) && !dialog.ended;
}

static void run(HWND window, HWND owner)
{
    MSG msg;

    while (goes_on(window)) {
        if (!PeekMessageW(&msg, NULL, 0, 0, PM_NOREMOVE))
            show_when_idle(window, owner);
        if (!goes_on(window))
            return;
        if (!GetMessageW(&msg, NULL, 0, 0)) {
            PostQuitMessage((int)msg.wParam);
            return;
        }
        if (!IsDialogMessageW(window, &msg)) {
            TranslateMessage(&msg);
            DispatchMessageW(&msg);
        }
    }
}

INT_PTR WINAPI DialogBoxIndirectParamW(HINSTANCE instance, LPCDLGTEMPLATEW template, HWND owner, DLGPROC proc,
                                       LPARAM parameter)
{
    HWND top = owner && IsWindow(owner) ? sim_top_level(owner) : NULL;
    bool disabled = top && IsWindowEnabled(top);
    struct dialog dialog = { .result = -1 };
    HWND window;

    if (!template || (owner && !top))
        return owner && !top ? 0 : -1;
    if (disabled)
        EnableWindow(top, FALSE);
    window = create(instance, template, owner, proc, parameter);
    if (window) {
        run(window, top);
        if (sim_dialog(window, &dialog) && disabled)
            EnableWindow(top, TRUE);
        DestroyWindow(window);
    } else if (disabled) {
        EnableWindow(top, TRUE);
    }
    return dialog.result;
}

INT_PTR WINAPI DialogBoxParamW(HINSTANCE instance, LPCWSTR name, HWND owner, DLGPROC proc, LPARAM parameter)
{
    const void *template;

    if (sim_fault("DialogBoxParamW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return -1;
    }
    template = sim_resource(5, name);
    return template ? DialogBoxIndirectParamW(instance, template, owner, proc, parameter) : -1;
}

BOOL WINAPI EndDialog(HWND window, INT_PTR result)
{
    struct dialog dialog;
    HWND owner;

    if (!sim_dialog(window, &dialog))
        return FALSE;
    dialog.result = result;
    dialog.ended = true;
    sim_dialog_set(window, &dialog);
    owner = GetWindow(window, GW_OWNER);
    if (owner)
        EnableWindow(owner, TRUE);
    if (IsChild(window, GetFocus()))
        SetFocus(window);
    sim_show(window, false, false);
    stub_fault_pause();
    PostMessageW(window, WM_NULL, 0, 0);
    stub_fault_resume();
    return TRUE;
}
