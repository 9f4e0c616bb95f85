/* Laws of the summit: the tier ladder and votes (MODEL.md, section 10, cases 3 and 12). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/law.h"
#include "support/world_builder.h"

/* An organisation in operation from the first days on: country 2 signs at once and ratifies within days. */
static void build_operating(struct wai_setup *setup, size_t n, double years)
{
    wai_world_builder_even(setup, n, years);
    setup->phase = WAI_PHASE_SIGNING;
    setup->status[2] = WAI_STATUS_SIGNATORY;
    wai_world_builder_set(setup, "charter.ratifications_to_enter", 1.0);
    wai_world_builder_set(setup, "charter.founder_log_median", -5.0);
    wai_world_builder_set(setup, "charter.founder_spread", 0.0);
    wai_world_builder_set(setup, "charter.setup_years", 0.0);
    wai_world_builder_yearly_summits(setup, 200);
}

static void see_tiers(const struct wai_record *record, void *context)
{
    double *count = context;

    for (size_t i = 1; i < record->n_countries; i++) {
        assert_true(WAI_STATUS_IS_MEMBER(record->final_status[i]));
        count[record->final_status[i] - WAI_STATUS_ASSOCIATE] += 1.0;
    }
}

static void tier_ladder_settles_at_its_reversible_law(void **state)
{
    const double beta = 1.3, dues = 1.1, kappa = 0.7, obligation[3] = { 0.3, 0.7, 1.0 };
    double weight[3], total = 0.0, seen[3] = { 0 }, expected[3];
    struct wai_setup setup;

    (void)state;
    build_operating(&setup, 80, 31.0);
    for (int i = 1; i < 80; i++) {
        setup.tables.income[i] = 0.5; /* dues then cost `dues` times the obligation */
        setup.status[i] = i == 2 ? WAI_STATUS_SIGNATORY : WAI_STATUS_ASSOCIATE;
    }
    wai_world_builder_set(&setup, "decision.rationality", beta);
    wai_world_builder_set(&setup, "cost.dues", dues);
    wai_world_builder_set(&setup, "decision.inertia.tier", kappa);
    wai_world_builder_set(&setup, "decision.inertia.freeze", 50.0);
    wai_world_builder_set(&setup, "decision.inertia.exit", 50.0);
    wai_law_run(&setup, (struct wai_record_wants){ 0 }, 303, 60, see_tiers, seen);
    for (int m = 0; m < 3; m++) { /* pi(m) = e^(beta V(m)) Z(m) satisfies detailed balance */
        double z = exp(-beta * dues * obligation[m]);

        z += m > 0 ? exp(-beta * (dues * obligation[m - 1] + kappa)) : 0.0;
        z += m < 2 ? exp(-beta * (dues * obligation[m + 1] + kappa)) : 0.0;
        weight[m] = exp(-beta * dues * obligation[m]) * z;
        total += weight[m];
    }
    for (int m = 0; m < 3; m++) {
        expected[m] = 79.0 * 60.0 * weight[m] / total;
    }
    wai_law_accept("tiers after 30 summits: e^(beta V) Z (chi-square)",
                   wai_law_chi_square(seen, expected, 3));
    wai_setup_free(&setup);
}

static void equal_ideal_points_draw_the_standards_geometrically(void **state)
{
    const double ideal = 0.6, start = -0.4, step = 0.3, gain = 0.2, stringency_start = 0.3;
    struct wai_record record;
    struct wai_setup setup;

    (void)state;
    build_operating(&setup, 12, 15.0);
    for (int i = 0; i < 12; i++) {
        setup.tables.governance[i] = ideal;
        setup.status[i] = i == 0 ? WAI_STATUS_CORE : i == 2 ? WAI_STATUS_SIGNATORY : WAI_STATUS_FULL;
    }
    wai_world_builder_set(&setup, "voting.corporate_ideal", ideal);
    wai_world_builder_set(&setup, "voting.lean", 10.0);
    wai_world_builder_set(&setup, "voting.sharpness", 100.0);
    wai_world_builder_set(&setup, "standards.position_start", start);
    wai_world_builder_set(&setup, "standards.stringency_start", stringency_start);
    wai_world_builder_set(&setup, "standards.step", step);
    wai_world_builder_set(&setup, "standards.progress_gain", gain);
    wai_world_builder_set(&setup, "decision.inertia.exit", 50.0);
    wai_world_builder_set(&setup, "decision.inertia.freeze", 50.0);
    wai_law_run_one(&setup, (struct wai_record_wants){ 0 }, 312, 0, &record);
    for (size_t k = 0; k < record.n_times; k++) { /* account k + 1 follows summit k + 1 */
        const double left = pow(1.0 - step, (double)(k + 1));

        assert_true(fabs(record.series[WAI_SERIES_standards_position * record.n_times + k] -
                         (ideal + (start - ideal) * left)) < 1e-12);
        assert_true(fabs(record.series[WAI_SERIES_standards_stringency * record.n_times + k] -
                         ((1.0 + ideal) / 2.0 + (stringency_start - (1.0 + ideal) / 2.0) * left)) < 1e-12);
        assert_true(fabs(record.series[WAI_SERIES_standards_progress * record.n_times + k] -
                         (1.0 - pow(1.0 - gain, (double)(k + 1)))) < 1e-12);
    }
    wai_record_free(&record);
    wai_setup_free(&setup);
}

struct proposals {
    double seen[3]; /* the sponsor, one full member, the block */
};

static void see_proposals(const struct wai_record *record, void *context)
{
    struct proposals *p = context;

    for (size_t k = 0; k < record->n_log; k++) {
        if (record->log[k].type == WAI_EVENT_VOTE) {
            const int32_t country = record->log[k].country;

            assert_true(country == -1 || country == 0 || country == 2 || country == 3);
            p->seen[country == -1 ? 2 : country == 0 ? 0 : 1] += 1.0;
        }
    }
}

static void proposers_are_drawn_by_their_votes(void **state)
{
    /* Core 3, full 2 and an associate 1 hold 1 - 0.2 of the votes, the block 0.2. */
    const double share[3] = { 0.8 * 3.0 / 6.0, 0.8 * 3.0 / 6.0, 0.2 };
    double expected[3], total = 0.0;
    struct proposals p = { { 0 } };
    struct wai_setup setup;

    (void)state;
    build_operating(&setup, 6, 11.0);
    setup.status[3] = WAI_STATUS_FULL;
    wai_world_builder_set(&setup, "voting.corporate_share", 0.2);
    wai_world_builder_set(&setup, "decision.inertia.exit", 50.0);
    wai_world_builder_set(&setup, "decision.inertia.freeze", 50.0);
    wai_world_builder_set(&setup, "decision.inertia.tier", 50.0);
    wai_law_run(&setup, (struct wai_record_wants){ .events = 1 }, 313, 300, see_proposals, &p);
    for (int c = 0; c < 3; c++) {
        total += p.seen[c];
    }
    for (int c = 0; c < 3; c++) {
        expected[c] = total * share[c];
    }
    wai_law_accept("proposers by vote share (chi-square)", wai_law_chi_square(p.seen, expected, 3));
    wai_setup_free(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tier_ladder_settles_at_its_reversible_law),
        cmocka_unit_test(equal_ideal_points_draw_the_standards_geometrically),
        cmocka_unit_test(proposers_are_drawn_by_their_votes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
