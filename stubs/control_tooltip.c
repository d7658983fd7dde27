#include "window.h"
#include <assert.h>
#include <commctrl.h>

/* Tips that are shown when the program says so; no mouse is here to ask for others. */
struct tool {
    UINT flags;
    HWND window;
    UINT_PTR id;
    WCHAR *text;
};

struct tips {
    struct tool *tools;
    int count;
};

static void tips_end(void *control)
{
    struct tips *tips = control;

    for (int i = 0; i < tips->count; i++)
        free(tips->tools[i].text);
    free(tips->tools);
}

static struct tool *find(const struct tips *tips, const TTTOOLINFOW *info)
{
    for (int i = 0; i < tips->count; i++)
        if (tips->tools[i].window == info->hwnd && tips->tools[i].id == info->uId)
            return &tips->tools[i];
    return NULL;
}

static bool add(struct tips *tips, const TTTOOLINFOW *info)
{
    struct tool *tools;

    if (sim_fault("TTM_ADDTOOLW"))
        return false;
    tools = realloc(tips->tools, (size_t)(tips->count + 1) * sizeof(*tools));
    assert(tools);
    tips->tools = tools;
    tools[tips->count++] = (struct tool){ info->uFlags, info->hwnd, info->uId, sim_copy_text(info->lpszText) };
    return true;
}

static void show(HWND window, bool active, const struct tool *tool)
{
    if (active && tool)
        sim_set_text(window, tool->text);
    sim_show(window, active && tool, false);
}

/* As in Wine, a tip that is shown goes on to say what it said. */
static void change_text(struct tool *tool, const WCHAR *text)
{
    free(tool->text);
    tool->text = sim_copy_text(text);
}

static bool enumerate(const struct tips *tips, WPARAM at, TTTOOLINFOW *info)
{
    if (at >= (WPARAM)tips->count)
        return false;
    info->uFlags = tips->tools[at].flags;
    info->hwnd = tips->tools[at].window;
    info->uId = tips->tools[at].id;
    return true;
}

LRESULT WINAPI sim_tooltip_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct tips *tips = sim_control(window);
    struct tool *tool;

    if (message == WM_CREATE)
        return sim_control_new(window, sizeof(*tips), tips_end) ? 0 : -1;
    if (!tips)
        return DefWindowProcW(window, message, wparam, lparam);
    switch (message) {
    case TTM_ADDTOOLW:
        return add(tips, (const TTTOOLINFOW *)lparam);
    case TTM_GETTOOLCOUNT:
        return tips->count;
    case TTM_ENUMTOOLSW:
        return enumerate(tips, wparam, (TTTOOLINFOW *)lparam);
    case TTM_TRACKACTIVATE:
        show(window, wparam, find(tips, (const TTTOOLINFOW *)lparam));
        return 0;
    case TTM_UPDATETIPTEXTW:
        tool = find(tips, (const TTTOOLINFOW *)lparam);
        if (tool)
            change_text(tool, ((const TTTOOLINFOW *)lparam)->lpszText);
        return 0;
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}
