/* Completion scripts for shells, from the tables of verbs and options. */
#include "driver/command.h"

static void print_options(const struct command *command, const char *separator)
{
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].bit & command->options)
            printf("%s%s", separator, option_table[i].name);
    printf("%s--help", separator);
}

static void print_verbs(void)
{
    for (size_t i = 0; i < command_count; i++)
        printf("%s%s", i ? " " : "", commands[i].name);
}

/* The function is the same for bash and for zsh's bashcompinit. */
static void bash(void)
{
    puts("_identical() {\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} words=\n"
         "    if [ \"$COMP_CWORD\" = 1 ]; then");
    fputs("        words='", stdout);
    print_verbs();
    puts("'\n    else\n        case ${COMP_WORDS[1]} in");
    for (size_t i = 0; i < command_count; i++) {
        printf("            %s) words='", commands[i].name);
        print_options(&commands[i], " ");
        puts("' ;;");
    }
    puts("        esac\n"
         "    fi\n"
         "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "}\n"
         "complete -o default -F _identical identical ./identical");
}

/* In single quotes, in which fish knows \\ and \'. */
static void fish_text(const char *text)
{
    putchar('\'');
    for (; *text; text++)
        printf(*text == '\'' || *text == '\\' ? "\\%c" : "%c", *text);
    putchar('\'');
}

static void fish_option(const struct command *command, const struct option *option)
{
    printf("complete -c identical -n '__fish_seen_subcommand_from %s' -l %s", command->name, option->name + 2);
    if (option->letter)
        printf(" -s %s", option->letter + 1);
    printf("%s -d ", option->argument ? " -r" : "");
    fish_text(option->summary);
    putchar('\n');
}

static void fish(void)
{
    fputs("set -l verbs ", stdout);
    print_verbs();
    putchar('\n');
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = &commands[i];

        printf("complete -c identical -n \"not __fish_seen_subcommand_from $verbs\" -a %s -d ", command->name);
        fish_text(command->summary);
        putchar('\n');
        for (size_t j = 0; j < option_count; j++)
            if (option_table[j].bit & command->options)
                fish_option(command, &option_table[j]);
    }
}

int cmd_completion(struct context *context)
{
    const char *shell = context->options.arguments.count == 1 ? context->options.arguments.items[0] : "";

    if (!strcmp(shell, "bash")) {
        bash();
    } else if (!strcmp(shell, "zsh")) {
        puts("autoload -U +X bashcompinit && bashcompinit");
        bash();
    } else if (!strcmp(shell, "fish")) {
        fish();
    } else if (!strcmp(shell, "man")) {
        help_man(stdout);
    } else {
        problem_set(&context->problem, CODE_USAGE, "expected bash, zsh, fish or man, found '%s'", shell);
        return CODE_USAGE;
    }
    return CODE_EXPECTED;
}
