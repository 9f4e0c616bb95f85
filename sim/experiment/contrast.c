/* Means, quantiles, differences; no file is known here. */
#include "experiment/contrast.h"

#include <math.h>
#include <stdlib.h>

#include "base/assert.h"
#include "experiment/evidence.h"

#define NOISE 1e-12 /* a spread this small beside the values is rounding */

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

static double mean_of(const double *values, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum += values[i];
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

/* Unbiased variance; exactly 0 where the values differ by no more than rounding of numbers of size `scale`.
 */
static double variance_of(const double *values, size_t n, double scale)
{
    double mean = mean_of(values, n);
    double squares = 0;
    double widest = 0;

    for (size_t i = 0; i < n; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
        widest = fmax(widest, fabs(values[i] - mean));
    }
    if (n < 2) {
        return NAN;
    }
    return widest <= NOISE * scale ? 0 : squares / (double)(n - 1);
}

static double largest(const double *values, size_t n)
{
    double most = 0;

    for (size_t i = 0; i < n; i++) {
        most = fmax(most, fabs(values[i]));
    }
    return most;
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

/* Of n known values, which it sorts. */
static void summarise(double *values, size_t n, int share, double confidence,
                      struct wai_contrast_summary *summary)
{
    summary->n = n;
    summary->mean = mean_of(values, n);
    summary->sd = sqrt(variance_of(values, n, largest(values, n)));
    summary->interval = wai_interval_metric(share, summary->mean, summary->sd, (double)n, confidence);
    qsort(values, n, sizeof *values, ascending);
    summary->low = quantile(values, n, 0.05);
    summary->median = quantile(values, n, 0.5);
    summary->high = quantile(values, n, 0.95);
}

enum wai_status wai_contrast_summarise(const double *values, size_t n, int share, double confidence,
                                       struct wai_contrast_summary *summary)
{
    size_t n_known;
    double *kept = known(values, n, &n_known);

    *summary = (struct wai_contrast_summary){ 0 };
    if (!kept) {
        return WAI_ERR_MEMORY;
    }
    summarise(kept, n_known, share, confidence, summary);
    free(kept);
    return WAI_OK;
}

/* ---- paired ---- */

/* Shares of pairs by the sign of their difference. */
static void count_signs(const double *d, size_t n, struct wai_contrast *contrast)
{
    size_t greater = 0;
    size_t less = 0;

    for (size_t i = 0; i < n; i++) {
        greater += d[i] > 0;
        less += d[i] < 0;
    }
    contrast->p_greater = (double)greater / (double)n;
    contrast->p_less = (double)less / (double)n;
    contrast->p_equal = (double)(n - greater - less) / (double)n;
}

/* The interval and the p-value of a share in pairs. */
static void judge_shares(const double *x, const double *y, size_t n, double confidence,
                         struct wai_contrast *contrast)
{
    struct wai_interval_pairs pairs = { 0, 0, 0, 0 };

    for (size_t i = 0; i < n; i++) {
        int first = x[i] > 0;
        int second = y[i] > 0;

        pairs.both += first && second;
        pairs.first += first && !second;
        pairs.second += !first && second;
        pairs.neither += !first && !second;
    }
    contrast->interval = wai_interval_paired(&pairs, confidence);
    contrast->p_value = n > 0 ? wai_evidence_paired((size_t)pairs.first, (size_t)pairs.second) : (double)NAN;
}

/* d, x, y: differences and the values behind them, n pairs; all are sorted in the end. */
static void compare_pairs(double *d, double *x, double *y, size_t n, int share, double confidence,
                          struct wai_contrast *contrast)
{
    double variance = variance_of(d, n, fmax(largest(x, n), largest(y, n)));

    contrast->n = n;
    contrast->mean = mean_of(d, n);
    if (n > 0) {
        count_signs(d, n, contrast);
    }
    if (share) {
        judge_shares(x, y, n, confidence, contrast);
    } else {
        contrast->interval = wai_interval_metric(0, contrast->mean, sqrt(variance), (double)n, confidence);
        contrast->p_value = wai_evidence_student(contrast->mean, sqrt(variance / (double)n), (double)n - 1);
    }
    qsort(d, n, sizeof *d, ascending);
    contrast->q_low = quantile(d, n, 0.05);
    contrast->median = quantile(d, n, 0.5);
    contrast->q_high = quantile(d, n, 0.95);
    summarise(x, n, share, confidence, &contrast->a);
    summarise(y, n, share, confidence, &contrast->b);
    if (variance > 0) {
        contrast->narrowing =
            sqrt((contrast->a.sd * contrast->a.sd + contrast->b.sd * contrast->b.sd) / variance);
    }
}

static enum wai_status compare_paired(const struct wai_contrast_sides *sides, double confidence,
                                      struct wai_contrast *contrast)
{
    size_t n = sides->n_a;
    double *memory = calloc(3 * n + 1, sizeof *memory);
    double *x;
    double *y;
    size_t pairs = 0;

    if (!memory) {
        return WAI_ERR_MEMORY;
    }
    x = memory + n;
    y = memory + 2 * n;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(sides->a[i]) && !isnan(sides->b[i])) {
            memory[pairs] = sides->b[i] - sides->a[i];
            x[pairs] = sides->a[i];
            y[pairs++] = sides->b[i];
        }
    }
    compare_pairs(memory, x, y, pairs, sides->share, confidence, contrast);
    free(memory);
    return WAI_OK;
}

/* ---- unpaired ---- */

/* Shares of all combinations (one of sorted b, one of sorted a) in which b is greater, equal, less. */
static void count_combinations(const double *a, size_t n_a, const double *b, size_t n_b,
                               struct wai_contrast *contrast)
{
    double all = (double)n_a * (double)n_b;
    double greater = 0;
    double upto_all = 0;
    size_t below = 0; /* values of a below b[i] */
    size_t upto = 0;  /* values of a not above b[i] */

    for (size_t i = 0; i < n_b; i++) {
        while (below < n_a && a[below] < b[i]) {
            below++;
        }
        while (upto < n_a && a[upto] <= b[i]) {
            upto++;
        }
        greater += (double)below;
        upto_all += (double)upto;
    }
    contrast->p_greater = greater / all;
    contrast->p_equal = (upto_all - greater) / all;
    contrast->p_less = (all - upto_all) / all;
}

/* Welch's interval and p-value, of shares Newcombe's and Fisher's. */
static void judge_independent(int share, double confidence, struct wai_contrast *contrast)
{
    const struct wai_contrast_summary *a = &contrast->a;
    const struct wai_contrast_summary *b = &contrast->b;
    double n = (double)a->n;
    double m = (double)b->n;
    double x = a->sd * a->sd / n;
    double y = b->sd * b->sd / m;
    double error = sqrt(x + y);
    double degrees = x + y > 0 ? (x + y) * (x + y) / (x * x / (n - 1) + y * y / (m - 1)) : n + m - 2;
    double width = wai_interval_factor(confidence, degrees) * error;

    if (share) {
        size_t k_a = (size_t)(a->mean * n + 0.5);
        size_t k_b = (size_t)(b->mean * m + 0.5);

        contrast->interval = wai_interval_independent((double)k_a, n, (double)k_b, m, confidence);
        contrast->p_value = wai_evidence_independent(k_a, a->n, k_b, b->n);
    } else if (contrast->n > 1) {
        contrast->interval = error > 0
                                 ? (struct wai_interval){ contrast->mean - width, contrast->mean + width }
                                 : (struct wai_interval){ NAN, NAN };
        contrast->p_value = wai_evidence_student(contrast->mean, error, degrees);
    }
}

static enum wai_status compare_unpaired(const struct wai_contrast_sides *sides, double confidence,
                                        struct wai_contrast *contrast)
{
    size_t n;
    size_t m;
    double *x = known(sides->a, sides->n_a, &n);
    double *y = known(sides->b, sides->n_b, &m);
    enum wai_status status = x && y ? WAI_OK : WAI_ERR_MEMORY;

    if (status == WAI_OK) {
        contrast->n = n < m ? n : m;
        summarise(x, n, sides->share, confidence, &contrast->a);
        summarise(y, m, sides->share, confidence, &contrast->b);
        contrast->mean = contrast->b.mean - contrast->a.mean;
    }
    if (status == WAI_OK && contrast->n > 0) {
        count_combinations(x, n, y, m, contrast);
        judge_independent(sides->share, confidence, contrast);
    }
    free(x);
    free(y);
    return status;
}

enum wai_status wai_contrast_compare(const struct wai_contrast_sides *sides, double confidence,
                                     struct wai_contrast *contrast)
{
    *contrast = (struct wai_contrast){ .paired = sides->paired,
                                       .interval = { NAN, NAN },
                                       .q_low = NAN,
                                       .median = NAN,
                                       .q_high = NAN,
                                       .p_greater = NAN,
                                       .p_equal = NAN,
                                       .p_less = NAN,
                                       .narrowing = NAN,
                                       .p_value = NAN };
    wai_assert(!sides->paired || sides->n_a == sides->n_b);
    return sides->paired ? compare_paired(sides, confidence, contrast)
                         : compare_unpaired(sides, confidence, contrast);
}
