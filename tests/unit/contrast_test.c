/* Summaries, differences and adaptive stopping against hand counts and printed tables. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "experiment/adaptive.h"
#include "experiment/contrast.h"

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) {
        fail_msg("%.8g is not within %g of %.8g", value, tolerance, expected);
    }
}

static void summary_leaves_out_what_is_not_known(void **state)
{
    const double values[] = { 4, NAN, 1, 3, 2 };
    struct wai_contrast_summary summary;

    (void)state;
    assert_int_equal(wai_contrast_summarise(values, 5, 0.95, &summary), WAI_OK);
    assert_int_equal(summary.n, 4);
    near(summary.mean, 2.5, 1e-15);
    near(summary.sd, sqrt(5.0 / 3), 1e-15);
    near(summary.median, 2.5, 1e-15);
    near(summary.low, 1.15, 1e-14);                               /* 1 + 0.05 * 3 */
    near(summary.half_width, 3.182446 * sqrt(5.0 / 3) / 2, 1e-6); /* t 3 degrees, from the table */
}

/* a = 1 2 3 4, b = a + (1, 1, 1, 2): d has mean 1.25 and variance 1/4. */
static void paired_difference_is_that_of_the_pairs(void **state)
{
    const double a[] = { 1, 2, 3, 4, NAN };
    const double b[] = { 2, 3, 4, 6, 9 };
    struct wai_contrast c;

    (void)state;
    assert_int_equal(wai_contrast_compare(a, 5, b, 5, 1, 0.95, &c), WAI_OK);
    assert_int_equal(c.n, 4);
    near(c.mean, 1.25, 1e-15);
    near(c.high - c.low, 2 * 3.182446 * 0.5 / 2, 1e-6);
    near(c.p_greater, 1, 0);
    near(c.p_equal, 0, 0);
    /* Variances 5/3 and 35/12, of the difference 1/4. */
    near(c.narrowing, sqrt((5.0 / 3 + 35.0 / 12) / 0.25), 1e-12);
    near(c.median, 1, 1e-15);
}

/* Of the nine pairs of {1, 2, 3} and {2, 3, 4}: b greater in 6, equal in 2. Welch: both variances 1, 4
 * degrees. */
static void unpaired_difference_counts_all_pairs(void **state)
{
    const double a[] = { 3, 1, 2 };
    const double b[] = { 2, 4, 3, NAN };
    struct wai_contrast c;

    (void)state;
    assert_int_equal(wai_contrast_compare(a, 3, b, 4, 0, 0.95, &c), WAI_OK);
    near(c.mean, 1, 1e-15);
    near(c.p_greater, 6.0 / 9, 1e-15);
    near(c.p_equal, 2.0 / 9, 1e-15);
    near(c.high - c.mean, 2.776445 * sqrt(2.0 / 3), 1e-6); /* t 4 degrees, from the table */
    assert_true(isnan(c.narrowing));
}

/* 1 and 3 have the interval 2 +- 12.7062, t of one degree from the table; the stopping rule asks the same. */
static void two_values_have_the_t_of_one_degree(void **state)
{
    const double values[] = { 1, 3 };
    const struct wai_adaptive rule = {
        .metric = 0, .half_width = 12.7, .confidence = 0.95, .min = 2, .max = 100
    };
    struct wai_contrast_summary summary;
    struct wai_adaptive_state s;

    (void)state;
    assert_int_equal(wai_contrast_summarise(values, 2, 0.95, &summary), WAI_OK);
    near(summary.half_width, 12.706205, 1e-6);
    wai_adaptive_begin(&s, &rule);
    wai_adaptive_add(&s, 1);
    wai_adaptive_add(&s, 3);
    near(wai_adaptive_half_width(&s, 0.95), 12.706205, 1e-6);
    assert_int_equal(wai_adaptive_continue(&s, &rule), 1);
}

/* A value of standard deviation 1 wants (1.96 / 0.1)^2 = 384 replications for a half width of 0.1. */
static void adaptive_point_stops_when_its_half_width_is_reached(void **state)
{
    const struct wai_adaptive rule = {
        .metric = 0, .half_width = 0.1, .confidence = 0.95, .min = 30, .max = 5000
    };
    struct wai_adaptive_state s;

    (void)state;
    wai_adaptive_begin(&s, &rule);
    assert_int_equal(s.border, 30);
    do {
        while (s.n_run < s.border) {
            wai_adaptive_add(&s, s.n_run % 2 == 0 ? 1 : -1);
        }
    } while (wai_adaptive_continue(&s, &rule));
    assert_true(wai_adaptive_half_width(&s, 0.95) <= 0.1);
    assert_in_range(s.n_run, 384, 450);
    assert_int_equal(s.n_run % 30, 0);
}

static void adaptive_point_stops_at_its_most(void **state)
{
    const struct wai_adaptive rule = {
        .metric = 0, .half_width = 1e-9, .confidence = 0.95, .min = 7, .max = 100
    };
    struct wai_adaptive_state s;

    (void)state;
    wai_adaptive_begin(&s, &rule);
    do {
        while (s.n_run < s.border) {
            wai_adaptive_add(&s, s.n_run % 3 == 0 ? (double)NAN : s.n_run);
        }
    } while (wai_adaptive_continue(&s, &rule));
    assert_int_equal(s.n_run, 100);
    wai_adaptive_begin(&s, &rule);
    for (int i = 0; i < 7; i++) {
        wai_adaptive_add(&s, 5); /* nothing varies: known at once */
    }
    assert_int_equal(wai_adaptive_continue(&s, &rule), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summary_leaves_out_what_is_not_known),
        cmocka_unit_test(paired_difference_is_that_of_the_pairs),
        cmocka_unit_test(unpaired_difference_counts_all_pairs),
        cmocka_unit_test(two_values_have_the_t_of_one_degree),
        cmocka_unit_test(adaptive_point_stops_when_its_half_width_is_reached),
        cmocka_unit_test(adaptive_point_stops_at_its_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
