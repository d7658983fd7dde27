#include "trace/diff_private.h"

struct differ {
    struct side side[2];
    struct labels labels[2];
    char label[2][LABEL_SIZE];
    struct buffer text[2]; /* of the two units at hand, with names for GUIDs */
    struct binding *binding;
    difference_fn report;
    void *context;
    struct diff_summary *summary;
    struct diag *diag;
    bool stopped;
};

enum { LEFT, RIGHT, LOOK_AHEAD = 64 };

static bool from_memory(void *context, uint64_t offset, char *to, size_t len)
{
    const struct text_memory *memory = context;

    if (len)
        memcpy(to, memory->text + offset, len);
    return true;
}

struct text_source text_source_memory(const char *name, struct text_memory *memory)
{
    return (struct text_source){ name, memory->len, memory, from_memory };
}

/* ---- reporting ---- */

static void report(struct differ *differ, struct difference difference)
{
    differ->summary->differences++;
    if (!differ->stopped)
        differ->stopped = !differ->report(differ->context, &difference);
}

static bool is_step(const struct differ *differ, int side)
{
    const char *text = differ->text[side].data;

    return text && text[0] == ' ' && strncmp(text, "  on ", 5) != 0;
}

/* Reads a unit, names its GUIDs, gives it its label. */
static enum status take_unit(struct differ *differ, int which, size_t unit)
{
    struct side *side = &differ->side[which];
    struct buffer *text = &differ->text[which];
    const char *raw;
    size_t len;
    enum status status = side_unit(side, unit, &raw, &len);

    if (status)
        return status;
    buffer_reset(text);
    symbols_normalise(side->symbols, raw, len, text);
    while (text->len && (text->data[text->len - 1] == '\n' || text->data[text->len - 1] == '\r'))
        text->data[--text->len] = 0;
    if (text->status)
        return text->status;
    if (!is_step(differ, which))
        memcpy(differ->label[which], "scenario", sizeof("scenario"));
    else if (!label_next(&differ->labels[which], step_name(text->data, text->len), differ->label[which], LABEL_SIZE))
        return ST_NO_MEMORY;
    return ST_OK;
}

static void pass_lines(struct differ *differ, int which, size_t unit)
{
    struct side *side = &differ->side[which];
    const char *raw;
    size_t len;

    if (side_unit(side, unit, &raw, &len))
        return;
    for (const char *p = raw, *end = raw + len; p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        side->line++;
}

/* A unit of which nothing is to be said: only its label and its lines count. */
static enum status pass_unit(struct differ *differ, int which, size_t unit)
{
    const char *raw;
    size_t len;
    enum status status = side_unit(&differ->side[which], unit, &raw, &len);

    if (status)
        return status;
    if (len && raw[0] == ' ' && memcmp(raw, "  on ", len < 5 ? len : 5) != 0 &&
        !label_next(&differ->labels[which], step_name(raw, len), NULL, 0))
        return ST_NO_MEMORY;
    differ->summary->steps_same += which == LEFT && raw[0] == ' ';
    pass_lines(differ, which, unit);
    return ST_OK;
}

static enum status report_alone(struct differ *differ, int which, size_t unit)
{
    enum status status = take_unit(differ, which, unit);
    struct difference difference = { .kind = which == LEFT ? DIFFERENCE_ONLY_LEFT : DIFFERENCE_ONLY_RIGHT,
                                     .fact = "step" };

    if (status)
        return status;
    difference.label = differ->label[which];
    if (which == LEFT) {
        difference.left = differ->text[LEFT].data;
        difference.left_line = differ->side[LEFT].line + 1;
    } else {
        difference.right = differ->text[RIGHT].data;
        difference.right_line = differ->side[RIGHT].line + 1;
    }
    if (is_step(differ, which))
        ++*(which == LEFT ? &differ->summary->steps_left : &differ->summary->steps_right);
    report(differ, difference);
    pass_lines(differ, which, unit);
    return ST_OK;
}

static void report_texts(struct differ *differ)
{
    bool ended = !strncmp(differ->text[LEFT].data, "ended ", 6);

    report(differ, (struct difference){ .kind = DIFFERENCE_FACT,
                                        .label = "scenario",
                                        .fact = ended ? "ended" : "step",
                                        .left = differ->text[LEFT].data + (ended ? 6 : 0),
                                        .right = differ->text[RIGHT].data + (ended ? 6 : 0),
                                        .left_line = differ->side[LEFT].line + 1,
                                        .right_line = differ->side[RIGHT].line + 1 });
}

static enum status report_facts(struct differ *differ)
{
    uint64_t before = differ->summary->differences;
    struct step_diff diff = { .label = differ->label[LEFT],
                              .left_line = differ->side[LEFT].line + 1,
                              .right_line = differ->side[RIGHT].line + 1,
                              .left_observes = differ->side[LEFT].observes,
                              .right_observes = differ->side[RIGHT].observes,
                              .binding = differ->binding,
                              .report = differ->report,
                              .context = differ->context,
                              .differences = &differ->summary->differences,
                              .stopped = differ->stopped,
                              .diag = differ->diag };
    enum status status = diff_step(&diff, differ->text[LEFT].data, differ->text[RIGHT].data);

    differ->stopped = diff.stopped;
    /* The texts differ, but in no fact (a tag, a way to write a number). */
    ++*(differ->summary->differences == before ? &differ->summary->steps_same : &differ->summary->steps_different);
    return status;
}

/* Two units that belong together. */
static enum status compare_units(struct differ *differ, size_t left, size_t right, bool equal)
{
    bool guids = (differ->side[LEFT].hashes[left] | differ->side[RIGHT].hashes[right]) & UNIT_HAS_GUID;
    enum status status;

    if (equal && !guids) {
        status = pass_unit(differ, LEFT, left);
        return status ? status : pass_unit(differ, RIGHT, right);
    }
    status = take_unit(differ, LEFT, left);
    if (!status)
        status = take_unit(differ, RIGHT, right);
    if (status)
        return status;
    if (equal)
        equal = binding_match(differ->binding, differ->text[LEFT].data, differ->text[RIGHT].data);
    if (equal)
        differ->summary->steps_same += is_step(differ, LEFT);
    else if (is_step(differ, LEFT) && is_step(differ, RIGHT))
        status = report_facts(differ);
    else
        report_texts(differ);
    pass_lines(differ, LEFT, left);
    pass_lines(differ, RIGHT, right);
    return status;
}

/* ---- gaps ---- */

/* What two texts of one step have in common: level and name, and what it does unless that was changed. */
struct unit_key {
    uint32_t name;
    uint32_t input;
};

static enum status key_of(struct differ *differ, int which, size_t unit, struct unit_key *key)
{
    const char *raw;
    size_t len;
    enum status status = side_unit(&differ->side[which], unit, &raw, &len);
    struct step_name name;

    if (status)
        return status;
    name = step_name(raw, len);
    key->name = names_hash(name.text, name.len) * 2 + (len && raw[0] == ' ');
    key->input = step_input(raw, len);
    return ST_OK;
}

struct ahead {
    struct unit_key keys[2][LOOK_AHEAD];
    size_t n[2];
};

/* The pair nearest to the start that has one key: how many units each side leaves out before it. */
static bool find_pair(const struct ahead *ahead, bool input, size_t *skip_left, size_t *skip_right)
{
    for (size_t sum = 0; sum < ahead->n[LEFT] + ahead->n[RIGHT]; sum++) {
        for (size_t i = sum < ahead->n[RIGHT] ? 0 : sum - ahead->n[RIGHT] + 1; i <= sum && i < ahead->n[LEFT]; i++) {
            const struct unit_key *left = &ahead->keys[LEFT][i], *right = &ahead->keys[RIGHT][sum - i];

            if (left->name == right->name && (!input || left->input == right->input)) {
                *skip_left = i;
                *skip_right = sum - i;
                return true;
            }
        }
    }
    return false;
}

/* Steps that do the same belong together; where there are none, steps of one name. */
static enum status nearest(struct differ *differ, size_t left, size_t n, size_t right, size_t m, size_t *skip_left,
                           size_t *skip_right)
{
    struct ahead ahead = { .n = { n < LOOK_AHEAD ? n : LOOK_AHEAD, m < LOOK_AHEAD ? m : LOOK_AHEAD } };
    enum status status = ST_OK;

    for (size_t i = 0; !status && i < ahead.n[LEFT]; i++)
        status = key_of(differ, LEFT, left + i, &ahead.keys[LEFT][i]);
    for (size_t i = 0; !status && i < ahead.n[RIGHT]; i++)
        status = key_of(differ, RIGHT, right + i, &ahead.keys[RIGHT][i]);
    *skip_left = ahead.n[LEFT];
    *skip_right = ahead.n[RIGHT];
    if (!status && !find_pair(&ahead, true, skip_left, skip_right))
        find_pair(&ahead, false, skip_left, skip_right);
    return status;
}

static enum status report_gap(struct differ *differ, size_t left, size_t left_end, size_t right, size_t right_end)
{
    enum status status = ST_OK;

    while (!status && !differ->stopped && (left < left_end || right < right_end)) {
        size_t skip_left = left_end - left, skip_right = right_end - right;

        if (skip_left && skip_right)
            status = nearest(differ, left, skip_left, right, skip_right, &skip_left, &skip_right);
        for (; !status && skip_left; skip_left--)
            status = report_alone(differ, LEFT, left++);
        for (; !status && skip_right; skip_right--)
            status = report_alone(differ, RIGHT, right++);
        if (!status && left < left_end && right < right_end) {
            struct unit_key keys[2] = { { 0, 0 }, { 1, 0 } };

            status = key_of(differ, LEFT, left, &keys[0]);
            if (!status)
                status = key_of(differ, RIGHT, right, &keys[1]);
            if (!status && keys[0].name == keys[1].name)
                status = compare_units(differ, left++, right++, false);
        }
    }
    return status;
}

/* ---- the whole ---- */

/* Lines that name the run itself differ between any two traces. */
static bool names_the_run(const char *line)
{
    static const char *const words[] = { "of ", "target ", "dll ", "lane ", "observes " };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (!strncmp(line, words[i], strlen(words[i])))
            return true;
    }
    return false;
}

/* The next line that counts; "" behind the last. */
static const char *header_line(char **at, uint64_t *number)
{
    while (*at && **at) {
        char *line = *at, *end = strchr(line, '\n');

        if (end)
            *end = 0;
        *at = end ? end + 1 : line + strlen(line);
        ++*number;
        if (*line && !names_the_run(line))
            return line;
    }
    return "";
}

static void compare_headers(struct differ *differ)
{
    char *at[2] = { differ->side[LEFT].header.data, differ->side[RIGHT].header.data };
    uint64_t number[2] = { 0, 0 };
    const char *line[2];

    do {
        line[LEFT] = header_line(&at[LEFT], &number[LEFT]);
        line[RIGHT] = header_line(&at[RIGHT], &number[RIGHT]);
    } while (*line[LEFT] && !strcmp(line[LEFT], line[RIGHT]));
    if (strcmp(line[LEFT], line[RIGHT]))
        report(differ, (struct difference){ .kind = DIFFERENCE_FACT,
                                            .label = "scenario",
                                            .fact = "header",
                                            .left = *line[LEFT] ? line[LEFT] : NULL,
                                            .right = *line[RIGHT] ? line[RIGHT] : NULL,
                                            .left_line = number[LEFT],
                                            .right_line = number[RIGHT] });
}

static enum status report_all(struct differ *differ, const struct runs *runs)
{
    size_t left = 0, right = 0;
    enum status status = ST_OK;

    compare_headers(differ);
    for (size_t i = 0; !status && !differ->stopped && i <= runs->n; i++) {
        struct run run = { (uint32_t)differ->side[LEFT].n, (uint32_t)differ->side[RIGHT].n, 0 };

        if (i < runs->n)
            run = runs->items[i];
        status = report_gap(differ, left, run.left, right, run.right);
        for (size_t k = 0; !status && !differ->stopped && k < run.n; k++)
            status = compare_units(differ, run.left + k, run.right + k, true);
        left = run.left + run.n;
        right = run.right + run.n;
    }
    return status;
}

static enum status compare_sides(struct differ *differ)
{
    struct runs runs = { 0 };
    enum status status = align(differ->side[LEFT].hashes, differ->side[LEFT].n, differ->side[RIGHT].hashes,
                               differ->side[RIGHT].n, &runs);

    if (!status)
        status = report_all(differ, &runs);
    free(runs.items);
    differ->summary->bindings = binding_count(differ->binding);
    return status || !binding_failed(differ->binding) ? status : ST_NO_MEMORY;
}

enum status trace_diff(const struct text_source *left, const struct text_source *right, difference_fn report_fn,
                       void *context, struct diff_summary *summary, struct diag *diag)
{
    struct differ differ = { .report = report_fn, .context = context, .summary = summary, .diag = diag };
    enum status status;

    memset(summary, 0, sizeof(*summary));
    differ.binding = binding_new();
    for (int i = 0; i < 2; i++) {
        arena_init(&differ.labels[i].arena);
        buffer_init(&differ.text[i], TRACE_MAX_TRACE);
    }
    status = differ.binding ? side_open(&differ.side[LEFT], left, diag) : ST_NO_MEMORY;
    if (!status)
        status = side_open(&differ.side[RIGHT], right, diag);
    if (!status)
        status = compare_sides(&differ);
    for (int i = 0; i < 2; i++) {
        side_close(&differ.side[i]);
        names_free(&differ.labels[i].counts);
        arena_free(&differ.labels[i].arena);
        buffer_free(&differ.text[i]);
    }
    binding_free(differ.binding);
    return status;
}
