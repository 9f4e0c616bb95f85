/* Tests over the distributions of GSL, and Holm's step-down correction. */
#include "experiment/evidence.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define ROUNDING (1 + 1e-7) /* probabilities this near each other count as equal */

double wai_evidence_student(double estimate, double error, double degrees)
{
    if (!(degrees > 0) || isnan(estimate) || isnan(error)) {
        return NAN;
    }
    if (!(error > 0)) {
        return fabs(estimate) > 0 ? exp2(-degrees) : 1;
    }
    return 2 * gsl_cdf_tdist_Q(fabs(estimate / error), degrees);
}

double wai_evidence_paired(size_t first, size_t second)
{
    size_t smaller = first < second ? first : second;
    double p = 2 * gsl_cdf_binomial_P((unsigned)smaller, 0.5, (unsigned)(first + second));

    return p < 1 ? p : 1;
}

double wai_evidence_independent(size_t k_first, size_t n_first, size_t k_second, size_t n_second)
{
    unsigned met = (unsigned)(k_first + k_second);
    unsigned other = (unsigned)(n_first + n_second) - met;
    unsigned low = n_second < met ? met - (unsigned)n_second : 0;
    unsigned high = n_first < met ? (unsigned)n_first : met;
    double seen;
    double sum = 0;

    if (n_first == 0 || n_second == 0) {
        return NAN;
    }
    seen = gsl_ran_hypergeometric_pdf((unsigned)k_first, met, other, (unsigned)n_first);
    for (unsigned k = low; k <= high; k++) {
        double p = gsl_ran_hypergeometric_pdf(k, met, other, (unsigned)n_first);

        sum += p <= seen * ROUNDING ? p : 0;
    }
    return sum < 1 ? sum : 1;
}

/* A p-value and where it stands. */
struct place {
    double p;
    size_t at;
};

static int smaller_first(const void *a, const void *b)
{
    const struct place *x = a;
    const struct place *y = b;

    return x->p < y->p ? -1 : x->p > y->p ? 1 : (x->at > y->at) - (x->at < y->at);
}

enum wai_status wai_evidence_holm(const double *p, size_t n, double *adjusted)
{
    struct place *places = malloc((n + 1) * sizeof *places);
    double most = 0;

    if (!places) {
        return WAI_ERR_MEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        places[i] = (struct place){ isnan(p[i]) ? 1 : p[i], i };
    }
    qsort(places, n, sizeof *places, smaller_first);
    for (size_t k = 0; k < n; k++) {
        double step = places[k].p * (double)(n - k);

        most = step > most ? step : most;
        adjusted[places[k].at] = most < 1 ? most : 1;
    }
    free(places);
    return WAI_OK;
}
