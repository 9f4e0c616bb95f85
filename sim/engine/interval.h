/* Intervals of confidence: of a mean, of a share, of the difference of two shares.
 *
 * The one place of these rules: the files, the screens and the stopping rule all ask here.  An interval rests
 * on two values at least; from fewer both ends are NaN.  Confidence lies in (0, 1), two-sided. */
#ifndef WAI_ENGINE_INTERVAL_H
#define WAI_ENGINE_INTERVAL_H

struct wai_interval {
    double low, high; /* both NaN: not known */
};

/* Quantile of Student's t at probability p in (0, 1), degrees > 0 (need not be whole): gsl_cdf_tdist_Pinv.
 * NaN for other degrees. */
double wai_interval_student(double p, double degrees);

/* Quantile of the t of a two-sided interval: wai_interval_student((1 + confidence) / 2, degrees). */
double wai_interval_factor(double confidence, double degrees);

/* Interval of the mean of n values with the mean and standard deviation (divided by n - 1) given, by
 * Student's t with n - 1 degrees of freedom: mean +- t sd / sqrt(n). */
struct wai_interval wai_interval_mean(double mean, double sd, double n, double confidence);

/* Score interval of a share of k in n trials, 0 <= k <= n (Wilson 1927, Journal of the American Statistical
 * Association 22, 209-212; without continuity correction).  Lies in [0, 1]; of width above 0 for 0 and n of n
 * too. */
struct wai_interval wai_interval_share(double k, double n, double confidence);

/* What n known values of a metric with that mean and standard deviation tell of its mean.  Of a share (the
 * values are 0 or 1) the score interval.  Else by Student's t, from values that differ: equal values, however
 * many, do not show how far and how often others would lie away, so both ends are NaN, not a width of 0. */
struct wai_interval wai_interval_metric(int is_share, double mean, double sd, double n, double confidence);

/* Counts of pairs in which an outcome was met by both, by the first alone, by the second alone, by neither.
 */
struct wai_interval_pairs {
    double both, first, second, neither;
};

/* Interval of the difference of two shares, second less first, seen in the same pairs: score intervals of the
 * two, put together with their correlation (Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10;
 * e, f, g, h there are both, first, second, neither, and the difference is first less second). Lies in
 * [-1, 1]. */
struct wai_interval wai_interval_paired(const struct wai_interval_pairs *pairs, double confidence);

/* The same of shares seen in independent trials: k_first of n_first, k_second of n_second; second less first
 * (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10). */
struct wai_interval wai_interval_independent(double k_first, double n_first, double k_second, double n_second,
                                             double confidence);

/* Is a standard deviation (or any distance) among numbers of size up to `largest` no more than rounding
 * leaves in means of millions, 1e-12 of their size?  Then nothing varies and nothing may be divided by it.  1
 * for NaN. */
int wai_interval_is_constant(double sd, double largest);

#endif
