/* Estimators of sensitivity on functions whose answers are published or follow by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "experiment/design.h"
#include "experiment/sensitivity.h"

#define PI 3.14159265358979323846
#define MAX_AXES 20

static struct wai_axis axes[MAX_AXES];
static struct wai_sweep sweep;
static double plane(const double *x, size_t n);
static const struct wai_sensitivity_options options = { .confidence = 0.95, .seed = 11 };

static struct wai_design_matrix make(enum wai_design kind, size_t n_axes, double from, double to)
{
    struct wai_design_matrix design;
    struct wai_error err = { 0 };

    sweep.design = kind;
    sweep.seed = 3;
    sweep.levels = 4;
    sweep.n_axes = n_axes;
    sweep.axes = axes;
    for (size_t i = 0; i < n_axes; i++) {
        axes[i].path = (char *)(uintptr_t)wai_param_table[i].path;
        axes[i].param = (int)i;
        axes[i].from = from;
        axes[i].to = to;
    }
    if (wai_design_make(&design, &sweep, 1, &err) != WAI_OK) {
        fail_msg("%s", wai_error_text(&err));
    }
    return design;
}

static int reset(void **state)
{
    (void)state;
    memset(axes, 0, sizeof axes);
    memset(&sweep, 0, sizeof sweep);
    return 0;
}

/* y of f at every point; the caller frees it. */
static double *response(const struct wai_design_matrix *design, double (*f)(const double *x, size_t n))
{
    double *y = malloc(design->n_points * sizeof *y);
    double x[MAX_AXES];

    assert_non_null(y);
    for (size_t i = 0; i < design->n_points; i++) {
        for (size_t d = 0; d < design->n_axes; d++) {
            x[d] = design->values[d * design->n_points + i];
        }
        y[i] = f(x, design->n_axes);
    }
    return y;
}

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) {
        fail_msg("%.6g is not within %g of %.6g", value, tolerance, expected);
    }
}

/* Ishigami and Homma (1990), a = 7, b = 0.1, x in [-pi, pi]; analytic indices:
 * D1 = (1 + b pi^4/5)^2 / 2, D2 = a^2/8, D13 = b^2 pi^8 (1/18 - 1/50). */
static double ishigami(const double *x, size_t n)
{
    (void)n;
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

static void ishigami_indices_are_the_published_ones(void **state)
{
    const double first_known[3] = { 0.3139, 0.4424, 0 };
    const double total_known[3] = { 0.5576, 0.4424, 0.2437 };
    struct wai_sensitivity_index first[3];
    struct wai_sensitivity_index total[3];
    struct wai_sensitivity_index second[9];
    struct wai_design_matrix design;
    size_t used;
    double *y;

    (void)state;
    sweep.size = 8192;
    sweep.second_order = 1;
    design = make(WAI_DESIGN_SALTELLI, 3, -PI, PI);
    y = response(&design, ishigami);
    assert_int_equal(wai_sensitivity_sobol(&design, y, &options, first, total, second, &used), WAI_OK);
    assert_int_equal(used, 8192);
    for (int i = 0; i < 3; i++) {
        near(first[i].value, first_known[i], 0.01);
        near(total[i].value, total_known[i], 0.01);
        assert_true(first[i].low < first_known[i] && first_known[i] < first[i].high);
        assert_true(total[i].low < total_known[i] && total_known[i] < total[i].high);
        assert_true(first[i].high - first[i].low < 0.1);
    }
    near(second[0 * 3 + 1].value, 0, 0.02);
    near(second[0 * 3 + 2].value, 0.2437, 0.02); /* the whole of the total effect of x3 */
    near(second[1 * 3 + 2].value, 0, 0.02);
    assert_true(isnan(second[2 * 3 + 0].value));
    free(y);
    wai_design_free(&design);
}

/* Saltelli and Sobol' (1995): product of (|4x - 2| + a) / (1 + a) with a = 0, 1, 4.5, 9, 99, 99, 99, 99. */
static const double g_a[8] = { 0, 1, 4.5, 9, 99, 99, 99, 99 };

static double g_function(const double *x, size_t n)
{
    double y = 1;

    for (size_t i = 0; i < n; i++) {
        y *= (fabs(4 * x[i] - 2) + g_a[i]) / (1 + g_a[i]);
    }
    return y;
}

static void sobol_g_indices_follow_the_formula(void **state)
{
    struct wai_sensitivity_index first[8];
    struct wai_sensitivity_index total[8];
    struct wai_design_matrix design;
    double variance = 1;
    size_t used;
    double *y;

    (void)state;
    for (int i = 0; i < 8; i++) {
        variance *= 1 + 1 / (3 * (1 + g_a[i]) * (1 + g_a[i]));
    }
    variance -= 1;
    sweep.size = 8000; /* 8192 */
    design = make(WAI_DESIGN_SALTELLI, 8, 0, 1);
    y = response(&design, g_function);
    assert_int_equal(wai_sensitivity_sobol(&design, y, &options, first, total, NULL, &used), WAI_OK);
    for (int i = 0; i < 8; i++) {
        double own = 1 / (3 * (1 + g_a[i]) * (1 + g_a[i]));

        near(first[i].value, own / variance, 0.01);
        near(total[i].value, own * (variance + 1) / (1 + own) / variance, 0.01);
    }
    near(first[0].value, 0.7165, 0.01); /* as printed in the paper */
    near(total[1].value, 0.2422, 0.01);
    free(y);
    wai_design_free(&design);
}

/* Three factors of the function above, far from 0: V12 = V1 V2, and so on (Saltelli and Sobol' 1995). */
static double far_product(const double *x, size_t n)
{
    return 1000 + g_function(x, n);
}

static void second_order_does_not_depend_on_the_mean(void **state)
{
    struct wai_sensitivity_index first[3];
    struct wai_sensitivity_index total[3];
    struct wai_sensitivity_index second[9];
    struct wai_design_matrix design;
    double variance = 1;
    double own[3];
    size_t used;
    double *y;

    (void)state;
    for (int i = 0; i < 3; i++) {
        own[i] = 1 / (3 * (1 + g_a[i]) * (1 + g_a[i]));
        variance *= 1 + own[i];
    }
    variance -= 1;
    sweep.size = 1024;
    sweep.second_order = 1;
    design = make(WAI_DESIGN_SALTELLI, 3, 0, 1);
    y = response(&design, far_product);
    assert_int_equal(wai_sensitivity_sobol(&design, y, &options, first, total, second, &used), WAI_OK);
    for (size_t i = 0; i < 3; i++) {
        near(first[i].value, own[i] / variance, 0.03);
        for (size_t k = i + 1; k < 3; k++) {
            const struct wai_sensitivity_index *pair = &second[i * 3 + k];

            near(pair->value, own[i] * own[k] / variance, 0.03);
            assert_true(pair->low < pair->value && pair->value < pair->high);
            assert_true(pair->high - pair->low < 0.3);
        }
    }
    free(y);
    wai_design_free(&design);
}

/* Means that differ by their last bit alone do not vary. */
static void rounding_is_no_variance(void **state)
{
    struct wai_sensitivity_index first[2];
    struct wai_sensitivity_index total[2];
    struct wai_sensitivity_index second[4];
    struct wai_design_matrix design;
    size_t used;
    double *y;

    (void)state;
    sweep.size = 16;
    sweep.second_order = 1;
    design = make(WAI_DESIGN_SALTELLI, 2, 0, 1);
    y = response(&design, plane);
    for (size_t i = 0; i < design.n_points; i++) {
        y[i] = nextafter(0.31, i % 3 == 0 ? 1 : 0);
    }
    assert_int_equal(wai_sensitivity_sobol(&design, y, &options, first, total, second, &used), WAI_OK);
    assert_true(isnan(first[0].value) && isnan(total[1].value) && isnan(second[1].value));
    assert_true(isnan(first[0].low) && isnan(total[1].high) && isnan(second[1].low));
    free(y);
    wai_design_free(&design);
}

static void one_row_gives_no_indices(void **state)
{
    struct wai_sensitivity_index first[2];
    struct wai_sensitivity_index total[2];
    struct wai_design_matrix design;
    size_t used;
    double *y;

    (void)state;
    sweep.size = 4;
    design = make(WAI_DESIGN_SALTELLI, 2, 0, 1);
    y = response(&design, plane);
    for (size_t i = 4; i < design.n_points; i += 4) {
        y[i] = NAN;
    }
    assert_int_equal(wai_sensitivity_sobol(&design, y, &options, first, total, NULL, &used), WAI_OK);
    assert_int_equal(used, 1);
    assert_true(isnan(first[0].value) && isnan(first[0].low) && isnan(total[1].high));
    free(y);
    wai_design_free(&design);
}

static void a_group_has_the_index_of_its_members_together(void **state)
{
    char name[] = "odd";
    struct wai_sensitivity_index first[2];
    struct wai_sensitivity_index total[2];
    struct wai_design_matrix design;
    size_t used;
    double *y;

    (void)state;
    axes[0].group = axes[2].group = name;
    sweep.size = 8192;
    design = make(WAI_DESIGN_SALTELLI, 3, -PI, PI);
    y = response(&design, ishigami);
    assert_int_equal(wai_sensitivity_sobol(&design, y, &options, first, total, NULL, &used), WAI_OK);
    near(first[0].value, 0.5576, 0.01); /* S1 + S3 + S13 */
    near(total[0].value, 0.5576, 0.01);
    near(first[1].value, 0.4424, 0.01);
    free(y);
    wai_design_free(&design);
}

static void rows_with_a_missing_number_are_left_out(void **state)
{
    struct wai_sensitivity_index first[3];
    struct wai_sensitivity_index total[3];
    struct wai_design_matrix design;
    size_t used;
    double *y;

    (void)state;
    sweep.size = 4096;
    design = make(WAI_DESIGN_SALTELLI, 3, -PI, PI);
    y = response(&design, ishigami);
    y[3] = NAN;
    y[4] = NAN; /* the same row, of five points */
    y[5] = INFINITY;
    assert_int_equal(wai_sensitivity_sobol(&design, y, &options, first, total, NULL, &used), WAI_OK);
    assert_int_equal(used, 4094);
    near(total[2].value, 0.2437, 0.015);
    for (size_t i = 0; i < design.n_points; i++) {
        y[i] = 5;
    }
    assert_int_equal(wai_sensitivity_sobol(&design, y, &options, first, total, NULL, &used), WAI_OK);
    assert_true(isnan(first[0].value) && isnan(total[0].low)); /* nothing varies */
    free(y);
    wai_design_free(&design);
}

/* Morris (1991), section 4: 20 inputs; of the coefficients that he drew at random the means, 0, are taken. */
static double morris_function(const double *x, size_t n)
{
    double w[20];
    double y = 0;

    (void)n;
    for (int i = 0; i < 20; i++) {
        w[i] = i == 2 || i == 4 || i == 6 ? 2 * (1.1 * x[i] / (x[i] + 0.1) - 0.5) : 2 * (x[i] - 0.5);
    }
    for (int i = 0; i < 10; i++) {
        y += 20 * w[i];
    }
    for (int i = 0; i < 6; i++) {
        for (int j = i + 1; j < 6; j++) {
            y -= 15 * w[i] * w[j];
        }
    }
    for (int i = 0; i < 5; i++) {
        for (int j = i + 1; j < 5; j++) {
            for (int k = j + 1; k < 5; k++) {
                y -= 10 * w[i] * w[j] * w[k];
            }
        }
    }
    return y + 5 * w[0] * w[1] * w[2] * w[3];
}

/* What Morris concludes: inputs 1 to 10 matter; 8, 9, 10 with a constant effect (here exactly 2 * 20 = 40);
 * 7 and more so 1 to 6 with a spread, from curvature or interactions; 11 to 20 not at all. */
static void morris_function_is_sorted_as_in_the_paper(void **state)
{
    double effects[100 * 20];
    struct wai_sensitivity_index mu_star[20];
    double mu[20];
    double sigma[20];
    int32_t used_effects[20];
    const struct wai_sensitivity_screening found = { effects, mu_star, mu, sigma, used_effects };
    struct wai_design_matrix design;
    double *y;

    (void)state;
    sweep.trajectories = 100;
    design = make(WAI_DESIGN_MORRIS, 20, 0, 1);
    y = response(&design, morris_function);
    assert_int_equal(wai_sensitivity_morris(&design, y, &options, &found), WAI_OK);
    for (int i = 7; i < 10; i++) {
        near(mu[i], 40, 1e-10);
        near(mu_star[i].value, 40, 1e-4);
        near(sigma[i], 0, 1e-10);
        near(mu_star[i].low, 40, 1e-4);
    }
    for (int i = 0; i < 7; i++) {
        assert_true(mu_star[i].value > 20 && sigma[i] > 10);
        assert_true(mu_star[i].low < mu_star[i].value && mu_star[i].value < mu_star[i].high);
    }
    for (int i = 10; i < 20; i++) {
        near(mu_star[i].value, 0, 1e-9);
    }
    /* Input 7 acts alone by 20 w(x): the effect from 0 to 2/3 is 20 (w(2/3) - w(0)) / (2/3) = 57.39, from 1/3
     * to 1 it is 20 (w(1) - w(1/3)) / (2/3) = 9.231; both are equally likely. */
    for (int t = 0; t < 100; t++) {
        double effect = effects[t * 20 + 6];

        assert_true(fabs(effect - 57.3913) < 1e-3 || fabs(effect - 9.23077) < 1e-3);
    }
    near(mu[6], 0.5 * (57.3913 + 9.23077), 4 * 24.08 / 10); /* 4 standard errors */
    free(y);
    wai_design_free(&design);
}

static void unknown_points_cost_only_the_effects_that_touch_them(void **state)
{
    double effects[8 * 20];
    struct wai_sensitivity_index mu_star[20];
    double mu[20];
    double sigma[20];
    int32_t used_effects[20];
    const struct wai_sensitivity_screening found = { effects, mu_star, mu, sigma, used_effects };
    struct wai_design_matrix design;
    int missing = 0;
    double *y;

    (void)state;
    sweep.trajectories = 8;
    design = make(WAI_DESIGN_MORRIS, 20, 0, 1);
    y = response(&design, morris_function);
    y[5] = NAN;
    assert_int_equal(wai_sensitivity_morris(&design, y, &options, &found), WAI_OK);
    for (int i = 0; i < 8 * 20; i++) {
        missing += isnan(effects[i]);
    }
    assert_int_equal(missing, 2);
    missing = 0;
    for (int i = 0; i < 20; i++) {
        missing += 8 - used_effects[i];
    }
    assert_int_equal(missing, 2); /* and the counts say it */
    near(mu[8], 40, 1e-4);
    free(y);
    wai_design_free(&design);
}

/* Of a parameter one effect is known: its size is told, an interval is not. */
static void one_effect_gives_no_interval(void **state)
{
    double effects[3 * 2];
    struct wai_sensitivity_index mu_star[2];
    double mu[2];
    double sigma[2];
    int32_t used[2];
    const struct wai_sensitivity_screening found = { effects, mu_star, mu, sigma, used };
    struct wai_design_matrix design;
    double *y;

    (void)state;
    sweep.trajectories = 3;
    design = make(WAI_DESIGN_MORRIS, 2, 0, 1);
    y = response(&design, plane);
    for (size_t i = 3; i < design.n_points; i++) {
        y[i] = NAN; /* the second and third trajectory */
    }
    assert_int_equal(wai_sensitivity_morris(&design, y, &options, &found), WAI_OK);
    assert_true(used[0] == 1 && used[1] == 1);
    near(mu_star[0].value, 2, 1e-12);
    near(mu_star[1].value, 3, 1e-12);
    assert_true(isnan(mu_star[0].low) && isnan(mu_star[0].high) && isnan(sigma[0]));
    free(y);
    wai_design_free(&design);
}

/* Whole numbers 1, 2, 3 and the list 0, 1, 10 move by other steps than the cube; over the steps taken each
 * effect of a linear function is its slope times the range: 2 * 2 and -3 * 10.  Of a single whole number no
 * effect is known. */
static void effects_are_over_the_step_that_was_taken(void **state)
{
    double effects[40 * 3];
    struct wai_sensitivity_index mu_star[3];
    double mu[3];
    double sigma[3];
    int32_t used[3];
    const struct wai_sensitivity_screening found = { effects, mu_star, mu, sigma, used };
    struct wai_design_matrix design;
    double *y;

    (void)state;
    sweep.trajectories = 40;
    axes[0].integer = 1;
    axes[1].form = WAI_AXIS_VALUES;
    axes[1].values = (double[]){ 0, 1, 10 };
    axes[1].n_values = 3;
    axes[2].form = WAI_AXIS_DISTRIBUTION;
    axes[2].integer = 1;
    axes[2].low = axes[2].high = 2;
    design = make(WAI_DESIGN_MORRIS, 3, 1, 3);
    y = response(&design, plane);
    assert_int_equal(wai_sensitivity_morris(&design, y, &options, &found), WAI_OK);
    near(mu[0], 4, 1e-12);
    near(sigma[0], 0, 1e-12);
    near(mu_star[1].value, 30, 1e-12);
    near(sigma[1], 0, 1e-12);
    assert_true(used[0] == 40 && used[1] == 40 && used[2] == 0);
    assert_true(isnan(mu_star[2].value));
    free(y);
    wai_design_free(&design);
}

static double plane(const double *x, size_t n)
{
    (void)n;
    return 1 + 2 * x[0] - 3 * x[1];
}

static void one_at_a_time_gives_the_ends_of_each_axis(void **state)
{
    struct wai_design_matrix design;
    double base;
    double low[2];
    double high[2];
    double *y;

    (void)state;
    for (int i = 0; i < 2; i++) {
        axes[i].form = WAI_AXIS_BOUNDS;
        axes[i].base = 1;
        axes[i].high = 4;
    }
    design = make(WAI_DESIGN_OAT, 2, 0, 0);
    y = response(&design, plane);
    wai_sensitivity_oat(&design, y, &base, low, high);
    assert_true(base == 0 && low[0] == -2 && high[0] == 6 && low[1] == 3 && high[1] == -9);
    free(y);
    wai_design_free(&design);
}

/* 1 + 2 x0 - 3 x1 on {0, 1} x {0, 1, 2}: means over the other axis, and the shares of a sum of squares that
 * has no interaction: x0 6 * 1 = 6, x1 2 * 18 = 36, of 42. */
static void grid_response_is_the_mean_over_the_other_axes(void **state)
{
    struct wai_design_matrix design;
    double means[3];
    double share;
    int32_t known[3];
    double *y;

    (void)state;
    axes[0].count = 2;
    axes[1].count = 3;
    axes[1].to = 2;
    design = make(WAI_DESIGN_GRID, 2, 0, 1);
    wai_design_free(&design);
    axes[1].form = WAI_AXIS_VALUES;
    axes[1].n_values = 3;
    axes[1].values = (double[]){ 0, 1, 2 };
    design = make(WAI_DESIGN_GRID, 2, 0, 1);
    y = response(&design, plane);
    wai_sensitivity_grid(&design, y, 0, means, known, &share);
    near(means[0], -2, 1e-14);
    near(means[1], 0, 1e-14);
    near(share, 6.0 / 42, 1e-14);
    wai_sensitivity_grid(&design, y, 1, means, known, &share);
    near(means[0], 2, 1e-14);
    near(means[2], -4, 1e-14);
    near(share, 36.0 / 42, 1e-14);
    y[0] = NAN; /* of the first level of both */
    wai_sensitivity_grid(&design, y, 1, means, known, &share);
    assert_true(known[0] == 1 && known[1] == 2 && known[2] == 2);
    near(means[0], 3, 1e-14);
    for (size_t i = 0; i < design.n_points; i++) {
        y[i] = 0.31 + (i % 2 == 0 ? 1e-16 : 0); /* nothing but rounding */
    }
    wai_sensitivity_grid(&design, y, 1, means, known, &share);
    assert_true(isnan(share));
    free(y);
    wai_design_free(&design);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(ishigami_indices_are_the_published_ones, reset),
        cmocka_unit_test_setup(sobol_g_indices_follow_the_formula, reset),
        cmocka_unit_test_setup(second_order_does_not_depend_on_the_mean, reset),
        cmocka_unit_test_setup(rounding_is_no_variance, reset),
        cmocka_unit_test_setup(one_row_gives_no_indices, reset),
        cmocka_unit_test_setup(one_effect_gives_no_interval, reset),
        cmocka_unit_test_setup(effects_are_over_the_step_that_was_taken, reset),
        cmocka_unit_test_setup(a_group_has_the_index_of_its_members_together, reset),
        cmocka_unit_test_setup(rows_with_a_missing_number_are_left_out, reset),
        cmocka_unit_test_setup(morris_function_is_sorted_as_in_the_paper, reset),
        cmocka_unit_test_setup(unknown_points_cost_only_the_effects_that_touch_them, reset),
        cmocka_unit_test_setup(one_at_a_time_gives_the_ends_of_each_axis, reset),
        cmocka_unit_test_setup(grid_response_is_the_mean_over_the_other_axes, reset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
