/* Findings against counts by hand: quantiles, dates, the score against the record, the order of joiners,
 * merging. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "experiment/findings.h"
#include "support/world_builder.h"

#define N 6     /* countries: the sponsor and five more */
#define DAY 100 /* of the ceremony */
#define YEARS 4 /* that the run lies in */
#define ROUNDING 1e-12

static void assert_near(double value, double expected)
{
    assert_true(fabs(value - expected) <= ROUNDING);
}

struct scene {
    struct wai_setup setup;
    struct wai_findings findings;
    struct wai_record record;
};

/* Four years from 2025-01-01 with one account a year and a ceremony on day 100, and an empty record. */
static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    int32_t days[YEARS];

    assert_non_null(scene);
    wai_world_builder_even(&scene->setup, N, 4.0);
    wai_world_builder_add_event(&scene->setup, DAY, WAI_CALENDAR_CEREMONY);
    assert_int_equal(wai_findings_days(&scene->setup, days), YEARS);
    assert_int_equal(wai_setup_read_at(&scene->setup, days, YEARS), WAI_OK);
    assert_int_equal(wai_findings_init(&scene->findings, &scene->setup), WAI_OK);
    assert_int_equal(wai_record_init(&scene->record, &scene->setup, (struct wai_record_wants){ 0 }), WAI_OK);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;

    wai_record_free(&scene->record);
    wai_findings_free(&scene->findings);
    wai_setup_free(&scene->setup);
    free(scene);
    return 0;
}

static void signs(struct scene *scene, size_t i, double day)
{
    scene->record.first[WAI_FIRST_SIGNED * N + i] = day / WAI_DAYS_PER_YEAR;
}

static void joins(struct scene *scene, size_t i, double years)
{
    scene->record.first[WAI_FIRST_MEMBER * N + i] = years;
}

static void add(struct scene *scene)
{
    wai_findings_add(&scene->findings, &scene->record);
    wai_record_clear(&scene->record);
}

/* Of 0 0 1 3: the median lies half way from 0 to 1; h = 3 * 0.95 = 2.85 gives 1 + 0.85 * 2. */
static void quantiles_lie_linearly_between_order_statistics(void **state)
{
    const uint32_t counts[4] = { 2, 1, 0, 1 }, none[2] = { 0, 0 };

    (void)state;
    assert_near(wai_findings_quantile(counts, 4, 0.0), 0.0);
    assert_near(wai_findings_quantile(counts, 4, 0.5), 0.5);
    assert_near(wai_findings_quantile(counts, 4, 0.95), 2.7);
    assert_near(wai_findings_quantile(counts, 4, 1.0), 3.0);
    assert_true(isnan(wai_findings_quantile(none, 2, 0.5)));
}

static void a_signature_on_the_day_counts_and_one_on_the_next_does_not(void **state)
{
    struct scene *scene = *state;

    signs(scene, 0, 0);         /* the sponsor: never counted */
    signs(scene, 1, DAY);       /* at the ceremony */
    signs(scene, 2, DAY + 0.9); /* later that day */
    signs(scene, 3, DAY + 1);   /* the next day */
    add(scene);
    assert_int_equal(scene->findings.n_dates, 1);
    assert_int_equal(scene->findings.signatures[2], 1);
    assert_int_equal(scene->findings.signed_by[1], 1);
    assert_int_equal(scene->findings.signed_by[2], 1);
    assert_int_equal(scene->findings.signed_by[3], 0);
    assert_int_equal(scene->findings.signed_by[0], 0);
}

/* Two replications; 1 signs in both, 2 and 3 in one, 4 and 5 in none.  On record are 1, 3 and 4.
 * Pairs of a signer and another: (1,2) won, (1,5) won, (3,2) tied, (3,5) won, (4,2) lost, (4,5) tied:
 * AUC = (3 + 2 / 2) / 6 = 2/3.  Chances (k + 1/2) / 3: 5/6, 1/2, 1/2, 1/6, 1/6, so the log score is
 * [log 5/6 + log 1/2 + log 1/2 + log 1/6 + log 5/6] / 5, and without a model 3/5 log 3/5 + 2/5 log 2/5. */
static void the_score_is_that_of_a_count_by_hand(void **state)
{
    struct scene *scene = *state;
    struct wai_findings_score score;
    int32_t *recorded = scene->setup.recorded_signed_day;

    if (!recorded) {
        recorded = scene->setup.recorded_signed_day = calloc(N, sizeof *recorded);
    }
    assert_non_null(recorded);
    for (size_t i = 0; i < N; i++) {
        recorded[i] = INT32_MIN;
    }
    recorded[0] = recorded[1] = recorded[3] = DAY;
    recorded[4] = DAY - 5;
    recorded[5] = DAY + 1; /* too late to count */
    signs(scene, 1, DAY);
    signs(scene, 2, DAY);
    add(scene);
    signs(scene, 1, DAY);
    signs(scene, 3, DAY);
    add(scene);
    assert_int_equal(wai_findings_compare(&scene->findings, 0, &score), WAI_OK);
    assert_true(score.known);
    assert_int_equal(score.n_recorded, 3);
    assert_near(score.auc, 2.0 / 3);
    assert_near(score.log_score, (2 * log(5.0 / 6) + 2 * log(0.5) + log(1.0 / 6)) / 5);
    assert_near(score.base_log_score, 0.6 * log(0.6) + 0.4 * log(0.4));
    assert_int_equal(score.in_sample, 0); /* April 2025: no parameter was tuned on that */
    scene->setup.start_day += 461;        /* the ceremony is on 16 July 2026 then, on which some were */
    assert_int_equal(wai_findings_compare(&scene->findings, 0, &score), WAI_OK);
    assert_int_equal(score.in_sample, 1);
    scene->setup.start_day -= 461;
}

static void joiners_rank_by_chance_then_year_then_table(void **state)
{
    struct scene *scene = *state;
    uint32_t order[N];

    for (int replicate = 0; replicate < 2; replicate++) {
        joins(scene, 0, 0.5); /* the sponsor is left out */
        joins(scene, 5, 1.5); /* twice, in 2026 */
        joins(scene, 2, 2.5); /* twice, in 2027 */
        joins(scene, 4, 2.5); /* twice, in 2027, later in the table */
        if (replicate == 0) {
            joins(scene, 1, 0.5); /* once */
        }
        add(scene);
    }
    assert_int_equal(wai_findings_joiners(&scene->findings, order, N), 4);
    assert_int_equal(order[0], 5);
    assert_int_equal(order[1], 2);
    assert_int_equal(order[2], 4);
    assert_int_equal(order[3], 1);
    assert_int_equal(wai_findings_joiners(&scene->findings, order, 2), 2);
    assert_int_equal(order[1], 2);
    assert_near(wai_findings_join_year(&scene->findings, 5), 2026);
    assert_true(isnan(wai_findings_join_year(&scene->findings, 3)));
}

/* 1,461 days from 1 January 2025 end with 31 December 2028: the years end after 365, 730, 1,095 and 1,461
 * days. From 26 July 2025 to 1 March 2026 they are 31 December, day 158, and the last one, day 217. */
static void the_years_end_on_their_last_days_and_the_run_on_its_own(void **state)
{
    struct scene *scene = *state;
    const int32_t start = scene->setup.start_day, n_days = scene->setup.n_days;
    int32_t days[2];

    assert_int_equal(scene->findings.n_years, YEARS);
    assert_int_equal(scene->findings.first_year, 2025);
    assert_int_equal(scene->findings.day[0], 364);
    assert_int_equal(scene->findings.day[1], 729);
    assert_int_equal(scene->findings.day[2], 1094);
    assert_int_equal(scene->findings.day[3], 1460);
    assert_int_equal(scene->findings.reading[3], scene->record.readings.n - 1);
    scene->setup.start_day = start + 206;
    scene->setup.n_days = 218;
    assert_int_equal(wai_findings_days(&scene->setup, days), 2);
    assert_int_equal(days[0], 158);
    assert_int_equal(days[1], 217);
    scene->setup.start_day = start;
    scene->setup.n_days = n_days;
}

/* Members at the ends of the years are those of the readings, whatever the accounts say. */
static void members_of_a_year_are_those_of_the_reading_at_its_end(void **state)
{
    struct scene *scene = *state;
    double *members = scene->record.readings.series + WAI_SERIES_n_members * scene->record.readings.n;

    members[1] = 2.0;
    members[scene->record.readings.n - 1] = 3.0;
    add(scene);
    assert_int_equal(scene->findings.members[1 * (N + 1) + 2], 1);
    assert_int_equal(scene->findings.members[3 * (N + 1) + 3], 1);
}

/* Entry into force after exactly 40 days falls on day 40; of two replications one never comes to it. */
static void entry_into_force_is_counted_by_its_day(void **state)
{
    struct scene *scene = *state;

    scene->record.entry_into_force_years = 40 / WAI_DAYS_PER_YEAR;
    add(scene);
    add(scene);
    assert_int_equal(scene->findings.force[40], 1);
    assert_int_equal(scene->findings.force[scene->setup.n_days], 1);
}

static void merged_findings_are_those_of_all(void **state)
{
    struct scene *scene = *state;
    struct wai_findings other;

    assert_int_equal(wai_findings_init(&other, &scene->setup), WAI_OK);
    signs(scene, 2, 3);
    wai_findings_add(&other, &scene->record);
    add(scene);
    wai_findings_merge(&scene->findings, &other);
    assert_int_equal(scene->findings.n, 2);
    assert_int_equal(scene->findings.signed_by[2], 2);
    wai_findings_clear(&other);
    assert_int_equal(other.n, 0);
    assert_int_equal(other.signed_by[2], 0);
    wai_findings_free(&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_lie_linearly_between_order_statistics),
        TEST(a_signature_on_the_day_counts_and_one_on_the_next_does_not),
        TEST(the_score_is_that_of_a_count_by_hand),
        TEST(joiners_rank_by_chance_then_year_then_table),
        TEST(the_years_end_on_their_last_days_and_the_run_on_its_own),
        TEST(members_of_a_year_are_those_of_the_reading_at_its_end),
        TEST(entry_into_force_is_counted_by_its_day),
        TEST(merged_findings_are_those_of_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
