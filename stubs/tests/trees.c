/* Prints the trees of 200 generated dialogs: the output is to be the same natively and under Wine. */
#include "dialog_tree.h"
#include <stdio.h>

static INT_PTR CALLBACK answer(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)dialog;
    (void)wparam;
    return message == WM_INITDIALOG && lparam;
}

static void print_dialog(unsigned seed)
{
    static struct dialog_bytes t;
    HWND dialog;

    tree_generate(&t, seed);
    dialog = CreateDialogIndirectParamW(NULL, template_of(&t), NULL, answer, seed % 2);
    printf("dialog %u\n", seed);
    if (!dialog) {
        printf("none\n");
        return;
    }
    tree_print(dialog);
    DestroyWindow(dialog);
}

int main(void)
{
    for (unsigned seed = 1; seed <= 200; seed++)
        print_dialog(seed);
    return 0;
}
