/* The switchboard: what a copy of the probe does otherwise. Of no use to Win32: probe-make includes it too. */
#ifndef PROBE_BLOCK_H
#define PROBE_BLOCK_H

#include <stdint.h>

#define PROBE_MAGIC_LENGTH 16u
#define PROBE_MAGIC        "\1probe-\2-switch"

struct probe_block {
    char magic[PROBE_MAGIC_LENGTH];
    uint32_t without; /* deed whose effect at this place does not happen; 0: none */
    uint32_t without_place;
    uint32_t with; /* deed that does the extra effect of its chapter before this place; 0: none */
    uint32_t with_place;
    uint32_t extra;
};

#endif
