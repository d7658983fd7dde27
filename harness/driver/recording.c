#include "driver/recording.h"

#include "driver/files.h"

#include "trace/session.h"
#include "trace/trace.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH = 64 };

struct reader {
    struct recording *recording;
    const char *path;
    unsigned line;
    struct problem *problem;
    struct stack {
        size_t frames[DEPTH];
        unsigned depth;
    } * stacks; /* one a runner */
};

static bool fail(const struct reader *reader, const char *expected, const char *found)
{
    return problem_set(reader->problem, CODE_USAGE, "%s:%u: expected %s, found '%.60s'", reader->path, reader->line,
                       expected, found);
}

/* ---- pieces of a line ---- */

void recording_split(const char *text, size_t length, struct list *pieces)
{
    const char *start = text, *end = text + length;
    unsigned depth = 0;
    bool quoted = false;

    for (const char *at = text; at < end; at++) {
        if (quoted) {
            at += *at == '\\' && at + 1 < end;
            quoted = *at != '"';
        } else if (*at == '"') {
            quoted = true;
        } else if (strchr("([{", *at)) {
            depth++;
        } else if (strchr(")]}", *at)) {
            depth -= depth > 0;
        } else if (*at == ',' && !depth) {
            list_take(pieces, xstrndup(start, (size_t)(at - start)));
            start = at + 1 + (at + 1 < end && at[1] == ' ');
        }
    }
    if (length)
        list_take(pieces, xstrndup(start, (size_t)(end - start)));
}

/* The word at *at; moves behind it and one blank. New, free(). */
static char *take_word(const char **at)
{
    size_t length = strcspn(*at, " ");
    char *word = xstrndup(*at, length);

    *at += length;
    *at += **at == ' ';
    return word;
}

/* "(a, b)" at the end of a line. */
static bool take_list(const struct reader *reader, const char *at, struct list *pieces)
{
    size_t length = strlen(at);

    if (length < 2 || at[0] != '(' || at[length - 1] != ')')
        return fail(reader, "a list in parentheses", at);
    recording_split(at + 1, length - 2, pieces);
    return true;
}

/* ---- who it was ---- */

static unsigned process_of(struct recording *recording, const char *id, size_t length)
{
    struct recorded_process *process;

    for (unsigned i = 0; i < recording->n_processes; i++)
        if (strlen(recording->processes[i].id) == length && !strncmp(recording->processes[i].id, id, length))
            return i;
    recording->processes = xrealloc(recording->processes, (recording->n_processes + 1) * sizeof(*recording->processes));
    process = &recording->processes[recording->n_processes];
    *process = (struct recorded_process){ .id = xstrndup(id, length), .last = NO_EVENT };
    return recording->n_processes++;
}

static unsigned runner_of(struct reader *reader, const char *id)
{
    struct recording *recording = reader->recording;
    struct runner *runner;
    unsigned process;
    bool first = true;

    for (unsigned i = 0; i < recording->n_runners; i++)
        if (!strcmp(recording->runners[i].id, id))
            return i;
    process = process_of(recording, id, strcspn(id, "."));
    for (unsigned i = 0; i < recording->n_runners; i++)
        first &= recording->runners[i].process != process;
    recording->runners = xrealloc(recording->runners, (recording->n_runners + 1) * sizeof(*recording->runners));
    reader->stacks = xrealloc(reader->stacks, (recording->n_runners + 1) * sizeof(*reader->stacks));
    reader->stacks[recording->n_runners].depth = 0;
    runner = &recording->runners[recording->n_runners];
    *runner = (struct runner){ .id = xstrdup(id), .process = process, .first = first, .apartment = xstrdup("none") };
    return recording->n_runners++;
}

/* ---- events ---- */

static struct event *add_event(struct reader *reader, enum event_kind kind, unsigned runner)
{
    struct recording *recording = reader->recording;
    const struct stack *stack = &reader->stacks[runner];
    struct event *event;

    if (recording->count == recording->capacity) {
        recording->capacity = recording->capacity * 2 + 64;
        recording->events = xrealloc(recording->events, recording->capacity * sizeof(*recording->events));
    }
    event = &recording->events[recording->count];
    *event = (struct event){ .kind = kind,
                             .runner = runner,
                             .partner = NO_EVENT,
                             .parent = stack->depth ? stack->frames[stack->depth - 1] : NO_EVENT };
    recording->processes[recording->runners[runner].process].last = recording->count++;
    return event;
}

/* "p3 IUserIdentityManager.Logon (null, 0, &)" */
static bool read_call(struct reader *reader, enum event_kind kind, unsigned runner, const char *at)
{
    struct stack *stack = &reader->stacks[runner];
    struct event *event = add_event(reader, kind, runner);
    char *name, *method;
    bool ok;

    event->object = take_word(&at);
    name = take_word(&at);
    method = strchr(name, '.');
    if (method)
        *method++ = 0;
    event->interface = cat_interface(name);
    event->method = event->interface && method ? cat_method(event->interface, method, NULL) : NULL;
    ok = (event->method || fail(reader, "a method of the catalogue", name)) &&
         take_list(reader, at, &event->arguments) &&
         (event->arguments.count == event->method->n_params || fail(reader, "an argument for each parameter", at)) &&
         (stack->depth < DEPTH || fail(reader, "at most 64 nested calls", at));
    if (ok)
        stack->frames[stack->depth++] = reader->recording->count - 1;
    free(name);
    return ok;
}

/* "0x00000000 (p4)" */
static bool read_return(struct reader *reader, enum event_kind kind, unsigned runner, const char *at)
{
    struct stack *stack = &reader->stacks[runner];
    struct event *events, *event;
    enum event_kind opened = kind == EVENT_DONE ? EVENT_CALL : EVENT_HEAR;
    char *result;
    size_t call;

    if (!stack->depth || reader->recording->events[stack->frames[stack->depth - 1]].kind != opened)
        return fail(reader, "a call of this thread that has not returned", at);
    call = stack->frames[--stack->depth];
    event = add_event(reader, kind, runner);
    events = reader->recording->events;
    event->partner = call;
    events[call].partner = reader->recording->count - 1;
    event->interface = events[call].interface;
    event->method = events[call].method;
    result = take_word(&at);
    event->result = (uint32_t)strtoul(result, NULL, 0);
    free(result);
    return take_list(reader, at, &event->arguments);
}

static bool read_event(struct reader *reader, unsigned runner, const char *word, const char *rest)
{
    struct recording *recording = reader->recording;

    if (!strcmp(word, "call"))
        return read_call(reader, EVENT_CALL, runner, rest);
    if (!strcmp(word, "hear"))
        return read_call(reader, EVENT_HEAR, runner, rest);
    if (!strcmp(word, "done"))
        return read_return(reader, EVENT_DONE, runner, rest);
    if (!strcmp(word, "told"))
        return read_return(reader, EVENT_TOLD, runner, rest);
    if (!strcmp(word, "see")) {
        add_event(reader, EVENT_SEE, runner)->text = xstrdup(rest);
    } else if (!strcmp(word, "user")) {
        add_event(reader, EVENT_USER, runner)->text = xstrdup(rest);
    } else if (!strcmp(word, "own")) {
        add_event(reader, EVENT_OWN, runner)->text = xstrdup(rest);
    } else if (!strcmp(word, "slot")) {
        add_event(reader, EVENT_SLOT, runner)->text = xstrdup(rest);
    } else if (!strcmp(word, "exit")) {
        add_event(reader, EVENT_EXIT, runner);
        recording->processes[recording->runners[runner].process].left = true;
    } else if (!strcmp(word, "thread")) {
        free(recording->runners[runner].apartment);
        recording->runners[runner].apartment = xstrdup(rest);
    } else if (!strcmp(word, "process")) {
        struct recorded_process *process = &recording->processes[recording->runners[runner].process];

        free(process->program);
        process->program = strlen(rest) > 2 ? xstrndup(rest + 1, strlen(rest) - 2) : xstrdup("");
    } else if (!strcmp(word, "failed")) {
        free(recording->failure);
        recording->failure = xstrdup(rest);
    } else {
        return fail(reader, "an event", word);
    }
    return true;
}

/* ---- the head ---- */

/* dll "PATH" sha256 HASH version "1.2" machine x86-64 */
static bool read_dll(struct reader *reader, const char *rest)
{
    struct recording *recording = reader->recording;
    const char *hash = *rest ? strstr(rest + 1, "\" sha256 ") : NULL;
    const char *version = hash ? strstr(hash, " version \"") : NULL;

    if (*rest != '"' || !version || strcspn(hash + 9, " ") != 64)
        return fail(reader, "a DLL with its SHA-256 and version", rest);
    if (recording->dll)
        return fail(reader, "one DLL", rest);
    recording->dll = xstrndup(rest + 1, (size_t)(hash - rest - 1));
    recording->sha256 = xstrndup(hash + 9, 64);
    recording->version = xstrndup(version + 10, strcspn(version + 10, "\""));
    return true;
}

static bool read_line(struct reader *reader, const char *line)
{
    char *word = take_word(&line), *event;
    bool ok = true;

    if (reader->line == 1) {
        ok = (!strcmp(word, "recording") && !strcmp(line, "1")) || fail(reader, "'recording 1'", word);
    } else if (!strcmp(word, "dll")) {
        ok = read_dll(reader, line);
    } else if (!strcmp(word, "system")) {
        free(reader->recording->system);
        reader->recording->system = xstrdup(line);
    } else if (!strcmp(word, "state")) {
        list_add(&reader->recording->state, line);
    } else if (!strcmp(word, "password")) {
        list_add(&reader->recording->passwords, line);
    } else if (strchr(word, '.') && word[strspn(word, "0123456789.")] == 0) {
        event = take_word(&line);
        ok = read_event(reader, runner_of(reader, word), event, line);
        free(event);
    } else {
        ok = fail(reader, "a line of a recording", word);
    }
    free(word);
    return ok;
}

/* A call in flight is one whose thread is in nothing else, and during which another thread was called or heard. */
static void find_overlaps(struct recording *recording)
{
    for (size_t i = 0; i < recording->count; i++) {
        struct event *call = &recording->events[i];
        size_t end = call->partner == NO_EVENT ? recording->count : call->partner;

        for (size_t j = i + 1; call->kind == EVENT_CALL && call->parent == NO_EVENT && j < end; j++) {
            const struct event *other = &recording->events[j];

            call->overlapped |= other->runner != call->runner &&
                                (other->kind == EVENT_CALL || other->kind == EVENT_HEAR || other->kind == EVENT_DONE);
        }
    }
}

/* As the recorder writes it, or the text alone, as a kit brings it back. */
static void read_text(const char *path, struct str *text)
{
    static const char start[] = "recording ";
    struct problem ignored = { 0 };
    size_t length;
    char *found;

    if (!file_read(path, SESSION_MAPPED + (size_t)TRACE_MAX_TRACE, text, &ignored)) {
        str_clear(text);
        return;
    }
    if (!strncmp(str_text(text), start, sizeof(start) - 1))
        return;
    found = session_text(str_text(text), text->length, &length);
    str_clear(text);
    if (found)
        str_add(text, found, length);
    free(found);
}

/* Made, but killed before its first line was there: no more than blanks of the file, or a length of nothing. */
static bool is_unbegun(const char *path)
{
    static const char none[SESSION_HEADER] = { 0 };
    char header[SESSION_HEADER + 1] = { 0 };
    FILE *file = fopen(path, "rb");
    struct stat info;
    bool unbegun = false;

    if (!file)
        return false;
    if (!fstat(fileno(file), &info) && S_ISREG(info.st_mode)) {
        const size_t n = fread(header, 1, SESSION_HEADER, file);

        unbegun = !memcmp(header, none, SESSION_HEADER) ||
                  (n == SESSION_HEADER && !strncmp(header, SESSION_MAGIC, SESSION_LENGTH) &&
                   !strtoull(header + SESSION_LENGTH, NULL, 10));
    }
    fclose(file);
    return unbegun;
}

bool recording_begun(const struct recording *recording, const char *path, struct problem *problem)
{
    for (size_t i = 0; i < recording->count; i++)
        if (recording->events[i].kind == EVENT_CALL)
            return true;
    return recording->failure ||
           problem_set(problem, CODE_USAGE,
                       "%s: the program ended before the first call: there is nothing to make a scenario of", path);
}

bool recording_read(const char *path, struct recording *recording, struct problem *problem)
{
    struct reader reader = { .recording = recording, .path = path, .problem = problem };
    struct str text = { 0 };
    bool ok = true;

    memset(recording, 0, sizeof(*recording));
    read_text(path, &text);
    if (!text.length && access(path, R_OK))
        ok = problem_set(problem, CODE_USAGE, "%s: %s", path, strerror(errno));
    else if (!text.length && is_unbegun(path))
        ok = recording_begun(recording, path, problem);
    else if (!text.length)
        ok = problem_set(problem, CODE_USAGE, "%s: expected a recording, found none", path);
    for (char *line = text.data; ok && line && *line;) {
        char *end = line + strcspn(line, "\n");
        const bool last = !*end;

        *end = 0;
        reader.line++;
        ok = read_line(&reader, line);
        line = last ? end : end + 1;
    }
    free(reader.stacks);
    str_free(&text);
    if (ok)
        find_overlaps(recording);
    return ok;
}

void recording_free(struct recording *recording)
{
    for (size_t i = 0; i < recording->count; i++) {
        free(recording->events[i].object);
        free(recording->events[i].text);
        list_free(&recording->events[i].arguments);
    }
    for (unsigned i = 0; i < recording->n_runners; i++) {
        free(recording->runners[i].id);
        free(recording->runners[i].apartment);
    }
    for (unsigned i = 0; i < recording->n_processes; i++) {
        free(recording->processes[i].id);
        free(recording->processes[i].program);
    }
    free(recording->events);
    free(recording->runners);
    free(recording->processes);
    free(recording->dll);
    free(recording->sha256);
    free(recording->version);
    free(recording->failure);
    free(recording->system);
    list_free(&recording->state);
    list_free(&recording->passwords);
    memset(recording, 0, sizeof(*recording));
}
