/* Intervals against printed tables, the examples of the papers and statsmodels 0.13.5. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/interval.h"

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) {
        fail_msg("%.10g is not within %g of %.10g", value, tolerance, expected);
    }
}

static void lies(struct wai_interval interval, double low, double high, double tolerance)
{
    near(interval.low, low, tolerance);
    near(interval.high, high, tolerance);
}

/* scipy.stats.t.ppf; GSL finds the root to about 1e-8. */
static void student_quantiles_are_those_of_the_tables(void **state)
{
    (void)state;
    near(wai_interval_student(0.975, 1), 12.706204736432095, 1e-7);
    near(wai_interval_student(0.975, 2), 4.302652729911275, 1e-7);
    near(wai_interval_student(0.975, 2.5), 3.5746548420118773, 1e-7);
    near(wai_interval_student(0.975, 5), 2.5705818366147395, 1e-7);
    near(wai_interval_student(0.975, 29), 2.045229642132703, 1e-7);
    near(wai_interval_student(0.975, 1e9), 1.959963986912325, 1e-7);
    near(wai_interval_factor(0.99, 1), 63.65674116287399, 1e-7);
    near(wai_interval_factor(0.99, 3), 5.84090929975643, 1e-7);
    assert_true(isnan(wai_interval_student(0.975, 0)));
    assert_true(isnan(wai_interval_student(0.975, NAN)));
}

/* Two values, 1 and 3: sd sqrt(2), half width 12.7062 sqrt(2) / sqrt(2). */
static void mean_of_two_has_the_t_of_one_degree(void **state)
{
    (void)state;
    lies(wai_interval_mean(2, sqrt(2), 2, 0.95), 2 - 12.706204736432095, 2 + 12.706204736432095, 1e-7);
}

static void fewer_than_two_values_give_no_interval(void **state)
{
    const struct wai_interval_pairs one = { 1, 0, 0, 0 };

    (void)state;
    assert_true(isnan(wai_interval_mean(2, 0, 1, 0.95).low) && isnan(wai_interval_mean(2, 0, 0, 0.95).high));
    assert_true(isnan(wai_interval_share(1, 1, 0.95).low) && isnan(wai_interval_share(0, 0, 0.95).high));
    assert_true(isnan(wai_interval_paired(&one, 0.95).low));
    assert_true(isnan(wai_interval_independent(1, 1, 3, 9, 0.95).high));
}

/* Newcombe 1998, Statistics in Medicine 17, 857-872, Table I, method 3: four digits.  The first also from
 * proportion_confint(method="wilson"). */
static void shares_have_the_score_interval(void **state)
{
    (void)state;
    lies(wai_interval_share(0, 30, 0.95), 0, 0.1135133931739688, 1e-12);
    lies(wai_interval_share(30, 30, 0.95), 1 - 0.1135133931739688, 1, 1e-12);
    lies(wai_interval_share(81, 263, 0.95), 0.2553, 0.3662, 5e-5);
    lies(wai_interval_share(15, 148, 0.95), 0.0624, 0.1605, 5e-5);
    lies(wai_interval_share(0, 20, 0.95), 0.0000, 0.1611, 5e-5);
    lies(wai_interval_share(1, 29, 0.95), 0.0061, 0.1718, 5e-5);
}

/* Newcombe 1998, Statistics in Medicine 17, 873-890, Table II, method 10; the paper takes first less second.
 */
static void difference_of_independent_shares_is_that_of_the_paper(void **state)
{
    (void)state;
    lies(wai_interval_independent(48, 80, 56, 70, 0.95), 0.0524, 0.3339, 5e-5);
    lies(wai_interval_independent(3, 10, 9, 10, 0.95), 0.1705, 0.8090, 5e-5);
    lies(wai_interval_independent(2, 7, 6, 7, 0.95), 0.0582, 0.8062, 5e-5);
    lies(wai_interval_independent(0, 29, 5, 56, 0.95), -0.0381, 0.1926, 5e-5);
    lies(wai_interval_independent(0, 20, 0, 10, 0.95), -0.1611, 0.2775, 5e-5);
    lies(wai_interval_independent(0, 10, 10, 10, 0.95), 0.6075, 1.0000, 5e-5);
}

/* Newcombe 1998, Statistics in Medicine 17, 2635-2650, first example; Altman et al. 2000, Statistics with
 * Confidence, Table 6.2; Fagerland, Lydersen and Laake 2017, Statistical Analysis of Contingency Tables,
 * chapter 8 (Cavo, Bentur).  All take first less second. */
static void difference_of_paired_shares_is_that_of_the_paper(void **state)
{
    const struct wai_interval_pairs airway = { 36, 12, 2, 0 };
    const struct wai_interval_pairs altman = { 14, 5, 0, 22 };
    const struct wai_interval_pairs cavo = { 59, 6, 16, 80 };
    const struct wai_interval_pairs bentur = { 1, 1, 7, 12 };

    (void)state;
    lies(wai_interval_paired(&airway, 0.95), -0.3404, -0.0569, 5e-5);
    lies(wai_interval_paired(&altman, 0.95), -0.226, -0.011, 6e-4);
    lies(wai_interval_paired(&cavo, 0.95), 0.0046, 0.1186, 5e-5);
    lies(wai_interval_paired(&bentur, 0.95), 0.026, 0.507, 6e-4);
}

/* Without a difference in any pair, and with one in all. */
static void no_interval_of_shares_has_width_zero(void **state)
{
    const struct wai_interval_pairs never = { 0, 0, 0, 30 };
    const struct wai_interval_pairs always = { 30, 0, 0, 0 };
    const struct wai_interval_pairs gained = { 0, 0, 30, 0 };

    (void)state;
    lies(wai_interval_paired(&never, 0.95), -0.1135133931739688, 0.1135133931739688, 1e-12);
    lies(wai_interval_paired(&always, 0.95), -0.1135133931739688, 0.1135133931739688, 1e-12);
    lies(wai_interval_paired(&gained, 0.95), 0.8394678198623837, 1, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_quantiles_are_those_of_the_tables),
        cmocka_unit_test(mean_of_two_has_the_t_of_one_degree),
        cmocka_unit_test(fewer_than_two_values_give_no_interval),
        cmocka_unit_test(shares_have_the_score_interval),
        cmocka_unit_test(difference_of_independent_shares_is_that_of_the_paper),
        cmocka_unit_test(difference_of_paired_shares_is_that_of_the_paper),
        cmocka_unit_test(no_interval_of_shares_has_width_zero),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
