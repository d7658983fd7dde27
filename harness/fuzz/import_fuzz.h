/* What both import targets hold of any bytes: refused with a message, or a state that holds nothing but what was asked
 * for, that says the same when it is imported once more, and that has a tour. */
#ifndef IDT_FUZZ_IMPORT_H
#define IDT_FUZZ_IMPORT_H

#include "driver/import.h"

static inline void fuzz_place(const struct registry_wish *wish, const struct state *state)
{
    for (const struct state_key *key = state->keys; key; key = key->next) {
        const char *path = key->path + strlen("HKCU\\");

        for (const struct state_value *value = key->values; value; value = value->next)
            FUZZ_ASSERT(is_identities(path) || is_wished(wish, path, value->name));
    }
}

static inline void fuzz_again(const struct registry_wish *wish, const struct state *state)
{
    struct registry_file again;
    struct problem problem = { 0 };
    struct buffer once, twice;

    buffer_init(&once, (size_t)1 << 28);
    buffer_init(&twice, (size_t)1 << 28);
    state_print(state, &once);
    FUZZ_ASSERT(registry_file_parse(once.data, once.len, "printed", wish, &again, &problem));
    state_print(again.state, &twice);
    FUZZ_ASSERT(once.len == twice.len && !memcmp(once.data, twice.data, once.len));
    registry_file_free(&again);
    buffer_free(&once);
    buffer_free(&twice);
}

static inline void fuzz_tour(const struct registry_file *file)
{
    struct departures departures;
    struct problem problem = { 0 };
    struct str scenario = { 0 };

    import_compare(file, &departures);
    departures_free(&departures);
    /* The tour checks itself; only what a scenario cannot hold may be refused. */
    if (!import_tour(file->state, "a tour", "", &scenario, &problem))
        FUZZ_ASSERT(strstr(problem.text, "at most") || strstr(problem.text, "too large"));
    str_free(&scenario);
}

static inline void fuzz_import(const uint8_t *data, size_t size)
{
    struct registry_wish wish = { 0 };
    struct registry_file file;
    struct problem problem = { 0 };

    FUZZ_ASSERT(registry_wish_add(&wish, "HKCU\\Software\\A\\b", &problem));
    if (registry_file_parse((const char *)data, size, "input", &wish, &file, &problem)) {
        FUZZ_ASSERT(!problem.text[0]);
        fuzz_place(&wish, file.state);
        fuzz_again(&wish, file.state);
        fuzz_tour(&file);
    } else {
        FUZZ_ASSERT(!strncmp(problem.text, "input:", 6));
    }
    registry_file_free(&file);
    registry_wish_free(&wish);
}

#endif
