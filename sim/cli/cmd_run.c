/* waico run: one replication or an ensemble of a scenario. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/call.h"
#include "cli/command.h"
#include "cli/forecast.h"
#include "cli/load.h"
#include "cli/report.h"
#include "cli/signals.h"
#include "cli/target.h"
#include "experiment/deviation.h"
#include "experiment/pedigree.h"
#include "experiment/progress.h"
#include "experiment/study.h"

#define N_JOINERS 20

static const struct wai_option run_options[] = {
    WAI_OPTION_OUTPUT("name of the result (preset: results/NAME.h5)"),
    WAI_OPTION_REPLICATIONS,
    WAI_OPTION_SEED,
    WAI_OPTION_SET,
    WAI_OPTION_JOBS,
    WAI_OPTION_FORCE,
    WAI_OPTION_ROW(
        "move-aside", 0, FLAG, NULL, move_aside,
        "rename another result that is there to NAME-IDENTITY.h5; one of the same run is replaced"),
    WAI_OPTION_ROW("events", 0, FLAG, NULL, events, "keep the event log of every replication"),
    WAI_OPTION_ROW("decisions", 0, FLAG, NULL, decisions,
                   "keep the decomposition of every decision; with -n 1 alone"),
    WAI_OPTION_DRY_RUN,
    WAI_OPTION_FORCE_MEMORY,
    WAI_OPTION_MAX_EVENTS,
    WAI_OPTION_NUMBER("top", 0, "N", top, 0, 100000, "list N joiners (preset: 20)"),
    WAI_OPTION_WIDE,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_PROGRESS,
    WAI_OPTION_COMMON,
};

/* What `run` cannot do, said before anything is computed. */
static enum wai_status check(const struct wai_config *config, const struct wai_options *options,
                             struct wai_error *err)
{
    if (config->sweep.design != WAI_DESIGN_NONE) {
        return wai_error_add(err, WAI_ERR_USAGE,
                             "%s describes a sweep, with many points; waico run takes one scenario",
                             config->name);
    }
    if (config->ensemble.adaptive.metric >= 0) {
        return wai_error_add(
            err, WAI_ERR_USAGE,
            "%s asks for replications until a mean is known; waico run takes a fixed number: "
            "add -n N",
            config->name);
    }
    if (options->decisions && config->ensemble.replications != 1) {
        return wai_error_add(err, WAI_ERR_USAGE,
                             "--decisions needs -n 1: of an ensemble, repeat the replication "
                             "you want to look into");
    }
    return WAI_OK;
}

static void show_progress(void *context, const struct wai_runner_progress *progress)
{
    wai_talk_progress(context, progress, 0);
}

/* What is said beside the findings: speed, failures, a stop. */
static void tell_outcome(struct wai_talk *talk, const struct wai_study_outcome *outcome,
                         enum wai_status status, const char *output)
{
    const struct wai_runner_progress *progress = &outcome->report.progress;
    char done[32], total[32], time[32], rate[32], events[32];

    wai_talk_progress(talk, progress, 1);
    if (outcome->failures.n_messages > 0) {
        wai_talk_complain(talk, &outcome->failures);
        wai_talk_say(talk, 0, "waico: %zu of %zu replications failed", progress->n_failed, progress->n_tasks);
    }
    wai_progress_count(progress->n_delivered, done, sizeof done);
    wai_progress_count(progress->n_tasks, total, sizeof total);
    wai_progress_duration(progress->seconds, time, sizeof time);
    wai_progress_count((unsigned long long)wai_progress_rate(progress), rate, sizeof rate);
    wai_progress_count((unsigned long long)((double)progress->n_events / progress->seconds), events,
                       sizeof events);
    if (status == WAI_ERR_INTERRUPTED) {
        wai_talk_say(talk, 0, "waico: %s of %s replications: interrupted; %s%s", done, total,
                     outcome->findings.n > 0 ? "they are in " : "nothing was written",
                     outcome->findings.n > 0 ? output : "");
    }
    wai_talk_say(talk, 1, "%s replications in %s by %u worker%s: %s replications and %s events a second",
                 done, time, outcome->report.n_workers, outcome->report.n_workers == 1 ? "" : "s", rate,
                 events);
}

static enum wai_status print_findings(const struct wai_call *call, const struct wai_config *config,
                                      const struct wai_study_outcome *outcome, const char *deviations,
                                      const char *output)
{
    const struct wai_scenario *scenario = &config->scenarios[0];
    struct wai_report report = {
        .title = config->title[0] != '\0' ? config->title : scenario->title,
        .deviations = deviations,
        .question = scenario->question,
        .seed = config->ensemble.seed_text,
        .output = output,
        .n_failed = outcome->report.progress.n_failed,
        .n_asked = outcome->report.progress.n_tasks,
        .n_joiners = call->options.top >= 0 ? (size_t)call->options.top : N_JOINERS,
    };

    return call->options.json ? wai_report_json(&report, &outcome->findings)
                              : wai_report_print(&report, &outcome->findings, &call->talk);
}

static enum wai_status run_study(struct wai_call *call, const struct wai_plan *plan, struct wai_error *err)
{
    const struct wai_options *options = &call->options;
    const struct wai_config *config = plan->config;
    struct wai_study_outcome outcome = { 0 };
    struct wai_pedigree pedigree = { 0 };
    char *command = wai_call_kept(call->command, config, options);
    char *deviations = wai_deviation_text(options->sets.values, options->sets.n);
    char output[4096];
    enum wai_status status = command && deviations
                                 ? wai_pedigree_init(&pedigree, plan, command, deviations, err)
                                 : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    if (status == WAI_OK) {
        status = wai_target_name(options, config, deviations, output, sizeof output, err);
    }
    if (status == WAI_OK && options->move_aside) {
        status = wai_target_clear(output, plan->hash, &call->talk, err);
    }
    if (status == WAI_OK) {
        struct wai_study study = { .plan = plan,
                                   .provenance = &pedigree.provenance,
                                   .output = output,
                                   .force = options->force || options->move_aside,
                                   .decisions = options->decisions || config->output.decisions,
                                   .n_workers = options->jobs > 0 ? (unsigned)options->jobs : 0,
                                   .stop = wai_signals_watch(),
                                   .context = &call->talk,
                                   .progress = show_progress };

        status = wai_study_run(&study, &outcome, err);
        if (status == WAI_OK || status == WAI_ERR_PARTIAL || status == WAI_ERR_INTERRUPTED ||
            status == WAI_ERR_MODEL) {
            tell_outcome(&call->talk, &outcome, status, output);
        }
        if ((status == WAI_OK || status == WAI_ERR_PARTIAL || status == WAI_ERR_INTERRUPTED) &&
            outcome.findings.n > 0 && print_findings(call, config, &outcome, deviations, output) != WAI_OK) {
            status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the report");
        }
    }
    wai_study_free(&outcome);
    wai_pedigree_free(&pedigree);
    free(command);
    free(deviations);
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct wai_run_limits limits = wai_load_limits(&call->options);
    struct wai_plan plan = { 0 };
    struct wai_config config;
    enum wai_status status = wai_load_config(&config, call->arguments[0], &call->options, err);

    if (status != WAI_OK) {
        return status;
    }
    status = check(&config, &call->options, err);
    if (status == WAI_OK) {
        status = wai_load_warn(&config, &call->talk, call->arguments[0]);
    }
    if (status == WAI_OK) {
        config.output.events = config.output.events || call->options.events;
        config.output.decisions = config.output.decisions || call->options.decisions;
        status = wai_plan_init(&plan, &config, &limits, err);
    }
    if (status == WAI_OK) {
        status = wai_forecast_run(call, &plan, err);
    }
    if (status == WAI_OK && !call->options.dry_run) {
        status = run_study(call, &plan, err);
    }
    wai_plan_free(&plan);
    wai_config_free(&config);
    return status;
}

const struct wai_command wai_cmd_run_command = {
    .name = "run",
    .arguments = "FILE",
    .min_arguments = 1,
    .max_arguments = 1,
    .files = WAI_COMMAND_CFG,
    .summary = "one replication or an ensemble of a scenario",
    .text =
        "Simulates a scenario and prints what a reader wants first: signatures by the days of the calendar "
        "beside "
        "the recorded ones, entry into force, members by year with their 5-95 % bands, the likeliest "
        "joiners. "
        "Everything goes into one HDF5 file, which is netCDF-4 as well.\n\n"
        "FILE is a scenario or config, - for standard input, or the name of a bundled one (see waico list). "
        "Replication r of seed s is the same whatever the number of workers. With -n 1 the file holds one "
        "history "
        "with its event log. The first Ctrl-C drops the replications under way and keeps those "
        "before; "
        "the second ends at once.",
    .examples = "waico run baseline\t1,000 replications of the shipped baseline into results/baseline.h5\n"
                "waico run mine.cfg -n 200 -s 42 -o mine.h5\ta scenario of your own\n"
                "waico run baseline -n 1 --decisions -o one.h5\tone history, every decision taken apart\n"
                "waico run baseline --set rival.us.pressure=0.8 -o harder.h5\twith one parameter changed\n",
    .options = run_options,
    .run = run,
};
