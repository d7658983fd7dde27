/* Windows and dialogs: what is stated is compared, word by word. */
#include "trace/judge_private.h"

/* Lines of one group are a list of their own; a group that no line is stated of is left open. */
enum group { GROUP_DIALOG, GROUP_CLOSED, GROUP_MESSAGE, GROUP_FOCUS, GROUP_FOREGROUND, GROUP_WINDOW, N_GROUPS };

static enum group group_of(enum detail_kind kind)
{
    switch (kind) {
    case SEEN_CLOSED:
        return GROUP_CLOSED;
    case SEEN_MESSAGE:
        return GROUP_MESSAGE;
    case SEEN_FOCUS:
        return GROUP_FOCUS;
    case SEEN_FOREGROUND:
        return GROUP_FOREGROUND;
    case SEEN_WINDOW_CREATE:
    case SEEN_WINDOW_DESTROY:
        return GROUP_WINDOW;
    case SEEN_NONE:
    case SEEN_OPEN:
        return N_GROUPS;
    default:
        return GROUP_DIALOG;
    }
}

static const struct detail *next_of(const struct step *step, enum group group, const struct detail *from)
{
    do
        from = judge_next_effect(step, EFFECT_WINDOWS, from);
    while (from && group_of(from->kind) != group);
    return from;
}

/* ---- words ---- */

static size_t key_length(const char *word)
{
    return strcspn(word, "=");
}

static bool same_key(const char *a, const char *b)
{
    const size_t n = key_length(a);

    return n == key_length(b) && memcmp(a, b, n) == 0;
}

static bool has_value(const char *word)
{
    return word[key_length(word)] == '=';
}

/* The n-th word of this key; NULL behind the last. */
static const char *nth_word(const struct detail *detail, const char *key, unsigned n)
{
    for (unsigned i = 0; i < detail->n_words; i++)
        if (same_key(detail->words[i], key) && !n--)
            return detail->words[i];
    return NULL;
}

/* Words that say where and how something is shown, which only the same implementation does the same way. */
static bool is_look(const char *word)
{
    static const char *const looks[] = { "at", "size", "id", "key", "caption" };

    for (unsigned i = 0; i < sizeof looks / sizeof *looks; i++)
        if (same_key(looks[i], word))
            return true;
    return false;
}

static bool is_ours(const char *target)
{
    return target && (!strcmp(target, "reference") || !strcmp(target, "native"));
}

static bool same_implementation(const struct judge *judge)
{
    const struct trace *a = judge->scenario, *b = judge->trace;

    if (!a->is_trace)
        return true; /* what a person wrote is meant */
    if (is_ours(a->target) && is_ours(b->target))
        return true;
    return a->dll_sha256 && b->dll_sha256 && !strcmp(a->dll_sha256, b->dll_sha256);
}

/* All values of one key, in order. */
static bool same_values(struct judge *judge, const struct detail *e, const struct detail *o, const char *key)
{
    for (unsigned n = 0;; n++) {
        const char *expected = nth_word(e, key, n), *observed = nth_word(o, key, n);

        if (!expected || !observed)
            return !expected && !observed;
        if (!judge_same_text(judge, expected, observed))
            return false;
    }
}

/* States ("disabled") are complete where `complete`; values ("id=7") are open unless they are stated. */
static bool same_words(struct judge *judge, const struct detail *e, const struct detail *o, bool complete)
{
    for (unsigned i = 0; i < e->n_words; i++) {
        if (is_look(e->words[i]) && !same_implementation(judge))
            continue;
        if (!same_values(judge, e, o, e->words[i]))
            return false;
    }
    for (unsigned i = 0; complete && i < o->n_words; i++)
        if (!has_value(o->words[i]) && !nth_word(e, o->words[i], 0))
            return false;
    return true;
}

/* ---- lines ---- */

static bool same_role(struct judge *judge, const struct detail *e, const struct detail *o)
{
    return e->role_quoted == o->role_quoted && judge_same_text(judge, e->role, o->role);
}

/* What the user wrote, apart from what is written on the dialog. */
static bool is_users(const char *kind)
{
    return !strcmp(kind, "edit") || !strcmp(kind, "combo") || !strcmp(kind, "list") || !strcmp(kind, "password");
}

static bool same_control(struct judge *judge, const struct detail *e, const struct detail *o)
{
    if (o->kind != SEEN_CONTROL || !same_role(judge, e, o) || strcmp(e->object, o->object) != 0)
        return false;
    if (e->text && (is_users(e->object) || same_implementation(judge)) &&
        !(o->text && judge_same_text(judge, e->text, o->text)))
        return false;
    return same_words(judge, e, o, true);
}

static bool same_line(struct judge *judge, const struct detail *e, const struct detail *o)
{
    if (e->kind != o->kind)
        return false;
    switch (e->kind) {
    case SEEN_FOREGROUND:
        return judge_same_text(judge, e->object, o->object);
    case SEEN_WINDOW_CREATE:
    case SEEN_WINDOW_DESTROY:
        return judge_same_text(judge, e->text, o->text) && judge_same_text(judge, e->text2, o->text2);
    case SEEN_MESSAGE:
        return same_role(judge, e, o) && judge_same_text(judge, e->text, o->text);
    default:
        return same_role(judge, e, o);
    }
}

/* The controls below a dialog, up to the next dialog; *e and *o stand there afterwards. */
static bool same_controls(struct judge *judge, const struct step *expected, const struct step *observed,
                          const struct detail **e, const struct detail **o)
{
    const bool stated = *e && (*e)->kind == SEEN_CONTROL;

    while (*e && (*e)->kind == SEEN_CONTROL) {
        if (!*o || !same_control(judge, *e, *o))
            return false;
        *e = next_of(expected, GROUP_DIALOG, *e);
        *o = next_of(observed, GROUP_DIALOG, *o);
    }
    if (stated)
        return !*o || (*o)->kind != SEEN_CONTROL;
    while (*o && (*o)->kind == SEEN_CONTROL)
        *o = next_of(observed, GROUP_DIALOG, *o);
    return true;
}

static bool same_dialogs(struct judge *judge, const struct step *expected, const struct step *observed, bool open)
{
    const struct detail *e = next_of(expected, GROUP_DIALOG, NULL), *o = next_of(observed, GROUP_DIALOG, NULL);

    if (!e)
        return true;
    while (e) {
        if (!o || e->kind != SEEN_DIALOG || o->kind != SEEN_DIALOG || !same_role(judge, e, o) ||
            !same_words(judge, e, o, false))
            return false;
        e = next_of(expected, GROUP_DIALOG, e);
        o = next_of(observed, GROUP_DIALOG, o);
        if (!same_controls(judge, expected, observed, &e, &o))
            return false;
    }
    return open || !o;
}

static bool same_group(struct judge *judge, const struct step *expected, const struct step *observed, enum group group,
                       bool open)
{
    const struct detail *e = next_of(expected, group, NULL), *o = next_of(observed, group, NULL);

    if (!e)
        return true;
    for (; e; e = next_of(expected, group, e), o = next_of(observed, group, o))
        if (!o || !same_line(judge, e, o))
            return false;
    return open || !o;
}

enum match judge_windows(struct judge *judge, const struct step *expected, const struct step *observed)
{
    const struct detail *e = judge_next_effect(expected, EFFECT_WINDOWS, NULL);
    const struct detail *o = judge_next_effect(observed, EFFECT_WINDOWS, NULL);
    bool open = false;

    if (!e || e->kind == SEEN_NONE)
        return o && o->kind != SEEN_NONE ? MATCH_DIFFERENT : MATCH_SAME;
    for (; e; e = judge_next_effect(expected, EFFECT_WINDOWS, e))
        open = e->kind == SEEN_OPEN;
    if (!same_dialogs(judge, expected, observed, open))
        return MATCH_DIFFERENT;
    for (enum group group = GROUP_CLOSED; group < N_GROUPS; group++)
        if (!same_group(judge, expected, observed, group, open))
            return MATCH_DIFFERENT;
    return MATCH_SAME;
}
