#include "window.h"
#include <commctrl.h>

#define FIRST_ATOM 0xc000u

/* Names of classes and messages, by which all processes know the same numbers. */
struct atom {
    struct atom *next;
    WCHAR *name;
    ATOM number;
};

static bool same_name(const WCHAR *a, const WCHAR *b)
{
    return !sim_wide_compare(a, sim_wide_length(a), b, sim_wide_length(b));
}

static ATOM atom_of(const WCHAR *name)
{
    struct atom *atom = sim_machine->atoms;

    while (atom && !same_name(atom->name, name))
        atom = atom->next;
    if (atom)
        return atom->number;
    atom = sim_share_small(sizeof(*atom));
    atom->name = sim_share_text(name);
    atom->number = (ATOM)(FIRST_ATOM + sim_machine->atom_count++);
    atom->next = sim_machine->atoms;
    sim_machine->atoms = atom;
    return atom->number;
}

static struct window_class *class_new(const WCHAR *name, ATOM atom)
{
    struct window_class *class = sim_share_small(sizeof(*class));

    class->name = sim_share_text(name);
    class->atom = atom;
    class->next = sim_machine->classes;
    sim_machine->classes = class;
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
    add_system_class(L"SysListView32", 0x88, sim_listview_proc, 0);
    add_system_class(L"SysHeader32", 0x89, sim_header_proc, 0);
    add_system_class(L"tooltips_class32", 0x8a, sim_tooltip_proc, 0);
}

/* Its classes are here from the start. */
void WINAPI InitCommonControls(void)
{
}

bool sim_is_class(const struct window_class *class, const WCHAR *name)
{
    if ((uintptr_t)name < 0x10000)
        return class->atom == (ATOM)(uintptr_t)name;
    return same_name(class->name, name);
}

struct window_class *sim_class(const WCHAR *name)
{
    if (!sim_machine->classes)
        add_system_classes();
    for (struct window_class *class = sim_machine->classes; class; class = class->next)
        if ((class->system || class->process == sim_self->id) && sim_is_class(class, name))
            return class;
    return NULL;
}

static void class_free(struct window_class *class)
{
    struct window_class **link = &sim_machine->classes;

    while (*link != class)
        link = &(*link)->next;
    *link = class->next;
    sim_unshare_text(class->name);
    sim_unshare(class, sizeof(*class));
}

void sim_classes_of_process_ended(DWORD process)
{
    struct window_class *next;

    for (struct window_class *class = sim_machine->classes; class; class = next) {
        next = class->next;
        if (class->process == process)
            class_free(class);
    }
}

void sim_classes_reset(void)
{
    while (sim_machine->classes)
        class_free(sim_machine->classes);
    while (sim_machine->atoms) {
        struct atom *atom = sim_machine->atoms;

        sim_machine->atoms = atom->next;
        sim_unshare_text(atom->name);
        sim_unshare(atom, sizeof(*atom));
    }
    sim_machine->atom_count = 0;
}

static ATOM register_class(const WNDCLASSEXW *from)
{
    struct window_class *class;

    if (sim_class(from->lpszClassName)) {
        SetLastError(ERROR_CLASS_ALREADY_EXISTS);
        return 0;
    }
    class = class_new(from->lpszClassName, atom_of(from->lpszClassName));
    class->process = sim_self->id;
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
    UINT number;

    if (sim_fault("RegisterWindowMessageW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    stub_lock();
    number = atom_of(name);
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
