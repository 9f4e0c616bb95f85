/* Levels of an axis of a grid. */
#include "scenario/levels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/assert.h"
#include "engine/math.h"

size_t wai_levels_count(const struct wai_axis *axis)
{
    return axis->form == WAI_AXIS_VALUES ? axis->n_values : axis->count;
}

/* The number of 15 digits that is nearest: 10, not 9.999999999999998. */
static double to_15_digits(double x)
{
    char text[32];

    (void)snprintf(text, sizeof text, "%.15g", x);
    return strtod(text, NULL);
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

        x = wai_exp(from + share * (wai_log(axis->to) - from));
    } else {
        x = axis->from + share * (axis->to - axis->from);
    }
    return axis->integer ? floor(x + 0.5) : to_15_digits(x);
}
