/* A record beside the numbers that a file keeps of the replication, dataset by dataset. */
#include "experiment/likeness.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiment/metric.h"

#define MAX_TOLD 10               /* differences */
#define ROUNDING (0x1p-11 + 1e-5) /* files keep dates to 2^-10 years, in 32 bits */
#define RELATIVE 1e-6             /* 32-bit floats */

struct comparison {
    const struct wai_rebuild *rebuild;
    struct wai_reader *reader;
    const char *path;
    const struct wai_record *record;
    size_t row;          /* of the replicate in the file */
    int may_have_failed; /* some replications of the point did */
    size_t n_compared, n_different;
    struct wai_error *err;
};

static int agree(double a, double b, double tolerance)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= tolerance + RELATIVE * fabs(b);
}

/* Compares a dataset of the replicate, where the file has it, with n numbers of the record. */
static enum wai_status compare(struct comparison *comparison, const char *name, const double *values,
                               size_t n, double tolerance)
{
    struct wai_reader_info info;
    struct wai_reader_part part = { .count = { 1, 1, 1, 1 } };
    size_t n_stored = 1;
    enum wai_status status = WAI_OK;
    double *stored;

    if (!wai_reader_has(comparison->reader, name)) {
        return WAI_OK;
    }
    status = wai_reader_find(comparison->reader, name, &info, comparison->err);
    if (status != WAI_OK) {
        return status;
    }
    for (size_t d = 0; d < info.n_dims; d++) {
        if (strcmp(info.dims[d], "point") == 0) {
            part.start[d] = (size_t)comparison->rebuild->point;
        } else if (strcmp(info.dims[d], "replicate") == 0) {
            part.start[d] = comparison->row;
        } else {
            part.count[d] = info.sizes[d];
            n_stored *= info.sizes[d];
        }
    }
    part.n_dims = info.n_dims;
    stored = calloc(n_stored + 1, sizeof *stored);
    if (!stored) {
        return wai_error_add(comparison->err, WAI_ERR_MEMORY, "out of memory");
    }
    status = wai_reader_numbers(comparison->reader, name, &part, stored, n_stored, comparison->err);
    for (size_t i = 0; status == WAI_OK && i < n && i < n_stored; i++) {
        if (isnan(stored[i]) && comparison->may_have_failed) {
            continue;
        }
        comparison->n_compared++;
        if (!agree(stored[i], values[i], tolerance) && comparison->n_different++ < MAX_TOLD) {
            (void)wai_error_add(comparison->err, WAI_ERR_FORMAT,
                                "%s: %s[%zu] is %.9g, the repetition gives %.9g", comparison->path, name, i,
                                stored[i], values[i]);
        }
    }
    free(stored);
    return status;
}

/* The numbers that the config asked of the replication; not those that an early file read at the account
 * before the day. */
static enum wai_status compare_metrics(struct comparison *comparison)
{
    const struct wai_rebuild *rebuild = comparison->rebuild;
    enum wai_status status = WAI_OK;

    for (size_t i = 0; status == WAI_OK && i < rebuild->n_metrics; i++) {
        const struct wai_metric *metric = &rebuild->metrics[i];
        double value;

        if (rebuild->rests_on_accounts &&
            (metric->reduce == WAI_REDUCE_AT || metric->reduce == WAI_REDUCE_FINAL)) {
            continue;
        }
        value = wai_metric_value(metric, &rebuild->scenario.setup, comparison->record);

        status = compare(comparison, metric->name, &value, 1, 1e-6);
    }
    return status;
}

/* The series at the end, and at the dates of the file. */
static enum wai_status compare_readings(struct comparison *comparison)
{
    const struct wai_record_table *readings = &comparison->record->readings;
    const struct wai_rebuild *rebuild = comparison->rebuild;
    double *values = calloc(rebuild->n_dates + 1, sizeof *values);
    enum wai_status status =
        values ? WAI_OK : wai_error_add(comparison->err, WAI_ERR_MEMORY, "out of memory for dates");

    for (size_t k = 0; status == WAI_OK && k < WAI_N_SERIES; k++) {
        const double *series = readings->series + k * readings->n;
        char name[64];

        (void)snprintf(name, sizeof name, "final_%s", wai_series_table[k].name);
        status = compare(comparison, name, &series[readings->n - 1], 1, 1e-6);
        for (size_t d = 0; d < rebuild->n_dates; d++) {
            values[d] = series[wai_setup_reading(&rebuild->scenario.setup, rebuild->dates[d])];
        }
        if (status == WAI_OK && rebuild->n_dates > 0) {
            (void)snprintf(name, sizeof name, "at_%s", wai_series_table[k].name);
            status = compare(comparison, name, values, rebuild->n_dates, 1e-6);
        }
    }
    free(values);
    return status;
}

static enum wai_status compare_all(struct comparison *comparison)
{
    const struct wai_record *record = comparison->record;
    enum wai_status status = WAI_OK;
    double *final = calloc(record->n_countries + 1, sizeof *final);
    char name[64];

    if (!final) {
        return wai_error_add(comparison->err, WAI_ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < record->n_countries; i++) {
        final[i] = record->final_status[i];
    }
    for (size_t k = 0; status == WAI_OK && k < WAI_N_SERIES; k++) {
        status = compare(comparison, wai_series_table[k].name, record->series + k * record->n_times,
                         record->n_times, 1e-6);
    }
    for (size_t k = 0; status == WAI_OK && k < WAI_N_FIRST; k++) {
        (void)snprintf(name, sizeof name, "first_%s", wai_first_names[k]);
        status =
            compare(comparison, name, record->first + k * record->n_countries, record->n_countries, ROUNDING);
    }
    if (status == WAI_OK) {
        status = compare_readings(comparison);
    }
    if (status == WAI_OK) {
        status = compare(comparison, "final_status", final, record->n_countries, 0);
    }
    if (status == WAI_OK) {
        status = compare(comparison, "entry_into_force", &record->entry_into_force_years, 1, ROUNDING);
    }
    free(final);
    return status == WAI_OK ? compare_metrics(comparison) : status;
}

/* A point of a sweep may have fewer replications than the axis; one that failed is kept by none of the
 * datasets. */
static enum wai_status check_point(struct comparison *comparison, uint32_t replicate)
{
    const uint64_t point = comparison->rebuild->point;
    double done = 0, failed = 0;
    enum wai_status status =
        wai_rebuild_number(comparison->reader, "replications_done", point, &done, comparison->err);

    if (status == WAI_OK) {
        status =
            wai_rebuild_number(comparison->reader, "replications_failed", point, &failed, comparison->err);
    }
    comparison->may_have_failed = failed > 0;
    return status == WAI_OK && replicate >= done + failed
               ? wai_error_add(comparison->err, WAI_ERR_USAGE, "%s: point %llu has %.0f replications",
                               comparison->path, (unsigned long long)point, done + failed)
               : status;
}

/* The row of a replicate on the axis of that name. */
static enum wai_status find_row(struct comparison *comparison, uint32_t replicate)
{
    const struct wai_rebuild *rebuild = comparison->rebuild;
    size_t n = wai_reader_length(comparison->reader, "replicate");
    double *numbers;
    enum wai_status status;

    if (rebuild->kind == WAI_READER_RUN) {
        return rebuild->stored_replicate == (int64_t)replicate
                   ? WAI_OK
                   : wai_error_add(comparison->err, WAI_ERR_USAGE, "%s: has replicate %lld alone",
                                   comparison->path, (long long)rebuild->stored_replicate);
    }
    numbers = calloc(n + 1, sizeof *numbers);
    if (!numbers) {
        return wai_error_add(comparison->err, WAI_ERR_MEMORY, "out of memory");
    }
    status = wai_reader_numbers(comparison->reader, "replicate", NULL, numbers, n, comparison->err);
    for (comparison->row = 0; status == WAI_OK && comparison->row < n; comparison->row++) {
        if (fabs(numbers[comparison->row] - replicate) < 0.5) {
            break;
        }
    }
    free(numbers);
    if (status == WAI_OK && comparison->row == n) {
        status = wai_error_add(comparison->err, WAI_ERR_USAGE, "%s: has no replicate %lu", comparison->path,
                               (unsigned long)replicate);
    }
    return status == WAI_OK && rebuild->kind == WAI_READER_SWEEP ? check_point(comparison, replicate)
                                                                 : status;
}

enum wai_status wai_likeness_compare(const struct wai_rebuild *rebuild, const char *path, uint32_t replicate,
                                     const struct wai_record *record, size_t *n_compared,
                                     struct wai_error *err)
{
    struct comparison comparison = { .rebuild = rebuild, .path = path, .record = record, .err = err };
    enum wai_status status = wai_reader_open(&comparison.reader, path, err);

    *n_compared = 0;
    if (status != WAI_OK) {
        return status;
    }
    /* A sweep without the axis keeps no replications of their own: nothing to compare with. */
    if (rebuild->kind != WAI_READER_SWEEP || wai_reader_has(comparison.reader, "replicate")) {
        status = find_row(&comparison, replicate);
        if (status == WAI_OK) {
            status = compare_all(&comparison);
        }
    }
    if (status == WAI_OK && comparison.n_different > MAX_TOLD) {
        (void)wai_error_add(err, WAI_ERR_FORMAT, "%s: and %zu more", path, comparison.n_different - MAX_TOLD);
    }
    wai_reader_close(&comparison.reader);
    *n_compared = comparison.n_compared;
    return status == WAI_OK && comparison.n_different > 0 ? WAI_ERR_FORMAT : status;
}
