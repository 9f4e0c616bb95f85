/* Estimates of sensitivity.c, metric by metric, as tables of the result. */
#include "experiment/analysis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/sensitivity.h"
#include "scenario/levels.h"

/* What all tables of a design share. */
struct bench {
    const struct wai_plan *plan;
    const double *means;
    const uint32_t *known;
    struct wai_sweep_writer *writer;
    struct wai_sensitivity_options options;
    size_t n_metrics, n_groups;
    const char **metric_names;
};

/* A table over metrics, parameters and, with n_dims 3, parameters again: numbers, or counts. */
struct sheet {
    const char *name, *meaning;
    size_t n_dims;
    const double *values;
    const int32_t *counts;
};

static enum wai_status put(const struct bench *bench, const struct sheet *sheet, struct wai_error *err)
{
    const struct wai_sweep_table table = {
        .name = sheet->name,
        .unit = "1",
        .meaning = sheet->meaning,
        .n_dims = sheet->n_dims,
        .dims = { { "metric", bench->n_metrics, bench->metric_names },
                  { "parameter", bench->n_groups, bench->plan->design.group_names },
                  { "parameter_other", bench->n_groups, bench->plan->design.group_names } },
        .values = sheet->values,
        .counts = sheet->counts,
    };

    return wai_sweep_table(bench->writer, &table, err);
}

static enum wai_status put_numbers(const struct bench *bench, const char *name, const char *meaning,
                                   const double *values, struct wai_error *err)
{
    return put(bench, &(struct sheet){ name, meaning, 2, values, NULL }, err);
}

static enum wai_status put_counts(const struct bench *bench, const char *name, const char *meaning,
                                  const int32_t *counts, struct wai_error *err)
{
    return put(bench, &(struct sheet){ name, meaning, 2, NULL, counts }, err);
}

/* Estimates with their intervals: three tables from index[n_metrics][n_groups], and once more n_groups with
 * n_dims 3. */
static enum wai_status put_index(const struct bench *bench, const struct sheet *sheet,
                                 const struct wai_sensitivity_index *index, struct wai_error *err)
{
    const char *const ends[] = { "", "_low", "_high" };
    size_t n = bench->n_metrics * bench->n_groups * (sheet->n_dims > 2 ? bench->n_groups : 1);
    double *values = malloc(n * sizeof *values);
    enum wai_status status =
        values ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for %s", sheet->name);

    for (int end = 0; status == WAI_OK && end < 3; end++) {
        char name[64];
        char meaning[160];

        for (size_t i = 0; i < n; i++) {
            values[i] = end == 0 ? index[i].value : end == 1 ? index[i].low : index[i].high;
        }
        (void)snprintf(name, sizeof name, "%s%s", sheet->name, ends[end]);
        (void)snprintf(meaning, sizeof meaning, "%s%s", sheet->meaning,
                       end == 0   ? ""
                       : end == 1 ? ": lower end of its interval"
                                  : ": upper end of its interval");
        status = put(bench, &(struct sheet){ name, meaning, sheet->n_dims, values, NULL }, err);
    }
    free(values);
    return status;
}

/* ---- saltelli ---- */

struct saltelli {
    struct wai_sensitivity_index *first, *total, *second;
    int32_t *used; /* [n_metrics] */
};

static enum wai_status estimate_saltelli(const struct bench *bench, const struct saltelli *found)
{
    const struct wai_design_matrix *design = &bench->plan->design;
    size_t g = bench->n_groups;
    enum wai_status status =
        found->first && found->total && found->second && found->used ? WAI_OK : WAI_ERR_MEMORY;

    for (size_t m = 0; status == WAI_OK && m < bench->n_metrics; m++) {
        size_t used = 0;

        status = wai_sensitivity_sobol(design, bench->means + m * design->n_points, &bench->options,
                                       found->first + m * g, found->total + m * g,
                                       design->sweep->second_order ? found->second + m * g * g : NULL, &used);
        found->used[m] = (int32_t)used;
    }
    return status;
}

static enum wai_status put_saltelli(const struct bench *bench, const struct saltelli *found,
                                    struct wai_error *err)
{
    static const struct sheet sheets[] = {
        { "sobol_first", "share of the variance of the metric that the parameter has alone", 2, NULL, NULL },
        { "sobol_total", "share of the variance of the metric that the parameter has alone and with others",
          2, NULL, NULL },
        { "sobol_second", "share of the variance of the metric that two parameters have only together", 3,
          NULL, NULL },
    };
    enum wai_status status = put_index(bench, &sheets[0], found->first, err);

    if (status == WAI_OK) {
        status = put_index(bench, &sheets[1], found->total, err);
    }
    if (status == WAI_OK && bench->plan->design.sweep->second_order) {
        status = put_index(bench, &sheets[2], found->second, err);
    }
    if (status == WAI_OK) {
        status = put(bench,
                     &(struct sheet){ "sobol_used",
                                      "rows of the samples that the indices rest on: those whose points are "
                                      "all known",
                                      1, NULL, found->used },
                     err);
    }
    return status;
}

static enum wai_status write_saltelli(const struct bench *bench, struct wai_error *err)
{
    size_t g = bench->n_groups;
    size_t n = bench->n_metrics * g;
    const struct saltelli found = { .first = calloc(n, sizeof *found.first),
                                    .total = calloc(n, sizeof *found.total),
                                    .second = calloc(n * g, sizeof *found.second),
                                    .used = calloc(bench->n_metrics, sizeof *found.used) };
    enum wai_status status = estimate_saltelli(bench, &found);

    if (status == WAI_ERR_MEMORY) {
        (void)wai_error_add(err, status, "out of memory for Sobol' indices");
    }
    if (status == WAI_OK) {
        status = put_saltelli(bench, &found, err);
    }
    free(found.first);
    free(found.total);
    free(found.second);
    free(found.used);
    return status;
}

/* ---- morris ---- */

/* Everything over metrics first: effects[n_metrics][n_rows][n_groups], the rest [n_metrics][n_groups]. */
static enum wai_status estimate_morris(const struct bench *bench, const struct wai_sensitivity_screening *all)
{
    const struct wai_design_matrix *design = &bench->plan->design;
    size_t g = bench->n_groups;
    enum wai_status status =
        all->effects && all->mu_star && all->mu && all->sigma && all->used ? WAI_OK : WAI_ERR_MEMORY;

    for (size_t m = 0; status == WAI_OK && m < bench->n_metrics; m++) {
        const struct wai_sensitivity_screening found = { .effects = all->effects + m * design->n_rows * g,
                                                         .mu_star = all->mu_star + m * g,
                                                         .mu = all->mu + m * g,
                                                         .sigma = all->sigma + m * g,
                                                         .used = all->used + m * g };

        status = wai_sensitivity_morris(design, bench->means + m * design->n_points, &bench->options, &found);
    }
    return status;
}

static enum wai_status put_effects(const struct bench *bench, const double *effects, struct wai_error *err)
{
    const struct wai_sweep_table table = {
        .name = "elementary_effect",
        .unit = "1",
        .meaning = "change of the metric over the step that the parameter took, as a share of its range",
        .n_dims = 3,
        .dims = { { "metric", bench->n_metrics, bench->metric_names },
                  { "trajectory", bench->plan->design.n_rows, NULL },
                  { "parameter", bench->n_groups, bench->plan->design.group_names } },
        .values = effects,
    };

    return wai_sweep_table(bench->writer, &table, err);
}

static enum wai_status put_morris(const struct bench *bench, const struct wai_sensitivity_screening *found,
                                  struct wai_error *err)
{
    static const struct sheet mu_star = { "morris_mu_star", "mean size of the elementary effects", 2, NULL,
                                          NULL };
    enum wai_status status = put_index(bench, &mu_star, found->mu_star, err);

    if (status == WAI_OK) {
        status = put_numbers(bench, "morris_mu", "mean of the elementary effects", found->mu, err);
    }
    if (status == WAI_OK) {
        status = put_numbers(bench, "morris_sigma", "standard deviation of the elementary effects",
                             found->sigma, err);
    }
    if (status == WAI_OK) {
        status = put_counts(bench, "morris_effects", "elementary effects that are known", found->used, err);
    }
    return status == WAI_OK ? put_effects(bench, found->effects, err) : status;
}

static enum wai_status write_morris(const struct bench *bench, struct wai_error *err)
{
    size_t n = bench->n_metrics * bench->n_groups;
    const struct wai_sensitivity_screening found = { .effects = calloc(n * bench->plan->design.n_rows,
                                                                       sizeof *found.effects),
                                                     .mu_star = calloc(n, sizeof *found.mu_star),
                                                     .mu = calloc(n, sizeof *found.mu),
                                                     .sigma = calloc(n, sizeof *found.sigma),
                                                     .used = calloc(n, sizeof *found.used) };
    enum wai_status status = estimate_morris(bench, &found);

    if (status == WAI_ERR_MEMORY) {
        (void)wai_error_add(err, status, "out of memory for elementary effects");
    }
    if (status == WAI_OK) {
        status = put_morris(bench, &found, err);
    }
    free(found.effects);
    free(found.mu_star);
    free(found.mu);
    free(found.sigma);
    free(found.used);
    return status;
}

/* ---- oat ---- */

/* One number a metric. */
static enum wai_status put_base(const struct bench *bench, const double *base, const int32_t *known,
                                struct wai_error *err)
{
    enum wai_status status = put(
        bench, &(struct sheet){ "oat_base", "metric with every parameter at its base", 1, base, NULL }, err);

    if (status == WAI_OK) {
        status = put(
            bench,
            &(struct sheet){ "oat_base_known", "replications in which oat_base is known", 1, NULL, known },
            err);
    }
    return status;
}

/* The numbers of each end, and what they rest on: low, high, range, base; low, high, base. */
static enum wai_status put_oat(const struct bench *bench, double *const numbers[4], int32_t *const counts[3],
                               struct wai_error *err)
{
    enum wai_status status = put_base(bench, numbers[3], counts[2], err);

    if (status == WAI_OK) {
        status = put_numbers(bench, "oat_low", "metric with the parameter at its low value", numbers[0], err);
    }
    if (status == WAI_OK) {
        status =
            put_numbers(bench, "oat_high", "metric with the parameter at its high value", numbers[1], err);
    }
    if (status == WAI_OK) {
        status = put_numbers(bench, "oat_range", "distance of the metric between both", numbers[2], err);
    }
    if (status == WAI_OK) {
        status = put_counts(bench, "oat_low_known", "replications in which oat_low is known", counts[0], err);
    }
    if (status == WAI_OK) {
        status =
            put_counts(bench, "oat_high_known", "replications in which oat_high is known", counts[1], err);
    }
    return status;
}

static enum wai_status write_oat(const struct bench *bench, struct wai_error *err)
{
    const struct wai_design_matrix *design = &bench->plan->design;
    size_t k = design->n_axes;
    size_t n = bench->n_metrics * k;
    double *memory = calloc(3 * n + bench->n_metrics, sizeof *memory);
    int32_t *memory_known = calloc(2 * n + bench->n_metrics, sizeof *memory_known);
    enum wai_status status = WAI_ERR_MEMORY;

    if (memory && memory_known) {
        double *const numbers[4] = { memory, memory + n, memory + 2 * n, memory + 3 * n };
        int32_t *const counts[3] = { memory_known, memory_known + n, memory_known + 2 * n };

        for (size_t m = 0; m < bench->n_metrics; m++) {
            const uint32_t *known = bench->known + m * design->n_points;

            wai_sensitivity_oat(design, bench->means + m * design->n_points, &numbers[3][m],
                                numbers[0] + m * k, numbers[1] + m * k);
            counts[2][m] = (int32_t)known[0];
            for (size_t i = 1; i < design->n_points; i++) {
                counts[design->block[i] == 1 ? 0 : 1][m * k + (size_t)design->moved[i]] = (int32_t)known[i];
            }
        }
        for (size_t i = 0; i < n; i++) {
            numbers[2][i] = fabs(numbers[1][i] - numbers[0][i]);
        }
        status = put_oat(bench, numbers, counts, err);
    } else {
        (void)wai_error_add(err, status, "out of memory for ranges");
    }
    free(memory);
    free(memory_known);
    return status;
}

/* ---- grid ---- */

/* Texts of the levels of an axis, in one block that texts[0] begins; NULL: memory is out. */
static const char **label_levels(const struct wai_axis *form, size_t levels)
{
    size_t length = 32;
    const char **texts = malloc(levels * (sizeof *texts + length));
    char *at = (char *)(texts + levels);

    for (size_t i = 0; texts && i < levels; i++, at += length) {
        (void)snprintf(at, length, "%.10g", wai_levels_value(form, i));
        texts[i] = at;
    }
    return texts;
}

/* "response_a_b_known" for the path a.b. */
static void name_of_path(char *name, size_t size, const char *prefix, const char *suffix, const char *path)
{
    (void)snprintf(name, size, "%s%s%s", prefix, path, suffix);
    for (char *c = name; *c != '\0'; c++) {
        *c = (char)(*c == '.' ? '_' : *c);
    }
}

static enum wai_status put_response(const struct bench *bench, const struct wai_axis *form,
                                    const double *values, const int32_t *counts, struct wai_error *err)
{
    size_t levels = wai_levels_count(form);
    const char **texts = label_levels(form, levels);
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
    enum wai_status status;

    if (!texts) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a response");
    }
    name_of_path(name, sizeof name, "response_", "", form->path);
    name_of_path(level_name, sizeof level_name, "level_", "", form->path);
    status = wai_sweep_table(bench->writer, &table, err);
    if (status == WAI_OK) {
        name_of_path(name, sizeof name, "response_", "_known", form->path);
        table.meaning = "points with that level of the parameter at which the metric is known";
        table.values = NULL;
        table.counts = counts;
        status = wai_sweep_table(bench->writer, &table, err);
    }
    free(texts);
    return status;
}

/* The response to one axis, and into share[metric * n_axes + axis] how much of the variance it is. */
static enum wai_status write_response(const struct bench *bench, size_t axis, double *share,
                                      struct wai_error *err)
{
    const struct wai_design_matrix *design = &bench->plan->design;
    const struct wai_axis *form = &design->sweep->axes[axis];
    size_t levels = wai_levels_count(form);
    double *values = malloc(bench->n_metrics * levels * sizeof *values);
    int32_t *known = malloc(bench->n_metrics * levels * sizeof *known);
    enum wai_status status =
        values && known ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a response");

    for (size_t m = 0; status == WAI_OK && m < bench->n_metrics; m++) {
        wai_sensitivity_grid(design, bench->means + m * design->n_points, axis, values + m * levels,
                             known + m * levels, &share[m * design->n_axes + axis]);
    }
    if (status == WAI_OK) {
        status = put_response(bench, form, values, known, err);
    }
    free(values);
    free(known);
    return status;
}

/* Points at which each metric is known. */
static enum wai_status put_points_known(const struct bench *bench, struct wai_error *err)
{
    size_t n_points = bench->plan->design.n_points;
    int32_t *counts = calloc(bench->n_metrics, sizeof *counts);
    enum wai_status status;

    if (!counts) {
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a response");
    }
    for (size_t m = 0; m < bench->n_metrics; m++) {
        for (size_t i = 0; i < n_points; i++) {
            counts[m] += bench->known[m * n_points + i] > 0;
        }
    }
    status = put(
        bench, &(struct sheet){ "grid_known", "points at which the metric is known", 1, NULL, counts }, err);
    free(counts);
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
        status = put_numbers(
            bench, "grid_share",
            "variance of the means at the levels of the parameter, over the variance of the metric", share,
            err);
    }
    if (status == WAI_OK) {
        status = put_points_known(bench, err);
    }
    free(share);
    return status;
}

enum wai_status wai_analysis_write(const struct wai_plan *plan, const double *means, const uint32_t *known,
                                   struct wai_sweep_writer *writer, struct wai_error *err)
{
    struct bench bench = { .plan = plan,
                           .means = means,
                           .known = known,
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
