/* Seed, version, countries and dates of a result, and its numbers by replication. */
#include "experiment/contender.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "experiment/rebuild.h"
#include "scenario/measure.h"

/* ---- what it is ---- */

static enum wai_status read_world(struct wai_contender *contender, struct wai_reader *reader,
                                  struct wai_error *err)
{
    char **codes = NULL;
    size_t n = 0;
    struct wai_sha256 sha;
    enum wai_status status = wai_reader_texts(reader, "country", &codes, &n, err);

    if (status != WAI_OK) {
        return status;
    }
    contender->world = malloc(WAI_SHA256_TEXT);
    wai_sha256_init(&sha);
    for (size_t i = 0; i < n; i++) {
        wai_sha256_add(&sha, codes[i], strlen(codes[i]) + 1);
    }
    if (contender->world) {
        wai_sha256_end(&sha, contender->world);
    }
    wai_reader_free_texts(codes, n);
    return contender->world ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
}

/* A point's name: its scenario when the sweep is one of scenarios, else its number. */
static void name_point(struct wai_contender *contender, struct wai_reader *reader)
{
    struct wai_error ignored = { 0 };
    const struct wai_reader_part part = { 1, { (size_t)contender->point }, { 1 } };
    double scenario = 0;
    char **names = NULL;
    size_t n = 0;
    char *kind = NULL;

    (void)snprintf(contender->part, sizeof contender->part, "point %lld", (long long)contender->point);
    if (wai_reader_text(reader, "design_kind", &kind, &ignored) == WAI_OK && strcmp(kind, "scenarios") == 0 &&
        wai_reader_texts(reader, "scenario", &names, &n, &ignored) == WAI_OK &&
        wai_reader_numbers(reader, "point_scenario", &part, &scenario, 1, &ignored) == WAI_OK &&
        scenario >= 0 && scenario < (double)n) {
        (void)snprintf(contender->part, sizeof contender->part, "%s", names[(size_t)scenario]);
        contender->is_scenario = 1;
    }
    free(kind);
    wai_reader_free_texts(names, n);
    wai_error_free(&ignored);
}

static enum wai_status read_count(struct wai_reader *reader, const char *name, int64_t point, size_t *count,
                                  struct wai_error *err)
{
    const struct wai_reader_part part = { 1, { (size_t)point }, { 1 } };
    double value = 0;
    enum wai_status status = wai_reader_numbers(reader, name, &part, &value, 1, err);

    *count = status == WAI_OK && value > 0 ? (size_t)value : 0;
    return status;
}

/* Which replications the file has, and how many of them went well. */
static enum wai_status read_replicates(struct wai_contender *contender, struct wai_reader *reader,
                                       struct wai_error *err)
{
    size_t n = wai_reader_length(reader, "replicate");
    size_t failed = 0;
    double *numbers = malloc((n + 1) * sizeof *numbers);
    enum wai_status status = numbers ? WAI_OK : WAI_ERR_MEMORY;

    contender->replicates = malloc((n + 1) * sizeof *contender->replicates);
    contender->places = calloc(n + 1, sizeof *contender->places);
    if (!numbers || !contender->replicates || !contender->places) {
        free(numbers);
        return wai_error_add(err, WAI_ERR_MEMORY, "out of memory for the replications");
    }
    contender->n_rows = n;
    contender->n_done = n;
    if (contender->point >= 0) {
        status = read_count(reader, "replications_done", contender->point, &contender->n_done, err);
        if (status == WAI_OK) {
            status = read_count(reader, "replications_failed", contender->point, &failed, err);
        }
        contender->n_rows = contender->n_done + failed < n ? contender->n_done + failed : n;
    }
    if (status == WAI_OK && n > 0) {
        status = wai_reader_numbers(reader, "replicate", NULL, numbers, n, err);
    }
    for (size_t i = 0; status == WAI_OK && i < n; i++) {
        contender->replicates[i] = numbers[i] >= 0 && numbers[i] < INT32_MAX ? (int32_t)numbers[i] : 0;
    }
    free(numbers);
    return status;
}

static enum wai_status read_run(struct wai_contender *contender, struct wai_error *err)
{
    struct wai_rebuild rebuild = { 0 };
    const struct wai_setup *setup = &rebuild.scenario.setup;
    enum wai_status status = wai_rebuild_read(&rebuild, contender->path, contender->point, err);

    if (status != WAI_OK) {
        return status;
    }
    contender->seed = rebuild.luck.seed;
    contender->stratum = rebuild.luck.stratum;
    contender->run =
        (struct wai_definition_run){ setup->start_day, setup->start_day + setup->n_days,
                                     setup->params.organisation.account_years, rebuild.rests_on_accounts };
    contender->n_accounts = wai_setup_n_accounts(setup);
    (void)snprintf(contender->sponsor, sizeof contender->sponsor, "%s", setup->tables.iso3[setup->sponsor]);
    contender->n_metrics = rebuild.n_metrics;
    contender->metrics = rebuild.metrics;
    contender->n_dates = rebuild.n_dates;
    contender->dates = rebuild.dates;
    rebuild.n_metrics = 0;
    rebuild.metrics = NULL;
    rebuild.dates = NULL;
    wai_rebuild_free(&rebuild);
    return WAI_OK;
}

enum wai_status wai_contender_read(struct wai_contender *contender, struct wai_reader *reader,
                                   const char *path, int64_t point, struct wai_error *err)
{
    enum wai_status status;

    *contender = (struct wai_contender){ .path = path, .point = point };
    status = read_run(contender, err);
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "version", &contender->version, err);
    }
    if (status == WAI_OK) {
        status = read_world(contender, reader, err);
    }
    if (status == WAI_OK) {
        status = read_replicates(contender, reader, err);
    }
    if (status == WAI_OK && point >= 0) {
        name_point(contender, reader);
    }
    return status;
}

void wai_contender_free(struct wai_contender *contender)
{
    free(contender->version);
    free(contender->world);
    for (size_t i = 0; i < contender->n_metrics; i++) {
        wai_measure_free(&contender->metrics[i]);
    }
    free(contender->metrics);
    free(contender->dates);
    free(contender->replicates);
    free(contender->places);
    *contender = (struct wai_contender){ 0 };
}

int wai_contender_paired(const struct wai_contender *a, const struct wai_contender *b, char *why, size_t size)
{
    if (strcmp(a->world, b->world) != 0) {
        (void)snprintf(why, size, "they have other countries");
    } else if (strcmp(a->version, b->version) != 0) {
        (void)snprintf(why, size, "they were made by versions %s and %s", a->version, b->version);
    } else if (a->seed != b->seed) {
        (void)snprintf(why, size, "they have other seeds, %llu and %llu", (unsigned long long)a->seed,
                       (unsigned long long)b->seed);
    } else if (a->stratum != b->stratum) {
        (void)snprintf(why, size, "their points were made independent (crn = false)");
    } else {
        (void)snprintf(why, size, "%s", "");
        return 1;
    }
    return 0;
}

/* ---- numbers ---- */

int wai_contender_has(const struct wai_contender *contender, struct wai_reader *reader, const char *dataset,
                      size_t n_axes)
{
    struct wai_error ignored = { 0 };
    struct wai_reader_info info;
    size_t axis = contender->point >= 0;
    int has = wai_reader_has(reader, dataset) &&
              wai_reader_find(reader, dataset, &info, &ignored) == WAI_OK &&
              info.n_dims == axis + 1 + n_axes && strcmp(info.dims[axis], "replicate") == 0;

    wai_error_free(&ignored);
    return has;
}

enum wai_status wai_contender_values(const struct wai_contender *contender, struct wai_reader *reader,
                                     const char *dataset, size_t place, double *buffer, double *values,
                                     size_t n_replicates, struct wai_error *err)
{
    struct wai_reader_part part = { 0 };
    enum wai_status status = WAI_OK;

    for (size_t i = 0; i < n_replicates; i++) {
        values[i] = NAN;
    }
    if (contender->point >= 0) {
        part.start[part.n_dims] = (size_t)contender->point;
        part.count[part.n_dims++] = 1;
    }
    part.count[part.n_dims++] = contender->n_rows;
    if (place != SIZE_MAX) {
        part.start[part.n_dims] = place;
        part.count[part.n_dims++] = 1;
    }
    if (contender->n_rows > 0) {
        status = wai_reader_numbers(reader, dataset, &part, buffer, contender->n_rows, err);
    }
    for (size_t i = 0; status == WAI_OK && i < contender->n_rows; i++) {
        values[contender->places[i]] = buffer[i];
    }
    return status;
}

const struct wai_metric *wai_contender_metric(const struct wai_contender *contender, const char *name)
{
    for (size_t i = 0; i < contender->n_metrics; i++) {
        if (strcmp(contender->metrics[i].name, name) == 0) {
            return &contender->metrics[i];
        }
    }
    return NULL;
}

/* ---- dates ---- */

double wai_contender_day(const struct wai_contender *contender, double years)
{
    return contender->run.start_day + years * WAI_DAYS_PER_YEAR;
}

/* Calendar day of account k (from 0). */
static int32_t day_of_account(const struct wai_contender *contender, size_t k)
{
    return (int32_t)floor(wai_contender_day(contender, (double)(k + 1) * contender->run.account_years));
}

/* The last account on or before a day; SIZE_MAX: none. */
static size_t account_before(const struct wai_contender *contender, int32_t day)
{
    double years = (day + 1 - contender->run.start_day) / WAI_DAYS_PER_YEAR;
    double estimate = years / contender->run.account_years + 1;
    size_t k = estimate < 0                               ? 0
               : estimate < (double)contender->n_accounts ? (size_t)estimate
                                                          : contender->n_accounts;

    while (k > 0 && day_of_account(contender, k - 1) > day) {
        k--;
    }
    return k - 1;
}

int32_t wai_contender_account(const struct wai_contender *contenders, size_t n, int32_t day, size_t *accounts)
{
    int32_t latest = day;
    int agreed = 0;

    /* Each takes the day back to its own last account until none moves it. */
    while (!agreed) {
        agreed = 1;
        for (size_t i = 0; i < n; i++) {
            int32_t own;

            accounts[i] = account_before(&contenders[i], latest);
            if (accounts[i] == SIZE_MAX) {
                return INT32_MIN;
            }
            own = day_of_account(&contenders[i], accounts[i]);
            agreed = agreed && (own == latest || i == 0);
            latest = own;
        }
    }
    return latest;
}
