/* One benchmark each a file; main.c has the table. */
#ifndef IDT_BENCH_BENCH_H
#define IDT_BENCH_BENCH_H

#include "sample.h"

#include "driver/prefix.h"
#include "driver/process.h"
#include "driver/settings.h"

/* What all of them work with. */
struct bench {
    struct settings settings;
    struct problem problem;
    char *folder;   /* scratch, removed at the end */
    char *memory;   /* the same in memory where the machine has such a place: for traces, so that no disk is measured */
    bool quick;     /* a smoke run: few pairs, little data, no verdict */
    unsigned pairs; /* 31 */
    bool prefix_ready;
    struct prefix prefix; /* see bench_prefix() */
};

/* A result: a ratio or an amount against its limit. */
struct result {
    const char *name;
    const char *unit;  /* "x", "us", "ms", "s", "MB" */
    const char *about; /* one line */
    double limit;
    double high_limit;     /* also of the interval's upper end; 0: none */
    bool told;             /* there is no limit */
    bool at_least;         /* limit is a minimum */
    struct interval value; /* an amount that is measured once has three equal ones */
    struct interval ours, theirs;
    const char *side_unit; /* of ours and theirs: "ms", "s", "1/s"; NULL if there are no sides */
    size_t pairs;
};

enum { RESULTS_MAX = 5 };

/* Ratio and both sides; the caller adds limit and units. */
struct result result_of(const struct sample *sample, const char *name, const char *about);
/* Ours less theirs, both microseconds. */
struct result result_of_difference(const struct sample *sample, const char *name, const char *about);
/* Megabytes, measured once. */
struct result result_of_amount(double megabytes, const char *name, const char *about);

/* Fills up to RESULTS_MAX results; returns how many, 0 with a problem set. */
typedef unsigned (*bench_fn)(struct bench *bench, struct result results[RESULTS_MAX]);

unsigned bench_start(struct bench *bench, struct result results[RESULTS_MAX]);    /* (a) isolated scenario, (b) reset */
unsigned bench_replay(struct bench *bench, struct result results[RESULTS_MAX]);   /* (c) native against Wine */
unsigned bench_diff(struct bench *bench, struct result results[RESULTS_MAX]);     /* (d) */
unsigned bench_memory(struct bench *bench, struct result results[RESULTS_MAX]);   /* (e) */
unsigned bench_record(struct bench *bench, struct result results[RESULTS_MAX]);   /* (f) hooks, (g) recorded calls */
unsigned bench_dialog(struct bench *bench, struct result results[RESULTS_MAX]);   /* (h) */
unsigned bench_recorder(struct bench *bench, struct result results[RESULTS_MAX]); /* (i) */
unsigned bench_clients(struct bench *bench, struct result results[RESULTS_MAX]);  /* (j) */

/* --- measuring a program (measure.c) --- */

struct cost {
    int status;     /* as a shell would show it */
    double seconds; /* wall clock */
    double cpu;     /* user and system time of the program and what it waited for */
    double peak_mb; /* of the program alone, not of its children */
};

struct command {
    const char *const *arguments;
    char *const *environment; /* NULL: our own */
    const char *output;       /* file for stdout and stderr; NULL: /dev/null */
    bool watch_memory;
};

struct cost measure(const struct command *command);

/* A side of a pair that ended otherwise than expected spoils the whole benchmark. */
bool expect_status(struct bench *bench, const struct cost *cost, int status, const char *what);
/* What a program of ours printed: n of them. */
bool read_numbers(struct bench *bench, const char *output, unsigned n, double *numbers);

/* --- a browser (paint.c) --- */

/* Whether there is Debian's Chromium. */
bool paint_is_measured(void);
/* Milliseconds until its first paint of the page, several times, in ours of the sample. */
bool measure_paint(struct bench *bench, const char *page, struct sample *sample);

/* --- Wine (wine.c) --- */

/* A warm slim prefix; made at the first use. */
bool wine_start(struct bench *bench);
void wine_stop(struct bench *bench);

/* A PE of ours. `paths`: its arguments, at most three paths, ended by NULL. */
struct cost wine_program(const struct bench *bench, const char *program, const char *const paths[], const char *output);

/* typical.scn against the reference, in a process of its own. */
struct cost wine_scenario(const struct bench *bench);

#endif
