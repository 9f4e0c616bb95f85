/* Intervals of confidence over the distributions of GSL. */
#include "engine/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "engine/math.h"

static const struct wai_interval unknown = { NAN, NAN };

double wai_interval_student(double p, double degrees)
{
    return degrees > 0 ? gsl_cdf_tdist_Pinv(p, degrees) : (double)NAN;
}

double wai_interval_factor(double confidence, double degrees)
{
    return wai_interval_student(0.5 + 0.5 * confidence, degrees);
}

struct wai_interval wai_interval_mean(double mean, double sd, double n, double confidence)
{
    double width;

    if (!(n >= 2)) {
        return unknown;
    }
    width = wai_interval_factor(confidence, n - 1) * sd / sqrt(n);
    return (struct wai_interval){ mean - width, mean + width };
}

struct wai_interval wai_interval_share(double k, double n, double confidence)
{
    double z = wai_normal_quantile(0.5 + 0.5 * confidence);
    double middle = k + 0.5 * z * z;
    double width = z * sqrt(k * (1 - k / n) + 0.25 * z * z);

    if (!(n >= 2)) {
        return unknown;
    }
    /* The ends of 0 and n of n are exact, not by rounding. */
    return (struct wai_interval){ k > 0 ? (middle - width) / (n + z * z) : 0,
                                  k < n ? (middle + width) / (n + z * z) : 1 };
}

struct wai_interval wai_interval_metric(int is_share, double mean, double sd, double n, double confidence)
{
    if (is_share) {
        return wai_interval_share(floor(mean * n + 0.5), n, confidence);
    }
    return wai_interval_is_constant(sd, fabs(mean)) ? unknown : wai_interval_mean(mean, sd, n, confidence);
}

/* Difference of two shares, second less first, from the interval of each and their correlation. */
static struct wai_interval square_and_add(double k_first, double n_first, double k_second, double n_second,
                                          double phi, double confidence)
{
    struct wai_interval first = wai_interval_share(k_first, n_first, confidence);
    struct wai_interval second = wai_interval_share(k_second, n_second, confidence);
    double p_first = k_first / n_first;
    double p_second = k_second / n_second;
    double below_first = p_first - first.low;
    double above_first = first.high - p_first;
    double below_second = p_second - second.low;
    double above_second = second.high - p_second;
    double down =
        below_second * below_second - 2 * phi * below_second * above_first + above_first * above_first;
    double up =
        above_second * above_second - 2 * phi * above_second * below_first + below_first * below_first;

    /* |phi| <= 1, so both are squares of a length; rounding may take them below 0. */
    return (struct wai_interval){ p_second - p_first - sqrt(down < 0 ? 0 : down),
                                  p_second - p_first + sqrt(up < 0 ? 0 : up) };
}

struct wai_interval wai_interval_paired(const struct wai_interval_pairs *pairs, double confidence)
{
    double k_first = pairs->both + pairs->first;
    double k_second = pairs->both + pairs->second;
    double n = k_first + pairs->second + pairs->neither;
    double product = k_first * (n - k_first) * k_second * (n - k_second);
    double excess = pairs->both * pairs->neither - pairs->first * pairs->second;
    double phi = 0;

    if (!(n >= 2)) {
        return unknown;
    }
    if (excess > 0) {
        excess = excess > 0.5 * n ? excess - 0.5 * n : 0; /* the correction that makes it method 10 */
    }
    if (product > 0) {
        phi = excess / sqrt(product);
    }
    return square_and_add(k_first, n, k_second, n, phi, confidence);
}

struct wai_interval wai_interval_independent(double k_first, double n_first, double k_second, double n_second,
                                             double confidence)
{
    if (!(n_first >= 2) || !(n_second >= 2)) {
        return unknown;
    }
    return square_and_add(k_first, n_first, k_second, n_second, 0, confidence);
}

int wai_interval_is_constant(double sd, double largest)
{
    return !(sd > 1e-12 * largest);
}
