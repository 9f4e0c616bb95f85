/* Root attributes and common coordinates of result files. */
#include "output/common.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char *const wai_common_kinds[3] = { "run", "ensemble", "sweep" };

/* Civil date of a day, by eras of 400 years beginning in March. */
static void civil(int64_t day_1900, int64_t *year, int *month, int *day)
{
    int64_t z = day_1900 + 693901; /* days from 0000-03-01 */
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t of_era = z - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march = (5 * of_year + 2) / 153;

    *day = (int)(of_year - (153 * march + 2) / 5 + 1);
    *month = (int)(march < 10 ? march + 3 : march - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

/* Days from 1900-01-01 to the first of January of a year. */
static int64_t new_year(int64_t year)
{
    int64_t before = year - 1;

    return before * 365 + before / 4 - before / 100 + before / 400 - 693595;
}

void wai_common_date(int32_t day, char text[16])
{
    int64_t year;
    int month, of_month;

    civil(day, &year, &month, &of_month);
    (void)snprintf(text, 16, "%04u-%02u-%02u", (unsigned)(year % 10000) % 10000u, (unsigned)month % 100u,
                   (unsigned)of_month % 100u);
}

/* Decimal year of an instant, in days from 1900-01-01. */
static double decimal_year(double days)
{
    int64_t year;
    int month, day;

    civil((int64_t)floor(days), &year, &month, &day);
    return (double)year + (days - (double)new_year(year)) / (double)(new_year(year + 1) - new_year(year));
}

/* The axis time, and the decimal year beside it. */
static void put_time(struct wai_file *file, const struct wai_setup *setup, size_t n_times)
{
    double *values = malloc(n_times * sizeof *values);
    char date[16], unit[48];

    if (!values) {
        wai_file_fail_memory(file);
        return;
    }
    wai_common_date(setup->start_day, date);
    (void)snprintf(unit, sizeof unit, "days since %s", date);
    for (size_t k = 0; k < n_times; k++) {
        values[k] = (double)(k + 1) * setup->params.organisation.account_years * WAI_DAYS_PER_YEAR;
    }
    wai_file_axis(file, "time", n_times, WAI_LAYOUT_FLOAT64, values, unit, "time of the account");
    for (size_t k = 0; k < n_times; k++) {
        values[k] = decimal_year(setup->start_day + values[k]);
    }
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "year",
                                             .unit = "1",
                                             .meaning = "decimal year of the account",
                                             .type = WAI_LAYOUT_FLOAT64,
                                             .n_dims = 1,
                                             .dims = { "time" } },
                 values);
    free(values);
}

void wai_common_dates(struct wai_file *file, const struct wai_setup *setup, const int32_t *days, size_t n)
{
    char date[16], unit[48];

    if (n == 0) {
        return;
    }
    wai_common_date(setup->start_day, date);
    (void)snprintf(unit, sizeof unit, "days since %s", date);
    wai_file_axis(file, "date", n, WAI_LAYOUT_INT32, days, unit,
                  "day at whose end (24:00) the state was read: all events of the day are in it");
}

/* A text for every country, from a list of names and positions (NULL: the list itself). */
static void put_labels(struct wai_file *file, const char *name, const char *meaning, size_t n,
                       char *const *names, const int32_t *positions)
{
    const char **texts = calloc(n, sizeof *texts);

    if (!texts) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        texts[i] = names[positions ? (size_t)positions[i] : i];
    }
    wai_file_put(
        file,
        &(struct wai_dataset_spec){
            .name = name, .meaning = meaning, .type = WAI_LAYOUT_TEXT, .n_dims = 1, .dims = { "country" } },
        texts);
    free(texts);
}

static void put_countries(struct wai_file *file, const struct wai_tables *tables)
{
    size_t n = tables->n_countries;
    const char **codes = calloc(n, sizeof *codes);

    if (!codes) {
        wai_file_fail_memory(file);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        codes[i] = tables->iso3[i];
    }
    wai_file_axis(file, "country", n, WAI_LAYOUT_TEXT, codes, "1", "ISO 3166-1 alpha-3 code");
    free(codes);
    put_labels(file, "country_name", "name of the country", n, tables->name, NULL);
    wai_file_put(file,
                 &(struct wai_dataset_spec){ .name = "country_m49",
                                             .meaning = "UN M49 code of the country",
                                             .type = WAI_LAYOUT_INT32,
                                             .n_dims = 1,
                                             .dims = { "country" } },
                 tables->m49);
    put_labels(file, "region", "region of the country", n, tables->region_names, tables->region);
    put_labels(file, "subregion", "subregion of the country", n, tables->subregion_names, tables->subregion);
}

void wai_common_begin(struct wai_file *file, const char *kind, const struct wai_setup *setup, size_t n_times,
                      const struct wai_provenance *provenance)
{
    char text[256];

    wai_file_text(file, -1, "Conventions", "CF-1.8");
    wai_file_text(file, -1, "title", provenance->title);
    wai_file_text(file, -1, "deviations", provenance->deviations);
    (void)snprintf(text, sizeof text, "waico %s", provenance->version);
    wai_file_text(file, -1, "source", text);
    wai_file_text(file, -1, "waico_format", kind);
    wai_file_whole(file, -1, "waico_format_version", WAI_COMMON_VERSION);
    wai_file_text(file, -1, "identity", provenance->identity);
    wai_file_text(file, -1, "git_revision", provenance->git_revision);
    wai_file_text(file, -1, "coordinates", "year country_name country_m49 region subregion");
    wai_common_date(setup->start_day, text);
    wai_file_text(file, -1, "start_date", text);
    wai_common_date(setup->start_day + setup->n_days, text);
    wai_file_text(file, -1, "end_date", text);
    wai_file_text(file, -1, "sponsor", setup->tables.iso3[setup->sponsor]);
    wai_file_text(file, -1, "rival_leader", setup->tables.iso3[setup->rival_leader]);
    wai_file_group(file, "provenance");
    wai_file_group(file, "parameters");
    wai_file_group(file, "input");
    put_time(file, setup, n_times);
    put_countries(file, &setup->tables);
    wai_file_axis(file, "status", WAI_N_STATUSES, WAI_LAYOUT_TEXT, wai_status_names, "1",
                  "standing of a country with the organisation");
    wai_file_axis(file, "incentive", WAI_N_INCENTIVES, WAI_LAYOUT_TEXT, wai_incentive_names, "1",
                  "what the organisation offers");
}
