/* What must be monotone, replication by replication, because the luck is the same on both sides. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/law.h"
#include "support/world_builder.h"

static const struct wai_record_wants wanted = { .events = 1 };

/* Adoption for good among peers who encourage each other. */
static void build_adoption(struct wai_setup *setup)
{
    wai_world_builder_even(setup, 40, 5.0);
    wai_world_builder_complete_borders(setup, -1);
    wai_world_builder_set(setup, "network.mix.border", 1.0);
    wai_world_builder_set(setup, "decision.review_rate.none", 1.0);
    wai_world_builder_set(setup, "decision.constant.interested", -1.5);
    wai_world_builder_set(setup, "affinity.peers", 2.0);
    wai_world_builder_set(setup, "decision.inertia.interest", 0.5);
    for (int i = 0; i < 40; i += 3) {
        setup->tables.ties[i] = 0.05 * i / 3.0;
    }
}

/* NaN, never, counts as later than any date. */
static int no_later(double a, double b)
{
    return isnan(b) || a <= b;
}

/* Does every country that is interested under `setup` get interested no later with path = value? */
static void check_sooner(const char *path, double value)
{
    int sooner = 0;

    for (uint32_t r = 0; r < 40; r++) {
        struct wai_setup setup;
        struct wai_record a, b;

        build_adoption(&setup);
        wai_law_run_one(&setup, wanted, 1600, r, &a);
        wai_world_builder_set(&setup, path, value);
        wai_law_run_one(&setup, wanted, 1600, r, &b);
        for (size_t i = 0; i < a.n_countries; i++) {
            const double before = a.first[WAI_FIRST_INTERESTED * a.n_countries + i];
            const double after = b.first[WAI_FIRST_INTERESTED * b.n_countries + i];

            assert_true(no_later(after, before));
            sooner += !no_later(before, after);
        }
        wai_record_free(&a);
        wai_record_free(&b);
        wai_setup_free(&setup);
    }
    assert_true(sooner > 20);
}

static void better_reasons_never_delay_adoption(void **state)
{
    (void)state;
    check_sooner("decision.constant.interested", -1.0);
    check_sooner("affinity.peers", 4.0);
    check_sooner("affinity.ties", 3.0);
    check_sooner("decision.inertia.interest", 0.0);
}

/* Times of the rows of a type, at most n. */
static size_t times_of(const struct wai_record *record, enum wai_event_type type, double *times, size_t n)
{
    size_t found = 0;

    for (size_t k = 0; k < record->n_log && found < n; k++) {
        if (record->log[k].type == (int8_t)type) {
            times[found++] = record->log[k].time_years;
        }
    }
    return found;
}

/* Runs twice, path = low and high: event k of the type comes no later under high. */
static void check_kth_sooner(struct wai_setup *setup, const char *path, double low, double high,
                             enum wai_event_type type)
{
    double under_low[2000], under_high[2000];
    size_t n_sooner = 0;

    for (uint32_t r = 0; r < 20; r++) {
        struct wai_record a, b;
        size_t n_low, n_high;

        wai_world_builder_set(setup, path, low);
        wai_law_run_one(setup, wanted, 1700, r, &a);
        wai_world_builder_set(setup, path, high);
        wai_law_run_one(setup, wanted, 1700, r, &b);
        n_low = times_of(&a, type, under_low, 2000);
        n_high = times_of(&b, type, under_high, 2000);
        assert_true(n_high >= n_low);
        for (size_t k = 0; k < n_low; k++) {
            assert_true(under_high[k] <= under_low[k]);
            n_sooner += under_high[k] < under_low[k];
        }
        wai_record_free(&a);
        wai_record_free(&b);
    }
    assert_true(n_sooner > 10);
}

static void build_operating(struct wai_setup *setup)
{
    wai_world_builder_even(setup, 12, 20.0);
    setup->phase = WAI_PHASE_SIGNING;
    for (int i = 2; i < 12; i++) {
        setup->status[i] = WAI_STATUS_SIGNATORY;
    }
    wai_world_builder_set(setup, "charter.ratifications_to_enter", 2.0);
    wai_world_builder_set(setup, "charter.founder_log_median", -2.0);
    wai_world_builder_set(setup, "charter.founder_spread", 0.5);
    wai_world_builder_set(setup, "charter.setup_years", 0.0);
    wai_world_builder_set(setup, "shock.incident_rate", 8.0);
    wai_world_builder_set(setup, "incentive.rapid_response.service_years", 0.3);
}

static void more_of_a_rate_or_of_teams_delays_no_event(void **state)
{
    struct wai_setup setup;

    (void)state;
    build_operating(&setup);
    check_kth_sooner(&setup, "shock.incident_rate", 8.0, 9.0, WAI_EVENT_INCIDENT);
    wai_world_builder_set(&setup, "shock.incident_rate", 8.0);
    check_kth_sooner(&setup, "shock.incident_growth", -0.05, 0.1, WAI_EVENT_INCIDENT);
    wai_world_builder_set(&setup, "shock.incident_growth", 0.0);
    check_kth_sooner(&setup, "incentive.rapid_response.teams", 2.0, 3.0, WAI_EVENT_RESPONSE);
    check_kth_sooner(&setup, "incentive.datasets.release_rate", 1.0, 1.5, WAI_EVENT_DATASET_RELEASE);
    check_kth_sooner(&setup, "incentive.public_goods.project_rate", 1.0, 1.5, WAI_EVENT_PUBLIC_GOOD);
    check_kth_sooner(&setup, "incentive.model_access.release_rate", 1.0, 1.5, WAI_EVENT_MODEL_RELEASE);
    /* Nobody has a hurdle here: the effect counts from hurdles of one half. */
    check_kth_sooner(&setup, "charter.veto_effect", 0.0, 1.0, WAI_EVENT_RATIFICATION);
    wai_setup_free(&setup);
}

static void fewer_instruments_never_delay_the_entry_into_force(void **state)
{
    (void)state;
    for (uint32_t r = 0; r < 20; r++) {
        double before = 0.0;

        for (int k = 1; k <= 9; k++) {
            struct wai_setup setup;
            struct wai_record record;

            build_operating(&setup);
            wai_world_builder_set(&setup, "charter.ratifications_to_enter", k);
            wai_law_run_one(&setup, wanted, 1800, r, &record);
            assert_true(record.entry_into_force_years > before); /* the k-th of ten that all ratify */
            before = record.entry_into_force_years;
            wai_record_free(&record);
            wai_setup_free(&setup);
        }
    }
}

/* A parameter that only feeds a series, members being what they are. */
static void check_higher_series(const char *path, double low, double high, size_t series, int is_service)
{
    struct wai_setup setup;
    struct wai_record a, b;
    size_t higher = 0;

    build_operating(&setup);
    for (size_t i = 0; i < setup.tables.n_countries; i++) {
        setup.tables.compute[i] = 0.05 * (double)i;
        setup.tables.capability[i] = 0.04 * (double)i;
        setup.tables.income[i] = 0.08 * (double)i;
    }
    wai_world_builder_set(&setup, path, low);
    wai_law_run_one(&setup, wanted, 1900, 0, &a);
    wai_world_builder_set(&setup, path, high);
    wai_law_run_one(&setup, wanted, 1900, 0, &b);
    for (size_t k = 0; k < a.n_times; k++) {
        const double *from = is_service ? a.service : a.series, *to = is_service ? b.service : b.series;

        assert_true(to[series * a.n_times + k] >= from[series * a.n_times + k]);
        higher += to[series * a.n_times + k] > from[series * a.n_times + k];
    }
    assert_true(higher + 2 >= a.n_times);
    wai_record_free(&a);
    wai_record_free(&b);
    wai_setup_free(&setup);
}

static void more_given_means_more_served(void **state)
{
    (void)state;
    check_higher_series("incentive.training.seats_per_year", 500.0, 600.0, WAI_TRAINING, 1);
    check_higher_series("incentive.compute_sharing.pool", 5.0, 6.0, WAI_COMPUTE_SHARING, 1);
    check_higher_series("incentive.compute_sharing.contribution", 1.0, 2.0, WAI_COMPUTE_SHARING, 1);
    check_higher_series("incentive.model_access.support", 0.2, 0.4, WAI_MODEL_ACCESS, 1);
    check_higher_series("incentive.research.half", 8.0, 4.0, WAI_RESEARCH, 1);
    check_higher_series("incentive.equity_fund.grant_usd", 1e8, 2e8, WAI_EQUITY_FUND, 1);
    check_higher_series("incentive.equity_fund.grant_usd", 1e8, 2e8, WAI_SERIES_fund_payout, 0);
    check_higher_series("incentive.voice.half", 20.0, 40.0, WAI_VOICE, 1);
    check_higher_series("shock.demand_jump", 0.1, 0.2, WAI_SERIES_governance_demand, 0);
    check_higher_series("trust.delivery_gain", 0.0, 0.05, WAI_SERIES_trust, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(better_reasons_never_delay_adoption),
        cmocka_unit_test(more_of_a_rate_or_of_teams_delays_no_event),
        cmocka_unit_test(fewer_instruments_never_delay_the_entry_into_force),
        cmocka_unit_test(more_given_means_more_served),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
