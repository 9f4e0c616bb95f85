/* Two series of replications side by side: summaries, and the difference with its interval, paired where both
 * met the same luck. */
#ifndef WAI_EXPERIMENT_CONTRAST_H
#define WAI_EXPERIMENT_CONTRAST_H

#include <stddef.h>

#include "base/status.h"
#include "engine/interval.h"

/* Of the known values (not NaN) among n. */
struct wai_contrast_summary {
    size_t n;
    double mean, sd;
    struct wai_interval interval; /* of the mean at the confidence asked: Student's t; of a share the score
                                   * interval */
    double low, median, high;     /* quantiles 0.05, 0.5, 0.95 */
};

/* share: the values are 0 and 1. */
enum wai_status wai_contrast_summarise(const double *values, size_t n, int share, double confidence,
                                       struct wai_contrast_summary *summary) WAI_CHECK_RESULT;

/* What is compared: values a[n_a] and b[n_b], NaN where not known.  paired: n_a == n_b, and position r is
 * replication r of both. */
struct wai_contrast_sides {
    const double *a, *b;
    size_t n_a, n_b;
    int paired, share;
};

/* B less A. */
struct wai_contrast {
    int paired;
    size_t n; /* pairs with two known values; unpaired: the smaller number of known values */
    struct wai_contrast_summary a, b;  /* of the very values that the difference rests on */
    double mean;                       /* difference of the means: b.mean - a.mean */
    struct wai_interval interval;      /* of it; NaN from fewer than two */
    double q_low, median, q_high;      /* paired: quantiles 0.05, 0.5, 0.95 of the differences; else NaN */
    double p_greater, p_equal, p_less; /* chance that a replication of B exceeds, equals, falls short of one
                                        * of A: shares of the pairs; unpaired: of all combinations */
    double narrowing; /* paired: how many times wider the interval would be had the same values not been
                       * pairs; NaN when the differences do not vary */
    double p_value;   /* of no difference (experiment/evidence.h) */
};

/* Intervals by Student's t (unpaired: Welch 1947), of shares by Newcombe (engine/interval.h); p-values by the
 * same t, of shares by the exact tests of McNemar and Fisher. */
enum wai_status wai_contrast_compare(const struct wai_contrast_sides *sides, double confidence,
                                     struct wai_contrast *contrast) WAI_CHECK_RESULT;

#endif
