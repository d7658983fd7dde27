/* A replacement for each word of a text that is to stay private: as long as the word, of the same kinds of letters, another
 * one for each word and the same one wherever the word stands. Words sort as before, as far as their number allows it. */
#ifndef IDT_DRIVER_REDACT_WORDS_H
#define IDT_DRIVER_REDACT_WORDS_H

#include "driver/problem.h"

#include <stddef.h>
#include <stdint.h>

struct redact_words;

/* New, redact_words_free(). Fails: CODE_ENVIRONMENT (the system does not know which characters are letters). */
struct redact_words *redact_words_new(struct problem *problem);
void redact_words_free(struct redact_words *words);

/* Letters and digits, of any script. */
bool redact_is_letter(const struct redact_words *words, uint32_t code);
uint32_t redact_fold(const struct redact_words *words, uint32_t code);

/* Upper and lower case are one word. */
void redact_words_add(struct redact_words *words, const uint32_t *codes, size_t count);
size_t redact_words_count(const struct redact_words *words);
/* Once all are there. Fails: CODE_USAGE (more words of a kind than there are words). */
bool redact_words_choose(struct redact_words *words, struct problem *problem);
/* Replaces the word in place, each letter in the case that it had; one that was never added stays. */
void redact_words_apply(const struct redact_words *words, uint32_t *codes, size_t count);

#endif
