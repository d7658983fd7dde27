/* Holds a trace against expectations. */
#ifndef IDT_JUDGE_H
#define IDT_JUDGE_H

#include "trace/symbols.h"

enum fact_verdict {
    FACT_SAME,
    FACT_DIFFERENT,
    FACT_NOT_OBSERVED, /* expected, but the trace does not say: never counted as equal */
    FACT_OPEN,         /* the trace says, nothing is expected: `-> any`, `&v`, `| registry ...`, or nothing stated */
    FACT_NOT_RUN,      /* the step did not run; `cause` */
    N_FACT_VERDICTS
};

extern const char
    *const fact_verdict_names[N_FACT_VERDICTS]; /* "same", "different", "not observed", "open", "not run" */

struct fact_result {
    const char *label; /* of the step, "scenario" for the whole */
    const char *fact;  /* "result", "out.ppIdentity", "registry", "callbacks", "folders", "windows", "reads", "ended" */
    enum fact_verdict verdict;
    const char *expected; /* canonical text; NULL where nothing is stated */
    const char *observed; /* canonical text with $(guidN); NULL where nothing was seen */
    const char *cause;    /* FACT_NOT_RUN: label of the step that caused it, else NULL */
    const char
        *cause_fact; /* FACT_NOT_RUN: the fact of that step that went wrong: "result", "out.ppIdentity", "callbacks" */
    unsigned scenario_line; /* 0 if there is none */
    unsigned trace_line;
};

struct judgement {
    struct arena arena;
    struct fact_result *facts; /* in order of the scenario */
    size_t n_facts;
    size_t counts[N_FACT_VERDICTS];
    const char *unsupported; /* the trace ended `unsupported NAME`: no facts */
    const char *ended;       /* "ok", "crash ACCESS_VIOLATION", "hang", … */
    unsigned bindings;       /* symbols that were bound */
};

/* Both after trace_check. `scenario` may itself be a trace: then everything it shows is expected (--against).
 * *out: new, free with judgement_free(). Fails: ST_NO_MEMORY. */
enum status trace_judge(const struct trace *scenario, const struct trace *trace, struct judgement **out);
void judgement_free(struct judgement *judgement);

#endif
