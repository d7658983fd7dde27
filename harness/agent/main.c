/* agent --scenario FILE --trace FILE --dll FILE --profile DIR: one scenario, one DLL, one trace. */
#include <stdio.h>
#include "agent.h"
#include "platform.h"

static const char usage[] =
    "usage: agent --scenario FILE --trace FILE --dll FILE --profile DIR\n"
    "             [--limit-ms N] [--target NAME] [--lane NAME [--lane-text TEXT]] [--of ID] [--leave-sandbox]\n"
    "             [--registry-reads] [--ui FILE] [--pictures DIR]\n"
    "       agent --batch LIST [--in-process] --dll FILE --profile DIR [...]\n"
    "--registry-reads: lines for reads of the registry too.\n"
    "--pictures: for each dialog the file DIR/screen is copied to DIR/N.xwd, when it shows it.\n"
    "--leave-sandbox: the caller removes the scratch key and the profile.\n"
    "The lines of LIST: scenario file, tab, trace file. The native agent needs neither --dll nor --profile.\n"
    "Exit codes: 0 the trace is complete, 2 bad input, 3 environment.";

static bool parse_number(const char *text, unsigned *number)
{
    char *end;
    const unsigned long value = strtoul(text, &end, 10);

    *number = (unsigned)value;
    return *text && !*end && value <= 86400000;
}

static bool parse_option(struct options *options, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **value;
    } texts[] = {
        { "--scenario", &options->scenario },   { "--trace", &options->trace },   { "--dll", &options->dll },
        { "--profile", &options->profile },     { "--target", &options->target }, { "--lane", &options->lane },
        { "--lane-text", &options->lane_text }, { "--of", &options->of },         { "--ui", &options->ui },
        { "--pictures", &options->pictures },   { "--batch", &options->batch },   { "--child", &options->child },
        { "--channel", &options->channel },
    };

    for (unsigned i = 0; i < ARRAYSIZE(texts); i++)
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].value = value;
            return true;
        }
    return strcmp(name, "--limit-ms") == 0 && parse_number(value, &options->limit_ms);
}

static bool parse_options(struct options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--in-process") == 0)
            options->in_process = true;
        else if (strcmp(argv[i], "--leave-sandbox") == 0)
            options->leave_sandbox = true;
        else if (strcmp(argv[i], "--registry-reads") == 0)
            options->registry_reads = true;
        else if (i + 1 >= argc || !parse_option(options, argv[i], argv[i + 1]))
            return false;
        else
            i++;
    }
    if (!platform_is_native() && (!options->dll || !options->profile))
        return false;
    if (options->child && !options->channel)
        return false;
    return options->batch || (options->scenario && options->trace);
}

int main(int argc, char **argv)
{
    struct options options = { .limit_ms = 30000, .self = argv[0] };
    int code;

    platform_arguments(&argc, &argv);
    if (!parse_options(&options, argc, argv)) {
        platform_error(usage);
        return EXIT_INPUT;
    }
    if (options.child)
        code = agent_run_child(&options);
    else
        code = options.batch ? platform_batch(&options, agent_run) : agent_run(&options);
    return platform_leave(code);
}
