/* Tools of the tests of law: ensembles, p-values, and a threshold for them.
 *
 * Seeds are fixed, so a test of law passes or fails always; a right simulator fails a p-value once in ten
 * thousand choices of seed. */
#ifndef WAI_SUPPORT_LAW_H
#define WAI_SUPPORT_LAW_H

#include <stddef.h>
#include <stdint.h>

#include "model/record.h"
#include "model/setup.h"

#define WAI_LAW_THRESHOLD 1e-4

/* Runs n replications of a setup under one seed and shows each record to `see`.  A failure ends the test. */
void wai_law_run(const struct wai_setup *setup, struct wai_record_wants wants, uint64_t seed, size_t n,
                 void (*see)(const struct wai_record *record, void *context), void *context);

/* One replication into a record, which is initialised here. */
void wai_law_run_one(const struct wai_setup *setup, struct wai_record_wants wants, uint64_t seed,
                     uint32_t replicate, struct wai_record *record);

/* Prints the p-value and fails the test when it is below the threshold. */
void wai_law_accept(const char *what, double p);

/* p-value that values in (0, 1) are independent uniforms (Kolmogorov-Smirnov, with the correction of Stephens
 * for finite n).  The values are sorted in place. */
double wai_law_ks_uniform(double *u, size_t n);

/* p-value of counts against expected numbers (chi-square); neighbouring cells are joined until each
 * expects 5. */
double wai_law_chi_square(const double *seen, const double *expected, size_t n);

/* Two-sided exact p-value of k successes in n trials of probability p. */
double wai_law_binomial(size_t k, size_t n, double p);

/* p-value that the mean of n independent values is `expected` (normal limit, variance from the sample). */
double wai_law_mean(const double *x, size_t n, double expected);

/* Counts of a binomial law: sees n_samples numbers of successes out of n and gives the chi-square p-value. */
double wai_law_binomial_sample(const int *k, size_t n_samples, size_t n, double p);

/* Exact law at time `years` of a birth-death chain on 0 .. n that starts in k0: p holds n + 1 probabilities.
 */
struct wai_chain {
    size_t n;
    double (*up)(size_t k, const void *context);
    double (*down)(size_t k, const void *context);
    const void *context;
};
void wai_law_chain(const struct wai_chain *chain, size_t k0, double years, double *p);

#endif
