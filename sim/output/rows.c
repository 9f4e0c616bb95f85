/* Filling of rows from records, and the moments and sorted keys of a filled batch.
 * The compression of the columns is in tile.c. */
#include "output/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "output/sketch.h"
#include "output/tile.h"

#define ROWS WAI_LAYOUT_CHUNK_ROWS

/* calloc that gives memory also for nothing. */
static void *array(size_t n, size_t size)
{
    return calloc(n ? n : 1, size);
}

size_t wai_rows_bytes(const struct wai_layout *layout, size_t n_rows)
{
    const struct wai_rows *rows = NULL; /* for sizes alone */
    size_t each = sizeof *rows->mean + sizeof *rows->m2 + sizeof *rows->known;
    size_t bytes = layout->n_cells * (each + WAI_SKETCH_BATCH * sizeof *rows->keys);

    if (layout->options.p_status) {
        bytes += layout->n_countries *
                 ((WAI_N_STATUSES + 1) * layout->n_times + WAI_N_STATUSES * layout->options.n_dates + 1) *
                 sizeof *rows->status_change;
    }
    for (size_t c = 0; c < layout->n_columns; c++) {
        size_t column = n_rows * layout->columns[c].n_values * wai_layout_size(layout->columns[c].type);

        bytes += column + (layout->columns[c].stored ? column / 2 : 0);
    }
    return bytes;
}

enum wai_status wai_rows_init(struct wai_rows *rows, const struct wai_layout *layout)
{
    size_t cells = layout->n_cells, countries = layout->n_countries;
    int failed;

    *rows = (struct wai_rows){ .layout = layout };
    rows->replicate = array(ROWS, sizeof *rows->replicate);
    rows->values = array(layout->n_columns, sizeof *rows->values);
    rows->n_events = array(ROWS, sizeof *rows->n_events);
    rows->mean = array(cells, sizeof *rows->mean);
    rows->m2 = array(cells, sizeof *rows->m2);
    rows->known = array(cells, sizeof *rows->known);
    rows->keys = array(cells * WAI_SKETCH_BATCH, sizeof *rows->keys);
    failed = !rows->replicate || !rows->values || !rows->n_events || !rows->mean || !rows->m2 ||
             !rows->known || !rows->keys;
    if (layout->options.p_status) {
        rows->status_change =
            array(WAI_N_STATUSES * countries * layout->n_times, sizeof *rows->status_change);
        rows->join_count = array(countries * layout->n_times, sizeof *rows->join_count);
        rows->join_none = array(countries, sizeof *rows->join_none);
        rows->date_status =
            array(WAI_N_STATUSES * countries * layout->options.n_dates, sizeof *rows->date_status);
        failed =
            failed || !rows->status_change || !rows->join_count || !rows->join_none || !rows->date_status;
    }
    for (size_t c = 0; !failed && c < layout->n_columns; c++) {
        const struct wai_layout_column *column = &layout->columns[c];

        rows->values[c] = array(ROWS * column->n_values, wai_layout_size(column->type));
        failed = !rows->values[c];
    }
    if (failed || wai_tile_init(rows) != WAI_OK) {
        wai_rows_free(rows);
        return WAI_ERR_MEMORY;
    }
    return WAI_OK;
}

void wai_rows_free(struct wai_rows *rows)
{
    wai_tile_free(rows);
    for (size_t c = 0; rows->values && c < rows->layout->n_columns; c++) {
        free(rows->values[c]);
    }
    free(rows->values);
    free(rows->replicate);
    free(rows->n_events);
    free(rows->mean);
    free(rows->m2);
    free(rows->known);
    free(rows->keys);
    free(rows->status_change);
    free(rows->join_count);
    free(rows->join_none);
    free(rows->date_status);
    free(rows->log);
    free(rows->message);
    *rows = (struct wai_rows){ 0 };
}

void wai_rows_clear(struct wai_rows *rows, uint64_t point)
{
    const struct wai_layout *layout = rows->layout;
    size_t cells = layout->n_countries * layout->n_times;

    rows->point = point;
    rows->n_rows = 0;
    rows->n_times = 0;
    rows->n_failed = 0;
    free(rows->message);
    rows->message = NULL;
    rows->n_log = 0;
    rows->finished = 0;
    rows->compressed = 0;
    if (layout->options.p_status) {
        memset(rows->status_change, 0, WAI_N_STATUSES * cells * sizeof *rows->status_change);
        memset(rows->join_count, 0, cells * sizeof *rows->join_count);
        memset(rows->join_none, 0, layout->n_countries * sizeof *rows->join_none);
        memset(rows->date_status, 0,
               WAI_N_STATUSES * layout->n_countries * layout->options.n_dates * sizeof *rows->date_status);
    }
}

/* n numbers (reals, or wholes where that is NULL) as values of a type from position `at`. */
static void store(void *values, enum wai_layout_type type, size_t at, size_t n, const double *reals,
                  const int32_t *wholes)
{
    int8_t *bytes = (int8_t *)values + at;
    int16_t *shorts = (int16_t *)values + at;
    int32_t *longs = (int32_t *)values + at;
    float *floats = (float *)values + at;

    for (size_t i = 0; type == WAI_LAYOUT_INT8 && i < n; i++) {
        bytes[i] = (int8_t)(reals ? reals[i] : (double)wholes[i]);
    }
    for (size_t i = 0; type == WAI_LAYOUT_INT16 && i < n; i++) {
        shorts[i] = (int16_t)(reals ? reals[i] : (double)wholes[i]);
    }
    for (size_t i = 0; type == WAI_LAYOUT_INT32 && i < n; i++) {
        longs[i] = (int32_t)(reals ? reals[i] : (double)wholes[i]);
    }
    for (size_t i = 0; type == WAI_LAYOUT_FLOAT32 && i < n; i++) {
        floats[i] = (float)(reals ? reals[i] : (double)wholes[i]);
    }
    wai_assert(type <= WAI_LAYOUT_FLOAT32);
}

/* Years to 2^-10 of a year, about nine hours: the rest is noise that does not compress. */
static double rounded(double years)
{
    return nearbyint(years * 1024.0) / 1024.0;
}

/* Copies n_series series of the record's accounts; after them all bits are 1, which is -1 or NaN: missing. */
static void add_times(const struct wai_layout_column *column, void *values, size_t at, const double *reals,
                      const int32_t *wholes, size_t n_series, size_t n_times, size_t width)
{
    size_t size = wai_layout_size(column->type);

    for (size_t s = 0; s < n_series; s++) {
        store(values, column->type, at + s * width, n_times, reals ? reals + s * n_times : NULL,
              wholes ? wholes + s * n_times : NULL);
        memset((uint8_t *)values + (at + s * width + n_times) * size, 0xff, (width - n_times) * size);
    }
}

/* 1 at the accounts in each phase, else 0; missing behind them. */
static void add_phases(const struct wai_layout_column *column, int8_t *values, size_t at, const double *phase,
                       size_t n_times, size_t width)
{
    memset(values + at, 0xff, column->n_values);
    for (size_t p = 0; p < WAI_N_PHASES; p++) {
        for (size_t t = 0; t < n_times; t++) {
            values[at + p * width + t] = (int8_t)(phase[t] == (double)p);
        }
    }
}

/* Copies what was read at the end or at dates. */
static void add_readings(const struct wai_layout *layout, const struct wai_layout_column *column,
                         void *values, size_t at, const struct wai_record *record)
{
    for (size_t i = 0; i < column->n_values; i++) {
        double value = wai_layout_reading(layout, column, record, i);

        store(values, column->type, at + i, 1, &value, NULL);
    }
}

/* Fills row `row` of one column. */
static void add_column(struct wai_rows *rows, size_t c, size_t row, const struct wai_record *record,
                       const double *metrics)
{
    const struct wai_layout_column *column = &rows->layout->columns[c];
    const double dates[] = { record->entry_into_force_years, record->operation_years,
                             record->dissolution_years };
    size_t at = row * column->n_values, width = rows->layout->n_times;
    size_t which = (size_t)column->which, n = record->n_countries;
    void *values = rows->values[c];

    if (column->moments != WAI_LAYOUT_ACCOUNTS) {
        add_readings(rows->layout, column, values, at, record);
        return;
    }
    switch (column->source) {
    case WAI_LAYOUT_SERIES:
        add_times(column, values, at, record->series + which * record->n_times, NULL, 1, record->n_times,
                  width);
        break;
    case WAI_LAYOUT_N_STATUS:
        add_times(column, values, at, NULL, record->n_status, WAI_N_STATUSES, record->n_times, width);
        break;
    case WAI_LAYOUT_SERVICE:
        add_times(column, values, at, record->service, NULL, WAI_N_INCENTIVES, record->n_times, width);
        break;
    case WAI_LAYOUT_P_PHASE:
        add_phases(column, values, at, record->series + WAI_SERIES_phase * record->n_times, record->n_times,
                   width);
        break;
    case WAI_LAYOUT_FIRST:
        for (size_t i = 0; i < n; i++) {
            ((float *)values)[at + i] = (float)rounded(record->first[which * n + i]);
        }
        break;
    case WAI_LAYOUT_FINAL_STATUS:
        memcpy((int8_t *)values + at, record->final_status, n);
        break;
    case WAI_LAYOUT_DATE:
        ((float *)values)[at] = (float)rounded(dates[which]);
        break;
    case WAI_LAYOUT_METRIC:
        ((double *)values)[at] = metrics[which];
        break;
    }
}

/* Notes where the status of a country changes along the accounts: eight equal bytes are passed at once. */
static void add_status(struct wai_rows *rows, size_t country, const int8_t *status, size_t n_times)
{
    size_t width = rows->layout->n_times, cells = rows->layout->n_countries * width;
    int32_t *change = rows->status_change + country * width;
    size_t t = 1;

    change[(size_t)status[0] * cells]++;
    while (t < n_times) {
        if (t + 8 <= n_times && memcmp(status + t, status + t - 1, 8) == 0) {
            t += 8;
            continue;
        }
        if (status[t] != status[t - 1]) {
            change[(size_t)status[t - 1] * cells + t]--;
            change[(size_t)status[t] * cells + t]++;
        }
        t++;
    }
}

/* Counts the status of a country at each date. */
static void add_date_status(struct wai_rows *rows, size_t country, const struct wai_record_table *readings)
{
    const struct wai_layout *layout = rows->layout;
    size_t n = layout->options.n_dates;

    for (size_t d = 0; d < n; d++) {
        size_t status = (size_t)readings->country_status[country * readings->n + layout->readings[d]];

        rows->date_status[(status * layout->n_countries + country) * n + d]++;
    }
}

/* Counts the first membership of a country in the interval that ends at its account. */
static void add_join(struct wai_rows *rows, size_t country, double years, size_t n_times)
{
    double step = rows->layout->account_years;
    double k;

    if (isnan(years)) {
        return;
    }
    if (years <= 0.0) {
        rows->join_none[country]++;
        return;
    }
    k = ceil(years / step);
    k += k * step < years ? 1.0 : (k - 1.0) * step >= years ? -1.0 : 0.0; /* the division may round */
    if (k <= (double)n_times) {
        rows->join_count[country * rows->layout->n_times + (size_t)k - 1]++;
    }
}

/* Appends n events of the present row. */
static enum wai_status add_log(struct wai_rows *rows, const struct wai_log_row *log, size_t n)
{
    if (rows->n_log + n > rows->log_capacity) {
        size_t wanted = 2 * (rows->n_log + n);
        struct wai_log_row *grown = realloc(rows->log, wanted * sizeof *grown);

        if (!grown) {
            return WAI_ERR_MEMORY;
        }
        rows->log = grown;
        rows->log_capacity = wanted;
    }
    if (n > 0) {
        memcpy(rows->log + rows->n_log, log, n * sizeof *log);
    }
    rows->n_log += n;
    rows->n_events[rows->n_rows] = (uint32_t)n;
    return WAI_OK;
}

enum wai_status wai_rows_add(struct wai_rows *rows, uint32_t replicate, const struct wai_record *record,
                             const double *metrics)
{
    const struct wai_layout *layout = rows->layout;
    size_t n = record->n_countries;

    wai_assert(rows->n_rows < ROWS && !rows->finished);
    wai_assert(n == layout->n_countries && record->n_times <= layout->n_times && record->n_times > 0);
    wai_assert(rows->n_rows == 0 || record->n_times == rows->n_times);
    wai_assert(rows->n_rows == 0 || replicate > rows->replicate[rows->n_rows - 1]);
    if (layout->options.events && add_log(rows, record->log, record->n_log) != WAI_OK) {
        return WAI_ERR_MEMORY;
    }
    rows->n_times = record->n_times;
    for (size_t c = 0; c < layout->n_columns; c++) {
        add_column(rows, c, rows->n_rows, record, metrics);
    }
    for (size_t i = 0; layout->options.p_status && i < n; i++) {
        add_status(rows, i, record->country_status + i * record->n_times, record->n_times);
        add_join(rows, i, record->first[WAI_FIRST_MEMBER * n + i], record->n_times);
        add_date_status(rows, i, &record->readings);
    }
    rows->replicate[rows->n_rows++] = replicate;
    return WAI_OK;
}

enum wai_status wai_rows_fail(struct wai_rows *rows, const char *message)
{
    rows->n_failed++;
    if (!rows->message) {
        rows->message = strdup(message);
    }
    return rows->message ? WAI_OK : WAI_ERR_MEMORY;
}

enum wai_status wai_rows_copy(struct wai_rows *to, const struct wai_rows *from, size_t i)
{
    size_t first = 0;

    wai_assert(to->n_rows < ROWS && i < from->n_rows);
    if (to->layout->options.events) {
        for (size_t r = 0; r < i; r++) {
            first += from->n_events[r];
        }
        if (add_log(to, from->log + first, from->n_events[i]) != WAI_OK) {
            return WAI_ERR_MEMORY;
        }
    }
    for (size_t c = 0; c < to->layout->n_columns; c++) {
        const struct wai_layout_column *column = &to->layout->columns[c];
        size_t bytes = column->n_values * wai_layout_size(column->type);

        memcpy((uint8_t *)to->values[c] + to->n_rows * bytes, (const uint8_t *)from->values[c] + i * bytes,
               bytes);
    }
    to->n_times = from->n_times;
    to->replicate[to->n_rows++] = from->replicate[i];
    to->finished = to->compressed = 0;
    return WAI_OK;
}

enum wai_status wai_rows_adopt(struct wai_rows *to, const struct wai_rows *from)
{
    size_t cells = to->layout->n_cells;

    wai_assert(to->n_rows == 0);
    for (size_t i = 0; i < from->n_rows; i++) {
        if (wai_rows_copy(to, from, i) != WAI_OK) {
            return WAI_ERR_MEMORY;
        }
    }
    if (from->finished) {
        memcpy(to->mean, from->mean, cells * sizeof *to->mean);
        memcpy(to->m2, from->m2, cells * sizeof *to->m2);
        memcpy(to->known, from->known, cells * sizeof *to->known);
        for (size_t i = 0; i < cells; i++) {
            memcpy(to->keys + i * WAI_SKETCH_BATCH, from->keys + i * WAI_SKETCH_BATCH,
                   from->known[i] * sizeof *to->keys);
        }
        to->finished = 1;
    }
    return WAI_OK;
}

/* n values from position `at` as numbers; the whole number -1 is a missing one. */
static void numbers(const void *values, enum wai_layout_type type, size_t at, size_t n, double *out)
{
    const int8_t *bytes = (const int8_t *)values + at;
    const int16_t *shorts = (const int16_t *)values + at;
    const int32_t *longs = (const int32_t *)values + at;
    const float *floats = (const float *)values + at;

    for (size_t i = 0; type == WAI_LAYOUT_INT8 && i < n; i++) {
        out[i] = bytes[i] == -1 ? (double)NAN : bytes[i];
    }
    for (size_t i = 0; type == WAI_LAYOUT_INT16 && i < n; i++) {
        out[i] = shorts[i] == -1 ? (double)NAN : shorts[i];
    }
    for (size_t i = 0; type == WAI_LAYOUT_INT32 && i < n; i++) {
        out[i] = longs[i] == -1 ? (double)NAN : longs[i];
    }
    for (size_t i = 0; type == WAI_LAYOUT_FLOAT32 && i < n; i++) {
        out[i] = (double)floats[i];
    }
    if (type == WAI_LAYOUT_FLOAT64) {
        memcpy(out, (const double *)values + at, n * sizeof *out);
    }
    wai_assert(type != WAI_LAYOUT_TEXT);
}

void wai_rows_numbers(const struct wai_rows *rows, size_t c, size_t i, double *out)
{
    const struct wai_layout_column *column = &rows->layout->columns[c];

    numbers(rows->values[c], column->type, i * column->n_values, column->n_values, out);
}

/* Moments and keys of one column, its cells beginning at `cell`.  Sums run in the order of rows. */
static void reduce(struct wai_rows *rows, size_t c, size_t cell, double *row)
{
    size_t width = rows->layout->columns[c].n_values;
    double *mean = rows->mean + cell, *m2 = rows->m2 + cell;
    uint32_t *known = rows->known + cell, *keys = rows->keys + cell * WAI_SKETCH_BATCH;

    memset(mean, 0, width * sizeof *mean);
    memset(m2, 0, width * sizeof *m2);
    memset(known, 0, width * sizeof *known);
    for (size_t i = 0; i < rows->n_rows; i++) {
        wai_rows_numbers(rows, c, i, row);
        for (size_t v = 0; v < width; v++) {
            if (!isnan(row[v])) {
                mean[v] += row[v];
                keys[v * WAI_SKETCH_BATCH + known[v]++] = wai_sketch_key((float)row[v]);
            }
        }
    }
    for (size_t v = 0; v < width; v++) {
        mean[v] /= known[v] ? (double)known[v] : 1.0;
        wai_sketch_sort(keys + v * WAI_SKETCH_BATCH, known[v]);
    }
    for (size_t i = 0; i < rows->n_rows; i++) {
        wai_rows_numbers(rows, c, i, row);
        for (size_t v = 0; v < width; v++) {
            if (!isnan(row[v])) {
                m2[v] += (row[v] - mean[v]) * (row[v] - mean[v]);
            }
        }
    }
}

/* Moments and keys of all summarised columns. */
static enum wai_status reduce_all(struct wai_rows *rows)
{
    const struct wai_layout *layout = rows->layout;
    size_t cell = 0, widest = 1;
    double *row;

    for (size_t c = 0; c < layout->n_columns; c++) {
        widest = layout->columns[c].n_values > widest ? layout->columns[c].n_values : widest;
    }
    row = malloc(widest * sizeof *row);
    if (!row) {
        return WAI_ERR_MEMORY;
    }
    for (size_t c = 0; c < layout->n_columns; c++) {
        if (layout->columns[c].summarised) {
            reduce(rows, c, cell, row);
            cell += layout->columns[c].n_values;
        }
    }
    free(row);
    rows->finished = 1;
    return WAI_OK;
}

enum wai_status wai_rows_finish(struct wai_rows *rows, int compress)
{
    enum wai_status status = rows->finished ? WAI_OK : reduce_all(rows);

    return status == WAI_OK && compress && !rows->compressed ? wai_tile_compress(rows) : status;
}
