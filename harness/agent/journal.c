#include "journal.h"

#include "executor.h"
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

struct journal {
    struct journal_flight *flight; /* NULL: the trace */
    struct frame frames[MAX_FRAMES];
    unsigned depth;
    struct buffer line; /* grown at the start: a crashed process allocates nothing */
};

static struct platform_map map;
static struct journal_state own;
static struct journal_state *state = &own; /* of the trace */
static struct journal first;

static struct journal *here(void)
{
    struct journal *const journal = executor_here()->journal;

    return journal ? journal : &first;
}

static struct journal_state *state_of(const struct journal *journal)
{
    return journal->flight ? &journal->flight->state : state;
}

/* NULL if there is no trace. */
static char *text_at(const struct journal *journal, size_t at)
{
    if (journal->flight)
        return journal->flight->text + at;
    return map.bytes ? map.bytes + HEADER + at : NULL;
}

/* For each line, so not by the C library, which needs longer for it than the rest of a line takes. */
static void publish(void)
{
    char digits[DIGITS];
    size_t rest = state->length;

    for (unsigned i = DIGITS; i > 0; i--, rest /= 10)
        digits[i - 1] = (char)('0' + rest % 10);
    memcpy(map.bytes + 10, digits, DIGITS);
}

/* Another process may have written in the meantime, into a file that it made larger. */
static bool follow(void)
{
    return map.bytes && (map.size == state->size || platform_map_grow(&map, state->size));
}

static bool reserve(const struct journal *journal, size_t more)
{
    size_t size = map.size;

    if (journal->flight) {
        const bool fits = more <= JOURNAL_FLIGHT - journal->flight->state.length;

        journal->flight->overflowed |= !fits;
        return fits;
    }
    if (HEADER + state->length + more <= map.size)
        return true;
    while (size < HEADER + state->length + more)
        size *= 2;
    if (size > (size_t)TRACE_MAX_TRACE || !platform_map_grow(&map, size))
        return false;
    state->size = size;
    return true;
}

static bool ready(const struct journal *journal, size_t more)
{
    return (journal->flight || follow()) && reserve(journal, more);
}

static void grown(const struct journal *journal, size_t length)
{
    state_of(journal)->length = length;
    if (!journal->flight)
        publish();
}

static void append(const struct journal *journal, const char *text, size_t len)
{
    const size_t length = state_of(journal)->length;

    if (!ready(journal, len))
        return;
    memcpy(text_at(journal, length), text, len);
    grown(journal, length + len);
}

/* The innermost frame's line, and all that was written below it moves. */
static void replace_head(const struct journal *journal, struct frame *frame)
{
    const struct buffer *line = &journal->line;
    const size_t below = state_of(journal)->length - frame->head - frame->head_len;
    char *head;

    if (!ready(journal, line->len > frame->head_len ? line->len - frame->head_len : 0))
        return;
    head = text_at(journal, frame->head);
    memmove(head + line->len, head + frame->head_len, below);
    memcpy(head, line->data, line->len);
    frame->head_len = line->len;
    grown(journal, frame->head + line->len + below);
}

static void print_frame(struct journal *journal, const struct frame *frame)
{
    buffer_reset(&journal->line);
    if (frame->step)
        trace_print_step(frame->step, frame->level, &journal->line);
    else
        trace_print_detail(frame->callback, frame->level, &journal->line);
}

static void prepare(struct journal *journal)
{
    journal->depth = 0;
    if (journal->line.limit)
        return;
    buffer_init(&journal->line, (size_t)4 * TRACE_MAX_LINE);
    buffer_pad(&journal->line, SPARE);
}

struct journal *journal_new(struct journal_flight *flight)
{
    struct journal *journal = calloc(1, sizeof *journal);

    if (!journal)
        return NULL;
    journal->flight = flight;
    prepare(journal);
    return journal;
}

void journal_free(struct journal *journal)
{
    buffer_free(&journal->line);
    free(journal);
}

bool journal_in_flight(void)
{
    return here()->flight != NULL;
}

bool journal_land(struct journal_flight *flight)
{
    append(here(), flight->text, flight->state.length);
    flight->state.length = 0;
    return !flight->overflowed;
}

bool journal_open(const char *path)
{
    *state = (struct journal_state){ .last_level = 1, .size = FIRST_SIZE };
    prepare(&first);
    if (!platform_map_open(&map, path, FIRST_SIZE))
        return false;
    memset(map.bytes, ' ', HEADER);
    memcpy(map.bytes, "IDT-MAP 1 ", 10);
    map.bytes[HEADER - 1] = '\n';
    publish();
    return true;
}

void journal_share(struct journal_state *shared)
{
    struct journal_state *const next = shared ? shared : &own;

    if (next != state && !next->size)
        *next = *state; /* the first who shares it */
    else if (!shared && next != state)
        *next = *state;
    state = next;
}

bool journal_join(const char *path)
{
    prepare(&first);
    return platform_map_join(&map, path, state->size);
}

void journal_text(const struct buffer *text)
{
    append(here(), text->data, text->len);
}

/* What a call in flight does stands below its `end`. */
static unsigned level_below(const struct journal *journal)
{
    if (journal->depth)
        return journal->frames[journal->depth - 1].level + 1;
    return journal->flight ? 2 : state->last_level + 1;
}

static void print_detail(struct journal *journal, const struct detail *detail)
{
    buffer_reset(&journal->line);
    trace_print_detail(detail, level_below(journal), &journal->line);
}

static void append_line(const struct journal *journal)
{
    if (!state->ended)
        append(journal, journal->line.data, journal->line.len);
}

void journal_detail(const struct detail *detail)
{
    struct journal *const journal = here();

    print_detail(journal, detail);
    append_line(journal);
}

void journal_detail_once(const struct detail *detail)
{
    struct journal *const journal = here();
    const size_t length = state_of(journal)->length;
    const struct buffer *line = &journal->line;
    const char *end = text_at(journal, length);

    print_detail(journal, detail);
    if (end && length > line->len && end[-1 - (ptrdiff_t)line->len] == '\n' &&
        !memcmp(end - line->len, line->data, line->len))
        return;
    append_line(journal);
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
    struct journal *const journal = here();
    struct frame *frame = &journal->frames[journal->depth];

    frame->step = step;
    frame->callback = callback;
    frame->head = state_of(journal)->length;
    frame->level = journal->depth || journal->flight ? level_below(journal) : 1;
    journal_copy_label(frame->label, label, strlen(label));
    journal->depth++;
    print_frame(journal, frame);
    frame->head_len = journal->line.len;
    append(journal, journal->line.data, journal->line.len);
}

static void leave(void)
{
    struct journal *const journal = here();
    struct frame *frame = &journal->frames[--journal->depth];

    if (frame->step && !journal->flight)
        state->last_level = frame->level;
    if (state->ended)
        return;
    print_frame(journal, frame);
    replace_head(journal, frame);
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
    return here()->depth + 3 < MAX_FRAMES;
}

static struct frame *innermost_step(struct journal *journal)
{
    for (unsigned i = journal->depth; i > 0; i--)
        if (journal->frames[i - 1].step)
            return &journal->frames[i - 1];
    return NULL;
}

const char *journal_label(void)
{
    const struct frame *frame = innermost_step(here());

    return frame ? frame->label : "";
}

void journal_end(const struct result *result, const struct ended *ended)
{
    struct journal *const journal = here();
    struct frame *frame = innermost_step(journal);

    if (state->ended)
        return;
    state->ended = true;
    if (result && frame) {
        frame->step->result = *result;
        print_frame(journal, frame);
        replace_head(journal, frame);
    }
    buffer_reset(&journal->line);
    trace_print_ended(ended, &journal->line);
    append(journal, journal->line.data, journal->line.len);
}

bool journal_ended(void)
{
    return state->ended;
}

void journal_close(void)
{
    first.depth = 0;
    platform_map_close(&map, map.bytes ? HEADER + state->length : 0);
}
