/* waico merge: the shards of a sweep become the result that one machine would have made. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/board.h"
#include "cli/call.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/results.h"
#include "experiment/deviation.h"
#include "experiment/folder.h"
#include "experiment/join.h"
#include "experiment/pedigree.h"

static const struct wai_option merge_options[] = {
    WAI_OPTION_FORCE,
    WAI_OPTION_ROW("config", 0, TEXT, "FILE", config,
                   "the config of the sweep (preset: the one the shards name)"),
    WAI_OPTION_WIDE,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_COMMON,
};

/* Each shard keeps a file open while it is read. */
static void allow_open_files(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static enum wai_status merge(struct wai_call *call, const struct wai_plan *plan,
                             const struct wai_options *made_with, struct wai_error *err)
{
    struct wai_join_outcome outcome = { 0 };
    struct wai_pedigree pedigree = { 0 };
    struct wai_reader *reader = NULL;
    const char *output = call->arguments[0];
    char *command = wai_call_kept(&wai_cmd_sweep_command, plan->config, made_with);
    char *deviations = wai_deviation_text(made_with->sets.values, made_with->sets.n);
    enum wai_status status = command && deviations
                                 ? wai_pedigree_init(&pedigree, plan, command, deviations, err)
                                 : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    enum wai_status printed;

    if (status == WAI_OK) {
        status = wai_join_run(plan, &pedigree.provenance, output, call->options.force,
                              (const char *const *)call->arguments + 1, (size_t)call->n_arguments - 1,
                              &outcome, err);
    }
    if (outcome.failures.n_messages > 0) {
        wai_talk_complain(&call->talk, &outcome.failures);
    }
    if (status == WAI_OK || status == WAI_ERR_PARTIAL) {
        wai_talk_say(&call->talk, 1, "%d shards, %zu blocks, %zu points joined", call->n_arguments - 1,
                     outcome.n_blocks, plan->design.n_points);
        printed = wai_reader_open(&reader, output, err);
        if (printed == WAI_OK) {
            printed = call->options.json ? wai_board_json(reader, output, err)
                                         : wai_board_print(reader, &call->talk, err);
        }
        wai_reader_close(&reader);
        status = printed == WAI_OK ? status : printed;
    }
    wai_error_free(&outcome.failures);
    wai_pedigree_free(&pedigree);
    free(command);
    free(deviations);
    return status;
}

static enum wai_status check_shards(const struct wai_call *call, struct wai_error *err)
{
    for (int i = 1; i < call->n_arguments; i++) {
        struct stat about;
        char path[4096];

        if (stat(call->arguments[i], &about) != 0) {
            return wai_error_add(err, WAI_ERR_IO, "%s: %s", call->arguments[i],
                                 errno == ENOENT ? "no such folder" : strerror(errno));
        }
        if (!S_ISDIR(about.st_mode)) {
            return wai_error_add(
                err, WAI_ERR_IO,
                "%s: is a file; a shard is a folder, OUTPUT.shard-I-of-N (first comes OUTPUT, "
                "the result to be made)",
                call->arguments[i]);
        }
        (void)snprintf(path, sizeof path, "%s/call", call->arguments[i]);
        if (access(path, F_OK) != 0) {
            return wai_error_add(err, WAI_ERR_IO, "%s: is no shard; `waico sweep --shard I/N` leaves them",
                                 call->arguments[i]);
        }
    }
    return WAI_OK;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct wai_options made_with = { 0 };
    struct wai_run_limits limits = { 0 };
    struct wai_config config = { 0 };
    struct wai_plan plan = { 0 };
    const char *path = NULL;
    char *text = NULL;
    enum wai_status status = check_shards(call, err);

    allow_open_files();
    if (status == WAI_OK) {
        status = wai_folder_text(call->arguments[1], "call", &text, err);
    }
    if (status == WAI_OK) {
        status = wai_call_read(text, &made_with, &path, err);
    }
    if (status == WAI_OK) {
        limits = wai_load_limits(&made_with);
        status =
            wai_load_config(&config, call->options.config ? call->options.config : path, &made_with, err);
    }
    if (status == WAI_OK) {
        status = wai_plan_init(&plan, &config, &limits, err);
    }
    if (status == WAI_OK) {
        status = wai_results_probe(call->arguments + 1, call->n_arguments - 1, &plan, err);
    }
    if (status == WAI_OK) {
        status = merge(call, &plan, &made_with, err);
    }
    wai_plan_free(&plan);
    wai_config_free(&config);
    wai_option_free(&made_with);
    free(text);
    return status;
}

const struct wai_command wai_cmd_merge_command = {
    .name = "merge",
    .arguments = "OUTPUT SHARD...",
    .min_arguments = 2,
    .max_arguments = -1,
    .files = WAI_COMMAND_WORK,
    .summary = "join the shards of a sweep into its result",
    .text = "Joins the folders that `waico sweep --shard` left into one result: the same bytes that an "
            "unsharded run would "
            "have written. Every shard must be there and finished, and of the same plan. The shards are only "
            "read.",
    .examples = "waico merge out.h5 out.h5.shard-*\tafter all shards have ended\n",
    .options = merge_options,
    .run = run,
};
