/* Dialogs of a recording, and what the user did in them, as lines of a scenario. */
#include "driver/recording_dialogs.h"

#include "trace/text.h"

/* ---- words ---- */

void recording_words(const char *text, struct list *words)
{
    while (*text) {
        const char *start = text;
        bool quoted = false;

        for (; *text && (quoted || *text != ' '); text++) {
            if (quoted && *text == '\\' && text[1])
                text++;
            else if (*text == '"')
                quoted = !quoted;
        }
        list_take(words, xstrndup(start, (size_t)(text - start)));
        text += *text == ' ';
    }
}

bool recording_word_is(const char *word, const char *name)
{
    const size_t length = strlen(name);

    return !strncmp(word, name, length) && word[length] == '=';
}

/* ---- what is seen ---- */

/* What differs from one implementation to the next, though both show the same. */
static bool is_look(const char *word)
{
    return recording_word_is(word, "id") || recording_word_is(word, "at") || recording_word_is(word, "key") ||
           recording_word_is(word, "caption");
}

static bool is_users(const char *kind)
{
    return !strcmp(kind, "edit") || !strcmp(kind, "combo");
}

/* "w1002a": the window that the application gave. Any other is told by its caption, which is part of the look. */
static void add_owner(struct writer *writer, unsigned process, const char *value, struct str *line)
{
    const struct name *name = naming_value(&writer->names, NAME_WINDOW, process, value);

    if (name || !strcmp(value, "null"))
        str_addf(line, " owner=%s", name ? name->text : value);
}

void recording_seen(struct writer *writer, unsigned process, const char *seen, struct str *line)
{
    const bool control = !strncmp(seen, "control ", 8), dialog = !strncmp(seen, "dialog ", 7);
    struct list words = { 0 };

    str_puts(line, "| ");
    if (!control && !dialog) {
        naming_symbolise(&writer->names, seen, line);
        return;
    }
    recording_words(seen, &words);
    for (size_t i = 0; i < words.count; i++) {
        const char *word = words.items[i];
        char *spaced = xformat("%s%s", i ? " " : "", word);

        if (i > 1 && recording_word_is(word, "owner"))
            add_owner(writer, process, word + strlen("owner="), line);
        else if (i < 2 || !(is_look(word) || (control && *word == '"' && !is_users(words.items[2]))))
            naming_symbolise(&writer->names, spaced, line);
        free(spaced);
    }
    list_free(&words);
}

/* ---- what the user does ---- */

/* `type ROLE secret pw1`: the text that stands for it in a replay. */
static void add_secret(struct str *line, const struct list *words)
{
    char secret[TEXT_SECRET];

    text_secret(words->items[3], secret);
    str_addf(line, "type %s \"%s\"", words->items[1], secret);
}

bool recording_user(struct writer *writer, const struct event *event, struct str *line)
{
    const unsigned process = writer_process(writer, event);
    struct list words = { 0 };
    const struct name *window;
    bool ok = true;

    recording_words(event->text, &words);
    str_puts(line, "> ");
    if (words.count == 4 && !strcmp(words.items[0], "type") && !strcmp(words.items[2], "secret")) {
        add_secret(line, &words);
    } else if (words.count == 2 && !strcmp(words.items[0], "close")) {
        window = naming_value(&writer->names, NAME_WINDOW, process, words.items[1]);
        ok = window != NULL;
        str_addf(line, "close %s", window ? window->text : "");
    } else if (words.count && !strcmp(words.items[0], "lost")) {
        ok = false;
    } else {
        naming_symbolise(&writer->names, event->text, line);
    }
    if (!ok) {
        writer->left_out++;
        str_clear(line);
        str_puts(line, "; left out, no line of the user can say it: ");
        naming_symbolise(&writer->names, event->text, line);
    }
    list_free(&words);
    return ok;
}

bool recording_has_dialogs(const struct recording *recording)
{
    for (size_t i = 0; i < recording->count; i++) {
        const struct event *event = &recording->events[i];

        if (event->kind == EVENT_USER || (event->kind == EVENT_SEE && !strncmp(event->text, "dialog ", 7)))
            return true;
    }
    return false;
}
