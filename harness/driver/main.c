/* The command line: finds the verb, runs it, prints the one message of a failure and picks the exit code. */
#include "driver/command.h"

#define TARGETS (OPT_TARGET | OPT_ORIGINAL | OPT_WINE | OPT_LANE | OPT_SCENARIOS | OPT_REGISTRY_READS | OPT_UI)

const struct command commands[] = {
    { "compare", cmd_compare,
      TARGETS | OPT_AGAINST | OPT_JOBS | OPT_EVIDENCE | OPT_STRICT | OPT_JSON | OPT_REPORTS | OPT_ALL | OPT_ONLY |
          OPT_SCREENSHOTS | OPT_LANGUAGE | OPT_HISTORY | OPT_EXPRESSION | OPT_FAILED | OPT_NEW | OPT_SHARD |
          OPT_RESUME | OPT_WATCH,
      "[FILTER...]", "replay scenarios on targets, judge them, write the report",
      "FILTER is a glob or a part of a scenario's name. Without --target: wine, reference and native; a NAME=FILE and\n"
      "--original come on top of these; a plain NAME, or --against, takes their place.\n"
      "Exit codes: 0 as expected, 1 differences, 2 usage or bad input, 3 environment, 4 internal error." },
    { "replay", cmd_replay, TARGETS | OPT_OUTPUT | OPT_COMPLETE, "SCENARIO",
      "run one scenario on one target (default: native) and print the trace",
      "--complete rewrites the scenario (or -o FILE): what is open in it becomes what the target did, each such line\n"
      "marked [observed TARGET SHA256], which never counts as evidence." },
    { "record", cmd_record,
      OPT_TARGET | OPT_ORIGINAL | OPT_WINE | OPT_LANE | OPT_OUTPUT | OPT_PREFIX | OPT_SCENARIOS | OPT_UI | OPT_FROM |
          OPT_LEARN_UI | OPT_REDACT | OPT_NO_REDACT,
      "-- PROGRAM [ARGUMENT...]", "run a Windows program and write what it does with msident.dll as a scenario",
      "In a whole copy of the prefix (--prefix; else an empty one), with the recorder in front of the target "
      "(default:\n"
      "reference). The scenario goes to -o FILE (default: PROGRAM.scn) and is replayed on the same target at once.\n"
      "An x86 program needs --lane x86, or an x86 DLL, and a Wine that runs it; it is replayed in the 32-bit lane.\n"
      "Dialogs and controls have the roles of the target's UI map; with --learn-ui one is guessed, from what the "
      "recording\n"
      "shows, and the scenario speaks of its roles. Each line of it is marked as guessed: look at them.\n"
      "Names, paths and e-mail addresses are replaced (--redact), each word by one as long, and by the same one "
      "everywhere;\n"
      "--no-redact keeps them. Passwords are never in it.\n"
      "Exit codes: 0 it replays the same, 1 it does not, 2 usage, 3 the program never loaded msident.dll." },
    { "diff", cmd_diff, OPT_ALL | OPT_SCENARIOS, "LEFT RIGHT",
      "two traces, or a scenario and a trace: exit code 1 if they differ", NULL },
    { "list", cmd_list,
      OPT_EVIDENCE | OPT_EXPRESSION | OPT_FAILED | OPT_NEW | OPT_REPORTS | OPT_JSON | OPT_SCENARIOS | OPT_WANTED |
          OPT_ALL,
      "[FILTER...]", "scenarios, their titles and evidence",
      "--wanted: which of them, recorded from a genuine DLL, would settle which decision (I-number); with --all each "
      "scenario "
      "of a\n"
      "decision, not three." },
    { "explain", cmd_explain, OPT_JSON | OPT_COVERAGE | OPT_SCENARIOS | OPT_REPORTS, "[NUMBER|SCENARIO|TRACE]",
      "a fact (D-086, F-010, I-08), its source, and the scenarios that cite it; or a scenario, or a trace",
      "A trace (of replay -o): each call that failed, in words, and the facts that rule it, those of scenarios in "
      "which\n"
      "the same method has the same result.\n"
      "--coverage: every statement that must be tested with its scenarios and their verdicts in the last report (`-`: "
      "not in\n"
      "it), or the reason of scenarios/statements.txt; exit code 1 if one has neither." },
    { "fmt", cmd_fmt, OPT_CHECK | OPT_SCENARIOS, "[FILE...]", "canonical form of scenarios, in place", NULL },
    { "report", cmd_report,
      OPT_REPORTS | OPT_FORMAT | OPT_OUTPUT | OPT_ALL | OPT_SCENARIOS | OPT_HISTORY | OPT_SINCE | OPT_BUG,
      "[FILE.json | merge FILE.json...]", "render a report again: text, html, markdown, junit, tap or json",
      "merge: the reports of all shards of one run become one, in the folder of --reports.\n"
      "--format html -o FILE.html: the page of the whole report, which opens from disk and loads nothing.\n"
      "--scenarios DIR: where the scenarios lie that the page's statements name." },
    { "accept", cmd_accept,
      OPT_REASON | OPT_BECAUSE | OPT_UNTIL | OPT_TARGET | OPT_DRY_RUN | OPT_JSON | OPT_SCENARIOS | OPT_REPORTS |
          OPT_BASELINE,
      "RUN [KEY...]", "make differences of a run known ones, with a reason; nothing runs again",
      "RUN is a report.json, its folder, or `last`. KEY is 'scenario / label / fact' of a red fact, exactly as "
      "reports\n"
      "print it. The line goes into expect/TARGET.expect of the scenarios; where the difference is gone (`fixed`) the\n"
      "line is taken out. The baseline (reports/baseline.json; with --scenarios DIR: DIR/baseline.json) follows.\n"
      "--baseline: its verdicts become the baseline, for the scenarios of the run; of its targets those that the\n"
      "baseline has, or that --target names. A run with red facts is refused." },
    { "history", cmd_history, OPT_HISTORY | OPT_ADD | OPT_MERGE | OPT_TARGET | OPT_AGAINST | OPT_ALL | OPT_JSON,
      "[SCENARIO|KEY...]", "earlier runs; or since when a scenario or a fact is red, and how often that changed",
      "KEY is 'scenario / label / fact'. compare adds every run to the history; IDT_HISTORY= (empty) turns that off.\n"
      "The letters are runs, the oldest first: `.` good, `x` red. A change with the same file is chance, not the "
      "build." },
    { "doctor", cmd_doctor, OPT_JSON | OPT_WINE, "", "what is missing on this machine, and how to get it", NULL },
    { "import", cmd_import, OPT_OUTPUT | OPT_JSON | OPT_STATE | OPT_VALUES | OPT_CODE_PAGE, "FILE",
      "a scenario from a registry of the field: NTUSER.DAT, a .reg file, user.reg of Wine",
      "The scenario has the start state and a tour of the calls that evidence settles for it; it goes to the terminal "
      "or "
      "to -o FILE.\n"
      "The report (on stderr without -o) tells what departs from docs/evidence/real-world.md. A damaged hive is "
      "salvaged, "
      "with notes.\n"
      "Exit codes: 0 imported, 2 the file cannot be read as any of these, 3 environment." },
    { "install", cmd_install,
      OPT_PREFIX | OPT_WINE | OPT_DRY_RUN | OPT_JSON | OPT_STATUS | OPT_IDENTITIES | OPT_FOLDERS | OPT_LOG |
          OPT_CODE_PAGE,
      "", "put our DLL into a Wine prefix, for an old application",
      "What was there before is kept in DIR/drive_c/identical-install. An interrupted install can be repeated.\n"
      "Exit codes: 0 installed, 2 no such prefix, 3 not possible here." },
    { "uninstall", cmd_uninstall, OPT_PREFIX | OPT_WINE | OPT_DRY_RUN | OPT_JSON | OPT_PURGE, "",
      "the prefix as it was before install", "Identities made meanwhile stay, unless --purge says otherwise." },
    { "status", cmd_status, OPT_PREFIX | OPT_WINE | OPT_JSON, "", "whether an installation still stands",
      "A Wine update can undo parts of it. Exit codes: 0 as installed, 1 not installed or partly undone." },
    { "kit", cmd_kit, OPT_OUTPUT | OPT_EVIDENCE | OPT_SCENARIOS | OPT_ISO | OPT_EXE, "-o DIR|FILE [FILTER...]",
      "a folder that runs the scenarios on a Windows with an msident.dll of its own",
      "Nothing is installed there. What it brings back, results.idt, is a target: --target trace:results.idt.\n"
      "Its README.TXT tells whoever has that machine what to do and what is written where.\n"
      "Exit codes: 0 made, 2 the place is taken, or no scenario fits, 3 environment (--iso without xorriso)." },
    { "completion", cmd_completion, 0, "bash|zsh|fish|man", "print a completion script for a shell, or the manual page",
      NULL },
    { "test", NULL, 0, "[--long|--coverage|--mutants]", "every test of the project", NULL },
    { "x86", NULL, 0, "setup", "the lane for 32-bit DLLs", NULL },
};

const size_t command_count = sizeof(commands) / sizeof(*commands);

int command_failed(const struct context *context)
{
    return context->problem.text[0] ? context->problem.code : CODE_INTERNAL;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (!strcmp(commands[i].name, name))
            return &commands[i];
    return NULL;
}

static int run_command(const struct command *command, int argc, char *argv[])
{
    struct context context = { 0 };
    int code;

    if (!command->run) {
        problem_set(&context.problem, CODE_USAGE, "start it as ./identical %s", command->name);
        code = CODE_USAGE;
    } else if (!options_parse(argc, argv, command->options, &context.options, &context.problem)) {
        code = context.problem.code;
    } else if (context.options.help) {
        help_command(command, stdout);
        code = CODE_EXPECTED;
    } else if (!settings_load(&context.settings, context.options.wine, &context.problem)) {
        code = context.problem.code;
    } else {
        code = command->run(&context);
    }
    fflush(stdout);
    if (context.problem.text[0])
        fprintf(stderr, "identical: %s\n", context.problem.text);
    options_free(&context.options);
    settings_free(&context.settings);
    return code;
}

int main(int argc, char *argv[])
{
    const struct command *command;

    if (argc < 2) {
        help_all(stderr);
        return CODE_USAGE;
    }
    if (!strcmp(argv[1], "help") || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        command = argc > 2 ? find_command(argv[2]) : NULL;
        if (command)
            help_command(command, stdout);
        else
            help_all(stdout);
        return CODE_EXPECTED;
    }
    if (!strcmp(argv[1], "--version")) {
        puts("identical " IDT_VERSION);
        return CODE_EXPECTED;
    }
    command = find_command(argv[1]);
    if (command)
        return run_command(command, argc - 2, argv + 2);
    fprintf(stderr, "identical: expected a verb (see ./identical help), found '%s'\n", argv[1]);
    return CODE_USAGE;
}
