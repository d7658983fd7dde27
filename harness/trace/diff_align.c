/* Aligns two long sequences that differ in few places. Where they part, a window is aligned exactly (longest common
 * subsequence) and taken up to a stretch of equal units long enough to trust; if there is none the window grows. So the
 * time is linear in the length and in the number of places, and an exact answer where it matters. */
#include "trace/diff_private.h"

enum {
    WINDOW_FIRST = 32,
    WINDOW_LARGEST = 2048,
    TRUST = 4 /* equal units in a row that end a difference */
};

struct aligner {
    const uint64_t *left, *right;
    size_t n_left, n_right;
    size_t i, j;
    uint16_t *table; /* lengths of common subsequences, (WINDOW_LARGEST + 1) squared, made when needed */
    struct runs *runs;
};

static enum status add_run(struct runs *runs, size_t left, size_t right, size_t n)
{
    struct run *last = runs->n ? &runs->items[runs->n - 1] : NULL;

    if (!n)
        return ST_OK;
    if (last && last->left + last->n == left && last->right + last->n == right) {
        last->n += (uint32_t)n;
        return ST_OK;
    }
    if (runs->n == runs->capacity) {
        size_t capacity = runs->capacity ? runs->capacity * 2 : 256;
        struct run *items = realloc(runs->items, capacity * sizeof(*items));
        if (!items)
            return ST_NO_MEMORY;
        runs->items = items;
        runs->capacity = capacity;
    }
    runs->items[runs->n++] = (struct run){ (uint32_t)left, (uint32_t)right, (uint32_t)n };
    return ST_OK;
}

/* Fills table[a][b]: the longest common subsequence of the window's units from a and from b on. */
static void fill_table(const struct aligner *aligner, size_t n, size_t m)
{
    const uint64_t *left = aligner->left + aligner->i, *right = aligner->right + aligner->j;
    uint16_t *table = aligner->table;
    size_t width = m + 1;

    memset(table + n * width, 0, width * sizeof(*table));
    for (size_t a = n; a-- > 0;) {
        uint16_t *row = table + a * width, *below = row + width;

        row[m] = 0;
        for (size_t b = m; b-- > 0;) {
            if (left[a] == right[b])
                row[b] = (uint16_t)(below[b + 1] + 1);
            else
                row[b] = below[b] > row[b + 1] ? below[b] : row[b + 1];
        }
    }
}

/* Walks the window's alignment and takes its matches up to the first stretch of TRUST, or all of them if `whole`. Says
 * whether it got anywhere. */
static enum status walk(struct aligner *aligner, size_t n, size_t m, bool whole, bool *taken)
{
    const uint64_t *left = aligner->left + aligner->i, *right = aligner->right + aligner->j;
    size_t width = m + 1, a = 0, b = 0, in_row = 0, end_a = 0, end_b = 0;
    struct runs found = { 0 };
    enum status status = ST_OK;

    while (!status && a < n && b < m && in_row < TRUST) {
        const uint16_t *row = aligner->table + a * width;

        if (left[a] == right[b]) {
            status = add_run(&found, aligner->i + a, aligner->j + b, 1);
            end_a = ++a;
            end_b = ++b;
            in_row++;
        } else {
            in_row = 0;
            if (row[width + b] >= row[b + 1])
                a++;
            else
                b++;
        }
        if (whole && in_row == TRUST)
            in_row = 0;
    }
    *taken = whole || in_row == TRUST;
    for (size_t k = 0; !status && *taken && k < found.n; k++)
        status = add_run(aligner->runs, found.items[k].left, found.items[k].right, found.items[k].n);
    free(found.items);
    if (*taken) {
        aligner->i += whole && !end_a ? n : end_a;
        aligner->j += whole && !end_b ? m : end_b;
    }
    return status;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* At a difference: goes on behind it. */
static enum status resync(struct aligner *aligner)
{
    bool taken = false;

    if (!aligner->table)
        aligner->table = malloc(sizeof(*aligner->table) * (WINDOW_LARGEST + 1) * (WINDOW_LARGEST + 1));
    if (!aligner->table)
        return ST_NO_MEMORY;
    for (size_t window = WINDOW_FIRST; !taken; window *= 4) {
        size_t n = least(window, aligner->n_left - aligner->i), m = least(window, aligner->n_right - aligner->j);
        bool whole = window >= WINDOW_LARGEST || (n < window && m < window);

        fill_table(aligner, n, m);
        enum status status = walk(aligner, n, m, whole, &taken);
        if (status)
            return status;
    }
    return ST_OK;
}

enum status align(const uint64_t *left, size_t n_left, const uint64_t *right, size_t n_right, struct runs *runs)
{
    struct aligner aligner = { left, right, n_left, n_right, 0, 0, NULL, runs };
    enum status status = ST_OK;

    while (!status && aligner.i < n_left && aligner.j < n_right) {
        size_t n = 0, most = least(n_left - aligner.i, n_right - aligner.j);

        while (n < most && left[aligner.i + n] == right[aligner.j + n])
            n++;
        status = add_run(runs, aligner.i, aligner.j, n);
        aligner.i += n;
        aligner.j += n;
        if (!status && aligner.i < n_left && aligner.j < n_right)
            status = resync(&aligner);
    }
    free(aligner.table);
    return status;
}
