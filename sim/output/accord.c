/* Datasets held against each other: see output/accord.h. */
#include "output/accord.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/intake.h"

static enum wai_status wrong_set(const char *name, const char *what, struct wai_error *err)
{
    return wai_error_add(err, WAI_ERR_FORMAT, "%s: %s", name, what);
}

/* All numbers of a dataset; NULL when it is not there (*status WAI_OK) or cannot be read. */
static double *read_all(struct wai_reader *reader, const char *name, size_t *n, enum wai_status *status,
                        struct wai_error *err)
{
    struct wai_reader_info info;
    double *values;

    *n = 0;
    if (*status != WAI_OK || !wai_reader_has(reader, name)) {
        return NULL;
    }
    *status = wai_reader_find(reader, name, &info, err);
    values = *status == WAI_OK ? malloc((info.n_values + 1) * sizeof *values) : NULL;
    if (!values) {
        *status = *status == WAI_OK ? wai_error_add(err, WAI_ERR_MEMORY, "out of memory") : *status;
        return NULL;
    }
    *n = info.n_values;
    *status = wai_reader_numbers(reader, name, NULL, values, *n, err);
    if (*status != WAI_OK) {
        free(values);
        return NULL;
    }
    return values;
}

static enum wai_status check_events(struct wai_reader *reader, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    size_t n;
    double *counts = read_all(reader, "n_events", &n, &status, err), sum = 0;

    for (size_t i = 0; counts && i < n; i++) {
        sum += isnan(counts[i]) ? 0 : counts[i];
    }
    if (counts && fabs(sum - (double)wai_reader_length(reader, "event")) > 0) {
        status = wrong_set("n_events", "there are not as many events", err);
    }
    free(counts);
    return status;
}

static enum wai_status check_joins(struct wai_reader *reader, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    size_t n, m;
    double *risk = read_all(reader, "join_at_risk", &n, &status, err);
    double *joins = read_all(reader, "join_count", &m, &status, err);

    for (size_t i = 0; risk && joins && i < n && i < m && status == WAI_OK; i++) {
        if (joins[i] > risk[i]) {
            status = wrong_set("join_count", "more join than had not joined", err);
        }
    }
    free(risk);
    free(joins);
    return status;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sponsor and rival leader are countries of the file; there may be no leader. */
static enum wai_status check_actors(char **codes, size_t n, int64_t file, struct wai_error *err)
{
    static const char *const actors[] = { "sponsor", "rival_leader" };
    enum wai_status status = WAI_OK;

    for (size_t k = 0; k < 2 && status == WAI_OK; k++) {
        char *code = wai_intake_text(file, actors[k]);
        int found = code && k == 1 && code[0] == '\0';

        for (size_t i = 0; code && i < n && !found; i++) {
            found = strcmp(codes[i], code) == 0;
        }
        status = found ? WAI_OK : wrong_set(actors[k], "none of its countries", err);
        free(code);
    }
    return status;
}

static enum wai_status check_codes(struct wai_reader *reader, int64_t file, struct wai_error *err)
{
    char **codes;
    size_t n;
    enum wai_status status = wai_reader_texts(reader, "country", &codes, &n, err);

    if (status == WAI_OK) {
        status = check_actors(codes, n, file, err);
    }
    if (status == WAI_OK && n > 1) {
        qsort(codes, n, sizeof *codes, by_text);
    }
    for (size_t i = 1; i < n && status == WAI_OK; i++) {
        if (strcmp(codes[i - 1], codes[i]) == 0) {
            status = wrong_set("country", "two have the same code", err);
        }
    }
    wai_reader_free_texts(codes, n);
    return status;
}

/* The year of each account is that of its day. */
static enum wai_status check_years(const struct wai_sense *sense, struct wai_reader *reader,
                                   struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    size_t n, m;
    double *days = read_all(reader, "time", &n, &status, err);
    double *years = read_all(reader, "year", &m, &status, err);

    for (size_t i = 0; days && years && i < n && i < m && status == WAI_OK; i++) {
        if (fabs(sense->start_year + days[i] / WAI_SENSE_DAYS - years[i]) > WAI_SENSE_SPARE) {
            status = wrong_set("year", "its years are not those of its days", err);
        }
    }
    free(days);
    free(years);
    return status;
}

/* What is done and failed was asked for. */
static enum wai_status check_counts(struct wai_reader *reader, const char *word, struct wai_error *err)
{
    static const char *const ends[] = { "asked", "done", "failed" };
    double *counts[3] = { NULL, NULL, NULL };
    enum wai_status status = WAI_OK;
    size_t n[3] = { 0, 0, 0 };
    char name[64];

    for (size_t k = 0; k < 3; k++) {
        (void)snprintf(name, sizeof name, "%s_%s", word, ends[k]);
        counts[k] = read_all(reader, name, &n[k], &status, err);
    }
    for (size_t i = 0; counts[0] && counts[1] && counts[2] && i < n[0] && status == WAI_OK; i++) {
        if (i < n[1] && i < n[2] && counts[1][i] + counts[2][i] > counts[0][i]) {
            (void)snprintf(name, sizeof name, "%s_%s", word, ends[0]);
            status = wrong_set(name, "more are done or failed", err);
        }
    }
    for (size_t k = 0; k < 3; k++) {
        free(counts[k]);
    }
    return status;
}

/* Ends of the intervals of metrics in their order. */
static enum wai_status check_intervals(const struct wai_sense *sense, struct wai_reader *reader,
                                       struct wai_error *err)
{
    enum wai_status status = WAI_OK;

    for (const char *at = sense->metrics; at && *at != '\0' && status == WAI_OK;) {
        int length = (int)strcspn(at, " ");
        char name[128];
        double *low, *high;
        size_t n, m;

        (void)snprintf(name, sizeof name, "%.*s_low", length, at);
        low = read_all(reader, name, &n, &status, err);
        (void)snprintf(name, sizeof name, "%.*s_high", length, at);
        high = read_all(reader, name, &m, &status, err);
        for (size_t i = 0; low && high && i < n && i < m && status == WAI_OK; i++) {
            if (low[i] > high[i]) {
                status = wrong_set(name, "the interval ends before it begins", err);
            }
        }
        free(low);
        free(high);
        at += length + (at[length] == ' ');
    }
    return status;
}

enum wai_status wai_accord_check(const struct wai_sense *sense, struct wai_reader *reader,
                                 struct wai_error *err)
{
    enum wai_status status = check_events(reader, err);
    size_t n;
    double *done =
        sense->kind == WAI_READER_ENSEMBLE ? read_all(reader, "replicates_done", &n, &status, err) : NULL;

    if (done && fabs(*done - (double)sense->n_replicates) > 0) {
        status = wrong_set("replicates_done", "there are not as many replications", err);
    }
    free(done);
    status = status == WAI_OK ? check_joins(reader, err) : status;
    status = status == WAI_OK ? check_years(sense, reader, err) : status;
    status = status == WAI_OK ? check_counts(reader, "replicates", err) : status;
    status = status == WAI_OK ? check_counts(reader, "replications", err) : status;
    status = status == WAI_OK ? check_intervals(sense, reader, err) : status;
    return status == WAI_OK ? check_codes(reader, sense->file, err) : status;
}
