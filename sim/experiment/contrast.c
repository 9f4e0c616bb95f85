/* Means, quantiles, differences; no file is known here. */
#include "experiment/contrast.h"

#include <math.h>
#include <stdlib.h>

#include "base/assert.h"
#include "engine/interval.h"

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The known values of n, in fresh memory; NULL: memory is out. */
static double *known(const double *values, size_t n, size_t *n_known)
{
    double *kept = malloc((n + 1) * sizeof *kept);

    *n_known = 0;
    for (size_t i = 0; kept && i < n; i++) {
        if (!isnan(values[i])) {
            kept[(*n_known)++] = values[i];
        }
    }
    return kept;
}

static void moments(const double *values, size_t n, double *mean, double *variance)
{
    double sum = 0;
    double squares = 0;

    for (size_t i = 0; i < n; i++) {
        sum += values[i];
    }
    *mean = n > 0 ? sum / (double)n : (double)NAN;
    for (size_t i = 0; i < n; i++) {
        squares += (values[i] - *mean) * (values[i] - *mean);
    }
    *variance = n > 1 ? squares / (double)(n - 1) : (double)NAN;
}

static double quantile(const double *sorted, size_t n, double p)
{
    double place = p * (double)(n > 0 ? n - 1 : 0);
    size_t i = (size_t)place;

    if (n == 0) {
        return NAN;
    }
    return i + 1 < n ? sorted[i] + (place - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

enum wai_status wai_contrast_summarise(const double *values, size_t n, double confidence,
                                       struct wai_contrast_summary *summary)
{
    double variance;
    double *sorted;

    *summary = (struct wai_contrast_summary){ 0 };
    sorted = known(values, n, &summary->n);
    if (!sorted) {
        return WAI_ERR_MEMORY;
    }
    moments(sorted, summary->n, &summary->mean, &variance);
    summary->sd = sqrt(variance);
    summary->half_width = wai_interval_mean(0, summary->sd, (double)summary->n, confidence).high;
    qsort(sorted, summary->n, sizeof *sorted, ascending);
    summary->low = quantile(sorted, summary->n, 0.05);
    summary->median = quantile(sorted, summary->n, 0.5);
    summary->high = quantile(sorted, summary->n, 0.95);
    free(sorted);
    return WAI_OK;
}

/* ---- paired ---- */

/* d, x, y: differences and the values behind them, n pairs. */
static void compare_pairs(double *d, const double *x, const double *y, size_t n, double confidence,
                          struct wai_contrast *contrast)
{
    double variance;
    double variance_x;
    double variance_y;
    double ignored;
    struct wai_interval interval;
    size_t greater = 0;
    size_t equal = 0;

    moments(d, n, &contrast->mean, &variance);
    moments(x, n, &ignored, &variance_x);
    moments(y, n, &ignored, &variance_y);
    interval = wai_interval_mean(contrast->mean, sqrt(variance), (double)n, confidence);
    contrast->low = interval.low;
    contrast->high = interval.high;
    contrast->narrowing = variance > 0 ? sqrt((variance_x + variance_y) / variance) : (double)NAN;
    for (size_t i = 0; i < n; i++) {
        greater += d[i] > 0;
        equal += !(d[i] > 0) && !(d[i] < 0);
    }
    contrast->p_greater = n > 0 ? (double)greater / (double)n : (double)NAN;
    contrast->p_equal = n > 0 ? (double)equal / (double)n : (double)NAN;
    qsort(d, n, sizeof *d, ascending);
    contrast->q_low = quantile(d, n, 0.05);
    contrast->median = quantile(d, n, 0.5);
    contrast->q_high = quantile(d, n, 0.95);
}

static enum wai_status compare_paired(const double *a, const double *b, size_t n, double confidence,
                                      struct wai_contrast *contrast)
{
    double *memory = malloc((3 * n + 1) * sizeof *memory);
    double *x = memory + n;
    double *y = memory + 2 * n;
    size_t pairs = 0;

    if (!memory) {
        return WAI_ERR_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        if (!isnan(a[i]) && !isnan(b[i])) {
            memory[pairs] = b[i] - a[i];
            x[pairs] = a[i];
            y[pairs++] = b[i];
        }
    }
    contrast->n = pairs;
    compare_pairs(memory, x, y, pairs, confidence, contrast);
    free(memory);
    return WAI_OK;
}

/* ---- unpaired ---- */

/* Shares of all pairs (one of sorted b, one of sorted a) in which b is greater, equal. */
static void count_pairs(const double *a, size_t n_a, const double *b, size_t n_b, double *greater,
                        double *equal)
{
    size_t below = 0; /* values of a below b[i] */
    size_t upto = 0;  /* values of a not above b[i] */

    *greater = 0;
    *equal = 0;
    for (size_t i = 0; i < n_b; i++) {
        while (below < n_a && a[below] < b[i]) {
            below++;
        }
        while (upto < n_a && a[upto] <= b[i]) {
            upto++;
        }
        *greater += (double)below;
        *equal += (double)(upto - below);
    }
    *greater /= (double)n_a * (double)n_b;
    *equal /= (double)n_a * (double)n_b;
}

static enum wai_status compare_unpaired(const double *a, size_t n_a, const double *b, size_t n_b,
                                        double confidence, struct wai_contrast *contrast)
{
    size_t n;
    size_t m;
    double *x = known(a, n_a, &n);
    double *y = known(b, n_b, &m);
    enum wai_status status = x && y ? WAI_OK : WAI_ERR_MEMORY;

    if (status == WAI_OK) {
        double mean_x;
        double mean_y;
        double variance_x;
        double variance_y;
        double sum;
        double degrees;
        double width;

        moments(x, n, &mean_x, &variance_x);
        moments(y, m, &mean_y, &variance_y);
        variance_x /= (double)n;
        variance_y /= (double)m;
        sum = variance_x + variance_y;
        degrees = sum * sum /
                  (variance_x * variance_x / ((double)n - 1) + variance_y * variance_y / ((double)m - 1));
        contrast->n = n < m ? n : m;
        contrast->mean = mean_y - mean_x;
        width = sum > 0 ? wai_interval_factor(confidence, degrees) * sqrt(sum) : sum;
        contrast->low = contrast->mean - width;
        contrast->high = contrast->mean + width;
        qsort(x, n, sizeof *x, ascending);
        qsort(y, m, sizeof *y, ascending);
        count_pairs(x, n, y, m, &contrast->p_greater, &contrast->p_equal);
    }
    free(x);
    free(y);
    return status;
}

enum wai_status wai_contrast_compare(const double *a, size_t n_a, const double *b, size_t n_b, int paired,
                                     double confidence, struct wai_contrast *contrast)
{
    *contrast = (struct wai_contrast){
        .paired = paired, .narrowing = NAN, .q_low = NAN, .median = NAN, .q_high = NAN
    };
    wai_assert(!paired || n_a == n_b);
    return paired ? compare_paired(a, b, n_a, confidence, contrast)
                  : compare_unpaired(a, n_a, b, n_b, confidence, contrast);
}
