#include "player.h"

#include <stdlib.h>

struct player {
    const struct detail *details;
};

struct player *player_start(const struct detail *details)
{
    struct player *player = calloc(1, sizeof *player);

    if (player)
        player->details = details;
    return player;
}

void player_add(struct player *player, const struct detail *details)
{
    player->details = details;
}

bool player_wait(struct player *player)
{
    return player->details == NULL;
}

void player_stop(struct player *player)
{
    free(player);
}
