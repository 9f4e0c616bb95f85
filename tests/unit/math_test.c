/* Elementary functions against long double libm, GSL and printed values.
 *
 * The references carry 64 bits of mantissa (x87), so their own error is below 0.001 ulp of a double. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "engine/luck.h"
#include "engine/math.h"

#define N_POINTS 300000

/* Less than 64 bits where long double is double, as under valgrind: no reference then. */
static int has_wide_reference(void)
{
    volatile long double above_one = 1.0L + 0x1p-60L;

    return above_one != 1.0L;
}

/* Distance in units of the last place of the double next to `expected`. */
static double error_ulp(double got, long double expected)
{
    int exponent;

    (void)frexpl(expected, &exponent);
    return (double)(fabsl((long double)got - expected) /
                    ldexpl(1.0L, exponent > -1021 ? exponent - 53 : -1074));
}

/* The n-th of a fixed series of arguments, uniform in (low, high). */
static double argument(uint32_t purpose, uint32_t n, double low, double high)
{
    const struct wai_luck luck = { .seed = 20 };
    double u[2];

    wai_luck_pair(&luck, purpose, 0, n, u);
    return low + (high - low) * u[0];
}

static double worst_ulp(double (*f)(double), long double (*reference)(long double), uint32_t purpose,
                        double low, double high)
{
    double worst = 0.0;

    for (uint32_t i = 0; i < N_POINTS; i++) {
        double x = argument(purpose, i, low, high);

        worst = fmax(worst, error_ulp(f(x), reference((long double)x)));
    }
    return worst;
}

/* log at 2^y, so that all magnitudes come up. */
static double worst_log_ulp(double low, double high)
{
    double worst = 0.0;

    for (uint32_t i = 0; i < N_POINTS; i++) {
        double x = exp2(argument(9, i, low, high));

        worst = fmax(worst, error_ulp(wai_log(x), logl((long double)x)));
    }
    return worst;
}

static void exp_errs_less_than_one_ulp(void **state)
{
    (void)state;
    if (!has_wide_reference()) {
        skip();
    }
    assert_true(worst_ulp(wai_exp, expl, 1, -707.0, 709.0) < 0.6);
    assert_true(worst_ulp(wai_exp, expl, 2, -2.0, 2.0) < 0.6);
    assert_true(worst_ulp(wai_exp, expl, 3, -1e-3, 1e-3) < 0.6);
    assert_true(worst_ulp(wai_exp, expl, 4, 707.0, 709.7827) < 0.6);
    /* Below the normal range the last rounding is the second one. */
    assert_true(worst_ulp(wai_exp, expl, 5, -745.0, -707.0) < 1.0);
}

static void log_errs_less_than_one_ulp(void **state)
{
    (void)state;
    if (!has_wide_reference()) {
        skip();
    }
    assert_true(worst_ulp(wai_log, logl, 1, 0.0, 1.0) < 0.8);
    assert_true(worst_ulp(wai_log, logl, 2, 0.5, 2.0) < 0.8);
    assert_true(worst_ulp(wai_log, logl, 3, 0.98, 1.02) < 0.8);
    assert_true(worst_ulp(wai_log, logl, 4, 1.0 - 1e-9, 1.0 + 1e-9) < 0.8);
    assert_true(worst_log_ulp(-1074.0, 1023.9) < 0.8);
}

static void log1p_errs_less_than_one_ulp(void **state)
{
    (void)state;
    if (!has_wide_reference()) {
        skip();
    }
    assert_true(worst_ulp(wai_log1p, log1pl, 1, -1.0, 1.0) < 0.8);
    assert_true(worst_ulp(wai_log1p, log1pl, 2, -0.01, 0.01) < 0.8);
    assert_true(worst_ulp(wai_log1p, log1pl, 3, -1e-12, 1e-12) < 0.8);
    assert_true(worst_ulp(wai_log1p, log1pl, 4, 0.0, 1e4) < 0.8);
    assert_true(worst_ulp(wai_log1p, log1pl, 5, 0.0, 1e300) < 0.8);
}

static long double logistic_reference(long double x)
{
    return 1.0L / (1.0L + expl(-x));
}

static void logistic_errs_less_than_three_ulp(void **state)
{
    (void)state;
    if (!has_wide_reference()) {
        skip();
    }
    assert_true(worst_ulp(wai_logistic, logistic_reference, 1, -5.0, 5.0) < 3.0);
    assert_true(worst_ulp(wai_logistic, logistic_reference, 2, -700.0, 40.0) < 3.0);
}

static void exp_keeps_special_values(void **state)
{
    (void)state;
    assert_true(wai_exp(0.0) == 1.0);
    assert_true(wai_exp(-0.0) == 1.0);
    assert_true(wai_exp(DBL_TRUE_MIN) == 1.0);
    assert_true(wai_exp(1.0) == 0x1.5bf0a8b145769p+1); /* e = 2.71828182845904523536 */
    assert_true(wai_exp(HUGE_VAL) == HUGE_VAL);
    assert_true(wai_exp(-HUGE_VAL) == 0.0);
    assert_true(isnan(wai_exp((double)NAN)));
    assert_true(wai_exp(DBL_MAX) == HUGE_VAL);
    assert_true(wai_exp(-DBL_MAX) == 0.0);
    /* log(DBL_MAX) = 709.78271289338399673...; log(2^-1075) = -745.13321910194110842... */
    assert_true(isfinite(wai_exp(709.782712893384)));
    assert_true(wai_exp(nextafter(709.782712893384, 710.0)) == HUGE_VAL);
    assert_true(wai_exp(-745.13321910194) == DBL_TRUE_MIN);
    assert_true(wai_exp(-745.14) == 0.0);
}

static void log_keeps_special_values(void **state)
{
    (void)state;
    assert_true(wai_log(1.0) == 0.0);
    assert_true(wai_log(0.0) == -HUGE_VAL);
    assert_true(wai_log(-0.0) == -HUGE_VAL);
    assert_true(wai_log(HUGE_VAL) == HUGE_VAL);
    assert_true(isnan(wai_log(-1.0)));
    assert_true(isnan(wai_log(-DBL_TRUE_MIN)));
    assert_true(isnan(wai_log(-HUGE_VAL)));
    assert_true(isnan(wai_log((double)NAN)));
    assert_true(wai_log(2.0) == 0x1.62e42fefa39efp-1);           /* 0.693147180559945309 */
    assert_true(wai_log(DBL_TRUE_MIN) == -0x1.74385446d71c3p+9); /* -1074 log 2 = -744.4400719213812622 */
    assert_true(wai_log(DBL_MAX) == 0x1.62e42fefa39efp+9);
    assert_true(wai_log1p(0.0) == 0.0);
    assert_true(wai_log1p(-1.0) == -HUGE_VAL);
    assert_true(wai_log1p(HUGE_VAL) == HUGE_VAL);
    assert_true(isnan(wai_log1p(-1.5)));
    assert_true(isnan(wai_log1p(-HUGE_VAL)));
    assert_true(isnan(wai_log1p((double)NAN)));
    assert_true(wai_log1p(DBL_TRUE_MIN) == DBL_TRUE_MIN);
    assert_true(wai_log1p(-1e-300) == -1e-300);
}

static void logistic_keeps_special_values(void **state)
{
    (void)state;
    assert_true(wai_logistic(0.0) == 0.5);
    assert_true(wai_logistic(HUGE_VAL) == 1.0);
    assert_true(wai_logistic(-HUGE_VAL) == 0.0);
    assert_true(wai_logistic(800.0) == 1.0);
    assert_true(wai_logistic(-800.0) == 0.0);
    assert_true(wai_logistic(-740.0) > 0.0);
    assert_true(isnan(wai_logistic((double)NAN)));
}

/* Steps small enough to meet every border between table points, larger than the noise of the last bit. */
static void functions_never_step_back(void **state)
{
    (void)state;
    for (int k = -64 * 20; k < 64 * 20; k++) {
        double x = 0.010830424696249145 * (k + 0.5); /* borders of exp lie at odd multiples of log(2)/128 */

        x -= 50 * 0x1p-49;
        for (int i = 0; i < 100; i++, x += 0x1p-49) {
            assert_true(wai_exp(x + 0x1p-49) >= wai_exp(x));
        }
    }
    for (int k = 0; k < 256; k++) {
        double x = 0.6875 + k * 0x1p-8; /* borders of log */

        x -= 50 * 0x1p-50;
        for (int i = 0; i < 100; i++, x += 0x1p-50) {
            assert_true(wai_log(x + 0x1p-50) >= wai_log(x));
        }
    }
    for (double x = -800.0; x < 800.0; x += 0.01) {
        assert_true(wai_exp(x + 0.01) >= wai_exp(x));
        assert_true(wai_logistic(x + 0.01) >= wai_logistic(x));
    }
}

/* The values that Wichura prints for PPND16. */
static void normal_quantile_gives_printed_values(void **state)
{
    (void)state;
    assert_true(fabs(wai_normal_quantile(0.25) + 0.6744897501960817) < 1e-15);
    assert_true(fabs(wai_normal_quantile(0.001) + 3.090232306167814) < 4e-15);
    assert_true(fabs(wai_normal_quantile(1e-20) + 9.262340089798408) < 1e-14);
    assert_true(wai_normal_quantile(0.5) == 0.0);
    assert_true(fabs(wai_normal_quantile(0.975) - 1.959963984540054) < 2e-15);
}

static void normal_quantile_agrees_with_gsl(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 100000; i++) {
        double middle = argument(30, i, 0.0, 1.0);
        double tail = exp2(argument(31, i, -1000.0, -1.0));
        double expected = gsl_cdf_ugaussian_Pinv(middle);

        assert_true(fabs(wai_normal_quantile(middle) - expected) <= 1e-14 * fabs(expected));
        expected = gsl_cdf_ugaussian_Pinv(tail);
        assert_true(fabs(wai_normal_quantile(tail) - expected) <= 1e-14 * fabs(expected));
    }
}

/* Far from the algorithm of AS 241: GSL's distribution function is Cody's.  Its condition in the tail is
 * about x^2, 1,400 at the smallest p here. */
static void normal_quantile_inverts_distribution_function(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 100000; i++) {
        double p = exp2(argument(32, i, -1000.0, -0.001));
        double x = wai_normal_quantile(p);

        assert_true(fabs(gsl_cdf_ugaussian_P(x) - p) <= 1e-15 * (20.0 + 2.0 * x * x) * p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_errs_less_than_one_ulp),
        cmocka_unit_test(log_errs_less_than_one_ulp),
        cmocka_unit_test(log1p_errs_less_than_one_ulp),
        cmocka_unit_test(logistic_errs_less_than_three_ulp),
        cmocka_unit_test(exp_keeps_special_values),
        cmocka_unit_test(log_keeps_special_values),
        cmocka_unit_test(logistic_keeps_special_values),
        cmocka_unit_test(functions_never_step_back),
        cmocka_unit_test(normal_quantile_gives_printed_values),
        cmocka_unit_test(normal_quantile_agrees_with_gsl),
        cmocka_unit_test(normal_quantile_inverts_distribution_function),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
