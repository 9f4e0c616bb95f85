/* The tables that a sweep's design was made for, into its result file. */
#ifndef WAI_EXPERIMENT_ANALYSIS_H
#define WAI_EXPERIMENT_ANALYSIS_H

#include "base/status.h"
#include "experiment/plan.h"
#include "output/sweep.h"

/* Computes and writes the tables; means: [n_metrics][n_points], NaN unknown.  Nothing for designs without
 * any, or without metrics.
 *
 *     saltelli  sobol_first, sobol_total (metric, parameter), each with _low and _high; sobol_second
 *     morris    morris_mu_star with _low and _high, morris_mu, morris_sigma, elementary_effect(metric,
 * trajectory, parameter) oat       oat_low, oat_high, oat_range (metric, parameter), oat_base(metric) grid
 * grid_share(metric, parameter), response_<path>(metric, level_<path>) */
enum wai_status wai_analysis_write(const struct wai_plan *plan, const double *means,
                                   struct wai_sweep_writer *writer, struct wai_error *err) WAI_CHECK_RESULT;

#endif
