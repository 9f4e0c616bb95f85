/* A weight of 0 removes its mechanism bit for bit (MODEL.md, section 10, case 14), and what is left meets the
 * same luck (common random numbers, section 8). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/law.h"
#include "support/world_builder.h"

#define REPLICATIONS 60

static const struct wai_record_wants wanted = { .events = 1, .decisions = 1 };

/* A weight, what it weighs, and the other weights that read the same inputs (0 in all runs).  Inputs are rows
 * of the parameter table or, in brackets, columns of the country table. */
struct mechanism {
    const char *weight;
    const char *inputs[8];
    const char *others[8];
};

static const struct mechanism mechanisms[] = {
    { "incentive.training.weight",
      { "incentive.training.promise", "incentive.training.seats_per_year",
        "incentive.training.seats_per_claimant" },
      { "capability.training" } },
    { "incentive.model_access.weight",
      { "incentive.model_access.promise", "incentive.model_access.openness", "incentive.model_access.support",
        "incentive.model_access.quality_start", "incentive.model_access.release_gain" },
      { NULL } },
    { "incentive.compute_sharing.weight",
      { "incentive.compute_sharing.promise", "incentive.compute_sharing.pool",
        "incentive.compute_sharing.growth_rate", "incentive.compute_sharing.contribution", "[compute]" },
      { "capability.compute" } },
    { "incentive.research.weight", { "incentive.research.promise", "incentive.research.half" }, { NULL } },
    { "incentive.datasets.weight", { "incentive.datasets.promise", "incentive.datasets.scale" }, { NULL } },
    { "incentive.platform.weight", { "incentive.platform.promise", "incentive.platform.half" }, { NULL } },
    { "incentive.standards.weight", { "incentive.standards.promise", "standards.progress_gain" }, { NULL } },
    { "incentive.affordability.weight",
      { "incentive.affordability.promise", "incentive.affordability.discount" },
      { NULL } },
    { "incentive.equity_fund.weight",
      { "incentive.equity_fund.promise", "incentive.equity_fund.grant_usd", "incentive.equity_fund.levy",
        "incentive.equity_fund.revenue_share", "incentive.equity_fund.overhead",
        "incentive.equity_fund.half_usd" },
      { NULL } },
    { "incentive.rapid_response.weight", { "incentive.rapid_response.promise" }, { NULL } },
    { "incentive.public_goods.weight",
      { "incentive.public_goods.promise", "incentive.public_goods.scale" },
      { NULL } },
    { "incentive.voice.weight",
      { "incentive.voice.promise", "incentive.voice.half", "[voice_gap]" },
      { NULL } },
    { "affinity.alignment", { "[alignment]" }, { "rival.us.alignment", "organisation.attend_slope" } },
    { "affinity.ties", { "[ties]" }, { NULL } },
    { "affinity.reach", { "[reach]" }, { NULL } },
    { "affinity.regime",
      { "[democracy]" },
      { "trust.democratic_doubt", "leader.democratic_turnover", "leader.autocratic_turnover" } },
    { "affinity.peers", { "network.mix.border", "network.mix.region", "network.mix.bloc" }, { NULL } },
    { "affinity.legitimacy", { "affinity.un_compatibility" }, { NULL } },
    { "affinity.governance_demand",
      { "shock.demand_jump", "shock.demand_decay" },
      { "rival.us.governance_demand", "rival.rights.governance_demand" } },
    { "rival.us.governance_demand",
      { "shock.demand_jump", "shock.demand_decay" },
      { "affinity.governance_demand", "rival.rights.governance_demand" } },
    { "rival.rights.governance_demand",
      { "shock.demand_jump", "shock.demand_decay" },
      { "affinity.governance_demand", "rival.us.governance_demand" } },
    { "affinity.courtship", { "affinity.courtship_decay" }, { NULL } },
    { "cost.autonomy", { "standards.national_adaptation", "standards.stringency_start" }, { NULL } },
    { "cost.data",
      { "standards.data_sharing", "standards.adequacy", "[data_regime]" },
      { "rival.rights.data" } },
    { "cost.dues",
      { "[income]" },
      { "incentive.affordability.weight", "incentive.equity_fund.weight", "incentive.public_goods.weight" } },
    { "rival.us.retaliation",
      { "[us_ally]", "[trade_us]" },
      { "rival.us.ally", "rival.us.trade", "incentive.standards.weight" } },
    { "rival.us.ally", { "[us_ally]" }, { "rival.us.retaliation" } },
    { "rival.us.trade", { "[trade_us]" }, { "rival.us.retaliation", "incentive.standards.weight" } },
    { "rival.us.alignment", { "[alignment]" }, { "affinity.alignment", "organisation.attend_slope" } },
    { "rival.us.offer_rate", { "rival.us.offer_decay" }, { NULL } },
    { "rival.rights.norms", { "[governance]" }, { "cost.autonomy", "incentive.standards.weight" } },
    { "rival.rights.trade", { "[trade_eu]" }, { "incentive.standards.weight" } },
    { "rival.rights.data", { "[data_regime]" }, { "cost.data" } },
    { "leader.drift", { "leader.memory" }, { NULL } },
    { "trust.democratic_doubt", { "trust.transparency" }, { NULL } },
    { "charter.veto_effect", { "[veto]" }, { NULL } },
    { "organisation.attend_slope", { "[alignment]" }, { "affinity.alignment", "rival.us.alignment" } },
};

static void zero(struct wai_setup *setup, const char *path)
{
    wai_world_builder_set(setup, path, 0.0);
}

static void change_inputs(struct wai_setup *setup, const struct mechanism *mechanism)
{
    for (size_t k = 0; k < 8 && mechanism->inputs[k]; k++) {
        const char *input = mechanism->inputs[k];

        if (input[0] == '[') {
            char column[32] = { 0 };

            memcpy(column, input + 1, strlen(input) - 2);
            wai_world_builder_mirror(setup, column);
        } else {
            const size_t row = (size_t)wai_param_find(input);
            const double value = wai_param_get(&setup->params, row);
            const double more = value + fabs(value) + 0.05;

            wai_world_builder_set(setup, input, wai_param_allows(row, more) ? more : 0.5 * value);
        }
    }
}

/* Rows whose value tells an input itself, not what came of it. */
static int tells_input(const struct wai_log_row *row)
{
    return row->type == WAI_EVENT_LEADER || row->type == WAI_EVENT_MODEL_RELEASE ||
           row->type == WAI_EVENT_VOTE;
}

/* 1 when all events and all decisions have the same bits. */
static int same_story(const struct wai_record *a, const struct wai_record *b)
{
    if (a->n_log != b->n_log || a->n_decisions != b->n_decisions) {
        return 0;
    }
    for (size_t k = 0; k < a->n_log; k++) {
        struct wai_log_row x = a->log[k], y = b->log[k];

        if (tells_input(&x)) {
            x.value = y.value = 0.0F;
            x.country = y.country = x.type == WAI_EVENT_VOTE ? 0 : x.country;
        }
        if (x.time_years != y.time_years || x.value != y.value || x.country != y.country ||
            x.type != y.type || x.from != y.from || x.to != y.to || x.cause != y.cause) {
            return 0;
        }
    }
    for (size_t k = 0; k < a->n_decisions; k++) {
        const struct wai_decision_row *x = &a->decisions[k], *y = &b->decisions[k];

        if (x->move != y->move || x->option != y->option || x->probability != y->probability ||
            x->option_probability != y->option_probability) {
            return 0;
        }
    }
    return 1;
}

/* Does a change of the inputs show, with the mechanism's weight 0 or as it is? */
static int inputs_show(const struct mechanism *mechanism, int removed)
{
    struct wai_setup one, other;
    int shows = 0;

    wai_world_builder_busy(&one);
    wai_world_builder_busy(&other);
    change_inputs(&other, mechanism);
    for (size_t k = 0; k < 8 && mechanism->others[k]; k++) {
        zero(&one, mechanism->others[k]);
        zero(&other, mechanism->others[k]);
    }
    if (removed) {
        zero(&one, mechanism->weight);
        zero(&other, mechanism->weight);
    }
    for (uint32_t r = 0; r < (removed ? 10 : REPLICATIONS) && !shows; r++) {
        struct wai_record a, b;

        wai_law_run_one(&one, wanted, 1400, r, &a);
        wai_law_run_one(&other, wanted, 1400, r, &b);
        shows = !same_story(&a, &b);
        wai_record_free(&a);
        wai_record_free(&b);
    }
    wai_setup_free(&one);
    wai_setup_free(&other);
    return shows;
}

static void weight_zero_removes_a_mechanism_bit_for_bit(void **state)
{
    int wrong = 0;

    (void)state;
    for (size_t m = 0; m < sizeof mechanisms / sizeof mechanisms[0]; m++) {
        if (inputs_show(&mechanisms[m], 1)) {
            print_message("%s = 0: its inputs still show\n", mechanisms[m].weight);
            wrong++;
        }
        if (!inputs_show(&mechanisms[m], 0)) {
            print_message("%s: its inputs never show\n", mechanisms[m].weight);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* --- common random numbers ----------------------------------------------------------------------------- */

enum stream { CANDIDATES, LEADERS, INCIDENTS, RELEASES, OFFERS, CONTROLS, N_STREAMS };
static const char *const stream_names[N_STREAMS] = {
    "review candidates", "leader changes", "incidents", "model releases", "offers", "export controls"
};

/* The stream that a row of the log belongs to, -1: none. */
static int stream_of(const struct wai_log_row *row)
{
    switch (row->type) {
    case WAI_EVENT_REVIEW:
        return CANDIDATES;
    case WAI_EVENT_CHOICE:
        return row->cause == WAI_CAUSE_REVIEW ? CANDIDATES : -1;
    case WAI_EVENT_LEADER:
        return LEADERS;
    case WAI_EVENT_INCIDENT:
        return INCIDENTS;
    case WAI_EVENT_MODEL_RELEASE:
        return RELEASES;
    case WAI_EVENT_OFFER:
        return OFFERS;
    case WAI_EVENT_CONTROL:
        return CONTROLS;
    default:
        return -1;
    }
}

/* Is this row one of those that set the times of the stream? */
static int drives(const char *path, int stream)
{
    static const char *const drivers[N_STREAMS] = { "decision.review_rate.", ".turnover",
                                                    "shock.incident_",       "model_access.release_",
                                                    "rival.us.offer",        "control_o" };

    return strstr(path, drivers[stream]) != NULL || (stream == CANDIDATES && strstr(path, "invited_boost")) ||
           (stream == LEADERS && strstr(path, "cratic_turnover")) ||
           (stream == OFFERS && strcmp(path, "rival.us.pressure") == 0);
}

/* Next row of a stream from k on. */
static size_t next_in(const struct wai_record *record, int stream, size_t k)
{
    while (k < record->n_log && stream_of(&record->log[k]) != stream) {
        k++;
    }
    return k;
}

static int same_stream(const struct wai_record *a, const struct wai_record *b, int stream)
{
    size_t i = next_in(a, stream, 0), j = next_in(b, stream, 0);

    while (i < a->n_log && j < b->n_log) {
        const struct wai_log_row *x = &a->log[i], *y = &b->log[j];

        if (x->time_years != y->time_years || (stream != OFFERS && x->country != y->country)) {
            return 0;
        }
        i = next_in(a, stream, i + 1);
        j = next_in(b, stream, j + 1);
    }
    return i == a->n_log && j == b->n_log;
}

static void a_change_of_one_parameter_leaves_all_other_luck_in_place(void **state)
{
    struct wai_setup setup;
    struct wai_record before;
    size_t n_rows[N_STREAMS] = { 0 };
    int wrong = 0;

    (void)state;
    wai_world_builder_busy(&setup);
    for (int m = 0; m < WAI_N_STATUSES; m++) { /* one rate for all: every candidate is a review */
        setup.params.decision.review_rate.at[m] = 2.0;
    }
    setup.params.decision.invited_boost = 1.0;
    wai_law_run_one(&setup, wanted, 1500, 0, &before);
    for (size_t k = 0; k < before.n_log; k++) {
        if (stream_of(&before.log[k]) >= 0) {
            n_rows[stream_of(&before.log[k])]++;
        }
    }
    for (int stream = 0; stream < N_STREAMS; stream++) {
        assert_true(n_rows[stream] >= 3);
    }
    for (size_t row = 0; row < wai_param_count; row++) {
        const double value = wai_param_get(&setup.params, row);
        const double off = wai_param_allows(row, 0.0) && value != 0.0 ? 0.0 : wai_param_table[row].max;
        struct wai_record after;

        if (strcmp(wai_param_table[row].path, "organisation.account_years") == 0) {
            continue; /* its largest value makes another time axis */
        }
        wai_param_set(&setup.params, row, off);
        wai_law_run_one(&setup, wanted, 1500, 0, &after);
        wai_param_set(&setup.params, row, value);
        for (int stream = 0; stream < N_STREAMS; stream++) {
            if (!drives(wai_param_table[row].path, stream) && !same_stream(&before, &after, stream)) {
                print_message("%s = %g moves the %s\n", wai_param_table[row].path, off, stream_names[stream]);
                wrong++;
            }
        }
        wai_record_free(&after);
    }
    assert_int_equal(wrong, 0);
    wai_record_free(&before);
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weight_zero_removes_a_mechanism_bit_for_bit),
        cmocka_unit_test(a_change_of_one_parameter_leaves_all_other_luck_in_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
