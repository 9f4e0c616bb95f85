/* A small world and invented records for the tests of result files: no model behind them, but the shape of
 * its records.  Used by one program each, so everything is static. */
#ifndef WAI_TESTS_OUTPUT_WORLD_H
#define WAI_TESTS_OUTPUT_WORLD_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "model/record.h"
#include "model/setup.h"
#include "output/provenance.h"

/* Numbers in [0, 1) from a seed and a position: splitmix64. */
static inline double world_uniform(uint64_t seed, uint64_t i)
{
    uint64_t z = seed * 0x9e3779b97f4a7c15u + i * 0xd1342543de82ef95u + 1;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static inline char *world_text(const char *text)
{
    char *copy = strdup(text);

    wai_assert(copy);
    return copy;
}

/* n countries (up to 26^3), n_accounts quarterly accounts, from 2025-07-26. */
static inline void world_setup(struct wai_setup *setup, size_t n, size_t n_accounts)
{
    size_t borders = n > 1 ? 2 * (n - 1) : 0;
    struct wai_tables *tables = &setup->tables;

    *setup = (struct wai_setup){ 0 };
    wai_assert(wai_tables_alloc(tables, n, borders, n) == WAI_OK);
    wai_param_presets(&setup->params);
    setup->start_day = 45862;
    setup->n_days = (int32_t)((double)n_accounts * 91.3125) + 2;
    setup->rival_leader = n > 1;
    setup->status = calloc(n, 1);
    setup->flags = calloc(n, 1);
    setup->recorded_signed_day = calloc(n, sizeof *setup->recorded_signed_day);
    setup->recorded_us_day = calloc(n, sizeof *setup->recorded_us_day);
    tables->n_regions = tables->n_subregions = 1;
    tables->n_blocs = 1;
    tables->region_names = calloc(1, sizeof(char *));
    tables->subregion_names = calloc(1, sizeof(char *));
    tables->bloc_names = calloc(1, sizeof(char *));
    tables->region_names[0] = world_text("World");
    tables->subregion_names[0] = world_text("Somewhere");
    tables->bloc_names[0] = world_text("All");
    for (size_t i = 0; i < n; i++) {
        char name[32];

        tables->iso3[i][0] = (char)('A' + i / 676 % 26);
        tables->iso3[i][1] = (char)('A' + i / 26 % 26);
        tables->iso3[i][2] = (char)('A' + i % 26);
        tables->iso3[i][3] = '\0';
        (void)snprintf(name, sizeof name, "C\xc3\xb4te %zu", i);
        free(tables->name[i]);
        free(tables->imputed[i]);
        tables->name[i] = world_text(name);
        tables->imputed[i] = world_text(i % 2 ? "ties;veto" : "");
        tables->m49[i] = (int32_t)i + 1;
        tables->bloc_start[i + 1] = (uint32_t)i + 1;
        tables->border_start[i + 1] = tables->border_start[i] + (i > 0) + (i + 1 < n);
        if (i > 0) {
            tables->border_to[tables->border_start[i]] = (uint32_t)i - 1;
        }
        if (i + 1 < n) {
            tables->border_to[tables->border_start[i + 1] - 1] = (uint32_t)i + 1;
        }
        tables->lat[i] = (double)i;
        setup->recorded_signed_day[i] = i % 3 ? INT32_MIN : (int32_t)i;
        setup->recorded_us_day[i] = INT32_MIN;
    }
    setup->status[0] = WAI_STATUS_CORE;
    setup->n_calendar = 2;
    setup->calendar = calloc(2, sizeof *setup->calendar);
    setup->calendar[0] = (struct wai_calendar_entry){
        .day = 3, .kind = WAI_CALENDAR_SET, .country = -1, .param = 0, .value = 1.5
    };
    setup->calendar[1] = (struct wai_calendar_entry){
        .day = 5, .kind = WAI_CALENDAR_RIVAL_SUMMIT, .country = -1, .param = -1, .rival = WAI_RIVAL_RIGHTS
    };
    setup->n_summits = 1;
    setup->summit_days = calloc(1, sizeof *setup->summit_days);
    setup->summit_days[0] = 365;
    wai_assert(wai_setup_read_at(setup, (const int32_t[]){ 3, 100, 200 }, 3) == WAI_OK);
}

/* Of the readings, those that a file keeps: days 3 and 200. */
#define WORLD_DATES 2
static const int32_t world_dates[WORLD_DATES] = { 3, 200 };

/* Instant of reading k, in years. */
static inline double world_reading_years(const struct wai_setup *setup, size_t k)
{
    return (k < setup->n_readings ? setup->reading_days[k] + 1 : setup->n_days) / WAI_DAYS_PER_YEAR;
}

/* Status of a country at a time, from its first dates. */
static inline int8_t world_status(const struct wai_record *record, size_t i, double years)
{
    size_t n = record->n_countries;
    const double *first = record->first;

    if (i == 0) {
        return WAI_STATUS_CORE;
    }
    return first[WAI_FIRST_WITHDRAWN * n + i] <= years    ? WAI_STATUS_WITHDRAWN
           : first[WAI_FIRST_MEMBER * n + i] <= years     ? WAI_STATUS_ASSOCIATE
           : first[WAI_FIRST_SIGNED * n + i] <= years     ? WAI_STATUS_SIGNATORY
           : first[WAI_FIRST_INTERESTED * n + i] <= years ? WAI_STATUS_INTERESTED
                                                          : WAI_STATUS_NONE;
}

/* Fills one column of a table with what holds at `years`; k varies what is drawn. */
static inline void world_column(const struct wai_record *record, const struct wai_record_table *table,
                                size_t at, double years, uint64_t replicate, uint64_t k)
{
    size_t n = table->n;

    for (size_t s = 0; s < WAI_N_SERIES; s++) {
        double scale = s == WAI_SERIES_fund_inflow || s == WAI_SERIES_fund_payout ? 1e9 : 1.0;

        table->series[s * n + at] = s < WAI_SERIES_gdp_share
                                        ? 0.0
                                        : scale * (0.4 + 0.2 * world_uniform(replicate, 2000000 + s) +
                                                   0.1 * world_uniform(replicate, 6000000 + s * n + k) -
                                                   (s == WAI_SERIES_standards_position));
    }
    for (size_t m = 0; m < WAI_N_STATUSES; m++) {
        table->n_status[m * n + at] = 0;
    }
    for (size_t i = 0; i < record->n_countries; i++) {
        int8_t status = world_status(record, i, years);

        table->country_status[i * n + at] = status;
        if (i > 0) {
            table->n_status[(size_t)status * n + at]++;
            table->series[WAI_SERIES_n_members * n + at] += WAI_STATUS_IS_MEMBER(status);
            table->series[WAI_SERIES_n_signed * n + at] += status >= 3 && status <= 6;
        }
    }
    table->series[WAI_SERIES_phase * n + at] = years < 1.0 ? 1.0 : 3.0;
    for (size_t i = 0; i < WAI_N_INCENTIVES; i++) {
        table->service[i * n + at] = world_uniform(replicate, 7000000 + i * n + k);
    }
}

/* Fills a record (made by wai_record_init) as replication `replicate`: dates by exponential delays. */
static inline void world_record(struct wai_record *record, const struct wai_setup *setup, uint64_t replicate)
{
    size_t n = record->n_countries, times = record->n_times;
    double step = setup->params.organisation.account_years, end = step * (double)times;
    uint64_t draw = 0;

    wai_record_clear(record);
    memset(record->n_status, 0, WAI_N_STATUSES * times * sizeof *record->n_status);
    memset(record->series, 0, WAI_N_SERIES * times * sizeof *record->series);
    record->first[WAI_FIRST_MEMBER * n] = 0.0;
    for (size_t i = 1; i < n; i++) {
        double at = 0.0;

        for (int f = 0; f < WAI_N_FIRST; f++) {
            static const double mean_years[WAI_N_FIRST] = { 4.0, 8.0, 2.0, 200.0 };

            at -= mean_years[f] * (0.2 + (double)(i % 7)) * log(1.0 - world_uniform(replicate, draw++)) / 3.0;
            record->first[(size_t)f * n + i] = at < end ? at : (double)NAN;
        }
    }
    for (size_t t = 0; t < times; t++) {
        for (size_t i = 0; i < n; i++) {
            int8_t status = world_status(record, i, step * (double)(t + 1));

            record->country_status[i * times + t] = status;
            if (i > 0) {
                record->n_status[(size_t)status * times + t]++;
                record->series[WAI_SERIES_n_members * times + t] += WAI_STATUS_IS_MEMBER(status);
                record->series[WAI_SERIES_n_signed * times + t] += status >= 3 && status <= 6;
                record->series[WAI_SERIES_n_us * times + t] += i * 7 % 11 < t / 12;
            }
            if (record->capability) {
                record->capability[i * times + t] = (float)world_uniform(replicate, 1000000 + i);
            }
        }
        record->series[WAI_SERIES_phase * times + t] = t < times / 4 ? 1.0 : 3.0;
        for (size_t s = WAI_SERIES_gdp_share; s < WAI_N_SERIES; s++) {
            double scale = s == WAI_SERIES_fund_inflow || s == WAI_SERIES_fund_payout ? 1e9 : 1.0;

            record->series[s * times + t] = scale * (0.4 + 0.2 * world_uniform(replicate, 2000000 + s) +
                                                     0.1 * world_uniform(replicate, 3000000 + s * times + t) -
                                                     (s == WAI_SERIES_standards_position));
        }
        for (size_t k = 0; k < WAI_N_INCENTIVES; k++) {
            record->service[k * times + t] = world_uniform(replicate, 4000000 + k * times + t);
        }
    }
    for (size_t k = 0; k < record->readings.n; k++) {
        world_column(record, &record->readings, k, world_reading_years(setup, k), replicate, k);
    }
    for (size_t i = 0; i < n; i++) {
        record->final_status[i] =
            record->readings.country_status[i * record->readings.n + record->readings.n - 1];
    }
    record->entry_into_force_years = 1.0 + world_uniform(replicate, 5000000);
    record->operation_years = record->entry_into_force_years + 0.5;
}

/* Adds n events and n decisions where they are wanted. */
static inline void world_events(struct wai_record *record, uint64_t replicate, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        struct wai_log_row row = { .time_years = (double)k * 0.01,
                                   .country = k % 3 ? (int32_t)(k % record->n_countries) : -1,
                                   .type = (int8_t)(k % WAI_N_EVENT_TYPES),
                                   .from = k % 3 ? 0 : -1,
                                   .to = k % 3 ? 1 : -1,
                                   .cause = k % 2 ? 2 : -1,
                                   .value = (float)replicate };
        struct wai_decision_row decision = { .time_years = row.time_years,
                                             .country = (int32_t)(k % record->n_countries),
                                             .move = WAI_MOVE_SIGN,
                                             .option = WAI_MOVE_SIGN,
                                             .probability = 0.25f };

        for (int t = 0; t < WAI_N_TERMS; t++) {
            decision.term[t] = (float)(k * 100 + (size_t)t);
        }
        if (record->wants.events) {
            wai_assert(wai_record_log(record, &row) == WAI_OK);
        }
        if (record->wants.decisions) {
            wai_assert(wai_record_decision(record, &decision) == WAI_OK);
        }
    }
}

static const struct wai_provenance_scenario world_scenario = { "baseline", "start = \"2025-07-26\";\n" };
static const struct wai_provenance_input world_inputs[] = {
    { "countries", "countries.csv", "a source", "CC0", "00ff", "iso3,name\nAAA,A\n" },
    { "countries", "countries.csv", "a source", "CC0", "00ff", "iso3,name\nAAA,A\n" },
    { "countries", "other.csv", "", "", "01ff", "iso3,name\nAAB,B\n" },
};
static const struct wai_provenance world_provenance = {
    .title = "Test of \xc3\xbc files",
    .config_text = "title = \"x\";\n",
    .config_effective = "seed = 1;\n",
    .command = "waico run x.cfg",
    .seed = "18446744073709551615",
    .max_events = "preset",
    .version = "0.0.1",
    .git_revision = "",
    .libraries = "none",
    .identity = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    .deviations = "affinity.peers = 2",
    .replications = 700,
    .n_scenarios = 1,
    .scenarios = &world_scenario,
    .n_inputs = 3,
    .inputs = world_inputs,
};

#endif
