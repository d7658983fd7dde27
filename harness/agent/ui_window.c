/* Windows other than dialogs: which of them count, and how they are told. */
#include "ui.h"

#include <commctrl.h>
#include "journal.h"

bool ui_is_systems(HWND window)
{
    static const WCHAR *const classes[] = { L"IME",
                                            L"MSCTFIME UI",
                                            L"OleMainThreadWndClass",
                                            L"ComboLBox",
                                            L"#32768",
                                            L"#32769",
                                            L"CicMarshalWndClass",
                                            L"IDT owner",
                                            L"Message",
                                            L"ClipboardWndClass",
                                            TOOLTIPS_CLASSW };

    for (unsigned i = 0; i < ARRAYSIZE(classes); i++)
        if (ui_is_class(window, classes[i]))
            return true;
    return false;
}

bool ui_is_tip(HWND window)
{
    return ui_is_class(window, TOOLTIPS_CLASSW);
}

void ui_show_window(enum detail_kind kind, HWND window, const WCHAR *title)
{
    struct detail detail = { .kind = kind, .effect = EFFECT_WINDOWS };
    WCHAR class[256] = { 0 };
    struct buffer texts[2];

    ui_api(false)->GetClassNameW(window, class, 255);
    for (unsigned i = 0; i < 2; i++) {
        const struct wide text = wide_text(i ? title : class);

        buffer_init(&texts[i], TRACE_MAX_LINE);
        buffer_puts(&texts[i], "");
        text_encode((const uint16_t *)text.text, text.n, TEXT_STRING, &texts[i]);
    }
    detail.text = texts[0].data ? texts[0].data : "";
    detail.text2 = texts[1].data ? texts[1].data : "";
    journal_detail(&detail);
    for (unsigned i = 0; i < 2; i++)
        buffer_free(&texts[i]);
}

/* Wine names the parent that HWND_MESSAGE stands for. */
bool ui_is_message_only(HWND parent)
{
    return parent == HWND_MESSAGE || (parent && ui_is_class(parent, L"Message"));
}
