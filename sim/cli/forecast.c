/* Time and size from a pilot, memory from what will be taken. */
#include "cli/forecast.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/signals.h"
#include "experiment/footprint.h"
#include "experiment/pilot.h"
#include "experiment/progress.h"
#include "experiment/workers.h"

/* What is told. */
struct forecast {
    const struct wai_plan *plan;
    unsigned n_workers;
    struct wai_footprint footprint;
    struct wai_pilot pilot;
    double replications, seconds;
};

static void print_json(const struct forecast *forecast)
{
    const struct wai_footprint *footprint = &forecast->footprint;

    printf("{\"points\": %zu, \"replications\": %.0f, \"seconds\": %.3g, \"bytes\": %.3g, \"workers\": %u, "
           "\"memory\": %" PRIu64 ", \"memory_there\": ",
           forecast->plan->design.n_points, forecast->replications, forecast->seconds, forecast->pilot.bytes,
           forecast->n_workers, footprint->now + footprint->more);
    if (footprint->there == UINT64_MAX) {
        printf("null}\n");
    } else {
        printf("%" PRIu64 "}\n", footprint->there);
    }
}

static void print_text(const struct forecast *forecast)
{
    const struct wai_footprint *footprint = &forecast->footprint;
    const char *most = forecast->plan->config->ensemble.adaptive.metric >= 0 ? "at most " : "";
    const char *plural = forecast->n_workers == 1 ? "" : "s";
    char count[32], time[32], size[32], memory[32], there[32];

    wai_progress_duration(forecast->seconds, time, sizeof time);
    wai_progress_bytes(forecast->pilot.bytes, size, sizeof size);
    wai_progress_bytes((double)(footprint->now + footprint->more), memory, sizeof memory);
    wai_progress_bytes((double)footprint->there, there, sizeof there);
    wai_progress_count((unsigned long long)forecast->replications, count, sizeof count);
    printf("points            %zu\nreplications      %s%s\nestimated time    %s%s with %u worker%s\n"
           "estimated size    %s%s\nestimated memory  %s",
           forecast->plan->design.n_points, most, count, most, time, forecast->n_workers, plural, most, size,
           memory);
    if (footprint->there == UINT64_MAX) {
        printf("\n");
    } else {
        printf("; %s are there\n", there);
    }
}

enum wai_status wai_forecast_run(const struct wai_call *call, const struct wai_plan *plan,
                                 struct wai_error *err)
{
    const struct wai_options *options = &call->options;
    struct forecast forecast = { .plan = plan,
                                 .n_workers =
                                     options->jobs > 0 ? (unsigned)options->jobs : wai_workers_preset(),
                                 .replications = (double)plan->design.n_points * plan->max_replications };
    enum wai_status status;

    if (forecast.n_workers > forecast.replications) {
        forecast.n_workers = (unsigned)forecast.replications;
    }
    status = wai_footprint_estimate(plan, forecast.n_workers, &forecast.footprint, err);
    if (status == WAI_OK && !options->force_memory) {
        status = wai_footprint_check(&forecast.footprint, forecast.n_workers, err);
    }
    if (status != WAI_OK || !options->dry_run) {
        return status;
    }
    status = wai_pilot_run(plan, wai_signals_watch(), &forecast.pilot, err);
    if (status == WAI_OK) {
        forecast.seconds =
            forecast.pilot.seconds_per_replication * forecast.replications / forecast.n_workers;
        if (options->json) {
            print_json(&forecast);
        } else {
            print_text(&forecast);
        }
    }
    return status;
}
