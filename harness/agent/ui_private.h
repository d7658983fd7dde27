/* Between the hooks and the player. */
#ifndef AGENT_UI_PRIVATE_H
#define AGENT_UI_PRIVATE_H

#include "executor.h"
#include "player.h"
#include "ui.h"

/* The line to be played next; NULL if there is none (now). PLAYER may be NULL. */
const struct detail *player_line(const struct player *player);
/* It was: writes it into the trace. */
void player_took(struct player *player, const struct detail *line);
/* Further lines may come: a dialog that none names is not unexpected yet. */
bool player_goes_on(const struct player *player);
/* The user's line behind that one, of those that are there by now; NULL if there is none. */
const struct detail *player_line_behind(const struct player *player, const struct detail *line);
/* The dialog of his lines from now on is one of this thread. PLAYER of the second may be NULL; NULL: there was none. */
struct watcher;
void player_goes_to(struct player *player, const struct watcher *where);
const struct watcher *player_where(const struct player *player);
/* How many lines were played. PLAYER may be NULL. */
unsigned player_played(const struct player *player);

/* Whether the calling thread can have windows that are watched. */
bool ui_can_play(void);

#endif
