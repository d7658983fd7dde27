/* Pictures of dialogs, where the caller has a screen for us to be copied (--pictures). */
#include "ui_private.h"

#include <stdio.h>
#include "platform.h"

/* A window stands on the screen when that has changed, and then is the same for some looks. */
enum { MOST_MS = 3000, ROUND_MS = 15, CALM_LOOKS = 3, SCREEN_LIMIT = 64 << 20, PATH_UNITS = 1024 };

typedef BOOL(WINAPI *redraw_fn)(HWND, const RECT *, HRGN, UINT);
typedef DWORD(WINAPI *wait_fn)(DWORD, const HANDLE *, DWORD, DWORD, DWORD);

struct screen {
    char *bytes; /* NULL: none */
    size_t n;
};

static const char *folder;
static struct screen last; /* of the picture before */
static unsigned taken;

void ui_pictures_into(const char *path)
{
    folder = path;
    taken = 0;
}

static struct screen look(void)
{
    struct screen screen = { NULL, 0 };
    char path[3 * PATH_UNITS];

    if (snprintf(path, sizeof path, "%s/screen", folder) < (int)sizeof path)
        platform_read_file(path, SCREEN_LIMIT, &screen.bytes, &screen.n);
    return screen;
}

static bool same(const struct screen *a, const struct screen *b)
{
    return a->bytes && b->bytes && a->n == b->n && memcmp(a->bytes, b->bytes, a->n) == 0;
}

/* What the screen still asks of this thread is done, without taking messages out of its queue: who has to draw is made to
 * do it now. In the wait Wine hears from the screen. */
static void draw(HWND dialog)
{
    const redraw_fn redraw = (redraw_fn)platform_function("user32", "RedrawWindow");
    const wait_fn wait = (wait_fn)platform_function("user32", "MsgWaitForMultipleObjectsEx");

    if (!redraw || !wait)
        return;
    wait(0, NULL, ROUND_MS, QS_PAINT | QS_POSTMESSAGE | QS_SENDMESSAGE, 0);
    redraw(dialog, NULL, NULL, RDW_UPDATENOW | RDW_ALLCHILDREN);
    Sleep(ROUND_MS);
}

static void keep(const struct screen *screen)
{
    struct platform_map map;
    char path[3 * PATH_UNITS];

    if (snprintf(path, sizeof path, "%s/%u.xwd", folder, ++taken) >= (int)sizeof path ||
        !platform_map_open(&map, path, screen->n))
        return;
    memcpy(map.bytes, screen->bytes, screen->n);
    platform_map_close(&map, screen->n);
}

void ui_picture(HWND dialog)
{
    const DWORD start = folder ? GetTickCount() : 0;
    struct screen screen = { NULL, 0 };
    unsigned calm = 0;

    if (!folder)
        return;
    while (calm < CALM_LOOKS && GetTickCount() - start < MOST_MS) {
        struct screen now;

        draw(dialog);
        now = look();
        calm = same(&now, &screen) && !same(&now, &last) ? calm + 1 : 0;
        free(screen.bytes);
        screen = now;
    }
    if (screen.bytes)
        keep(&screen);
    free(last.bytes);
    last = screen;
}
