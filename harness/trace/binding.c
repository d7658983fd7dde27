#include <ctype.h>
#include "trace/names.h"
#include "trace/symbols.h"

enum { GUID_LEN = CAT_GUID_TEXT - 1, MAX_PENDING = 32, PARTNER_LEN = TRACE_MAX_NAME + 2 };

/* A partner is the name of a symbol, or '{' and the 36 upper case characters of a literal GUID. */
struct pair {
    char expected[PARTNER_LEN];
    char observed[PARTNER_LEN];
};

struct binding {
    bool failed; /* for want of memory */
    struct arena arena;
    struct names of_expected; /* partner to partner */
    struct names of_observed;
    unsigned count;
};

/* One comparison. Its pairs are kept apart until it succeeded. */
struct match {
    struct binding *binding;
    struct pair pending[MAX_PENDING];
    unsigned n_pending;
};

struct binding *binding_new(void)
{
    struct binding *binding = calloc(1, sizeof(*binding));

    if (binding)
        arena_init(&binding->arena);
    return binding;
}

void binding_free(struct binding *binding)
{
    if (!binding)
        return;
    names_free(&binding->of_expected);
    names_free(&binding->of_observed);
    arena_free(&binding->arena);
    free(binding);
}

unsigned binding_count(const struct binding *binding)
{
    return binding->count;
}

/* ---- pairs ---- */

static const char *partner_of_expected(const struct match *match, const char *expected)
{
    for (unsigned i = 0; i < match->n_pending; i++) {
        if (!strcmp(match->pending[i].expected, expected))
            return match->pending[i].observed;
    }
    return names_get(&match->binding->of_expected, expected);
}

static const char *partner_of_observed(const struct match *match, const char *observed)
{
    for (unsigned i = 0; i < match->n_pending; i++) {
        if (!strcmp(match->pending[i].observed, observed))
            return match->pending[i].expected;
    }
    return names_get(&match->binding->of_observed, observed);
}

static bool bind(struct match *match, const char *expected, const char *observed)
{
    const char *partner = partner_of_expected(match, expected);
    const char *back = partner_of_observed(match, observed);

    if (partner)
        return !strcmp(partner, observed);
    if (back || match->n_pending == MAX_PENDING)
        return false;
    struct pair *pair = &match->pending[match->n_pending++];
    memcpy(pair->expected, expected, strlen(expected) + 1);
    memcpy(pair->observed, observed, strlen(observed) + 1);
    return true;
}

static void commit(struct match *match)
{
    struct binding *binding = match->binding;

    for (unsigned i = 0; i < match->n_pending; i++) {
        const struct pair *pair = &match->pending[i];
        char *expected = arena_text(&binding->arena, pair->expected, strlen(pair->expected));
        char *observed = arena_text(&binding->arena, pair->observed, strlen(pair->observed));

        if (!expected || !observed || names_put(&binding->of_expected, expected, observed) ||
            names_put(&binding->of_observed, observed, expected)) {
            binding->failed = true;
            return;
        }
        binding->count++;
    }
}

bool binding_literal(struct binding *binding, const char *name, const struct cat_guid *guid)
{
    const char *partner = names_get(&binding->of_expected, name);
    char text[PARTNER_LEN] = "{";

    cat_guid_text(guid, text + 1);
    if (partner)
        return !strcmp(partner, text);
    char *expected = arena_text(&binding->arena, name, strlen(name));
    char *observed = arena_text(&binding->arena, text, strlen(text));
    if (!expected || !observed || names_put(&binding->of_expected, expected, observed) ||
        (!names_get(&binding->of_observed, observed) && names_put(&binding->of_observed, observed, expected)))
        binding->failed = true;
    binding->count++;
    return true;
}

bool binding_failed(const struct binding *binding)
{
    return binding->failed;
}

/* ---- tokens ---- */

struct token {
    char name[TRACE_MAX_NAME + 1];
    bool lower;
    size_t len; /* of the whole "$(name)" */
};

/* $(profile) and its like mean the same on both sides; $(uXXXX) is a character. Neither is bound. */
static bool is_fixed(const char *name)
{
    static const char *const fixed[] = { "profile", "local", "roaming", "windows", "module", "user" };

    for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++) {
        if (!strcmp(name, fixed[i]))
            return true;
    }
    return strlen(name) == 5 && name[0] == 'u' && strspn(name + 1, "0123456789ABCDEF") == 4;
}

static bool token_at(const char *text, struct token *token)
{
    static const char lower[] = ":lower";
    size_t n;

    if (text[0] != '$' || text[1] != '(')
        return false;
    n = strcspn(text + 2, ")");
    if (text[2 + n] != ')')
        return false;
    token->len = n + 3;
    token->lower = n > sizeof(lower) - 1 && !memcmp(text + 2 + n - (sizeof(lower) - 1), lower, sizeof(lower) - 1);
    if (token->lower)
        n -= sizeof(lower) - 1;
    if (n > TRACE_MAX_NAME)
        return false;
    memcpy(token->name, text + 2, n);
    token->name[n] = 0;
    return !is_fixed(token->name);
}

static bool behind(const char *start, const char *at, const char *prefix)
{
    size_t n = strlen(prefix);

    return (size_t)(at - start) >= n && !memcmp(at - n, prefix, n);
}

/* A literal GUID in one case, as a partner. */
static bool literal_at(const char *text, bool lower, char partner[PARTNER_LEN])
{
    struct cat_guid guid;

    if (!cat_guid_parse(text, &guid))
        return false;
    for (size_t i = 0; i < GUID_LEN; i++) {
        if (lower ? isupper((unsigned char)text[i]) : islower((unsigned char)text[i]))
            return false;
    }
    partner[0] = '{';
    cat_guid_text(&guid, partner + 1);
    return true;
}

/* The literal that `name` is bound to, written as a number or as bytes: does `text` begin so? *len: what it took. */
static bool spelled_at(const struct match *match, const char *name, const char *text, bool bytes, size_t *len)
{
    const char *partner = partner_of_expected(match, name);
    struct cat_guid guid;
    char spelling[64];
    size_t n = 0;

    if (!partner || partner[0] != '{' || !cat_guid_parse(partner + 1, &guid))
        return false;
    if (bytes) {
        uint8_t raw[16] = { (uint8_t)guid.data1,         (uint8_t)(guid.data1 >> 8), (uint8_t)(guid.data1 >> 16),
                            (uint8_t)(guid.data1 >> 24), (uint8_t)guid.data2,        (uint8_t)(guid.data2 >> 8),
                            (uint8_t)guid.data3,         (uint8_t)(guid.data3 >> 8) };
        memcpy(raw + 8, guid.data4, sizeof(guid.data4));
        for (size_t i = 0; i < sizeof(raw); i++)
            n += (size_t)snprintf(spelling + n, sizeof(spelling) - n, i ? ",%02x" : "%02x", raw[i]);
    } else {
        n = (size_t)snprintf(spelling, sizeof(spelling), "%08x", (unsigned)guid.data1);
    }
    *len = n;
    return !strncmp(text, spelling, n);
}

/* `expected` stands at a symbol. What it took on both sides; false if the two cannot be partners. */
static bool match_symbol(struct match *match, const char *start, const char *expected, const char *observed,
                         const struct token *token, size_t *took)
{
    struct token other;
    char literal[PARTNER_LEN];

    if (token_at(observed, &other)) {
        *took = other.len;
        return other.lower == token->lower && bind(match, token->name, other.name);
    }
    if (behind(start, expected, "dword:"))
        return spelled_at(match, token->name, observed, false, took);
    if (behind(start, expected, "hex:"))
        return spelled_at(match, token->name, observed, true, took);
    *took = GUID_LEN;
    return literal_at(observed, token->lower, literal) && bind(match, token->name, literal);
}

bool binding_match(struct binding *binding, const char *expected, const char *observed)
{
    struct match match = { .binding = binding };
    const char *e = expected, *o = observed;

    while (*e && *o) {
        struct token token;
        size_t took;

        if (token_at(e, &token)) {
            if (!match_symbol(&match, expected, e, o, &token, &took))
                return false;
            e += token.len;
            o += took;
        } else if (*e == *o) {
            e++;
            o++;
        } else {
            return false;
        }
    }
    if (*e || *o)
        return false;
    commit(&match);
    return true;
}
