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

/* ---- the manual page ---- */

/* Text for roff: a backslash is its escape, a dot or an apostrophe begins a request only at the start of a line. */
static void man_text(const char *text, FILE *out)
{
    bool start = true;

    for (; *text; text++) {
        if (start && (*text == '.' || *text == '\''))
            fputs("\\&", out);
        if (*text == '\\' || *text == '-')
            fputs(*text == '-' ? "\\-" : "\\e", out);
        else
            fputc(*text, out);
        start = *text == '\n';
    }
}

static void man_option(const struct option *option, FILE *out)
{
    fputs(".TP\n.B ", out);
    if (option->letter) {
        man_text(option->letter, out);
        fputs(", ", out);
    }
    man_text(option->name, out);
    if (option->argument) {
        fputs(" \\fI", out);
        man_text(option->argument, out);
        fputs("\\fR", out);
    }
    fputc('\n', out);
    man_text(option->summary, out);
    fputc('\n', out);
}

static void man_command(const struct command *command, FILE *out)
{
    fprintf(out, ".SS %s ", command->name);
    man_text(command->arguments, out);
    fputc('\n', out);
    man_text(command->summary, out);
    fputs(".\n", out);
    if (command->details) {
        fputs(".PP\n", out);
        man_text(command->details, out);
        fputc('\n', out);
    }
    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].bit & command->options)
            man_option(&option_table[i], out);
}

void help_man(FILE *out)
{
    fputs(
        ".TH IDENTICAL 1 \"\" \"Identical\" \"User commands\"\n.SH NAME\nidentical \\- a complete msident.dll, and the "
        "harness that proves it\n.SH SYNOPSIS\n.B ./identical\n.I VERB\n[\\fIARGUMENT\\fR...]\n.SH VERBS\n",
        out);
    for (size_t i = 0; i < command_count; i++)
        man_command(&commands[i], out);
    fputs(".SH EXIT STATUS\n0 as expected, 1 differences, 2 usage or bad input, 3 environment, 4 internal error.\n",
          out);
}
