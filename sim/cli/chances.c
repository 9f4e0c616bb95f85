/* Counts over replications, in parts, so that an ensemble of any length can be read. */
#include "cli/chances.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sheet.h"
#include "experiment/findings.h"
#include "model/names.h"
#include "model/setup.h"
#include "scenario/date.h"

#define PART 1024        /* replications read at once */
#define COARSE_DAYS 0.18 /* half a step of the dates in the file, 1/1024 year */
#define MOST_DATES 64    /* ceremonies and deadlines */

struct counts {
    const struct wai_field_world *world;
    size_t n, n_countries, n_days, n_years, n_dates;
    int32_t dates[MOST_DATES]; /* days after the start, ascending */
    int first_year;
    uint32_t *join_day;  /* [n_countries][n_days] */
    uint32_t *join_year; /* [n_countries][n_years] */
    uint32_t *signed_by; /* [n_dates][n_countries] */
};

static int year_of(const struct wai_field_world *world, int32_t day)
{
    return wai_date_of(world->start_day + day).year;
}

static int32_t day_of(double years)
{
    return (int32_t)floor(years * WAI_DAYS_PER_YEAR + COARSE_DAYS);
}

/* A column of the table; NULL: memory is out. */
static struct wai_dump_made *add(struct wai_dump *table, size_t n, const char *name, const char *unit,
                                 const char *meaning)
{
    struct wai_dump_made *made = realloc(table->made, (table->n_made + 1) * sizeof *made);

    if (!made) {
        return NULL;
    }
    table->made = made;
    made = &table->made[table->n_made++];
    *made = (struct wai_dump_made){ .values = malloc((n + 1) * sizeof *made->values) };
    (void)snprintf(made->name, sizeof made->name, "%s", name);
    (void)snprintf(made->unit, sizeof made->unit, "%s", unit);
    (void)snprintf(made->meaning, sizeof made->meaning, "%s", meaning);
    return made->values ? made : NULL;
}

/* Days of ceremonies and deadlines, each once; the calendar is in order of its days. */
static enum wai_status read_dates(struct counts *counts, struct wai_reader *reader, struct wai_error *err)
{
    size_t n = wai_reader_length(reader, "calendar");
    double *days, *kinds;

    if (n == 0 || !wai_reader_has(reader, "input/calendar_time")) {
        return WAI_OK;
    }
    days = wai_sheet_numbers(reader, "input/calendar_time", n, err);
    kinds = wai_sheet_numbers(reader, "input/calendar_kind", n, err);
    for (size_t i = 0; days && kinds && i < n && counts->n_dates < MOST_DATES; i++) {
        int32_t day = (int32_t)floor(days[i] * WAI_DAYS_PER_YEAR + 0.5);

        if ((fabs(kinds[i] - WAI_CALENDAR_CEREMONY) < 0.5 || fabs(kinds[i] - WAI_CALENDAR_DEADLINE) < 0.5) &&
            (counts->n_dates == 0 || counts->dates[counts->n_dates - 1] != day)) {
            counts->dates[counts->n_dates++] = day;
        }
    }
    free(days);
    free(kinds);
    return days && kinds ? WAI_OK : WAI_ERR_FORMAT;
}

static void count_part(struct counts *counts, const double *member, const double *signature, size_t n)
{
    for (size_t k = 0; k < n * counts->n_countries; k++) {
        size_t country = k % counts->n_countries;

        if (!isnan(member[k])) {
            int32_t day = day_of(member[k]);

            day = day < 0 ? 0 : day < (int32_t)counts->n_days ? day : (int32_t)counts->n_days - 1;
            counts->join_day[country * counts->n_days + (size_t)day]++;
            counts->join_year[country * counts->n_years +
                              (size_t)(year_of(counts->world, day) - counts->first_year)]++;
        }
        for (size_t d = 0; !isnan(signature[k]) && d < counts->n_dates; d++) {
            counts->signed_by[d * counts->n_countries + country] += day_of(signature[k]) <= counts->dates[d];
        }
    }
}

static enum wai_status count_all(struct counts *counts, struct wai_reader *reader, struct wai_error *err)
{
    double *member = malloc(2 * (size_t)PART * counts->n_countries * sizeof *member);
    double *signature = member ? member + (size_t)PART * counts->n_countries : NULL;
    enum wai_status status = member ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");

    for (size_t first = 0; status == WAI_OK && first < counts->n; first += PART) {
        size_t n = counts->n - first < PART ? counts->n - first : PART;
        const struct wai_reader_part part = { 2, { first, 0, 0, 0 }, { n, counts->n_countries, 0, 0 } };

        status = wai_reader_numbers(reader, "first_member", &part, member, n * counts->n_countries, err);
        if (status == WAI_OK) {
            status =
                wai_reader_numbers(reader, "first_signed", &part, signature, n * counts->n_countries, err);
        }
        if (status == WAI_OK) {
            count_part(counts, member, signature, n);
        }
    }
    free(member);
    return status;
}

static double sum_of(const uint32_t *counts, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum += counts[i];
    }
    return sum;
}

/* The columns from the counts; WAI_ERR_MEMORY alone. */
static enum wai_status add_counts(struct wai_dump *table, const struct counts *counts)
{
    size_t n = counts->n_countries;
    struct wai_dump_made *made =
        add(table, n, "member_ever", "1", "share of replications in which it was a member");

    for (size_t i = 0; made && i < n; i++) {
        made->values[i] =
            sum_of(counts->join_year + i * counts->n_years, counts->n_years) / (double)counts->n;
    }
    if (made) {
        made = add(table, n, "first_member_median_year", "year",
                   "median of the year of joining, where it joined");
    }
    for (size_t i = 0; made && i < n; i++) {
        made->values[i] =
            counts->first_year +
            floor(wai_findings_quantile(counts->join_year + i * counts->n_years, counts->n_years, 0.5));
    }
    if (made) {
        made = add(table, n, "first_member_median_date", "YYYY-MM-DD",
                   "median of the date of joining, where it joined");
    }
    for (size_t i = 0; made && i < n; i++) {
        made->is_day = 1;
        made->values[i] =
            floor(wai_findings_quantile(counts->join_day + i * counts->n_days, counts->n_days, 0.5));
    }
    for (size_t d = 0; made && d < counts->n_dates; d++) {
        struct wai_date date = wai_date_of(counts->world->start_day + counts->dates[d]);
        char name[64];

        (void)snprintf(name, sizeof name, "signed_by_%04d_%02d_%02d", date.year, date.month, date.day);
        made =
            add(table, n, name, "1", "share of replications in which it had signed by the end of that day");
        for (size_t i = 0; made && i < n; i++) {
            made->values[i] = counts->signed_by[d * n + i] / (double)counts->n;
        }
    }
    return made ? WAI_OK : WAI_ERR_MEMORY;
}

static enum wai_status add_chances(struct wai_dump *table, struct wai_reader *reader,
                                   const struct wai_field_world *world, struct wai_error *err)
{
    struct counts counts = { .world = world,
                             .n = wai_reader_length(reader, "replicate"),
                             .n_countries = world->n_codes,
                             .first_year = year_of(world, 0) };
    char *end = NULL;
    int32_t end_day = 0;
    enum wai_status status = wai_reader_text(reader, "end_date", &end, err);

    if (status == WAI_OK && (wai_date_parse(end, &end_day) || end_day <= world->start_day)) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "end_date: \"%.40s\" is no date after the start", end);
    }
    free(end);
    if (status == WAI_OK) {
        status = read_dates(&counts, reader, err);
    }
    if (status == WAI_OK) {
        counts.n_days = (size_t)(end_day - world->start_day);
        counts.n_years = (size_t)year_of(world, end_day - world->start_day) + 1 - (size_t)counts.first_year;
        counts.join_day = calloc(counts.n_countries * counts.n_days + 1, sizeof *counts.join_day);
        counts.join_year = calloc(counts.n_countries * counts.n_years + 1, sizeof *counts.join_year);
        counts.signed_by = calloc(counts.n_countries * counts.n_dates + 1, sizeof *counts.signed_by);
        status = counts.join_day && counts.join_year && counts.signed_by
                     ? count_all(&counts, reader, err)
                     : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    if (status == WAI_OK && add_counts(table, &counts) != WAI_OK) {
        status = wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
    }
    free(counts.join_day);
    free(counts.join_year);
    free(counts.signed_by);
    return status;
}

enum wai_status wai_chances_add(struct wai_dump *countries, struct wai_reader *reader,
                                const struct wai_field_world *world, struct wai_error *err)
{
    enum wai_status status = WAI_OK;
    struct wai_dump_made *made;
    double *recorded;

    if (wai_reader_kind(reader) == WAI_READER_ENSEMBLE && wai_reader_has(reader, "first_member") &&
        wai_reader_has(reader, "first_signed")) {
        status = add_chances(countries, reader, world, err);
    }
    if (status != WAI_OK || !wai_reader_has(reader, "input/recorded_signed")) {
        return status;
    }
    recorded = wai_sheet_numbers(reader, "input/recorded_signed", world->n_codes, err);
    if (!recorded) {
        return WAI_ERR_FORMAT;
    }
    made =
        add(countries, world->n_codes, "recorded_signature", "YYYY-MM-DD", "date of the signature on record");
    for (size_t i = 0; made && i < world->n_codes; i++) {
        made->is_day = 1;
        made->values[i] = floor(recorded[i] * WAI_DAYS_PER_YEAR + 0.5);
    }
    free(recorded);
    return made ? WAI_OK : wai_error_add(err, WAI_ERR_MEMORY, "out of memory");
}
