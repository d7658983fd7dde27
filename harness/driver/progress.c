#include "driver/progress.h"

#include "driver/process.h"

#include <unistd.h>

#define BAR          40
#define BAR_SECONDS  0.1
#define LINE_SECONDS 10.0

void progress_begin(struct progress *progress, size_t total, bool quiet)
{
    const char *terminal = getenv("TERM");

    memset(progress, 0, sizeof(*progress));
    progress->total = total;
    progress->started = progress->shown = process_now();
    progress->terminal = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    progress->quiet = quiet;
}

static void draw_bar(const struct progress *progress)
{
    size_t filled = progress->total ? progress->done * BAR / progress->total : BAR;

    fprintf(stderr, "\r[%.*s%*s] %zu of %zu", (int)filled, "########################################",
            (int)(BAR - filled), "", progress->done, progress->total);
    fflush(stderr);
}

void progress_step(struct progress *progress)
{
    double now = process_now();

    progress->done++;
    if (progress->quiet || now - progress->shown < (progress->terminal ? BAR_SECONDS : LINE_SECONDS))
        return;
    progress->shown = now;
    if (progress->terminal)
        draw_bar(progress);
    else
        fprintf(stderr, "identical: %zu of %zu replays, %.0f s\n", progress->done, progress->total,
                now - progress->started);
}

void progress_end(struct progress *progress)
{
    if (progress->terminal && !progress->quiet)
        fputs("\r\033[K", stderr);
}
