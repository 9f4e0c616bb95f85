/* Two series of replications side by side: summaries, and the difference with its interval, paired where both
 * met the same luck. */
#ifndef WAI_EXPERIMENT_CONTRAST_H
#define WAI_EXPERIMENT_CONTRAST_H

#include <stddef.h>

#include "base/status.h"

/* Of the known values (not NaN) among n. */
struct wai_contrast_summary {
    size_t n;
    double mean, sd, half_width; /* of the mean at the confidence asked */
    double low, median, high;    /* quantiles 0.05, 0.5, 0.95 */
};

enum wai_status wai_contrast_summarise(const double *values, size_t n, double confidence,
                                       struct wai_contrast_summary *summary) WAI_CHECK_RESULT;

/* B less A. */
struct wai_contrast {
    int paired;
    size_t n;                     /* pairs; unpaired: the smaller number of values */
    double mean, low, high;       /* of the difference of means */
    double q_low, median, q_high; /* paired: quantiles 0.05, 0.5, 0.95 of the differences; else NaN */
    double p_greater, p_equal;    /* chance that a replication of B exceeds, equals, one of A */
    double
        narrowing; /* paired: how many times wider the interval would be had the same values not been pairs */
};

/* values a[n_a] and b[n_b]; paired: n_a == n_b, position r is replication r of both, and only pairs with two
 * known values count.  Intervals by Student's t (unpaired: Welch). */
enum wai_status wai_contrast_compare(const double *a, size_t n_a, const double *b, size_t n_b, int paired,
                                     double confidence, struct wai_contrast *contrast) WAI_CHECK_RESULT;

#endif
