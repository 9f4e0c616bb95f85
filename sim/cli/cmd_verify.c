/* waico verify: is a result or a work folder what it claims to be?  Files of others are read in a child
 * process with limits, so that a fault of the library that reads them is a message and nothing more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/confine.h"
#include "cli/heading.h"
#include "cli/locate.h"
#include "cli/plain.h"
#include "experiment/design.h"
#include "experiment/folder.h"
#include "experiment/rebuild.h"
#include "output/reader.h"

static const struct wai_option verify_options[] = { WAI_OPTION_COMMON };

static enum wai_status check_texts(struct wai_reader *reader, const char *path, struct wai_error *err)
{
    char *identity = NULL, *design = NULL;
    enum wai_status status = wai_reader_text(reader, "identity", &identity, err);

    if (status == WAI_OK && (strlen(identity) != 64 || strspn(identity, "0123456789abcdef") != 64)) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s: its identity is not one", path);
    }
    if (status == WAI_OK && wai_reader_kind(reader) == WAI_READER_SWEEP) {
        int known = 0;

        status = wai_reader_text(reader, "design_kind", &design, err);
        for (int k = 0; status == WAI_OK && k < WAI_N_DESIGNS; k++) {
            known = known || strcmp(design, wai_design_names[k]) == 0;
        }
        if (status == WAI_OK && !known) {
            status = wai_error_add(err, WAI_ERR_FORMAT, "%s: its design is not one", path);
        }
    }
    free(identity);
    free(design);
    return status;
}

/* Can the world of every point be built?  One point of each scenario is enough, the ranges of parameters were
 * checked before. */
static enum wai_status check_worlds(struct wai_reader *reader, const char *path, struct wai_error *err)
{
    int sweep = wai_reader_kind(reader) == WAI_READER_SWEEP;
    size_t n = sweep ? wai_reader_length(reader, "point") : 1;
    double *scenarios = calloc(n + 1, sizeof *scenarios), last = -1;
    enum wai_status status =
        scenarios ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "%s: out of memory", path);

    if (status == WAI_OK && sweep) {
        status = wai_reader_numbers(reader, "point_scenario", NULL, scenarios, n, err);
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        struct wai_rebuild rebuild = { 0 };

        if (scenarios[i] > last) {
            last = scenarios[i];
            status = wai_rebuild_read(&rebuild, path, sweep ? (int64_t)i : -1, err);
            wai_rebuild_free(&rebuild);
        }
    }
    free(scenarios);
    return status;
}

/* Bytes, then rules of the format, then the world that the file says it is of.  part: cli/heading.h. */
static enum wai_status check_file(const char *path, char part[WAI_HEADING_PART], struct wai_error *err)
{
    struct wai_reader *reader = NULL;
    enum wai_status status = wai_reader_digest(path, err);

    if (status == WAI_OK) {
        status = wai_reader_open(&reader, path, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_check(reader, err);
    }
    if (status == WAI_OK) {
        status = check_texts(reader, path, err);
    }
    if (status == WAI_OK) {
        status = check_worlds(reader, path, err);
    }
    if (status == WAI_OK) {
        status = wai_heading_part(reader, part, err);
    }
    wai_reader_close(&reader);
    return status;
}

static enum wai_status check(const char *path, const struct stat *about, struct wai_error *err)
{
    char plain[WAI_PLAIN_LINE], part[WAI_HEADING_PART];
    size_t n_blocks;
    enum wai_status status;

    if (S_ISDIR(about->st_mode)) {
        char plan[4096];

        (void)snprintf(plan, sizeof plan, "%s/plan", path);
        if (access(plan, F_OK) != 0) {
            return wai_locate_result(path, err);
        }
        status = wai_folder_verify(path, &n_blocks, err);
        if (status == WAI_OK) {
            printf("ok  %s: work folder, %zu blocks\n", wai_plain(path, plain), n_blocks);
        }
        return status;
    }
    if (!S_ISREG(about->st_mode)) {
        return wai_error_add(err, WAI_ERR_FORMAT, "%s: not a regular file", path);
    }
    status = check_file(path, part, err);
    if (status == WAI_OK) {
        printf("ok  %s: digest, schema, world%s%s\n", wai_plain(path, plain), part[0] != '\0' ? "; " : "",
               part);
    }
    return status;
}

/* Says what it is, in the child as well as of a child that was ended. */
static void tell(struct wai_call *call, const char *path, const struct wai_error *err)
{
    char plain[WAI_PLAIN_LINE];

    printf("BAD %s\n", wai_plain(path, plain));
    (void)fflush(stdout);
    wai_talk_complain(&call->talk, err);
}

/* One file in a child of its own: what ends it does not keep the others from being looked at. */
static enum wai_status verify(struct wai_call *call, const char *path)
{
    struct wai_error err = { 0 };
    struct stat about = { 0 };
    enum wai_status status = stat(path, &about) == 0 ? WAI_OK : wai_locate_result(path, &err);
    int code = 0;

    if (status == WAI_OK) {
        switch (
            wai_confine_split(path, S_ISREG(about.st_mode) ? (uint64_t)about.st_size : 0, 0, &code, &err)) {
        case WAI_CONFINE_CHILD:
            status = check(path, &about, &err);
            if (status != WAI_OK) {
                tell(call, path, &err);
            }
            exit(fflush(stdout) == 0 ? wai_status_exit_code(status) : 1);
        case WAI_CONFINE_PARENT:
            return code == 0 ? WAI_OK : WAI_ERR_FORMAT;
        default:
            status = WAI_ERR_FORMAT;
            break;
        }
    }
    tell(call, path, &err);
    wai_error_free(&err);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    enum wai_status worst = WAI_OK;

    (void)err; /* all is told file by file */
    for (int i = 0; i < call->n_arguments; i++) {
        enum wai_status status = verify(call, call->arguments[i]);

        worst = worst == WAI_OK ? status : worst;
    }
    return worst;
}

const struct wai_command wai_cmd_verify_command = {
    .name = "verify",
    .arguments = "FILE...",
    .min_arguments = 1,
    .max_arguments = -1,
    .files = WAI_COMMAND_WORK,
    .summary = "check results and work folders: digests, schema, world",
    .text =
        "Of a result: is every byte as it was written (the file has its own SHA-256 inside), is all there "
        "that "
        "a result has and nothing else, could a simulation have given its numbers, can its world be built "
        "from "
        "the texts and tables in it? Of a work folder or shard: is the plan there, and is every block what "
        "the journal says?\n\n"
        "Results are read in a child process with limits of time and memory, so a hostile file does no harm. "
        "No other file is opened: the verdict does not depend on the folder in which it is asked for.",
    .examples = "waico verify results/*.h5\tall results\nwaico verify out.h5.work\tan unfinished run\n",
    .options = verify_options,
    .run = run,
};
