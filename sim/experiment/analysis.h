/* The tables that a sweep's design was made for, into its result file. */
#ifndef WAI_EXPERIMENT_ANALYSIS_H
#define WAI_EXPERIMENT_ANALYSIS_H

#include <stdint.h>

#include "base/status.h"
#include "experiment/plan.h"
#include "output/sweep.h"

/* Computes and writes the tables; means: [n_metrics][n_points], NaN unknown; known, of the same shape:
 * replications that each rests on.  Nothing for designs without any, or without metrics.
 *
 *     saltelli  sobol_first, sobol_total (metric, parameter), sobol_second(metric, parameter,
 * parameter_other), each with _low and _high; sobol_used(metric) morris    morris_mu_star with _low and
 * _high, morris_mu, morris_sigma, morris_effects (metric, parameter), elementary_effect(metric, trajectory,
 * parameter) oat       oat_low, oat_high, oat_range, oat_low_known, oat_high_known (metric, parameter),
 *               oat_base, oat_base_known (metric)
 *     grid      grid_share(metric, parameter), grid_known(metric), response_<path> and response_<path>_known
 *               (metric, level_<path>) */
enum wai_status wai_analysis_write(const struct wai_plan *plan, const double *means, const uint32_t *known,
                                   struct wai_sweep_writer *writer, struct wai_error *err) WAI_CHECK_RESULT;

#endif
