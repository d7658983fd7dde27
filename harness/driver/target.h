/* What a scenario can be replayed on. */
#ifndef IDT_DRIVER_TARGET_H
#define IDT_DRIVER_TARGET_H

#include "driver/expect.h"
#include "driver/options.h"
#include "driver/settings.h"
#include "driver/trace_file.h"

#define BASELINE "baseline" /* behind --against: baseline.h */

enum lane { LANE_WINE, LANE_NATIVE, LANE_X86, LANE_NONE };

extern const char *const lane_names[]; /* "x86-64", "native", "x86", "none": in reports */

struct target {
    char *name;
    enum lane lane;
    char *file;             /* what answers, absolute; of LANE_NONE the trace file */
    char *load;             /* the copy of it that agents load; NULL: the file itself */
    char *agent;            /* the agent beside that copy; NULL: the run's own */
    bool users;             /* somebody's own DLL: it runs beside its neighbours */
    bool original;          /* of --original: it shares UI maps with the others */
    struct list neighbours; /* paths relative to its folder */
    char hash[65];          /* SHA-256 of it */
    char version[32];       /* of its version resource, or "" */
    char company[128];      /* of its version resource, or "" */
    char language[4];       /* "de", or "" */
    char *machine;          /* "x86-64", "x86", "" */
    char *system;           /* where its traces come from, "windows 5.0.2195"; NULL: from this run */
    bool registry_reads;    /* its agents record reads too */
    char *ui;               /* the file of its UI map; NULL: it has none */
    char *ui_load;          /* the copy of it, as its agents see the path; NULL: there is none */
    char *unavailable;      /* why nothing runs: every scenario is `unsupported`; NULL: it runs */
    struct trace_file traces;
    struct expect expect;
};

struct target_set {
    struct target *items;
    size_t count;
    int against;   /* index of the target whose behaviour is expected, or -1 */
    bool baseline; /* --against baseline, and no target has that name */
};

/* The targets that the options ask for; each file is looked at and refused with the reason (CODE_USAGE). */
bool targets_choose(const struct settings *settings, const struct options *options, const char *scenarios,
                    struct target_set *set, struct problem *problem);
/* Only the one that --target or --original names, native without one (replay). */
bool targets_choose_one(const struct settings *settings, const struct options *options, const char *scenarios,
                        struct target_set *set, struct problem *problem);
void targets_free(struct target_set *set);

/* The builtin of a Wine installation; NULL if it cannot be found. New, free(). */
char *wine_builtin(const struct settings *settings, const char *machine);

/* The builtin of the 32-bit lane's own Wine, where it should be. New, free(). */
char *x86_builtin(const struct settings *settings);

/* Whether the 32-bit lane was set up: "emulated", "direct", or "none". New, free(). */
char *x86_lane_kind(const struct settings *settings);

#endif
