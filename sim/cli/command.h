/* The commands of waico and how one is called.
 *
 * A command is a constant struct wai_command in sim/cli/cmd_<name>.c, called wai_cmd_<name>_command and
 * declared in this header; its row in the table of command.c makes it known to the program, the help, the man
 * page and the completion.  A new command: write cmd_<name>.c with its option table and run function, declare
 * the constant below, add the row. */
#ifndef WAI_CLI_COMMAND_H
#define WAI_CLI_COMMAND_H

#include "base/status.h"
#include "cli/option.h"
#include "cli/talk.h"

struct wai_call {
    const struct wai_command *command;
    struct wai_options options;
    struct wai_talk talk;
    char **arguments; /* what is left of argv without options */
    int n_arguments;  /* between min_arguments and max_arguments */
    int child_code;   /* exit code of the confined child that did the work; -1: none */
};

/* What arguments are: completion offers it, and a result must be there. */
enum wai_command_files {
    WAI_COMMAND_NOTHING,
    WAI_COMMAND_CFG,
    WAI_COMMAND_H5,    /* results */
    WAI_COMMAND_WORK,  /* results or folders of work */
    WAI_COMMAND_PATHS, /* paths of parameters */
    WAI_COMMAND_EITHER /* results, scenarios or configs */
};

struct wai_command {
    const char *name;
    const char *arguments;            /* in the synopsis, after the options */
    int min_arguments, max_arguments; /* max_arguments -1: any number */
    enum wai_command_files files;
    int reads;            /* reads results: their digests are checked, in a confined child (cli/confine.h) */
    const char *summary;  /* one line, no full stop */
    const char *text;     /* paragraphs, separated by blank lines */
    const char *examples; /* lines "command" TAB "what it does"; may be NULL */
    const struct wai_option *options;

    /* Does the work.  Prints results on standard output, talks through call->talk, leaves mistakes in err. */
    enum wai_status (*run)(struct wai_call *call, struct wai_error *err);
};

/* All commands, ended by NULL. */
extern const struct wai_command *const wai_command_table[];

/* The command of that name, NULL when there is none. */
const struct wai_command *wai_command_find(const char *name);

extern const struct wai_command wai_cmd_run_command;
extern const struct wai_command wai_cmd_validate_command;
extern const struct wai_command wai_cmd_list_command;
extern const struct wai_command wai_cmd_init_command;
extern const struct wai_command wai_cmd_describe_command;
extern const struct wai_command wai_cmd_show_command;
extern const struct wai_command wai_cmd_export_command;
extern const struct wai_command wai_cmd_explain_command;
extern const struct wai_command wai_cmd_country_command;
extern const struct wai_command wai_cmd_rerun_command;
extern const struct wai_command wai_cmd_bench_command;
extern const struct wai_command wai_cmd_sweep_command;
extern const struct wai_command wai_cmd_merge_command;
extern const struct wai_command wai_cmd_compare_command;
extern const struct wai_command wai_cmd_diff_command;
extern const struct wai_command wai_cmd_verify_command;

#endif
