/* The parts of the judge, private to the library. */
#ifndef IDT_JUDGE_PRIVATE_H
#define IDT_JUDGE_PRIVATE_H

#include "trace/judge.h"
#include "trace/names.h"

struct judge {
    const struct trace *scenario;
    const struct trace *trace;
    struct judgement *out;
    size_t capacity;                  /* of out->facts */
    struct symbols *symbols;          /* names for the GUIDs of the trace */
    struct symbols *expected_symbols; /* the same for a trace that stands for the scenario, else NULL */
    struct binding *binding;
    struct names steps;   /* of the trace, by label */
    struct names ends;    /* of the trace, by the label of the call that began */
    struct names aliases; /* variables of the trace that hold the pointer of an earlier one, to its name */
    /* The last answer of wrong_fact: after a crash every step asks for the same. */
    const char *cause;
    const char *cause_fact;
    bool no_memory;
};

/* judge.c: the facts of these steps, as far as `out`, `symbols` and `binding` are set; `steps` is filled here. */
void judge_begin(struct judge *judge);
void judge_steps(struct judge *judge, const struct step *expected);

/* The first variable of the trace that holds the pointer of this one. */
const char *judge_first_holder(const struct judge *judge, const char *name);

/* judge_text.c: canonical texts in the arena, of the trace with $(guidN). NULL if there is no memory. */
const char *judge_result_text(struct judge *judge, const struct result *result, bool observed);
const char *judge_out_text(struct judge *judge, const struct arg *arg, bool observed);
/* "set [K] "a"="b" | create [K]", "none"; NULL if nothing of the kind stands there. `full`: also where a callback came,
 * if that is plain. */
const char *judge_effects_text(struct judge *judge, const struct step *step, enum effect_kind kind, bool observed,
                               bool full);
/* Whether a line of the step says where a callback comes. */
bool judge_states_where(const struct step *step);
/* "dialog switch > press switch.ok", "none". */
const char *judge_user_text(struct judge *judge, const struct step *step, bool observed);
const char *judge_ended_text(struct judge *judge, const struct ended *ended);

/* judge_match.c: is what was seen what is expected? Binds symbols where it is. */
enum match { MATCH_SAME, MATCH_DIFFERENT, MATCH_OPEN };
enum match judge_result(struct judge *judge, const struct result *expected, const struct result *observed);
enum match judge_out(struct judge *judge, const struct arg *expected, const struct arg *observed);
/* Compares texts, those of traces with names for GUIDs. */
bool judge_same_text(struct judge *judge, const char *expected, const char *observed);
/* judge_windows.c: the same for EFFECT_WINDOWS. */
enum match judge_windows(struct judge *judge, const struct step *expected, const struct step *observed);
enum match judge_effects(struct judge *judge, const struct step *expected, const struct step *observed,
                         enum effect_kind kind);

/* The lines of a step; those of a call in flight belong to its end, wherever they stand. */
const struct detail *judge_details(const struct step *step);
/* The details of one kind, in order; NULL behind the last. `from` is NULL at first. */
const struct detail *judge_next_effect(const struct step *step, enum effect_kind kind, const struct detail *from);

#endif
