/* P-values against published examples and hand counts, and Holm's correction. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "experiment/evidence.h"

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) {
        fail_msg("%.10g is not within %g of %.10g", value, tolerance, expected);
    }
}

/* The 97.5 % points of the t table have 5 % in both tails. */
static void student_has_the_tails_of_the_table(void **state)
{
    (void)state;
    near(wai_evidence_student(12.7062, 1, 1), 0.05, 1e-6);
    near(wai_evidence_student(-2.570582, 1, 5), 0.05, 1e-7);
    near(wai_evidence_student(2 * 2.045230, 2, 29), 0.05, 1e-7);
    assert_true(wai_evidence_student(60, 1, 500) > 0); /* the tail, not 1 less the rest */
    near(wai_evidence_student(3, 0, 5), 2.0 / 64, 0);  /* six of one sign, either way */
    near(wai_evidence_student(0, 0, 5), 1, 0);
    assert_true(isnan(wai_evidence_student(1, 1, 0)));
    assert_true(isnan(wai_evidence_student((double)NAN, 1, 5)));
    assert_true(isnan(wai_evidence_student(1, (double)NAN, 5)));
}

/* Coins: of 10 fair ones at most 2 heads with (1 + 10 + 45) / 1024. */
static void mcnemar_counts_coins(void **state)
{
    (void)state;
    near(wai_evidence_paired(2, 8), 2 * 56.0 / 1024, 1e-14);
    near(wai_evidence_paired(8, 2), 2 * 56.0 / 1024, 1e-14);
    near(wai_evidence_paired(0, 20), 2 * ldexp(1, -20), 1e-18);
    near(wai_evidence_paired(5, 5), 1, 0);
    near(wai_evidence_paired(0, 0), 1, 0);
}

/* Tables: tea tasting, Fisher (1935), 3 + 1 and 1 + 3 cups: 34 / 70; all right: 2 / 70. */
static void fisher_counts_tables(void **state)
{
    (void)state;
    near(wai_evidence_independent(3, 4, 1, 4), 34.0 / 70, 1e-12);
    near(wai_evidence_independent(4, 4, 0, 4), 2.0 / 70, 1e-12);
    near(wai_evidence_independent(2, 4, 2, 4), 1, 1e-12);
    /* 1 of 3 and 4 of 4, margins 5 and 2: tables with 1, 2, 3 of the first: 3, 12 and 6 of 21. */
    near(wai_evidence_independent(1, 3, 4, 4), 3.0 / 21, 1e-12);
    assert_true(isnan(wai_evidence_independent(0, 0, 1, 3)));
}

/* 0.01, 0.04, 0.03, 0.005 of four: 4 * 0.005, 3 * 0.01, 2 * 0.03, then no less than the last. */
static void holm_steps_down(void **state)
{
    double p[] = { 0.01, 0.04, 0.03, 0.005 };
    double other[] = { 0.5, (double)NAN, 0.9 };

    (void)state;
    assert_int_equal(wai_evidence_holm(p, 4, p), WAI_OK);
    near(p[0], 0.03, 1e-15);
    near(p[1], 0.06, 1e-15);
    near(p[2], 0.06, 1e-15);
    near(p[3], 0.02, 1e-15);
    assert_int_equal(wai_evidence_holm(other, 3, other), WAI_OK);
    near(other[0], 1, 0);
    near(other[1], 1, 0);
    assert_int_equal(wai_evidence_holm(p, 0, p), WAI_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_has_the_tails_of_the_table),
        cmocka_unit_test(mcnemar_counts_coins),
        cmocka_unit_test(fisher_counts_tables),
        cmocka_unit_test(holm_steps_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
