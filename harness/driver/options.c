#include "driver/options.h"

#include <stddef.h>

#define ROW(bit, name, letter, argument, kind, field, summary)                                                         \
    {                                                                                                                  \
        bit, name, letter, argument, summary, kind, offsetof(struct options, field)                                    \
    }

const struct option option_table[] = {
    ROW(OPT_TARGET, "--target", NULL, "NAME[=FILE]", OPTION_LIST, targets,
        "wine, reference, native, trace:FILE, or any DLL as NAME=FILE; repeatable"),
    ROW(OPT_ORIGINAL, "--original", NULL, "FILE|DIR", OPTION_LIST, originals,
        "your own Microsoft DLL as target `original`; a second one is `original-2`"),
    ROW(OPT_AGAINST, "--against", NULL, "TARGET", OPTION_TEXT, against,
        "expect what this target does; or `baseline`: name what departs from the committed baseline"),
    ROW(OPT_WINE, "--wine", NULL, "DIR", OPTION_TEXT, wine, "another Wine: the folder of wine64 and wineserver"),
    ROW(OPT_LANE, "--lane", NULL, "LANE", OPTION_TEXT, lane, "x86-64 (default) or x86: where DLLs run"),
    ROW(OPT_JOBS, "--jobs", "-j", "N", OPTION_NUMBER, jobs, "scenarios at a time; default: one a processor"),
    ROW(OPT_EVIDENCE, "--evidence", NULL, "WORD", OPTION_LIST, evidence,
        "only scenarios with this class or number (documented, D-012); repeatable"),
    ROW(OPT_STRICT, "--strict", NULL, NULL, OPTION_SWITCH, strict, "exit code 3 if a target or lane cannot run"),
    ROW(OPT_JSON, "--json", NULL, NULL, OPTION_SWITCH, json, "print JSON"),
    ROW(OPT_FORMAT, "--format", NULL, "FORMAT", OPTION_TEXT, format,
        "text, html, markdown, junit, tap, json, traces, or expect: lines of known differences"),
    ROW(OPT_OUTPUT, "--output", "-o", "FILE", OPTION_TEXT, output, "write there instead of the terminal"),
    ROW(OPT_CHECK, "--check", NULL, NULL, OPTION_SWITCH, check,
        "change nothing; exit code 1 if something would change"),
    ROW(OPT_COMPLETE, "--complete", NULL, NULL, OPTION_SWITCH, complete,
        "add what the target does to the scenario, marked as observed"),
    ROW(OPT_COVERAGE, "--coverage", NULL, NULL, OPTION_SWITCH, coverage,
        "which statement has which scenarios, with their verdicts"),
    ROW(OPT_REGISTRY_READS, "--registry-reads", NULL, NULL, OPTION_SWITCH, registry_reads,
        "record reads of the registry too, as lines of the kind `reads`"),
    ROW(OPT_UI, "--ui", NULL, "[TARGET=]FILE", OPTION_LIST, ui_maps,
        "UI map: the roles of a target's dialogs; default: ui/NAME.ui beside the scenarios"),
    ROW(OPT_SCREENSHOTS, "--screenshots", NULL, NULL, OPTION_SWITCH, screenshots,
        "Wine with a display (Xvfb) instead of none, and a picture of every dialog beside the report"),
    ROW(OPT_PREFIX, "--prefix", NULL, "DIR", OPTION_TEXT, prefix, "the Wine prefix that is meant"),
    ROW(OPT_DRY_RUN, "--dry-run", NULL, NULL, OPTION_SWITCH, dry_run, "change nothing, say what would be done"),
    ROW(OPT_IDENTITIES, "--identities", NULL, "FILE.reg", OPTION_TEXT, identities,
        "bring these, exported by regedit from HKEY_CURRENT_USER\\Identities of an old machine"),
    ROW(OPT_FOLDERS, "--folders", NULL, "DIR", OPTION_TEXT, folders,
        "and their mail folders: DIR is the old folder Identities, with a folder {GUID} for each"),
    ROW(OPT_LOG, "--log", NULL, "FILE", OPTION_TEXT, log,
        "install the DLL that writes each call of an application there, as a trace; without it nothing is written"),
    ROW(OPT_REASON, "--reason", NULL, "TEXT", OPTION_TEXT, reason, "why a difference is accepted"),
    ROW(OPT_BECAUSE, "--evidence", NULL, "WORDS", OPTION_TEXT, because,
        "what the expectation rests on, instead of what the report says"),
    ROW(OPT_BASELINE, "--baseline", NULL, NULL, OPTION_SWITCH, baseline,
        "without KEY: this run becomes the baseline of compare --against baseline"),
    ROW(OPT_UNTIL, "--until", NULL, "YYYY-MM-DD", OPTION_TEXT, until, "the last day on which it is accepted"),
    ROW(OPT_STATE, "--state", NULL, NULL, OPTION_SWITCH, state, "the start state alone, as a .reg file"),
    ROW(OPT_VALUES, "--value", NULL, "HKCU\\KEY\\NAME", OPTION_LIST, values,
        "take this value, too: nothing else outside of Identities leaves the file; repeatable"),
    ROW(OPT_CODE_PAGE, "--code-page", NULL, "NAME", OPTION_TEXT, code_page,
        "of ANSI text (CP1251, CP932; iconv -l); default: WINDOWS-1252"),
    ROW(OPT_HISTORY, "--history", NULL, "FILE", OPTION_TEXT, history,
        "another history than ~/.local/state/identical/history.sqlite"),
    ROW(OPT_ADD, "--add", NULL, "REPORT.json", OPTION_LIST, add, "add the run of this report; repeatable"),
    ROW(OPT_MERGE, "--merge", NULL, "FILE", OPTION_LIST, merge, "add the runs of another history; repeatable"),
    ROW(OPT_SINCE, "--since", NULL, "RUN", OPTION_TEXT, since,
        "also what changed since a run of the history: its number, or the beginning of its time (2026-11)"),
    ROW(OPT_EXPRESSION, "--expression", "-E", "EXPRESSION", OPTION_TEXT, expression,
        "only scenarios of which it says yes: names, title(), evidence(), needs(), red(TARGET), failed, new, and or "
        "not ( )"),
    ROW(OPT_FAILED, "--failed", NULL, NULL, OPTION_SWITCH, failed, "only scenarios that were red in the last report"),
    ROW(OPT_NEW, "--new", NULL, NULL, OPTION_SWITCH, new_ones, "only scenarios that the last report does not have"),
    ROW(OPT_SHARD, "--shard", NULL, "K/N", OPTION_TEXT, shard,
        "only part K of N, by the names of scenarios; ./identical report merge puts the parts together"),
    ROW(OPT_RESUME, "--resume", NULL, NULL, OPTION_SWITCH, resume,
        "go on where a run with these reports was stopped or killed: what it had done, and is unchanged, does not run "
        "again"),
    ROW(OPT_WATCH, "--watch", NULL, NULL, OPTION_SWITCH, watch,
        "then wait: whenever a scenario, a DLL, a UI map or a file of known differences changes, print what that "
        "changes"),
    ROW(OPT_WANTED, "--wanted", NULL, NULL, OPTION_SWITCH, wanted,
        "which recordings of a genuine DLL would settle which decisions"),
    ROW(OPT_FROM, "--from", NULL, "FILE", OPTION_TEXT, from,
        "a recording that the recorder wrote elsewhere; nothing runs"),
    ROW(OPT_LEARN_UI, "--learn-ui", NULL, NULL, OPTION_SWITCH, learn_ui,
        "also guess the UI map of an unknown implementation: it goes beside the scenario, as FILE.ui"),
    ROW(OPT_ISO, "--iso", NULL, NULL, OPTION_SWITCH, iso, "an image of a CD (-o FILE.iso) instead of a folder"),
    ROW(OPT_EXE, "--exe", NULL, NULL, OPTION_SWITCH, exe,
        "a program (-o FILE.exe) that puts the folder there by itself: Windows 2000 opens no archives"),
    ROW(OPT_REDACT, "--redact", NULL, NULL, OPTION_SWITCH, redact,
        "replace names, paths and e-mail addresses in the scenario, equal ones alike; that is the default"),
    ROW(OPT_NO_REDACT, "--no-redact", NULL, NULL, OPTION_SWITCH, no_redact,
        "keep the names, paths and e-mail addresses that were recorded"),
    ROW(OPT_BUG, "--bug", NULL, "KEY", OPTION_TEXT, bug,
        "one zip file (-o FILE.zip) for a bug: scenario, traces, page, versions, hashes, the command; without your "
        "names"),
    ROW(OPT_PURGE, "--purge", NULL, NULL, OPTION_SWITCH, purge, "remove identities made since the install, too"),
    ROW(OPT_STATUS, "--status", NULL, NULL, OPTION_SWITCH, status, "the same as the verb status"),
    ROW(OPT_LANGUAGE, "--language", NULL, "LOCALE", OPTION_TEXT, language,
        "with --screenshots: the language of Wine's users (de_DE, ja_JP); texts then differ from the scenarios'"),
    ROW(OPT_ALL, "--all", NULL, NULL, OPTION_SWITCH, all, "print everything, not a screenful"),
    ROW(OPT_ONLY, "--only", NULL, NULL, OPTION_SWITCH, only, "run the named targets, not also the usual three"),
    ROW(OPT_SCENARIOS, "--scenarios", NULL, "DIR", OPTION_TEXT, scenarios, "another folder of scenarios"),
    ROW(OPT_REPORTS, "--reports", NULL, "DIR", OPTION_TEXT, reports, "another folder for reports"),
};

const size_t option_count = sizeof(option_table) / sizeof(*option_table);

/* Among the allowed ones, since two verbs may mean different things by one name. */
static const struct option *find(const char *word, size_t length, uint64_t allowed)
{
    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &option_table[i];

        if (!(option->bit & allowed))
            continue;
        if ((strlen(option->name) == length && !strncmp(option->name, word, length)) ||
            (option->letter && length == 2 && !strncmp(option->letter, word, 2)))
            return option;
    }
    return NULL;
}

static bool store(const struct option *option, const char *value, struct options *options, struct problem *problem)
{
    char *place = (char *)options + option->place, *end;
    unsigned long number;

    switch (option->kind) {
    case OPTION_SWITCH:
        *(bool *)place = true;
        return true;
    case OPTION_TEXT:
        memcpy(place, &value, sizeof(value));
        return true;
    case OPTION_LIST:
        list_add((struct list *)place, value);
        return true;
    default:
        number = strtoul(value, &end, 10);
        if (!*value || *end || *value == '-' || !number || number > 1024)
            return problem_set(problem, CODE_USAGE, "%s: expected a number from 1 to 1024, found '%s'", option->name,
                               value);
        *(unsigned *)place = (unsigned)number;
        return true;
    }
}

/* One option with its argument: `--name value`, `--name=value`, `-jN`. *at: index of the word, moved over a value. */
static bool parse_option(int argc, char *const argv[], int *at, uint64_t allowed, struct options *options,
                         struct problem *problem)
{
    const char *word = argv[*at], *value = NULL;
    size_t length = strcspn(word, "=");
    const struct option *option;

    if (word[1] != '-')
        length = 2;
    option = find(word, length, allowed);
    if (!option)
        return problem_set(problem, CODE_USAGE, "expected an option of this verb (see --help), found '%s'", word);
    if (word[length])
        value = word + length + (word[length] == '=');
    if (!option->argument)
        return value ? problem_set(problem, CODE_USAGE, "%s takes no value, found '%s'", option->name, value)
                     : store(option, NULL, options, problem);
    if (!value) {
        if (*at + 1 >= argc)
            return problem_set(problem, CODE_USAGE, "%s: expected %s, found the end of the line", option->name,
                               option->argument);
        value = argv[++*at];
    }
    return store(option, value, options, problem);
}

bool options_parse(int argc, char *const argv[], uint64_t allowed, struct options *options, struct problem *problem)
{
    bool only_arguments = false;

    memset(options, 0, sizeof(*options));
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];

        if (only_arguments || word[0] != '-' || !word[1])
            list_add(&options->arguments, word);
        else if (!strcmp(word, "--"))
            only_arguments = true;
        else if (!strcmp(word, "--help") || !strcmp(word, "-h"))
            options->help = true;
        else if (!parse_option(argc, argv, &i, allowed, options, problem))
            return false;
    }
    return true;
}

void options_free(struct options *options)
{
    list_free(&options->arguments);
    list_free(&options->targets);
    list_free(&options->originals);
    list_free(&options->evidence);
    list_free(&options->ui_maps);
    list_free(&options->values);
    list_free(&options->add);
    list_free(&options->merge);
}
