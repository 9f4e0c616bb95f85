/* Estimators of sensitivity.  How the points were chosen is design.c's business, what y is the caller's. */
#include "experiment/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "engine/interval.h"
#include "engine/stream.h"
#include "experiment/sample.h"
#include "scenario/levels.h"

#define RESAMPLES 1000
#define FEWEST_RESAMPLES 100
#define MOST_TERMS 4e8 /* sums of the bootstrap: about two seconds */

/* ---- bootstrap ---- */

/* Draws rows with replacement and keeps what an estimator makes of each draw. */
struct bootstrap {
    gsl_rng *rng;
    size_t n_rows, n_resamples, n_values;
    uint32_t *rows; /* [n_rows] */
    double *values; /* [n_values][n_resamples] */
};

static void bootstrap_free(struct bootstrap *boot)
{
    if (boot->rng) {
        gsl_rng_free(boot->rng);
    }
    free(boot->rows);
    free(boot->values);
    *boot = (struct bootstrap){ 0 };
}

static enum wai_status bootstrap_init(struct bootstrap *boot, const struct wai_sensitivity_options *options,
                                      size_t n_rows, size_t n_values)
{
    double terms = (double)n_rows * (double)n_values;
    size_t n = options->n_resamples > 0 ? options->n_resamples : RESAMPLES;

    if (options->n_resamples == 0 && terms * (double)n > MOST_TERMS) {
        n = (size_t)(MOST_TERMS / terms);
        n = n < FEWEST_RESAMPLES ? FEWEST_RESAMPLES : n;
    }
    *boot = (struct bootstrap){ .n_rows = n_rows, .n_resamples = n, .n_values = n_values };
    boot->rng = gsl_rng_alloc(wai_stream_type);
    boot->rows = calloc(n_rows + 1, sizeof *boot->rows);
    boot->values = calloc(n_values * n + 1, sizeof *boot->values);
    if (!boot->rng || !boot->rows || !boot->values) {
        bootstrap_free(boot);
        return WAI_ERR_MEMORY;
    }
    wai_stream_seed(boot->rng, options->seed, WAI_SAMPLE_BOOTSTRAP, 0);
    return WAI_OK;
}

static void bootstrap_draw(struct bootstrap *boot)
{
    for (size_t i = 0; i < boot->n_rows; i++) {
        boot->rows[i] = (uint32_t)gsl_rng_uniform_int(boot->rng, (unsigned long)boot->n_rows);
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Quantile of sorted numbers, linear between order statistics. */
static double sorted_quantile(const double *sorted, size_t n, double p)
{
    double place = p * (double)(n - 1);
    size_t i = (size_t)place;

    if (n == 0) {
        return NAN;
    }
    return i + 1 < n ? sorted[i] + (place - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

/* Percentile interval of value v, over the resamples in which it is a number; none from fewer than two of
 * what is drawn. */
static void bootstrap_interval(struct bootstrap *boot, size_t v, size_t n_used, double confidence,
                               struct wai_sensitivity_index *index)
{
    double *draws = boot->values + v * boot->n_resamples;
    size_t n = 0;

    index->low = index->high = NAN;
    if (n_used < 2) {
        return;
    }
    for (size_t i = 0; i < boot->n_resamples; i++) {
        if (!isnan(draws[i])) {
            draws[n++] = draws[i];
        }
    }
    qsort(draws, n, sizeof *draws, ascending);
    index->low = sorted_quantile(draws, n, 0.5 * (1 - confidence));
    index->high = sorted_quantile(draws, n, 0.5 * (1 + confidence));
}

/* ---- variance-based indices ---- */

/* The rows of a saltelli design that are complete. */
struct pick_freeze {
    size_t n, groups;
    double largest; /* of |y| over A and B */
    double *memory;
    double *a, *b; /* [n] */
    double *ab;    /* [groups][n] */
    double *ba;    /* [groups][n], NULL without second order */
};

static int row_is_known(const double *y, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        if (!isfinite(y[i])) {
            return 0;
        }
    }
    return 1;
}

static enum wai_status gather(struct pick_freeze *sample, const struct wai_design_matrix *design,
                              const double *y, int second)
{
    size_t width = design->n_points / design->n_rows;
    size_t n = design->n_rows;
    size_t groups = design->n_groups;

    *sample = (struct pick_freeze){ .groups = groups };
    sample->memory = malloc(n * width * sizeof(double));
    if (!sample->memory) {
        return WAI_ERR_MEMORY;
    }
    sample->a = sample->memory;
    sample->b = sample->a + n;
    sample->ab = sample->b + n;
    sample->ba = second ? sample->ab + groups * n : NULL;
    for (size_t row = 0; row < n; row++) {
        const double *from = y + row * width;
        size_t i = sample->n;

        if (!row_is_known(from, width)) {
            continue;
        }
        sample->a[i] = from[0];
        sample->b[i] = from[width - 1];
        sample->largest = fmax(sample->largest, fmax(fabs(from[0]), fabs(from[width - 1])));
        for (size_t g = 0; g < groups; g++) {
            sample->ab[g * n + i] = from[1 + g];
            if (second) {
                sample->ba[g * n + i] = from[1 + groups + g];
            }
        }
        sample->n++;
    }
    return WAI_OK;
}

/* Mean and variance of y over A and B, rows NULL: each once; NaN where nothing varies. */
static void moments(const struct pick_freeze *sample, const uint32_t *rows, double *mean, double *variance)
{
    double n = (double)sample->n;
    double sum = 0;
    double squares = 0;

    for (size_t i = 0; i < sample->n; i++) {
        size_t r = rows ? rows[i] : i;

        sum += sample->a[r] + sample->b[r];
    }
    *mean = sum / (2 * n);
    for (size_t i = 0; i < sample->n; i++) {
        size_t r = rows ? rows[i] : i;

        squares +=
            (sample->a[r] - *mean) * (sample->a[r] - *mean) + (sample->b[r] - *mean) * (sample->b[r] - *mean);
    }
    *variance = squares / (2 * n - 1);
    if (wai_interval_is_constant(sqrt(*variance), sample->largest)) {
        *variance = NAN;
    }
}

/* Closed effect of g and h together, over the variance.  About the mean: else the estimate of its square,
 * which may be far larger than the variance, would stay in with its error. */
static double pair_index(const struct pick_freeze *sample, size_t stride, const uint32_t *rows, double mean,
                         double variance, size_t g, size_t h)
{
    double sum = 0;

    for (size_t i = 0; i < sample->n; i++) {
        size_t r = rows ? rows[i] : i;

        sum += (sample->ba[g * stride + r] - mean) * (sample->ab[h * stride + r] - mean) -
               (sample->a[r] - mean) * (sample->b[r] - mean);
    }
    return sum / ((double)sample->n * variance);
}

/* Estimates into values: first[groups], total[groups], then second[groups][groups]. */
static void estimate(const struct pick_freeze *sample, size_t stride, const uint32_t *rows, double *values,
                     size_t value_stride)
{
    double n = (double)sample->n;
    size_t groups = sample->groups;
    double mean;
    double variance;

    moments(sample, rows, &mean, &variance);
    for (size_t g = 0; g < groups; g++) {
        const double *ab = sample->ab + g * stride;
        double first = 0;
        double total = 0;

        for (size_t i = 0; i < sample->n; i++) {
            size_t r = rows ? rows[i] : i;
            double change = ab[r] - sample->a[r];

            first += (sample->b[r] - mean) * change;
            total += change * change;
        }
        values[g * value_stride] = first / (n * variance);
        values[(groups + g) * value_stride] = total / (2 * n * variance);
    }
    for (size_t g = 0; sample->ba && g < groups; g++) {
        for (size_t h = 0; h < groups; h++) {
            double *value = &values[(2 * groups + g * groups + h) * value_stride];

            *value = NAN;
            if (g < h) {
                *value = pair_index(sample, stride, rows, mean, variance, g, h) - values[g * value_stride] -
                         values[h * value_stride];
            }
        }
    }
}

enum wai_status wai_sensitivity_sobol(const struct wai_design_matrix *design, const double *y,
                                      const struct wai_sensitivity_options *options,
                                      struct wai_sensitivity_index *first,
                                      struct wai_sensitivity_index *total,
                                      struct wai_sensitivity_index *second, size_t *n_used)
{
    size_t groups = design->n_groups;
    int with_second = second && design->n_points / design->n_rows == 2 + 2 * groups;
    size_t n_values = 2 * groups + (with_second ? groups * groups : 0);
    struct pick_freeze sample;
    struct bootstrap boot = { 0 };
    double *values = calloc(n_values + 1, sizeof *values);
    enum wai_status status = gather(&sample, design, y, with_second);

    wai_assert(design->kind == WAI_DESIGN_SALTELLI);
    *n_used = sample.n;
    if (status == WAI_OK) {
        status = values ? bootstrap_init(&boot, options, sample.n, n_values) : WAI_ERR_MEMORY;
    }
    if (status == WAI_OK) {
        estimate(&sample, design->n_rows, NULL, values, 1);
        for (size_t k = 0; sample.n > 0 && k < boot.n_resamples; k++) {
            bootstrap_draw(&boot);
            estimate(&sample, design->n_rows, boot.rows, boot.values + k, boot.n_resamples);
        }
        for (size_t v = 0; v < n_values; v++) {
            struct wai_sensitivity_index *index = v < groups       ? &first[v]
                                                  : v < 2 * groups ? &total[v - groups]
                                                                   : &second[v - 2 * groups];

            index->value = sample.n > 1 ? values[v] : (double)NAN;
            bootstrap_interval(&boot, v, sample.n, options->confidence, index);
        }
    }
    free(values);
    free(sample.memory);
    bootstrap_free(&boot);
    return status;
}

/* ---- elementary effects ---- */

static size_t group_size(const struct wai_design_matrix *design, size_t g)
{
    size_t n = 0;

    for (size_t d = 0; d < design->n_axes; d++) {
        n += design->group[d] == g;
    }
    return n;
}

/* Mean size of the steps that the axes of a group took in a trajectory; of an axis that is alone with its
 * sign.  NaN when none moved. */
static double step_of(const struct wai_design_matrix *design, size_t row, size_t g)
{
    const double *step = design->step + row * design->n_axes;
    double sum = 0;
    double last = 0;
    size_t members = 0;

    for (size_t d = 0; d < design->n_axes; d++) {
        if (design->group[d] == g) {
            last = step[d];
            sum += fabs(last);
            members++;
        }
    }
    return !(sum > 0) ? (double)NAN : members == 1 ? last : sum / (double)members;
}

static void fill_effects(const struct wai_design_matrix *design, const double *y, double *effects)
{
    size_t groups = design->n_groups;

    for (size_t t = 0; t < design->n_rows; t++) {
        for (size_t p = t * (groups + 1) + 1; p < (t + 1) * (groups + 1); p++) {
            size_t g = (size_t)design->moved[p];
            double change = y[p] - y[p - 1];
            double size = fmax(fabs(y[p]), fabs(y[p - 1]));

            if (!isnan(change) && wai_interval_is_constant(fabs(change), size)) {
                change = 0;
            }
            change = group_size(design, g) == 1 ? change : fabs(change);
            effects[t * groups + g] = change / step_of(design, t, g);
        }
    }
}

/* Mean of |effect| of a group over the rows, known ones only. */
static double mean_size(const double *effects, size_t groups, size_t g, const uint32_t *rows, size_t n)
{
    double sum = 0;
    size_t known = 0;

    for (size_t i = 0; i < n; i++) {
        double effect = fabs(effects[(rows ? rows[i] : i) * groups + g]);

        if (isfinite(effect)) {
            sum += effect;
            known++;
        }
    }
    return known > 0 ? sum / (double)known : (double)NAN;
}

/* Of the known effects of a group; their number. */
static size_t mean_and_spread(const double *effects, size_t groups, size_t g, size_t n, double *mean,
                              double *spread)
{
    double sum = 0;
    double squares = 0;
    size_t known = 0;

    for (size_t i = 0; i < n; i++) {
        if (isfinite(effects[i * groups + g])) {
            sum += effects[i * groups + g];
            known++;
        }
    }
    *mean = known > 0 ? sum / (double)known : (double)NAN;
    for (size_t i = 0; i < n; i++) {
        double deviation = effects[i * groups + g] - *mean;

        if (isfinite(deviation)) {
            squares += deviation * deviation;
        }
    }
    *spread = known > 1 ? sqrt(squares / (double)(known - 1)) : (double)NAN;
    return known;
}

enum wai_status wai_sensitivity_morris(const struct wai_design_matrix *design, const double *y,
                                       const struct wai_sensitivity_options *options,
                                       const struct wai_sensitivity_screening *found)
{
    size_t groups = design->n_groups;
    struct bootstrap boot;
    enum wai_status status = bootstrap_init(&boot, options, design->n_rows, groups);

    wai_assert(design->kind == WAI_DESIGN_MORRIS);
    if (status != WAI_OK) {
        return status;
    }
    fill_effects(design, y, found->effects);
    for (size_t k = 0; k < boot.n_resamples; k++) {
        bootstrap_draw(&boot);
        for (size_t g = 0; g < groups; g++) {
            boot.values[g * boot.n_resamples + k] =
                mean_size(found->effects, groups, g, boot.rows, design->n_rows);
        }
    }
    for (size_t g = 0; g < groups; g++) {
        size_t n =
            mean_and_spread(found->effects, groups, g, design->n_rows, &found->mu[g], &found->sigma[g]);

        found->used[g] = (int32_t)n;
        found->mu_star[g].value = mean_size(found->effects, groups, g, NULL, design->n_rows);
        bootstrap_interval(&boot, g, n, options->confidence, &found->mu_star[g]);
        if (group_size(design, g) > 1) {
            found->mu[g] = NAN; /* the effects have no sign */
        }
    }
    bootstrap_free(&boot);
    return WAI_OK;
}

/* ---- one at a time, and grids ---- */

void wai_sensitivity_oat(const struct wai_design_matrix *design, const double *y, double *base, double *low,
                         double *high)
{
    wai_assert(design->kind == WAI_DESIGN_OAT);
    *base = y[0];
    for (size_t i = 1; i < design->n_points; i++) {
        (design->block[i] == 1 ? low : high)[design->moved[i]] = y[i];
    }
}

size_t wai_sensitivity_levels(const struct wai_design_matrix *design, size_t axis)
{
    wai_assert(design->kind == WAI_DESIGN_GRID);
    return wai_levels_count(&design->sweep->axes[axis]);
}

/* Mean and sum of squared deviations of the known y among every point (levels 1) or those of one level. */
static size_t level_moments(const double *y, size_t n_points, size_t repeat, size_t levels, size_t level,
                            double *mean, double *squares)
{
    double sum = 0;
    size_t known = 0;

    *squares = 0;
    for (size_t i = 0; i < n_points; i++) {
        if (i / repeat % levels == level && isfinite(y[i])) {
            sum += y[i];
            known++;
        }
    }
    *mean = known > 0 ? sum / (double)known : (double)NAN;
    for (size_t i = 0; i < n_points; i++) {
        if (i / repeat % levels == level && isfinite(y[i])) {
            *squares += (y[i] - *mean) * (y[i] - *mean);
        }
    }
    return known;
}

void wai_sensitivity_grid(const struct wai_design_matrix *design, const double *y, size_t axis, double *means,
                          int32_t *known, double *share)
{
    size_t levels = wai_sensitivity_levels(design, axis);
    size_t repeat = 1;
    double mean;
    double all;
    double within;
    double between = 0;
    double largest = 0;
    size_t n_known;

    for (size_t d = axis + 1; d < design->n_axes; d++) {
        repeat *= wai_sensitivity_levels(design, d);
    }
    n_known = level_moments(y, design->n_points, design->n_points, 1, 0, &mean, &all);
    for (size_t i = 0; i < design->n_points; i++) {
        largest = isfinite(y[i]) ? fmax(largest, fabs(y[i])) : largest;
    }
    for (size_t level = 0; level < levels; level++) {
        size_t n = level_moments(y, design->n_points, repeat, levels, level, &means[level], &within);

        known[level] = (int32_t)n;
        if (n > 0) {
            between += (double)n * (means[level] - mean) * (means[level] - mean);
        }
    }
    *share = n_known < 2 || wai_interval_is_constant(sqrt(all / (double)n_known), largest) ? (double)NAN
                                                                                           : between / all;
}
