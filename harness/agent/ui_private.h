/* Between the hooks and the player. */
#ifndef AGENT_UI_PRIVATE_H
#define AGENT_UI_PRIVATE_H

#include "player.h"
#include "ui.h"

/* The line to be played next; NULL if there is none (now). PLAYER may be NULL. */
const struct detail *player_line(const struct player *player);
/* It was: writes it into the trace. */
void player_took(struct player *player, const struct detail *line);
/* Further lines may come: a dialog that none names is not unexpected yet. */
bool player_goes_on(const struct player *player);

/* Of the calling thread; false if there can be no windows. */
bool ui_set_player(struct player *player, struct player **outer);
/* There are new lines for a dialog of this thread. */
void ui_wake(DWORD thread);

#endif
