/* What a result keeps, at the ends of what can be asked: metrics that cannot be, next to nothing, a world of
 * one country, and one of more countries than 16 bits count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output/block.h"
#include "output/ensemble.h"
#include "output/output.h"
#include "output/reader.h"
#include "output/run.h"
#include "output/sweep.h"
#include "output_world.h"

#define KEY "3123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define N_TIMES 12

static char folder[] = "/tmp/waico-layout-XXXXXX";
static char path[256];

static int make_folder(void **state)
{
    (void)state;
    if (wai_output_init() != WAI_OK || !mkdtemp(folder)) {
        return 1;
    }
    (void)snprintf(path, sizeof path, "%s/r.h5", folder);
    return 0;
}

static int free_folder(void **state)
{
    (void)state;
    wai_output_close();
    return rmdir(folder);
}

/* ---- what cannot be asked ---- */

static void assert_refused(double account_years, const struct wai_layout_metric *metric, const char *said)
{
    struct wai_layout_options options;
    struct wai_layout layout;
    struct wai_setup setup;
    struct wai_error err = { 0 };

    world_setup(&setup, 2, 4);
    setup.params.organisation.account_years = account_years;
    wai_layout_presets(&options);
    options.n_metrics = metric ? 1 : 0;
    options.metrics = metric;
    assert_int_equal(wai_layout_init(&layout, &setup, 0, &options, &err), WAI_ERR_CONFIG);
    assert_string_equal(wai_error_text(&err), said);
    wai_error_free(&err);
    wai_setup_free(&setup);
}

static void a_metric_under_the_name_of_a_column_is_refused(void **state)
{
    static const struct wai_layout_metric metric = { "final_n_members", "country", "members", 0 };

    (void)state;
    assert_refused(0.25, &metric, "metric final_n_members: the name is taken in result files\n");
}

static void a_metric_with_too_long_a_name_is_refused(void **state)
{
    static const struct wai_layout_metric metric = {
        "a234567890123456789012345678901234567890123456789012345678901234", "1", "a number", 0
    };

    (void)state;
    assert_refused(0.25, &metric,
                   "metric a234567890123456789012345678901234567890123456789012345678901234: the name is "
                   "longer than 63 letters\n");
}

static void a_run_that_ends_before_its_first_account_is_refused(void **state)
{
    (void)state;
    assert_refused(2, NULL, "organisation.account_years: the run ends before its first account\n");
}

/* ---- files of a setup ---- */

/* Two replications, all they have, and a log. */
static void fill(struct wai_rows *rows, struct wai_record *record, const struct wai_setup *setup)
{
    static const double metric = 0.5;

    wai_rows_clear(rows, 0);
    for (uint32_t i = 0; i < 2; i++) {
        world_record(record, setup, i);
        world_events(record, i, 3);
        record->log[2].country = (int32_t)setup->tables.n_countries - 1;
        assert_int_equal(wai_rows_add(rows, i, record, &metric), WAI_OK);
    }
    assert_int_equal(wai_rows_finish(rows, 0), WAI_OK);
}

static void write_ensemble(const struct wai_layout *layout, const struct wai_setup *setup,
                           const struct wai_rows *rows)
{
    struct wai_ensemble_writer *writer;
    struct wai_error err = { 0 };

    assert_int_equal(wai_ensemble_open(&writer, path, layout, setup, &world_provenance, &err), WAI_OK);
    assert_int_equal(wai_ensemble_append(writer, rows, &err), WAI_OK);
    assert_int_equal(wai_ensemble_finish(&writer, &err), WAI_OK);
}

static void write_sweep(const struct wai_layout *layout, const struct wai_setup *setup,
                        const struct wai_rows *rows)
{
    const struct wai_sweep_design design = { .goal_metric = -1, .n_points = 1, .max_replications = 2 };
    struct wai_sweep_writer *writer;
    struct wai_error err = { 0 };

    assert_int_equal(wai_sweep_open(&writer, path, layout, setup, &world_provenance, &design, &err), WAI_OK);
    assert_int_equal(wai_sweep_append(writer, rows, &err), WAI_OK);
    assert_int_equal(wai_sweep_end_point(writer, WAI_POINT_DONE, "", &err), WAI_OK);
    assert_int_equal(wai_sweep_finish(&writer, &err), WAI_OK);
}

/* Puts rows into a block and takes them back. */
static void pass_through_block(const struct wai_layout *layout, struct wai_rows *rows)
{
    struct wai_block_writer *writer;
    struct wai_block_reader *reader;
    struct wai_error err = { 0 };
    int more;

    assert_int_equal(wai_block_create(&writer, path, layout, &err), WAI_OK);
    assert_int_equal(wai_block_put(writer, rows, &err), WAI_OK);
    assert_int_equal(wai_block_finish(&writer, KEY, &err), WAI_OK);
    assert_int_equal(wai_block_open(&reader, path, KEY, layout, &err), WAI_OK);
    assert_int_equal(wai_block_next(reader, rows, &more, &err), WAI_OK);
    assert_true(more);
    wai_block_close(&reader);
    assert_int_equal(unlink(path), 0);
}

/* Opens the file, finds nothing wrong with it, and forgets its name. */
static struct wai_reader *open_checked(void)
{
    struct wai_reader *reader;
    struct wai_error err = { 0 };

    assert_int_equal(wai_reader_digest(path, &err), WAI_OK);
    assert_int_equal(wai_reader_open(&reader, path, &err), WAI_OK);
    if (wai_reader_check(reader, &err) != WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
    assert_int_equal(unlink(path), 0);
    return reader;
}

/* ---- little ---- */

/* Neither summaries nor quantiles nor replications, shares, logs or dates: metrics alone. */
static void next_to_nothing_is_kept_when_asked_so(void **state)
{
    static const struct wai_layout_metric metrics[] = { { "end", "1", "a number", 0 } };
    const struct wai_layout_options options = { .confidence = 0.95, .n_metrics = 1, .metrics = metrics };
    void (*const writes[])(const struct wai_layout *, const struct wai_setup *,
                           const struct wai_rows *) = { write_ensemble, write_sweep };
    struct wai_layout layout;
    struct wai_setup setup;
    struct wai_record record;
    struct wai_rows rows;
    struct wai_error err = { 0 };

    (void)state;
    world_setup(&setup, 3, N_TIMES);
    assert_int_equal(wai_layout_init(&layout, &setup, 0, &options, &err), WAI_OK);
    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    fill(&rows, &record, &setup);
    pass_through_block(&layout, &rows);
    for (size_t k = 0; k < 2; k++) {
        struct wai_reader *reader;
        double values[2], mean;

        writes[k](&layout, &setup, &rows);
        reader = open_checked();
        assert_int_equal(wai_reader_numbers(reader, "end", NULL, values, 2, &err), WAI_OK);
        assert_true(values[0] == 0.5 && values[1] == 0.5);
        assert_int_equal(wai_reader_numbers(reader, "end_mean", NULL, &mean, 1, &err), WAI_OK);
        assert_true(mean == 0.5);
        assert_false(wai_reader_has(reader, "quantile") || wai_reader_has(reader, "n_members") ||
                     wai_reader_has(reader, "n_members_mean") || wai_reader_has(reader, "p_status") ||
                     wai_reader_has(reader, "n_events") || wai_reader_has(reader, "date"));
        wai_reader_close(&reader);
    }
    wai_rows_free(&rows);
    wai_record_free(&record);
    wai_layout_free(&layout);
    wai_setup_free(&setup);
}

/* The sponsor alone: no borders, no rival, nobody who could join. */
static void a_world_of_one_country_is_kept(void **state)
{
    struct wai_layout_options options;
    struct wai_layout layout;
    struct wai_setup setup;
    struct wai_record record;
    struct wai_rows rows;
    struct wai_reader *reader;
    struct wai_error err = { 0 };
    double mean[N_TIMES];
    char *leader;

    (void)state;
    world_setup(&setup, 1, N_TIMES);
    wai_layout_presets(&options);
    options.events = 1;
    assert_int_equal(wai_layout_init(&layout, &setup, 0, &options, &err), WAI_OK);
    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 0, 1, 0 }), WAI_OK);
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    fill(&rows, &record, &setup);
    write_ensemble(&layout, &setup, &rows);
    reader = open_checked();
    assert_int_equal(wai_reader_numbers(reader, "n_members_mean", NULL, mean, N_TIMES, &err), WAI_OK);
    assert_true(mean[0] == 0.0 && mean[N_TIMES - 1] == 0.0);
    assert_false(wai_reader_has(reader, "border"));
    assert_int_equal(wai_reader_text(reader, "rival_leader", &leader, &err), WAI_OK);
    free(leader);
    wai_reader_close(&reader);
    wai_rows_free(&rows);
    wai_record_free(&record);
    wai_layout_free(&layout);
    wai_setup_free(&setup);
}

/* ---- wide ---- */

/* A world of n countries with codes that differ, also beyond the 26^3 of letters alone. */
static void wide_setup(struct wai_setup *setup, size_t n)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    world_setup(setup, n, N_TIMES);
    for (size_t i = 0; i < n; i++) {
        setup->tables.iso3[i][0] = signs[i / 1296 % 36];
        setup->tables.iso3[i][1] = signs[i / 36 % 36];
        setup->tables.iso3[i][2] = signs[i % 36];
    }
}

static enum wai_layout_type type_of(struct wai_reader *reader, const char *name)
{
    struct wai_reader_info info;
    struct wai_error err = { 0 };

    assert_int_equal(wai_reader_find(reader, name, &info, &err), WAI_OK);
    return info.type;
}

/* A run and an ensemble, this by way of a block, whose last country has the last event and whose numbers of
 * countries in a status reach nearly all of them. */
static void keep_wide(size_t n, enum wai_layout_type type)
{
    struct wai_layout_options options;
    struct wai_layout layout;
    struct wai_setup setup;
    struct wai_record record;
    struct wai_rows rows;
    struct wai_reader *reader;
    struct wai_error err = { 0 };
    double countries[8], counts[2 * WAI_N_STATUSES * N_TIMES];

    wide_setup(&setup, n);
    wai_layout_presets(&options);
    options.events = 1;
    options.p_status = 0; /* 9 x 12 shares of each would be all that takes time */
    assert_int_equal(wai_layout_init(&layout, &setup, 0, &options, &err), WAI_OK);
    assert_int_equal(wai_record_init(&record, &setup, (struct wai_record_wants){ 1, 1, 1 }), WAI_OK);
    assert_int_equal(wai_rows_init(&rows, &layout), WAI_OK);
    fill(&rows, &record, &setup);
    record.n_status[0] = (int32_t)n - 1; /* in the run, too */
    record.decisions[1].country = (int32_t)n - 1;
    assert_int_equal(
        wai_run_write(path, &(struct wai_run){ &setup, &record, 0, 1, 0, NULL }, &world_provenance, &err),
        WAI_OK);
    reader = open_checked();
    assert_int_equal(type_of(reader, "n_status"), type);
    assert_int_equal(type_of(reader, "event_country"), type);
    assert_int_equal(type_of(reader, "decision_country"), type);
    assert_int_equal(wai_reader_numbers(reader, "n_status", NULL, counts, WAI_N_STATUSES * N_TIMES, &err),
                     WAI_OK);
    assert_true(counts[0] == (double)n - 1.0);
    assert_int_equal(wai_reader_numbers(reader, "event_country", NULL, countries, 3, &err), WAI_OK);
    assert_true(isnan(countries[0]) && countries[1] == 1.0 && countries[2] == (double)n - 1.0);
    assert_int_equal(wai_reader_numbers(reader, "decision_country", NULL, countries, 3, &err), WAI_OK);
    assert_true(countries[0] == 0.0 && countries[1] == (double)n - 1.0);
    wai_reader_close(&reader);

    pass_through_block(&layout, &rows);
    write_ensemble(&layout, &setup, &rows);
    reader = open_checked();
    assert_int_equal(type_of(reader, "n_members"), type);
    assert_int_equal(wai_reader_numbers(reader, "event_country", NULL, countries, 6, &err), WAI_OK);
    assert_true(countries[5] == (double)n - 1.0);
    assert_int_equal(wai_reader_numbers(reader, "n_status", NULL, counts, 2 * WAI_N_STATUSES * N_TIMES, &err),
                     WAI_OK);
    for (size_t t = 0; t < N_TIMES; t++) { /* the sponsor is not counted */
        double sum = 0.0;

        for (size_t m = 0; m < WAI_N_STATUSES; m++) {
            sum += counts[m * N_TIMES + t];
        }
        assert_true(sum == (double)n - 1.0);
    }
    wai_reader_close(&reader);
    wai_rows_free(&rows);
    wai_record_free(&record);
    wai_layout_free(&layout);
    wai_setup_free(&setup);
}

static void numbers_of_countries_have_16_bits_while_they_fit(void **state)
{
    (void)state;
    keep_wide(32767, WAI_LAYOUT_INT16);
}

static void numbers_of_more_countries_have_32_bits(void **state)
{
    (void)state;
    keep_wide(32768, WAI_LAYOUT_INT32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_metric_under_the_name_of_a_column_is_refused),
        cmocka_unit_test(a_metric_with_too_long_a_name_is_refused),
        cmocka_unit_test(a_run_that_ends_before_its_first_account_is_refused),
        cmocka_unit_test(next_to_nothing_is_kept_when_asked_so),
        cmocka_unit_test(a_world_of_one_country_is_kept),
        cmocka_unit_test(numbers_of_countries_have_16_bits_while_they_fit),
        cmocka_unit_test(numbers_of_more_countries_have_32_bits),
    };

    return cmocka_run_group_tests(tests, make_folder, free_folder);
}
