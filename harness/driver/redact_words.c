#include "driver/redact_words.h"

#include "driver/str.h"
#include "trace/text.h"

#include <locale.h>
#include <string.h>
#include <uthash.h>
#include <wctype.h>

enum { CODE_BYTES = 4, TRIES = 1 << 16 };

struct word {
    char *key; /* folded, UTF-8 */
    uint32_t *codes, *chosen;
    size_t count;
    UT_hash_handle hh;
};

struct redact_words {
    locale_t locale;
    struct word *words;  /* a hash */
    struct word *chosen; /* replacements that are given: a hash, too */
};

/* Letters that can stand for another of their kind. */
static const struct alphabet {
    uint32_t first, last; /* folded letters of this kind */
    uint32_t from;        /* its letters, `size` in a row */
    uint32_t size;
} alphabets[] = {
    { '0', '9', '0', 10 },
    { 'a', 'z', 'a', 26 },
    { 0x80, 0x24F, 0xE0, 23 },       /* Latin beyond ASCII, up to the division sign */
    { 0x370, 0x3FF, 0x3B1, 17 },     /* Greek, up to the second sigma */
    { 0x400, 0x52F, 0x430, 32 },     /* Cyrillic */
    { 0x590, 0x5FF, 0x5D0, 27 },     /* Hebrew */
    { 0x600, 0x6FF, 0x628, 19 },     /* Arabic */
    { 0x80, 0xFFFF, 0x4E00, 20000 }, /* all else of one unit */
    { 0x10000, 0x10FFFF, 0x20000, 40000 },
};

static const struct alphabet *alphabet_of(uint32_t code)
{
    size_t i = 0;

    while (i + 1 < sizeof(alphabets) / sizeof(*alphabets) && (code < alphabets[i].first || code > alphabets[i].last))
        i++;
    return &alphabets[i];
}

struct redact_words *redact_words_new(struct problem *problem)
{
    struct redact_words *words = xcalloc(1, sizeof(*words));

    words->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (words->locale)
        return words;
    problem_set(problem, CODE_ENVIRONMENT,
                "the locale C.UTF-8 is missing, so nothing can be redacted; --no-redact keeps what was recorded");
    free(words);
    return NULL;
}

static void free_all(struct word **all)
{
    struct word *word, *next;

    HASH_ITER(hh, *all, word, next)
    {
        HASH_DEL(*all, word);
        free(word->key);
        free(word->codes);
        free(word->chosen);
        free(word);
    }
}

void redact_words_free(struct redact_words *words)
{
    if (!words)
        return;
    free_all(&words->words);
    free_all(&words->chosen);
    freelocale(words->locale);
    free(words);
}

bool redact_is_letter(const struct redact_words *words, uint32_t code)
{
    return iswalnum_l((wint_t)code, words->locale) != 0;
}

uint32_t redact_fold(const struct redact_words *words, uint32_t code)
{
    const uint32_t lower = (uint32_t)towlower_l((wint_t)code, words->locale);

    /* Only pairs: what two capitals share would make two names of one another equal. */
    return (uint32_t)towupper_l((wint_t)lower, words->locale) == code ? lower : code;
}

/* New, free(). */
static char *spell(const uint32_t *codes, size_t count)
{
    struct buffer text;
    char *key;

    buffer_init(&text, count * CODE_BYTES + 1);
    for (size_t i = 0; i < count; i++)
        text_append_utf8(codes[i], &text);
    key = xstrndup(text.data ? text.data : "", text.len);
    buffer_free(&text);
    return key;
}

/* New, free(). */
static uint32_t *folded(const struct redact_words *words, const uint32_t *codes, size_t count)
{
    uint32_t *copy = xcalloc(count + 1, sizeof(*copy));

    for (size_t i = 0; i < count; i++)
        copy[i] = redact_fold(words, codes[i]);
    return copy;
}

static struct word *find(struct word *all, const char *key)
{
    struct word *word;

    HASH_FIND_STR(all, key, word);
    return word;
}

void redact_words_add(struct redact_words *words, const uint32_t *codes, size_t count)
{
    uint32_t *copy = folded(words, codes, count);
    char *key = spell(copy, count);
    struct word *word;

    if (!count || find(words->words, key)) {
        free(copy);
        free(key);
        return;
    }
    word = xcalloc(1, sizeof(*word));
    *word = (struct word){ .key = key, .codes = copy, .count = count };
    HASH_ADD_KEYPTR(hh, words->words, word->key, strlen(word->key), word);
}

size_t redact_words_count(const struct redact_words *words)
{
    return HASH_COUNT(words->words);
}

/* ---- choosing ---- */

/* The letters for a place of a word that can be spoken: consonants and vowels in turn. Only ASCII has such. */
static const char *spoken(const struct word *word, size_t place)
{
    if (word->count < 2 || word->codes[place] < 'a' || word->codes[place] > 'z')
        return NULL;
    return place % 2 ? "aeiou" : "bcdfghjklmnprstvwz";
}

static uint32_t letters(const struct word *word, size_t place, bool speak)
{
    const char *few = speak ? spoken(word, place) : NULL;

    return few ? (uint32_t)strlen(few) : alphabet_of(word->codes[place])->size;
}

static uint32_t letter(const struct word *word, size_t place, bool speak, uint32_t index)
{
    const char *few = speak ? spoken(word, place) : NULL;

    return few ? (uint32_t)few[index] : alphabet_of(word->codes[place])->from + index;
}

/* How many words there are of that form, as far as it matters. */
static uint64_t forms(const struct word *word, bool speak, size_t *places)
{
    uint64_t total = 1;

    for (*places = 0; *places < word->count && total < UINT64_C(1) << 40; ++*places)
        total *= letters(word, *places, speak);
    return total;
}

/* The number in the digits of its first places: words of larger numbers sort behind. The rest is the first letter each. */
static void write_number(struct word *word, uint64_t number, bool speak, size_t places)
{
    for (size_t i = word->count; i-- > 0;) {
        const uint32_t size = letters(word, i, speak);

        word->chosen[i] = letter(word, i, speak, i < places ? (uint32_t)(number % size) : 0);
        if (i < places)
            number /= size;
    }
}

enum kind {
    SPOKEN,
    SPELLED, /* any letters of its alphabets */
    SWAPPED  /* words that are to be replaced as well: they change places */
};

static bool is_free(const struct redact_words *words, const struct word *word, const char *key, enum kind kind)
{
    return !find(words->chosen, key) && (kind == SWAPPED ? strcmp(key, word->key) != 0 : !find(words->words, key));
}

/* The form that lies as far among all as the rank does among the words, or the next that is free. */
static bool choose(struct redact_words *words, struct word *word, size_t rank, enum kind kind)
{
    const size_t count = HASH_COUNT(words->words);
    const bool speak = kind == SPOKEN;
    size_t places;
    const uint64_t total = forms(word, speak, &places), first = total / count * rank + total % count * rank / count;

    for (uint64_t n = 0; n < total && n < TRIES; n++) {
        struct word *given;
        char *key;

        write_number(word, (first + n) % total, speak, places);
        key = spell(word->chosen, word->count);
        if (is_free(words, word, key, kind)) {
            given = xcalloc(1, sizeof(*given));
            given->key = key;
            HASH_ADD_KEYPTR(hh, words->chosen, given->key, strlen(given->key), given);
            return true;
        }
        free(key);
    }
    return false;
}

static int compare(const struct word *one, const struct word *other)
{
    return strcmp(one->key, other->key); /* UTF-8 sorts as its characters do */
}

bool redact_words_choose(struct redact_words *words, struct problem *problem)
{
    struct word *word, *next;
    size_t rank = 0;

    HASH_SORT(words->words, compare);
    HASH_ITER(hh, words->words, word, next)
    {
        word->chosen = xcalloc(word->count, sizeof(*word->chosen));
        if (!choose(words, word, rank, SPOKEN) && !choose(words, word, rank, SPELLED) &&
            !choose(words, word, 0, SWAPPED))
            return problem_set(problem, CODE_USAGE,
                               "there are more names of %zu letters than names of that length to replace them; "
                               "--no-redact keeps what was recorded",
                               word->count);
        rank++;
    }
    return true;
}

void redact_words_apply(const struct redact_words *words, uint32_t *codes, size_t count)
{
    uint32_t *copy = folded(words, codes, count);
    char *key = spell(copy, count);
    const struct word *word = find(words->words, key);

    for (size_t i = 0; word && word->chosen && i < count; i++)
        codes[i] = copy[i] == codes[i] ? word->chosen[i] : (uint32_t)towupper_l((wint_t)word->chosen[i], words->locale);
    free(copy);
    free(key);
}
