/* Columns from the tables of the model: names, types, shapes. */
#include "output/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const first_meanings[WAI_N_FIRST] = {
    "first time interested, since the start",
    "first signature, since the start",
    "first time a member, since the start",
    "first withdrawal, since the start",
};
static const struct {
    const char *name, *meaning;
} dates[] = {
    { "entry_into_force", "entry into force, since the start" },
    { "operation", "entry into operation, since the start" },
    { "dissolution", "dissolution, since the start" },
};
#define N_DATES (sizeof dates / sizeof dates[0])

void wai_layout_presets(struct wai_layout_options *options)
{
    static const double quantiles[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };

    *options =
        (struct wai_layout_options){ .summaries = 1, .p_status = 1, .replicates = 1, .confidence = 0.95 };
    for (size_t i = 0; i < WAI_N_SERIES; i++) {
        options->series[i] = wai_series_table[i].is_count != 0;
    }
    options->n_quantiles = sizeof quantiles / sizeof quantiles[0];
    memcpy(options->quantiles, quantiles, sizeof quantiles);
}

size_t wai_layout_size(enum wai_layout_type type)
{
    static const size_t sizes[] = {
        [WAI_LAYOUT_INT8] = 1,    [WAI_LAYOUT_INT16] = 2,   [WAI_LAYOUT_INT32] = 4,
        [WAI_LAYOUT_FLOAT32] = 4, [WAI_LAYOUT_FLOAT64] = 8, [WAI_LAYOUT_TEXT] = sizeof(char *)
    };

    return sizes[type];
}

/* Type that holds a number of countries. */
static enum wai_layout_type count_type(const struct wai_layout *layout)
{
    return layout->n_countries < 32768 ? WAI_LAYOUT_INT16 : WAI_LAYOUT_INT32;
}

/* The next column, its fields to be filled. */
static struct wai_layout_column *next(struct wai_layout *layout, enum wai_layout_source source, int which,
                                      enum wai_layout_type type, const char *unit, const char *meaning)
{
    struct wai_layout_column *column = &layout->columns[layout->n_columns++];

    column->source = source;
    column->which = which;
    column->type = type;
    column->unit = unit;
    column->meaning = meaning;
    return column;
}

static void add_dim(struct wai_layout_column *column, const char *name, size_t size)
{
    column->dims[column->n_dims] = name;
    column->sizes[column->n_dims++] = size;
}

static const struct {
    const char *prefix, *when; /* of names; behind meanings */
} moments_table[WAI_LAYOUT_N_MOMENTS] = {
    [WAI_LAYOUT_ACCOUNTS] = { "", "" },
    [WAI_LAYOUT_FINAL] = { "final_", ", at the end of the run" },
    [WAI_LAYOUT_DATES] = { "at_", ", at the end of the date" },
};

/* Ends a column of a series: name and meaning by its moments, the axis of these, what is kept of it. Readings
 * are few, so that all of them are kept of every replication. */
static void end_series(struct wai_layout *layout, struct wai_layout_column *column, const char *name,
                       enum wai_layout_moments moments, int kept)
{
    const struct wai_layout_options *options = &layout->options;

    column->moments = moments;
    (void)snprintf(column->name, sizeof column->name, "%s%s", moments_table[moments].prefix, name);
    if (moments != WAI_LAYOUT_ACCOUNTS) {
        (void)snprintf(column->text, sizeof column->text, "%s%s", column->meaning,
                       moments_table[moments].when);
        column->meaning = column->text;
    }
    if (moments != WAI_LAYOUT_FINAL) {
        add_dim(column, moments == WAI_LAYOUT_DATES ? "date" : "time",
                moments == WAI_LAYOUT_DATES ? options->n_dates : layout->n_times);
    }
    column->stored = options->replicates && (kept || moments != WAI_LAYOUT_ACCOUNTS);
    column->summarised = options->summaries && !column->flags; /* the mean of a category would tell nothing */
    if (moments != WAI_LAYOUT_ACCOUNTS) {
        column->summarised = column->summarised && options->readings;
    }
}

/* What tells of the phase instead of a mean: the share of replications in each. */
static void add_phases(struct wai_layout *layout)
{
    struct wai_layout_column *column = next(layout, WAI_LAYOUT_P_PHASE, 0, WAI_LAYOUT_INT8, "1",
                                            "share of replications with the organisation in the phase");

    (void)snprintf(column->name, sizeof column->name, "p_phase");
    add_dim(column, "phase_name", WAI_N_PHASES);
    add_dim(column, "time", layout->n_times);
    column->summarised = 1;
}

static void add_series(struct wai_layout *layout, enum wai_layout_moments moments)
{
    const struct wai_layout_options *options = &layout->options;
    struct wai_layout_column *column;

    for (int i = 0; i < WAI_N_SERIES; i++) {
        const struct wai_series_info *info = &wai_series_table[i];

        column = next(layout, WAI_LAYOUT_SERIES, i, info->is_count ? count_type(layout) : WAI_LAYOUT_FLOAT32,
                      info->unit, info->meaning);
        if (i == WAI_SERIES_phase) {
            column->type = WAI_LAYOUT_INT8;
            column->flags = wai_phase_names;
            column->n_flags = WAI_N_PHASES;
        }
        end_series(layout, column, info->name, moments, options->series[i]);
    }
    column = next(layout, WAI_LAYOUT_N_STATUS, 0, count_type(layout), "country",
                  "countries in each status, without the sponsor");
    add_dim(column, "status", WAI_N_STATUSES);
    end_series(layout, column, "n_status", moments, 1);
    column = next(layout, WAI_LAYOUT_SERVICE, 0, WAI_LAYOUT_FLOAT32, "1", "service level of each incentive");
    add_dim(column, "incentive", WAI_N_INCENTIVES);
    end_series(layout, column, "service", moments, options->services);
}

static void add_countries(struct wai_layout *layout)
{
    struct wai_layout_column *column;

    for (int i = 0; i < WAI_N_FIRST; i++) {
        column = next(layout, WAI_LAYOUT_FIRST, i, WAI_LAYOUT_FLOAT32, "year", first_meanings[i]);
        (void)snprintf(column->name, sizeof column->name, "first_%s", wai_first_names[i]);
        add_dim(column, "country", layout->n_countries);
        column->stored = layout->options.replicates;
    }
    column = next(layout, WAI_LAYOUT_FINAL_STATUS, 0, WAI_LAYOUT_INT8, "1", "status at the end");
    (void)snprintf(column->name, sizeof column->name, "final_status");
    column->flags = wai_status_names;
    column->n_flags = WAI_N_STATUSES;
    add_dim(column, "country", layout->n_countries);
    column->stored = layout->options.replicates;
    for (int i = 0; i < (int)N_DATES; i++) {
        column = next(layout, WAI_LAYOUT_DATE, i, WAI_LAYOUT_FLOAT32, "year", dates[i].meaning);
        (void)snprintf(column->name, sizeof column->name, "%s", dates[i].name);
        column->stored = layout->options.replicates;
    }
}

static enum wai_status add_metrics(struct wai_layout *layout, struct wai_error *err)
{
    for (size_t i = 0; i < layout->options.n_metrics; i++) {
        const struct wai_layout_metric *metric = &layout->options.metrics[i];
        struct wai_layout_column *column;

        for (size_t c = 0; c < layout->n_columns; c++) {
            if (strcmp(layout->columns[c].name, metric->name) == 0) {
                return wai_error_add(err, WAI_ERR_CONFIG, "metric %s: the name is taken in result files",
                                     metric->name);
            }
        }
        column = next(layout, WAI_LAYOUT_METRIC, (int)i, WAI_LAYOUT_FLOAT64, metric->unit, metric->meaning);
        if (strlen(metric->name) >= sizeof column->name) {
            return wai_error_add(err, WAI_ERR_CONFIG, "metric %s: the name is longer than %zu letters",
                                 metric->name, sizeof column->name - 1);
        }
        (void)snprintf(column->name, sizeof column->name, "%s", metric->name);
        column->stored = 1;
        column->summarised = 1;
        column->is_share = metric->is_share;
    }
    return WAI_OK;
}

enum wai_status wai_layout_init(struct wai_layout *layout, const struct wai_setup *setup, size_t n_times,
                                const struct wai_layout_options *options, struct wai_error *err)
{
    size_t most = WAI_LAYOUT_N_MOMENTS * (WAI_N_SERIES + 2) + WAI_N_FIRST + 2 + N_DATES + options->n_metrics;
    enum wai_status status = WAI_OK;

    *layout = (struct wai_layout){ .options = *options, .n_countries = setup->tables.n_countries };
    layout->n_times = n_times ? n_times : wai_setup_n_accounts(setup);
    layout->account_years = setup->params.organisation.account_years;
    if (layout->n_times == 0) {
        return wai_error_add(err, WAI_ERR_CONFIG,
                             "organisation.account_years: the run ends before its first account");
    }
    layout->columns = calloc(most, sizeof *layout->columns);
    layout->readings = calloc(options->n_dates + 1, sizeof *layout->readings);
    if (!layout->columns || !layout->readings) {
        wai_layout_free(layout);
        return wai_error_add(err, WAI_ERR_MEMORY, "columns of the result: out of memory");
    }
    for (size_t d = 0; d < options->n_dates; d++) {
        layout->readings[d] = wai_setup_reading(setup, options->dates[d]);
    }
    add_series(layout, WAI_LAYOUT_ACCOUNTS);
    if (options->summaries) {
        add_phases(layout);
    }
    add_series(layout, WAI_LAYOUT_FINAL);
    if (options->n_dates > 0) {
        add_series(layout, WAI_LAYOUT_DATES);
    }
    add_countries(layout);
    status = add_metrics(layout, err);
    for (size_t c = 0; c < layout->n_columns; c++) {
        struct wai_layout_column *column = &layout->columns[c];

        column->n_values = 1;
        for (size_t d = 0; d < column->n_dims; d++) {
            column->n_values *= column->sizes[d];
        }
        layout->n_cells += column->summarised ? column->n_values : 0;
    }
    if (status != WAI_OK) {
        wai_layout_free(layout);
    }
    return status;
}

void wai_layout_free(struct wai_layout *layout)
{
    free(layout->columns);
    free(layout->readings);
    *layout = (struct wai_layout){ 0 };
}

double wai_layout_reading(const struct wai_layout *layout, const struct wai_layout_column *column,
                          const struct wai_record *record, size_t i)
{
    const struct wai_record_table *table = &record->readings;
    size_t n_dates = layout->options.n_dates, row = i, at = table->n - 1;

    if (column->moments == WAI_LAYOUT_DATES) {
        row = i / n_dates;
        at = layout->readings[i % n_dates];
    }
    at += (row + (size_t)column->which) * table->n; /* which is 0 but for a series, which has one row */
    return column->source == WAI_LAYOUT_SERIES     ? table->series[at]
           : column->source == WAI_LAYOUT_N_STATUS ? table->n_status[at]
                                                   : table->service[at];
}
