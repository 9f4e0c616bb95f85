/* waico bench: how fast this machine simulates, beside the goals. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/version.h"
#include "cli/command.h"
#include "cli/json.h"
#include "cli/load.h"
#include "experiment/bench.h"
#include "experiment/pedigree.h"
#include "experiment/progress.h"
#include "experiment/study.h"
#include "experiment/workers.h"
#include "model/world.h"

#define DEFAULT_SECONDS 2
#define N_WRITTEN 4096 /* replications of the test of writing */

static const struct wai_option bench_options[] = {
    WAI_OPTION_NUMBER("seconds", 0, "N", seconds, 1, 3600, "time for each measurement (preset: 2)"),
    WAI_OPTION_SET,
    WAI_OPTION_JSON_ROW,
    WAI_OPTION_COMMON,
};

struct results {
    double startup_ms;
    struct wai_bench_speed one, two, all;
    struct wai_bench_kinds kinds;
    double write_seconds, run_seconds; /* of N_WRITTEN replications with and without a file */
    uint64_t world_bytes, file_bytes, peak_bytes;
    size_t n_countries;
};

/* Reading, checking and making a world: what comes before the first event. */
static enum wai_status measure_startup(const struct wai_call *call, const char *file, struct results *results,
                                       struct wai_error *err)
{
    double best = INFINITY;

    for (int round = 0; round < 5; round++) {
        double start = wai_bench_now();
        struct wai_config config;
        enum wai_status status = wai_load_config(&config, file, &call->options, err);
        struct wai_world *world;

        if (status != WAI_OK) {
            return status;
        }
        world = wai_world_new(&config.scenarios[0].setup);
        best = fmin(best, 1e3 * (wai_bench_now() - start));
        wai_world_free(world);
        wai_config_free(&config);
    }
    results->startup_ms = best;
    return WAI_OK;
}

/* The same replications written to a file and not; the file is removed at once. */
static enum wai_status measure_writing(struct wai_config *config, struct results *results,
                                       struct wai_error *err)
{
    struct wai_run_limits limits = { 0 };
    struct wai_study_outcome outcome = { 0 };
    struct wai_pedigree pedigree = { 0 };
    struct wai_plan plan = { 0 };
    char folder[] = "/tmp/waico-bench-XXXXXX", path[64];
    enum wai_status status;

    if (!mkdtemp(folder)) {
        return wai_error_add(err, WAI_ERR_IO, "no temporary folder can be made in /tmp");
    }
    (void)snprintf(path, sizeof path, "%s/bench.h5", folder);
    config->ensemble.replications = N_WRITTEN;
    status = wai_plan_init(&plan, config, &limits, err);
    if (status == WAI_OK) {
        status = wai_pedigree_init(&pedigree, &plan, "", "", err);
    }
    if (status == WAI_OK) {
        struct wai_study study = {
            .plan = &plan, .provenance = &pedigree.provenance, .output = path, .n_workers = 1
        };
        double start = wai_bench_now();
        FILE *file;

        status = wai_study_run(&study, &outcome, err);
        results->write_seconds = wai_bench_now() - start;
        file = fopen(path, "rb");
        if (file) {
            (void)fseek(file, 0, SEEK_END);
            results->file_bytes = (uint64_t)ftell(file);
            (void)fclose(file);
        }
    }
    results->run_seconds = N_WRITTEN / results->one.replications_per_second;
    (void)unlink(path);
    (void)rmdir(folder);
    wai_study_free(&outcome);
    wai_pedigree_free(&pedigree);
    wai_plan_free(&plan);
    return status;
}

static enum wai_status measure(struct wai_call *call, const char *file, struct results *results,
                               struct wai_error *err)
{
    double seconds = call->options.seconds > 0 ? (double)call->options.seconds : DEFAULT_SECONDS;
    struct wai_config config = { 0 };
    const struct wai_setup *setup;
    unsigned processors = wai_workers_preset();
    enum wai_status status = measure_startup(call, file, results, err);

    if (status == WAI_OK) {
        status = wai_load_config(&config, file, &call->options, err);
    }
    if (status != WAI_OK) {
        return status;
    }
    setup = &config.scenarios[0].setup;
    results->n_countries = setup->tables.n_countries;
    results->world_bytes = wai_world_bytes(setup);
    wai_talk_say(&call->talk, 1, "measuring, about %.0f s ...", (processors > 2 ? 4 : 3) * seconds + 5);
    status = wai_bench_speed(setup, 1, seconds, &results->one, err);
    if (status == WAI_OK && processors > 1) {
        status = wai_bench_speed(setup, 2, seconds, &results->two, err);
    }
    if (status == WAI_OK && processors > 2) {
        status = wai_bench_speed(setup, processors, seconds, &results->all, err);
    }
    if (status == WAI_OK) {
        status = wai_bench_kinds(setup, seconds, &results->kinds, err);
    }
    if (status == WAI_OK) {
        status = measure_writing(&config, results, err);
    }
    results->peak_bytes = wai_bench_peak_bytes();
    wai_config_free(&config);
    return status;
}

static const char *kind_name(int type)
{
    return type == WAI_EVENT_CHOICE ? "review" : wai_event_names[type];
}

/* ---- printing ---- */

static void print_line(const char *what, const char *value, const char *unit, double ratio, const char *goal)
{
    printf("%-30s%12s", what, value);
    if (goal) {
        printf(" %-15s%-11s%.2f", unit, goal, ratio);
    } else if (unit[0] != '\0') {
        printf(" %s", unit);
    }
    printf("\n");
}

static void print_speed(const char *what, const struct wai_bench_speed *speed, double goal,
                        const char *goal_text)
{
    char text[32];

    wai_progress_count((unsigned long long)speed->replications_per_second, text, sizeof text);
    print_line(what, text, "replications/s", goal > 0 ? speed->replications_per_second / goal : 0, goal_text);
    wai_progress_count((unsigned long long)speed->events_per_second, text, sizeof text);
    print_line("", text, "events/s", 0, NULL);
}

static void print_kinds(const struct results *results)
{
    const struct wai_bench_kinds *kinds = &results->kinds;

    printf("\n%-24s%16s%10s%10s\n", "Kind of event", "in a replication", "ns each", "of time");
    printf("%-24s%16d%10.0f%9.1f %%\n", "start of a replication", 1, kinds->start_nanoseconds,
           100 * kinds->start_share);
    for (int type = 0; type < WAI_N_EVENT_TYPES; type++) {
        if (!isnan(kinds->nanoseconds[type])) {
            printf("%-24s%16.1f%10.0f%9.1f %%\n", kind_name(type), kinds->per_replication[type],
                   kinds->nanoseconds[type], 100 * kinds->share[type]);
        }
    }
    printf("(by a clock that costs %.0f ns a reading, taken off)\n", kinds->clock_nanoseconds);
}

static void print_results(const struct results *results, const char *file)
{
    double writing = fmax(0, results->write_seconds - results->run_seconds) / results->write_seconds;
    char text[32];

    printf("waico %s %s, %s, %zu countries, %u processors\n\n", WAI_VERSION, wai_version_revision(), file,
           results->n_countries, wai_workers_preset());
    printf("%-30s%12s %-15s%-11s%s\n", "", "measured", "", "goal", "ratio");
    (void)snprintf(text, sizeof text, "%.1f", results->startup_ms);
    print_line("start-up: read, check, make", text, "ms", 30 / results->startup_ms, "<= 30");
    print_speed("one worker", &results->one, 1000, ">= 1,000");
    if (results->two.n_workers > 0) {
        double gain = results->two.replications_per_second / results->one.replications_per_second;

        print_speed("two workers", &results->two, 0, NULL);
        (void)snprintf(text, sizeof text, "%.2f", gain);
        print_line("two workers / one", text, "", gain / 1.9, ">= 1.9");
    }
    if (results->all.n_workers > 0) {
        print_speed("a worker for each processor", &results->all, 0, NULL);
    }
    (void)snprintf(text, sizeof text, "%.0f", results->one.events_per_replication);
    print_line("events of a replication", text, "", 0, NULL);
    (void)snprintf(text, sizeof text, "%.0f", 1e9 / results->one.events_per_second);
    print_line("time of an event, mean", text, "ns", 0, NULL);
    (void)snprintf(text, sizeof text, "%.1f", 100 * writing);
    print_line("writing, share of an ensemble", text, "%", 0.05 / fmax(writing, 1e-6), "<= 5 %");
    (void)snprintf(text, sizeof text, "%.0f", (double)results->file_bytes / N_WRITTEN);
    print_line("file, a replication", text, "bytes", 600.0 * N_WRITTEN / (double)results->file_bytes,
               "<= 600");
    (void)snprintf(text, sizeof text, "%.0f", (double)results->world_bytes / (double)results->n_countries);
    print_line("world, a country", text, "bytes", 0, NULL);
    (void)snprintf(text, sizeof text, "%.1f", (double)results->peak_bytes / 1e6);
    print_line("resident memory, most", text, "MB", 100e6 / (double)results->peak_bytes, "<= 100");
    print_kinds(results);
}

static void speed_json(struct wai_json *json, const char *key, const struct wai_bench_speed *speed)
{
    wai_json_key(json, key);
    wai_json_open(json, '{');
    wai_json_member_whole(json, "workers", speed->n_workers);
    wai_json_member_number(json, "replications_per_second", speed->replications_per_second);
    wai_json_member_number(json, "events_per_second", speed->events_per_second);
    wai_json_member_number(json, "events_per_replication", speed->events_per_replication);
    wai_json_close(json, '}');
}

static void print_json(const struct results *results, const char *file)
{
    struct wai_json json = { 0 };

    wai_json_open(&json, '{');
    wai_json_member_text(&json, "version", WAI_VERSION);
    wai_json_member_text(&json, "revision", wai_version_revision());
    wai_json_member_text(&json, "scenario", file);
    wai_json_member_number(&json, "startup_ms", results->startup_ms);
    speed_json(&json, "one_worker", &results->one);
    if (results->two.n_workers > 0) {
        speed_json(&json, "two_workers", &results->two);
    }
    if (results->all.n_workers > 0) {
        speed_json(&json, "all_workers", &results->all);
    }
    wai_json_member_number(&json, "ensemble_seconds", results->write_seconds);
    wai_json_member_number(&json, "ensemble_seconds_without_file", results->run_seconds);
    wai_json_member_number(&json, "file_bytes_per_replication", (double)results->file_bytes / N_WRITTEN);
    wai_json_member_whole(&json, "world_bytes", (long long)results->world_bytes);
    wai_json_member_whole(&json, "peak_bytes", (long long)results->peak_bytes);
    wai_json_key(&json, "kinds");
    wai_json_open(&json, '{');
    for (int type = 0; type < WAI_N_EVENT_TYPES; type++) {
        if (!isnan(results->kinds.nanoseconds[type])) {
            wai_json_key(&json, kind_name(type));
            wai_json_open(&json, '{');
            wai_json_member_number(&json, "per_replication", results->kinds.per_replication[type]);
            wai_json_member_number(&json, "nanoseconds", results->kinds.nanoseconds[type]);
            wai_json_member_number(&json, "share", results->kinds.share[type]);
            wai_json_close(&json, '}');
        }
    }
    wai_json_close(&json, '}');
    wai_json_close(&json, '}');
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    const char *file = call->n_arguments > 0 ? call->arguments[0] : "baseline";
    struct results results = { 0 };
    enum wai_status status = measure(call, file, &results, err);

    if (status == WAI_OK && call->options.json) {
        print_json(&results, file);
    } else if (status == WAI_OK) {
        print_results(&results, file);
    }
    return status;
}

const struct wai_command wai_cmd_bench_command = {
    .name = "bench",
    .arguments = "[FILE]",
    .min_arguments = 0,
    .max_arguments = 1,
    .files = WAI_COMMAND_CFG,
    .summary = "replications and events a second on this machine",
    .text =
        "Measures a scenario (preset: the bundled baseline): start-up, replications and events a second with "
        "one and "
        "more workers, time by kind of event, cost of writing, memory; each beside its goal, where a ratio "
        "of 1 or more "
        "means that it is reached. Best of several rounds; other programs that run meanwhile make it slower.",
    .examples = "waico bench\tthe baseline, about 12 s\n"
                "waico bench --seconds 10 --json > bench.json\tlonger, for a record\n",
    .options = bench_options,
    .run = run,
};
