/* Dialogs of a recording, and what the user did in them, as lines of a scenario. */
#ifndef IDT_DRIVER_RECORDING_DIALOGS_H
#define IDT_DRIVER_RECORDING_DIALOGS_H

#include "driver/recording_writer.h"

/* Pieces between blanks that stand outside of quotes. */
void recording_words(const char *text, struct list *words);
/* "id=7" is an id. */
bool recording_word_is(const char *word, const char *name);

bool recording_has_dialogs(const struct recording *recording);
/* "| dialog switch owner=window": without what differs from one implementation to the next. */
void recording_seen(struct writer *writer, unsigned process, const char *seen, struct str *line);
/* "> press switch.ok". False: a comment, since the format has no such line. */
bool recording_user(struct writer *writer, const struct event *event, struct str *line);

#endif
