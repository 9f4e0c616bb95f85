/* Time rescaling on full runs: measured by its own integrated intensity, the reviews of a country are a
 * Poisson process of rate 1, and so are leader changes (MODEL.md, section 10, case 13). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "support/law.h"
#include "support/world_builder.h"

/* What is known of a country while its story is read from the event log. */
struct reader {
    const struct wai_setup *setup;
    struct wai_params params; /* as the calendar left them */
    int status[64], invited[64];
    double *gaps, clock; /* clock: integrated intensity since the last event, country behind country */
    size_t n_gaps, room;
    double total;
};

static double review_rate(const struct reader *r, int i)
{
    return r->params.decision.review_rate.at[r->status[i]] *
           (r->invited[i] ? r->params.decision.invited_boost : 1.0);
}

/* Takes in what row says of country i; `calendar` counts the entries of the calendar seen so far. */
static void follow(struct reader *r, const struct wai_log_row *row, int i, size_t calendar)
{
    if (row->type == WAI_EVENT_CALENDAR) {
        const struct wai_calendar_entry *entry = &r->setup->calendar[calendar];

        if (entry->kind == WAI_CALENDAR_SET) {
            wai_param_set(&r->params, (size_t)entry->param, entry->value);
        } else if (entry->kind == WAI_CALENDAR_INVITE && entry->country == i) {
            r->invited[i] = 1;
        }
    } else if (row->country == i && row->to >= 0) {
        r->status[i] = row->to;
    }
}

static int is_review(const struct wai_log_row *row)
{
    return row->type == WAI_EVENT_REVIEW || (row->type == WAI_EVENT_CHOICE && row->cause == WAI_CAUSE_REVIEW);
}

static void see_reviews(const struct wai_record *record, void *context)
{
    struct reader *r = context;

    for (int i = 0; i < (int)record->n_countries; i++) {
        double since = 0.0;
        size_t calendar = 0;

        r->params = r->setup->params;
        r->status[i] = r->setup->status[i];
        r->invited[i] = r->setup->tables.invited[i] != 0.0;
        if (i == r->setup->sponsor) {
            continue;
        }
        for (size_t k = 0; k < record->n_log; k++) {
            const struct wai_log_row *row = &record->log[k];

            r->clock += review_rate(r, i) * (row->time_years - since);
            since = row->time_years;
            if (row->country == i && is_review(row)) {
                r->total += r->clock;
                assert_true(r->n_gaps < r->room);
                r->gaps[r->n_gaps++] = exp(-r->clock);
                r->clock = 0.0;
            }
            follow(r, row, i, calendar);
            calendar += row->type == WAI_EVENT_CALENDAR;
        }
        r->clock += review_rate(r, i) * (wai_setup_years(r->setup) - since);
    }
}

static void see_leaders(const struct wai_record *record, void *context)
{
    struct reader *r = context;

    for (int i = 0; i < (int)record->n_countries; i++) {
        const double d = r->setup->tables.democracy[i];
        const double rate = r->setup->params.leader.democratic_turnover * d +
                            r->setup->params.leader.autocratic_turnover * (1.0 - d);
        double since = 0.0;

        for (size_t k = 0; k < record->n_log && i != r->setup->sponsor; k++) {
            if (record->log[k].type == WAI_EVENT_LEADER && record->log[k].country == i) {
                r->clock += rate * (record->log[k].time_years - since);
                since = record->log[k].time_years;
                r->gaps[r->n_gaps++] = exp(-r->clock);
                r->clock = 0.0;
            }
        }
        r->clock += i != r->setup->sponsor ? rate * (wai_setup_years(r->setup) - since) : 0.0;
    }
}

static void check(struct wai_setup *setup, uint64_t seed, size_t n,
                  void (*see)(const struct wai_record *, void *), const char *what)
{
    struct reader r = { .setup = setup, .room = 400000 };

    r.gaps = calloc(r.room, sizeof *r.gaps);
    assert_non_null(r.gaps);
    wai_law_run(setup, (struct wai_record_wants){ .events = 1 }, seed, n, see, &r);
    assert_true(r.n_gaps > 500);
    wai_law_accept(what, wai_law_ks_uniform(r.gaps, r.n_gaps));
    free(r.gaps);
}

static void reviews_are_poisson_in_their_own_time(void **state)
{
    struct wai_setup setup;

    (void)state;
    wai_world_builder_busy(&setup);
    check(&setup, 1300, 100, see_reviews, "busy world, reviews (KS)");
    /* The rates change under way, up and down, with and without waiting at rate 0. */
    wai_world_builder_add_set(&setup, 400, "decision.invited_boost", 5.0);
    wai_world_builder_add_set(&setup, 800, "decision.invited_boost", 0.3);
    wai_world_builder_add_set(&setup, 1000, "decision.review_rate.none", 0.0);
    wai_world_builder_add_set(&setup, 1500, "decision.review_rate.none", 9.0);
    check(&setup, 1301, 100, see_reviews, "busy world, rates set under way (KS)");
    wai_setup_free(&setup);
    for (uint64_t world = 1; world <= 60; world += 12) {
        wai_world_builder_random(&setup, world);
        check(&setup, 1302 + world, 60, see_reviews, "random world, reviews (KS)");
        wai_setup_free(&setup);
    }
}

static void leader_changes_are_poisson_in_their_own_time(void **state)
{
    struct wai_setup setup;

    (void)state;
    wai_world_builder_busy(&setup);
    check(&setup, 1310, 200, see_leaders, "busy world, leaders (KS)");
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reviews_are_poisson_in_their_own_time),
        cmocka_unit_test(leader_changes_are_poisson_in_their_own_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
