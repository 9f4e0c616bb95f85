/* From the sweep of a config to its points.  Samples of the unit cube come from sample.c, values from axis.c.
 */
#include "experiment/design.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/sha256.h"
#include "experiment/axis.h"
#include "experiment/sample.h"
#include "scenario/levels.h"

#define MAX_SALTELLI_AXES (WAI_DESIGN_MAX_SOBOL / 2)

/* a * b, or one more than the most points that are allowed. */
static size_t times(size_t a, size_t b)
{
    size_t bound = WAI_DESIGN_MAX_POINTS + (size_t)1;

    return a != 0 && b > bound / a ? bound : a * b < bound ? a * b : bound;
}

static size_t count_groups(const struct wai_sweep *sweep)
{
    size_t n = 0;

    for (size_t i = 0; i < sweep->n_axes; i++) {
        size_t k = 0;

        while (k < i && !(sweep->axes[i].group && sweep->axes[k].group &&
                          strcmp(sweep->axes[i].group, sweep->axes[k].group) == 0)) {
            k++;
        }
        n += k == i;
    }
    return n;
}

static int is_grouped(enum wai_design kind)
{
    return kind == WAI_DESIGN_MORRIS || kind == WAI_DESIGN_SALTELLI;
}

/* Points of one row of a saltelli design: A, AB for each group, BA likewise with second order, B. */
static size_t saltelli_width(const struct wai_sweep *sweep)
{
    return 2 + count_groups(sweep) * (sweep->second_order ? 2 : 1);
}

static size_t count_points(const struct wai_sweep *sweep, size_t n_scenarios)
{
    size_t n = 1;

    switch (sweep->design) {
    case WAI_DESIGN_GRID:
        for (size_t i = 0; i < sweep->n_axes; i++) {
            n = times(n, wai_levels_count(&sweep->axes[i]));
        }
        return n;
    case WAI_DESIGN_LIST:
        return sweep->axes[0].n_values;
    case WAI_DESIGN_OAT:
        return 1 + 2 * sweep->n_axes;
    case WAI_DESIGN_LHS:
        return sweep->points;
    case WAI_DESIGN_SOBOL:
        return sweep->points > WAI_DESIGN_MAX_POINTS ? sweep->points : wai_sample_power_of_two(sweep->points);
    case WAI_DESIGN_MORRIS:
        return times(sweep->trajectories, count_groups(sweep) + 1);
    case WAI_DESIGN_SALTELLI:
        return sweep->size > WAI_DESIGN_MAX_POINTS
                   ? sweep->size
                   : times(wai_sample_power_of_two(sweep->size), saltelli_width(sweep));
    case WAI_DESIGN_SCENARIOS:
        return n_scenarios;
    default:
        return 1;
    }
}

static enum wai_status check(const struct wai_sweep *sweep, size_t n_points, struct wai_error *err)
{
    if (sweep->design == WAI_DESIGN_SOBOL && sweep->n_axes > WAI_DESIGN_MAX_SOBOL) {
        return wai_error_add(
            err, WAI_ERR_CONFIG,
            "sweep: a sobol design has at most %d parameters, here are %zu; use the design lhs, which "
            "has no such limit, or morris to find the parameters that matter",
            WAI_DESIGN_MAX_SOBOL, sweep->n_axes);
    }
    if (sweep->design == WAI_DESIGN_SALTELLI && sweep->n_axes > MAX_SALTELLI_AXES) {
        return wai_error_add(
            err, WAI_ERR_CONFIG,
            "sweep: a saltelli design has at most %d parameters (it takes two dimensions of the Sobol' "
            "sequence for each), here are %zu; screen them with the design morris first",
            MAX_SALTELLI_AXES, sweep->n_axes);
    }
    if (n_points > WAI_DESIGN_MAX_POINTS) {
        return wai_error_add(err, WAI_ERR_CONFIG,
                             "sweep: more than %d points; use fewer values or the design sobol",
                             WAI_DESIGN_MAX_POINTS);
    }
    return WAI_OK;
}

size_t wai_design_count(const struct wai_sweep *sweep, size_t n_scenarios, struct wai_error *err)
{
    size_t n = count_points(sweep, n_scenarios);

    return check(sweep, n, err) == WAI_OK ? n : 0;
}

/* ---- memory ---- */

static void *array(size_t n, size_t size)
{
    return calloc(n > 0 ? n : 1, size);
}

static enum wai_status take_memory(struct wai_design_matrix *design)
{
    size_t n = design->n_points;
    int with_row = is_grouped(design->kind);
    int with_block = design->kind == WAI_DESIGN_SALTELLI || design->kind == WAI_DESIGN_OAT;
    int with_moved = design->kind == WAI_DESIGN_MORRIS || design->kind == WAI_DESIGN_OAT;
    int with_step = design->kind == WAI_DESIGN_MORRIS;
    int with_scenario = design->kind == WAI_DESIGN_SCENARIOS;

    design->values = array(n * design->n_axes, sizeof *design->values);
    design->group = array(design->n_axes, sizeof *design->group);
    design->group_names = array(design->n_axes, sizeof *design->group_names);
    design->block = with_block ? array(n, sizeof *design->block) : NULL;
    design->row = with_row ? array(n, sizeof *design->row) : NULL;
    design->moved = with_moved ? array(n, sizeof *design->moved) : NULL;
    design->step = with_step ? array(design->n_rows * design->n_axes, sizeof *design->step) : NULL;
    design->scenario = with_scenario ? array(n, sizeof *design->scenario) : NULL;
    return design->values && design->group && design->group_names && (!with_block || design->block) &&
                   (!with_row || design->row) && (!with_moved || design->moved) &&
                   (!with_step || design->step) && (!with_scenario || design->scenario)
               ? WAI_OK
               : WAI_ERR_MEMORY;
}

void wai_design_free(struct wai_design_matrix *design)
{
    free(design->values);
    free(design->group);
    free(design->group_names);
    free(design->block);
    free(design->row);
    free(design->moved);
    free(design->step);
    free(design->scenario);
    *design = (struct wai_design_matrix){ 0 };
}

/* Axes of one name form a group; others stand alone. */
static void fill_groups(struct wai_design_matrix *design)
{
    const struct wai_axis *axes = design->sweep->axes;
    size_t n = 0;

    for (size_t i = 0; i < design->n_axes; i++) {
        const char *group = is_grouped(design->kind) ? axes[i].group : NULL;
        size_t k = 0;

        while (k < i && !(group && axes[k].group && strcmp(group, axes[k].group) == 0)) {
            k++;
        }
        if (k < i) {
            design->group[i] = design->group[k];
        } else {
            design->group_names[n] = group ? group : axes[i].path;
            design->group[i] = n++;
        }
    }
    design->n_groups = n;
}

/* ---- kinds ---- */

static void fill_grid(struct wai_design_matrix *design)
{
    size_t repeat = design->n_points; /* points for which an axis keeps its value */

    for (size_t d = 0; d < design->n_axes; d++) {
        const struct wai_axis *axis = &design->sweep->axes[d];
        double *column = design->values + d * design->n_points;
        size_t levels = wai_levels_count(axis);

        repeat /= levels;
        for (size_t level = 0; level < levels; level++) {
            double value = wai_levels_value(axis, level);

            for (size_t from = level * repeat; from < design->n_points; from += levels * repeat) {
                for (size_t i = from; i < from + repeat; i++) {
                    column[i] = value;
                }
            }
        }
    }
}

static void fill_list(struct wai_design_matrix *design)
{
    for (size_t d = 0; d < design->n_axes; d++) {
        memcpy(design->values + d * design->n_points, design->sweep->axes[d].values,
               design->n_points * sizeof *design->values);
    }
}

static double oat_value(const struct wai_axis *axis, int side)
{
    if (axis->form == WAI_AXIS_BOUNDS) {
        return side == 0 ? axis->base : side == 1 ? axis->low : axis->high;
    }
    return side == 0 ? 0.5 * (axis->from + axis->to) : side == 1 ? axis->from : axis->to;
}

static void fill_oat(struct wai_design_matrix *design)
{
    for (size_t i = 0; i < design->n_points; i++) {
        design->block[i] = i == 0 ? 0 : (int32_t)((i - 1) % 2 + 1);
        design->moved[i] = i == 0 ? -1 : (int32_t)((i - 1) / 2);
        for (size_t d = 0; d < design->n_axes; d++) {
            int side = design->moved[i] == (int32_t)d ? design->block[i] : 0;

            design->values[d * design->n_points + i] = oat_value(&design->sweep->axes[d], side);
        }
    }
}

/* Turns the unit cube in design->values into values of the parameters, in place. */
static void map_cube(struct wai_design_matrix *design)
{
    for (size_t d = 0; d < design->n_axes; d++) {
        double *column = design->values + d * design->n_points;
        struct wai_axis_map map;

        wai_axis_prepare(&map, &design->sweep->axes[d]);
        for (size_t i = 0; i < design->n_points; i++) {
            column[i] = wai_axis_quantile(&map, column[i]);
        }
    }
}

static void note_rounding(struct wai_design_matrix *design, const char *what, size_t asked, size_t got)
{
    if (asked != got) {
        (void)snprintf(design->note, sizeof design->note,
                       "sweep.%s: %zu was rounded up to %zu, a power of two", what, asked, got);
    }
}

static enum wai_status fill_sobol(struct wai_design_matrix *design)
{
    note_rounding(design, "points", design->sweep->points, design->n_points);
    return wai_sample_sobol(design->sweep->seed, design->n_points, design->n_axes, design->values);
}

/* A normal has no ends: the outermost levels of a trajectory stand for its 1st and 99th percentile. */
static double tail(const struct wai_axis *axis)
{
    return axis->form == WAI_AXIS_DISTRIBUTION && axis->distribution == WAI_DIST_NORMAL ? 0.01 : 0;
}

static void pull_in_tails(struct wai_design_matrix *design)
{
    for (size_t d = 0; d < design->n_axes; d++) {
        double outside = tail(&design->sweep->axes[d]);
        double *column = design->values + d * design->n_points;

        for (size_t i = 0; outside > 0 && i < design->n_points; i++) {
            column[i] = outside + (1 - 2 * outside) * column[i];
        }
    }
}

/* Steps of whole numbers and lists are those that their values took, which are not those of the cube. */
static void correct_steps(struct wai_design_matrix *design)
{
    for (size_t d = 0; d < design->n_axes; d++) {
        const struct wai_axis *axis = &design->sweep->axes[d];
        const double *column = design->values + d * design->n_points;
        struct wai_axis_map map;

        if (axis->form != WAI_AXIS_VALUES && !axis->integer) {
            continue;
        }
        wai_axis_prepare(&map, axis);
        for (size_t i = 1; i < design->n_points; i++) {
            if (design->moved[i] == (int32_t)design->group[d]) {
                design->step[(size_t)design->row[i] * design->n_axes + d] =
                    wai_axis_place(&map, tail(axis), column[i]) -
                    wai_axis_place(&map, tail(axis), column[i - 1]);
            }
        }
    }
}

static enum wai_status fill_morris(struct wai_design_matrix *design)
{
    const struct wai_sample_form form = { .seed = design->sweep->seed,
                                          .levels = design->sweep->levels,
                                          .n_axes = design->n_axes,
                                          .n_groups = design->n_groups,
                                          .group = design->group,
                                          .stride = design->n_points };
    struct wai_sample_walk *walk = wai_sample_walk_new(&form);
    size_t length = design->n_groups + 1;

    if (!walk) {
        return WAI_ERR_MEMORY;
    }
    for (size_t t = 0; t < design->n_rows; t++) {
        wai_sample_walk_make(walk, (uint32_t)t, design->values + t * length, design->moved + t * length,
                             design->step + t * design->n_axes);
        for (size_t p = 0; p < length; p++) {
            design->row[t * length + p] = (int32_t)t;
        }
    }
    wai_sample_walk_free(walk);
    pull_in_tails(design);
    return WAI_OK;
}

/* Does block b of a row take axis d from B? */
static int from_b(const struct wai_design_matrix *design, int32_t block, size_t d)
{
    int32_t groups = (int32_t)design->n_groups;
    int32_t group = (int32_t)design->group[d];

    if (block == WAI_DESIGN_BLOCK_A || block == WAI_DESIGN_BLOCK_B) {
        return block == WAI_DESIGN_BLOCK_B;
    }
    block -= WAI_DESIGN_BLOCK_AB;
    return block < groups ? block == group : block - groups != group;
}

static enum wai_status fill_saltelli(struct wai_design_matrix *design)
{
    size_t width = design->n_points / design->n_rows;
    size_t k = design->n_axes;
    double *cube = malloc(design->n_rows * 2 * k * sizeof *cube);
    enum wai_status status =
        cube ? wai_sample_sobol(design->sweep->seed, design->n_rows, 2 * k, cube) : WAI_ERR_MEMORY;

    note_rounding(design, "size", design->sweep->size, design->n_rows);
    for (size_t i = 0; status == WAI_OK && i < design->n_points; i++) {
        size_t row = i / width;
        size_t place = i % width;

        design->row[i] = (int32_t)row;
        design->block[i] = place == 0           ? WAI_DESIGN_BLOCK_A
                           : place == width - 1 ? WAI_DESIGN_BLOCK_B
                                                : (int32_t)place - 1 + WAI_DESIGN_BLOCK_AB;
        for (size_t d = 0; d < k; d++) {
            size_t column = from_b(design, design->block[i], d) ? k + d : d;

            design->values[d * design->n_points + i] = cube[column * design->n_rows + row];
        }
    }
    free(cube);
    return status;
}

static enum wai_status fill(struct wai_design_matrix *design)
{
    enum wai_status status = WAI_OK;

    switch (design->kind) {
    case WAI_DESIGN_GRID:
        fill_grid(design);
        return WAI_OK;
    case WAI_DESIGN_LIST:
        fill_list(design);
        return WAI_OK;
    case WAI_DESIGN_OAT:
        fill_oat(design);
        return WAI_OK;
    case WAI_DESIGN_SCENARIOS:
        for (size_t i = 0; i < design->n_points; i++) {
            design->scenario[i] = (int32_t)i;
        }
        return WAI_OK;
    case WAI_DESIGN_LHS:
        status = wai_sample_lhs(design->sweep->seed, design->n_points, design->n_axes, design->values);
        break;
    case WAI_DESIGN_SOBOL:
        status = fill_sobol(design);
        break;
    case WAI_DESIGN_MORRIS:
        status = fill_morris(design);
        break;
    case WAI_DESIGN_SALTELLI:
        status = fill_saltelli(design);
        break;
    default:
        return WAI_OK;
    }
    if (status == WAI_OK) {
        map_cube(design);
    }
    if (status == WAI_OK && design->kind == WAI_DESIGN_MORRIS) {
        correct_steps(design);
    }
    return status;
}

enum wai_status wai_design_make(struct wai_design_matrix *design, const struct wai_sweep *sweep,
                                size_t n_scenarios, struct wai_error *err)
{
    enum wai_status status;

    *design = (struct wai_design_matrix){ .kind = sweep->design, .sweep = sweep, .n_axes = sweep->n_axes };
    design->n_points = wai_design_count(sweep, n_scenarios, err);
    if (design->n_points == 0) {
        return WAI_ERR_CONFIG;
    }
    design->n_rows = design->n_points;
    if (sweep->design == WAI_DESIGN_MORRIS) {
        design->n_rows = sweep->trajectories;
    } else if (sweep->design == WAI_DESIGN_SALTELLI) {
        design->n_rows = wai_sample_power_of_two(sweep->size);
    }
    status = take_memory(design);
    if (status == WAI_OK) {
        fill_groups(design);
        status = fill(design);
    }
    if (status == WAI_ERR_MEMORY) {
        (void)wai_error_add(err, status, "out of memory for %zu points of %zu parameters", design->n_points,
                            design->n_axes);
    }
    if (status != WAI_OK) {
        wai_design_free(design);
    }
    return status;
}

/* ---- reading a design ---- */

void wai_design_apply(const struct wai_design_matrix *design, size_t point, struct wai_params *params)
{
    wai_assert(point < design->n_points);
    for (size_t d = 0; d < design->n_axes; d++) {
        wai_param_set(params, (size_t)design->sweep->axes[d].param,
                      design->values[d * design->n_points + point]);
    }
}

size_t wai_design_scenario(const struct wai_design_matrix *design, size_t point)
{
    return design->scenario ? (size_t)design->scenario[point] : 0;
}

void wai_design_hash(const struct wai_design_matrix *design, size_t first, size_t end, size_t stride,
                     char hex[65])
{
    struct wai_sha256 sha;

    wai_sha256_init(&sha);
    for (size_t i = first; i < end; i += stride) {
        uint8_t bytes[4] = { 0 };
        uint32_t scenario = (uint32_t)wai_design_scenario(design, i);

        for (int b = 0; b < 4; b++) {
            bytes[b] = (uint8_t)(scenario >> 8 * b);
        }
        wai_sha256_add(&sha, bytes, sizeof bytes);
        for (size_t d = 0; d < design->n_axes; d++) {
            wai_sha256_add(&sha, &design->values[d * design->n_points + i], sizeof(double));
        }
    }
    wai_sha256_end(&sha, hex);
}
