/* Values of one swept parameter on a grid. */
#ifndef WAI_SCENARIO_LEVELS_H
#define WAI_SCENARIO_LEVELS_H

#include <stddef.h>

#include "scenario/config.h"

/* Number of values on a grid, and value i < that number.  The ends of a range are hit exactly; what lies
 * between has 15 digits, so that 1 .. 1000 on a log scale meets 10 and 100; whole numbers are rounded. */
size_t wai_levels_count(const struct wai_axis *axis);
double wai_levels_value(const struct wai_axis *axis, size_t i);

/* Value at a share 0 .. 1 of the way between two ends on a log scale, from the logarithm of the lower and
 * that of their ratio.  Where a number of 12 digits lies within the rounding of exp and log, it is that
 * number: 10, not 9.99999999999999. */
double wai_levels_logarithmic(double log_from, double log_ratio, double share);

#endif
