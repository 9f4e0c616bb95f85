/* From the texts and tables of a result back to its world, and the check that a repetition is one. */
#include "experiment/rebuild.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "experiment/metric.h"
#include "model/param.h"
#include "scenario/config.h"
#include "scenario/measure.h"

#define MAX_TOLD 10               /* differences */
#define ROUNDING (0x1p-11 + 1e-5) /* files keep dates to 2^-10 years, in 32 bits */
#define RELATIVE 1e-6             /* 32-bit floats */

static enum wai_status wrong(const char *path, const char *what, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s", path, what);
}

/* One number of a dataset over points. */
static enum wai_status read_at_point(struct wai_reader *reader, const char *name, uint64_t point,
                                     double *value, struct wai_error *err)
{
    const struct wai_reader_part part = { 1, { (size_t)point }, { 1 } };

    return wai_reader_numbers(reader, name, &part, value, 1, err);
}

/* The tables that the scenario text names by digest. */
static enum wai_status read_tables(struct wai_reader *reader, const char *effective,
                                   struct wai_input inputs[WAI_N_INPUTS], struct wai_error *err)
{
    for (int role = 0; role < WAI_N_INPUTS; role++) {
        for (int k = 1; !inputs[role].text && k < 100; k++) {
            char name[64], key[160], sha256[WAI_SHA256_TEXT], *text = NULL;
            enum wai_status status;

            (void)snprintf(name, sizeof name, k > 1 ? "input/%s_table_%d" : "input/%s_table",
                           wai_input_names[role], k);
            if (!wai_reader_has(reader, name)) {
                break;
            }
            status = wai_reader_text(reader, name, &text, err);
            if (status != WAI_OK) {
                return status;
            }
            wai_sha256_text(text, strlen(text), sha256);
            (void)snprintf(key, sizeof key, "%s_sha256 = \"%s\"", wai_input_names[role], sha256);
            if (!strstr(effective, key)) {
                free(text); /* of another scenario */
                continue;
            }
            inputs[role] = (struct wai_input){ .name = strdup(wai_input_names[role]),
                                               .text = text,
                                               .length = strlen(text),
                                               .source = strdup(""),
                                               .licence = strdup("") };
            memcpy(inputs[role].sha256, sha256, sizeof inputs[role].sha256);
            if (!inputs[role].name || !inputs[role].source || !inputs[role].licence) {
                return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for a table");
            }
        }
    }
    return WAI_OK;
}

static void free_tables(struct wai_input inputs[WAI_N_INPUTS])
{
    for (int role = 0; role < WAI_N_INPUTS; role++) {
        free(inputs[role].name);
        free(inputs[role].text);
        free(inputs[role].source);
        free(inputs[role].licence);
    }
}

/* The scenario of the point, with its tables. */
static enum wai_status read_scenario(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                     struct wai_error *err)
{
    struct wai_input inputs[WAI_N_INPUTS] = { 0 };
    char **texts = NULL, **names = NULL;
    size_t n_texts = 0, n_names = 0, at = 0;
    double number = 0;
    enum wai_status status = wai_reader_texts(reader, "provenance/scenario_effective", &texts, &n_texts, err);

    if (status == WAI_OK) {
        status = wai_reader_texts(reader, "scenario", &names, &n_names, err);
    }
    if (status == WAI_OK && wai_reader_has(reader, "point_scenario")) {
        status = read_at_point(reader, "point_scenario", rebuild->point, &number, err);
        at = status == WAI_OK && number >= 0 && number < (double)n_texts ? (size_t)number : n_texts;
    }
    if (status == WAI_OK && (at >= n_texts || at >= n_names)) {
        status = wrong(path, "the scenario of the point is not there", err);
    }
    if (status == WAI_OK) {
        status = read_tables(reader, texts[at], inputs, err);
    }
    if (status == WAI_OK) {
        status = wai_scenario_read_text(&rebuild->scenario, texts[at], strlen(texts[at]), names[at], ".",
                                        inputs, NULL, 0, err);
    }
    free_tables(inputs);
    wai_reader_free_texts(texts, n_texts);
    wai_reader_free_texts(names, n_names);
    return status;
}

/* The swept parameters of the point. */
static enum wai_status read_params(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                   struct wai_error *err)
{
    struct wai_params *params = &rebuild->scenario.setup.params;
    int changed = 0;

    for (size_t i = 0; i < wai_param_count; i++) {
        char name[128];
        double value;
        enum wai_status status;

        (void)snprintf(name, sizeof name, "param_%s", wai_param_table[i].path);
        for (char *dot = strchr(name, '.'); dot; dot = strchr(dot, '.')) {
            *dot = '_';
        }
        if (!wai_reader_has(reader, name)) {
            continue;
        }
        status = read_at_point(reader, name, rebuild->point, &value, err);
        if (status != WAI_OK) {
            return status;
        }
        if (!wai_param_allows(i, value)) {
            return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s: %g at point %llu is not allowed", path, name,
                                 value, (unsigned long long)rebuild->point);
        }
        wai_param_set(params, i, value);
        changed = 1;
    }
    return changed && wai_scenario_refresh(&rebuild->scenario) != WAI_OK
               ? wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the scenario")
               : WAI_OK;
}

/* Seed, and whether points are independent. */
static enum wai_status read_luck(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                 struct wai_error *err)
{
    char *seed = NULL, *effective = NULL, *end;
    enum wai_status status = wai_reader_text(reader, "seed", &seed, err);

    if (status == WAI_OK) {
        status = wai_reader_text(reader, "config_effective", &effective, err);
    }
    if (status == WAI_OK) {
        errno = 0;
        rebuild->luck.seed = strtoull(seed, &end, 10);
        if (errno != 0 || end == seed || *end != '\0' || strlen(seed) >= sizeof rebuild->seed_text) {
            status = wrong(path, "the seed is no number", err);
        } else {
            (void)snprintf(rebuild->seed_text, sizeof rebuild->seed_text, "%s", seed);
            if (strstr(effective, "crn = false;")) {
                rebuild->luck.stratum = (uint32_t)(rebuild->point + 1);
            }
        }
    }
    free(seed);
    free(effective);
    return status;
}

/* The budget of events; files that do not name one were made with the preset. */
static enum wai_status read_limits(struct wai_rebuild *rebuild, struct wai_reader *reader,
                                   struct wai_error *err)
{
    char *text = NULL;
    enum wai_status status = wai_reader_has(reader, "provenance/max_events")
                                 ? wai_reader_text(reader, "max_events", &text, err)
                                 : WAI_OK;

    rebuild->limits.max_events = text ? strtoull(text, NULL, 10) : 0;
    free(text);
    return status;
}

/* Metrics, and the days at whose ends they want the state. */
static enum wai_status read_metrics(struct wai_rebuild *rebuild, const char *path, struct wai_error *err)
{
    struct wai_setup *setup = &rebuild->scenario.setup;
    enum wai_status status =
        wai_measure_read_text(rebuild->config_effective, path, &rebuild->metrics, &rebuild->n_metrics, err);
    int32_t *days;
    size_t n = 0;

    if (status != WAI_OK || rebuild->n_metrics == 0) {
        return status;
    }
    days = calloc(rebuild->n_metrics, sizeof *days);
    for (size_t i = 0; days && i < rebuild->n_metrics; i++) {
        if (rebuild->metrics[i].reduce == WAI_REDUCE_AT) {
            days[n++] = rebuild->metrics[i].at_day - setup->start_day;
        }
    }
    status = days ? wai_setup_read_at(setup, days, n) : WAI_ERR_MEMORY;
    free(days);
    return status == WAI_OK ? WAI_OK : wai_error_add(err, status, "out of memory for the metrics");
}

/* The point asked for, if the file has it: a run file keeps one point, under its number in the sweep it came
 * from. */
static enum wai_status find_point(struct wai_rebuild *rebuild, struct wai_reader *reader, const char *path,
                                  int64_t point, struct wai_error *err)
{
    rebuild->n_points = rebuild->kind == WAI_READER_SWEEP ? wai_reader_length(reader, "point") : 1;
    rebuild->stored_replicate = -1;
    if (rebuild->kind == WAI_READER_RUN) {
        int64_t stored = wai_reader_whole(reader, "point");

        rebuild->stored_replicate = wai_reader_whole(reader, "replicate");
        rebuild->point = stored > 0 ? (uint64_t)stored : 0;
        return point < 0 || (uint64_t)point == rebuild->point
                   ? WAI_OK
                   : wai_error_add(err, WAI_ERR_USAGE, "%s: has point %llu alone", path,
                                   (unsigned long long)rebuild->point);
    }
    rebuild->point = point < 0 ? 0 : (uint64_t)point;
    return rebuild->point < rebuild->n_points
               ? WAI_OK
               : wai_error_add(err, WAI_ERR_USAGE, "%s: there is no point %llu; it has %zu, numbered from 0",
                               path, (unsigned long long)rebuild->point, rebuild->n_points);
}

enum wai_status wai_rebuild_read(struct wai_rebuild *rebuild, const char *path, int64_t point,
                                 struct wai_error *err)
{
    struct wai_reader *reader = NULL;
    enum wai_status status;

    *rebuild = (struct wai_rebuild){ 0 };
    status = wai_reader_open(&reader, path, err);
    if (status != WAI_OK) {
        return status;
    }
    rebuild->kind = wai_reader_kind(reader);
    status = find_point(rebuild, reader, path, point, err);
    if (status == WAI_OK) {
        status = read_scenario(rebuild, reader, path, err);
    }
    if (status == WAI_OK && rebuild->kind == WAI_READER_SWEEP) {
        status = read_params(rebuild, reader, path, err);
    }
    if (status == WAI_OK) {
        status = read_luck(rebuild, reader, path, err);
    }
    if (status == WAI_OK) {
        status = read_limits(rebuild, reader, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "config_text", &rebuild->config_text, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "config_effective", &rebuild->config_effective, err);
    }
    wai_reader_close(&reader);
    if (status == WAI_OK) {
        status = read_metrics(rebuild, path, err);
    }
    if (status != WAI_OK) {
        wai_rebuild_free(rebuild);
    }
    return status;
}

void wai_rebuild_free(struct wai_rebuild *rebuild)
{
    wai_scenario_free(&rebuild->scenario);
    free(rebuild->config_text);
    free(rebuild->config_effective);
    for (size_t i = 0; i < rebuild->n_metrics; i++) {
        wai_measure_free(&rebuild->metrics[i]);
    }
    free(rebuild->metrics);
    *rebuild = (struct wai_rebuild){ 0 };
}

enum wai_status wai_rebuild_repeat(const struct wai_rebuild *rebuild, uint32_t replicate,
                                   struct wai_record_wants wants, struct wai_trial *trial,
                                   struct wai_record *record, struct wai_error *err)
{
    struct wai_runner_task task = { &rebuild->scenario.setup, rebuild->point, rebuild->luck };

    task.luck.replicate = replicate;
    return wai_trial_run(trial, &task, wants, &rebuild->limits, record, err);
}

/* ---- comparing ---- */

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

/* The numbers that the config asked of the replication. */
static enum wai_status compare_metrics(struct comparison *comparison)
{
    const struct wai_rebuild *rebuild = comparison->rebuild;
    enum wai_status status = WAI_OK;

    for (size_t i = 0; status == WAI_OK && i < rebuild->n_metrics; i++) {
        const struct wai_metric *metric = &rebuild->metrics[i];
        double value = wai_metric_value(metric, &rebuild->scenario.setup, comparison->record);

        status = compare(comparison, metric->name, &value, 1, 1e-6);
    }
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
        read_at_point(comparison->reader, "replications_done", point, &done, comparison->err);

    if (status == WAI_OK) {
        status = read_at_point(comparison->reader, "replications_failed", point, &failed, comparison->err);
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

enum wai_status wai_rebuild_compare(const struct wai_rebuild *rebuild, const char *path, uint32_t replicate,
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
