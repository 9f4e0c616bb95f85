/* Laws of single choices: adoption, two statuses, competing rivals, tastes, and the null (MODEL.md, section
 * 10, cases 1, 2, 10, 11, 14). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_randist.h>

#include "support/law.h"
#include "support/world_builder.h"

static double logistic(double x)
{
    return 1.0 / (1.0 + exp(-x));
}

/* --- case 1 ------------------------------------------------------------------------------------------ */

struct adoption {
    double rate, horizon;
    double *u;
    size_t n_u, n_samples;
    int in_first_year[500];
};

static void see_adoption(const struct wai_record *record, void *context)
{
    struct adoption *a = context;
    int count = 0;

    for (size_t i = 1; i < record->n_countries; i++) {
        const double t = record->first[WAI_FIRST_INTERESTED * record->n_countries + i];

        count += t <= 1.0;
        if (!isnan(t)) {
            a->u[a->n_u++] = (1.0 - exp(-a->rate * t)) / (1.0 - exp(-a->rate * a->horizon));
        }
    }
    a->in_first_year[a->n_samples++] = count;
}

static void adoption_is_exponential_and_counts_are_binomial(void **state)
{
    enum { N = 61, REPLICATIONS = 500 };
    const double beta = 1.7, alpha = 0.4, kappa = 0.9, lambda = 2.0;
    struct adoption a = { .rate = lambda * logistic(beta * (alpha - kappa)), .horizon = 1461.0 / 365.25 };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, N, 4.0);
    wai_world_builder_set(&setup, "decision.rationality", beta);
    wai_world_builder_set(&setup, "decision.constant.interested", alpha);
    wai_world_builder_set(&setup, "decision.inertia.interest", kappa);
    wai_world_builder_set(&setup, "decision.review_rate.none", lambda);
    a.u = calloc((N - 1) * REPLICATIONS, sizeof *a.u);
    assert_non_null(a.u);
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 101, REPLICATIONS, see_adoption, &a);
    wai_law_accept("first interest is exponential (KS)", wai_law_ks_uniform(a.u, a.n_u));
    wai_law_accept("interested in year 1 are binomial (chi-square)",
                   wai_law_binomial_sample(a.in_first_year, REPLICATIONS, N - 1, 1.0 - exp(-a.rate)));
    free(a.u);
    wai_setup_free(&setup);
}

/* --- case 2 ------------------------------------------------------------------------------------------ */

struct flips {
    size_t lag, from[2], to_in[2], in, n;
};

static void see_flips(const struct wai_record *record, void *context)
{
    struct flips *f = context;

    for (size_t i = 1; i < record->n_countries; i++) {
        const int8_t *path = &record->country_status[i * record->n_times];

        f->in += path[record->n_times - 1] == WAI_STATUS_INTERESTED;
        f->n++;
        for (size_t k = 0; k + f->lag < record->n_times; k += f->lag) {
            const int before = path[k] == WAI_STATUS_INTERESTED,
                      after = path[k + f->lag] == WAI_STATUS_INTERESTED;

            f->from[before]++;
            f->to_in[before] += (size_t)after;
        }
    }
}

static void two_statuses_without_inertia_forget_exponentially(void **state)
{
    const double beta = 2.0, alpha = 0.35, lambda = 1.3, step = 0.25;
    const double stationary = logistic(beta * alpha);
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 41, 12.0);
    wai_world_builder_set(&setup, "decision.rationality", beta);
    wai_world_builder_set(&setup, "decision.constant.interested", alpha);
    wai_world_builder_set(&setup, "decision.review_rate.none", lambda);
    wai_world_builder_set(&setup, "decision.review_rate.interested", lambda);
    wai_world_builder_set(&setup, "organisation.account_years", step);
    for (size_t lag = 1; lag <= 4; lag *= 2) {
        const double memory = exp(-lambda * step * (double)lag);
        struct flips f = { .lag = lag };

        wai_law_run(&setup, (struct wai_record_wants){ 0 }, 102 + lag, 100, see_flips, &f);
        wai_law_accept("in after out: P - P e^(-lambda t)",
                       wai_law_binomial(f.to_in[0], f.from[0], stationary * (1.0 - memory)));
        wai_law_accept("in after in: P + (1 - P) e^(-lambda t)",
                       wai_law_binomial(f.to_in[1], f.from[1], stationary + (1.0 - stationary) * memory));
        wai_law_accept("stationary share is logistic(beta dV)", wai_law_binomial(f.in, f.n, stationary));
    }
    wai_setup_free(&setup);
}

/* --- case 10 ----------------------------------------------------------------------------------------- */

struct race {
    size_t us, rights;
    double *u; /* times of the first joining, mapped to uniforms */
    size_t n_u;
    double rate, horizon;
};

static void see_race(const struct wai_record *record, void *context)
{
    struct race *race = context;
    char seen[64] = { 0 };

    for (size_t k = 0; k < record->n_log; k++) {
        const struct wai_log_row *row = &record->log[k];
        const int move = row->type == WAI_EVENT_CHOICE ? (int)row->value : WAI_MOVE_STAY;

        if ((move == WAI_MOVE_JOIN_US || move == WAI_MOVE_JOIN_RIGHTS) && row->country > 1 &&
            !seen[row->country]) {
            seen[row->country] = 1;
            race->us += move == WAI_MOVE_JOIN_US;
            race->rights += move == WAI_MOVE_JOIN_RIGHTS;
            race->u[race->n_u++] =
                (1.0 - exp(-race->rate * row->time_years)) / (1.0 - exp(-race->rate * race->horizon));
        }
    }
}

static void competing_rivals_win_by_their_hazards(void **state)
{
    enum { N = 42, REPLICATIONS = 150 };
    const double lambda = 1.5, us = exp(0.3), rights = exp(-0.4);
    struct race race = { .rate = lambda * (us + rights) / (1.0 + us + rights), .horizon = 1461.0 / 365.25 };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, N, 4.0);
    setup.rival_open[WAI_RIVAL_US] = setup.rival_open[WAI_RIVAL_RIGHTS] = 1;
    wai_world_builder_set(&setup, "rival.us.cost", -0.5);
    wai_world_builder_set(&setup, "decision.inertia.join_us", 0.2);
    wai_world_builder_set(&setup, "rival.rights.cost", 0.4);
    wai_world_builder_set(&setup, "decision.constant.interested", -20.0);
    wai_world_builder_set(&setup, "decision.inertia.interest", 20.0);
    wai_world_builder_set(&setup, "decision.review_rate.none", lambda);
    race.u = calloc(N * REPLICATIONS, sizeof *race.u);
    assert_non_null(race.u);
    wai_law_run(&setup, (struct wai_record_wants){ .events = 1 }, 110, REPLICATIONS, see_race, &race);
    wai_law_accept("us first with h1 / (h1 + h2)",
                   wai_law_binomial(race.us, race.us + race.rights, us / (us + rights)));
    wai_law_accept("first joining is exponential with h1 + h2 (KS)", wai_law_ks_uniform(race.u, race.n_u));
    free(race.u);
    wai_setup_free(&setup);
}

/* --- case 11 ----------------------------------------------------------------------------------------- */

struct tastes {
    size_t in[WAI_N_CAUSES], n[WAI_N_CAUSES];
};

static void see_tastes(const struct wai_record *record, void *context)
{
    struct tastes *tastes = context;
    char reviewed[64] = { 0 };

    for (size_t k = 0; k < record->n_log; k++) {
        const struct wai_log_row *row = &record->log[k];

        if (row->type != WAI_EVENT_CHOICE || (row->cause == WAI_CAUSE_REVIEW && reviewed[row->country])) {
            continue; /* one review a country, for independence; each leader brings a new taste */
        }
        reviewed[row->country] |= row->cause == WAI_CAUSE_REVIEW;
        tastes->n[row->cause]++;
        tastes->in[row->cause] += row->to == WAI_STATUS_INTERESTED;
    }
}

/* E logistic(beta (alpha + sigma Z)) by the trapezoidal rule, which is exact to rounding here. */
static double logistic_normal(double beta, double alpha, double sigma)
{
    double sum = 0.0;

    for (double z = -9.0; z <= 9.0; z += 0.01) {
        sum += 0.01 * gsl_ran_ugaussian_pdf(z) * logistic(beta * (alpha + sigma * z));
    }
    return sum;
}

static void tastes_renewed_fast_give_the_logistic_normal(void **state)
{
    const double beta = 1.5, alpha = -0.8, sigma = 1.4, p = logistic_normal(beta, alpha, sigma);
    struct tastes tastes = { 0 };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 51, 3.0);
    wai_world_builder_set(&setup, "decision.rationality", beta);
    wai_world_builder_set(&setup, "decision.constant.interested", alpha);
    wai_world_builder_set(&setup, "status.interested.affiliation", 1.0);
    wai_world_builder_set(&setup, "leader.taste", sigma);
    wai_world_builder_set(&setup, "leader.autocratic_turnover", 10.0);
    wai_world_builder_set(&setup, "decision.review_rate.none", 0.5);
    wai_world_builder_set(&setup, "decision.review_rate.interested", 0.5);
    wai_law_run(&setup, (struct wai_record_wants){ .events = 1 }, 111, 100, see_tastes, &tastes);
    wai_law_accept("a new leader joins by the logistic-normal integral",
                   wai_law_binomial(tastes.in[WAI_CAUSE_LEADER], tastes.n[WAI_CAUSE_LEADER], p));
    wai_law_accept("a review under renewed tastes likewise",
                   wai_law_binomial(tastes.in[WAI_CAUSE_REVIEW], tastes.n[WAI_CAUSE_REVIEW], p));
    wai_setup_free(&setup);
}

/* --- case 14 ----------------------------------------------------------------------------------------- */

static void see_moves(const struct wai_record *record, void *context)
{
    double *count = context;
    char seen[64] = { 0 };

    for (size_t k = 0; k < record->n_log; k++) {
        const struct wai_log_row *row = &record->log[k];

        if (row->type == WAI_EVENT_CHOICE && row->country > 1 && !seen[row->country]) {
            seen[row->country] = 1;
            count[(int)row->value] += 1.0;
        }
    }
}

/* First choices of countries that all start in one status; `status` may be a member only. */
static void check_uniform(struct wai_setup *setup, const char *what, const enum wai_move *moves, size_t n)
{
    double count[WAI_N_MOVES] = { 0 }, seen[WAI_N_MOVES], expected[WAI_N_MOVES], total = 0.0;

    wai_law_run(setup, (struct wai_record_wants){ .events = 1 }, 114, 60, see_moves, count);
    for (int move = 0; move < WAI_N_MOVES; move++) {
        total += count[move];
    }
    for (size_t k = 0; k < n; k++) {
        seen[k] = count[moves[k]];
        expected[k] = total / (double)n;
        count[moves[k]] = 0.0;
    }
    for (int move = 0; move < WAI_N_MOVES; move++) {
        assert_true(count[move] == 0.0); /* no move but the listed */
    }
    wai_law_accept(what, wai_law_chi_square(seen, expected, n));
}

static void without_weights_every_move_is_as_likely(void **state)
{
    const enum wai_move outsider[] = { WAI_MOVE_STAY, WAI_MOVE_INTEREST, WAI_MOVE_SIGN, WAI_MOVE_JOIN_US,
                                       WAI_MOVE_JOIN_RIGHTS };
    const enum wai_move member[] = { WAI_MOVE_STAY, WAI_MOVE_FREEZE, WAI_MOVE_EXIT, WAI_MOVE_JOIN_US,
                                     WAI_MOVE_JOIN_RIGHTS };
    const enum wai_move ceremony[] = { WAI_MOVE_STAY, WAI_MOVE_INTEREST, WAI_MOVE_SIGN };
    struct wai_setup setup;

    (void)state;
    wai_world_builder_even(&setup, 52, 2.0);
    wai_world_builder_set(&setup, "decision.rationality", 3.0);
    setup.phase = WAI_PHASE_SIGNING;
    setup.signing_open = 1;
    wai_world_builder_add_event(&setup, 100, WAI_CALENDAR_CEREMONY);
    check_uniform(&setup, "at a ceremony: stay, interest, sign", ceremony, 3);
    setup.rival_open[WAI_RIVAL_US] = setup.rival_open[WAI_RIVAL_RIGHTS] = 1;
    check_uniform(&setup, "outsiders with rivals open: five moves", outsider, 5);
    for (int i = 1; i < 52; i++) {
        setup.status[i] = WAI_STATUS_FULL;
    }
    check_uniform(&setup, "full members outside a tier review: five moves", member, 5);
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adoption_is_exponential_and_counts_are_binomial),
        cmocka_unit_test(two_statuses_without_inertia_forget_exponentially),
        cmocka_unit_test(competing_rivals_win_by_their_hazards),
        cmocka_unit_test(tastes_renewed_fast_give_the_logistic_normal),
        cmocka_unit_test(without_weights_every_move_is_as_likely),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
