/* Merging of rows into summaries, and the cutting of rows. */
#include "output/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "engine/interval.h"

const char *const wai_summary_names[WAI_N_SUMMARY_STATISTICS] = { "mean", "sd",   "half_width",
                                                                  "low",  "high", "known" };
const char *const wai_summary_meanings[WAI_N_SUMMARY_STATISTICS] = {
    "mean",
    "standard deviation",
    "half width of the confidence interval of the mean",
    "lower end of the confidence interval of the mean",
    "upper end of the confidence interval of the mean",
    "known values"
};

size_t wai_summary_n_statistics(const struct wai_layout_column *column)
{
    return column->source == WAI_LAYOUT_METRIC    ? WAI_N_SUMMARY_STATISTICS
           : column->source == WAI_LAYOUT_P_PHASE ? 1
                                                  : WAI_SUMMARY_HALF_WIDTH;
}

int wai_summary_has_quantiles(const struct wai_layout *layout, const struct wai_layout_column *column)
{
    return layout->options.n_quantiles > 0 && column->source != WAI_LAYOUT_P_PHASE;
}

static void *array(size_t n, size_t size)
{
    return calloc(n ? n : 1, size);
}

size_t wai_summary_bytes(const struct wai_layout *layout, size_t n_replications)
{
    const struct wai_summary *summary = NULL; /* for sizes alone */
    size_t bins = n_replications < WAI_SKETCH_BINS ? n_replications : WAI_SKETCH_BINS;
    size_t sketch = sizeof *summary->sketches + 2 * bins * sizeof *summary->sketches->bins;
    size_t each = sizeof *summary->mean + sizeof *summary->m2 + sizeof *summary->known + sketch;
    size_t cells = layout->n_countries * (layout->n_times + layout->options.n_dates + 1);

    return layout->n_cells * each +
           (layout->options.p_status
                ? cells * (WAI_N_STATUSES + 1) * (sizeof *summary->status_change + sizeof(float))
                : 0);
}

enum wai_status wai_summary_init(struct wai_summary *summary, const struct wai_layout *layout)
{
    size_t cells = layout->n_countries * layout->n_times;
    size_t dates = WAI_N_STATUSES * layout->n_countries * layout->options.n_dates;
    int failed;

    *summary = (struct wai_summary){ .layout = layout };
    summary->mean = array(layout->n_cells, sizeof *summary->mean);
    summary->m2 = array(layout->n_cells, sizeof *summary->m2);
    summary->known = array(layout->n_cells, sizeof *summary->known);
    summary->sketches = array(layout->n_cells, sizeof *summary->sketches);
    failed = !summary->mean || !summary->m2 || !summary->known || !summary->sketches;
    if (layout->options.p_status) {
        summary->status_change = array(WAI_N_STATUSES * cells, sizeof *summary->status_change);
        summary->join_count = array(cells, sizeof *summary->join_count);
        summary->join_none = array(layout->n_countries, sizeof *summary->join_none);
        summary->date_status = array(dates, sizeof *summary->date_status);
        failed = failed || !summary->status_change || !summary->join_count || !summary->join_none ||
                 !summary->date_status;
    }
    if (failed) {
        wai_summary_free(summary);
        return WAI_ERR_MEMORY;
    }
    return WAI_OK;
}

void wai_summary_free(struct wai_summary *summary)
{
    for (size_t i = 0; summary->sketches && i < summary->layout->n_cells; i++) {
        wai_sketch_free(&summary->sketches[i]);
    }
    free(summary->sketches);
    free(summary->mean);
    free(summary->m2);
    free(summary->known);
    free(summary->status_change);
    free(summary->join_count);
    free(summary->join_none);
    free(summary->date_status);
    free(summary->message);
    *summary = (struct wai_summary){ 0 };
}

void wai_summary_clear(struct wai_summary *summary)
{
    const struct wai_layout *layout = summary->layout;
    size_t cells = layout->n_countries * layout->n_times;
    size_t dates = WAI_N_STATUSES * layout->n_countries * layout->options.n_dates;

    summary->n_rows = 0;
    summary->n_times = 0;
    summary->n_failed = 0;
    free(summary->message);
    summary->message = NULL;
    for (size_t i = 0; i < layout->n_cells; i++) {
        summary->mean[i] = summary->m2[i] = 0.0;
        summary->known[i] = 0;
        wai_sketch_clear(&summary->sketches[i]);
    }
    if (layout->options.p_status) {
        memset(summary->status_change, 0, WAI_N_STATUSES * cells * sizeof *summary->status_change);
        memset(summary->join_count, 0, cells * sizeof *summary->join_count);
        memset(summary->join_none, 0, layout->n_countries * sizeof *summary->join_none);
        memset(summary->date_status, 0, dates * sizeof *summary->date_status);
    }
}

/* Merges the moments of one cell (Chan, Golub, LeVeque 1979). */
static void merge(double *mean, double *m2, uint64_t *n, double other_mean, double other_m2, uint32_t other_n)
{
    double all = (double)(*n + other_n);
    double difference = other_mean - *mean;

    if (other_n == 0) {
        return;
    }
    *m2 += other_m2 + difference * difference * (double)*n * ((double)other_n / all);
    *mean += difference * ((double)other_n / all);
    *n += other_n;
}

enum wai_status wai_summary_add(struct wai_summary *summary, const struct wai_rows *rows)
{
    wai_assert(rows->finished);
    for (size_t i = 0; i < summary->layout->n_cells; i++) {
        merge(&summary->mean[i], &summary->m2[i], &summary->known[i], rows->mean[i], rows->m2[i],
              rows->known[i]);
        if (wai_sketch_add(&summary->sketches[i], rows->keys + i * WAI_SKETCH_BATCH, rows->known[i]) !=
            WAI_OK) {
            return WAI_ERR_MEMORY;
        }
    }
    summary->n_rows += rows->n_rows;
    return WAI_OK;
}

enum wai_status wai_summary_count(struct wai_summary *summary, const struct wai_rows *rows)
{
    const struct wai_layout *layout = summary->layout;
    size_t cells = layout->n_countries * layout->n_times;

    summary->n_failed += rows->n_failed;
    if (rows->message && !summary->message) {
        summary->message = strdup(rows->message);
        if (!summary->message) {
            return WAI_ERR_MEMORY;
        }
    }
    if (rows->n_rows > 0) {
        summary->n_times = rows->n_times;
    }
    if (layout->options.p_status) {
        for (size_t i = 0; i < WAI_N_STATUSES * cells; i++) {
            summary->status_change[i] += rows->status_change[i];
        }
        for (size_t i = 0; i < cells; i++) {
            summary->join_count[i] += rows->join_count[i];
        }
        for (size_t i = 0; i < layout->n_countries; i++) {
            summary->join_none[i] += rows->join_none[i];
        }
        for (size_t i = 0; i < WAI_N_STATUSES * layout->n_countries * layout->options.n_dates; i++) {
            summary->date_status[i] += rows->date_status[i];
        }
    }
    return WAI_OK;
}

double wai_summary_statistic(const struct wai_summary *summary, const struct wai_layout_column *column,
                             size_t cell, enum wai_summary_statistic which)
{
    double n = (double)summary->known[cell];
    double mean = n > 0 ? summary->mean[cell] : (double)NAN;
    double sd = n > 1 ? sqrt(summary->m2[cell] / (n - 1)) : (double)NAN;
    struct wai_interval interval;

    switch (which) {
    case WAI_SUMMARY_MEAN:
        return mean;
    case WAI_SUMMARY_SD:
        return sd;
    case WAI_SUMMARY_KNOWN:
        return n;
    default:
        break;
    }
    interval = wai_interval_metric(column->is_share, mean, sd, n, summary->layout->options.confidence);
    return which == WAI_SUMMARY_LOW    ? interval.low
           : which == WAI_SUMMARY_HIGH ? interval.high
                                       : 0.5 * (interval.high - interval.low);
}

void wai_summary_p_status(const struct wai_summary *summary, float *out)
{
    size_t width = summary->layout->n_times, rows = WAI_N_STATUSES * summary->layout->n_countries;

    for (size_t r = 0; r < rows; r++) {
        int64_t present = 0;

        for (size_t t = 0; t < width; t++) {
            present += summary->status_change[r * width + t];
            out[r * width + t] = summary->n_rows > 0 && t < summary->n_times
                                     ? (float)((double)present / (double)summary->n_rows)
                                     : (float)NAN;
        }
    }
}

void wai_summary_date_status(const struct wai_summary *summary, float *out)
{
    const struct wai_layout *layout = summary->layout;

    for (size_t i = 0; i < WAI_N_STATUSES * layout->n_countries * layout->options.n_dates; i++) {
        out[i] = summary->n_rows > 0 ? (float)((double)summary->date_status[i] / (double)summary->n_rows)
                                     : (float)NAN;
    }
}

void wai_summary_joins(const struct wai_summary *summary, int32_t *at_risk, int32_t *joins)
{
    size_t width = summary->layout->n_times;

    for (size_t i = 0; i < summary->layout->n_countries; i++) {
        int64_t left = (int64_t)summary->n_rows - summary->join_none[i];

        for (size_t t = 0; t < width; t++) {
            at_risk[i * width + t] = (int32_t)left;
            joins[i * width + t] = (int32_t)summary->join_count[i * width + t];
            left -= summary->join_count[i * width + t];
        }
    }
}

/* Hands the pending rows on and empties them. */
static enum wai_status hand_on(struct wai_summary_cut *cut, struct wai_error *err)
{
    enum wai_status status = wai_rows_finish(&cut->pending, cut->compress);

    if (status != WAI_OK) {
        return wai_error_add(err, status, "finishing rows: out of memory");
    }
    status = cut->take(cut->context, &cut->pending, err);
    wai_rows_clear(&cut->pending, cut->pending.point);
    return status;
}

enum wai_status wai_summary_cut_append(struct wai_summary_cut *cut, const struct wai_rows *rows,
                                       struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    if (cut->pending.n_rows == 0 && rows->n_rows == WAI_LAYOUT_CHUNK_ROWS && rows->finished &&
        rows->compressed >= cut->compress) {
        return cut->take(cut->context, rows, err);
    }
    if (cut->pending.n_rows == 0) { /* perhaps all there is of a point */
        if (wai_rows_adopt(&cut->pending, rows) != WAI_OK) {
            return wai_error_add(err, WAI_ERR_MEMORY, "copying rows: out of memory");
        }
        return cut->pending.n_rows == WAI_LAYOUT_CHUNK_ROWS ? hand_on(cut, err) : WAI_OK;
    }
    for (size_t i = 0; status == WAI_OK && i < rows->n_rows; i++) {
        if (wai_rows_copy(&cut->pending, rows, i) != WAI_OK) {
            return wai_error_add(err, WAI_ERR_MEMORY, "copying rows: out of memory");
        }
        if (cut->pending.n_rows == WAI_LAYOUT_CHUNK_ROWS) {
            status = hand_on(cut, err);
        }
    }
    return status;
}

enum wai_status wai_summary_cut_flush(struct wai_summary_cut *cut, struct wai_error *err)
{
    return cut->pending.n_rows > 0 ? hand_on(cut, err) : WAI_OK;
}
