/* Panels of summaries: see output/points.h. */
#include "output/points.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/digest.h"

/* Adds the panel of a statistic of a column. */
static void add_statistic(struct wai_points *points, struct wai_file *file,
                          const struct wai_layout_column *column, size_t cell,
                          enum wai_summary_statistic which, size_t n_points)
{
    struct wai_points_panel *panel = &points->panels[points->n++];
    struct wai_digest_statistic statistic;

    *panel = (struct wai_points_panel){
        .kind = WAI_POINTS_STATISTIC, .statistic = which, .column = column, .cell = cell
    };
    wai_digest_describe(column, which, &statistic);
    wai_panel_open(&panel->panel, file, &statistic.spec, column->sizes, n_points);
    if (file->status == WAI_OK) {
        wai_digest_attributes(file, panel->panel.set, points->layout, column, which);
    }
}

/* Adds the panel of the quantiles of a column. */
static void add_quantiles(struct wai_points *points, struct wai_file *file,
                          const struct wai_layout_column *column, size_t cell, size_t n_points)
{
    struct wai_points_panel *panel = &points->panels[points->n++];
    char name[96], meaning[256];
    const struct wai_dataset_spec spec = { .name = name,
                                           .meaning = meaning,
                                           .unit = column->unit,
                                           .type =
                                               column->n_dims == 0 ? WAI_LAYOUT_FLOAT64 : WAI_LAYOUT_FLOAT32,
                                           .n_dims = 1 + column->n_dims,
                                           .dims = { "quantile", column->dims[0], column->dims[1] } };
    const size_t sizes[3] = { points->layout->options.n_quantiles, column->sizes[0], column->sizes[1] };

    *panel = (struct wai_points_panel){ .kind = WAI_POINTS_QUANTILE, .column = column, .cell = cell };
    (void)snprintf(name, sizeof name, "%s_quantile", column->name);
    (void)snprintf(meaning, sizeof meaning, "quantiles over replications: %s", column->meaning);
    wai_panel_open(&panel->panel, file, &spec, sizes, n_points);
}

/* Panels of countries. */
static void open_countries(struct wai_points *points, struct wai_file *file, size_t n_points)
{
    const struct wai_layout *layout = points->layout;
    const size_t sizes[] = { WAI_N_STATUSES, layout->n_countries, layout->n_times };
    const struct wai_dataset_spec p_status = { .name = "p_status",
                                               .type = WAI_LAYOUT_FLOAT32,
                                               .n_dims = 3,
                                               .meaning =
                                                   "share of replications with the country in the status",
                                               .dims = { "status", "country", "time" } };
    const struct wai_dataset_spec at_risk = { .name = "join_at_risk",
                                              .type = WAI_LAYOUT_INT32,
                                              .n_dims = 2,
                                              .meaning =
                                                  "replications in which the country had not joined when the "
                                                  "interval that ends at the account began",
                                              .dims = { "country", "time" } };
    const struct wai_dataset_spec joins = {
        .name = "join_count",
        .type = WAI_LAYOUT_INT32,
        .n_dims = 2,
        .meaning = "replications in which the country first joined in the interval "
                   "that ends at the account",
        .dims = { "country", "time" }
    };

    wai_panel_open(&points->p_status, file, &p_status, sizes, n_points);
    if (layout->options.n_dates > 0) {
        const size_t date_sizes[] = { WAI_N_STATUSES, layout->n_countries, layout->options.n_dates };
        const struct wai_dataset_spec date_status = { .name = "at_p_status",
                                                      .type = WAI_LAYOUT_FLOAT32,
                                                      .n_dims = 3,
                                                      .meaning = WAI_DIGEST_DATE_STATUS,
                                                      .dims = { "status", "country", "date" } };

        wai_panel_open(&points->date_status, file, &date_status, date_sizes, n_points);
    }
    wai_panel_open(&points->at_risk, file, &at_risk, sizes + 1, n_points);
    wai_panel_open(&points->joins, file, &joins, sizes + 1, n_points);
}

void wai_points_open(struct wai_points *points, struct wai_file *file, const struct wai_layout *layout,
                     size_t n_points)
{
    size_t cell = 0;

    *points = (struct wai_points){ .layout = layout };
    points->panels = calloc((WAI_N_SUMMARY_STATISTICS + 1) * layout->n_columns, sizeof *points->panels);
    if (!points->panels) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t c = 0; c < layout->n_columns; c++) {
        const struct wai_layout_column *column = &layout->columns[c];

        if (!column->summarised) {
            continue;
        }
        for (size_t which = 0; which < wai_summary_n_statistics(column); which++) {
            add_statistic(points, file, column, cell, (enum wai_summary_statistic)which, n_points);
        }
        if (wai_summary_has_quantiles(layout, column)) {
            add_quantiles(points, file, column, cell, n_points);
        }
        cell += column->n_values;
    }
    if (layout->options.p_status) {
        open_countries(points, file, n_points);
    }
}

static void put_panel(struct wai_points *points, struct wai_file *file, struct wai_points_panel *panel,
                      const struct wai_summary *summary, size_t point)
{
    const struct wai_layout_options *options = &points->layout->options;
    double found[WAI_LAYOUT_MAX_QUANTILES], error;
    void *to = wai_panel_at(&panel->panel, file, point);
    size_t n_values = panel->column->n_values;

    for (size_t v = 0; to && v < n_values; v++) {
        size_t cell = panel->cell + v;

        if (panel->kind == WAI_POINTS_STATISTIC) {
            wai_digest_store(panel->panel.type, to, v,
                             wai_summary_statistic(summary, panel->column, cell, panel->statistic));
            continue;
        }
        wai_sketch_quantiles(&summary->sketches[cell], options->quantiles, options->n_quantiles, found);
        error = wai_sketch_error(&summary->sketches[cell]);
        points->error = error > points->error ? error : points->error;
        for (size_t q = 0; q < options->n_quantiles; q++) {
            wai_digest_store(panel->panel.type, to, q * n_values + v, found[q]);
        }
    }
}

void wai_points_put(struct wai_points *points, struct wai_file *file, const struct wai_summary *summary,
                    size_t point)
{
    for (size_t i = 0; i < points->n; i++) {
        put_panel(points, file, &points->panels[i], summary, point);
    }
    if (points->layout->options.p_status) {
        void *shares = wai_panel_at(&points->p_status, file, point);
        void *at_risk = wai_panel_at(&points->at_risk, file, point);
        void *joins = wai_panel_at(&points->joins, file, point);

        if (shares && at_risk && joins) {
            wai_summary_p_status(summary, shares);
            wai_summary_joins(summary, at_risk, joins);
        }
    }
    if (points->date_status.buffer) {
        void *shares = wai_panel_at(&points->date_status, file, point);

        if (shares) {
            wai_summary_date_status(summary, shares);
        }
    }
}

void wai_points_flush(struct wai_points *points, struct wai_file *file)
{
    for (size_t i = 0; i < points->n; i++) {
        wai_panel_flush(&points->panels[i].panel, file);
    }
    wai_panel_flush(&points->p_status, file);
    wai_panel_flush(&points->at_risk, file);
    wai_panel_flush(&points->joins, file);
    wai_panel_flush(&points->date_status, file);
    wai_file_number(file, -1, "quantile_relative_error", points->error);
}

void wai_points_free(struct wai_points *points)
{
    for (size_t i = 0; points->panels && i < points->n; i++) {
        wai_panel_free(&points->panels[i].panel);
    }
    wai_panel_free(&points->p_status);
    wai_panel_free(&points->at_risk);
    wai_panel_free(&points->joins);
    wai_panel_free(&points->date_status);
    free(points->panels);
    *points = (struct wai_points){ 0 };
}
