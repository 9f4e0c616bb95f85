/* The marked Poisson process of reviews, thinned. */
#include "model/review.h"

#include <math.h>

#include "model/decision.h"
#include "model/state.h"

static double mean_gap_years(const struct wai_world *world)
{
    double rate = (double)world->n * world->review_rate_bound;

    return rate > 0.0 ? 1.0 / rate : HUGE_VAL;
}

static void draw_batch(struct wai_world *world)
{
    wai_luck_pairs(&world->luck, WAI_DRAW_REVIEW, 0, 2 * world->n_candidates, 2 * (size_t)WAI_CANDIDATES,
                   world->marks);
    for (int k = 0; k < WAI_CANDIDATES; k++) {
        world->gaps[k] = -wai_log(world->marks[4 * k]);
    }
}

/* Time of the next candidate from what is left of its gap. */
static void place_candidate(struct wai_world *world)
{
    double wait_years = world->candidate_mean_years < HUGE_VAL ? world->candidate_gap * world->candidate_mean_years
                                                               : HUGE_VAL; /* no rate, no review */

    world->next_candidate_years = world->candidate_since_years + wait_years;
}

static void next_gap(struct wai_world *world)
{
    unsigned at = world->n_candidates % WAI_CANDIDATES;

    if (at == 0) {
        draw_batch(world);
    }
    world->candidate_gap = world->gaps[at];
    world->candidate_since_years = world->now_years;
    place_candidate(world);
}

void wai_review_start(struct wai_world *world)
{
    world->n_candidates = 0;
    world->candidate_mean_years = mean_gap_years(world);
    next_gap(world);
}

int wai_review_next(struct wai_world *world)
{
    const double *marks = &world->marks[4 * (world->n_candidates % WAI_CANDIDATES)];
    size_t i = (size_t)(marks[2] * (double)world->n);
    double choice = marks[3];
    double rate = world->params.decision.review_rate.at[world->standing[i]];
    int accepted;

    if (world->invited[i]) {
        rate *= world->params.decision.invited_boost;
    }
    accepted = marks[1] * world->review_rate_bound < rate && (int32_t)i != world->sponsor;
    world->n_candidates++;
    next_gap(world);
    if (!accepted) {
        return 0;
    }
    if (world->noticed[i]) {
        wai_world_log(world, WAI_EVENT_REVIEW, (int32_t)i, world->standing[i], world->standing[i],
                      WAI_CAUSE_REVIEW, 0.0);
    } else {
        wai_decision_take(world, i, WAI_CAUSE_REVIEW, 0, choice);
    }
    return 1;
}

void wai_review_rates_changed(struct wai_world *world)
{
    double mean_years = mean_gap_years(world);
    double used;

    if (mean_years == world->candidate_mean_years) {
        return;
    }
    used = (world->now_years - world->candidate_since_years) / world->candidate_mean_years;
    world->candidate_gap = used < world->candidate_gap ? world->candidate_gap - used : 0.0;
    world->candidate_since_years = world->now_years;
    world->candidate_mean_years = mean_years;
    place_candidate(world);
}
