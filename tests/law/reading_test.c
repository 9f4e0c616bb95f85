/* Readings at the ends of days: exact, and without a trace in the history (MODEL.md, section 9). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/law.h"
#include "support/world_builder.h"

#define WORLDS 100

static const struct wai_record_wants wanted = { .countries = 1, .events = 1, .decisions = 1 };

static void read_at(struct wai_setup *setup, const int32_t *days, size_t n)
{
    assert_int_equal(wai_setup_read_at(setup, days, n), WAI_OK);
}

static double series_at(const struct wai_record *record, enum wai_series which, size_t k)
{
    return record->readings.series[which * record->readings.n + k];
}

static void assert_same_bytes(const void *a, const void *b, size_t n)
{
    assert_memory_equal(a, b, n);
}

/* A run that is read every day has the events, decisions, series and statuses of one that is not read at all:
 * the same bytes. */
static void readings_leave_no_trace_in_the_history(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct wai_setup setup;
        struct wai_record without, with;
        int32_t *days;

        wai_world_builder_random(&setup, seed);
        read_at(&setup, NULL, 0);
        wai_law_run_one(&setup, wanted, seed, 3, &without);
        days = calloc((size_t)setup.n_days, sizeof *days);
        assert_non_null(days);
        for (int32_t day = 0; day < setup.n_days; day++) {
            days[day] = day;
        }
        read_at(&setup, days, (size_t)setup.n_days);
        wai_law_run_one(&setup, wanted, seed, 3, &with);
        assert_int_equal(with.n_log, without.n_log);
        assert_int_equal(with.n_decisions, without.n_decisions);
        assert_int_equal(with.n_events_handled, without.n_events_handled);
        for (size_t k = 0; k < with.n_log; k++) {
            assert_true(with.log[k].time_years == without.log[k].time_years);
            assert_true(with.log[k].type == without.log[k].type &&
                        with.log[k].country == without.log[k].country);
            assert_same_bytes(&with.log[k].value, &without.log[k].value, sizeof with.log[k].value);
        }
        assert_same_bytes(with.series, without.series, WAI_N_SERIES * with.n_times * sizeof *with.series);
        assert_same_bytes(with.service, without.service,
                          WAI_N_INCENTIVES * with.n_times * sizeof *with.service);
        assert_same_bytes(with.capability, without.capability,
                          with.n_countries * with.n_times * sizeof *with.capability);
        assert_same_bytes(with.country_status, without.country_status, with.n_countries * with.n_times);
        assert_same_bytes(with.final_status, without.final_status, with.n_countries);
        wai_record_free(&with);
        wai_record_free(&without);
        wai_setup_free(&setup);
        free(days);
    }
}

/* Statuses counted from the event log alone: the last status that a country came to before midnight. */
static void readings_are_what_the_event_log_tells_up_to_midnight(void **state)
{
    size_t n_compared = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct wai_setup setup;
        struct wai_record record;

        wai_world_builder_random(&setup, seed);
        wai_law_run_one(&setup, wanted, seed, 0, &record);
        for (size_t k = 0; k < record.readings.n; k++) {
            const double midnight =
                k < setup.n_readings ? (setup.reading_days[k] + 1) / WAI_DAYS_PER_YEAR : HUGE_VAL;
            int members = 0;

            for (size_t i = 0; i < record.n_countries; i++) {
                int status = setup.status[i];

                for (size_t row = 0; row < record.n_log && record.log[row].time_years < midnight; row++) {
                    if (record.log[row].country == (int32_t)i && record.log[row].to >= 0) {
                        status = record.log[row].to;
                    }
                }
                assert_int_equal(record.readings.country_status[i * record.readings.n + k], status);
                members += (int32_t)i != setup.sponsor && WAI_STATUS_IS_MEMBER(status);
                n_compared++;
            }
            assert_int_equal(series_at(&record, WAI_SERIES_n_members, k), members);
        }
        wai_record_free(&record);
        wai_setup_free(&setup);
    }
    assert_true(n_compared > 5000);
}

/* A status that the calendar sets on day 50 is there at the end of day 50, and not at the end of day 49. */
static void what_happens_on_a_day_is_in_the_reading_of_that_day(void **state)
{
    const int32_t days[] = { 49, 50, 51 };
    struct wai_setup setup;
    struct wai_record record;

    (void)state;
    wai_world_builder_even(&setup, 4, 2.0);
    wai_world_builder_add_status(&setup, 50, 2, WAI_STATUS_OBSERVER);
    wai_world_builder_add_status(&setup, 51, 3, WAI_STATUS_OBSERVER);
    read_at(&setup, days, 3);
    wai_law_run_one(&setup, wanted, 1, 0, &record);
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(record.readings.n_status[WAI_STATUS_OBSERVER * record.readings.n + k], k);
    }
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* What happens on the last day is in the reading of the last day, which is that of the end. */
static void the_last_day_is_the_end(void **state)
{
    struct wai_setup setup;
    struct wai_record record;
    int32_t last;

    (void)state;
    wai_world_builder_even(&setup, 3, 2.0);
    last = setup.n_days - 1;
    wai_world_builder_add_status(&setup, last, 2, WAI_STATUS_OBSERVER);
    read_at(&setup, &last, 1);
    wai_law_run_one(&setup, wanted, 1, 0, &record);
    assert_int_equal(record.readings.n, 2);
    assert_int_equal(record.readings.n_status[WAI_STATUS_OBSERVER * 2 + 0], 1);
    assert_int_equal(record.readings.n_status[WAI_STATUS_OBSERVER * 2 + 1], 1);
    assert_int_equal(record.final_status[2], WAI_STATUS_OBSERVER);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* Between accounts trust relaxes: T(t) = rest + (start - rest) exp(-rate t), at t = 31 and 100 days. */
static void a_reading_follows_the_stocks_that_relax(void **state)
{
    const int32_t days[] = { 30, 99 };
    struct wai_setup setup;
    struct wai_record record;

    (void)state;
    wai_world_builder_even(&setup, 3, 2.0);
    wai_world_builder_set(&setup, "trust.start", 0.9);
    wai_world_builder_set(&setup, "trust.rest", 0.4);
    wai_world_builder_set(&setup, "trust.recovery_rate", 2.0);
    read_at(&setup, days, 2);
    wai_law_run_one(&setup, wanted, 1, 0, &record);
    assert_true(fabs(series_at(&record, WAI_SERIES_trust, 0) - (0.4 + 0.5 * exp(-2.0 * 31 / 365.25))) <
                1e-14);
    assert_true(fabs(series_at(&record, WAI_SERIES_trust, 1) - (0.4 + 0.5 * exp(-2.0 * 100 / 365.25))) <
                1e-14);
    assert_true(fabs(series_at(&record, WAI_SERIES_trust, 2) -
                     (0.4 + 0.5 * exp(-2.0 * wai_setup_years(&setup)))) < 1e-14);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings_leave_no_trace_in_the_history),
        cmocka_unit_test(readings_are_what_the_event_log_tells_up_to_midnight),
        cmocka_unit_test(what_happens_on_a_day_is_in_the_reading_of_that_day),
        cmocka_unit_test(the_last_day_is_the_end),
        cmocka_unit_test(a_reading_follows_the_stocks_that_relax),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
