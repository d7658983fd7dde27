/* A mail program that shows the dialogs of the Identity Manager, with its user (user.h). Its habits: it lets the user choose
 * and manage identities, and its window is closed while it logs on. */
#include "user.h"

static IUserIdentityManager *manager;

static HWND open_window(void)
{
    WNDCLASSW class = { .lpfnWndProc = DefWindowProcW, .lpszClassName = L"Desk" };

    RegisterClassW(&class); /* fails the second time */
    return CreateWindowExW(0, L"Desk", L"Mail", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 0, 0, 300, 200, NULL, NULL, NULL,
                           NULL);
}

static void make_people(void)
{
    static const WCHAR *const people[][2] = { { L"Judy", NULL }, { L"Karl", L"geheim" } };
    IPrivateIdentityManager2 *private = NULL;

    if (!said("private",
              IUserIdentityManager_QueryInterface(manager, &IID_IPrivateIdentityManager2, (void **)&private)))
        return;
    for (unsigned i = 0; i < 2; i++) {
        IUserIdentity *identity = NULL;

        if (said("create", IPrivateIdentityManager2_CreateIdentity2(private, (WCHAR *)people[i][0],
                                                                    (WCHAR *)people[i][1], &identity)))
            IUserIdentity_Release(identity);
    }
    for (unsigned i = 2; i--;) { /* the list shows who came last first, and those who never did in any order */
        IUserIdentity *identity = NULL;

        if (said("log on as",
                 IPrivateIdentityManager2_LogonAs(private, (WCHAR *)people[i][0], (WCHAR *)people[i][1], &identity)))
            IUserIdentity_Release(identity);
    }
    IPrivateIdentityManager2_Release(private);
}

static void log_on(const char *what, HWND window, const struct act *acts, unsigned n)
{
    const HANDLE user = user_start(acts, n, window);
    IUserIdentity *identity = NULL;
    WCHAR name[64];

    if (said(what, IUserIdentityManager_Logon(manager, window, UIL_FORCE_UI, &identity))) {
        said("  its name", IUserIdentity_GetName(identity, name, 64));
        IUserIdentity_Release(identity);
    }
    user_stop(user);
}

static void choose(HWND window)
{
    static const struct act acts[] = {
        { LOOK_CHOOSER, ACT_ROW, VK_UP, NULL },   { LOOK_CHOOSER, ACT_TYPE, 0, L"falsch" },
        { LOOK_CHOOSER, ACT_PRESS, IDOK, NULL },  { LOOK_BOX, ACT_KEY, VK_RETURN, NULL },
        { LOOK_CHOOSER, ACT_TYPE, 0, L"geheim" }, { LOOK_CHOOSER, ACT_KEY, VK_RETURN, NULL },
    };

    log_on("log on", window, acts, ARRAYSIZE(acts));
}

static void manage(HWND window)
{
    static const struct act acts[] = {
        { LOOK_LIST, ACT_PRESS, -1, NULL },
        { LOOK_NAME, ACT_TYPE, 0, L"Liesl" },
        { LOOK_NAME, ACT_PRESS, -1, NULL }, /* the box: with a password */
        { LOOK_PASSWORD, ACT_TYPE, 0, L"auch geheim" },
        { LOOK_PASSWORD, ACT_TYPE, 1, L"auch geheim" },
        { LOOK_PASSWORD, ACT_PRESS, IDOK, NULL },
        { LOOK_NAME, ACT_PRESS, IDOK, NULL },
        { LOOK_BOX, ACT_PRESS, IDYES, NULL },
    };
    const HANDLE user = user_start(acts, ARRAYSIZE(acts), window);

    said("manage", IUserIdentityManager_ManageIdentities(manager, window, 0));
    user_stop(user);
}

static void change_mind(HWND window)
{
    static const struct act escape[] = { { LOOK_CHOOSER, ACT_KEY, VK_ESCAPE, NULL } };
    static const struct act close[] = { { LOOK_CHOOSER, ACT_CLOSE, 0, NULL } };
    static const struct act close_owner[] = { { LOOK_CHOOSER, ACT_CLOSE_OWNER, 0, NULL } };

    log_on("log on, escape", window, escape, ARRAYSIZE(escape));
    log_on("log on, closed", window, close, ARRAYSIZE(close));
    log_on("log on, window closed", window, close_owner, ARRAYSIZE(close_owner));
    printf("window %d\n", IsWindow(window) != 0);
}

/* desk [tool] */
int main(int argc, char **argv)
{
    HWND window;

    if (argc > 1 && strcmp(argv[1], "tool") == 0)
        user_is_a_tool();
    CoInitialize(NULL);
    manager = client_manager();
    if (!manager)
        return 1;
    make_people();
    window = open_window();
    choose(window);
    manage(window);
    change_mind(window);
    if (IsWindow(window))
        DestroyWindow(window);
    IUserIdentityManager_Release(manager);
    CoUninitialize();
    return 0;
}
