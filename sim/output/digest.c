/* Summaries of an ensemble as datasets. */
#include "output/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void wai_digest_describe(const struct wai_layout_column *column, enum wai_summary_statistic which,
                         struct wai_digest_statistic *statistic)
{
    if (column->source == WAI_LAYOUT_P_PHASE) {
        (void)snprintf(statistic->name, sizeof statistic->name, "%s", column->name);
        (void)snprintf(statistic->meaning, sizeof statistic->meaning, "%s", column->meaning);
    } else {
        (void)snprintf(statistic->name, sizeof statistic->name, "%s_%s", column->name,
                       wai_summary_names[which]);
        (void)snprintf(statistic->meaning, sizeof statistic->meaning, "%s over replications: %s",
                       wai_summary_meanings[which], column->meaning);
    }
    statistic->spec = (struct wai_dataset_spec){ .name = statistic->name,
                                                 .meaning = statistic->meaning,
                                                 .unit = which == WAI_SUMMARY_KNOWN ? "1" : column->unit,
                                                 .type = which == WAI_SUMMARY_KNOWN ? WAI_LAYOUT_INT32
                                                         : column->n_dims == 0      ? WAI_LAYOUT_FLOAT64
                                                                                    : WAI_LAYOUT_FLOAT32,
                                                 .n_dims = column->n_dims,
                                                 .dims = { column->dims[0], column->dims[1] } };
}

void wai_digest_attributes(struct wai_file *file, int set, const struct wai_layout *layout,
                           const struct wai_layout_column *column, enum wai_summary_statistic which)
{
    if (which >= WAI_SUMMARY_HALF_WIDTH && which <= WAI_SUMMARY_HIGH) {
        wai_file_number(file, set, "confidence", layout->options.confidence);
        wai_file_text(file, set, "interval", column->is_share ? "wilson" : "student");
    }
}

void wai_digest_axes(struct wai_file *file, const struct wai_layout *layout)
{
    if (layout->options.summaries) {
        wai_file_axis(file, "phase_name", WAI_N_PHASES, WAI_LAYOUT_TEXT, wai_phase_names, "1",
                      "phase of the organisation");
    }
    if (layout->options.n_quantiles > 0) {
        wai_file_axis(file, "quantile", layout->options.n_quantiles, WAI_LAYOUT_FLOAT64,
                      layout->options.quantiles, "1", "probability of the quantile");
    }
}

void wai_digest_store(enum wai_layout_type type, void *to, size_t i, double value)
{
    if (type == WAI_LAYOUT_FLOAT64) {
        ((double *)to)[i] = value;
    } else if (type == WAI_LAYOUT_INT32) {
        ((int32_t *)to)[i] = (int32_t)value;
    } else {
        ((float *)to)[i] = (float)value;
    }
}

/* One statistic of a column whose cells begin at `cell`. */
static void put_statistic(struct wai_file *file, const struct wai_summary *summary,
                          const struct wai_layout_column *column, size_t cell,
                          enum wai_summary_statistic which)
{
    void *values = malloc(column->n_values * sizeof(double));
    struct wai_digest_statistic statistic;
    int set;

    if (!values) {
        wai_file_fail_memory(file);
        return;
    }
    wai_digest_describe(column, which, &statistic);
    for (size_t v = 0; v < column->n_values; v++) {
        wai_digest_store(statistic.spec.type, values, v,
                         wai_summary_statistic(summary, column, cell + v, which));
    }
    set = wai_file_open_set(file, &statistic.spec);
    if (set >= 0) {
        wai_file_write(file, set, NULL, NULL, values);
        wai_digest_attributes(file, set, summary->layout, column, which);
        wai_file_close_set(file, set);
    }
    free(values);
}

/* Quantiles of a column: (quantile, ...). */
static void put_quantiles(struct wai_file *file, const struct wai_summary *summary,
                          const struct wai_layout_column *column, size_t cell)
{
    const struct wai_layout_options *options = &summary->layout->options;
    size_t n = options->n_quantiles;
    float *values = malloc((n * column->n_values + 1) * sizeof *values);
    double found[WAI_LAYOUT_MAX_QUANTILES], error = 0.0;
    char name[96], meaning[256];
    const struct wai_dataset_spec spec = { .name = name,
                                           .meaning = meaning,
                                           .unit = column->unit,
                                           .type = WAI_LAYOUT_FLOAT32,
                                           .n_dims = 1 + column->n_dims,
                                           .dims = { "quantile", column->dims[0], column->dims[1] } };
    int set;

    if (!values) {
        wai_file_fail_memory(file);
        return;
    }
    (void)snprintf(name, sizeof name, "%s_quantile", column->name);
    (void)snprintf(meaning, sizeof meaning, "quantiles over replications: %s", column->meaning);
    for (size_t v = 0; v < column->n_values; v++) {
        const struct wai_sketch *sketch = &summary->sketches[cell + v];

        wai_sketch_quantiles(sketch, options->quantiles, n, found);
        error = wai_sketch_error(sketch) > error ? wai_sketch_error(sketch) : error;
        for (size_t q = 0; q < n; q++) {
            values[q * column->n_values + v] = (float)found[q];
        }
    }
    set = wai_file_open_set(file, &spec);
    if (set >= 0) {
        wai_file_number(file, set, "relative_error", error);
        wai_file_write(file, set, NULL, NULL, values);
        wai_file_close_set(file, set);
    }
    free(values);
}

/* Shares of statuses, joins for Kaplan-Meier. */
static void put_countries(struct wai_file *file, const struct wai_summary *summary)
{
    size_t cells = summary->layout->n_countries * summary->layout->n_times;
    float *shares = malloc(WAI_N_STATUSES * cells * sizeof *shares);
    int32_t *at_risk = malloc(2 * cells * sizeof *at_risk);

    if (!shares || !at_risk) {
        wai_file_fail_memory(file);
    } else {
        struct wai_dataset_spec spec = { .name = "p_status",
                                         .meaning = "share of replications with the country in the status",
                                         .type = WAI_LAYOUT_FLOAT32,
                                         .n_dims = 3,
                                         .dims = { "status", "country", "time" } };

        wai_summary_p_status(summary, shares);
        wai_file_put(file, &spec, shares);
        wai_summary_joins(summary, at_risk, at_risk + cells);
        spec = (struct wai_dataset_spec){
            .name = "join_at_risk",
            .type = WAI_LAYOUT_INT32,
            .n_dims = 2,
            .meaning = "replications in which the country had not joined when the interval "
                       "that ends at the account began",
            .dims = { "country", "time" }
        };
        wai_file_put(file, &spec, at_risk);
        spec.name = "join_count";
        spec.meaning =
            "replications in which the country first joined in the interval that ends at the account";
        wai_file_put(file, &spec, at_risk + cells);
    }
    free(shares);
    free(at_risk);
}

/* Shares of statuses at the dates of the layout. */
static void put_date_status(struct wai_file *file, const struct wai_summary *summary)
{
    const struct wai_layout *layout = summary->layout;
    const struct wai_dataset_spec spec = { .name = "at_p_status",
                                           .meaning = WAI_DIGEST_DATE_STATUS,
                                           .type = WAI_LAYOUT_FLOAT32,
                                           .n_dims = 3,
                                           .dims = { "status", "country", "date" } };
    float *shares = malloc(WAI_N_STATUSES * layout->n_countries * layout->options.n_dates * sizeof *shares);

    if (shares) {
        wai_summary_date_status(summary, shares);
        wai_file_put(file, &spec, shares);
    } else {
        wai_file_fail_memory(file);
    }
    free(shares);
}

void wai_digest_metrics(struct wai_file *file, const struct wai_layout *layout)
{
    size_t length = 1;
    char *names;

    for (size_t i = 0; i < layout->options.n_metrics; i++) {
        length += strlen(layout->options.metrics[i].name) + 1;
    }
    names = calloc(length, 1);
    if (!names) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t i = 0, at = 0; i < layout->options.n_metrics; i++) {
        at +=
            (size_t)snprintf(names + at, length - at, "%s%s", i ? " " : "", layout->options.metrics[i].name);
    }
    wai_file_text(file, -1, "metrics", names);
    free(names);
}

void wai_digest_put(struct wai_file *file, const struct wai_summary *summary, uint32_t asked)
{
    const struct wai_layout *layout = summary->layout;
    int32_t done = (int32_t)summary->n_rows, failed = (int32_t)summary->n_failed, wanted = (int32_t)asked;
    size_t cell = 0;

    wai_file_put(
        file,
        &(struct wai_dataset_spec){ .name = "replicates_asked",
                                    .meaning = "replications asked for; an interrupted run has fewer",
                                    .type = WAI_LAYOUT_INT32 },
        &wanted);
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "replicates_done",
                                             .meaning = "replications in this file",
                                             .type = WAI_LAYOUT_INT32 },
                 &done);
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "replicates_failed",
                                             .type = WAI_LAYOUT_INT32,
                                             .meaning = "replications that failed and are left out" },
                 &failed);
    if (summary->message) {
        wai_file_text(file, -1, "first_failure", summary->message);
    }
    wai_digest_metrics(file, layout);
    wai_digest_axes(file, layout);
    for (size_t c = 0; c < layout->n_columns; c++) {
        const struct wai_layout_column *column = &layout->columns[c];

        if (!column->summarised) {
            continue;
        }
        for (size_t which = 0; which < wai_summary_n_statistics(column); which++) {
            put_statistic(file, summary, column, cell, (enum wai_summary_statistic)which);
        }
        if (wai_summary_has_quantiles(layout, column)) {
            put_quantiles(file, summary, column, cell);
        }
        cell += column->n_values;
    }
    if (layout->options.p_status) {
        put_countries(file, summary);
    }
    if (layout->options.p_status && layout->options.n_dates > 0) {
        put_date_status(file, summary);
    }
}
