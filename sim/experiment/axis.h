/* Values of one swept parameter where points are sampled: its quantiles. */
#ifndef WAI_EXPERIMENT_AXIS_H
#define WAI_EXPERIMENT_AXIS_H

#include <stddef.h>

#include "scenario/config.h"

/* An axis made ready for quantiles. */
struct wai_axis_map {
    const struct wai_axis *axis; /* the caller's */
    double low, high;            /* of a whole-number range; bounds of a normal */
    double p_low, p_high;        /* normal: probabilities at the bounds of the parameter */
    double log_low, log_ratio;   /* log scales */
};

void wai_axis_prepare(struct wai_axis_map *map, const struct wai_axis *axis);

/* The value at probability u in [0, 1]; does not decrease in u.  A range is uniform (or uniform in its
 * logarithm); whole numbers and choices have equal shares; a normal is truncated to the allowed range of its
 * parameter. */
double wai_axis_quantile(const struct wai_axis_map *map, double u);

/* Place in [0, 1] of a value of an axis of whole numbers or of a list between its smallest and largest value,
 * by distance, on a log scale by that of the logarithms; 0 when there is one value alone.  The ends are the
 * values at probabilities `tail` and 1 - tail. */
double wai_axis_place(const struct wai_axis_map *map, double tail, double value);

#endif
