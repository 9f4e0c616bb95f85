/* Printing of the tables, in three dresses. */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "model/param.h"

#define WIDTH 80  /* columns of help */
#define INDENT 28 /* where the meaning of an option starts */

const struct wai_option wai_help_options[] = {
    WAI_OPTION_ROW("help", 'h', FLAG, NULL, help, "show this help and exit"),
    WAI_OPTION_ROW("version", 'V', FLAG, NULL, version, "show version, revision and libraries, and exit"),
    WAI_OPTION_ROW("man", 0, FLAG, NULL, man, "print the manual page in roff, for man -l -"),
    WAI_OPTION_ROW("completion", 0, TEXT, "SHELL", completion, "print a completion script; SHELL is bash"),
    WAI_OPTION_END,
};

static const struct {
    int code;
    const char *meaning;
} exit_codes[] = {
    { 0, "success" },
    { 1, "failure while running: a file, memory, or every replication failed" },
    { 2, "wrong usage, or a mistake in scenario, config or table; nothing was run" },
    { 3, "finished, but some replications or points failed" },
    { 4, "the output exists (see --force), or belongs to another experiment" },
    { 130, "interrupted; what was finished is kept" },
};

static const char *const about = "waico simulates how countries join, deepen, freeze and leave a "
                                 "multilateral organisation, from a scenario "
                                 "file to an HDF5 result.";

/* Prints text in lines of WIDTH columns, the first one starting at column `at`, the others at `indent`. */
static void print_wrapped(const char *text, int indent, int at)
{
    int column = at;

    while (*text != '\0') {
        int length = (int)strcspn(text, " \n");

        if (column > indent && column + 1 + length > WIDTH) {
            printf("\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            putchar(' ');
            column++;
        }
        printf("%.*s", length, text);
        column += length;
        text += length;
        if (*text == '\n') {
            printf("\n%*s", text[1] == '\0' ? 0 : indent, "");
            column = indent;
        }
        text += *text != '\0';
    }
    putchar('\n');
}

/* "-o, --output FILE"; gives its length. */
static int option_text(const struct wai_option *option, char *text, size_t size)
{
    char letter[8] = "    ";

    if (option->letter) {
        (void)snprintf(letter, sizeof letter, "-%c, ", option->letter);
    }
    return snprintf(text, size, "%s--%s%s%s", letter, option->name, option->value ? " " : "",
                    option->value ? option->value : "");
}

static void print_options(const struct wai_option *options)
{
    for (; options->name; options++) {
        char text[80];
        int column = 2 + option_text(options, text, sizeof text);
        char help[400];

        printf("  %s", text);
        if (column > INDENT - 2) {
            putchar('\n');
            column = 0;
        }
        printf("%*s", INDENT - column, "");
        (void)snprintf(help, sizeof help, "%s%s%s%s", options->help, options->choices ? " (" : "",
                       options->choices ? options->choices : "", options->choices ? ")" : "");
        print_wrapped(help, INDENT, INDENT);
    }
}

void wai_help_overview(void)
{
    print_wrapped(about, 0, 0);
    printf("\nUsage: waico COMMAND [OPTIONS] [ARGUMENTS]\n\nCommands:\n");
    for (const struct wai_command *const *command = wai_command_table; *command; command++) {
        printf("  %-12s%s\n", (*command)->name, (*command)->summary);
    }
    printf("\nOptions:\n");
    print_options(wai_help_options);
    printf("\nFirst steps:\n"
           "  waico run baseline          simulate the shipped baseline, print the findings\n"
           "  waico init mine             write a scenario of your own to start from\n"
           "  waico run --help            what a command can do\n"
           "\nExit codes:\n");
    for (size_t i = 0; i < sizeof exit_codes / sizeof *exit_codes; i++) {
        printf("  %-6d%s\n", exit_codes[i].code, exit_codes[i].meaning);
    }
}

void wai_help_command(const struct wai_command *command)
{
    const char *line = command->examples;

    printf("waico %s - %s\n\nUsage: waico %s [OPTIONS]%s%s\n\n", command->name, command->summary,
           command->name, *command->arguments ? " " : "", command->arguments);
    print_wrapped(command->text, 0, 0);
    printf("\nOptions:\n");
    print_options(command->options);
    if (line) {
        printf("\nExamples:\n");
    }
    while (line && *line != '\0') {
        int width = (int)strcspn(line, "\t");
        int length = (int)strcspn(line, "\n");

        printf("  %.*s\n      %.*s\n", width, line, length - width - 1, line + width + 1);
        line += length + (line[length] == '\n');
    }
}

/* ---- the manual page ---- */

/* Text in roff: hyphens that stay hyphens, no line that starts a request. */
static void print_roff(const char *text, size_t length)
{
    int line_start = 1;

    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        if (line_start && (c == '.' || c == '\'')) {
            printf("\\&");
        }
        if (c == '\\') {
            printf("\\e");
        } else if (c == '-') {
            printf("\\-");
        } else if (c == '\n' && i + 1 < length && text[i + 1] == '\n') {
            printf("\n.PP");
        } else if (c != '\n' || i + 1 < length) {
            putchar(c);
        }
        line_start = c == '\n';
    }
    putchar('\n');
}

static void print_roff_text(const char *text)
{
    print_roff(text, strlen(text));
}

static void print_roff_options(const struct wai_option *options)
{
    for (; options->name; options++) {
        char value[64] = "";

        if (options->value) {
            (void)snprintf(value, sizeof value, " \\fI%s\\fR", options->value);
        }
        printf(".TP\n");
        if (options->letter) {
            printf("\\fB\\-%c\\fR%s, ", options->letter, value);
        }
        printf("\\fB\\-\\-");
        for (const char *c = options->name; *c != '\0'; c++) {
            printf(*c == '-' ? "\\-" : "%c", *c);
        }
        printf("\\fR%s\n", value);
        print_roff_text(options->help);
        if (options->choices) {
            printf("(%s)\n", options->choices);
        }
    }
}

static void print_roff_command(const struct wai_command *command)
{
    const char *line = command->examples;

    printf(".SS \"waico %s\"\n", command->name);
    print_roff_text(command->summary);
    printf(".PP\n.B waico %s\n[options]\n.I %s\n.PP\n", command->name, command->arguments);
    print_roff_text(command->text);
    print_roff_options(command->options);
    while (line && *line != '\0') {
        size_t width = strcspn(line, "\t");
        size_t length = strcspn(line, "\n");

        printf(".PP\n.RS\n.B ");
        print_roff(line, width);
        printf(".br\n");
        print_roff(line + width + 1, length - width - 1);
        printf(".RE\n");
        line += length + (line[length] == '\n');
    }
}

void wai_help_man(void)
{
    printf(".TH WAICO 1 \"\" \"waico %s\" \"User Commands\"\n.SH NAME\n", WAI_VERSION);
    printf("waico \\- simulate how countries join, deepen, freeze and leave a multilateral organisation\n");
    printf(".SH SYNOPSIS\n.B waico\n.I command\n[options] [arguments]\n.SH DESCRIPTION\n");
    print_roff_text(about);
    printf(".SH OPTIONS\n");
    print_roff_options(wai_help_options);
    printf(".SH COMMANDS\n");
    for (const struct wai_command *const *command = wai_command_table; *command; command++) {
        print_roff_command(*command);
    }
    printf(".SH EXIT STATUS\n");
    for (size_t i = 0; i < sizeof exit_codes / sizeof *exit_codes; i++) {
        printf(".TP\n.B %d\n", exit_codes[i].code);
        print_roff_text(exit_codes[i].meaning);
    }
    printf(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nset to anything: no colours\n"
           ".TP\n.B WAICO_DATA\nfolder that holds the folders scenarios and configs, sought before the "
           "others\n");
}

/* ---- completion ---- */

static const char *completion_files(const struct wai_command *command)
{
    switch (command->files) {
    case WAI_COMMAND_CFG:
        return "_waico_files cfg; _waico_words \"$(waico list --names 2>/dev/null)\"";
    case WAI_COMMAND_H5:
    case WAI_COMMAND_WORK:
        return "_waico_files h5";
    case WAI_COMMAND_EITHER:
        return "_waico_files h5; _waico_files cfg";
    case WAI_COMMAND_PATHS:
        return "_waico_words \"$_waico_paths\"";
    default:
        return ":";
    }
}

/* What may follow an option that takes a value. */
static void print_completion_values(const struct wai_option *options)
{
    for (; options->name; options++) {
        if (!options->value) {
            continue;
        }
        printf("        ");
        if (options->letter) {
            printf("-%c|", options->letter);
        }
        printf("--%s) ", options->name);
        if (options->choices) {
            printf("_waico_words \"");
            for (const char *c = options->choices; *c != '\0'; c++) {
                putchar(*c == '|' ? ' ' : *c);
            }
            printf("\"; return;;\n");
        } else if (options->kind == WAI_OPTION_LIST) {
            printf("compopt -o nospace 2>/dev/null; COMPREPLY=($(compgen -S = -W \"$_waico_paths\" -- "
                   "\"$cur\")); "
                   "return;;\n");
        } else if (strcmp(options->value, "FILE") == 0 || strcmp(options->value, "DIR") == 0) {
            printf("COMPREPLY=($(compgen -f -- \"$cur\")); return;;\n");
        } else {
            printf("return;;\n");
        }
    }
}

static void print_completion_command(const struct wai_command *command)
{
    printf("    %s)\n        case \"$prev\" in\n", command->name);
    print_completion_values(command->options);
    printf("        esac\n        if [[ $cur == -* ]]; then _waico_words \"");
    for (const struct wai_option *option = command->options; option->name; option++) {
        printf("%s--%s", option == command->options ? "" : " ", option->name);
    }
    printf("\"; else %s; fi;;\n", completion_files(command));
}

void wai_help_completion(void)
{
    printf("# bash completion for waico; made by: waico --completion bash\n_waico_paths=\"");
    for (size_t i = 0; i < wai_param_count; i++) {
        printf("%s%s", i ? " " : "", wai_param_table[i].path);
    }
    printf("\"\n"
           "_waico_words() { COMPREPLY+=($(compgen -W \"$1\" -- \"$cur\")); }\n"
           "_waico_files() { COMPREPLY+=($(compgen -d -S / -- \"$cur\") $(compgen -f -X \"!*.$1\" -- "
           "\"$cur\")); }\n"
           "_waico() {\n"
           "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    COMPREPLY=()\n"
           "    if [[ $COMP_CWORD -eq 1 ]]; then\n        _waico_words \"");
    for (const struct wai_command *const *command = wai_command_table; *command; command++) {
        printf("%s ", (*command)->name);
    }
    for (const struct wai_option *option = wai_help_options; option->name; option++) {
        printf("--%s ", option->name);
    }
    printf("help\"\n        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (const struct wai_command *const *command = wai_command_table; *command; command++) {
        print_completion_command(*command);
    }
    printf("    esac\n}\ncomplete -F _waico waico\n");
}
