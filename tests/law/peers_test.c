/* Laws of influence on a complete network: Bass, Granovetter, Brock and Durlauf (MODEL.md, section 10, cases
 * 4 to 6).  The sponsor stands apart, so that the influence on i is the share of the other countries. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/law.h"
#include "support/world_builder.h"

static double logistic(double x)
{
    return 1.0 / (1.0 + exp(-x));
}

/* n countries beside the sponsor, all linked, who weigh interest: beta (alpha + peers * share). */
static void build_crowd(struct wai_setup *setup, size_t n, double years, double beta, double alpha,
                        double peers)
{
    wai_world_builder_even(setup, n + 1, years);
    wai_world_builder_complete_borders(setup, 0);
    wai_world_builder_set(setup, "network.mix.border", 1.0);
    wai_world_builder_set(setup, "status.interested.affiliation", 1.0);
    wai_world_builder_set(setup, "decision.rationality", beta);
    wai_world_builder_set(setup, "decision.constant.interested", alpha);
    wai_world_builder_set(setup, "affinity.peers", peers);
    wai_world_builder_set(setup, "decision.review_rate.none", 1.0);
}

struct crowd {
    size_t n;
    double beta, alpha, peers, keep; /* keep: rate of reviews of the interested */
};

/* Rate at which one of the n - k others joins k. */
static double up(size_t k, const void *context)
{
    const struct crowd *c = context;

    return (double)(c->n - k) * logistic(c->beta * (c->alpha + c->peers * (double)k / (double)(c->n - 1)));
}

static double down(size_t k, const void *context)
{
    const struct crowd *c = context;

    return c->keep * (double)k *
           logistic(-c->beta * (c->alpha + c->peers * (double)(k - 1) / (double)(c->n - 1)));
}

/* --- case 4 ------------------------------------------------------------------------------------------ */

struct births {
    const struct crowd *crowd;
    double *gaps;   /* of all replications, as uniforms */
    double *middle; /* time at which half have joined */
    double *early;  /* number interested at the second account */
    size_t n_gaps, n_samples;
};

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static void see_births(const struct wai_record *record, void *context)
{
    struct births *b = context;
    const size_t n = b->crowd->n;
    double *times = calloc(n, sizeof *times), before = 0.0;

    assert_non_null(times);
    for (size_t i = 0; i < n; i++) {
        times[i] = record->first[WAI_FIRST_INTERESTED * record->n_countries + i + 1];
        assert_true(times[i] > 0.0); /* not NaN: the run is long enough that all have joined */
    }
    qsort(times, n, sizeof *times, compare_doubles);
    for (size_t k = 0; k < n; k++) {
        b->gaps[b->n_gaps++] = exp(-(times[k] - before) * up(k, b->crowd));
        before = times[k];
    }
    b->middle[b->n_samples] = times[n / 2 - 1];
    b->early[b->n_samples++] = record->n_status[WAI_STATUS_INTERESTED * record->n_times + 1];
    free(times);
}

static void adoption_among_peers_is_a_pure_birth_chain(void **state)
{
    enum { N = 80, REPLICATIONS = 400 };
    const struct crowd crowd = { .n = N, .beta = 1.0, .alpha = -2.0, .peers = 2.0 };
    const struct wai_chain chain = { .n = N, .up = up, .down = down, .context = &crowd };
    struct births b = { .crowd = &crowd };
    double law[N + 1], mean = 0.0, middle = 0.0;
    struct wai_setup setup;

    (void)state;
    build_crowd(&setup, N, 60.0, crowd.beta, crowd.alpha, crowd.peers);
    b.gaps = calloc(N * REPLICATIONS, sizeof *b.gaps);
    b.middle = calloc(REPLICATIONS, sizeof *b.middle);
    b.early = calloc(REPLICATIONS, sizeof *b.early);
    assert_true(b.gaps && b.middle && b.early);
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 104, REPLICATIONS, see_births, &b);
    for (size_t k = 0; k < N / 2; k++) {
        middle += 1.0 / up(k, &crowd);
    }
    wai_law_chain(&chain, 0, 2.0, law);
    for (size_t k = 0; k <= N; k++) {
        mean += (double)k * law[k];
    }
    wai_law_accept("gaps between births, by their rates, are Exp(1) (KS)",
                   wai_law_ks_uniform(b.gaps, b.n_gaps));
    wai_law_accept("mean time to half: sum of 1 / rate", wai_law_mean(b.middle, b.n_samples, middle));
    wai_law_accept("mean number after two years: forward equations",
                   wai_law_mean(b.early, b.n_samples, mean));
    free(b.gaps);
    free(b.middle);
    free(b.early);
    wai_setup_free(&setup);
}

static void see_share(const struct wai_record *record, void *context)
{
    double *share = context;

    for (size_t k = 0; k < record->n_times; k++) {
        share[k] += (double)record->n_status[WAI_STATUS_INTERESTED * record->n_times + k];
    }
}

static void weak_peers_give_the_curve_of_bass(void **state)
{
    enum { N = 400, REPLICATIONS = 60 };
    const double alpha = -1.0, peers = 0.4;
    const double p = logistic(alpha),
                 q = p * (1.0 - p) * peers; /* innovation, imitation: first order in peers */
    double share[16] = { 0 };
    struct wai_setup setup;

    (void)state;
    build_crowd(&setup, N, 9.0, 1.0, alpha, peers);
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 105, REPLICATIONS, see_share, share);
    for (int k = 0; k < 8; k++) {
        const double t = k + 1.0, faded = exp(-(p + q) * t);
        const double bass = (1.0 - faded) / (1.0 + q / p * faded);

        /* Second order in peers: at most peers^2 p / 20 a year (the second derivative of the logistic stays
         * below 0.1), summed over the years in which F moves; four standard errors of 24,000 countries:
         * 0.013. */
        assert_float_equal((float)(share[k] / (N * REPLICATIONS)), (float)bass, 0.02F);
    }
    wai_setup_free(&setup);
}

/* --- case 5 ------------------------------------------------------------------------------------------ */

struct cascade {
    int expected;
    size_t right, n;
};

static void see_cascade(const struct wai_record *record, void *context)
{
    struct cascade *c = context;

    c->right +=
        record->n_status[WAI_STATUS_INTERESTED * record->n_times + record->n_times - 1] == c->expected;
    c->n++;
}

/* Country i joins when more than threshold_i others have: threshold through the alignment, 10 (share + a_i).
 */
static void build_thresholds(struct wai_setup *setup, const double *threshold, size_t n)
{
    build_crowd(setup, n, 40.0, 20.0, 0.0, 10.0);
    wai_world_builder_set(setup, "affinity.alignment", 10.0);
    for (size_t i = 0; i < n; i++) {
        setup->tables.alignment[i + 1] = -threshold[i] / (double)(n - 1);
    }
}

static void sharp_thresholds_reach_the_fixed_point_of_granovetter(void **state)
{
    /* At a distance of half a country the odds against the threshold are e^(20 * 10 * 0.5 / 9) = 66,000; ten
     * countries review 400 times in all, so a replication goes astray with probability below 400 / 66,000. */
    const double astray = 400.0 / 66000.0;
    double threshold[10] = { -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5 };
    struct cascade whole = { .expected = 10 }, stopped = { .expected = 4 };
    struct wai_setup setup;

    (void)state;
    build_thresholds(&setup, threshold, 10);
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 106, 300, see_cascade, &whole);
    wai_setup_free(&setup);
    threshold[4] = 4.5; /* the fifth now waits for one more, and all stop at four */
    build_thresholds(&setup, threshold, 10);
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 107, 300, see_cascade, &stopped);
    wai_setup_free(&setup);
    print_message("  %zu and %zu of 300 at the fixed points\n", whole.right, stopped.right);
    assert_true(wai_law_binomial(whole.n - whole.right, whole.n, astray) > WAI_LAW_THRESHOLD ||
                (double)(whole.n - whole.right) < astray * (double)whole.n);
    assert_true(wai_law_binomial(stopped.n - stopped.right, stopped.n, astray) > WAI_LAW_THRESHOLD ||
                (double)(stopped.n - stopped.right) < astray * (double)stopped.n);
}

/* --- case 6 ------------------------------------------------------------------------------------------ */

struct shares {
    double seen[64], n;
};

static void see_final(const struct wai_record *record, void *context)
{
    struct shares *s = context;

    s->seen[record->n_status[WAI_STATUS_INTERESTED * record->n_times + record->n_times - 1]] += 1.0;
    s->n += 1.0;
}

/* Final law from all out (0) or all in (n) against the exact chain; gives the exact mean share. */
static double check_crowd(const struct crowd *crowd, int from_in, uint64_t seed, const char *what)
{
    const struct wai_chain chain = { .n = crowd->n, .up = up, .down = down, .context = crowd };
    struct shares s = { .n = 0.0 };
    double law[64], mean = 0.0;
    struct wai_setup setup;

    build_crowd(&setup, crowd->n, 12.5, crowd->beta, crowd->alpha, crowd->peers);
    wai_world_builder_set(&setup, "decision.review_rate.interested", crowd->keep);
    for (size_t i = 1; i <= crowd->n; i++) {
        setup.status[i] = from_in ? WAI_STATUS_INTERESTED : WAI_STATUS_NONE;
    }
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, seed, 1500, see_final, &s);
    wai_law_chain(&chain, from_in ? crowd->n : 0, 12.0, law);
    for (size_t k = 0; k <= crowd->n; k++) {
        mean += law[k] * (double)k / (double)crowd->n;
        law[k] *= s.n;
    }
    wai_law_accept(what, wai_law_chi_square(s.seen, law, crowd->n + 1));
    wai_setup_free(&setup);
    return mean;
}

/* x = logistic(beta (h + J x)) by iteration from x. */
static double fixed_point(double beta, double h, double j, double x)
{
    for (int k = 0; k < 10000; k++) {
        x = logistic(beta * (h + j * x));
    }
    return x;
}

static void crowds_have_two_states_beyond_beta_j_of_four(void **state)
{
    const struct crowd strong = { .n = 60, .beta = 2.0, .alpha = -1.5, .peers = 3.0, .keep = 1.0 };
    const struct crowd weak = { .n = 60, .beta = 1.0, .alpha = -1.0, .peers = 2.0, .keep = 1.0 };
    double low, high;

    (void)state;
    low = check_crowd(&strong, 0, 108, "beta J = 6, from all out (chi-square against the chain)");
    high = check_crowd(&strong, 1, 109, "beta J = 6, from all in");
    /* A finite crowd fluctuates about the two fixed points: 1/n to first order. */
    assert_float_equal((float)low, (float)fixed_point(2.0, -1.5, 3.0, 0.0), 2.0F / 60.0F);
    assert_float_equal((float)high, (float)fixed_point(2.0, -1.5, 3.0, 1.0), 2.0F / 60.0F);
    assert_true(fixed_point(2.0, -1.5, 3.0, 0.0) < 0.1 && fixed_point(2.0, -1.5, 3.0, 1.0) > 0.9);
    low = check_crowd(&weak, 0, 110, "beta J = 2, from all out");
    high = check_crowd(&weak, 1, 111, "beta J = 2, from all in");
    assert_float_equal((float)low, 0.5F, 0.01F);
    assert_float_equal((float)high, 0.5F, 0.01F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adoption_among_peers_is_a_pure_birth_chain),
        cmocka_unit_test(weak_peers_give_the_curve_of_bass),
        cmocka_unit_test(sharp_thresholds_reach_the_fixed_point_of_granovetter),
        cmocka_unit_test(crowds_have_two_states_beyond_beta_j_of_four),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
