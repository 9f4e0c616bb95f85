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
    assert_int_equal(wai_contrast_summarise(values, 5, 0, 0.95, &summary), WAI_OK);
    assert_int_equal(summary.n, 4);
    near(summary.mean, 2.5, 1e-15);
    near(summary.sd, sqrt(5.0 / 3), 1e-15);
    near(summary.median, 2.5, 1e-15);
    near(summary.low, 1.15, 1e-14);                                                 /* 1 + 0.05 * 3 */
    near(summary.interval.high - summary.mean, 3.182446 * sqrt(5.0 / 3) / 2, 1e-6); /* t 3, from the table */
}

static void two_values_have_the_t_of_one_degree(void **state)
{
    const double values[] = { 0, 2 }; /* sd sqrt(2), standard error 1; the t of the table is 12.706205 */
    struct wai_contrast_summary summary;

    (void)state;
    assert_int_equal(wai_contrast_summarise(values, 2, 0, 0.95, &summary), WAI_OK);
    near(summary.interval.high, 1 + 12.706205, 1e-6);
}

/* Wilson's interval of 0 of 30 by hand: z^2 / (30 + z^2) with z = 1.959964. */
static void summary_of_a_share_is_not_certain_without_spread(void **state)
{
    const double values[30] = { 0 };
    struct wai_contrast_summary summary;

    (void)state;
    assert_int_equal(wai_contrast_summarise(values, 30, 1, 0.95, &summary), WAI_OK);
    near(summary.mean, 0, 0);
    near(summary.interval.low, 0, 0);
    near(summary.interval.high, 3.841459 / 33.841459, 1e-7);
}

static enum wai_status compare(const double *a, size_t n_a, const double *b, size_t n_b, int paired,
                               int share, struct wai_contrast *c)
{
    return wai_contrast_compare(&(struct wai_contrast_sides){ a, b, n_a, n_b, paired, share }, 0.95, c);
}

/* a = 1 2 3 4, b = a + (1, 1, 1, 2): d has mean 1.25 and variance 1/4. */
static void paired_difference_is_that_of_the_pairs(void **state)
{
    const double a[] = { 1, 2, 3, 4, NAN };
    const double b[] = { 2, 3, 4, 6, 9 };
    const double angle = atan(5 / sqrt(3)); /* t = 5 with 3 degrees */
    struct wai_contrast c;

    (void)state;
    assert_int_equal(compare(a, 5, b, 5, 1, 0, &c), WAI_OK);
    assert_int_equal(c.n, 4);
    near(c.mean, 1.25, 1e-15);
    near(c.interval.high - c.interval.low, 2 * 3.182446 * 0.5 / 2, 1e-6);
    near(c.p_greater, 1, 0);
    near(c.p_equal, 0, 0);
    near(c.p_less, 0, 0);
    near(c.p_value, 1 - 2 / acos(-1) * (angle + sin(angle) * cos(angle)), 1e-12); /* A. and S. 26.7.3 */
    /* Variances 5/3 and 35/12, of the difference 1/4. */
    near(c.narrowing, sqrt((5.0 / 3 + 35.0 / 12) / 0.25), 1e-12);
    near(c.median, 1, 1e-15);
    /* The summaries are of the four pairs, not of all five values of b. */
    assert_int_equal(c.b.n, 4);
    near(c.b.mean - c.a.mean, c.mean, 1e-15);
    near(c.b.high, 4 + 0.85 * 2, 1e-14);
}

/* Of the nine pairs of {1, 2, 3} and {2, 3, 4}: b greater in 6, equal in 2. Welch: both variances 1, 4
 * degrees. */
static void unpaired_difference_counts_all_combinations(void **state)
{
    const double a[] = { 3, 1, 2 };
    const double b[] = { 2, 4, 3, NAN };
    struct wai_contrast c;

    (void)state;
    assert_int_equal(compare(a, 3, b, 4, 0, 0, &c), WAI_OK);
    near(c.mean, 1, 1e-15);
    near(c.p_greater, 6.0 / 9, 1e-15);
    near(c.p_equal, 2.0 / 9, 1e-15);
    near(c.p_less, 1.0 / 9, 1e-15);
    near(c.interval.high - c.mean, 2.776445 * sqrt(2.0 / 3), 1e-6); /* t 4 degrees, from the table */
    assert_true(isnan(c.narrowing));
}

static void ties_are_no_losses(void **state)
{
    const double a[] = { 1, 1, 1, 1, 5 };
    const double b[] = { 1, 1, 1, 2, 4 };
    struct wai_contrast c;

    (void)state;
    assert_int_equal(compare(a, 5, b, 5, 1, 0, &c), WAI_OK);
    near(c.p_greater, 0.2, 1e-15);
    near(c.p_equal, 0.6, 1e-15);
    near(c.p_less, 0.2, 1e-15);
}

/* Differences that are equal but for rounding do not vary: nothing is narrower than they are. */
static void rounding_is_no_variance(void **state)
{
    const double a[] = { 0.1, 0.2, 0.7, 1000.3 };
    double b[4];
    struct wai_contrast c;

    (void)state;
    for (int i = 0; i < 4; i++) {
        b[i] = a[i] + 0.1;
    }
    assert_int_equal(compare(a, 4, b, 4, 1, 0, &c), WAI_OK);
    assert_true(isnan(c.narrowing));
    assert_true(isnan(c.interval.low) && isnan(c.interval.high)); /* how far others lie away does not show */
    near(c.p_value, 2.0 / 16, 0);                                 /* four of one sign, either way */
    assert_int_equal(compare(a, 4, a, 4, 1, 0, &c), WAI_OK);
    near(c.p_value, 1, 0);
}

/* Pairs: 10 both, 1 first alone, 8 second alone, 11 neither.  McNemar: twice P(X <= 1) of 9 fair coins, 20 /
 * 512. Newcombe's method 10 worked apart from his formulae. */
static void paired_shares_have_newcombes_interval_and_mcnemars_test(void **state)
{
    double a[30];
    double b[30];
    struct wai_contrast c;

    (void)state;
    for (int i = 0; i < 30; i++) {
        a[i] = i < 11;
        b[i] = i < 10 || (i >= 11 && i < 19);
    }
    assert_int_equal(compare(a, 30, b, 30, 1, 1, &c), WAI_OK);
    near(c.mean, 7.0 / 30, 1e-15);
    near(c.p_value, 20.0 / 512, 1e-12);
    near(c.interval.low, 0.04043158, 1e-7);
    near(c.interval.high, 0.39752848, 1e-7);
    near(c.p_less, 1.0 / 30, 1e-15);
}

/* 1 of 4 and 3 of 4: Fisher's tea, p = 34 / 70. */
static void independent_shares_have_fishers_test(void **state)
{
    const double a[] = { 1, 0, 0, 0 };
    const double b[] = { 1, 1, 1, 0, NAN };
    struct wai_contrast c;

    (void)state;
    assert_int_equal(compare(a, 4, b, 5, 0, 1, &c), WAI_OK);
    near(c.mean, 0.5, 1e-15);
    near(c.p_value, 34.0 / 70, 1e-12);
    assert_true(c.interval.low < 0 && c.interval.high > 0.5);
}

static void too_few_values_give_no_interval(void **state)
{
    const double one[] = { 3, NAN };
    const double two[] = { 4, NAN };
    const double none[] = { NAN, NAN };
    struct wai_contrast c;

    (void)state;
    for (int share = 0; share < 2; share++) {
        for (int paired = 0; paired < 2; paired++) {
            assert_int_equal(compare(one, 2, two, 2, paired, 0, &c), WAI_OK);
            assert_int_equal(c.n, 1);
            near(c.mean, 1, 0);
            assert_true(isnan(c.interval.low) && isnan(c.interval.high) && isnan(c.p_value));
            assert_int_equal(compare(one, 2, none, 2, paired, share, &c), WAI_OK);
            assert_int_equal(c.n, 0);
            assert_true(isnan(c.mean) && isnan(c.interval.low) && isnan(c.p_value) && isnan(c.p_equal));
        }
    }
}

/* A value of standard deviation 1 wants (1.96 / 0.1)^2 = 384 replications for a half width of 0.1. */
static void adaptive_point_stops_when_its_half_width_is_reached(void **state)
{
    const struct wai_adaptive rule = {
        .metric = 0, .half_width = 0.1, .confidence = 0.95, .min = 30, .max = 5000
    };
    struct wai_adaptive_state s;

    (void)state;
    wai_adaptive_begin(&s, &rule, 0);
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
    wai_adaptive_begin(&s, &rule, 0);
    do {
        while (s.n_run < s.border) {
            wai_adaptive_add(&s, s.n_run % 3 == 0 ? (double)NAN : s.n_run);
        }
    } while (wai_adaptive_continue(&s, &rule));
    assert_int_equal(s.n_run, 100);
}

/* A share of 0 of n has the score interval up to z^2 / (n + z^2): half of it is 0.01 from n = 189 on. Borders
 * double from 30, so the point ends at 240; 30 replications without a hit prove nothing. */
static void adaptive_share_does_not_stop_without_a_hit(void **state)
{
    const struct wai_adaptive rule = {
        .metric = 0, .half_width = 0.01, .confidence = 0.95, .min = 30, .max = 4000
    };
    struct wai_adaptive_state s;

    (void)state;
    for (int hit = 0; hit < 2; hit++) {
        wai_adaptive_begin(&s, &rule, 1);
        do {
            while (s.n_run < s.border) {
                wai_adaptive_add(&s, hit);
            }
            if (s.n_run == 30) {
                near(wai_adaptive_half_width(&s, 0.95), 0.1135133931739688 / 2, 1e-12);
            }
        } while (wai_adaptive_continue(&s, &rule));
        assert_int_equal(s.n_run, 240);
    }
}

/* Nor does a number that has not varied: how far other values would lie away is not known. */
static void adaptive_mean_of_equal_values_goes_on_to_its_most(void **state)
{
    const struct wai_adaptive rule = {
        .metric = 0, .half_width = 0.5, .confidence = 0.95, .min = 10, .max = 75
    };
    struct wai_adaptive_state s;

    (void)state;
    wai_adaptive_begin(&s, &rule, 0);
    do {
        while (s.n_run < s.border) {
            wai_adaptive_add(&s, 0.1); /* its mean has a rounding error */
        }
    } while (wai_adaptive_continue(&s, &rule));
    assert_int_equal(s.n_run, 75);
    assert_true(isnan(wai_adaptive_half_width(&s, 0.95)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summary_leaves_out_what_is_not_known),
        cmocka_unit_test(two_values_have_the_t_of_one_degree),
        cmocka_unit_test(summary_of_a_share_is_not_certain_without_spread),
        cmocka_unit_test(paired_difference_is_that_of_the_pairs),
        cmocka_unit_test(unpaired_difference_counts_all_combinations),
        cmocka_unit_test(ties_are_no_losses),
        cmocka_unit_test(rounding_is_no_variance),
        cmocka_unit_test(paired_shares_have_newcombes_interval_and_mcnemars_test),
        cmocka_unit_test(independent_shares_have_fishers_test),
        cmocka_unit_test(too_few_values_give_no_interval),
        cmocka_unit_test(adaptive_point_stops_when_its_half_width_is_reached),
        cmocka_unit_test(adaptive_point_stops_at_its_most),
        cmocka_unit_test(adaptive_share_does_not_stop_without_a_hit),
        cmocka_unit_test(adaptive_mean_of_equal_values_goes_on_to_its_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
