/* stub_dialog_trees FILE.res...: the trees of 200 generated dialogs, and of every dialog in these compiled resources, in every
 * language. The output is to be the same natively and under Wine. */
#include "dialog_tree.h"
#include "tests/whole_file.h"
#include <stdio.h>
#include <stdlib.h>

static INT_PTR CALLBACK answer(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)dialog;
    (void)wparam;
    return message == WM_INITDIALOG && lparam;
}

static void print_dialog(const DLGTEMPLATE *template, bool keeps_focus)
{
    HWND dialog = CreateDialogIndirectParamW(NULL, template, NULL, answer, keeps_focus);

    if (!dialog) {
        printf("none\n");
        return;
    }
    tree_print(dialog);
    DestroyWindow(dialog);
}

static void print_generated(unsigned seed)
{
    static struct dialog_bytes t;

    tree_generate(&t, seed);
    printf("dialog %u\n", seed);
    print_dialog(template_of(&t), seed % 2);
}

/* ---- compiled resources: entries of header and data, each padded to four bytes ---- */

static DWORD number_at(const char *at, size_t size)
{
    DWORD number = 0;

    memcpy(&number, at, size);
    return number;
}

/* Behind the number (0xffff before it) or the text that begins there; *number is 0 for a text. */
static const char *read_name(const char *at, DWORD *number)
{
    *number = number_at(at, 2) == 0xffff ? number_at(at + 2, 2) : 0;
    if (*number)
        return at + 4;
    while (number_at(at, 2))
        at += 2;
    return at + 2;
}

static void print_entry(int file, const char *header, const char *data)
{
    DWORD type, name;
    const char *at = read_name(header + 8, &type), *const fields = read_name(at, &name);
    const size_t padding = (size_t)(fields - header) % 4;

    if (type != (DWORD)(ULONG_PTR)RT_DIALOG)
        return;
    printf("dialog %d/%u of language %u\n", file, (unsigned)name, (unsigned)number_at(fields + padding + 6, 2));
    print_dialog((const DLGTEMPLATE *)(const void *)data, false);
}

static bool print_resources(int number, const char *path)
{
    struct whole_file file;
    bool whole;
    size_t at = 0;

    if (!whole_file_read(path, &file))
        return false;
    while (at + 32 <= file.size) {
        const size_t data = number_at(file.bytes + at, 4), header = number_at(file.bytes + at + 4, 4);

        if (header < 32 || header > file.size - at || data > file.size - at - header)
            break;
        print_entry(number, file.bytes + at, file.bytes + at + header);
        at += (header + data + 3) & ~(size_t)3;
    }
    whole = at >= file.size;
    free(file.bytes);
    return whole;
}

int main(int argc, char **argv)
{
    for (unsigned seed = 1; seed <= 200; seed++)
        print_generated(seed);
    for (int i = 1; i < argc; i++)
        if (!print_resources(i, argv[i])) {
            fprintf(stderr, "%s: no compiled resources\n", argv[i]);
            return 1;
        }
    return 0;
}
