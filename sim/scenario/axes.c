/* The design of a sweep and its swept parameters. */
#include <stdlib.h>
#include <string.h>

#include "scenario/draft.h"
#include "scenario/levels.h"
#include "scenario/parts.h"
#include "scenario/text.h"

#define MOST_POINTS 10000000
#define MOST_AXES 1000
#define MOST_SOBOL 40 /* dimensions of the sequence of GSL */
#define NO_LIMIT 1e300

const char *const wai_design_names[WAI_N_DESIGNS] = { "none",  "grid",   "list",     "oat",      "lhs",
                                                      "sobol", "morris", "saltelli", "scenarios" };
const char *const wai_distribution_names[WAI_N_DISTRIBUTIONS] = { "uniform", "loguniform", "normal",
                                                                  "triangular" };

static int is_sampled(enum wai_design design)
{
    return design == WAI_DESIGN_LHS || design == WAI_DESIGN_SOBOL || design == WAI_DESIGN_MORRIS ||
           design == WAI_DESIGN_SALTELLI;
}

/* ---- one axis ---- */

/* A number that the parameter of the axis may take. */
static int read_number(struct wai_value_reader *reader, const struct wai_node *entry, const char *key,
                       int row, double *out)
{
    double value;

    if (!wai_value_real(reader, entry, key, 1, wai_param_table[row].min, wai_param_table[row].max, &value) ||
        !wai_params_check(reader, wai_tree_child(entry, key), row, value)) {
        return 0;
    }
    *out = value;
    return 1;
}

/* Tells the keys of an axis that do not belong to its form. */
static void check_keys(struct wai_value_reader *reader, const struct wai_node *entry,
                       const char *const *allowed, size_t n_allowed, const char *form)
{
    static const char *const keys[] = { "from", "to",   "count",        "scale", "values", "low",
                                        "base", "high", "distribution", "mean",  "sd",     "mode" };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const struct wai_node *node = wai_tree_child(entry, keys[i]);
        size_t j = 0;

        while (j < n_allowed && strcmp(allowed[j], keys[i]) != 0) {
            j++;
        }
        if (node && j == n_allowed) {
            (void)wai_value_mistake(reader, node, "does not go together with %s", form);
        }
    }
}

static int read_scale(struct wai_value_reader *reader, const struct wai_node *entry)
{
    static const char *const scales[2] = { "linear", "log" };
    int scale = 0;

    (void)wai_value_word(reader, entry, "scale", 0, scales, 2, &scale);
    return scale;
}

static void check_log(struct wai_value_reader *reader, const struct wai_node *node, double value)
{
    if (!(value > 0.0)) {
        (void)wai_value_mistake(reader, node, "must be above 0 on a log scale");
    }
}

/* Do two levels coincide, as whole numbers between the ends may? */
static int is_crowded(const struct wai_axis *axis)
{
    for (size_t i = 1; axis->integer && i < axis->count; i++) {
        if (!(wai_levels_value(axis, i) > wai_levels_value(axis, i - 1))) {
            return 1;
        }
    }
    return 0;
}

/* Tells ends and a count that do not make `count` different values in ascending order. */
static void check_range(struct wai_value_reader *reader, const struct wai_node *entry,
                        const struct wai_axis *axis)
{
    const struct wai_node *count = wai_tree_child(entry, "count");
    char from[WAI_TEXT_NUMBER];
    char to[WAI_TEXT_NUMBER];

    (void)wai_text_number(axis->from, from);
    (void)wai_text_number(axis->to, to);
    if (axis->from > axis->to) {
        (void)wai_value_mistake(reader, wai_tree_child(entry, "to"),
                                "%s lies below from, %s; write from = %s and to = %s", to, from, to, from);
    } else if (axis->count == 1 && axis->from < axis->to) {
        (void)wai_value_mistake(reader, count,
                                "1 leaves %s out, the other end; take 2 or more, or values = [%s]", to, from);
    } else if (axis->count > 1 && !(axis->from < axis->to)) {
        (void)wai_value_mistake(
            reader, count, "%zu values from %s to %s would all be the same; take count = 1, or another end",
            axis->count, from, to);
    } else if (is_crowded(axis)) {
        (void)wai_value_mistake(reader, count,
                                "%zu whole numbers from %s to %s are not all different; take fewer",
                                axis->count, from, to);
    }
}

static void read_range(struct wai_value_reader *reader, const struct wai_node *entry, struct wai_axis *axis)
{
    static const char *const keys[] = { "from", "to", "count", "scale" };
    int has_from = read_number(reader, entry, "from", axis->param, &axis->from);
    int has_to = read_number(reader, entry, "to", axis->param, &axis->to);
    int64_t count = 1;
    int has_count = wai_value_whole(reader, entry, "count", 1, 1, MOST_POINTS, &count);

    check_keys(reader, entry, keys, 4, "from and to");
    axis->form = WAI_AXIS_RANGE;
    axis->log_scale = read_scale(reader, entry);
    axis->count = (size_t)count;
    if (has_from && axis->log_scale) {
        check_log(reader, wai_tree_child(entry, "from"), axis->from);
    }
    if (has_to && axis->log_scale) {
        check_log(reader, wai_tree_child(entry, "to"), axis->to);
    }
    if (has_from && has_to && has_count) {
        check_range(reader, entry, axis);
    }
}

static void read_values(struct wai_value_reader *reader, const struct wai_node *entry, struct wai_axis *axis)
{
    static const char *const keys[] = { "values" };
    const struct wai_param *param = &wai_param_table[axis->param];
    const struct wai_node *list = wai_value_list(reader, entry, "values", 1);

    check_keys(reader, entry, keys, 1, "values");
    axis->form = WAI_AXIS_VALUES;
    if (!list || !wai_value_numbers(reader, list, param->min, param->max, &axis->values, &axis->n_values)) {
        return;
    }
    for (const struct wai_node *node = list->first; node; node = node->next) {
        (void)wai_params_check(reader, node, axis->param, node->real);
        for (const struct wai_node *other = list->first; other != node; other = other->next) {
            if (other->real == node->real) {
                (void)wai_value_mistake(reader, node, "is there twice");
                break;
            }
        }
    }
}

/* Both ends of an interval; 1 when they are there and in order. */
static int read_ends(struct wai_value_reader *reader, const struct wai_node *entry, struct wai_axis *axis)
{
    const char *const low = wai_tree_child(entry, "from") ? "from" : "low";
    const char *const high = wai_tree_child(entry, "from") ? "to" : "high";
    int has_low = read_number(reader, entry, low, axis->param, &axis->low);
    int has_high = read_number(reader, entry, high, axis->param, &axis->high);

    if (!has_low || !has_high) {
        return 0;
    }
    return axis->low < axis->high ||
           wai_value_mistake(reader, wai_tree_child(entry, high), "must be above %s", low);
}

static void read_bounds(struct wai_value_reader *reader, const struct wai_node *entry,
                        const struct wai_config *config, struct wai_axis *axis)
{
    static const char *const keys[] = { "low", "base", "high" };

    check_keys(reader, entry, keys, 3, "design \"oat\"");
    axis->form = WAI_AXIS_BOUNDS;
    axis->base = config->n_scenarios > 0
                     ? wai_param_get(&config->scenarios[0].setup.params, (size_t)axis->param)
                     : wai_param_table[axis->param].preset;
    if (wai_tree_child(entry, "base")) {
        (void)read_number(reader, entry, "base", axis->param, &axis->base);
    }
    (void)read_ends(reader, entry, axis);
}

static void read_normal(struct wai_value_reader *reader, const struct wai_node *entry, struct wai_axis *axis)
{
    static const char *const keys[] = { "distribution", "mean", "sd" };

    check_keys(reader, entry, keys, 3, "distribution \"normal\"");
    (void)wai_value_real(reader, entry, "mean", 1, wai_param_table[axis->param].min,
                         wai_param_table[axis->param].max, &axis->mean);
    if (wai_value_real(reader, entry, "sd", 1, 0.0, NO_LIMIT, &axis->sd) && !(axis->sd > 0.0)) {
        (void)wai_value_mistake(reader, wai_tree_child(entry, "sd"), "must be above 0");
    }
}

static void read_triangular(struct wai_value_reader *reader, const struct wai_node *entry,
                            struct wai_axis *axis)
{
    static const char *const keys[] = { "distribution", "low", "mode", "high" };
    int has_ends;

    check_keys(reader, entry, keys, 4, "distribution \"triangular\"");
    has_ends = read_ends(reader, entry, axis);
    if (wai_value_real(reader, entry, "mode", 1, wai_param_table[axis->param].min,
                       wai_param_table[axis->param].max, &axis->mode) &&
        has_ends && !(axis->mode >= axis->low && axis->mode <= axis->high)) {
        (void)wai_value_mistake(reader, wai_tree_child(entry, "mode"), "must lie between low and high");
    }
}

/* Distributions; from and to, or low and high, alone are a uniform one. */
static void read_distribution(struct wai_value_reader *reader, const struct wai_node *entry,
                              struct wai_axis *axis)
{
    static const char *const uniform_keys[] = { "distribution", "low", "high", "from", "to", "scale" };
    int kind = WAI_DIST_UNIFORM;

    axis->form = WAI_AXIS_DISTRIBUTION;
    if (!wai_tree_child(entry, "distribution")) {
        kind = read_scale(reader, entry) ? WAI_DIST_LOGUNIFORM : WAI_DIST_UNIFORM;
    } else if (!wai_value_word(reader, entry, "distribution", 1, wai_distribution_names, WAI_N_DISTRIBUTIONS,
                               &kind)) {
        return;
    }
    axis->distribution = (enum wai_distribution)kind;
    if (kind == WAI_DIST_NORMAL) {
        read_normal(reader, entry, axis);
    } else if (kind == WAI_DIST_TRIANGULAR) {
        read_triangular(reader, entry, axis);
    } else {
        check_keys(reader, entry, uniform_keys, 6, "a uniform distribution");
        if (read_ends(reader, entry, axis) && kind == WAI_DIST_LOGUNIFORM) {
            check_log(reader, wai_tree_child(entry, wai_tree_child(entry, "from") ? "from" : "low"),
                      axis->low);
        }
    }
}

static void read_form(struct wai_value_reader *reader, const struct wai_node *entry,
                      const struct wai_config *config, struct wai_axis *axis)
{
    enum wai_design design = config->sweep.design;
    int has_values = wai_tree_child(entry, "values") != NULL;

    if (design == WAI_DESIGN_OAT) {
        read_bounds(reader, entry, config, axis);
    } else if (has_values) {
        read_values(reader, entry, axis);
    } else if (is_sampled(design)) {
        read_distribution(reader, entry, axis);
    } else if (wai_tree_child(entry, "from") || wai_tree_child(entry, "to")) {
        read_range(reader, entry, axis);
    } else {
        (void)wai_value_mistake(reader, entry, "values, or from, to and count, are missing");
    }
}

/* The parameter of an axis: known, once, and none that moves the axis of time. */
static int read_path(struct wai_value_reader *reader, const struct wai_node *node,
                     const struct wai_sweep *sweep, struct wai_axis *axis)
{
    axis->param = wai_params_find(reader, node);
    if (axis->param < 0) {
        return 0;
    }
    if (strcmp(node->text, "organisation.account_years") == 0) {
        return wai_value_mistake(reader, node, "%s cannot be swept: it changes the axis of time", node->text);
    }
    for (size_t i = 0; i < sweep->n_axes; i++) {
        if (sweep->axes[i].param == axis->param) {
            return wai_value_mistake(reader, node, "%s is swept already", node->text);
        }
    }
    axis->path = wai_text_copy(node->text, strlen(node->text));
    return axis->path ? 1 : wai_value_no_memory(reader);
}

static void read_axis(struct wai_value_reader *reader, const struct wai_node *entry,
                      struct wai_config *config, struct wai_axis *axis)
{
    static const char *const keys[] = { "path",  "group",        "integer", "from", "to",
                                        "count", "scale",        "values",  "low",  "base",
                                        "high",  "distribution", "mean",    "sd",   "mode" };
    const char *text;

    axis->param = -1;
    wai_value_keys(reader, entry, keys, sizeof keys / sizeof keys[0]);
    if (!wai_value_text(reader, entry, "path", 1, &text) ||
        !read_path(reader, wai_tree_child(entry, "path"), &config->sweep, axis)) {
        return;
    }
    (void)wai_value_bool(reader, entry, "integer", 0, &axis->integer);
    if (wai_param_table[axis->param].kind == WAI_PARAM_WHOLE) {
        axis->integer = 1;
    }
    if (wai_value_text(reader, entry, "group", 0, &text)) {
        if (config->sweep.design != WAI_DESIGN_MORRIS && config->sweep.design != WAI_DESIGN_SALTELLI) {
            (void)wai_value_mistake(reader, wai_tree_child(entry, "group"),
                                    "groups go with the designs \"morris\" and \"saltelli\" only");
        } else if (!(axis->group = wai_text_copy(text, strlen(text)))) {
            (void)wai_value_no_memory(reader);
        }
    }
    read_form(reader, entry, config, axis);
}

/* ---- all axes ---- */

static void check_number_of_points(struct wai_value_reader *reader, const struct wai_node *list,
                                   const struct wai_sweep *sweep)
{
    double n = 1.0;

    for (size_t i = 0; i < sweep->n_axes; i++) {
        const struct wai_axis *axis = &sweep->axes[i];

        n *= (double)(axis->form == WAI_AXIS_VALUES ? axis->n_values : axis->count);
    }
    if (sweep->design == WAI_DESIGN_GRID && n > MOST_POINTS) {
        (void)wai_value_mistake(reader, list,
                                "a grid of %.0f points; at most %d are allowed; take fewer values or "
                                "design \"lhs\"",
                                n, MOST_POINTS);
    }
    if (sweep->design == WAI_DESIGN_SOBOL && sweep->n_axes > MOST_SOBOL) {
        (void)wai_value_mistake(reader, list,
                                "%zu parameters; design \"sobol\" takes at most %d; take design \"lhs\"",
                                sweep->n_axes, MOST_SOBOL);
    }
    if (sweep->design == WAI_DESIGN_SALTELLI && 2 * sweep->n_axes > MOST_SOBOL) {
        (void)wai_value_mistake(
            reader, list,
            "%zu parameters; design \"saltelli\" takes at most %d; find those that matter with "
            "design \"morris\"",
            sweep->n_axes, MOST_SOBOL / 2);
    }
}

static void read_axes(struct wai_value_reader *reader, const struct wai_node *group,
                      struct wai_config *config)
{
    const struct wai_node *list = wai_value_list(reader, group, "parameters", 1);
    struct wai_sweep *sweep = &config->sweep;

    if (!list) {
        return;
    }
    if (list->n_children == 0 || list->n_children > MOST_AXES) {
        (void)wai_value_mistake(reader, list, "wants 1 to %d parameters", MOST_AXES);
        return;
    }
    sweep->axes = calloc(list->n_children, sizeof *sweep->axes);
    if (!sweep->axes) {
        (void)wai_value_no_memory(reader);
        return;
    }
    for (const struct wai_node *entry = list->first; entry; entry = entry->next) {
        if (wai_value_node_is(reader, entry, WAI_NODE_GROUP)) {
            read_axis(reader, entry, config, &sweep->axes[sweep->n_axes]);
            sweep->n_axes++;
        }
    }
    check_number_of_points(reader, list, sweep);
}

/* ---- the design ---- */

/* Numbers of a design: the keys that each design knows beside design and parameters. */
static const struct {
    const char *key;
    unsigned designs; /* bits 1 << enum wai_design */
} design_keys[] = {
    { "points", 1u << WAI_DESIGN_LHS | 1u << WAI_DESIGN_SOBOL },
    { "trajectories", 1u << WAI_DESIGN_MORRIS },
    { "levels", 1u << WAI_DESIGN_MORRIS },
    { "size", 1u << WAI_DESIGN_SALTELLI },
    { "second_order", 1u << WAI_DESIGN_SALTELLI },
    { "list", 1u << WAI_DESIGN_LIST },
    { "seed",
      1u << WAI_DESIGN_LHS | 1u << WAI_DESIGN_SOBOL | 1u << WAI_DESIGN_MORRIS | 1u << WAI_DESIGN_SALTELLI },
    { "parameters", 1u << WAI_DESIGN_GRID | 1u << WAI_DESIGN_OAT | 1u << WAI_DESIGN_LHS |
                        1u << WAI_DESIGN_SOBOL | 1u << WAI_DESIGN_MORRIS | 1u << WAI_DESIGN_SALTELLI },
};
#define N_DESIGN_KEYS (sizeof design_keys / sizeof design_keys[0])

static void check_design_keys(struct wai_value_reader *reader, const struct wai_node *group,
                              enum wai_design design)
{
    const char *keys[N_DESIGN_KEYS + 1] = { "design" };

    for (size_t i = 0; i < N_DESIGN_KEYS; i++) {
        const struct wai_node *node = wai_tree_child(group, design_keys[i].key);

        keys[i + 1] = design_keys[i].key;
        if (node && !(design_keys[i].designs & 1u << design)) {
            (void)wai_value_mistake(reader, node, "does not go together with design \"%s\"",
                                    wai_design_names[design]);
        }
    }
    wai_value_keys(reader, group, keys, N_DESIGN_KEYS + 1);
}

static void read_sizes(struct wai_value_reader *reader, const struct wai_node *group, struct wai_sweep *sweep)
{
    int64_t points = 0, trajectories = 10, levels = 4, size = 0;
    int needs_points = sweep->design == WAI_DESIGN_LHS || sweep->design == WAI_DESIGN_SOBOL;

    (void)wai_value_whole(reader, group, "points", needs_points, 1, MOST_POINTS, &points);
    (void)wai_value_whole(reader, group, "trajectories", 0, 2, 100000, &trajectories);
    if (wai_value_whole(reader, group, "levels", 0, 2, 1000, &levels) && levels % 2 != 0) {
        (void)wai_value_mistake(reader, wai_tree_child(group, "levels"),
                                "%d is odd; an even number is wanted", (int)levels);
    }
    (void)wai_value_whole(reader, group, "size", sweep->design == WAI_DESIGN_SALTELLI, 2, 1000000, &size);
    (void)wai_value_bool(reader, group, "second_order", 0, &sweep->second_order);
    sweep->points = (size_t)points;
    sweep->trajectories = sweep->design == WAI_DESIGN_MORRIS ? (size_t)trajectories : 0;
    sweep->levels = sweep->design == WAI_DESIGN_MORRIS ? (size_t)levels : 0;
    sweep->size = (size_t)size;
}

void wai_axes_read(struct wai_value_reader *reader, const struct wai_node *root, struct wai_config *config)
{
    const struct wai_node *group = wai_value_group(reader, root, "sweep", 0);
    const struct wai_node *scenarios = wai_tree_child(root, "scenarios");
    struct wai_sweep *sweep = &config->sweep;
    int design = 0;

    sweep->seed = config->ensemble.seed;
    if (!group) {
        sweep->design = scenarios ? WAI_DESIGN_SCENARIOS : WAI_DESIGN_NONE;
        return;
    }
    if (!wai_value_word(reader, group, "design", 1, wai_design_names + 1, WAI_N_DESIGNS - 1, &design)) {
        return;
    }
    sweep->design = (enum wai_design)(design + 1);
    check_design_keys(reader, group, sweep->design);
    if ((sweep->design == WAI_DESIGN_SCENARIOS) != (scenarios != NULL)) {
        (void)wai_value_mistake(reader, wai_tree_child(group, "design"),
                                scenarios ? "several scenarios go with design \"scenarios\" only"
                                          : "design \"scenarios\" wants the list scenarios = ( ... )");
    }
    sweep->has_seed = wai_config_read_seed(reader, group, "seed", &sweep->seed);
    read_sizes(reader, group, sweep);
    if (sweep->design == WAI_DESIGN_LIST) {
        wai_points_read(reader, group, sweep);
    } else if (sweep->design != WAI_DESIGN_SCENARIOS) {
        read_axes(reader, group, config);
    }
}

void wai_axes_free(struct wai_sweep *sweep)
{
    for (size_t i = 0; sweep->axes && i < sweep->n_axes; i++) {
        free(sweep->axes[i].path);
        free(sweep->axes[i].group);
        free(sweep->axes[i].values);
    }
    free(sweep->axes);
    free(sweep->list_name);
    *sweep = (struct wai_sweep){ 0 };
}
