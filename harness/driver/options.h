/* The arguments of every verb. One table feeds parsing, `--help` and shell completion. */
#ifndef IDT_DRIVER_OPTIONS_H
#define IDT_DRIVER_OPTIONS_H

#include "driver/problem.h"
#include "driver/str.h"

#include <stdint.h>

#define OPTION_BIT(number) (UINT64_C(1) << (number))

#define OPT_ORIGINAL       OPTION_BIT(0)
#define OPT_TARGET         OPTION_BIT(1)
#define OPT_WINE           OPTION_BIT(2)
#define OPT_AGAINST        OPTION_BIT(3)
#define OPT_LANE           OPTION_BIT(4)
#define OPT_JOBS           OPTION_BIT(5)
#define OPT_EVIDENCE       OPTION_BIT(6)
#define OPT_JSON           OPTION_BIT(7)
#define OPT_STRICT         OPTION_BIT(8)
#define OPT_OUTPUT         OPTION_BIT(9)
#define OPT_CHECK          OPTION_BIT(10)
#define OPT_COMPLETE       OPTION_BIT(11)
#define OPT_COVERAGE       OPTION_BIT(12)
#define OPT_SCENARIOS      OPTION_BIT(13)
#define OPT_REPORTS        OPTION_BIT(14)
#define OPT_ALL            OPTION_BIT(15)
#define OPT_FORMAT         OPTION_BIT(16)
#define OPT_ONLY           OPTION_BIT(17)
#define OPT_REGISTRY_READS OPTION_BIT(18)
#define OPT_UI             OPTION_BIT(19)
#define OPT_SCREENSHOTS    OPTION_BIT(20)
#define OPT_LANGUAGE       OPTION_BIT(21)
#define OPT_PREFIX         OPTION_BIT(22)
#define OPT_DRY_RUN        OPTION_BIT(23)
#define OPT_PURGE          OPTION_BIT(24)
#define OPT_STATUS         OPTION_BIT(25)
#define OPT_IDENTITIES     OPTION_BIT(26)
#define OPT_FOLDERS        OPTION_BIT(27)
#define OPT_LOG            OPTION_BIT(28)
#define OPT_REASON         OPTION_BIT(29)
#define OPT_UNTIL          OPTION_BIT(30)
#define OPT_BECAUSE        OPTION_BIT(31)
#define OPT_STATE          OPTION_BIT(32)
#define OPT_VALUES         OPTION_BIT(33)
#define OPT_CODE_PAGE      OPTION_BIT(34)
#define OPT_WANTED         OPTION_BIT(43)
#define OPT_HISTORY        OPTION_BIT(35)
#define OPT_ADD            OPTION_BIT(36)
#define OPT_MERGE          OPTION_BIT(37)
#define OPT_SINCE          OPTION_BIT(38)
#define OPT_EXPRESSION     OPTION_BIT(39)
#define OPT_FAILED         OPTION_BIT(40)
#define OPT_NEW            OPTION_BIT(41)
#define OPT_SHARD          OPTION_BIT(42)
#define OPT_FROM           OPTION_BIT(47)
#define OPT_BUG            OPTION_BIT(48)
#define OPT_BASELINE       OPTION_BIT(49)
#define OPT_RESUME         OPTION_BIT(50)
#define OPT_WATCH          OPTION_BIT(51)
#define OPT_LEARN_UI       OPTION_BIT(52)
#define OPT_ISO            OPTION_BIT(53)
#define OPT_EXE            OPTION_BIT(54)
#define OPT_REDACT         OPTION_BIT(58)
#define OPT_NO_REDACT      OPTION_BIT(59)

struct options {
    struct list arguments; /* what stands beside the options */
    struct list targets;
    struct list originals;
    struct list evidence;
    struct list add, merge; /* report.json files, histories */
    struct list ui_maps;    /* FILE, or TARGET=FILE */
    struct list values;     /* HKCU\KEY\NAME */
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
    const char *reason;
    const char *until;
    const char *because;
    const char *code_page;
    const char *history;
    const char *since;
    const char *expression;
    const char *shard;
    const char *from;
    const char *bug;
    unsigned jobs; /* 0: one a processor */
    bool json, strict, check, complete, coverage, all, only, registry_reads, screenshots, dry_run, purge, status, state,
        wanted, failed, new_ones, baseline, resume, watch, learn_ui, iso, exe, redact, no_redact, help;
};

struct option {
    uint64_t bit;
    const char *name;     /* "--target" */
    const char *letter;   /* "-j", or NULL */
    const char *argument; /* "FILE", NULL for a switch */
    const char *summary;
    enum option_kind { OPTION_SWITCH, OPTION_TEXT, OPTION_LIST, OPTION_NUMBER } kind;
    size_t place; /* in struct options */
};

extern const struct option option_table[];
extern const size_t option_count;

/* `allowed`: OPT_ bits. The options point into argv. Fails: CODE_USAGE. */
bool options_parse(int argc, char *const argv[], uint64_t allowed, struct options *options, struct problem *problem);
void options_free(struct options *options);

#endif
