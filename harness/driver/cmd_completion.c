/* Completion scripts for shells, from the tables of verbs and options. */
#include "driver/command.h"

#include <ctype.h>

/* What a verb takes literally, "[--long|--coverage]" or "bash|zsh": small letters, unlike what stands for something. NULL: no
 * more; *at goes on from `command->arguments`. */
static const char *next_word(const char **at, int *length)
{
    while (**at) {
        const char *word = *at;

        *length = (int)strcspn(word, " []|");
        *at = word + *length;
        *at += **at != 0;
        if (islower((unsigned char)*word) || (*length > 2 && !strncmp(word, "--", 2)))
            return word;
    }
    return NULL;
}

static void print_options(const struct command *command, const char *separator)
{
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].bit & command->options)
            printf("%s%s", separator, option_table[i].name);
    printf("%s--help", separator);
}

static void print_words(const struct command *command)
{
    const char *at = command->arguments, *word;
    int length;

    while ((word = next_word(&at, &length)))
        printf(" %.*s", length, word);
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
        print_words(&commands[i]);
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

static void fish_words(const struct command *command)
{
    const char *at = command->arguments, *word;
    int length;

    while ((word = next_word(&at, &length))) {
        printf("complete -c identical -n '__fish_seen_subcommand_from %s' ", command->name);
        if (*word == '-')
            printf("-l %.*s\n", length - 2, word + 2);
        else
            printf("-a %.*s\n", length, word);
    }
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
        fish_words(command);
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
