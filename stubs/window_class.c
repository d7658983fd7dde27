#include "window.h"
#include <assert.h>

#define FIRST_ATOM 0xc000u

static struct window_class *classes;
static ATOM next_atom = FIRST_ATOM;
static struct window_message {
    struct window_message *next;
    WCHAR *name;
    UINT number;
} * messages;

static struct window_class *class_new(const WCHAR *name, ATOM atom)
{
    struct window_class *class = calloc(1, sizeof(*class));

    assert(class);
    class->name = sim_copy_text(name);
    class->atom = atom;
    class->next = classes;
    classes = class;
    return class;
}

static void add_system_class(const WCHAR *name, ATOM atom, WNDPROC proc, int extra)
{
    struct window_class *class = class_new(name, atom);

    class->system = true;
    class->proc = proc;
    class->extra = extra;
}

static void add_system_classes(void)
{
    add_system_class(L"Button", 0x80, sim_button_proc, 0);
    add_system_class(L"Edit", 0x81, sim_edit_proc, 0);
    add_system_class(L"Static", 0x82, sim_static_proc, 0);
    add_system_class(L"ListBox", 0x83, sim_listbox_proc, 0);
    add_system_class(L"ComboBox", 0x85, sim_combobox_proc, 0);
    add_system_class(L"ComboLBox", 0x86, sim_listbox_proc, 0);
    add_system_class(L"#32770", (ATOM)(uintptr_t)WC_DIALOG, DefDlgProcW, DLGWINDOWEXTRA);
    add_system_class(L"Message", 0x87, DefWindowProcW, 0);
}

struct window_class *sim_class(const WCHAR *name)
{
    bool by_atom = (uintptr_t)name < 0x10000;

    if (!classes)
        add_system_classes();
    for (struct window_class *class = classes; class; class = class->next)
        if (by_atom ? class->atom == (ATOM)(uintptr_t)name
                    : !sim_wide_compare(class->name, sim_wide_length(class->name), name, sim_wide_length(name)))
            return class;
    return NULL;
}

static void class_free(struct window_class *class)
{
    struct window_class **link = &classes;

    while (*link != class)
        link = &(*link)->next;
    *link = class->next;
    free(class->name);
    free(class);
}

void sim_classes_reset(void)
{
    while (classes)
        class_free(classes);
    while (messages) {
        struct window_message *message = messages;

        messages = message->next;
        free(message->name);
        free(message);
    }
    next_atom = FIRST_ATOM;
}

static ATOM register_class(const WNDCLASSEXW *from)
{
    struct window_class *class;

    if (sim_class(from->lpszClassName)) {
        SetLastError(ERROR_CLASS_ALREADY_EXISTS);
        return 0;
    }
    class = class_new(from->lpszClassName, next_atom++);
    class->style = from->style;
    class->proc = from->lpfnWndProc;
    class->extra = from->cbWndExtra;
    class->instance = from->hInstance;
    return class->atom;
}

ATOM WINAPI RegisterClassExW(const WNDCLASSEXW *class)
{
    ATOM atom;

    if (!class || class->cbSize != sizeof(*class) || class->cbWndExtra < 0 ||
        (uintptr_t) class->lpszClassName < 0x10000) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (sim_fault("RegisterClassExW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    stub_lock();
    atom = register_class(class);
    stub_unlock();
    return atom;
}

ATOM WINAPI RegisterClassW(const WNDCLASSW *class)
{
    WNDCLASSEXW extended = { .cbSize = sizeof(extended),
                             .style = class->style,
                             .lpfnWndProc = class->lpfnWndProc,
                             .cbClsExtra = class->cbClsExtra,
                             .cbWndExtra = class->cbWndExtra,
                             .hInstance = class->hInstance,
                             .lpszClassName = class->lpszClassName };

    return RegisterClassExW(&extended);
}

BOOL WINAPI UnregisterClassW(LPCWSTR name, HINSTANCE instance)
{
    struct window_class *class;
    DWORD error = ERROR_SUCCESS;

    (void)instance;
    stub_lock();
    class = sim_class(name);
    if (!class || class->system)
        error = ERROR_CLASS_DOES_NOT_EXIST;
    else if (class->windows)
        error = ERROR_CLASS_HAS_WINDOWS;
    else
        class_free(class);
    stub_unlock();
    if (error)
        SetLastError(error);
    return !error;
}

BOOL WINAPI GetClassInfoExW(HINSTANCE instance, LPCWSTR name, LPWNDCLASSEXW info)
{
    const struct window_class *class;
    ATOM atom = 0;

    stub_lock();
    class = sim_class(name);
    if (class) {
        *info = (WNDCLASSEXW){ .cbSize = sizeof(*info),
                               .style = class->style,
                               .lpfnWndProc = class->proc,
                               .cbWndExtra = class->extra,
                               .hInstance = instance,
                               .lpszClassName = name };
        atom = class->atom;
    }
    stub_unlock();
    if (!atom)
        SetLastError(ERROR_CLASS_DOES_NOT_EXIST);
    return atom;
}

UINT WINAPI RegisterWindowMessageW(LPCWSTR name)
{
    struct window_message *message;
    UINT number;

    if (sim_fault("RegisterWindowMessageW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    stub_lock();
    for (message = messages; message; message = message->next)
        if (!sim_wide_compare(message->name, sim_wide_length(message->name), name, sim_wide_length(name)))
            break;
    if (!message) {
        message = calloc(1, sizeof(*message));
        assert(message);
        message->name = sim_copy_text(name);
        message->number = next_atom++;
        message->next = messages;
        messages = message;
    }
    number = message->number;
    stub_unlock();
    return number;
}

int WINAPI GetClassNameW(HWND handle, LPWSTR name, int room)
{
    const struct window *window;
    size_t length = 0;

    if (room <= 0) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    stub_lock();
    window = sim_window(handle);
    if (window) {
        length = sim_wide_length(window->class->name);
        if (length >= (size_t)room)
            length = (size_t)room - 1;
        memcpy(name, window->class->name, length * sizeof(WCHAR));
        name[length] = 0;
    }
    stub_unlock();
    return (int)length;
}
