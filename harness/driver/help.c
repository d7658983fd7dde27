#include "driver/command.h"

void help_all(FILE *out)
{
    fputs("usage: ./identical VERB [ARGUMENT...]\n\n", out);
    for (size_t i = 0; i < command_count; i++)
        fprintf(out, "  %-11s %s\n", commands[i].name, commands[i].summary);
    fputs("\n./identical VERB --help says more. --no-install never installs packages.\n", out);
}

void help_command(const struct command *command, FILE *out)
{
    fprintf(out, "usage: ./identical %s%s%s%s\n\n%s\n", command->name, command->options ? " [OPTION...]" : "",
            *command->arguments ? " " : "", command->arguments, command->summary);
    if (command->details)
        fprintf(out, "\n%s\n", command->details);
    if (command->options)
        fputc('\n', out);
    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &option_table[i];
        char word[64];

        if (!(option->bit & command->options))
            continue;
        snprintf(word, sizeof(word), "%s%s%s%s%s", option->letter ? option->letter : "", option->letter ? ", " : "",
                 option->name, option->argument ? " " : "", option->argument ? option->argument : "");
        fprintf(out, "  %-22s %s\n", word, option->summary);
    }
}
