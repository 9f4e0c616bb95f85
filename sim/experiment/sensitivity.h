/* What a design was made for: variance-based indices, elementary effects, ranges and responses, with
 * intervals.
 *
 * y holds one number a point (the mean of a metric), NaN where it is not known; whole rows or steps that
 * touch a missing number are left out and the rest is used.  Beside each estimate stands the number of what
 * it rests on; an interval rests on two at least.  A spread that rounding explains is none: shares of it are
 * NaN. */
#ifndef WAI_EXPERIMENT_SENSITIVITY_H
#define WAI_EXPERIMENT_SENSITIVITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/design.h"

struct wai_sensitivity_options {
    double confidence;  /* of the intervals, in (0, 1) */
    size_t n_resamples; /* of the bootstrap; 0: 1000, fewer for very large designs */
    uint64_t seed;
};

/* An estimate with its bootstrap percentile interval. */
struct wai_sensitivity_index {
    double value, low, high;
};

/* Saltelli design.  first[n_groups], total[n_groups]; second[n_groups][n_groups] or NULL, only i < j filled.
 * First order: Saltelli et al., Computer Physics Communications 181 (2010) 259, table 2 (b); total: Jansen
 * (1999), (f) there; second order: Saltelli, Computer Physics Communications 145 (2002) 280, of outputs less
 * their mean.  *n_used: rows used. */
enum wai_status wai_sensitivity_sobol(const struct wai_design_matrix *design, const double *y,
                                      const struct wai_sensitivity_options *options,
                                      struct wai_sensitivity_index *first,
                                      struct wai_sensitivity_index *total,
                                      struct wai_sensitivity_index *second, size_t *n_used) WAI_CHECK_RESULT;

/* What a Morris design found.  The caller's arrays. */
struct wai_sensitivity_screening {
    double *effects; /* [n_rows][n_groups]; NaN unknown */
    struct wai_sensitivity_index *mu_star;
    double *mu, *sigma; /* [n_groups] as mu_star */
    int32_t *used;      /* [n_groups]: effects that are known */
};

/* Morris design.  Elementary effects on the unit cube: change of y over the signed step that the parameter
 * took (design->step), NaN where it took none; a group of several axes has the absolute change over the mean
 * size of their steps.  mu_star with intervals over trajectories (mu NaN for groups of several axes). Source:
 * Morris, Technometrics 33 (1991); Campolongo, Cariboni, Saltelli (2007). */
enum wai_status wai_sensitivity_morris(const struct wai_design_matrix *design, const double *y,
                                       const struct wai_sensitivity_options *options,
                                       const struct wai_sensitivity_screening *found) WAI_CHECK_RESULT;

/* One at a time.  low[n_axes], high[n_axes]: y at the axis' low and high value, all others at their base. */
void wai_sensitivity_oat(const struct wai_design_matrix *design, const double *y, double *base, double *low,
                         double *high);

/* Levels of an axis of a grid. */
size_t wai_sensitivity_levels(const struct wai_design_matrix *design, size_t axis);

/* Response on a grid: means[levels of the axis] of y over all points of a level (NaN when none is known) and
 * known[levels], the points each rests on; *share: variance of these means, weighted by their points, over
 * the variance of y. */
void wai_sensitivity_grid(const struct wai_design_matrix *design, const double *y, size_t axis, double *means,
                          int32_t *known, double *share);

#endif
