/* Laws of ratification, notice and the fund (MODEL.md, section 10, cases 7 and 12). */
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

/* P(D <= t) of a lognormal delay. */
static double delay_cdf(double t, double mu, double sigma)
{
    return t <= 0.0 ? 0.0 : gsl_cdf_ugaussian_P((log(t) - mu) / sigma);
}

/* --- pending signatories ------------------------------------------------------------------------------- */

struct pending {
    int count[1000];
    double value[1000];
    size_t n;
};

static void see_pending(const struct wai_record *record, void *context)
{
    struct pending *p = context;
    const size_t last = record->n_times - 1;

    assert_int_equal((int)record->series[WAI_SERIES_phase * record->n_times + last], WAI_PHASE_OPERATING);
    p->count[p->n] = record->n_status[WAI_STATUS_SIGNATORY * record->n_times + last];
    p->value[p->n] = p->count[p->n];
    p->n++;
}

static void pending_signatories_are_m_g_infinity(void **state)
{
    enum { N = 400 };
    const double rate = 0.02, mu = -0.3, sigma = 0.8, horizon = 10.0, step = 1e-3;
    double share = 0.0;
    struct pending p = { .n = 0 };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, N + 3, horizon + 0.5);
    setup.phase = WAI_PHASE_SIGNING;
    setup.signing_open = 1;
    setup.status[1] = WAI_STATUS_WITHDRAWN; /* out of the way */
    setup.status[2] = WAI_STATUS_SIGNATORY; /* brings the treaty into force within days */
    wai_world_builder_set(&setup, "charter.ratifications_to_enter", 1.0);
    wai_world_builder_set(&setup, "charter.founder_log_median", -5.0);
    wai_world_builder_set(&setup, "charter.founder_spread", 0.0);
    wai_world_builder_set(&setup, "charter.setup_years", 0.0);
    wai_world_builder_set(&setup, "charter.accession_log_median", mu);
    wai_world_builder_set(&setup, "charter.accession_spread", sigma);
    wai_world_builder_set(&setup, "decision.constant.signatory", 20.0); /* the first review signs */
    wai_world_builder_set(&setup, "decision.review_rate.none", rate);
    /* One country is pending at T with probability int r e^(-r s) P(D > T - s) ds. */
    for (double s = step / 2.0; s < horizon; s += step) {
        share += step * rate * exp(-rate * s) * (1.0 - delay_cdf(horizon - s, mu, sigma));
    }
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 407, 1000, see_pending, &p);
    wai_law_accept("pending signatories (chi-square)", wai_law_binomial_sample(p.count, p.n, N, share));
    /* Little: signatures a year at T times the mean delay, which changes by 2 per cent a year. */
    wai_law_accept("their mean", wai_law_mean(p.value, p.n, N * share));
    assert_float_equal((float)(N * share),
                       (float)(N * rate * exp(-rate * (horizon - 1.0)) * exp(mu + sigma * sigma / 2.0)),
                       0.15F);
    wai_setup_free(&setup);
}

/* --- entry into force --------------------------------------------------------------------------------- */

struct entry {
    double u[600];
    double mu, sigma, never;
    size_t n_signed, k, n;
};

static void see_entry(const struct wai_record *record, void *context)
{
    struct entry *e = context;
    const double t = record->entry_into_force_years;
    const double f = isnan(t) ? 1.0 : (1.0 - e->never) * delay_cdf(t, e->mu, e->sigma);

    assert_true(t > 0.0); /* 12 of 25 ratify within 80 years, always under this seed */
    e->u[e->n++] = gsl_cdf_beta_P(f, (double)e->k, (double)(e->n_signed - e->k + 1));
}

static void entry_into_force_is_an_order_statistic(void **state)
{
    struct entry e = { .mu = 0.2, .sigma = 0.9, .never = 0.15, .n_signed = 25, .k = 12 };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, e.n_signed + 2, 80.0);
    setup.phase = WAI_PHASE_SIGNING;
    for (size_t i = 2; i < e.n_signed + 2; i++) {
        setup.status[i] = WAI_STATUS_SIGNATORY;
        setup.tables.veto[i] = 0.9;
    }
    wai_world_builder_set(&setup, "charter.ratifications_to_enter", (double)e.k);
    wai_world_builder_set(&setup, "charter.founder_log_median", e.mu - 0.5 * 0.4);
    wai_world_builder_set(&setup, "charter.veto_effect", 0.5); /* 0.5 (0.9 - 0.5) makes up for the 0.2 */
    wai_world_builder_set(&setup, "charter.founder_spread", e.sigma);
    wai_world_builder_set(&setup, "charter.never_ratifies", e.never);
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 408, 600, see_entry, &e);
    wai_law_accept("entry into force is the 12th of 25 (KS)", wai_law_ks_uniform(e.u, e.n));
    wai_setup_free(&setup);
}

/* --- notice --------------------------------------------------------------------------------------------- */

struct notices {
    double at, notice_years;
    int under[400];
    size_t n;
};

static void see_notices(const struct wai_record *record, void *context)
{
    struct notices *n = context;
    double given[128];
    int under = 0;

    for (size_t k = 0; k < record->n_log; k++) {
        const struct wai_log_row *row = &record->log[k];

        if (row->type == WAI_EVENT_CHOICE && (int)row->value == WAI_MOVE_EXIT) {
            given[row->country] = row->time_years;
            under += row->time_years <= n->at && row->time_years > n->at - n->notice_years;
            assert_int_equal(row->to, row->from); /* the status stays until the notice ends */
        } else if (row->type == WAI_EVENT_NOTICE_END) {
            assert_true(fabs(row->time_years - given[row->country] - n->notice_years) < 1e-9);
        }
    }
    n->under[n->n++] = under;
}

static void members_under_notice_obey_littles_law(void **state)
{
    enum { N = 80 };
    const double rate = 0.9, hazard = rate * 0.25;
    struct notices n = { .at = 4.0, .notice_years = 1.4 };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, N + 1, 8.0);
    for (int i = 1; i <= N; i++) {
        setup.status[i] = WAI_STATUS_FULL;
    }
    /* Freezing is out; exit has odds 1 : 3 against staying. */
    wai_world_builder_set(&setup, "decision.inertia.freeze", 50.0);
    wai_world_builder_set(&setup, "decision.inertia.exit", log(3.0));
    wai_world_builder_set(&setup, "decision.review_rate.full", rate);
    wai_world_builder_set(&setup, "charter.notice_years", n.notice_years);
    wai_law_run(&setup, (struct wai_record_wants){ .events = 1 }, 412, 400, see_notices, &n);
    wai_law_accept("under notice at a date (chi-square)",
                   wai_law_binomial_sample(n.under, n.n, N,
                                           exp(-hazard * (n.at - n.notice_years)) - exp(-hazard * n.at)));
    wai_setup_free(&setup);
}

/* --- fund ------------------------------------------------------------------------------------------------
 */

static void money_into_the_fund_is_money_out(void **state)
{
    /* Three members: one pays, two claim; by hand. */
    const double grant = 8e7, levy = 0.01, share = 0.003, overhead = 0.07, half = 3e7;
    const double inflow = grant + levy * 0.7 * (share * 4e12 * 0.6) * (2.0 * 0.9 - 1.0);
    const double claims = 0.8 * (1.0 - 2.0 * 0.1) + 0.8 * (1.0 - 2.0 * 0.25) + 1.0 * (1.0 - 2.0 * 0.45);
    const double fund = inflow * (1.0 - overhead) / claims;
    struct wai_record record;
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 6, 6.0);
    setup.phase = WAI_PHASE_SIGNING;
    setup.status[5] = WAI_STATUS_SIGNATORY;
    setup.tables.income[5] = 0.5; /* neither pays nor claims */
    for (int i = 2; i < 5; i++) {
        setup.status[i] = WAI_STATUS_FULL;
    }
    setup.tables.income[0] = 0.45; /* the sponsor claims as a core member, its access being 1 */
    setup.tables.income[2] = 0.9;
    setup.tables.gdp_usd[2] = 4e12;
    setup.tables.capability[2] = 0.6;
    setup.tables.income[3] = 0.1;
    setup.tables.income[4] = 0.25;
    wai_world_builder_set(&setup, "charter.ratifications_to_enter", 1.0);
    wai_world_builder_set(&setup, "charter.founder_log_median", -2.0);
    wai_world_builder_set(&setup, "incentive.equity_fund.grant_usd", grant);
    wai_world_builder_set(&setup, "incentive.equity_fund.levy", levy);
    wai_world_builder_set(&setup, "incentive.equity_fund.revenue_share", share);
    wai_world_builder_set(&setup, "incentive.equity_fund.overhead", overhead);
    wai_world_builder_set(&setup, "incentive.equity_fund.half_usd", half);
    wai_law_run_one(&setup, (struct wai_record_wants){ 0 }, 413, 0, &record);
    for (size_t k = 0; k < record.n_times; k++) {
        const double in = record.series[WAI_SERIES_fund_inflow * record.n_times + k];
        const double out = record.series[WAI_SERIES_fund_payout * record.n_times + k];

        assert_int_equal((int)record.series[WAI_SERIES_phase * record.n_times + k], WAI_PHASE_OPERATING);
        assert_true(fabs(in - inflow) < 1e-12 * inflow);
        assert_true(fabs(in - (out + overhead * in)) < 1e-12 * in);
        if (k > 0) { /* levels of an account precede its fund: the one before counts */
            assert_true(fabs(record.service[WAI_EQUITY_FUND * record.n_times + k] - fund / (fund + half)) <
                        1e-12);
        }
    }
    assert_true(record.service[WAI_EQUITY_FUND * record.n_times] == 0.0);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pending_signatories_are_m_g_infinity),
        cmocka_unit_test(entry_into_force_is_an_order_statistic),
        cmocka_unit_test(members_under_notice_obey_littles_law),
        cmocka_unit_test(money_into_the_fund_is_money_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
