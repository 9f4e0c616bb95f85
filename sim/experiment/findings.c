/* Counting and ranking for findings.h; the wording is the command line's. */
#include "experiment/findings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "scenario/date.h"

static const enum wai_series mean_series[WAI_FINDINGS_N_MEANS] = {
    [WAI_FINDINGS_SIGNED] = WAI_SERIES_n_signed, [WAI_FINDINGS_GDP_SHARE] = WAI_SERIES_gdp_share,
    [WAI_FINDINGS_US] = WAI_SERIES_n_us,         [WAI_FINDINGS_RIGHTS] = WAI_SERIES_n_rights,
    [WAI_FINDINGS_TRUST] = WAI_SERIES_trust,
};

static int32_t year_of(const struct wai_setup *setup, double years)
{
    return wai_date_of(setup->start_day + (int32_t)floor(years * WAI_DAYS_PER_YEAR + 1e-9)).year;
}

size_t wai_findings_days(const struct wai_setup *setup, int32_t *days)
{
    const int32_t last = setup->n_days - 1;
    size_t n = 0;

    for (int year = wai_date_of(setup->start_day).year;; year++) {
        const int32_t day = wai_date_number((struct wai_date){ year, 12, 31 }) - setup->start_day;

        if (days) {
            days[n] = day < last ? day : last;
        }
        n++;
        if (day >= last) {
            return n;
        }
    }
}

static void find_dates(struct wai_findings *findings)
{
    for (size_t k = 0; k < findings->setup->n_calendar; k++) {
        const struct wai_calendar_entry *entry = &findings->setup->calendar[k];
        size_t n = findings->n_dates;

        if ((entry->kind == WAI_CALENDAR_CEREMONY || entry->kind == WAI_CALENDAR_DEADLINE) &&
            (n == 0 || findings->date_day[n - 1] != entry->day)) {
            findings->date_day[n] = entry->day;
            findings->date_kind[n] = entry->kind;
            findings->n_dates++;
        }
    }
}

/* Gives each counter its place in the block. */
static void place_counts(struct wai_findings *findings)
{
    size_t n = findings->n_countries;
    uint32_t *next = findings->counts;
    const struct {
        uint32_t **counter;
        size_t length;
    } places[] = {
        { &findings->members, findings->n_years * (n + 1) },
        { &findings->signatures, findings->n_dates * (n + 1) },
        { &findings->signed_by, findings->n_dates * n },
        { &findings->force, (size_t)findings->setup->n_days + 1 },
        { &findings->joined, n },
        { &findings->join_year, n * findings->n_years },
        { &findings->dissolved, 1 },
    };

    findings->n_counts = 0;
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        *places[k].counter = next;
        next = next ? next + places[k].length : NULL;
        findings->n_counts += places[k].length;
    }
}

enum wai_status wai_findings_init(struct wai_findings *findings, const struct wai_setup *setup)
{
    *findings = (struct wai_findings){ .setup = setup, .n_countries = setup->tables.n_countries };
    findings->first_year = wai_date_of(setup->start_day).year;
    findings->n_years = wai_findings_days(setup, NULL);
    findings->day = calloc(findings->n_years, sizeof *findings->day);
    findings->reading = calloc(findings->n_years, sizeof *findings->reading);
    findings->date_day = calloc(setup->n_calendar + 1, sizeof *findings->date_day);
    findings->date_kind = calloc(setup->n_calendar + 1, sizeof *findings->date_kind);
    if (findings->day && findings->reading && findings->date_day && findings->date_kind) {
        (void)wai_findings_days(setup, findings->day);
        for (size_t k = 0; k < findings->n_years; k++) {
            findings->reading[k] = wai_setup_reading(setup, findings->day[k]);
        }
        find_dates(findings);
        place_counts(findings); /* for its length */
        findings->counts = calloc(findings->n_counts, sizeof *findings->counts);
        findings->sums = calloc(findings->n_years * WAI_FINDINGS_N_MEANS + 1, sizeof *findings->sums);
    }
    if (!findings->counts || !findings->sums) {
        wai_findings_free(findings);
        return WAI_ERR_MEMORY;
    }
    place_counts(findings);
    return WAI_OK;
}

void wai_findings_free(struct wai_findings *findings)
{
    free(findings->day);
    free(findings->reading);
    free(findings->date_day);
    free(findings->date_kind);
    free(findings->counts);
    free(findings->sums);
    *findings = (struct wai_findings){ 0 };
}

void wai_findings_clear(struct wai_findings *findings)
{
    findings->n = 0;
    memset(findings->counts, 0, findings->n_counts * sizeof *findings->counts);
    for (size_t k = 0; k < findings->n_years * WAI_FINDINGS_N_MEANS; k++) {
        findings->sums[k] = 0.0;
    }
}

static void add_dates(struct wai_findings *findings, const struct wai_record *record)
{
    const double *first_signed = record->first + WAI_FIRST_SIGNED * record->n_countries;
    size_t n = findings->n_countries;

    for (size_t d = 0; d < findings->n_dates; d++) {
        double end_years = (findings->date_day[d] + 1) / WAI_DAYS_PER_YEAR;
        size_t n_signed = 0;

        for (size_t i = 0; i < n; i++) {
            if ((int32_t)i != findings->setup->sponsor && first_signed[i] < end_years) {
                findings->signed_by[d * n + i]++;
                n_signed++;
            }
        }
        findings->signatures[d * (n + 1) + n_signed]++;
    }
}

static void add_years(struct wai_findings *findings, const struct wai_record *record)
{
    const struct wai_record_table *readings = &record->readings;
    const double *members = readings->series + WAI_SERIES_n_members * readings->n;

    for (size_t k = 0; k < findings->n_years; k++) {
        size_t at = findings->reading[k];

        findings->members[k * (findings->n_countries + 1) + (size_t)members[at]]++;
        for (int which = 0; which < WAI_FINDINGS_N_MEANS; which++) {
            findings->sums[k * WAI_FINDINGS_N_MEANS + (size_t)which] +=
                readings->series[(size_t)mean_series[which] * readings->n + at];
        }
    }
}

static void add_joins(struct wai_findings *findings, const struct wai_record *record)
{
    const double *first_member = record->first + WAI_FIRST_MEMBER * record->n_countries;

    for (size_t i = 0; i < findings->n_countries; i++) {
        if (!isnan(first_member[i])) {
            int32_t year = year_of(findings->setup, first_member[i]) - findings->first_year;

            findings->joined[i]++;
            findings->join_year[i * findings->n_years + (size_t)year]++;
        }
    }
}

void wai_findings_add(struct wai_findings *findings, const struct wai_record *record)
{
    size_t force_day = (size_t)findings->setup->n_days;

    wai_assert(record->n_countries == findings->n_countries);
    if (!isnan(record->entry_into_force_years)) {
        force_day = (size_t)floor(record->entry_into_force_years * WAI_DAYS_PER_YEAR + 1e-9);
    }
    findings->n++;
    findings->force[force_day]++;
    findings->dissolved[0] += (uint32_t)!isnan(record->dissolution_years);
    add_dates(findings, record);
    add_years(findings, record);
    add_joins(findings, record);
}

void wai_findings_merge(struct wai_findings *findings, const struct wai_findings *other)
{
    wai_assert(findings->setup == other->setup);
    findings->n += other->n;
    for (size_t k = 0; k < findings->n_counts; k++) {
        findings->counts[k] += other->counts[k];
    }
    for (size_t k = 0; k < findings->n_years * WAI_FINDINGS_N_MEANS; k++) {
        findings->sums[k] += other->sums[k];
    }
}

/* The k-th smallest (from 0) number of a histogram that has more than k. */
static size_t order_statistic(const uint32_t *counts, size_t n_bins, uint64_t k)
{
    uint64_t passed = 0;

    for (size_t bin = 0; bin < n_bins; bin++) {
        passed += counts[bin];
        if (passed > k) {
            return bin;
        }
    }
    return n_bins;
}

double wai_findings_quantile(const uint32_t *counts, size_t n_bins, double probability)
{
    uint64_t n = 0;
    double h, below;
    uint64_t k;

    for (size_t bin = 0; bin < n_bins; bin++) {
        n += counts[bin];
    }
    if (n == 0) {
        return (double)NAN;
    }
    h = (double)(n - 1) * probability;
    k = (uint64_t)h;
    below = (double)order_statistic(counts, n_bins, k);
    if (k + 1 >= n) {
        return below;
    }
    return below + (h - (double)k) * ((double)order_statistic(counts, n_bins, k + 1) - below);
}

double wai_findings_mean(const struct wai_findings *findings, size_t k, enum wai_findings_mean which)
{
    return findings->sums[k * WAI_FINDINGS_N_MEANS + (size_t)which] / (double)findings->n;
}

/* ---- against the record ---- */

struct forecast {
    uint32_t count; /* replications in which it signed */
    int happened;
};

static int by_count(const void *a, const void *b)
{
    uint32_t x = ((const struct forecast *)a)->count, y = ((const struct forecast *)b)->count;

    return (x > y) - (x < y);
}

/* Mann-Whitney: of all pairs of a signer and another, the share in which the signer ranks higher. */
static double auc_of(struct forecast *forecasts, size_t n, size_t n_signers)
{
    double pairs = (double)n_signers * (double)(n - n_signers);
    double won = 0;
    size_t others_below = 0;

    qsort(forecasts, n, sizeof *forecasts, by_count);
    for (size_t start = 0, end; start < n; start = end) {
        size_t signers = 0;

        for (end = start; end < n && forecasts[end].count == forecasts[start].count; end++) {
            signers += forecasts[end].happened != 0;
        }
        won += (double)signers * ((double)others_below + 0.5 * (double)(end - start - signers));
        others_below += end - start - signers;
    }
    return pairs > 0 ? won / pairs : (double)NAN;
}

/* Countries that could sign and what is recorded of them; those already bound at the start tell nothing. */
static size_t gather(const struct wai_findings *findings, size_t date, struct forecast *forecasts,
                     struct wai_findings_score *score)
{
    const struct wai_setup *setup = findings->setup;
    size_t n = 0;

    for (size_t i = 0; i < findings->n_countries; i++) {
        int32_t day = setup->recorded_signed_day[i];
        int happened = day != INT32_MIN && day <= findings->date_day[date];

        if ((int32_t)i == setup->sponsor) {
            continue;
        }
        score->n_recorded += (size_t)happened;
        if (setup->status[i] < WAI_STATUS_SIGNATORY) {
            forecasts[n++] =
                (struct forecast){ findings->signed_by[date * findings->n_countries + i], happened };
        }
    }
    return n;
}

/* Were parameters tuned on what happened in the month of that day?  The source of one names it: "July 2026".
 */
static int tuned_on(int32_t day_1900)
{
    static const char *const months[] = { "January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December" };
    struct wai_date date = wai_date_of(day_1900);
    char name[24];

    (void)snprintf(name, sizeof name, "%s %d", months[date.month - 1], date.year % 10000);
    for (size_t i = 0; i < wai_param_count; i++) {
        if (strstr(wai_param_table[i].source, name)) {
            return 1;
        }
    }
    return 0;
}

enum wai_status wai_findings_compare(const struct wai_findings *findings, size_t date,
                                     struct wai_findings_score *score)
{
    struct forecast *forecasts;
    size_t n, n_signers = 0;

    *score = (struct wai_findings_score){ 0 };
    if (!findings->setup->recorded_signed_day || findings->n == 0) {
        return WAI_OK;
    }
    forecasts = calloc(findings->n_countries, sizeof *forecasts);
    if (!forecasts) {
        return WAI_ERR_MEMORY;
    }
    n = gather(findings, date, forecasts, score);
    for (size_t i = 0; i < n; i++) {
        double p = (forecasts[i].count + 0.5) / ((double)findings->n + 1);

        n_signers += forecasts[i].happened != 0;
        score->log_score += log(forecasts[i].happened ? p : 1 - p) / (double)n;
    }
    if (n_signers > 0) {
        double share = (double)n_signers / (double)n;

        score->in_sample = tuned_on(findings->setup->start_day + findings->date_day[date]);
        score->known = 1;
        score->auc = auc_of(forecasts, n, n_signers);
        score->base_log_score = share < 1 ? share * log(share) + (1 - share) * log(1 - share) : 0.0;
    }
    free(forecasts);
    return WAI_OK;
}

/* ---- joiners ---- */

double wai_findings_join_year(const struct wai_findings *findings, size_t i)
{
    return findings->first_year +
           wai_findings_quantile(findings->join_year + i * findings->n_years, findings->n_years, 0.5);
}

/* Does country a rank before country b? */
static int ranks_before(const struct wai_findings *findings, size_t a, size_t b)
{
    double year_a, year_b;

    if (findings->joined[a] != findings->joined[b]) {
        return findings->joined[a] > findings->joined[b];
    }
    year_a = wai_findings_join_year(findings, a);
    year_b = wai_findings_join_year(findings, b);
    return year_a < year_b || (year_a == year_b && a < b);
}

size_t wai_findings_joiners(const struct wai_findings *findings, uint32_t *order, size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < findings->n_countries; i++) {
        size_t at;

        if ((int32_t)i == findings->setup->sponsor || findings->joined[i] == 0 || n == 0) {
            continue;
        }
        if (found == n && !ranks_before(findings, i, order[n - 1])) {
            continue;
        }
        at = found < n ? found++ : n - 1;
        for (; at > 0 && ranks_before(findings, i, order[at - 1]); at--) {
            order[at] = order[at - 1];
        }
        order[at] = (uint32_t)i;
    }
    return found;
}
