/* Ensembles and p-values for the tests of law. */
#include "support/law.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "base/assert.h"
#include "model/world.h"

static void run(struct wai_world *world, uint64_t seed, uint32_t replicate, struct wai_record *record)
{
    const struct wai_luck luck = { .seed = seed, .replicate = replicate };
    const struct wai_run_limits limits = { 0 };
    struct wai_error err = { 0 };

    if (wai_world_run(world, &luck, &limits, record, &err) != WAI_OK) {
        print_message("%s\n", wai_error_text(&err));
        wai_error_free(&err);
        fail();
    }
}

void wai_law_run(const struct wai_setup *setup, struct wai_record_wants wants, uint64_t seed, size_t n,
                 void (*see)(const struct wai_record *record, void *context), void *context)
{
    struct wai_world *world = wai_world_new(setup);
    struct wai_record record;
    const enum wai_status status = wai_record_init(&record, setup, wants);

    assert_non_null(world);
    assert_int_equal(status, WAI_OK);
    for (size_t r = 0; r < n; r++) {
        run(world, seed, (uint32_t)r, &record);
        see(&record, context);
    }
    wai_record_free(&record);
    wai_world_free(world);
}

void wai_law_run_one(const struct wai_setup *setup, struct wai_record_wants wants, uint64_t seed,
                     uint32_t replicate, struct wai_record *record)
{
    struct wai_world *world = wai_world_new(setup);
    const enum wai_status status = wai_record_init(record, setup, wants);

    assert_non_null(world);
    assert_int_equal(status, WAI_OK);
    run(world, seed, replicate, record);
    wai_world_free(world);
}

void wai_law_accept(const char *what, double p)
{
    print_message("  %-66s p = %.4f\n", what, p);
    assert_true(p > WAI_LAW_THRESHOLD);
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Tail of Kolmogorov's law. */
static double kolmogorov_tail(double x)
{
    double sum = 0.0;

    if (x < 0.2) {
        return 1.0;
    }
    for (int k = 1; k <= 100; k++) {
        sum += (k % 2 ? 2.0 : -2.0) * exp(-2.0 * k * k * x * x);
    }
    return fmin(1.0, fmax(0.0, sum));
}

double wai_law_ks_uniform(double *u, size_t n)
{
    const double root = sqrt((double)n);
    double distance = 0.0;

    qsort(u, n, sizeof *u, compare_doubles);
    for (size_t i = 0; i < n; i++) {
        distance = fmax(distance, (double)(i + 1) / (double)n - u[i]);
        distance = fmax(distance, u[i] - (double)i / (double)n);
    }
    return kolmogorov_tail((root + 0.12 + 0.11 / root) * distance);
}

double wai_law_chi_square(const double *seen, const double *expected, size_t n)
{
    double statistic = 0.0, s = 0.0, e = 0.0, left = 0.0;
    size_t cells = 0;

    for (size_t i = 0; i < n; i++) {
        left += expected[i];
    }
    for (size_t i = 0; i < n; i++) {
        s += seen[i];
        e += expected[i];
        left -= expected[i];
        if (e >= 5.0 && (left >= 5.0 || i + 1 == n)) {
            statistic += (s - e) * (s - e) / e;
            cells++;
            s = e = 0.0;
        }
    }
    if (e > 0.0) { /* what is left never reached 5: a cell of its own unless it expects next to nothing */
        statistic += e > 1e-9 ? (s - e) * (s - e) / e : 0.0;
        cells += e > 1e-9;
    }
    wai_assert(cells >= 2);
    return gsl_cdf_chisq_Q(statistic, (double)(cells - 1));
}

double wai_law_binomial(size_t k, size_t n, double p)
{
    const double low = gsl_cdf_binomial_P((unsigned)k, p, (unsigned)n);
    const double high = k == 0 ? 1.0 : gsl_cdf_binomial_Q((unsigned)(k - 1), p, (unsigned)n);

    return fmin(1.0, 2.0 * fmin(low, high));
}

double wai_law_mean(const double *x, size_t n, double expected)
{
    double mean = 0.0, variance = 0.0;

    for (size_t i = 0; i < n; i++) {
        mean += x[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        variance += (x[i] - mean) * (x[i] - mean) / (double)(n - 1);
    }
    return 2.0 * gsl_cdf_ugaussian_Q(fabs(mean - expected) / sqrt(variance / (double)n));
}

double wai_law_binomial_sample(const int *k, size_t n_samples, size_t n, double p)
{
    double *seen = calloc(n + 1, sizeof *seen), *expected = calloc(n + 1, sizeof *expected), p_value;

    wai_assert(seen && expected);
    for (size_t s = 0; s < n_samples; s++) {
        seen[k[s]] += 1.0;
    }
    for (size_t j = 0; j <= n; j++) {
        expected[j] = (double)n_samples * gsl_ran_binomial_pdf((unsigned)j, p, (unsigned)n);
    }
    p_value = wai_law_chi_square(seen, expected, n + 1);
    free(seen);
    free(expected);
    return p_value;
}

/* Change of p in a unit of time. */
static void flow(const struct wai_chain *chain, const double *p, double *change)
{
    memset(change, 0, (chain->n + 1) * sizeof *change);
    for (size_t k = 0; k <= chain->n; k++) {
        const double up = k < chain->n ? p[k] * chain->up(k, chain->context) : 0.0;
        const double down = k > 0 ? p[k] * chain->down(k, chain->context) : 0.0;

        change[k] -= up + down;
        if (k < chain->n) {
            change[k + 1] += up;
        }
        if (k > 0) {
            change[k - 1] += down;
        }
    }
}

void wai_law_chain(const struct wai_chain *chain, size_t k0, double years, double *p)
{
    const size_t n = chain->n + 1;
    double fastest = 0.0, *work = calloc(5 * n, sizeof *work), step;
    size_t steps;

    wai_assert(work);
    for (size_t k = 0; k <= chain->n; k++) {
        fastest = fmax(fastest, chain->up(k, chain->context) + chain->down(k, chain->context));
    }
    steps = (size_t)ceil(years * fastest * 5.0) + 1; /* error of the fourth order: below 1e-6 */
    step = years / (double)steps;
    memset(p, 0, n * sizeof *p);
    p[k0] = 1.0;
    for (size_t s = 0; s < steps; s++) {
        double *slope[4] = { work, work + n, work + 2 * n, work + 3 * n }, *at = work + 4 * n;

        flow(chain, p, slope[0]);
        for (int stage = 1; stage < 4; stage++) {
            const double part = stage == 3 ? step : step / 2.0;

            for (size_t k = 0; k < n; k++) {
                at[k] = p[k] + part * slope[stage - 1][k];
            }
            flow(chain, at, slope[stage]);
        }
        for (size_t k = 0; k < n; k++) {
            p[k] += step / 6.0 * (slope[0][k] + 2.0 * slope[1][k] + 2.0 * slope[2][k] + slope[3][k]);
        }
    }
    free(work);
}
