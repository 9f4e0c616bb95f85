/* The corners of the model: gains too large for an exponential, pools that grew for centuries, rates that die
 * out, orders turned round, budgets that are used up. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "model/names.h"
#include "model/world.h"
#include "support/law.h"
#include "support/world_builder.h"

/* ---- choices ---- */

/* Of a gain G in logit units over staying, staying keeps a weight of e^-G: at 300 and more that is nothing in
 * a double beside 1, and the choice is no longer one. */
static void who_gains_hundreds_of_logits_never_stays(void **state)
{
    const double rationality = 20.0;
    struct wai_record record;
    struct wai_setup setup;
    size_t n_sure = 0;

    (void)state;
    wai_world_builder_even(&setup, 20, 3.0);
    setup.phase = WAI_PHASE_SIGNING;
    setup.signing_open = 1;
    for (size_t i = 0; i < 20; i++) {
        setup.tables.ties[i] = setup.tables.reach[i] = setup.tables.alignment[i] = 1.0;
    }
    wai_world_builder_set(&setup, "decision.rationality", rationality);
    wai_world_builder_set(&setup, "affinity.ties", 10.0);
    wai_world_builder_set(&setup, "affinity.reach", 10.0);
    wai_world_builder_set(&setup, "affinity.alignment", 10.0);
    wai_world_builder_set(&setup, "decision.review_rate.none", 10.0);
    wai_world_builder_set(&setup, "decision.review_rate.interested", 10.0);
    wai_law_run_one(&setup, (struct wai_record_wants){ .decisions = 1 }, 11, 0, &record);
    for (size_t k = 0; k < record.n_decisions; k++) {
        const struct wai_decision_row *row = &record.decisions[k];
        double gain = 0.0;

        for (int t = 0; t < WAI_N_TERMS; t++) {
            gain += (double)row->term[t];
        }
        assert_true(row->probability >= 0.0f && row->probability <= 1.0f);
        if (rationality * gain > 300.0) {
            n_sure++;
            assert_int_not_equal(row->move, WAI_MOVE_STAY);
            assert_true(row->probability == row->option_probability);
        }
    }
    assert_true(n_sure >= 19); /* each but the sponsor, at least once */
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* ---- services ---- */

/* A pool of 20 e^(3 t) is infinite after 240 years: all is served. */
static void a_pool_that_grew_for_centuries_serves_everybody(void **state)
{
    struct wai_record record;
    struct wai_setup setup;
    const double *level;

    (void)state;
    wai_world_builder_even(&setup, 4, 290.0);
    setup.phase = WAI_PHASE_SIGNING;
    setup.status[2] = WAI_STATUS_SIGNATORY;
    wai_world_builder_set(&setup, "charter.ratifications_to_enter", 1.0);
    wai_world_builder_set(&setup, "charter.founder_log_median", -5.0);
    wai_world_builder_set(&setup, "charter.founder_spread", 0.0);
    wai_world_builder_set(&setup, "charter.setup_years", 0.0);
    wai_world_builder_set(&setup, "incentive.compute_sharing.pool", 20.0);
    wai_world_builder_set(&setup, "incentive.compute_sharing.growth_rate", 3.0);
    wai_law_run_one(&setup, (struct wai_record_wants){ 0 }, 12, 0, &record);
    level = record.service + (size_t)WAI_COMPUTE_SHARING * record.n_times;
    assert_true(record.series[WAI_SERIES_phase * record.n_times + record.n_times - 1] == WAI_PHASE_OPERATING);
    assert_true(level[0] < 1.0);
    assert_true(level[record.n_times - 1] == 1.0);
    for (size_t t = 1; t < record.n_times; t++) {
        assert_true(level[t] >= level[t - 1]);
    }
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* ---- clocks ---- */

static void count_incidents(const struct wai_record *record, void *context)
{
    double **next = context;

    **next = 0.0;
    for (size_t k = 0; k < record->n_log; k++) {
        **next += record->log[k].type == WAI_EVENT_INCIDENT;
    }
    ++*next;
}

/* A rate of 0.5 e^-t a year: the number of incidents is Poisson with mean 0.5 (1 - e^-30), and often none. */
static void a_rate_that_dies_out_may_never_bring_an_event(void **state)
{
    enum { N = 400 };
    double counts[N], *next = counts, none = 0.0;
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 3, 30.0);
    wai_world_builder_set(&setup, "shock.incident_rate", 0.5);
    wai_world_builder_set(&setup, "shock.incident_growth", -1.0);
    wai_law_run(&setup, (struct wai_record_wants){ .events = 1 }, 13, N, count_incidents, &next);
    for (size_t i = 0; i < N; i++) {
        none += counts[i] == 0.0;
    }
    wai_law_accept("incidents of a dying rate: mean 1/2", wai_law_mean(counts, N, 0.5));
    wai_law_accept("no incident at all: e^-1/2", wai_law_binomial((size_t)none, N, exp(-0.5)));
    wai_setup_free(&setup);
}

/* ---- series ---- */

/* Gini coefficients from their definition: sum of |x_i - x_j| over all pairs / (2 n^2 mean). */
static void check_gini(const struct wai_record *record)
{
    const size_t n = record->n_countries;

    for (size_t t = 0; t < record->n_times; t++) {
        double pairs = 0.0, sum = 0.0;

        for (size_t i = 0; i < n; i++) {
            sum += (double)record->capability[i * record->n_times + t];
            for (size_t j = 0; j < n; j++) {
                pairs += fabs((double)record->capability[i * record->n_times + t] -
                              (double)record->capability[j * record->n_times + t]);
            }
        }
        assert_true(fabs(record->series[WAI_SERIES_capability_gini * record->n_times + t] -
                         pairs / (2.0 * (double)n * sum)) < 1e-6); /* the record has floats */
    }
}

static void the_gini_coefficient_of_an_order_turned_round_is_right(void **state)
{
    enum { N = 300 };
    struct wai_record record;
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, N, 2.5);
    for (size_t i = 0; i < N; i++) {
        setup.tables.capability[i] = 1.0 - (double)i / N; /* the first is last */
    }
    wai_law_run_one(&setup, (struct wai_record_wants){ .countries = 1 }, 14, 0, &record);
    assert_int_equal(record.n_times, 2);
    check_gini(&record);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* The poorer half is trained until it has left the richer behind, within one account. */
static void the_gini_coefficient_is_right_when_half_of_the_world_overtakes_the_other(void **state)
{
    enum { N = 300 };
    struct wai_record record;
    struct wai_setup setup;
    size_t last;

    (void)state;
    wai_world_builder_even(&setup, N, 4.5);
    setup.phase = WAI_PHASE_SIGNING;
    setup.status[2] = WAI_STATUS_SIGNATORY;
    wai_world_builder_set(&setup, "charter.ratifications_to_enter", 1.0);
    wai_world_builder_set(&setup, "charter.founder_log_median", -5.0);
    wai_world_builder_set(&setup, "charter.founder_spread", 0.0);
    wai_world_builder_set(&setup, "charter.setup_years", 0.0);
    wai_world_builder_set(&setup, "incentive.training.seats_per_year", 1e7);
    wai_world_builder_set(&setup, "capability.training", 0.9);
    for (size_t i = 0; i < N; i++) {
        setup.tables.capability[i] = 0.2 + 0.5 * (double)i / N;
        if (i >= 3 && i < N / 2) {
            wai_world_builder_add_status(&setup, 400 + (int32_t)i / 50, (int)i, WAI_STATUS_CORE);
        }
    }
    wai_law_run_one(&setup, (struct wai_record_wants){ .countries = 1 }, 14, 0, &record);
    last = record.n_times - 1;
    assert_true(record.capability[10 * record.n_times + last] >
                record.capability[(N - 1) * record.n_times + last]);
    check_gini(&record);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* ---- budgets ---- */

static enum wai_status run_within(const struct wai_setup *setup, const struct wai_run_limits *limits,
                                  struct wai_record *record, struct wai_error *err)
{
    const struct wai_luck luck = { .seed = 15 };
    struct wai_world *world = wai_world_new(setup);
    enum wai_status status;

    assert_non_null(world);
    assert_int_equal(wai_record_init(record, setup, (struct wai_record_wants){ 0 }), WAI_OK);
    status = wai_world_run(world, &luck, limits, record, err);
    wai_world_free(world);
    return status;
}

/* No table that was read has such a value: a caller's may. */
static void a_country_without_numbers_is_told_by_its_place(void **state)
{
    const struct wai_run_limits limits = { 0 };
    struct wai_error err = { 0 };
    struct wai_record record;
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 6, 3.0);
    setup.phase = WAI_PHASE_SIGNING;
    setup.signing_open = 1;
    setup.tables.ties[4] = (double)NAN;
    wai_world_builder_set(&setup, "affinity.ties", 1.0);
    wai_world_builder_set(&setup, "decision.review_rate.none", 10.0);
    assert_int_equal(run_within(&setup, &limits, &record, &err), WAI_ERR_MODEL);
    assert_non_null(strstr(wai_error_text(&err), "the utility of country 4 is not a number at "));
    wai_error_free(&err);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

static void a_day_without_end_is_told_with_its_time(void **state)
{
    const struct wai_run_limits limits = { .max_events_at_instant = 3 };
    struct wai_record record;
    struct wai_setup setup;
    struct wai_error err = { 0 };

    (void)state;
    wai_world_builder_even(&setup, 3, 2.0);
    for (int k = 0; k < 5; k++) {
        wai_world_builder_add_event(&setup, 73, WAI_CALENDAR_INCIDENT); /* 73 / 365.25 = 0.199863 */
    }
    assert_int_equal(run_within(&setup, &limits, &record, &err), WAI_ERR_MODEL);
    assert_non_null(strstr(wai_error_text(&err), "more than 3 events at 0.199863 years without time moving"));
    wai_error_free(&err);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

static void what_used_the_budget_up_is_named_with_what_needs_fewer(void **state)
{
    static const struct {
        double rate, growth;
        const char *advice;
    } cases[] = { { 1000.0, 0.5, ", a nearer end or a smaller shock.incident_growth needs fewer" },
                  { 1000.0, 0.0, "--max-events N allows more, a nearer end needs fewer" } };

    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const struct wai_run_limits limits = { .max_events = 50 };
        struct wai_record record;
        struct wai_setup setup;
        struct wai_error err = { 0 };

        wai_world_builder_even(&setup, 3, 2.0);
        wai_world_builder_set(&setup, "shock.incident_rate", cases[c].rate);
        wai_world_builder_set(&setup, "shock.incident_growth", cases[c].growth);
        assert_int_equal(run_within(&setup, &limits, &record, &err), WAI_ERR_MODEL);
        assert_int_equal(record.n_events_handled, 51);
        assert_non_null(strstr(wai_error_text(&err), "more than 50 events by 0."));
        assert_non_null(strstr(wai_error_text(&err), "most of them incident (50)"));
        assert_non_null(strstr(wai_error_text(&err), cases[c].advice));
        wai_error_free(&err);
        wai_record_free(&record);
        wai_setup_free(&setup);
    }
}

static void count_events(void *context, enum wai_event_type type)
{
    uint64_t *counts = context;

    assert_in_range(type, 0, WAI_N_EVENT_TYPES - 1);
    counts[type]++;
}

static void who_observes_sees_each_event_once(void **state)
{
    uint64_t counts[WAI_N_EVENT_TYPES] = { 0 }, sum = 0;
    const struct wai_run_limits limits = { .observe = count_events, .observe_context = counts };
    struct wai_record record;
    struct wai_setup setup;
    struct wai_error err = { 0 };

    (void)state;
    wai_world_builder_busy(&setup);
    assert_int_equal(run_within(&setup, &limits, &record, &err), WAI_OK);
    for (int type = 0; type < WAI_N_EVENT_TYPES; type++) {
        sum += counts[type];
    }
    assert_int_equal(sum, record.n_events_handled);
    assert_int_equal(counts[WAI_EVENT_ACCOUNT], record.n_times);
    assert_true(counts[WAI_EVENT_CHOICE] > 0);
    wai_error_free(&err);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* ---- names ---- */

static void names_are_found_by_their_text(void **state)
{
    (void)state;
    for (int k = 0; k < WAI_N_STATUSES; k++) {
        assert_int_equal(wai_names_find(wai_status_names, WAI_N_STATUSES, wai_status_names[k]), k);
    }
    assert_int_equal(wai_names_find(wai_status_names, WAI_N_STATUSES, "Full"), -1);
    assert_int_equal(wai_names_find(wai_status_names, WAI_N_STATUSES, ""), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_gains_hundreds_of_logits_never_stays),
        cmocka_unit_test(a_pool_that_grew_for_centuries_serves_everybody),
        cmocka_unit_test(a_rate_that_dies_out_may_never_bring_an_event),
        cmocka_unit_test(the_gini_coefficient_of_an_order_turned_round_is_right),
        cmocka_unit_test(the_gini_coefficient_is_right_when_half_of_the_world_overtakes_the_other),
        cmocka_unit_test(a_country_without_numbers_is_told_by_its_place),
        cmocka_unit_test(a_day_without_end_is_told_with_its_time),
        cmocka_unit_test(what_used_the_budget_up_is_named_with_what_needs_fewer),
        cmocka_unit_test(who_observes_sees_each_event_once),
        cmocka_unit_test(names_are_found_by_their_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
