/* Levels of an axis of a grid. */
#include "scenario/levels.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/assert.h"
#include "engine/math.h"

size_t wai_levels_count(const struct wai_axis *axis)
{
    return axis->form == WAI_AXIS_VALUES ? axis->n_values : axis->count;
}

static double to_digits(double x, int digits)
{
    char text[32];

    (void)snprintf(text, sizeof text, "%.*g", digits, x);
    return strtod(text, NULL);
}

double wai_levels_logarithmic(double log_from, double log_ratio, double share)
{
    double x = wai_exp(log_from + share * log_ratio);
    double error = 4 * DBL_EPSILON * (1 + fabs(log_from) + fabs(log_ratio));
    double meant = to_digits(x, 12);

    return fabs(x - meant) <= error * x ? meant : x;
}

double wai_levels_value(const struct wai_axis *axis, size_t i)
{
    double share;
    double x;

    wai_assert(i < wai_levels_count(axis));
    if (axis->form == WAI_AXIS_VALUES) {
        return axis->values[i];
    }
    if (i == 0) {
        return axis->from;
    }
    if (i == axis->count - 1) {
        return axis->to;
    }
    share = (double)i / (double)(axis->count - 1);
    if (axis->log_scale) {
        double from = wai_log(axis->from);

        x = wai_levels_logarithmic(from, wai_log(axis->to) - from, share);
    } else {
        x = axis->from + share * (axis->to - axis->from);
    }
    return axis->integer ? floor(x + 0.5) : to_digits(x, 15);
}
