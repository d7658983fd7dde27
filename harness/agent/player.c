#include "ui_watch.h"

#include "journal.h"
#include "outcome.h"
#include "platform.h"

enum { MAX_LISTS = 64 };

struct player {
    const struct detail *lists[MAX_LISTS];
    volatile LONG n;
    LONG at;                    /* the list that is being played … */
    const struct detail *after; /* … behind this line; NULL: from its start */
    volatile bool more;
    unsigned played;
    const struct watcher *where; /* the thread whose dialog was named last */
    struct executor *executor;   /* in whose call he is */
    HANDLE quiet;                /* set while no line is left */
    struct player *outer;
    struct player *stopped; /* the one that stopped before; see player_stop() */
};

static struct player *last_stopped;

const struct detail *user_line(const struct detail *detail)
{
    while (detail && detail->kind < USER_DIALOG)
        detail = detail->next;
    return detail;
}

const struct detail *player_line(const struct player *player)
{
    const struct detail *line;

    if (!player)
        return NULL;
    line = player->at < player->n ? user_line(player->after ? player->after->next : player->lists[player->at]) : NULL;
    for (LONG i = player->at + 1; !line && i < player->n; i++)
        line = user_line(player->lists[i]);
    return line;
}

const struct detail *player_line_behind(const struct player *player, const struct detail *line)
{
    bool behind = false;

    for (LONG i = player->at; i < player->n; i++)
        for (const struct detail *at = user_line(player->lists[i]); at; at = user_line(at->next)) {
            if (behind)
                return at;
            behind = at == line;
        }
    return NULL;
}

void player_goes_to(struct player *player, const struct watcher *where)
{
    player->where = where;
}

const struct watcher *player_where(const struct player *player)
{
    return player ? player->where : NULL;
}

unsigned player_played(const struct player *player)
{
    return player ? player->played : 0;
}

void player_took(struct player *player, const struct detail *line)
{
    struct detail shown = *line;

    /* The list that this line is in: not before the current one. */
    for (LONG i = player->at; i < player->n; i++)
        for (const struct detail *at = player->lists[i]; at; at = at->next)
            if (at == line)
                player->at = i;
    player->after = line;
    player->played++;
    shown.next = NULL;
    journal_detail(&shown);
    if (!player_line(player))
        SetEvent(player->quiet);
}

bool player_goes_on(const struct player *player)
{
    return player && player->more;
}

struct player *player_start(const struct detail *details)
{
    struct player *player = calloc(1, sizeof *player);

    if (!player)
        return NULL;
    player->executor = executor_here();
    player->lists[0] = details;
    player->n = 1;
    player->quiet = CreateEventW(NULL, TRUE, player_line(player) == NULL, NULL);
    if (player->quiet && ui_can_play()) {
        player->outer = player->executor->player;
        player->executor->player = player;
        return player;
    }
    if (player->quiet)
        CloseHandle(player->quiet);
    free(player);
    return NULL;
}

void player_in_flight(struct player *player, bool more)
{
    player->more = more;
}

void player_add(struct player *player, const struct detail *details)
{
    if (!user_line(details))
        return;
    if (player->n == MAX_LISTS) {
        outcome_unsupported("so-many-sections");
        platform_end(0);
    }
    ResetEvent(player->quiet);
    player->lists[player->n] = details;
    InterlockedIncrement(&player->n);
    ui_wake(player->executor, NULL);
}

bool player_wait(struct player *player)
{
    WaitForSingleObject(player->quiet, INFINITE);
    return !journal_ended();
}

void player_over(struct player *player)
{
    SetEvent(player->quiet);
}

void player_stop(struct player *player)
{
    if (!player)
        return;
    player->executor->player = player->outer;
    player->stopped = last_stopped;
    last_stopped = player;
}

void players_close(void)
{
    while (last_stopped) {
        struct player *const next = last_stopped->stopped;

        CloseHandle(last_stopped->quiet);
        free(last_stopped);
        last_stopped = next;
    }
}
