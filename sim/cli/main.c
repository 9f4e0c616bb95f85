/* waico: readies the libraries, finds the command, runs it, turns its outcome into an exit code. */
#include <gsl/gsl_errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/version.h"
#include "cli/command.h"
#include "cli/confine.h"
#include "cli/help.h"
#include "cli/locate.h"
#include "cli/results.h"
#include "cli/talk.h"
#include "output/output.h"

#define MAX_COMMANDS 64

/* GSL reports by return value as well; its own handler would abort. */
static void keep_quiet(const char *reason, const char *file, int line, int code)
{
    (void)reason;
    (void)file;
    (void)line;
    (void)code;
}

/* No command: the program's own options. */
static enum wai_status run_program(int argc, char **argv, struct wai_error *err)
{
    struct wai_options options;
    int first = 0;
    enum wai_status status = wai_option_parse(wai_help_options, argc, argv, &options, &first, err);

    if (status != WAI_OK) {
        return status;
    }
    if (options.version) {
        printf("waico %s\nrevision %s\n%s\n", WAI_VERSION,
               wai_version_revision()[0] != '\0' ? wai_version_revision() : "unknown",
               wai_output_libraries());
    } else if (options.man) {
        wai_help_man();
    } else if (options.completion && strcmp(options.completion, "bash") == 0) {
        wai_help_completion();
    } else if (options.completion) {
        return wai_error_add(err, WAI_ERR_USAGE, "--completion: \"%s\" is not known; SHELL is bash",
                             options.completion);
    } else {
        wai_help_overview();
    }
    return WAI_OK;
}

static enum wai_status unknown_command(const char *name, struct wai_error *err)
{
    const char *names[MAX_COMMANDS];
    const char *near;
    size_t n = 0;

    for (; n < MAX_COMMANDS && wai_command_table[n]; n++) {
        names[n] = wai_command_table[n]->name;
    }
    near = wai_option_suggest(name, names, n);
    return near
               ? wai_error_add(err, WAI_ERR_USAGE, "unknown command \"%s\"; did you mean \"%s\"?", name, near)
               : wai_error_add(err, WAI_ERR_USAGE, "unknown command \"%s\"; `waico --help` lists them", name);
}

static enum wai_status check_arguments(const struct wai_call *call, struct wai_error *err)
{
    const struct wai_command *command = call->command;

    if (call->n_arguments < command->min_arguments) {
        return wai_error_add(err, WAI_ERR_USAGE, "waico %s needs %s; see `waico %s --help`", command->name,
                             command->arguments, command->name);
    }
    if (command->max_arguments >= 0 && call->n_arguments > command->max_arguments) {
        return wai_error_add(err, WAI_ERR_USAGE, "waico %s: \"%s\" is one argument too many", command->name,
                             call->arguments[command->max_arguments]);
    }
    return WAI_OK;
}

/* A result is no text. */
static enum wai_status check_output(const char *output, struct wai_error *err)
{
    return output && strcmp(output, "-") == 0
               ? wai_error_add(err, WAI_ERR_USAGE,
                               "--output: a result is an HDF5 file and cannot go to standard output; name a "
                               "file (--json prints what comes out)")
               : WAI_OK;
}

/* Splits off the child that reads, and checks the digests there.  In the parent: child_code is set. */
static enum wai_status read_confined(struct wai_call *call, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    uint64_t bytes = 0;
    char what[WAI_RESULTS_NAMES];
    int writes = call->options.output || call->options.csv || call->options.log_file;

    if (!wai_results_find(call, what, &bytes)) {
        return WAI_OK;
    }
    switch (wai_confine_split(what, bytes, writes, &call->child_code, err)) {
    case WAI_CONFINE_PARENT:
        return WAI_OK;
    case WAI_CONFINE_FAILED:
        return WAI_ERR_FORMAT;
    default:
        status = call->options.unverified ? WAI_OK : wai_results_verify(call, err);
        return status;
    }
}

static enum wai_status run_command(struct wai_call *call, int argc, char **argv, struct wai_error *err)
{
    int first = 0;
    enum wai_status status =
        wai_option_parse(call->command->options, argc, argv, &call->options, &first, err);

    if (call->options.help) {
        wai_error_free(err);
        wai_help_command(call->command);
        return WAI_OK;
    }
    if (status == WAI_OK) {
        call->arguments = argv + first;
        call->n_arguments = argc - first;
        status = check_arguments(call, err);
    }
    if (status == WAI_OK) {
        status = check_output(call->options.output, err);
    }
    if (status == WAI_OK) {
        status = wai_talk_init(&call->talk, &call->options, err);
    }
    if (status == WAI_OK && call->command->reads) {
        status = read_confined(call, err);
    }
    return status == WAI_OK && call->child_code < 0 ? call->command->run(call, err) : status;
}

static enum wai_status run(struct wai_call *call, int argc, char **argv, struct wai_error *err)
{
    if (argc < 2) {
        wai_help_overview();
        return WAI_OK;
    }
    if (argv[1][0] == '-') {
        return run_program(argc, argv, err);
    }
    if (strcmp(argv[1], "help") == 0) {
        call->command = argc > 2 ? wai_command_find(argv[2]) : NULL;
        if (argc > 2 && !call->command) {
            return unknown_command(argv[2], err);
        }
        if (call->command) {
            wai_help_command(call->command);
        } else {
            wai_help_overview();
        }
        return WAI_OK;
    }
    call->command = wai_command_find(argv[1]);
    return call->command ? run_command(call, argc - 1, argv + 1, err) : unknown_command(argv[1], err);
}

int main(int argc, char **argv)
{
    struct wai_call call = { .talk = { .level = 1 }, .child_code = -1 };
    struct wai_error err = { 0 };
    enum wai_status status = wai_output_init();

    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
    (void)gsl_set_error_handler(keep_quiet);
    if (status == WAI_OK) {
        status = run(&call, argc, argv, &err);
    } else {
        (void)wai_error_add(&err, status, "the HDF5 library cannot be used");
    }
    /* A full disk shows at the latest here. */
    if (wai_locate_close("-", stdout, &err) != WAI_OK && status == WAI_OK) {
        status = WAI_ERR_IO;
    }
    if (status == WAI_ERR_MEMORY && err.n_messages == 0 && !err.truncated) {
        (void)wai_error_add(&err, status, "out of memory");
    }
    wai_talk_lacks(&call.talk);
    wai_talk_complain(&call.talk, &err);
    if (wai_talk_end(&call.talk, &err) != WAI_OK && status == WAI_OK) {
        status = WAI_ERR_IO;
        wai_talk_complain(&call.talk, &err);
    }
    wai_error_free(&err);
    wai_option_free(&call.options);
    if (status == WAI_OK) {
        wai_output_close(); /* after a failed write the library may fall over its own buffers */
    }
    return call.child_code >= 0 ? call.child_code : wai_status_exit_code(status);
}
