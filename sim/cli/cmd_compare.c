/* waico compare: what changes from one scenario to another, and how sure that is. */
#include <string.h>

#include "cli/command.h"
#include "cli/comparison.h"
#include "cli/comparison_data.h"
#include "cli/confine.h"
#include "cli/locate.h"
#include "cli/signals.h"
#include "experiment/reading.h"
#include "scenario/date.h"

#define N_COUNTRIES 10 /* listed */

static const struct wai_option compare_options[] = {
    WAI_OPTION_ROW("at", 0, TEXT, "DATE", at,
                   "compare at the end of this day, YYYY-MM-DD (preset: the last that all have)"),
    WAI_OPTION_ROW(
        "exact", 0, FLAG, NULL, exact,
        "run the replications again for the values of that very day, where the files have accounts "
        "alone"),
    WAI_OPTION_ROW("csv", 0, TEXT, "FILE", csv, "write the numbers as CSV too (- instead of the table)"),
    WAI_OPTION_NUMBER("top", 0, "N", top, 0, 100000, "list N countries (preset: 10)"),
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_JOBS,
    WAI_OPTION_PROGRESS,
    WAI_OPTION_FORCE,
    WAI_OPTION_UNVERIFIED,
    WAI_OPTION_COMMON,
};

static enum wai_status show(const struct wai_call *call, const struct wai_verdicts *verdicts,
                            struct wai_error *err)
{
    const char *csv = call->options.csv;
    size_t n_top = call->options.top >= 0 ? (size_t)call->options.top : N_COUNTRIES;

    if (csv) {
        enum wai_status status = wai_comparison_data_csv(verdicts, csv, call->options.force, err);

        if (status != WAI_OK || strcmp(csv, "-") == 0) {
            return status;
        }
    }
    if (call->options.json) {
        wai_comparison_data_json(verdicts, n_top);
    } else {
        wai_comparison_print(verdicts, n_top, &call->talk);
    }
    return WAI_OK;
}

static void show_progress(void *context, const struct wai_runner_progress *progress)
{
    wai_talk_progress(context, progress, progress->n_delivered == progress->n_tasks);
}

static enum wai_status read_options(struct wai_call *call, struct wai_reading_options *options,
                                    struct wai_error *err)
{
    const char *wrong = NULL;

    *options = (struct wai_reading_options){
        .day = WAI_READING_LAST,
        .exact = call->options.exact,
        .control = { call->options.jobs > 0 ? (unsigned)call->options.jobs : 0, wai_signals_watch(),
                     &call->talk, show_progress },
    };
    if (call->options.at) {
        wrong = wai_date_parse(call->options.at, &options->day);
    }
    return wrong ? wai_error_add(err, WAI_ERR_USAGE, "--at: \"%s\" %s", call->options.at, wrong) : WAI_OK;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    struct wai_lineup lineup;
    struct wai_verdicts verdicts;
    struct wai_reading_options options;
    enum wai_status status = read_options(call, &options, err);

    if (status == WAI_OK) {
        status = wai_locate_results(call->arguments, call->n_arguments, err);
    }
    if (options.exact) {
        wai_confine_pause(); /* it runs replications while it reads */
    }
    if (status == WAI_OK) {
        status = wai_reading_take(&lineup, (const char *const *)call->arguments, (size_t)call->n_arguments,
                                  &options, err);
    }
    if (status != WAI_OK) {
        return status;
    }
    status = wai_verdict_init(&verdicts, &lineup);
    if (status == WAI_OK) {
        status = show(call, &verdicts, err);
        wai_verdict_free(&verdicts);
    } else {
        (void)wai_error_add(err, status, "out of memory for the comparison");
    }
    wai_lineup_free(&lineup);
    return status;
}

const struct wai_command wai_cmd_compare_command = {
    .name = "compare",
    .arguments = "A B...",
    .min_arguments = 1,
    .max_arguments = -1,
    .files = WAI_COMMAND_H5,
    .reads = 1,
    .summary = "scenarios side by side: differences with their intervals",
    .text = "Compares every ensemble, or every point of a sweep, with the first, A: mean, quantiles, "
            "difference with "
            "its 95 % interval, the chances that a replication of the other exceeds, equals and falls short "
            "of one of "
            "A, and the countries whose chance of joining changes by more than luck.\n\n"
            "All is compared at one calendar date: the end of the last day that all have, or --at DATE. "
            "Where the "
            "files keep no values of that very day (output.dates), counts are read at the last account that "
            "all have, "
            "and its date is told; --exact runs the replications again instead. Metrics that would not mean "
            "the same, "
            "as \"at the end\" of runs with other ends, are left out, with the reason.\n\n"
            "Where replication r of both met the same luck (same seed, common random numbers), the "
            "difference is taken "
            "replication by replication, which makes its interval narrower: \"narrower\" says how many "
            "times, against "
            "two independent runs of the same size. Where that cannot be, the reason is told. Means, "
            "quantiles and "
            "difference rest on the same replications.\n\n"
            "A star marks a difference that luck does not explain, at 5 % after Holm's correction for all "
            "differences "
            "of the page. Countries are named by the same rule, with exact tests (McNemar's of pairs, else "
            "Fisher's) "
            "corrected for all of them; their intervals hold together.",
    .examples = "waico compare baseline.h5 us_counter_offer.h5\ttwo ensembles of the same seed\n"
                "waico compare scenarios.h5 --csv differences.csv\tall scenarios of a sweep\n"
                "waico compare a.h5 b.h5 --at 2030-12-31 --exact\tat the end of a day, to the event\n",
    .options = compare_options,
    .run = run,
};
