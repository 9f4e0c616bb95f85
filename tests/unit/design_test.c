/* Designs: counts, order, exact values on grids, the properties that sampled designs promise, and refusals.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

#include "experiment/axis.h"
#include "experiment/design.h"
#include "experiment/listing.h"
#include "experiment/sample.h"

#define MAX_AXES 64
static struct wai_axis axes[MAX_AXES];
static struct wai_sweep sweep;

/* A sweep of n axes, each uniform on [0, 1] (rows of the table that allow it are not asked for here). */
static void start(enum wai_design kind, size_t n)
{
    memset(axes, 0, sizeof axes);
    sweep = (struct wai_sweep){ .design = kind, .seed = 7, .n_axes = n, .axes = axes, .levels = 4 };
    for (size_t i = 0; i < n; i++) {
        axes[i].param = (int)i;
        axes[i].path = (char *)(uintptr_t)wai_param_table[i].path;
        axes[i].form = WAI_AXIS_RANGE;
        axes[i].to = 1;
    }
}

static struct wai_design_matrix made(void)
{
    struct wai_design_matrix design;
    struct wai_error err = { 0 };
    enum wai_status status = wai_design_make(&design, &sweep, 3, &err);

    if (status != WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
    return design;
}

static double value(const struct wai_design_matrix *design, size_t axis, size_t point)
{
    return design->values[axis * design->n_points + point];
}

static void grid_runs_its_last_axis_fastest_and_hits_its_ends(void **state)
{
    double choices[] = { 0.5, 1.0, 2.0 };
    struct wai_design_matrix design;

    (void)state;
    start(WAI_DESIGN_GRID, 2);
    axes[0].to = 3;
    axes[0].count = 13;
    axes[1].form = WAI_AXIS_VALUES;
    axes[1].values = choices;
    axes[1].n_values = 3;
    design = made();
    assert_int_equal(design.n_points, 39);
    for (size_t i = 0; i < 39; i++) {
        assert_true(fabs(value(&design, 0, i) - 0.25 * (double)(i / 3)) < 1e-15);
        assert_true(value(&design, 1, i) == choices[i % 3]);
    }
    assert_true(value(&design, 0, 38) == 3.0);
    wai_design_free(&design);
}

static void logarithmic_grid_has_equal_ratios(void **state)
{
    struct wai_design_matrix design;

    (void)state;
    start(WAI_DESIGN_GRID, 1);
    axes[0].from = 0.01;
    axes[0].to = 100;
    axes[0].count = 5;
    axes[0].log_scale = 1;
    design = made();
    for (size_t i = 0; i < 5; i++) {
        assert_true(fabs(value(&design, 0, i) / pow(10, (double)i - 2) - 1) < 1e-14);
    }
    wai_design_free(&design);
}

/* 0.01 .. 100 by powers of ten, 0 .. 1 by tenths: the very doubles that these numbers are written as. */
static void grid_meets_the_decimal_numbers_between_its_ends(void **state)
{
    const double powers[5] = { 0.01, 0.1, 1, 10, 100 };
    const double tenths[11] = { 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1 };
    struct wai_design_matrix design;

    (void)state;
    start(WAI_DESIGN_GRID, 2);
    axes[0].from = 0.01;
    axes[0].to = 100;
    axes[0].count = 5;
    axes[0].log_scale = 1;
    axes[1].to = 1;
    axes[1].count = 11;
    design = made();
    for (size_t i = 0; i < 55; i++) {
        assert_true(value(&design, 0, i) == powers[i / 11]);
        assert_true(value(&design, 1, i) == tenths[i % 11]);
    }
    wai_design_free(&design);
}

/* Every pair of powers of ten from 1e-6 to 1e6, as a grid and as the levels of trajectories. */
static void log_scales_meet_every_power_of_ten(void **state)
{
    static const double powers[13] = { 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
    struct wai_design_matrix design;

    (void)state;
    for (size_t low = 0; low < 13; low++) {
        for (size_t high = low + 1; high < 13; high++) {
            struct wai_axis_map map;

            start(WAI_DESIGN_GRID, 1);
            axes[0].from = powers[low];
            axes[0].to = powers[high];
            axes[0].count = high - low + 1;
            axes[0].log_scale = 1;
            design = made();
            wai_axis_prepare(&map, &axes[0]);
            for (size_t i = low; i <= high; i++) {
                double share = (double)(i - low) / (double)(high - low);

                assert_true(value(&design, 0, i - low) == powers[i]);
                assert_true(wai_axis_quantile(&map, share) == powers[i]);
            }
            wai_design_free(&design);
        }
    }
}

static void one_at_a_time_moves_one_axis_from_the_base(void **state)
{
    struct wai_design_matrix design;

    (void)state;
    start(WAI_DESIGN_OAT, 3);
    for (size_t d = 0; d < 3; d++) {
        axes[d].form = WAI_AXIS_BOUNDS;
        axes[d].low = 10 * (double)d;
        axes[d].base = 10 * (double)d + 1;
        axes[d].high = 10 * (double)d + 2;
    }
    design = made();
    assert_int_equal(design.n_points, 7);
    for (size_t i = 0; i < 7; i++) {
        for (size_t d = 0; d < 3; d++) {
            double moved = i > 0 && (i - 1) / 2 == d ? ((i - 1) % 2 == 0 ? -1 : 1) : 0;

            assert_true(value(&design, d, i) == 10 * (double)d + 1 + moved);
        }
    }
    wai_design_free(&design);
}

static void latin_hypercube_has_one_point_in_each_slice_of_each_axis(void **state)
{
    struct wai_design_matrix design;

    (void)state;
    start(WAI_DESIGN_LHS, 5);
    sweep.points = 1000;
    design = made();
    for (size_t d = 0; d < 5; d++) {
        int hits[1000] = { 0 };

        for (size_t i = 0; i < 1000; i++) {
            hits[(size_t)(value(&design, d, i) * 1000)]++;
        }
        for (size_t i = 0; i < 1000; i++) {
            assert_int_equal(hits[i], 1);
        }
    }
    wai_design_free(&design);
}

/* The first points of the unshifted sequence are 0, 1/2, (3/4, 1/4), (1/4, 3/4) (Bratley and Fox, 1988). */
static void sobol_points_are_the_sequence_shifted_modulo_one(void **state)
{
    const double expected[4][2] = { { 0, 0 }, { 0.5, 0.5 }, { 0.75, 0.25 }, { 0.25, 0.75 } };
    struct wai_design_matrix design;

    (void)state;
    start(WAI_DESIGN_SOBOL, 2);
    sweep.points = 3;
    design = made();
    assert_int_equal(design.n_points, 4);
    assert_string_equal(design.note, "sweep.points: 3 was rounded up to 4, a power of two");
    for (size_t i = 0; i < 4; i++) {
        for (size_t d = 0; d < 2; d++) {
            double unshifted = value(&design, d, i) - value(&design, d, 0);

            assert_true(fabs(unshifted - floor(unshifted + 1e-12) - expected[i][d]) < 1e-12);
        }
    }
    assert_true(value(&design, 0, 0) != value(&design, 1, 0));
    wai_design_free(&design);
}

/* A net in base 2: 2^m points put one in each slice of width 2^-m; the shift moves slices, not counts, but
 * for one that is cut in two, so each slice gets 0, 1 or 2. A random sample would leave exp(-1) = 37 % of
 * slices empty. */
static void sobol_points_spread_better_than_chance(void **state)
{
    struct wai_design_matrix design;

    (void)state;
    start(WAI_DESIGN_SOBOL, 40);
    sweep.points = 1024;
    design = made();
    for (size_t d = 0; d < 40; d++) {
        double sum = 0;

        for (size_t i = 0; i < 1024; i++) {
            sum += value(&design, d, i);
        }
        /* All 1024 slices are met once, so the mean is within half a slice of 1/2. */
        assert_true(fabs(sum / 1024 - 0.5) <= 0.5 / 1024 + 1e-12);
    }
    wai_design_free(&design);
}

static void larger_designs_begin_with_the_smaller(void **state)
{
    const enum wai_design kinds[] = { WAI_DESIGN_SOBOL, WAI_DESIGN_MORRIS, WAI_DESIGN_SALTELLI };

    (void)state;
    for (size_t k = 0; k < 3; k++) {
        struct wai_design_matrix small;
        struct wai_design_matrix large;
        char small_hash[65];
        char large_hash[65];

        start(kinds[k], 6);
        sweep.points = sweep.trajectories = sweep.size = 8;
        small = made();
        sweep.points = sweep.trajectories = sweep.size = 16;
        large = made();
        assert_true(large.n_points == 2 * small.n_points);
        wai_design_hash(&small, 0, small.n_points, 1, small_hash);
        wai_design_hash(&large, 0, small.n_points, 1, large_hash);
        assert_string_equal(small_hash, large_hash);
        wai_design_hash(&large, 1, small.n_points + 1, 1, large_hash);
        assert_string_not_equal(small_hash, large_hash);
        wai_design_free(&small);
        wai_design_free(&large);
    }
}

static void designs_are_refused_beyond_forty_dimensions_with_advice(void **state)
{
    struct wai_error err = { 0 };

    (void)state;
    start(WAI_DESIGN_SOBOL, 41);
    sweep.points = 8;
    assert_int_equal(wai_design_count(&sweep, 1, &err), 0);
    assert_non_null(strstr(wai_error_text(&err), "at most 40 parameters, here are 41; use the design lhs"));
    wai_error_free(&err);
    start(WAI_DESIGN_SALTELLI, 21);
    sweep.size = 8;
    assert_int_equal(wai_design_count(&sweep, 1, &err), 0);
    assert_non_null(strstr(wai_error_text(&err), "screen them with the design morris"));
    wai_error_free(&err);
    start(WAI_DESIGN_GRID, 10);
    for (int i = 0; i < 10; i++) {
        axes[i].count = 1000;
    }
    assert_int_equal(wai_design_count(&sweep, 1, &err), 0);
    assert_non_null(strstr(wai_error_text(&err), "more than 100000000 points"));
    wai_error_free(&err);
}

static void morris_moves_one_group_a_step_by_two_thirds(void **state)
{
    struct wai_design_matrix design;
    char group[] = "pair";
    int ups = 0;

    (void)state;
    start(WAI_DESIGN_MORRIS, 5);
    sweep.trajectories = 200;
    axes[1].group = axes[4].group = group;
    design = made();
    assert_int_equal(design.n_groups, 4);
    assert_string_equal(design.group_names[1], "pair");
    assert_int_equal(design.n_points, 200 * 5);
    for (size_t t = 0; t < 200; t++) {
        int seen[4] = { 0 };

        for (size_t p = 5 * t; p < 5 * t + 5; p++) {
            assert_int_equal(design.row[p], t);
            for (size_t d = 0; d < 5; d++) {
                double u = value(&design, d, p);
                double change = p == 5 * t ? 0 : u - value(&design, d, p - 1);
                int moves = p > 5 * t && design.moved[p] == (int)design.group[d];

                assert_true(fabs(3 * u - round(3 * u)) < 1e-12 && u >= 0 && u <= 1);
                assert_true(fabs(change - (moves ? design.step[t * 5 + d] : 0)) < 1e-6);
                assert_true(!moves || fabs(fabs(change) - 2.0 / 3) < 1e-12);
                ups += moves && change > 0;
            }
            if (p > 5 * t) {
                seen[design.moved[p]]++;
            }
        }
        assert_true(seen[0] == 1 && seen[1] == 1 && seen[2] == 1 && seen[3] == 1);
    }
    /* 1000 fair signs: 4 standard deviations are 63. */
    assert_in_range(ups, 437, 563);
    wai_design_free(&design);
}

static void saltelli_mixes_the_columns_of_two_samples(void **state)
{
    struct wai_design_matrix design;
    const size_t width = 2 + 2 * 3;

    (void)state;
    start(WAI_DESIGN_SALTELLI, 3);
    sweep.size = 16;
    sweep.second_order = 1;
    design = made();
    assert_int_equal(design.n_points, 16 * width);
    for (size_t row = 0; row < 16; row++) {
        size_t a = row * width;
        size_t b = a + width - 1;

        assert_int_equal(design.block[a], WAI_DESIGN_BLOCK_A);
        assert_int_equal(design.block[b], WAI_DESIGN_BLOCK_B);
        for (size_t g = 0; g < 3; g++) {
            for (size_t d = 0; d < 3; d++) {
                assert_true(value(&design, d, a + 1 + g) == value(&design, d, g == d ? b : a));
                assert_true(value(&design, d, a + 4 + g) == value(&design, d, g == d ? a : b));
            }
        }
    }
    wai_design_free(&design);
}

static double quantile(double u)
{
    struct wai_axis_map map;

    wai_axis_prepare(&map, &axes[0]);
    return wai_axis_quantile(&map, u);
}

static void distributions_have_the_quantiles_of_their_formulas(void **state)
{
    (void)state;
    start(WAI_DESIGN_LHS, 1);
    axes[0].param = wai_param_find("affinity.peers"); /* [-10, 10] */
    axes[0].form = WAI_AXIS_DISTRIBUTION;
    axes[0].distribution = WAI_DIST_NORMAL;
    axes[0].mean = 1;
    axes[0].sd = 2;
    assert_true(fabs(quantile(0.5) - 1) <
                1e-5); /* truncation at -5.5 and 4.5 sd moves the median by 3e-6 sd */
    assert_true(fabs(quantile(0.975) - (1 + 2 * 1.959964)) < 1e-3);
    assert_true(quantile(0) >= -10 && quantile(1) <= 10);
    axes[0].sd = 100; /* nearly uniform over the allowed range */
    assert_true(fabs(quantile(0.25) + 5) < 0.05);
    axes[0].distribution = WAI_DIST_TRIANGULAR;
    axes[0].low = 0;
    axes[0].mode = 1;
    axes[0].high = 4;
    assert_true(fabs(quantile(0.25) - 1) < 1e-15); /* P(X < mode) = 1/4 */
    assert_true(fabs(quantile(0.0625) - 0.5) < 1e-15);
    assert_true(fabs(quantile(1 - 0.1875) - 2.5) < 1e-15); /* (4-x)^2 / 12 = 0.1875 */
    axes[0].distribution = WAI_DIST_LOGUNIFORM;
    axes[0].low = 0.1;
    axes[0].high = 10;
    assert_true(fabs(quantile(0.5) - 1) < 1e-14);
    assert_true(quantile(0) == 0.1 && quantile(1) == 10);
}

static void whole_numbers_and_choices_have_equal_shares(void **state)
{
    double choices[] = { 3, 1, 2 };

    (void)state;
    start(WAI_DESIGN_LHS, 1);
    axes[0].from = 2;
    axes[0].to = 5;
    axes[0].integer = 1;
    for (int i = 0; i < 4; i++) {
        assert_true(quantile(0.25 * i) == 2 + i && quantile(0.25 * i + 0.2499) == 2 + i);
    }
    assert_true(quantile(1) == 5);
    axes[0].form = WAI_AXIS_VALUES;
    axes[0].values = choices;
    axes[0].n_values = 3;
    assert_true(quantile(0.1) == 3 && quantile(0.5) == 1 && quantile(0.9) == 2 && quantile(1) == 2);
}

struct sink {
    char *text;
    size_t length, n_lines;
};

static int keep(void *context, const char *bytes, size_t length)
{
    struct sink *sink = context;

    sink->text = realloc(sink->text, sink->length + length + 1);
    memcpy(sink->text + sink->length, bytes, length);
    sink->length += length;
    sink->text[sink->length] = '\0';
    return 0;
}

static int refuse(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return -1;
}

static void listing_is_csv_with_paths_as_headers(void **state)
{
    struct sink sink = { 0 };
    double choices[] = { 0.1, 1.0 / 3.0 };
    struct wai_design_matrix design;
    struct wai_error err = { 0 };

    (void)state;
    start(WAI_DESIGN_GRID, 2);
    axes[0].count = 2;
    axes[1].form = WAI_AXIS_VALUES;
    axes[1].values = choices;
    axes[1].n_values = 2;
    design = made();
    assert_int_equal(wai_listing_write(&design, NULL, keep, &sink, &err), WAI_OK);
    assert_string_equal(sink.text,
                        "decision.rationality,decision.review_rate.none\n0,0.1\n0,0.3333333333333333\n"
                        "1,0.1\n1,0.3333333333333333\n");
    assert_int_equal(wai_listing_write(&design, NULL, refuse, NULL, &err), WAI_ERR_IO);
    wai_error_free(&err);
    free(sink.text);
    wai_design_free(&design);
}

static void a_point_sets_the_parameters_that_are_swept(void **state)
{
    struct wai_params params;
    struct wai_design_matrix design;

    (void)state;
    start(WAI_DESIGN_LHS, 2);
    sweep.points = 4;
    axes[1].param = wai_param_find("affinity.peers");
    design = made();
    wai_param_presets(&params);
    wai_design_apply(&design, 3, &params);
    assert_true(params.decision.rationality == value(&design, 0, 3));
    assert_true(params.affinity.peers == value(&design, 1, 3));
    assert_true(params.affinity.ties == 3.0);
    wai_design_free(&design);
}

/* The goal: 1,000,000 points in less than 2 s and 200 MB.  Time is measured, stated with room for a busy
 * machine. */
static void a_million_points_are_planned_quickly_and_small(void **state)
{
    const enum wai_design kinds[] = { WAI_DESIGN_LHS, WAI_DESIGN_SOBOL, WAI_DESIGN_MORRIS,
                                      WAI_DESIGN_SALTELLI };
    const char *const names[] = { "lhs", "sobol", "morris", "saltelli" };

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        struct wai_design_matrix design;
        struct rusage usage;
        clock_t begin = clock();
        double seconds;

        start(kinds[k], 10);
        sweep.points = 1000000;
        sweep.trajectories = 90910;
        sweep.size = 65536;
        design = made();
        assert_true(design.n_points > 780000);
        seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        wai_design_free(&design);
        (void)getrusage(RUSAGE_SELF, &usage);
        print_message("%s: %.2f s, peak %ld MB\n", names[k], seconds, usage.ru_maxrss / 1024);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        assert_true(seconds < 4);
        assert_true(usage.ru_maxrss < 200 * 1024);
#endif
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grid_runs_its_last_axis_fastest_and_hits_its_ends),
        cmocka_unit_test(logarithmic_grid_has_equal_ratios),
        cmocka_unit_test(log_scales_meet_every_power_of_ten),
        cmocka_unit_test(grid_meets_the_decimal_numbers_between_its_ends),
        cmocka_unit_test(one_at_a_time_moves_one_axis_from_the_base),
        cmocka_unit_test(latin_hypercube_has_one_point_in_each_slice_of_each_axis),
        cmocka_unit_test(sobol_points_are_the_sequence_shifted_modulo_one),
        cmocka_unit_test(sobol_points_spread_better_than_chance),
        cmocka_unit_test(larger_designs_begin_with_the_smaller),
        cmocka_unit_test(designs_are_refused_beyond_forty_dimensions_with_advice),
        cmocka_unit_test(morris_moves_one_group_a_step_by_two_thirds),
        cmocka_unit_test(saltelli_mixes_the_columns_of_two_samples),
        cmocka_unit_test(distributions_have_the_quantiles_of_their_formulas),
        cmocka_unit_test(whole_numbers_and_choices_have_equal_shares),
        cmocka_unit_test(listing_is_csv_with_paths_as_headers),
        cmocka_unit_test(a_point_sets_the_parameters_that_are_swept),
        cmocka_unit_test(a_million_points_are_planned_quickly_and_small),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
