#include "driver/recording_redact.h"

#include "driver/recording_dialogs.h"
#include "driver/redact_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* The whole recording is gone through for each: what is a name, which words are private, and their replacements. */
enum pass { PASS_NAMES, PASS_WORDS, PASS_REPLACE };

/* Whose a value of the registry is. */
enum owner {
    OWNER_NONE,        /* no value at all, or an effect of the DLL, which sets what it was given */
    OWNER_NAME,        /* of the Identity Manager, and holds a name */
    OWNER_MANAGER,     /* of the Identity Manager, and holds none */
    OWNER_APPLICATION, /* whatever an application keeps with an identity */
    OWNER_USER         /* what the user typed */
};

struct redaction {
    struct redact redact;
    enum pass pass;
};

/* ---- texts ---- */

/* What stands for it now; for what did not change, as it was spelled. */
static void add_glyphs(const struct glyphs *glyphs, const struct glyph *before, struct str *out)
{
    struct buffer text;

    for (size_t i = 0; i < glyphs->count; i++) {
        if (glyphs->items[i].code == before[i].code) {
            str_add(out, glyphs->items[i].raw, glyphs->items[i].length);
            continue;
        }
        buffer_init(&text, 8);
        text_append_utf8(glyphs->items[i].code, &text);
        str_add(out, text.data ? text.data : "", text.len);
        buffer_free(&text);
    }
}

/* New, free(): to see later what changed. */
static struct glyph *copy_of(const struct glyphs *glyphs)
{
    struct glyph *copy = xcalloc(glyphs->count + 1, sizeof(*copy));

    memcpy(copy, glyphs->items, glyphs->count * sizeof(*copy));
    return copy;
}

/* One pass over glyphs that are one text. */
static void treat(struct redaction *redaction, struct glyphs *glyphs, enum owner owner, bool whole)
{
    if (redaction->pass == PASS_NAMES) {
        if (owner == OWNER_NAME || owner == OWNER_APPLICATION || owner == OWNER_USER)
            redact_learn_name(&redaction->redact, glyphs->items, glyphs->count, owner != OWNER_APPLICATION);
        return;
    }
    redact_mark(&redaction->redact, glyphs, whole);
    if (redaction->pass == PASS_WORDS)
        redact_add_marked(&redaction->redact, glyphs);
    else
        redact_replace_marked(&redaction->redact, glyphs);
}

static void treat_text(struct redaction *redaction, const char *text, size_t length, enum text_place place,
                       enum owner owner, bool whole, struct str *out)
{
    struct glyphs glyphs;
    struct glyph *before;

    glyphs_read_text(text, length, place, &glyphs);
    before = copy_of(&glyphs);
    treat(redaction, &glyphs, owner, whole);
    add_glyphs(&glyphs, before, out);
    free(before);
    glyphs_free(&glyphs);
}

/* "HKCU\Identities\Bob": part by part. */
static void treat_key(struct redaction *redaction, const char *key, size_t length, struct str *out)
{
    for (size_t at = 0; at < length;) {
        const char *end = memchr(key + at, '\\', length - at);
        const size_t n = end ? (size_t)(end - key) - at : length - at;

        treat_text(redaction, key + at, n, TEXT_KEY, OWNER_NONE, true, out);
        str_puts(out, end ? "\\" : "");
        at += n + (end != NULL);
    }
}

/* ---- data in hexadecimal ---- */

/* Glyphs from here to a terminator are one text. */
static void treat_parts(struct redaction *redaction, struct glyphs *glyphs, enum owner owner)
{
    for (size_t from = 0; from < glyphs->count;) {
        struct glyphs part = { glyphs->items + from, 0 };

        while (from + part.count < glyphs->count && part.items[part.count].code)
            part.count++;
        if (part.count)
            treat(redaction, &part, owner, false);
        from += part.count + 1;
    }
}

static void write_back(unsigned char *bytes, const struct glyphs *glyphs, const struct glyph *before)
{
    for (size_t i = 0; i < glyphs->count; i++) {
        const uint32_t code = glyphs->items[i].code;
        unsigned char *at = bytes + (glyphs->items[i].raw - (const char *)bytes);
        const uint32_t high = code >= 0x10000 ? 0xD800 + ((code - 0x10000) >> 10) : code;
        const uint32_t low = 0xDC00 + ((code - 0x10000) & 0x3FF);

        if (code == before[i].code || (glyphs->items[i].length == 1 && code > 0xFF))
            continue;
        at[0] = (unsigned char)high;
        if (glyphs->items[i].length > 1)
            at[1] = (unsigned char)(high >> 8);
        if (glyphs->items[i].length > 2) {
            at[2] = (unsigned char)low;
            at[3] = (unsigned char)(low >> 8);
        }
    }
}

static void treat_bytes(struct redaction *redaction, unsigned char *bytes, size_t size, bool wide, enum owner owner)
{
    struct glyphs glyphs;
    struct glyph *before;

    glyphs_read_bytes(bytes, size, wide, &glyphs);
    before = copy_of(&glyphs);
    treat_parts(redaction, &glyphs, owner);
    write_back(bytes, &glyphs, before);
    free(before);
    glyphs_free(&glyphs);
}

/* "hex(7):41,00": texts, or bytes of an application that may hold some. Returns its length. */
static size_t treat_hex(struct redaction *redaction, const char *text, enum owner owner, struct str *out)
{
    const char *colon = strchr(text, ':'), *at = colon + 1;
    const bool texts = !strncmp(text, "hex(1)", 6) || !strncmp(text, "hex(2)", 6) || !strncmp(text, "hex(7)", 6);
    unsigned char *bytes = xcalloc(strlen(at) / 2 + 1, 1);
    size_t size = 0;

    for (; isxdigit((unsigned char)at[0]) && isxdigit((unsigned char)at[1]); at += at[2] == ',' ? 3 : 2) {
        const char digits[] = { at[0], at[1], 0 };

        bytes[size++] = (unsigned char)strtoul(digits, NULL, 16);
        if (at[2] != ',') {
            at += 2;
            break;
        }
    }
    if (texts) {
        treat_bytes(redaction, bytes, size, true, owner);
    } else if (owner == OWNER_APPLICATION && redaction->pass != PASS_NAMES) {
        treat_bytes(redaction, bytes, size, true, OWNER_NONE);
        treat_bytes(redaction, bytes, size, false, OWNER_NONE);
    }
    str_add(out, text, (size_t)(colon + 1 - text));
    for (size_t i = 0; i < size; i++)
        str_addf(out, "%s%02x", i ? "," : "", bytes[i]);
    free(bytes);
    return (size_t)(at - text);
}

/* ---- lines ---- */

/* Values of the Identity Manager itself. */
static enum owner owner_of(const char *name, size_t length)
{
    static const char *const names[] = { "Username", "Last Username" };
    static const char *const others[] = { "Identity Ordinal", "Migrated5",      "Last User ID", "Identity Login",
                                          "Default User ID",  "Start User ID",  "User ID",      "Use Password2",
                                          "Password2",        "Directory Name", "Locked Down",  "Changing" };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strlen(names[i]) == length && !strncasecmp(name, names[i], length))
            return OWNER_NAME;
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (strlen(others[i]) == length && !strncasecmp(name, others[i], length))
            return OWNER_MANAGER;
    return OWNER_APPLICATION;
}

/* Length of what stands in quotes. */
static size_t quoted_length(const char *text)
{
    size_t n = 0;

    while (text[n] && text[n] != '"')
        n += text[n] == '\\' && text[n + 1] ? 2 : 1;
    return n;
}

/* Where a line is. */
struct place {
    bool values; /* behind a key the name of a value follows, which tells whose its data are */
    bool name_next;
    enum owner owner;
};

/* At a quote. Returns what was read. */
static size_t treat_quoted(struct redaction *redaction, const char *at, struct place *place, struct str *out)
{
    const size_t length = quoted_length(at + 1);
    const bool named = place->name_next;
    const enum owner owner = named ? owner_of(at + 1, length) : place->owner;

    str_puts(out, "\"");
    if (named && owner != OWNER_APPLICATION)
        str_add(out, at + 1, length);
    else
        treat_text(redaction, at + 1, length, TEXT_STRING, named ? OWNER_NONE : owner, named || owner == OWNER_MANAGER,
                   out);
    if (named && place->values)
        place->owner = owner;
    str_puts(out, at[1 + length] ? "\"" : "");
    place->name_next = false;
    return length + 1 + (at[1 + length] != 0);
}

/* At a bracket. */
static size_t treat_brackets(struct redaction *redaction, const char *at, struct place *place, struct str *out)
{
    const size_t length = strcspn(at + 1, "]");

    str_puts(out, "[");
    treat_key(redaction, at + 1, length, out);
    str_puts(out, at[1 + length] ? "]" : "");
    place->name_next = true;
    return length + 1 + (at[1 + length] != 0);
}

static void treat_line(struct redaction *redaction, const char *line, struct place place, struct str *out)
{
    for (const char *at = line; *at;) {
        size_t n = 1;

        if (*at == '"') {
            n = treat_quoted(redaction, at, &place, out);
        } else if (*at == '[') {
            n = treat_brackets(redaction, at, &place, out);
        } else if ((!strncmp(at, "hex:", 4) || !strncmp(at, "hex(", 4)) && strchr(at, ':')) {
            n = treat_hex(redaction, at, place.owner, out);
        } else {
            if (place.values && place.name_next && *at == '@')
                place.owner = OWNER_APPLICATION;
            place.name_next &= *at == ' ';
            str_add(out, at, 1);
        }
        at += n;
    }
}

/* In the last pass what was treated stands for what was there. */
static void put_back(const struct redaction *redaction, char **item, struct str *treated)
{
    if (redaction->pass == PASS_REPLACE) {
        free(*item);
        *item = xstrdup(str_text(treated));
    }
    str_free(treated);
}

static void treat_item(struct redaction *redaction, char **item, struct place place)
{
    struct str out = { 0 };

    treat_line(redaction, *item, place, &out);
    put_back(redaction, item, &out);
}

/* ---- the recording ---- */

/* A name that goes into a call: all other texts of calls are passwords, which never stand there, or the DLL's. */
static void treat_arguments(struct redaction *redaction, const struct event *event)
{
    for (size_t i = 0; i < event->arguments.count; i++) {
        const bool text = event->kind == EVENT_CALL && event->method->params[i].kind == CAT_IN_TEXT;

        treat_item(redaction, &event->arguments.items[i], (struct place){ .owner = text ? OWNER_NAME : OWNER_NONE });
    }
}

/* "type ROLE "Bob"". */
static void learn_typed(struct redaction *redaction, const char *text)
{
    struct list words = { 0 };
    struct str ignored = { 0 };

    recording_words(text, &words);
    if (words.count == 3 && !strcmp(words.items[0], "type"))
        treat_line(redaction, words.items[2], (struct place){ .owner = OWNER_USER }, &ignored);
    str_free(&ignored);
    list_free(&words);
}

static void treat_event(struct redaction *redaction, struct event *event)
{
    const bool own = event->kind == EVENT_OWN;

    if (event->kind == EVENT_CALL || event->kind == EVENT_HEAR || event->kind == EVENT_DONE ||
        event->kind == EVENT_TOLD)
        treat_arguments(redaction, event);
    if (!event->text)
        return;
    if (event->kind == EVENT_USER && redaction->pass == PASS_NAMES)
        learn_typed(redaction, event->text);
    treat_item(redaction, &event->text, (struct place){ .values = own });
}

static void treat_program(struct redaction *redaction, struct recorded_process *process)
{
    struct str out = { 0 };

    if (!process->program)
        return;
    treat_text(redaction, process->program, strlen(process->program), TEXT_STRING, OWNER_NONE, false, &out);
    put_back(redaction, &process->program, &out);
}

/* "{…} = secret pw1": the part of a key's path in front of it. */
static void treat_password(struct redaction *redaction, char **item)
{
    const char *end = strstr(*item, " = ");
    struct str out = { 0 };

    treat_key(redaction, *item, end ? (size_t)(end - *item) : strlen(*item), &out);
    str_puts(&out, end ? end : "");
    put_back(redaction, item, &out);
}

static void go_through(struct redaction *redaction, struct recording *recording)
{
    for (size_t i = 0; i < recording->state.count; i++)
        treat_item(redaction, &recording->state.items[i], (struct place){ .values = true, .name_next = true });
    for (size_t i = 0; i < recording->passwords.count; i++)
        treat_password(redaction, &recording->passwords.items[i]);
    for (unsigned i = 0; i < recording->n_processes; i++)
        treat_program(redaction, &recording->processes[i]);
    for (size_t i = 0; i < recording->count; i++)
        treat_event(redaction, &recording->events[i]);
}

bool recording_redact(struct recording *recording, size_t *words, struct problem *problem)
{
    struct redaction redaction = { .redact = { .words = redact_words_new(problem) } };
    bool ok = redaction.redact.words != NULL;

    *words = 0;
    if (!ok)
        return false;
    redaction.pass = PASS_NAMES;
    go_through(&redaction, recording);
    redaction.pass = PASS_WORDS;
    go_through(&redaction, recording);
    ok = redact_words_choose(redaction.redact.words, problem);
    redaction.pass = PASS_REPLACE;
    if (ok)
        go_through(&redaction, recording);
    *words = redact_words_count(redaction.redact.words);
    redact_free(&redaction.redact);
    return ok;
}
