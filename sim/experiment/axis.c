/* Quantiles of an axis.  What the numbers of an axis may be, the reader of configs has checked. */
#include "experiment/axis.h"

#include <math.h>

#include "engine/math.h"
#include "model/param.h"
#include "scenario/levels.h"

#define BISECTIONS 64 /* halve an interval of probabilities down to one bit */

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* P(Z < x) for a standard normal, by bisection of the quantile: no error function of the machine is involved.
 */
static double normal_probability(double x)
{
    double low = 0;
    double high = 1;

    for (int i = 0; i < BISECTIONS; i++) {
        double middle = 0.5 * (low + high);

        if (middle <= low || middle >= high) {
            break;
        }
        if (wai_normal_quantile(middle) < x) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return 0.5 * (low + high);
}

static void prepare_log(struct wai_axis_map *map, double from, double to)
{
    map->log_low = wai_log(from);
    map->log_ratio = wai_log(to) - map->log_low;
}

void wai_axis_prepare(struct wai_axis_map *map, const struct wai_axis *axis)
{
    const struct wai_param *row = &wai_param_table[axis->param];

    *map = (struct wai_axis_map){ .axis = axis };
    if (axis->form == WAI_AXIS_RANGE) {
        map->low = axis->from < axis->to ? axis->from : axis->to;
        map->high = axis->from < axis->to ? axis->to : axis->from;
        if (axis->log_scale) {
            prepare_log(map, map->low, map->high);
        }
        return;
    }
    map->low = axis->low;
    map->high = axis->high;
    if (axis->form != WAI_AXIS_DISTRIBUTION) {
        return;
    }
    if (axis->distribution == WAI_DIST_LOGUNIFORM) {
        prepare_log(map, axis->low, axis->high);
    } else if (axis->distribution == WAI_DIST_NORMAL) {
        map->low = row->min;
        map->high = row->max;
        map->p_low = normal_probability((row->min - axis->mean) / axis->sd);
        map->p_high = normal_probability((row->max - axis->mean) / axis->sd);
    }
}

static double uniform(const struct wai_axis_map *map, double u)
{
    if (map->axis->integer) {
        double low = ceil(map->low);
        double high = floor(map->high);

        return clip(low + floor(u * (high - low + 1)), low, high);
    }
    return clip(map->low + u * (map->high - map->low), map->low, map->high);
}

static double log_uniform(const struct wai_axis_map *map, double u)
{
    return u <= 0 ? map->low : u >= 1 ? map->high : wai_levels_logarithmic(map->log_low, map->log_ratio, u);
}

static double triangular(const struct wai_axis *axis, double u)
{
    double width = axis->high - axis->low;
    double left = axis->mode - axis->low;
    double right = axis->high - axis->mode;

    if (width <= 0) {
        return axis->low;
    }
    if (u * width < left) {
        return axis->low + sqrt(u * width * left);
    }
    return axis->high - sqrt((1 - u) * width * right);
}

static double truncated_normal(const struct wai_axis_map *map, double u)
{
    double p = map->p_low + u * (map->p_high - map->p_low);

    if (p <= 0) {
        return map->low;
    }
    if (p >= 1) {
        return map->high;
    }
    return map->axis->mean + map->axis->sd * wai_normal_quantile(p);
}

/* A real value to an allowed one. */
static double settle(const struct wai_axis_map *map, double x)
{
    if (map->axis->integer) {
        return clip(floor(x + 0.5), ceil(map->low), floor(map->high));
    }
    return clip(x, map->low, map->high);
}

double wai_axis_quantile(const struct wai_axis_map *map, double u)
{
    const struct wai_axis *axis = map->axis;

    if (axis->form == WAI_AXIS_VALUES) {
        double i = clip(floor(u * (double)axis->n_values), 0, (double)axis->n_values - 1);

        return axis->values[(size_t)i];
    }
    if (axis->form == WAI_AXIS_RANGE && axis->log_scale) {
        return settle(map, log_uniform(map, u));
    }
    if (axis->form != WAI_AXIS_DISTRIBUTION) {
        return uniform(map, u);
    }
    switch (axis->distribution) {
    case WAI_DIST_LOGUNIFORM:
        return settle(map, log_uniform(map, u));
    case WAI_DIST_NORMAL:
        return settle(map, truncated_normal(map, u));
    case WAI_DIST_TRIANGULAR:
        return settle(map, triangular(axis, u));
    default:
        return uniform(map, u);
    }
}

/* Smallest and largest value between two probabilities. */
static void find_ends(const struct wai_axis_map *map, double tail, double *smallest, double *largest)
{
    const struct wai_axis *axis = map->axis;

    *smallest = wai_axis_quantile(map, tail);
    *largest = wai_axis_quantile(map, 1 - tail);
    for (size_t i = 0; axis->form == WAI_AXIS_VALUES && i < axis->n_values; i++) {
        *smallest = axis->values[i] < *smallest ? axis->values[i] : *smallest;
        *largest = axis->values[i] > *largest ? axis->values[i] : *largest;
    }
}

double wai_axis_place(const struct wai_axis_map *map, double tail, double value)
{
    double smallest;
    double largest;

    find_ends(map, tail, &smallest, &largest);
    if (!(smallest < largest)) {
        return 0;
    }
    if (map->log_ratio > 0) {
        return wai_log(value / smallest) / wai_log(largest / smallest);
    }
    return (value - smallest) / (largest - smallest);
}
