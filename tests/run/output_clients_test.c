/* Writes one result of each kind and has other programs open them: tests/run/clients_test.py.
 *
 * With a FOLDER as argument the results are only written there. Run from the top of the sources. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit/output_world.h"
#include "output/ensemble.h"
#include "output/output.h"
#include "output/run.h"
#include "output/sweep.h"

#define N_COUNTRIES 7
#define N_TIMES 12

static const struct wai_layout_metric metrics[] = { { "members_end", "country", "members at the end", 0 } };

/* Ends the test with the message of a failure. */
static void must(enum wai_status status, const struct wai_error *err)
{
    if (status != WAI_OK) {
        (void)fprintf(stderr, "%s: %s", wai_status_text(status), wai_error_text(err));
        exit(1);
    }
}

static void path_of(const char *folder, const char *name, char path[512])
{
    (void)snprintf(path, 512, "%s/%s", folder, name);
}

static double members_end(const struct wai_record *record)
{
    return record->series[WAI_SERIES_n_members * record->n_times + record->n_times - 1];
}

static void write_run(const char *folder, const char *name, size_t n_events)
{
    struct wai_setup setup;
    struct wai_record record;
    struct wai_error err = { 0 };
    char path[512];

    path_of(folder, name, path);
    world_setup(&setup, N_COUNTRIES, N_TIMES);
    must(wai_record_init(&record, &setup, (struct wai_record_wants){ 1, 1, 1 }), &err);
    world_record(&record, &setup, 3);
    world_events(&record, 3, n_events);
    must(wai_run_write(path, &(struct wai_run){ &setup, &record, 0, 3, WORLD_DATES, world_dates },
                       &world_provenance, &err),
         &err);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

static void write_ensemble(const char *folder, const char *name, size_t n, int events)
{
    struct wai_setup setup;
    struct wai_record record;
    struct wai_layout_options options;
    struct wai_layout layout;
    struct wai_ensemble_writer *writer;
    struct wai_error err = { 0 };
    char path[512];

    path_of(folder, name, path);
    world_setup(&setup, N_COUNTRIES, N_TIMES);
    wai_layout_presets(&options);
    options.events = events;
    options.services = 1;
    options.series[WAI_SERIES_trust] = 1;
    options.n_metrics = 1;
    options.metrics = metrics;
    options.n_dates = WORLD_DATES;
    options.dates = world_dates;
    must(wai_layout_init(&layout, &setup, 0, &options, &err), &err);
    must(wai_ensemble_open(&writer, path, &layout, &setup, &world_provenance, &err), &err);
    must(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, events, 0 }), &err);
    for (size_t i = 0; i < n; i++) {
        double end;

        world_record(&record, &setup, i);
        world_events(&record, i, i % 5);
        end = members_end(&record);
        must(wai_ensemble_add(writer, (uint32_t)i, &record, &end, &err), &err);
    }
    must(wai_ensemble_finish(&writer, &err), &err);
    wai_record_free(&record);
    wai_layout_free(&layout);
    wai_setup_free(&setup);
}

/* Four points of a grid, `n` replications each but for the third, which fails in its second one. */
static void write_sweep(const char *folder, const char *name, size_t n, int replicates)
{
    static const double peers[] = { 0.0, 0.0, 1.5, 1.5 }, rationality[] = { 0.5, 1.0, 0.5, 1.0 };
    static const int32_t trajectory[] = { 0, 0, 1, -1 };
    static const char *const parameters[] = { "affinity.peers", "decision.rationality" };
    static const double first[] = { 0.25, 0.5 };
    const struct wai_sweep_param params[] = { { wai_param_find("affinity.peers"), peers },
                                              { wai_param_find("decision.rationality"), rationality } };
    const struct wai_sweep_attribute attributes[] = { { "kind", "grid" }, { "seed", "42" } };
    const struct wai_sweep_index indices[] = { { "trajectory", "number of the trajectory", trajectory } };
    const struct wai_sweep_design design = { .goal_metric = -1,
                                             .n_points = 4,
                                             .max_replications = n,
                                             .n_params = 2,
                                             .params = params,
                                             .n_attributes = 2,
                                             .attributes = attributes,
                                             .n_indices = 1,
                                             .indices = indices };
    const struct wai_sweep_table table = { .name = "sobol_first",
                                           .unit = "1",
                                           .meaning = "first-order index",
                                           .n_dims = 1,
                                           .dims = { { "parameter", 2, parameters } },
                                           .values = first };
    struct wai_setup setup;
    struct wai_record record;
    struct wai_layout_options options;
    struct wai_layout layout;
    struct wai_sweep_writer *writer;
    struct wai_rows rows;
    struct wai_error err = { 0 };
    char path[512];

    path_of(folder, name, path);
    world_setup(&setup, N_COUNTRIES, N_TIMES);
    wai_layout_presets(&options);
    options.replicates = replicates;
    options.readings = 1;
    options.events = replicates;
    options.n_metrics = 1;
    options.metrics = metrics;
    options.n_dates = WORLD_DATES;
    options.dates = world_dates;
    must(wai_layout_init(&layout, &setup, 0, &options, &err), &err);
    must(wai_sweep_open(&writer, path, &layout, &setup, &world_provenance, &design, &err), &err);
    must(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, replicates, 0 }), &err);
    must(wai_rows_init(&rows, &layout), &err);
    for (size_t p = 0; p < design.n_points; p++) {
        wai_rows_clear(&rows, p);
        for (size_t i = 0; i < n; i++) {
            double end;

            if (p == 2 && i == 1) {
                must(wai_rows_fail(&rows, "point 2, replicate 1: too many events"), &err);
                continue;
            }
            world_record(&record, &setup, 10 * p + i);
            world_events(&record, i, i % 5);
            end = members_end(&record);
            must(wai_rows_add(&rows, (uint32_t)i, &record, &end), &err);
        }
        must(wai_rows_finish(&rows, 1), &err);
        must(wai_sweep_append(writer, &rows, &err), &err);
        must(wai_sweep_end_point(writer, p == 2 ? WAI_POINT_FAILED : WAI_POINT_DONE,
                                 p == 2 ? rows.message : "", &err),
             &err);
    }
    must(wai_sweep_table(writer, &table, &err), &err);
    must(wai_sweep_finish(&writer, &err), &err);
    wai_rows_free(&rows);
    wai_record_free(&record);
    wai_layout_free(&layout);
    wai_setup_free(&setup);
}

static void write_all(const char *folder)
{
    write_run(folder, "run.h5", 40);
    write_run(folder, "run_no_events.h5", 0);
    write_ensemble(folder, "ensemble.h5", 600, 0);
    write_ensemble(folder, "ensemble_events.h5", 300, 1);
    write_ensemble(folder, "ensemble_one.h5", 1, 1);
    write_sweep(folder, "sweep.h5", 5, 0);
    write_sweep(folder, "sweep_replicates.h5", 5, 1);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/waico-clients-XXXXXX", command[256];
    int result;

    if (wai_output_init() != WAI_OK) {
        return 1;
    }
    if (argc > 1) {
        write_all(argv[1]);
        wai_output_close();
        return 0;
    }
    if (!mkdtemp(folder)) {
        perror(folder);
        return 1;
    }
    write_all(folder);
    wai_output_close();
    (void)snprintf(command, sizeof command,
                   "/usr/bin/python3 -m pytest -q -p no:cacheprovider tests/run/clients_test.py --rootdir=%s",
                   folder);
    (void)setenv("WAICO_SAMPLES", folder, 1);
    result = system(command);
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    if (system(command) != 0) {
        return 1;
    }
    return WIFEXITED(result) ? WEXITSTATUS(result) : 1;
}
