/* Estimates of sensitivity.c, metric by metric, as tables of the result. */
#include "experiment/analysis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/axis.h"
#include "experiment/sensitivity.h"

/* What all tables of a design share. */
struct bench {
    const struct wai_plan *plan;
    const double *means;
    struct wai_sweep_writer *writer;
    struct wai_sensitivity_options options;
    size_t n_metrics, n_groups;
    const char **metric_names;
};

/* A table over metrics and, with n_groups > 0, parameters. */
static enum wai_status put(const struct bench *bench, const char *name, const char *unit, const char *meaning,
                           const double *values, struct wai_error *err)
{
    const struct wai_sweep_table table = {
        .name = name,
        .unit = unit,
        .meaning = meaning,
        .n_dims = 2,
        .dims = { { "metric", bench->n_metrics, bench->metric_names },
                  { "parameter", bench->n_groups, bench->plan->design.group_names } },
        .values = values,
    };

    return wai_sweep_table(bench->writer, &table, err);
}

/* Estimates with their intervals: three tables from index[n_metrics][n_groups]. */
static enum wai_status put_index(const struct bench *bench, const char *name, const char *meaning,
                                 const struct wai_sensitivity_index *index, struct wai_error *err)
{
    const char *const ends[] = { "", "_low", "_high" };
    size_t n = bench->n_metrics * bench->n_groups;
    double *values = malloc(n * sizeof *values);
    enum wai_status status =
        values ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", name);

    for (int end = 0; status == WAI_OK && end < 3; end++) {
        char full_name[64];
        char full_meaning[160];

        for (size_t i = 0; i < n; i++) {
            values[i] = end == 0 ? index[i].value : end == 1 ? index[i].low : index[i].high;
        }
        (void)snprintf(full_name, sizeof full_name, "%s%s", name, ends[end]);
        (void)snprintf(full_meaning, sizeof full_meaning, "%s%s", meaning,
                       end == 0   ? ""
                       : end == 1 ? ": lower end of its interval"
                                  : ": upper end of its interval");
        status = put(bench, full_name, "1", full_meaning, values, err);
    }
    free(values);
    return status;
}

/* ---- saltelli ---- */

static enum wai_status put_second(const struct bench *bench, const struct wai_sensitivity_index *second,
                                  struct wai_error *err)
{
    size_t n = bench->n_metrics * bench->n_groups * bench->n_groups;
    double *values = malloc(n * sizeof *values);
    struct wai_sweep_table table = {
        .name = "sobol_second",
        .unit = "1",
        .meaning = "share of the variance of the metric that two parameters have only together",
        .n_dims = 3,
        .dims = { { "metric", bench->n_metrics, bench->metric_names },
                  { "parameter", bench->n_groups, bench->plan->design.group_names },
                  { "parameter_other", bench->n_groups, bench->plan->design.group_names } },
        .values = values,
    };
    enum wai_status status;

    if (!values) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for sobol_second");
    }
    for (size_t i = 0; i < n; i++) {
        values[i] = second[i].value;
    }
    status = wai_sweep_table(bench->writer, &table, err);
    free(values);
    return status;
}

static enum wai_status write_saltelli(const struct bench *bench, struct wai_error *err)
{
    const struct wai_design_matrix *design = &bench->plan->design;
    size_t g = bench->n_groups;
    size_t n = bench->n_metrics * g;
    int with_second = design->sweep->second_order;
    struct wai_sensitivity_index *first = calloc(n, sizeof *first);
    struct wai_sensitivity_index *total = calloc(n, sizeof *total);
    struct wai_sensitivity_index *second = calloc(with_second ? n * g : 1, sizeof *second);
    enum wai_status status = first && total && second ? WAI_OK : WAI_ERR_MEMORY;

    for (size_t m = 0; status == WAI_OK && m < bench->n_metrics; m++) {
        size_t used;

        status =
            wai_sensitivity_sobol(design, bench->means + m * design->n_points, &bench->options, first + m * g,
                                  total + m * g, with_second ? second + m * g * g : NULL, &used);
    }
    if (status == WAI_ERR_MEMORY) {
        (void)wai_error_add(err, status, "out of memory for Sobol' indices");
    }
    if (status == WAI_OK) {
        status = put_index(bench, "sobol_first",
                           "share of the variance of the metric that the parameter has alone", first, err);
    }
    if (status == WAI_OK) {
        status = put_index(bench, "sobol_total",
                           "share of the variance of the metric that the parameter has alone and with others",
                           total, err);
    }
    if (status == WAI_OK && with_second) {
        status = put_second(bench, second, err);
    }
    free(first);
    free(total);
    free(second);
    return status;
}

/* ---- morris ---- */

struct morris {
    double *effects; /* [n_metrics][n_rows][n_groups] */
    struct wai_sensitivity_index *mu_star;
    double *mu, *sigma; /* [n_metrics][n_groups] */
};

static enum wai_status estimate_morris(const struct bench *bench, struct morris *morris)
{
    const struct wai_design_matrix *design = &bench->plan->design;
    size_t g = bench->n_groups;

    morris->effects = calloc(bench->n_metrics * design->n_rows * g, sizeof *morris->effects);
    morris->mu_star = calloc(bench->n_metrics * g, sizeof *morris->mu_star);
    morris->mu = calloc(bench->n_metrics * g, sizeof *morris->mu);
    morris->sigma = calloc(bench->n_metrics * g, sizeof *morris->sigma);
    if (!morris->effects || !morris->mu_star || !morris->mu || !morris->sigma) {
        return WAI_ERR_MEMORY;
    }
    for (size_t m = 0; m < bench->n_metrics; m++) {
        enum wai_status status =
            wai_sensitivity_morris(design, bench->means + m * design->n_points, &bench->options,
                                   morris->effects + m * design->n_rows * g, morris->mu_star + m * g,
                                   morris->mu + m * g, morris->sigma + m * g);

        if (status != WAI_OK) {
            return status;
        }
    }
    return WAI_OK;
}

static enum wai_status put_effects(const struct bench *bench, const struct morris *morris,
                                   struct wai_error *err)
{
    const struct wai_sweep_table table = {
        .name = "elementary_effect",
        .unit = "1",
        .meaning = "change of the metric over the step of the parameter on the unit cube",
        .n_dims = 3,
        .dims = { { "metric", bench->n_metrics, bench->metric_names },
                  { "trajectory", bench->plan->design.n_rows, NULL },
                  { "parameter", bench->n_groups, bench->plan->design.group_names } },
        .values = morris->effects,
    };

    return wai_sweep_table(bench->writer, &table, err);
}

static enum wai_status write_morris(const struct bench *bench, struct wai_error *err)
{
    struct morris morris = { 0 };
    enum wai_status status = estimate_morris(bench, &morris);

    if (status == WAI_ERR_MEMORY) {
        (void)wai_error_add(err, status, "out of memory for elementary effects");
    }
    if (status == WAI_OK) {
        status =
            put_index(bench, "morris_mu_star", "mean size of the elementary effects", morris.mu_star, err);
    }
    if (status == WAI_OK) {
        status = put(bench, "morris_mu", "1", "mean of the elementary effects", morris.mu, err);
    }
    if (status == WAI_OK) {
        status = put(bench, "morris_sigma", "1", "standard deviation of the elementary effects", morris.sigma,
                     err);
    }
    if (status == WAI_OK) {
        status = put_effects(bench, &morris, err);
    }
    free(morris.effects);
    free(morris.mu_star);
    free(morris.mu);
    free(morris.sigma);
    return status;
}

/* ---- oat ---- */

static enum wai_status write_oat(const struct bench *bench, struct wai_error *err)
{
    const struct wai_design_matrix *design = &bench->plan->design;
    size_t k = design->n_axes;
    size_t n = bench->n_metrics * k;
    double *memory = calloc(3 * n + bench->n_metrics, sizeof *memory);
    double *high = memory + n;
    double *range = memory + 2 * n;
    double *base = memory + 3 * n;
    struct wai_sweep_table base_table = { .name = "oat_base",
                                          .unit = "1",
                                          .meaning = "metric with every parameter at its base",
                                          .n_dims = 1,
                                          .dims = { { "metric", bench->n_metrics, bench->metric_names } },
                                          .values = base };
    enum wai_status status;

    if (!memory) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for ranges");
    }
    for (size_t m = 0; m < bench->n_metrics; m++) {
        wai_sensitivity_oat(design, bench->means + m * design->n_points, &base[m], memory + m * k,
                            high + m * k);
    }
    for (size_t i = 0; i < n; i++) {
        range[i] = fabs(high[i] - memory[i]);
    }
    status = wai_sweep_table(bench->writer, &base_table, err);
    if (status == WAI_OK) {
        status = put(bench, "oat_low", "1", "metric with the parameter at its low value", memory, err);
    }
    if (status == WAI_OK) {
        status = put(bench, "oat_high", "1", "metric with the parameter at its high value", high, err);
    }
    if (status == WAI_OK) {
        status = put(bench, "oat_range", "1", "distance of the metric between both", range, err);
    }
    free(memory);
    return status;
}

/* ---- grid ---- */

/* The response to one axis, and into share[metric * n_axes + axis] how much of the variance it is. */
static enum wai_status write_response(const struct bench *bench, size_t axis, double *share,
                                      struct wai_error *err)
{
    const struct wai_design_matrix *design = &bench->plan->design;
    const struct wai_axis *form = &design->sweep->axes[axis];
    size_t levels = wai_axis_levels(form);
    double *values = malloc(bench->n_metrics * levels * sizeof *values);
    char(*labels)[32] = malloc(levels * sizeof *labels);
    const char **texts = malloc(levels * sizeof *texts);
    char name[96];
    char level_name[96];
    struct wai_sweep_table table = {
        .name = name,
        .unit = "1",
        .meaning = "mean of the metric over all points with that level of the parameter",
        .n_dims = 2,
        .dims = { { "metric", bench->n_metrics, bench->metric_names }, { level_name, levels, texts } },
        .values = values
    };
    enum wai_status status = values && labels && texts
                                 ? WAI_OK
                                 : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a response");

    (void)snprintf(name, sizeof name, "response_%s", form->path);
    (void)snprintf(level_name, sizeof level_name, "level_%s", form->path);
    for (char *c = name; *c != '\0'; c++) {
        *c = (char)(*c == '.' ? '_' : *c);
    }
    for (char *c = level_name; *c != '\0'; c++) {
        *c = (char)(*c == '.' ? '_' : *c);
    }
    for (size_t i = 0; status == WAI_OK && i < levels; i++) {
        (void)snprintf(labels[i], sizeof labels[i], "%.10g", wai_axis_level(form, i));
        texts[i] = labels[i];
    }
    for (size_t m = 0; status == WAI_OK && m < bench->n_metrics; m++) {
        wai_sensitivity_grid(design, bench->means + m * design->n_points, axis, values + m * levels,
                             &share[m * design->n_axes + axis]);
    }
    if (status == WAI_OK) {
        status = wai_sweep_table(bench->writer, &table, err);
    }
    free(values);
    free(labels);
    free(texts);
    return status;
}

static enum wai_status write_grid(const struct bench *bench, struct wai_error *err)
{
    size_t n_axes = bench->plan->design.n_axes;
    double *share = calloc(bench->n_metrics * n_axes, sizeof *share);
    enum wai_status status =
        share ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a response");

    for (size_t axis = 0; status == WAI_OK && axis < n_axes; axis++) {
        status = write_response(bench, axis, share, err);
    }
    if (status == WAI_OK) {
        status = put(bench, "grid_share", "1",
                     "variance of the means at the levels of the parameter, over the variance of the metric",
                     share, err);
    }
    free(share);
    return status;
}

enum wai_status wai_analysis_write(const struct wai_plan *plan, const double *means,
                                   struct wai_sweep_writer *writer, struct wai_error *err)
{
    struct bench bench = { .plan = plan,
                           .means = means,
                           .writer = writer,
                           .options = { .confidence = plan->layout.options.confidence,
                                        .seed = plan->config->sweep.seed },
                           .n_metrics = plan->config->n_metrics,
                           .n_groups = plan->design.n_groups };
    enum wai_status status = WAI_OK;

    if (bench.n_metrics == 0 || plan->design.n_axes == 0) {
        return WAI_OK;
    }
    bench.metric_names = calloc(bench.n_metrics, sizeof *bench.metric_names);
    if (!bench.metric_names) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the analysis");
    }
    for (size_t m = 0; m < bench.n_metrics; m++) {
        bench.metric_names[m] = plan->config->metrics[m].name;
    }
    switch (plan->design.kind) {
    case WAI_DESIGN_SALTELLI:
        status = write_saltelli(&bench, err);
        break;
    case WAI_DESIGN_MORRIS:
        status = write_morris(&bench, err);
        break;
    case WAI_DESIGN_OAT:
        status = write_oat(&bench, err);
        break;
    case WAI_DESIGN_GRID:
        status = write_grid(&bench, err);
        break;
    default:
        break;
    }
    free(bench.metric_names);
    return status;
}
