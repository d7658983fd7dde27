#include "journal.h"

#include "platform.h"

enum { HEADER = 64, DIGITS = 20, FIRST_SIZE = 64 << 10, MAX_FRAMES = TRACE_MAX_LEVELS, SPARE = 160 << 10 };

struct frame {
    struct step *step; /* one of these two */
    struct detail *callback;
    size_t head; /* where its line begins, and how long it is */
    size_t head_len;
    unsigned level;
    char label[JOURNAL_LABEL];
};

static struct platform_map map;
static size_t length; /* of the text behind the header */
static struct frame frames[MAX_FRAMES];
static unsigned depth;
static unsigned last_level; /* of the step that was left last */
static bool ended_written;
static struct buffer line; /* grown at the start: a crashed process allocates nothing */

/* For each line, so not by the C library, which needs longer for it than the rest of a line takes. */
static void publish(void)
{
    char digits[DIGITS];
    size_t rest = length;

    for (unsigned i = DIGITS; i > 0; i--, rest /= 10)
        digits[i - 1] = (char)('0' + rest % 10);
    memcpy(map.bytes + 10, digits, DIGITS);
}

static bool reserve(size_t more)
{
    size_t size = map.size;

    if (HEADER + length + more <= map.size)
        return true;
    while (size < HEADER + length + more)
        size *= 2;
    return size <= (size_t)TRACE_MAX_TRACE && platform_map_grow(&map, size);
}

static void append(const char *text, size_t len)
{
    if (!map.bytes || !reserve(len))
        return;
    memcpy(map.bytes + HEADER + length, text, len);
    length += len;
    publish();
}

/* The innermost frame's line, and all that was written below it moves. */
static void replace_head(struct frame *frame, const char *text, size_t len)
{
    char *head = map.bytes ? map.bytes + HEADER + frame->head : NULL;
    const size_t below = length - frame->head - frame->head_len;

    if (!head || (len > frame->head_len && !reserve(len - frame->head_len)))
        return;
    head = map.bytes + HEADER + frame->head; /* reserve() may have moved it */
    memmove(head + len, head + frame->head_len, below);
    memcpy(head, text, len);
    length = frame->head + len + below;
    frame->head_len = len;
    publish();
}

static void print_frame(const struct frame *frame)
{
    buffer_reset(&line);
    if (frame->step)
        trace_print_step(frame->step, frame->level, &line);
    else
        trace_print_detail(frame->callback, frame->level, &line);
}

bool journal_open(const char *path)
{
    depth = 0;
    length = 0;
    last_level = 1;
    ended_written = false;
    if (!line.limit) {
        buffer_init(&line, (size_t)4 * TRACE_MAX_LINE);
        buffer_pad(&line, SPARE);
    }
    if (!platform_map_open(&map, path, FIRST_SIZE))
        return false;
    memset(map.bytes, ' ', HEADER);
    memcpy(map.bytes, "IDT-MAP 1 ", 10);
    map.bytes[HEADER - 1] = '\n';
    publish();
    return true;
}

void journal_text(const struct buffer *text)
{
    append(text->data, text->len);
}

void journal_detail(const struct detail *detail)
{
    const unsigned level = depth ? frames[depth - 1].level + 1 : last_level + 1;

    if (ended_written)
        return;
    buffer_reset(&line);
    trace_print_detail(detail, level, &line);
    append(line.data, line.len);
}

void journal_detail_once(const struct detail *detail)
{
    const unsigned level = depth ? frames[depth - 1].level + 1 : last_level + 1;
    const char *end = map.bytes ? map.bytes + HEADER + length : NULL;

    buffer_reset(&line);
    trace_print_detail(detail, level, &line);
    if (end && length > line.len && end[-1 - (ptrdiff_t)line.len] == '\n' &&
        !memcmp(end - line.len, line.data, line.len))
        return;
    if (!ended_written)
        append(line.data, line.len);
}

size_t journal_copy_label(char to[JOURNAL_LABEL], const char *from, size_t n)
{
    n = n < JOURNAL_LABEL ? n : JOURNAL_LABEL - 1;
    memcpy(to, from, n);
    to[n] = 0;
    return n;
}

static void enter(struct step *step, struct detail *callback, const char *label)
{
    struct frame *frame = &frames[depth];

    frame->step = step;
    frame->callback = callback;
    frame->head = length;
    frame->level = depth ? frames[depth - 1].level + 1 : 1;
    journal_copy_label(frame->label, label, strlen(label));
    depth++;
    print_frame(frame);
    frame->head_len = line.len;
    append(line.data, line.len);
}

static void leave(void)
{
    struct frame *frame = &frames[--depth];

    if (frame->step)
        last_level = frame->level;
    if (ended_written)
        return;
    print_frame(frame);
    replace_head(frame, line.data, line.len);
}

void journal_enter_step(struct step *step, const char *label)
{
    enter(step, NULL, label);
}

void journal_leave_step(void)
{
    leave();
}

void journal_enter_callback(struct detail *callback)
{
    enter(NULL, callback, "");
}

void journal_leave_callback(void)
{
    leave();
}

bool journal_has_room(void)
{
    return depth + 3 < MAX_FRAMES;
}

static struct frame *innermost_step(void)
{
    for (unsigned i = depth; i > 0; i--)
        if (frames[i - 1].step)
            return &frames[i - 1];
    return NULL;
}

const char *journal_label(void)
{
    const struct frame *frame = innermost_step();

    return frame ? frame->label : "";
}

void journal_end(const struct result *result, const struct ended *ended)
{
    struct frame *frame = innermost_step();

    if (ended_written)
        return;
    ended_written = true;
    if (result && frame) {
        frame->step->result = *result;
        print_frame(frame);
        replace_head(frame, line.data, line.len);
    }
    buffer_reset(&line);
    trace_print_ended(ended, &line);
    append(line.data, line.len);
}

bool journal_ended(void)
{
    return ended_written;
}

void journal_close(void)
{
    depth = 0;
    platform_map_close(&map, map.bytes ? HEADER + length : 0);
}
