/* Every field of a model as text, written without the printer: two models are equal if their dumps are. */
#ifndef IDT_TRACE_TEST_DUMP_H
#define IDT_TRACE_TEST_DUMP_H

#include "trace/trace.h"

/* free() it. Lines, columns, labels and notes are left out. */
char *model_dump(const struct trace *trace);

#endif
