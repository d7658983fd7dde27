/* The parts of the generator of models. */
#ifndef IDT_TRACE_TEST_GENERATE_PRIVATE_H
#define IDT_TRACE_TEST_GENERATE_PRIVATE_H

#include "trace/tests/generate.h"

struct maker {
    struct random *random;
    struct arena *arena;
    bool is_trace;
    unsigned depth; /* of callbacks */
};

uint64_t random_next(struct random *random);
uint32_t make_below(struct maker *maker, uint32_t n);
bool make_once_in(struct maker *maker, uint32_t n);
/* Zeroed memory of the model; ends the program if there is none. */
void *make_memory(struct maker *maker, size_t size);

#define PICK(maker, array) ((array)[make_below(maker, sizeof(array) / sizeof((array)[0]))])

const char *make_name(struct maker *maker);
const char *make_words(struct maker *maker, unsigned least);
struct tags make_tags(struct maker *maker);
const char *make_string(struct maker *maker, bool symbols);
const char *make_key(struct maker *maker, const char *root, bool symbols);
const char *make_any_key(struct maker *maker);
const char *make_value_name(struct maker *maker, bool symbols);
const char *make_guid_text(struct maker *maker, bool constants, struct cat_guid *value, bool *symbolic);
struct data make_plain_data(struct maker *maker);
struct data make_any_data(struct maker *maker);
struct arg *make_args(struct maker *maker, bool outs_only, unsigned *n);
const char *make_exception(struct maker *maker, uint64_t *number);
struct result make_result(struct maker *maker, enum action_kind action);
uint32_t make_code(struct maker *maker, const struct cat_code *codes, size_t n);

#endif
