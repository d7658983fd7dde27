/* The arguments of every verb. One table feeds parsing, `--help` and shell completion. */
#ifndef IDT_DRIVER_OPTIONS_H
#define IDT_DRIVER_OPTIONS_H

#include "driver/problem.h"
#include "driver/str.h"

enum option_bit {
    OPT_ORIGINAL = 1 << 0,
    OPT_TARGET = 1 << 1,
    OPT_WINE = 1 << 2,
    OPT_AGAINST = 1 << 3,
    OPT_LANE = 1 << 4,
    OPT_JOBS = 1 << 5,
    OPT_EVIDENCE = 1 << 6,
    OPT_JSON = 1 << 7,
    OPT_STRICT = 1 << 8,
    OPT_OUTPUT = 1 << 9,
    OPT_CHECK = 1 << 10,
    OPT_COMPLETE = 1 << 11,
    OPT_COVERAGE = 1 << 12,
    OPT_SCENARIOS = 1 << 13,
    OPT_REPORTS = 1 << 14,
    OPT_ALL = 1 << 15,
    OPT_FORMAT = 1 << 16,
    OPT_ONLY = 1 << 17,
    OPT_REGISTRY_READS = 1 << 18,
    OPT_UI = 1 << 19,
    OPT_SCREENSHOTS = 1 << 20,
    OPT_LANGUAGE = 1 << 21,
    OPT_PREFIX = 1 << 22,
    OPT_DRY_RUN = 1 << 23,
    OPT_PURGE = 1 << 24,
    OPT_STATUS = 1 << 25,
    OPT_IDENTITIES = 1 << 26,
    OPT_FOLDERS = 1 << 27,
    OPT_LOG = 1 << 28
};

struct options {
    struct list arguments; /* what stands beside the options */
    struct list targets;
    struct list originals;
    struct list evidence;
    struct list ui_maps; /* FILE, or TARGET=FILE */
    const char *wine;
    const char *against;
    const char *lane;
    const char *language;
    const char *output;
    const char *scenarios;
    const char *reports;
    const char *format;
    const char *prefix;
    const char *identities;
    const char *folders;
    const char *log;
    unsigned jobs; /* 0: one a processor */
    bool json, strict, check, complete, coverage, all, only, registry_reads, screenshots, dry_run, purge, status, help;
};

struct option {
    enum option_bit bit;
    const char *name;     /* "--target" */
    const char *letter;   /* "-j", or NULL */
    const char *argument; /* "FILE", NULL for a switch */
    const char *summary;
    enum option_kind { OPTION_SWITCH, OPTION_TEXT, OPTION_LIST, OPTION_NUMBER } kind;
    size_t place; /* in struct options */
};

extern const struct option option_table[];
extern const size_t option_count;

/* `allowed`: bits of enum option_bit. The options point into argv. Fails: CODE_USAGE. */
bool options_parse(int argc, char *const argv[], unsigned allowed, struct options *options, struct problem *problem);
void options_free(struct options *options);

#endif
