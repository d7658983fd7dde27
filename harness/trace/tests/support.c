#include "trace/tests/support.h"

#include <stdio.h>

struct trace *parsed(const char *text)
{
    struct trace *trace;
    struct diag diag;
    char message[1000];

    if (trace_parse(text, strlen(text), "t", &trace, &diag)) {
        diag_format(&diag, message, sizeof(message));
        fail_msg("%s\n%s", message, text);
    }
    return trace;
}

struct trace *checked(const char *text)
{
    struct trace *trace = parsed(text);
    struct diag diag;
    char message[1000];

    if (trace_check(trace, "t", NULL, &diag)) {
        diag_format(&diag, message, sizeof(message));
        fail_msg("%s\n%s", message, text);
    }
    return trace;
}

char *formatted(const char *text)
{
    struct buffer out;
    struct diag diag;
    char message[1000];

    buffer_init(&out, 1 << 24);
    if (trace_format(text, strlen(text), "t", &out, &diag)) {
        diag_format(&diag, message, sizeof(message));
        fail_msg("%s\n%s", message, text);
    }
    return out.data;
}

const char *error_of(const char *text, size_t len)
{
    static char message[1000];
    struct trace *trace;
    struct diag diag;
    enum status status = trace_parse(text, len, "t", &trace, &diag);

    if (!status) {
        status = trace_check(trace, "t", NULL, &diag);
        trace_free(trace);
    }
    message[0] = 0;
    if (status) {
        assert_int_equal(status, ST_BAD_INPUT);
        diag_format(&diag, message, sizeof(message));
        assert_memory_equal(message, "t:", 2);
    }
    return message[0] ? message + 2 : message;
}

void assert_error(const char *text, const char *expected)
{
    const char *found = error_of(text, strlen(text));

    if (strcmp(found, expected))
        fail_msg("expected '%s'\n   found '%s'\nfor:\n%.400s", expected, found, text);
}
