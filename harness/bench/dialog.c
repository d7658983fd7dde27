/* bench-dialog TRACE PROFILE [DLL]: microseconds of one dialog of the probe, as a step whose lines a user plays (seen,
 * recorded, driven), and driven by bare messages, in blocks in turn. The native program has the probe linked in. */
#include "agent.h"
#include "call.h"
#include "journal.h"
#include "session.h"
#include "ui.h"

#include <stdio.h>
#include <time.h>

enum { DIALOGS = 10, BLOCKS = 5, DEED = 513, NAME = 10, ASK = 20, LIST = 30 };

static const char scenario[] = "scenario 1\n"
                               "title dialogs\n"
                               "evidence synthetic benchmark\n"
                               "registry empty\n"
                               "process client\n"
                               "  manager = create UserIdentityManager as IUserIdentityManager\n"
                               "  manager.ManageIdentities(null, 513)\n"
                               "    > dialog \"Typical\"\n"
                               "    > type \"Name:\" \"Carol\"\n"
                               "    > check \"Ask me\" on\n"
                               "    > select \"#30\" \"Bob\"\n"
                               "    > press \"OK\"\n";

/* ---- the other side: what is known of a dialog when it is created, and messages posted to it ---- */

static HHOOK hook;

static void drive(HWND control, INT_PTR id, HWND parent)
{
    static const char name[] = "Carol";

    switch (id) {
    case NAME:
        ui_api(true)->PostMessageW(control, EM_SETSEL, 0, -1);
        for (unsigned i = 0; name[i]; i++)
            ui_api(true)->PostMessageW(control, WM_CHAR, (WPARAM)name[i], 1);
        break;
    case LIST:
        ui_api(true)->PostMessageW(control, LB_SETCURSEL, 1, 0);
        ui_api(true)->PostMessageW(parent, WM_COMMAND, MAKEWPARAM(LIST, LBN_SELCHANGE), (LPARAM)control);
        break;
    case ASK:
    case IDOK:
        ui_api(true)->PostMessageW(control, BM_CLICK, 0, 0);
        break;
    default:
        break;
    }
}

static LRESULT CALLBACK on_window(int code, WPARAM wparam, LPARAM lparam)
{
    const HWND window = (HWND)wparam; /* NOLINT(performance-no-int-to-ptr) */

    if (code == HCBT_CREATEWND) {
        const CREATESTRUCTW *create = ((const CBT_CREATEWNDW *)lparam)->lpcs; /* NOLINT(performance-no-int-to-ptr) */

        if (create->style & WS_CHILD)
            drive(window, (INT_PTR)create->hMenu, create->hwndParent);
    }
    return ui_api(true)->CallNextHookEx(hook, code, wparam, lparam);
}

/* The processor's time natively; under Wine C's clock() is that of the wall, and whole milliseconds. */
static double now(void)
{
    return (double)clock() * 1e6 / CLOCKS_PER_SEC;
}

/* Microseconds; 0 if a dialog did not end as it should. */
static double bare(const struct step *step)
{
    void *const object = slot_bound("manager")->pointer;
    const UINT_PTR words[] = { (UINT_PTR)object, 0, DEED };
    unsigned slot = 0;
    double start;
    bool ok = true;

    cat_method(step->callee_interface, step->method, &slot);
    hook = ui_api(true)->SetWindowsHookExW(WH_CBT, on_window, NULL, GetCurrentThreadId());
    start = now();
    for (unsigned i = 0; i < DIALOGS; i++)
        ok &= (HRESULT)call_words(vtable_slot(object, slot), words, ARRAYSIZE(words)) == S_OK;
    start = now() - start;
    ui_api(true)->UnhookWindowsHookEx(hook);
    return ok ? start : 0;
}

/* Of all but the call, a step's cost is that of steps without dialogs (bench-call). */
static double driven(const struct step *step)
{
    double start = now();

    for (unsigned i = 0; i < DIALOGS && !journal_ended(); i++)
        run_steps(step, NULL);
    start = now() - start;
    ui_close(); /* no hook of the agent's on the other side */
    return journal_ended() ? 0 : start;
}

int main(int argc, char **argv)
{
    const int started = session_start(argc, argv, scenario, sizeof scenario - 1);
    double with = 0, without = 0;
    const struct step *step;

    if (started != EXIT_COMPLETE)
        return started;
    step = agent.scenario->sections->steps->next;
    run_steps(agent.scenario->sections->steps, NULL); /* binds the manager, and warms up */
    if (!slot_bound("manager") || !driven(step) || !bare(step))
        return EXIT_ENVIRONMENT;
    for (unsigned i = 0; i < BLOCKS; i++) {
        const double ours = driven(step), theirs = bare(step);

        if (ours <= 0 || theirs <= 0)
            return EXIT_ENVIRONMENT;
        with += ours;
        without += theirs;
    }
    printf("%.1f %.1f\n", with / (DIALOGS * BLOCKS), without / (DIALOGS * BLOCKS));
    fflush(stdout);
    return session_end();
}
