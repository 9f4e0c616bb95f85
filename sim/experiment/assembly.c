/* Rows in, points out: which point is under way, what failed, what the metrics' means are. */
#include "experiment/assembly.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/analysis.h"
#include "scenario/text.h"

#define MOST_FAILURES 20 /* messages kept */

/* ---- the design in the words of the file ---- */

static void add_attribute(struct wai_assembly *assembly, size_t *n, const char *name, const char *value)
{
    assembly->attributes[*n].name = name;
    assembly->attributes[*n].value = value;
    ++*n;
}

static void add_number(struct wai_assembly *assembly, size_t *n, const char *name, uint64_t value)
{
    (void)snprintf(assembly->numbers[*n], sizeof assembly->numbers[*n], "%" PRIu64, value);
    add_attribute(assembly, n, name, assembly->numbers[*n]);
}

static size_t fill_attributes(struct wai_assembly *assembly)
{
    const struct wai_plan *plan = assembly->plan;
    const struct wai_sweep *sweep = &plan->config->sweep;
    const struct wai_adaptive *adaptive = &plan->config->ensemble.adaptive;
    size_t n = 0;

    add_attribute(assembly, &n, "kind", wai_design_names[plan->design.kind]);
    add_attribute(assembly, &n, "crn", plan->config->ensemble.crn ? "true" : "false");
    switch (plan->design.kind) {
    case WAI_DESIGN_LHS:
    case WAI_DESIGN_SOBOL:
        add_number(assembly, &n, "seed", sweep->seed);
        break;
    case WAI_DESIGN_MORRIS:
        add_number(assembly, &n, "seed", sweep->seed);
        add_number(assembly, &n, "trajectories", sweep->trajectories);
        add_number(assembly, &n, "levels", sweep->levels);
        break;
    case WAI_DESIGN_SALTELLI:
        add_number(assembly, &n, "seed", sweep->seed);
        add_number(assembly, &n, "size", plan->design.n_rows);
        add_attribute(assembly, &n, "second_order", sweep->second_order ? "true" : "false");
        break;
    default:
        break;
    }
    if (plan->design.note[0] != '\0') {
        add_attribute(assembly, &n, "note", plan->design.note);
    }
    if (adaptive->metric >= 0) {
        add_attribute(assembly, &n, "goal_metric", plan->config->metrics[adaptive->metric].name);
        add_attribute(assembly, &n, "goal_half_width",
                      wai_text_number(adaptive->half_width, assembly->numbers[n]));
    }
    return n;
}

static size_t fill_indices(struct wai_assembly *assembly)
{
    const struct wai_design_matrix *design = &assembly->plan->design;
    size_t n = 0;

    if (design->block) {
        assembly->indices[n++] = (struct wai_sweep_index){
            "block",
            design->kind == WAI_DESIGN_OAT
                ? "0 base, 1 low, 2 high"
                : "0 sample A, 1 sample B, 2 + g: A with parameter g from B, then B with "
                  "parameter g from A",
            design->block
        };
    }
    if (design->row) {
        assembly->indices[n++] =
            design->kind == WAI_DESIGN_MORRIS
                ? (struct wai_sweep_index){ "trajectory", "trajectory of the point", design->row }
                : (struct wai_sweep_index){ "row", "row of the samples", design->row };
    }
    if (design->moved) {
        assembly->indices[n++] = (struct wai_sweep_index){
            "moved", "parameter changed from the point before (morris) or from the base (oat)", design->moved
        };
    }
    return n;
}

static enum wai_status take_memory(struct wai_assembly *assembly)
{
    const struct wai_plan *plan = assembly->plan;
    size_t n_metrics = plan->config->n_metrics + 1;
    size_t n_points = plan->design.n_points;

    assembly->params = calloc(plan->design.n_axes + 1, sizeof *assembly->params);
    assembly->attributes = calloc(WAI_ASSEMBLY_MOST_ATTRIBUTES, sizeof *assembly->attributes);
    assembly->start_days = calloc(n_points, sizeof *assembly->start_days);
    assembly->columns = calloc(n_metrics, sizeof *assembly->columns);
    assembly->sums = calloc(n_metrics, sizeof *assembly->sums);
    assembly->known = calloc(n_metrics, sizeof *assembly->known);
    assembly->means = calloc(n_metrics * n_points, sizeof *assembly->means);
    assembly->n_known = calloc(n_metrics * n_points, sizeof *assembly->n_known);
    return assembly->params && assembly->attributes && assembly->start_days && assembly->columns &&
                   assembly->sums && assembly->known && assembly->means && assembly->n_known
               ? WAI_OK
               : WAI_ERR_MEMORY;
}

static void find_columns(struct wai_assembly *assembly)
{
    const struct wai_layout *layout = &assembly->plan->layout;

    for (size_t c = 0; c < layout->n_columns; c++) {
        if (layout->columns[c].source == WAI_LAYOUT_METRIC) {
            assembly->columns[layout->columns[c].which] = c;
        }
    }
}

static enum wai_status open_writer(struct wai_assembly *assembly, const char *path,
                                   const struct wai_provenance *provenance, struct wai_error *err)
{
    const struct wai_plan *plan = assembly->plan;
    struct wai_sweep_design design = { .n_points = plan->design.n_points,
                                       .max_replications = plan->max_replications,
                                       .n_params = plan->design.n_axes,
                                       .params = assembly->params,
                                       .attributes = assembly->attributes,
                                       .indices = assembly->indices,
                                       .goal_metric = plan->config->ensemble.adaptive.metric,
                                       .goal_half_width = plan->config->ensemble.adaptive.half_width,
                                       .scenario = plan->design.scenario,
                                       .start_day = assembly->start_days };

    for (size_t d = 0; d < plan->design.n_axes; d++) {
        assembly->params[d].param = plan->config->sweep.axes[d].param;
        assembly->params[d].values = plan->design.values + d * plan->design.n_points;
    }
    for (size_t i = 0; i < plan->design.n_points; i++) {
        assembly->start_days[i] =
            plan->config->scenarios[wai_design_scenario(&plan->design, i)].setup.start_day;
    }
    design.n_attributes = fill_attributes(assembly);
    design.n_indices = fill_indices(assembly);
    assembly->setup = plan->config->scenarios[0].setup;
    return wai_sweep_open(&assembly->writer, path, &plan->layout, &assembly->setup, provenance, &design, err);
}

enum wai_status wai_assembly_open(struct wai_assembly *assembly, const char *path,
                                  const struct wai_plan *plan, const struct wai_provenance *provenance,
                                  struct wai_error *err)
{
    enum wai_status status;

    *assembly = (struct wai_assembly){ .plan = plan };
    status = take_memory(assembly);
    if (status != WAI_OK) {
        (void)wai_error_add(err, status, "out of memory for %zu points", plan->design.n_points);
    } else {
        find_columns(assembly);
        status = open_writer(assembly, path, provenance, err);
    }
    if (status != WAI_OK) {
        wai_assembly_free(assembly);
    }
    return status;
}

void wai_assembly_free(struct wai_assembly *assembly)
{
    wai_sweep_abandon(&assembly->writer);
    wai_error_free(&assembly->failures);
    free(assembly->params);
    free(assembly->attributes);
    free(assembly->start_days);
    free(assembly->message);
    free(assembly->columns);
    free(assembly->sums);
    free(assembly->known);
    free(assembly->means);
    free(assembly->n_known);
    *assembly = (struct wai_assembly){ 0 };
}

/* ---- points ---- */

static enum wai_status end_point(struct wai_assembly *assembly, struct wai_error *err)
{
    const struct wai_plan *plan = assembly->plan;
    int failed = assembly->n_failed > 0;
    enum wai_status status;

    if (assembly->n_rows == 0 ||
        (plan->config->ensemble.adaptive.metric < 0 && assembly->n_rows != plan->max_replications)) {
        return wai_error_add(err, WAI_ERR_FORMAT, "point %zu has %" PRIu32 " of its %" PRIu32 " replications",
                             assembly->point, assembly->n_rows, plan->max_replications);
    }
    for (size_t m = 0; m < plan->config->n_metrics; m++) {
        assembly->means[m * plan->design.n_points + assembly->point] =
            assembly->known[m] > 0 ? assembly->sums[m] / assembly->known[m] : (double)NAN;
        assembly->n_known[m * plan->design.n_points + assembly->point] = assembly->known[m];
        assembly->sums[m] = 0;
        assembly->known[m] = 0;
    }
    if (failed) {
        assembly->n_failed_points++;
        if (assembly->n_failed_points <= MOST_FAILURES) {
            (void)wai_error_add(&assembly->failures, WAI_ERR_MODEL, "%s",
                                assembly->message ? assembly->message : "a replication failed");
        }
    }
    status = wai_sweep_end_point(assembly->writer, failed ? WAI_POINT_FAILED : WAI_POINT_DONE,
                                 failed && assembly->message ? assembly->message : "", err);
    free(assembly->message);
    assembly->message = NULL;
    assembly->n_rows = 0;
    assembly->n_failed = 0;
    assembly->point++;
    return status;
}

/* A message without the line feed at its end. */
static char *copy_line(const char *text)
{
    char *copy = strdup(text);

    if (copy) {
        copy[strcspn(copy, "\n")] = '\0';
    }
    return copy;
}

static void add_metrics(struct wai_assembly *assembly, const struct wai_rows *rows)
{
    const struct wai_layout *layout = &assembly->plan->layout;

    for (size_t m = 0; m < assembly->plan->config->n_metrics; m++) {
        size_t c = assembly->columns[m];

        for (size_t i = 0; i < rows->n_rows; i++) {
            double value = layout->columns[c].type == WAI_LAYOUT_FLOAT64
                               ? ((const double *)rows->values[c])[i]
                               : (double)((const float *)rows->values[c])[i];

            if (!isnan(value)) {
                assembly->sums[m] += value;
                assembly->known[m]++;
            }
        }
    }
}

enum wai_status wai_assembly_put(struct wai_assembly *assembly, const struct wai_rows *rows,
                                 struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    if (rows->point > assembly->point && assembly->n_rows > 0) {
        status = end_point(assembly, err);
    }
    if (status == WAI_OK && rows->point != assembly->point) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "replications of point %zu are missing", assembly->point);
    }
    if (status != WAI_OK) {
        return status;
    }
    add_metrics(assembly, rows);
    assembly->n_rows += (uint32_t)rows->n_rows + rows->n_failed;
    assembly->n_failed += rows->n_failed;
    if (rows->message && !assembly->message) {
        assembly->message = copy_line(rows->message);
    }
    return wai_sweep_append(assembly->writer, rows, err);
}

enum wai_status wai_assembly_finish(struct wai_assembly *assembly, struct wai_error *err)
{
    enum wai_status status = end_point(assembly, err);

    if (status == WAI_OK && assembly->point != assembly->plan->design.n_points) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "replications of point %zu are missing", assembly->point);
    }
    if (status == WAI_OK) {
        status =
            wai_analysis_write(assembly->plan, assembly->means, assembly->n_known, assembly->writer, err);
    }
    return status == WAI_OK ? wai_sweep_finish(&assembly->writer, err) : status;
}
