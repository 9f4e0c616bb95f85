/* The terms of a decision and the service levels against numbers worked out by hand from MODEL.md. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/world.h"
#include "support/world_builder.h"

#define FLOAT_TOLERANCE 1e-6 /* terms are kept as float: 24 bits */
#define DOUBLE_TOLERANCE 1e-12

/* One run of a setup with its decisions; seed 1, replicate 0. */
static void run(const struct wai_setup *setup, struct wai_record *record)
{
    struct wai_record_wants wants = { .countries = 1, .events = 1, .decisions = 1 };
    struct wai_run_limits limits = { .verify = 1 };
    struct wai_luck luck = { 1, 0, 0 };
    struct wai_error err = { 0 };
    struct wai_world *world = wai_world_new(setup);

    assert_non_null(world);
    assert_int_equal(wai_record_init(record, setup, wants), WAI_OK);
    assert_int_equal(wai_world_run(world, &luck, &limits, record, &err), WAI_OK);
    assert_string_equal(wai_error_text(&err), "");
    wai_world_free(world);
}

/* The decision of a country at a ceremony, where it can sign: the row that shows the option `sign`. */
static const struct wai_decision_row *signing_row(const struct wai_record *record, int country)
{
    for (size_t k = 0; k < record->n_decisions; k++) {
        const struct wai_decision_row *row = &record->decisions[k];

        if (row->country == country && row->cause == WAI_CAUSE_CEREMONY) {
            assert_int_equal(row->option, WAI_MOVE_SIGN);
            return row;
        }
    }
    fail_msg("country %d did not decide at the ceremony", country);
    return NULL;
}

/* Three countries, a ceremony on day 73 (0.19986 years); being interested is ruled out by its inertia, so
 * that the option shown is always to sign. */
static void ceremony_world(struct wai_setup *setup)
{
    wai_world_builder_even(setup, 3, 1.0);
    wai_world_builder_add_event(setup, 73, WAI_CALENDAR_SIGNING_OPENS);
    wai_world_builder_add_event(setup, 73, WAI_CALENDAR_CEREMONY);
    wai_world_builder_set(setup, "decision.inertia.interest", 50.0);
}

static void near_term(const struct wai_decision_row *row, enum wai_term term, double expected)
{
    if (!(fabs((double)row->term[term] - expected) <= FLOAT_TOLERANCE * (1.0 + fabs(expected)))) {
        fail_msg("%s is %.9g, expected %.9g", wai_term_names[term], (double)row->term[term], expected);
    }
}

static void affinity_terms_follow_M13(void **state)
{
    struct wai_setup setup = { 0 };
    struct wai_record record = { 0 };
    const struct wai_decision_row *row;
    double years = 73 / 365.25;

    (void)state;
    ceremony_world(&setup);
    setup.tables.alignment[2] = 0.5;
    setup.tables.ties[2] = 0.25;
    setup.tables.reach[2] = 0.75;
    setup.tables.democracy[2] = 0.125;
    setup.tables.us_ally[2] = 0.5;
    setup.tables.trade_us[2] = 0.25;
    setup.tables.invited[2] = 1.0;
    wai_world_builder_set(&setup, "affinity.alignment", 3.0);
    wai_world_builder_set(&setup, "affinity.ties", 2.0);
    wai_world_builder_set(&setup, "affinity.reach", 1.5);
    wai_world_builder_set(&setup, "affinity.regime", 0.4);
    wai_world_builder_set(&setup, "affinity.legitimacy", 0.5);
    wai_world_builder_set(&setup, "affinity.un_compatibility", 0.8);
    wai_world_builder_set(&setup, "affinity.courtship", 0.5);
    wai_world_builder_set(&setup, "affinity.courtship_decay", 2.0);
    wai_world_builder_set(&setup, "rival.us.pressure", 0.4);
    wai_world_builder_set(&setup, "rival.us.retaliation", 1.5);
    run(&setup, &record);
    row = signing_row(&record, 2);
    near_term(row, WAI_TERM_ALIGNMENT, 0.8 * 3.0 * 0.5);
    near_term(row, WAI_TERM_TIES, 0.8 * 2.0 * 0.25);
    near_term(row, WAI_TERM_REACH, 0.8 * 1.5 * 0.5);
    near_term(row, WAI_TERM_REGIME, 0.8 * 0.4 * 0.75);
    near_term(row, WAI_TERM_LEGITIMACY, 0.8 * 0.5 * 0.8);
    near_term(row, WAI_TERM_COURTSHIP, 0.8 * 0.5 * exp(-2.0 * years));
    /* X = 0.6 * 0.5 + 0.4 * min(1, 0.5) = 0.5, M1 */
    near_term(row, WAI_TERM_RETALIATION, -0.8 * 1.5 * 0.4 * 0.5);
    near_term(row, WAI_TERM_TASTE, 0.0);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

static void promises_are_worth_their_loadings_before_operation(void **state)
{
    /* q = 0.75, k = 0.5, y = 0.25, e = 0.4, tU = 0.2, tE = 0.3: A by M8's table */
    static const struct {
        const char *name;
        double loading;
    } incentives[WAI_N_INCENTIVES] = {
        { "training", 0.25 },       { "model_access", 0.25 },  { "compute_sharing", 0.5 },
        { "research", 0.75 },       { "datasets", 0.25 },      { "platform", 0.75 },
        { "standards", 0.5 },       { "affordability", 0.75 }, { "equity_fund", 0.5 },
        { "rapid_response", 0.25 }, { "public_goods", 0.75 },  { "voice", 0.4 },
    };
    struct wai_setup setup = { 0 };
    struct wai_record record = { 0 };
    const struct wai_decision_row *row;
    double felt = 0.6 - 0.5 * 0.5 * (1.0 - 0.2); /* M7: T - doubt d (1 - transparency) */
    char path[64];

    (void)state;
    ceremony_world(&setup);
    setup.tables.capability[2] = 0.75;
    setup.tables.compute[2] = 0.5;
    setup.tables.income[2] = 0.25;
    setup.tables.voice_gap[2] = 0.4;
    setup.tables.trade_us[2] = 0.2;
    setup.tables.trade_eu[2] = 0.3;
    setup.tables.democracy[2] = 0.5;
    wai_world_builder_set(&setup, "trust.start", 0.6);
    wai_world_builder_set(&setup, "trust.rest", 0.6);
    wai_world_builder_set(&setup, "trust.democratic_doubt", 0.5);
    wai_world_builder_set(&setup, "trust.transparency", 0.2);
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        (void)snprintf(path, sizeof path, "incentive.%s.weight", incentives[k].name);
        wai_world_builder_set(&setup, path, 0.5 * (k + 1));
        (void)snprintf(path, sizeof path, "incentive.%s.promise", incentives[k].name);
        wai_world_builder_set(&setup, path, 0.05 * (k + 1));
    }
    run(&setup, &record);
    row = signing_row(&record, 2);
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        near_term(row, (enum wai_term)(WAI_TERM_INCENTIVE + k),
                  0.45 * felt * 0.5 * (k + 1) * incentives[k].loading * 0.05 * (k + 1));
    }
    wai_record_free(&record);
    wai_setup_free(&setup);
}

static void costs_follow_M14_and_exclusivity_M4(void **state)
{
    struct wai_setup setup = { 0 };
    struct wai_record record = { 0 };
    const struct wai_decision_row *row;

    (void)state;
    ceremony_world(&setup);
    setup.tables.governance[2] = 0.6;
    setup.tables.data_regime[2] = 0.5;
    setup.tables.income[2] = 0.75;
    setup.flags[2] = 3; /* both rivals */
    wai_world_builder_set(&setup, "standards.position_start", -0.4);
    wai_world_builder_set(&setup, "standards.stringency_start", 0.5);
    wai_world_builder_set(&setup, "standards.national_adaptation", 0.2);
    wai_world_builder_set(&setup, "standards.data_sharing", 0.4);
    wai_world_builder_set(&setup, "standards.adequacy", 0.25);
    wai_world_builder_set(&setup, "cost.autonomy", 2.0);
    wai_world_builder_set(&setup, "cost.data", 3.0);
    wai_world_builder_set(&setup, "cost.dues", 0.5);
    wai_world_builder_set(&setup, "rival.us.exclusivity", 1.25);
    wai_world_builder_set(&setup, "rival.rights.exclusivity", 0.25);
    run(&setup, &record);
    row = signing_row(&record, 2);
    near_term(row, WAI_TERM_AUTONOMY, -0.25 * 2.0 * 1.0 * 0.5 * 0.8); /* (0.6 + 0.4)^2 = 1 */
    near_term(row, WAI_TERM_DATA, -0.25 * 3.0 * 0.5 * 0.4 * 0.75);
    near_term(row, WAI_TERM_DUES, -0.25 * 0.5 * 1.5);
    near_term(row, WAI_TERM_US_EXCLUSIVITY, -0.8 * 1.25);
    near_term(row, WAI_TERM_RIGHTS_EXCLUSIVITY, -0.8 * 0.25);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* The sponsor (core, affiliation 1) borders country 2 and shares its subregion; country 1 stays none. */
static void peers_are_means_over_borders_region_and_blocs(void **state)
{
    struct wai_setup setup = { 0 };
    struct wai_record record = { 0 };

    (void)state;
    ceremony_world(&setup);
    wai_world_builder_complete_borders(&setup, 1);
    wai_world_builder_set(&setup, "network.mix.border", 0.5);
    wai_world_builder_set(&setup, "network.mix.region", 0.25);
    wai_world_builder_set(&setup, "network.mix.bloc", 0.25);
    wai_world_builder_set(&setup, "affinity.peers", 2.0);
    wai_world_builder_set(&setup, "decision.inertia.sign", 50.0); /* nobody signs before country 2 */
    run(&setup, &record);
    /* border: mean 1; region: (1 + 0) / 2; no blocs, so the row is rescaled by 0.75 */
    near_term(signing_row(&record, 2), WAI_TERM_PEERS, 0.8 * 2.0 * (0.5 * 1.0 + 0.25 * 0.5) / 0.75);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

static void probability_is_the_logit_of_the_sum_of_terms(void **state)
{
    struct wai_setup setup = { 0 };
    struct wai_record record = { 0 };
    const struct wai_decision_row *row;
    double sum = 0.0;

    (void)state;
    ceremony_world(&setup);
    wai_world_builder_set(&setup, "decision.rationality", 1.5);
    wai_world_builder_set(&setup, "decision.constant.signatory", -0.5);
    wai_world_builder_set(&setup, "decision.constant.at_ceremony", 0.25);
    wai_world_builder_set(&setup, "decision.inertia.sign", 0.75);
    run(&setup, &record);
    row = signing_row(&record, 2);
    for (int k = 0; k < WAI_N_TERMS; k++) {
        sum += (double)row->term[k];
    }
    assert_true(fabs(sum - (-0.5 + 0.25 - 0.75)) < FLOAT_TOLERANCE);
    /* the third alternative, interest, has weight e^(-75) */
    assert_true(fabs((double)row->option_probability - 1.0 / (1.0 + exp(1.5))) < FLOAT_TOLERANCE);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

/* Four signatories ratify at once (spread 0, a delay of e^-5 years) and the organisation operates at once. */
static void operating_world(struct wai_setup *setup)
{
    wai_world_builder_even(setup, 6, 1.5);
    setup->phase = WAI_PHASE_SIGNING;
    for (size_t i = 2; i < 6; i++) {
        setup->status[i] = WAI_STATUS_SIGNATORY;
        setup->tables.capability[i] = 0.1 * (double)i;
        setup->tables.compute[i] = 0.05 * (double)i;
        setup->tables.income[i] = 0.2 * (double)i - 0.3; /* 0.1 0.3 0.5 0.7 */
        setup->tables.gdp_usd[i] = 10.0;
    }
    wai_world_builder_set(setup, "charter.founder_log_median", -5.0);
    wai_world_builder_set(setup, "charter.ratifications_to_enter", 3.0);
    wai_world_builder_set(setup, "charter.setup_years", 0.0);
    wai_world_builder_set(setup, "charter.minimum_members", 0.0);
}

static double service(const struct wai_record *record, enum wai_incentive k, size_t at)
{
    return record->service[(size_t)k * record->n_times + at];
}

static void near(double value, double expected)
{
    if (!(fabs(value - expected) <= DOUBLE_TOLERANCE * (1.0 + fabs(expected)))) {
        fail_msg("%.17g, expected %.17g", value, expected);
    }
}

static void levels_in_operation_follow_pools_and_claimants(void **state)
{
    struct wai_setup setup = { 0 };
    struct wai_record record = { 0 };
    double needs = 0.5 * (0.8 + 0.7 + 0.6 + 0.5);                /* D, associates: b = 0.5 */
    double compute_needs = 0.5 * (0.9 + 0.85 + 0.8 + 0.75);      /* D_c */
    double contributed = 0.3 * (0.1 + 0.15 + 0.2 + 0.25);        /* o k */
    double research = 0.5 * (0.2 + 0.3 + 0.4 + 0.5) + 1.0 * 0.0; /* the sponsor's q is 0 */

    (void)state;
    operating_world(&setup);
    wai_world_builder_set(&setup, "incentive.training.seats_per_year", 30.0);
    wai_world_builder_set(&setup, "incentive.training.seats_per_claimant", 10.0);
    wai_world_builder_set(&setup, "incentive.model_access.quality_start", 0.5);
    wai_world_builder_set(&setup, "incentive.model_access.openness", 0.7);
    wai_world_builder_set(&setup, "incentive.model_access.support", 0.3);
    wai_world_builder_set(&setup, "incentive.compute_sharing.pool", 4.0);
    wai_world_builder_set(&setup, "incentive.compute_sharing.growth_rate", 0.25);
    wai_world_builder_set(&setup, "incentive.compute_sharing.contribution", 2.0);
    wai_world_builder_set(&setup, "rival.us.control_low", 0.2);
    wai_world_builder_set(&setup, "incentive.research.half", 8.0);
    wai_world_builder_set(&setup, "incentive.platform.half", 40.0);
    wai_world_builder_set(&setup, "incentive.affordability.discount", 0.35);
    wai_world_builder_set(&setup, "voting.corporate_share", 0.1);
    wai_world_builder_set(&setup, "incentive.voice.half", 60.0);
    run(&setup, &record);
    assert_int_equal(record.n_times, 1);
    near(service(&record, WAI_TRAINING, 0), 3.0 / (3.0 + needs));
    near(service(&record, WAI_MODEL_ACCESS, 0), 0.5 * (1.0 - 0.7 * 0.7));
    near(service(&record, WAI_COMPUTE_SHARING, 0),
         (4.0 * exp(0.25) * 0.8 + 2.0 * contributed) /
             (4.0 * exp(0.25) * 0.8 + 2.0 * contributed + compute_needs));
    near(service(&record, WAI_RESEARCH, 0), research / (research + 8.0));
    near(service(&record, WAI_DATASETS, 0), 0.0);
    near(service(&record, WAI_PLATFORM, 0), 4.0 / 44.0);
    near(service(&record, WAI_STANDARDS, 0), 0.0);
    near(service(&record, WAI_AFFORDABILITY, 0), 0.35);
    near(service(&record, WAI_RAPID_RESPONSE, 0), 0.5);
    near(service(&record, WAI_PUBLIC_GOODS, 0), 0.0);
    near(service(&record, WAI_VOICE, 0), 0.9 * 60.0 / 64.0);
    wai_record_free(&record);
    wai_setup_free(&setup);
}

static void fund_pays_out_what_comes_in_less_overhead(void **state)
{
    struct wai_setup setup = { 0 };
    struct wai_record record = { 0 };
    /* levy on the one member above the median: o = 0.3, revenue = 0.5 * 10 * 0.5, 2y - 1 = 0.4 */
    double inflow = 100.0 + 0.1 * 0.3 * (0.5 * 10.0 * 0.5) * 0.4;

    (void)state;
    operating_world(&setup);
    wai_world_builder_set(&setup, "incentive.equity_fund.grant_usd", 100.0);
    wai_world_builder_set(&setup, "incentive.equity_fund.levy", 0.1);
    wai_world_builder_set(&setup, "incentive.equity_fund.revenue_share", 0.5);
    wai_world_builder_set(&setup, "incentive.equity_fund.overhead", 0.05);
    run(&setup, &record);
    near(record.series[WAI_SERIES_fund_inflow * record.n_times], inflow);
    near(record.series[WAI_SERIES_fund_payout * record.n_times], 0.95 * inflow);
    near(record.series[WAI_SERIES_n_members * record.n_times], 4.0);
    near(record.series[WAI_SERIES_gdp_share * record.n_times], 41.0 / 42.0);
    near(record.series[WAI_SERIES_un_vote_share * record.n_times], 5.0 / 6.0);
    /* income < 0.5, sponsor left out: country 1 (0) and the members with 0.1 and 0.3 */
    near(record.series[WAI_SERIES_south_coverage * record.n_times], 2.0 / 3.0);
    /* GDP: the organisation 41, us 1, others 0 of 42 */
    near(record.series[WAI_SERIES_fragmentation * record.n_times], 1.0 - (41.0 * 41.0 + 1.0) / (42.0 * 42.0));
    wai_record_free(&record);
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(affinity_terms_follow_M13),
        cmocka_unit_test(promises_are_worth_their_loadings_before_operation),
        cmocka_unit_test(costs_follow_M14_and_exclusivity_M4),
        cmocka_unit_test(peers_are_means_over_borders_region_and_blocs),
        cmocka_unit_test(probability_is_the_logit_of_the_sum_of_terms),
        cmocka_unit_test(levels_in_operation_follow_pools_and_claimants),
        cmocka_unit_test(fund_pays_out_what_comes_in_less_overhead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
