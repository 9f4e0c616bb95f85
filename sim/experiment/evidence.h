/* How well luck alone explains a difference: p-values, and their correction for many comparisons.
 *
 * All tests are two-sided.  NaN: there is too little to say anything. */
#ifndef WAI_EXPERIMENT_EVIDENCE_H
#define WAI_EXPERIMENT_EVIDENCE_H

#include <stddef.h>

#include "base/status.h"

/* Student's t: an estimate with its standard error and degrees of freedom (> 0) against 0.  Without spread
 * (error 0) t has no meaning: it is 1 for an estimate of 0, else that of the sign of degrees + 1 equal
 * values, 2^-degrees. */
double wai_evidence_student(double estimate, double error, double degrees);

/* Change of a share seen in pairs: `first` pairs in which the outcome was met by the first alone, `second` by
 * the second alone.  Exact test of McNemar: by luck each of them is as likely to be one as the other
 * (binomial; twice the smaller tail, at most 1). */
double wai_evidence_paired(size_t first, size_t second);

/* Two shares seen in independent trials, k_first of n_first and k_second of n_second: Fisher's exact test,
 * the probability of all tables with these margins that are no likelier than the one seen. */
double wai_evidence_independent(size_t k_first, size_t n_first, size_t k_second, size_t n_second);

/* Holm's (1979, Scandinavian Journal of Statistics 6, 65-70) correction of n p-values: an adjusted value
 * below alpha is found with a chance of at most alpha of finding anything at all where there is only luck.
 * NaN counts as 1.  p and adjusted may be the same array. */
enum wai_status wai_evidence_holm(const double *p, size_t n, double *adjusted) WAI_CHECK_RESULT;

#endif
