/* waico sweep: an experiment with a design, from its config to its result, resumed as often as need be. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/board.h"
#include "cli/call.h"
#include "cli/command.h"
#include "cli/forecast.h"
#include "cli/load.h"
#include "cli/locate.h"
#include "cli/results.h"
#include "cli/signals.h"
#include "cli/target.h"
#include "experiment/campaign.h"
#include "experiment/deviation.h"
#include "experiment/listing.h"
#include "experiment/pedigree.h"
#include "experiment/progress.h"

static const struct wai_option sweep_options[] = {
    WAI_OPTION_OUTPUT("name of the result (preset: results/NAME.h5)"),
    WAI_OPTION_REPLICATIONS,
    WAI_OPTION_SEED,
    WAI_OPTION_SET,
    WAI_OPTION_JOBS,
    WAI_OPTION_FORCE,
    WAI_OPTION_DRY_RUN,
    WAI_OPTION_FORCE_MEMORY,
    WAI_OPTION_ROW("plan-csv", 0, TEXT, "FILE", plan_csv,
                   "write the points as CSV (- for standard output) and stop"),
    WAI_OPTION_ROW("resume", 0, FLAG, NULL, resume, "continue a run that was stopped or killed"),
    WAI_OPTION_ROW("extend", 0, FLAG, NULL, extend,
                   "add points or replications to a run whose work was kept (--keep-work)"),
    WAI_OPTION_ROW("keep-work", 0, FLAG, NULL, keep_work,
                   "keep the work folder, so that the run can be extended"),
    WAI_OPTION_ROW("shard", 0, TEXT, "I/N", shard,
                   "compute every N-th point from I = 0 .. N-1 on, for waico merge"),
    WAI_OPTION_NUMBER("time-limit", 0, "SECONDS", time_limit, 1, 100000000,
                      "stop after that time, to be resumed"),
    WAI_OPTION_ROW("retry-failed", 0, FLAG, NULL, retry_failed, "with --resume: run failed points again"),
    WAI_OPTION_ROW("fail-fast", 0, FLAG, NULL, fail_fast, "stop at the first failed point"),
    WAI_OPTION_NUMBER("max-failures", 0, "N", max_failures, 0, 100000000,
                      "stop when more than N points have failed"),
    WAI_OPTION_MAX_EVENTS,
    WAI_OPTION_NUMBER("block", 0, "N", block, 1, 1000000000,
                      "replications of a block of the work folder (preset: about 10 s of work)"),
    WAI_OPTION_WIDE,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_PROGRESS,
    WAI_OPTION_COMMON,
};

/* ---- what is asked ---- */

static enum wai_status read_shard(const char *text, size_t *shard, size_t *n_shards, struct wai_error *err)
{
    char *end = NULL;
    unsigned long long i;
    unsigned long long n;

    if (!text) {
        return WAI_OK;
    }
    i = strtoull(text, &end, 10);
    n = *end == '/' ? strtoull(end + 1, &end, 10) : 0;
    if (*end != '\0' || text[0] < '0' || text[0] > '9' || n == 0 || n > 1000000 || i >= n) {
        return wai_error_add(err, WAI_ERR_USAGE, "--shard: \"%s\" is not I/N with I = 0 .. N-1", text);
    }
    *shard = (size_t)i;
    *n_shards = (size_t)n;
    return WAI_OK;
}

static enum wai_status check(const struct wai_config *config, const struct wai_options *options,
                             struct wai_error *err)
{
    if (config->sweep.design == WAI_DESIGN_NONE) {
        return wai_error_add(err, WAI_ERR_USAGE, "%s has no sweep; `waico run` is for a single scenario",
                             config->name);
    }
    if (options->resume + options->extend + options->force > 1) {
        return wai_error_add(err, WAI_ERR_USAGE, "--resume, --extend and --force exclude each other");
    }
    if (options->retry_failed && !options->resume) {
        return wai_error_add(err, WAI_ERR_USAGE, "--retry-failed needs --resume");
    }
    if (config->output.decisions) {
        return wai_error_add(err, WAI_ERR_CONFIG,
                             "output.decisions: a sweep does not keep decisions; repeat a "
                             "replication with waico rerun");
    }
    return WAI_OK;
}

/* ---- plan only ---- */

static int put_file(void *context, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, context) == length ? 0 : -1;
}

static enum wai_status write_points(const struct wai_plan *plan, const char *path, int force,
                                    struct wai_error *err)
{
    const char **names = calloc(plan->config->n_scenarios, sizeof *names);
    FILE *file = NULL;
    enum wai_status status = names ? wai_locate_create(path, force, &file, err)
                                   : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    for (size_t i = 0; status == WAI_OK && i < plan->config->n_scenarios; i++) {
        names[i] = plan->config->scenarios[i].name;
    }
    if (status == WAI_OK) {
        struct wai_error told = { 0 };
        enum wai_status written = wai_listing_write(&plan->design, names, put_file, file, &told);

        /* Closing says what went wrong with the file, and knows whether it matters. */
        status = wai_locate_close(path, file, err);
        if (written != WAI_OK && written != WAI_ERR_IO) {
            status = wai_error_add(err, written, "%s: %s", path, wai_error_text(&told));
        }
        wai_error_free(&told);
    }
    free(names);
    return status;
}

/* ---- the run ---- */

static void show_progress(void *context, const struct wai_runner_progress *progress)
{
    wai_talk_progress(context, progress, 0);
}

/* How to go on with a sweep that was stopped. */
static void tell_resume(struct wai_call *call, const struct wai_campaign *campaign,
                        const struct wai_campaign_outcome *outcome)
{
    const char *file = call->arguments[0];
    char *command = wai_call_command(call->command, file, &call->options, WAI_CALL_RESUME, campaign->output);

    wai_talk_say(&call->talk, 0, "waico: %s; continue with: %s%s",
                 outcome->timed_out ? "time limit reached" : "interrupted",
                 command ? command : "the same command and --resume",
                 strcmp(file, "-") == 0 ? "   (and the same config on standard input)" : "");
    free(command);
}

static void tell_outcome(struct wai_call *call, const struct wai_campaign *campaign,
                         const struct wai_campaign_outcome *outcome, enum wai_status status)
{
    struct wai_talk *talk = &call->talk;
    char found[32];
    char done[32];
    char time[32];
    char rate[32];

    if (outcome->already_done) {
        wai_talk_say(talk, 1, "waico: %s is complete: nothing was left to run", campaign->output);
        return;
    }
    wai_talk_progress(talk, &outcome->progress, 1);
    if (outcome->failures.n_messages > 0) {
        wai_talk_complain(talk, &outcome->failures);
    }
    if (outcome->n_failed_points > 0) {
        wai_talk_say(talk, 0, "waico: %zu of %zu points failed", outcome->n_failed_points, outcome->n_points);
    }
    if (outcome->n_bad_blocks > 0) {
        wai_talk_say(talk, 0, "waico: %zu damaged block%s moved aside (.bad) and computed again",
                     outcome->n_bad_blocks, outcome->n_bad_blocks == 1 ? "" : "s");
    }
    if (status == WAI_ERR_INTERRUPTED && outcome->resumable) {
        tell_resume(call, campaign, outcome);
    } else if (status == WAI_ERR_INTERRUPTED) {
        wai_talk_say(talk, 0, "waico: interrupted in the first seconds; nothing was kept");
    }
    wai_progress_count(outcome->progress.n_delivered - outcome->n_found, done, sizeof done);
    wai_progress_duration(outcome->progress.seconds, time, sizeof time);
    wai_progress_count((unsigned long long)((double)(outcome->progress.n_delivered - outcome->n_found) /
                                            (outcome->progress.seconds > 0 ? outcome->progress.seconds : 1)),
                       rate, sizeof rate);
    if (outcome->n_found > 0) {
        wai_progress_count(outcome->n_found, found, sizeof found);
        wai_talk_say(talk, 1, "%s replications were there already, %s more in %s", found, done, time);
    } else {
        wai_talk_say(talk, 1, "%s replications in %s: %s a second", done, time, rate);
    }
    wai_talk_say(talk, 2,
                 "of the writing thread: %.2f s blocks, %.2f s result; %zu blocks written, %" PRIu64
                 " replications found",
                 outcome->write_seconds, outcome->assemble_seconds, outcome->n_blocks, outcome->n_found);
}

static enum wai_status print_result(struct wai_call *call, const char *output, struct wai_error *err)
{
    struct wai_reader *reader = NULL;
    enum wai_status status = wai_reader_open(&reader, output, err);

    if (status == WAI_OK) {
        status = call->options.json ? wai_board_json(reader, output, err)
                                    : wai_board_print(reader, &call->talk, err);
    }
    wai_reader_close(&reader);
    if (status == WAI_OK && !call->options.json) {
        printf("\n%s\n", output);
    }
    return status;
}

/* The blocks that are there may be of others. */
static enum wai_status probe(const struct wai_campaign *campaign, struct wai_error *err)
{
    char *folder = wai_campaign_folder(campaign->output, campaign->shard, campaign->n_shards);
    enum wai_status status = folder ? wai_results_probe(&folder, 1, campaign->plan, err)
                                    : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    free(folder);
    return status;
}

static enum wai_status sweep(struct wai_call *call, const struct wai_plan *plan, struct wai_error *err)
{
    const struct wai_options *options = &call->options;
    struct wai_campaign_outcome outcome = { 0 };
    struct wai_pedigree pedigree = { 0 };
    char output[4096];
    char *text = wai_call_text(call);
    char *command = wai_call_kept(call->command, plan->config, options);
    char *deviations = wai_deviation_text(options->sets.values, options->sets.n);
    struct wai_campaign campaign = {
        .plan = plan,
        .output = output,
        .call = text,
        .force = options->force,
        .mode = options->resume   ? WAI_BLOCKS_RESUME
                : options->extend ? WAI_BLOCKS_EXTEND
                                  : WAI_BLOCKS_NEW,
        .keep_work = options->keep_work || options->extend,
        .retry_failed = options->retry_failed,
        .max_failures = options->fail_fast ? 0 : options->max_failures,
        .block_replications = options->block > 0 ? (uint64_t)options->block : 0,
        .time_limit_seconds = options->time_limit > 0 ? (double)options->time_limit : 0,
        .n_workers = options->jobs > 0 ? (unsigned)options->jobs : 0,
        .stop = wai_signals_watch(),
        .context = &call->talk,
        .progress = show_progress,
    };
    enum wai_status status =
        text && command && deviations ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    if (status == WAI_OK) {
        status = read_shard(options->shard, &campaign.shard, &campaign.n_shards, err);
    }
    if (status == WAI_OK) {
        status = wai_pedigree_init(&pedigree, plan, command, deviations, err);
    }
    if (status == WAI_OK) {
        status = wai_target_name(options, plan->config, deviations, output, sizeof output, err);
    }
    if (status == WAI_OK && (options->resume || options->extend)) {
        status = probe(&campaign, err);
    }
    if (status == WAI_OK) {
        campaign.provenance = &pedigree.provenance;
        status = wai_campaign_run(&campaign, &outcome, err);
        tell_outcome(call, &campaign, &outcome, status);
        if ((status == WAI_OK || status == WAI_ERR_PARTIAL) && campaign.n_shards == 0) {
            enum wai_status printed = print_result(call, output, err);

            status = printed == WAI_OK ? status : printed;
        }
    }
    wai_error_free(&outcome.failures);
    wai_pedigree_free(&pedigree);
    free(text);
    free(command);
    free(deviations);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    const struct wai_options *options = &call->options;
    struct wai_run_limits limits = wai_load_limits(options);
    struct wai_config config;
    struct wai_plan plan = { 0 };
    enum wai_status status = wai_load_config(&config, call->arguments[0], options, err);

    if (status != WAI_OK) {
        return status;
    }
    status = check(&config, options, err);
    if (status == WAI_OK) {
        status = wai_load_warn(&config, &call->talk, call->arguments[0]);
    }
    if (status == WAI_OK) {
        status = wai_plan_init(&plan, &config, &limits, err);
    }
    if (status == WAI_OK && plan.design.note[0] != '\0') {
        wai_talk_say(&call->talk, 1, "waico: %s", plan.design.note);
    }
    if (status == WAI_OK && options->plan_csv) {
        status = write_points(&plan, options->plan_csv, options->force, err);
    } else if (status == WAI_OK) {
        status = wai_forecast_run(call, &plan, err);
        if (status == WAI_OK && !options->dry_run) {
            status = sweep(call, &plan, err);
        }
    }
    wai_plan_free(&plan);
    wai_config_free(&config);
    return status;
}

const struct wai_command wai_cmd_sweep_command = {
    .name = "sweep",
    .arguments = "FILE",
    .min_arguments = 1,
    .max_arguments = 1,
    .files = WAI_COMMAND_CFG,
    .summary = "an experiment: many points of a design, each with its replications",
    .text = "Runs every point of the design that the config describes, and writes one HDF5 file with the "
            "means, spreads and "
            "quantiles of each point and the analysis that the design is made for (Sobol' indices, "
            "elementary effects, "
            "ranges, responses). Replication r meets the same luck at every point unless the config says crn "
            "= false.\n\n"
            "Work is kept as it goes, in the folder OUTPUT.work: after Ctrl-C, a kill or a power failure the "
            "same command "
            "with --resume goes on, and the result is the same, byte for byte. --shard spreads the points "
            "over machines; "
            "each shard leaves a folder OUTPUT.shard-I-of-N, and waico merge joins them.\n\n"
            "A point with a replication that fails is marked as failed, with its message; the others go on, "
            "and the exit code "
            "is 3.",
    .examples = "waico sweep demo_grid --dry-run\thow long will it take, how large will it be?\n"
                "waico sweep peer_tipping -o tipping.h5\ta grid, ready made\n"
                "waico sweep peer_tipping -o tipping.h5 --resume\tafter a stop\n"
                "waico sweep saltelli_ten --plan-csv points.csv\tthe points of the design\n",
    .options = sweep_options,
    .run = run,
};
