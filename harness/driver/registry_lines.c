/* .reg files and Wine's user.reg, cut down to what is wanted and spelled as states are. What cannot be read of a wanted
 * line stays as it is: the reader of states then says where and why. */
#include "driver/registry_file.h"

#include "driver/encoding.h"

#include "trace/trace.h"

#include <strings.h>

enum part { PART_UNKNOWN, PART_ABOVE, PART_OTHER, PART_SOME, PART_ALL };

struct reader {
    const char *at, *end; /* of what was not read */
    unsigned number;      /* of the line before it */
    bool wine, ansi;
    const char *name;
    const struct registry_wish *wish;
    struct registry_file *file;
    struct str *out;
    enum part section;
    char *key;     /* of the section, if wanted: without root */
    char *user;    /* "S-1-5-…" of the keys below HKEY_USERS that were taken */
    bool own_root; /* keys below HKEY_CURRENT_USER were taken */
    struct problem *problem;
};

struct units {
    uint16_t *data;
    size_t count, capacity;
};

static void units_add(struct units *units, uint32_t code)
{
    if (units->count + 2 > units->capacity) {
        units->capacity = units->capacity * 2 + 64;
        units->data = xrealloc(units->data, units->capacity * sizeof(*units->data));
    }
    if (code >= 0x10000) {
        units->data[units->count++] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10));
        code = 0xDC00 + ((code - 0x10000) & 0x3FF);
    }
    units->data[units->count++] = (uint16_t)code;
}

/* The spelling of states. New, free(). */
static char *units_text(const struct units *units, enum text_place place)
{
    struct buffer text;
    char *copy;

    buffer_init(&text, units->count * 12 + 1);
    text_encode(units->data, units->count, place, &text);
    copy = xstrndup(text.data ? text.data : "", text.len);
    buffer_free(&text);
    return copy;
}

/* ---- lines ---- */

static const char *line_end(const struct reader *reader)
{
    const char *end = reader->at;

    while (end < reader->end && *end != '\n')
        end++;
    return end;
}

/* Without its end, which is one or two bytes. */
static size_t line_length(const struct reader *reader)
{
    size_t length = (size_t)(line_end(reader) - reader->at);

    return length && reader->at[length - 1] == '\r' ? length - 1 : length;
}

static void skip_line(struct reader *reader)
{
    const char *end = line_end(reader);

    reader->at = end < reader->end ? end + 1 : end;
    reader->number++;
    str_puts(reader->out, "\n");
}

static void pass_line(struct reader *reader)
{
    str_add(reader->out, reader->at, line_length(reader));
    skip_line(reader);
}

/* The line, and those that it goes on with: a backslash at the end. */
static void pass_data(struct reader *reader)
{
    bool more = true;

    while (more && reader->at < reader->end) {
        size_t length = line_length(reader);

        more = length && reader->at[length - 1] == '\\';
        pass_line(reader);
    }
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

static bool is_rest(const char *at, const char *end)
{
    at = skip_blanks(at, end);
    return at >= end || *at == ';' || *at == '\r' || *at == '\n';
}

/* ---- characters ---- */

static unsigned digits(const char *at, const char *end, const char *set, unsigned most)
{
    unsigned n = 0;

    while (n < most && at + n < end && at[n] && strchr(set, at[n]))
        n++;
    return n;
}

static uint32_t number_of(const char *at, unsigned n, int base)
{
    char text[12];

    memcpy(text, at, n);
    text[n] = 0;
    return (uint32_t)strtoul(text, NULL, base);
}

/* Behind a backslash. false: no escape that the file can hold. */
static bool read_escape(const struct reader *reader, const char **at, const char *end, struct units *units)
{
    static const char names[] = "\\\"nrt0", codes[] = "\\\"\n\r\t";
    static const char wine_names[] = "\\\"nrt][abefv", wine_codes[] = "\\\"\n\r\t][\a\b\033\f\v";
    static const char hex[] = "0123456789abcdefABCDEF";
    const char *found = *at < end && **at ? strchr(reader->wine ? wine_names : names, **at) : NULL;
    unsigned n;

    if (found) {
        units_add(units, (unsigned char)(reader->wine ? wine_codes[found - wine_names] : codes[found - names]));
        ++*at;
        return true;
    }
    if (reader->wine && (n = digits(*at, end, "01234567", 3)) != 0) {
        units_add(units, number_of(*at, n, 8) & 0xFFFF);
        *at += n;
        return true;
    }
    if (*at < end && **at == (reader->wine ? 'x' : 'u') && (n = digits(*at + 1, end, hex, 4)) != 0) {
        units_add(units, number_of(*at + 1, n, 16));
        *at += n + 1;
        return reader->wine || n == 4;
    }
    return false;
}

/* $(uXXXX), as states spell a unit; every other "$(" is text. */
static size_t spelled_unit(const char *at, const char *end)
{
    return end - at >= 8 && !memcmp(at, "$(u", 3) && at[7] == ')' &&
                   digits(at + 3, end, "0123456789abcdefABCDEF", 4) == 4
               ? 8
               : 0;
}

/* One character, not an escape. */
static bool read_character(const struct reader *reader, const char **at, const char *end, struct units *units)
{
    uint32_t code = 0;
    size_t n = reader->wine ? 0 : spelled_unit(*at, end);

    if (n) {
        units_add(units, number_of(*at + 3, 4, 16));
    } else {
        n = encoding_next(*at, (size_t)(end - *at), &code);
        if (!n || !code)
            return false;
        units_add(units, code);
    }
    *at += n;
    return true;
}

/* From behind the quotation mark to behind the next one. Windows writes the end of a line within a text as it is. */
static bool read_quoted(const struct reader *reader, const char **at, const char *end, struct units *units)
{
    while (*at < end && **at != '"') {
        if (**at == '\\') {
            ++*at;
            if (!read_escape(reader, at, end, units))
                return false;
        } else if ((reader->wine && **at == '\n') || !read_character(reader, at, end, units)) {
            return false;
        }
    }
    return (*at)++ < end;
}

/* ---- keys ---- */

/* The path between the brackets, behind the root of a .reg file. New, free(); NULL: unreadable. */
static char *read_path(const struct reader *reader, const char *at, const char *end)
{
    struct units units = { 0 };
    bool ok = true, closed = false;
    char *path;

    while (ok && at < end && !closed) {
        if (reader->wine && *at == '\\') {
            at++;
            ok = read_escape(reader, &at, end, &units);
        } else if (*at == ']' && (reader->wine || is_rest(at + 1, end))) {
            closed = true;
        } else {
            ok = read_character(reader, &at, end, &units);
        }
    }
    path = ok && closed ? units_text(&units, TEXT_KEY) : NULL;
    free(units.data);
    return path;
}

static const char *behind(const char *path, const char *root)
{
    const size_t length = strlen(root);

    if (strncasecmp(path, root, length) != 0 || (path[length] && path[length] != '\\'))
        return NULL;
    return path[length] ? path + length + 1 : path + length;
}

/* Of HKEY_USERS\S-1-…\KEY, of the one user whose keys are taken. */
static const char *behind_user(struct reader *reader, const char *path)
{
    const char *user = behind(path, "HKEY_USERS"), *key;
    size_t length;

    if (!user || reader->own_root)
        return NULL;
    length = strcspn(user, "\\");
    key = user[length] ? user + length + 1 : user + length;
    if (strncasecmp(user, "S-1-5-21-", 9) != 0 || !is_identities(key))
        return NULL;
    if (!reader->user)
        reader->user = xstrndup(user, length);
    if (strlen(reader->user) != length || strncasecmp(reader->user, user, length) != 0) {
        problem_set(reader->problem, CODE_USAGE, "%s:%u: expected the identities of one user, found those of a second",
                    reader->name, reader->number + 1);
        return NULL;
    }
    return key;
}

/* The path below HKCU, "" for HKCU itself; NULL: another root. */
static const char *behind_root(struct reader *reader, const char *path)
{
    const char *key = behind(path, "HKEY_CURRENT_USER");

    if (!key)
        key = behind(path, "HKCU");
    if (key && is_identities(key))
        reader->own_root = true;
    return key ? key : behind_user(reader, path);
}

static enum part choose_section(const struct reader *reader, const char *key)
{
    if (!key)
        return PART_OTHER;
    if (is_identities(key))
        return PART_ALL;
    return !*key ? PART_ABOVE : is_wished(reader->wish, key, NULL) ? PART_SOME : PART_OTHER;
}

/* A key that is wanted but deleted or unreadable: the reader of states refuses it, with its line. */
static bool is_refused(struct reader *reader, const char *path)
{
    static const char start[] = "[HKEY_CURRENT_USER\\Identities";

    if (path && *path == '-' && !reader->wine) {
        const char *key = behind_root(reader, path + 1);

        return key && (is_identities(key) || is_wished(reader->wish, key, NULL));
    }
    return !path && (reader->wine ? !strncmp(reader->at, "[Identities", 11)
                                  : !strncasecmp(reader->at, start, sizeof(start) - 1));
}

static void read_key(struct reader *reader)
{
    char *path = read_path(reader, reader->at + 1, reader->at + line_length(reader));
    const char *key = path && !reader->wine ? behind_root(reader, path) : path;

    free(reader->key);
    reader->key = NULL;
    reader->section = choose_section(reader, key);
    if (reader->section == PART_ABOVE)
        reader->file->whole = true;
    if (is_refused(reader, path)) {
        pass_line(reader);
    } else {
        if (reader->section > PART_OTHER) {
            reader->key = xstrdup(key);
            str_addf(reader->out, "[HKEY_CURRENT_USER\\%s%s]", is_identities(key) ? "Identities" : key,
                     is_identities(key) ? key + strlen("Identities") : "");
        }
        skip_line(reader);
    }
    free(path);
}

/* ---- values ---- */

static void add_hex(struct reader *reader, uint32_t type, const uint8_t *bytes, size_t count)
{
    str_addf(reader->out, "hex(%x):", (unsigned)type);
    for (size_t i = 0; i < count; i++)
        str_addf(reader->out, "%s%02x", i ? "," : "", bytes[i]);
}

/* Lines that a value took beyond its first. */
static void count_lines(struct reader *reader, const char *until)
{
    while (reader->at < until)
        skip_line(reader);
}

/* "text", in user.reg also str(2):"text" (without its last terminator). false: it stands as it was. */
static bool read_text(struct reader *reader, const char *at, uint32_t type)
{
    struct units units = { 0 };
    bool ok = read_quoted(reader, &at, reader->end, &units) && is_rest(at, reader->end);

    if (ok && type == 1) {
        char *text = units_text(&units, TEXT_STRING);

        str_addf(reader->out, "\"%s\"", text);
        free(text);
    } else if (ok) {
        units_add(&units, 0);
        uint8_t *bytes = xcalloc(units.count, 2);

        for (size_t i = 0; i < units.count; i++) {
            bytes[2 * i] = (uint8_t)units.data[i];
            bytes[2 * i + 1] = (uint8_t)(units.data[i] >> 8);
        }
        add_hex(reader, type, bytes, units.count * 2);
        free(bytes);
    }
    if (ok)
        count_lines(reader, at);
    free(units.data);
    return ok;
}

/* hex(n): of ANSI text in REGEDIT4, with the lines it goes on with. */
static bool read_ansi(struct reader *reader, const char *at, uint32_t type)
{
    static const char hex[] = "0123456789abcdefABCDEF";
    const char *code_page = reader->wish->code_page ? reader->wish->code_page : "WINDOWS-1252";
    struct str bytes = { 0 }, wide = { 0 };
    bool ok = true, beyond = false;

    while (ok && digits(at, reader->end, hex, 2) == 2) {
        const char byte = (char)number_of(at, 2, 16);

        beyond = beyond || (byte & 0x80);
        str_add(&bytes, &byte, 1);
        at += 2;
        if (at == reader->end || *at != ',')
            break;
        at = skip_blanks(at + 1, reader->end);
        if (at < reader->end && *at == '\\')
            for (at++; at < reader->end && strchr(" \t\r\n", *at) && *at;)
                at++;
    }
    ok = is_rest(at, reader->end) && encoding_convert("UTF-16LE", code_page, str_text(&bytes), bytes.length, &wide);
    if (ok) {
        if (beyond)
            list_take(&reader->file->notes, xformat("line %u: ANSI text read as %s (--code-page says another)",
                                                    reader->number + 1, code_page));
        add_hex(reader, type, (const uint8_t *)str_text(&wide), wide.length);
        count_lines(reader, at);
    }
    str_free(&bytes);
    str_free(&wide);
    return ok;
}

/* Behind '='. */
static void read_data(struct reader *reader, const char *at)
{
    const char *end = reader->at + line_length(reader);
    const size_t length = (size_t)(end - at);
    bool done = false;

    if (length && *at == '"')
        done = read_text(reader, at + 1, 1);
    else if (reader->wine && length > 5 && !memcmp(at, "str(", 4) && strchr("1234567", at[4]) && at[4] &&
             !strncmp(at + 5, "):\"", 3))
        done = read_text(reader, at + 8, (uint32_t)(at[4] - '0'));
    else if (reader->ansi && length > 7 && !memcmp(at, "hex(", 4) && strchr("127", at[4]) && at[4] &&
             !strncmp(at + 5, "):", 2))
        done = read_ansi(reader, at + 7, (uint32_t)(at[4] - '0'));
    if (done)
        return;
    str_add(reader->out, at, length);
    reader->at = end;
    if (length && at[length - 1] == '\\') {
        skip_line(reader);
        pass_data(reader);
    } else {
        skip_line(reader);
    }
}

/* Where a value is not wanted, lines with the rest of its data may follow: they begin with neither '"' nor '@'. */
static void read_value(struct reader *reader)
{
    const char *at = reader->at, *end = reader->at + line_length(reader);
    struct units units = { 0 };
    char *name = NULL;
    const bool at_sign = *at == '@';

    at++;
    if (at_sign || read_quoted(reader, &at, end, &units))
        name = units_text(&units, TEXT_STRING);
    if (name && (reader->section == PART_ALL || is_wished(reader->wish, reader->key, name))) {
        at = skip_blanks(at, end);
        if (at < end && *at == '=') {
            str_addf(reader->out, at_sign ? "@=" : "\"%s\"=", name);
            read_data(reader, skip_blanks(at + 1, end));
        } else {
            pass_line(reader);
        }
    } else if (!name && reader->section == PART_ALL) {
        pass_line(reader);
    } else {
        skip_line(reader);
    }
    free(units.data);
    free(name);
}

/* ---- files ---- */

static void read_line(struct reader *reader)
{
    const char *at = skip_blanks(reader->at, reader->at + line_length(reader));
    const bool blank = at == reader->at + line_length(reader) || *at == ';';

    if (*at == '[') {
        reader->at = at;
        read_key(reader);
    } else if (blank || (reader->wine && *at == '#')) {
        skip_line(reader);
    } else if (reader->section >= PART_SOME && (*at == '"' || *at == '@')) {
        reader->at = at;
        read_value(reader);
    } else if (reader->section == PART_ALL || reader->section == PART_UNKNOWN) {
        pass_line(reader);
    } else {
        skip_line(reader);
    }
}

/* The first line, and of a user.reg the second, which says whose keys follow. */
static bool read_signature(struct reader *reader)
{
    static const char wine[] = "WINE REGISTRY Version 2", relative[] = ";; All keys relative to ";
    const size_t length = line_length(reader);

    reader->wine = length == sizeof(wine) - 1 && !memcmp(reader->at, wine, length);
    reader->ansi = length >= 8 && !memcmp(reader->at, "REGEDIT4", 8);
    reader->file->kind = reader->wine ? REGISTRY_WINE : REGISTRY_REGEDIT;
    if (!reader->wine && !reader->ansi) {
        pass_line(reader);
        return true;
    }
    str_puts(reader->out, "Windows Registry Editor Version 5.00");
    skip_line(reader);
    if (!reader->wine)
        return true;
    reader->file->whole = true;
    reader->section = PART_OTHER;
    if (line_length(reader) > sizeof(relative) - 1 && !memcmp(reader->at, relative, sizeof(relative) - 1) &&
        memmem(reader->at, line_length(reader), "User\\\\S-1-", 10))
        return true;
    return problem_set(reader->problem, CODE_USAGE,
                       "%s:2: expected ';; All keys relative to REGISTRY\\\\User\\\\S-1-…' (user.reg of a prefix), "
                       "found '%.*s'",
                       reader->name, (int)(line_length(reader) < 60 ? line_length(reader) : 60), reader->at);
}

bool registry_lines(const char *text, size_t length, const char *name, const struct registry_wish *wish,
                    struct registry_file *file, struct str *out, struct problem *problem)
{
    struct reader reader = {
        .at = text, .end = text + length, .name = name, .wish = wish, .file = file, .out = out, .problem = problem
    };
    bool ok = true;

    while (ok && reader.at < reader.end && is_rest(reader.at, reader.at + line_length(&reader)))
        pass_line(&reader);
    ok = read_signature(&reader);
    while (ok && reader.at < reader.end) {
        read_line(&reader);
        ok = !problem->text[0];
    }
    free(reader.key);
    free(reader.user);
    return ok;
}
