/* What the tests of the trace library share. */
#ifndef IDT_TRACE_TEST_SUPPORT_H
#define IDT_TRACE_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trace/trace.h"

/* The start of every scenario that is not about the header. */
#define HEAD    "scenario 1\nevidence  synthetic\n"
#define PROCESS HEAD "\nprocess p\n"

/* Fails the test with the message if the text cannot be read. Free with trace_free(). */
struct trace *parsed(const char *text);
/* The same, and checked. */
struct trace *checked(const char *text);
/* The canonical form; free() it. */
char *formatted(const char *text);
/* The message of trace_parse or, where that succeeds, of trace_check: "line:column: text"; "" without error. */
const char *error_of(const char *text, size_t len);
void assert_error(const char *text, const char *expected);

#endif
