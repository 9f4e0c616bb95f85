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
    double wait_years = world->candidate_mean_years < HUGE_VAL
                            ? world->candidate_gap * world->candidate_mean_years
                            : HUGE_VAL; /* no rate, no review */

    world->next_candidate_years = world->candidate_since_years + wait_years;
}

/* The gap that ends with candidate number n_candidates, from `since_years` on. */
static void next_gap(struct wai_world *world, double since_years)
{
    unsigned at = world->n_candidates % WAI_CANDIDATES;

    if (at == 0) {
        draw_batch(world);
    }
    world->candidate_gap = world->gaps[at];
    world->candidate_since_years = since_years;
    place_candidate(world);
}

static const double *marks_of_next(const struct wai_world *world)
{
    return &world->marks[4 * (world->n_candidates % WAI_CANDIDATES)];
}

static size_t country_of(const struct wai_world *world, const double *marks)
{
    return (size_t)(marks[2] * (double)world->n);
}

void wai_review_start(struct wai_world *world)
{
    world->n_candidates = 0;
    world->candidate_mean_years = mean_gap_years(world);
    next_gap(world, 0.0);
}

static int accepted(const struct wai_world *world, const double *marks)
{
    size_t i = country_of(world, marks);
    double rate = world->params.decision.review_rate.at[world->country[i].standing];

    if (world->country[i].invited) {
        rate *= world->params.decision.invited_boost;
    }
    return marks[1] * world->review_rate_bound < rate && (int32_t)i != world->sponsor;
}

int wai_review_seek(struct wai_world *world, double until_years)
{
    while (world->next_candidate_years < until_years) {
        if (accepted(world, marks_of_next(world))) {
            return 1;
        }
        world->n_candidates++;
        next_gap(world, world->next_candidate_years);
    }
    return 0;
}

void wai_review_take(struct wai_world *world)
{
    const double *marks = marks_of_next(world);
    size_t i = country_of(world, marks);
    double choice = marks[3];

    world->n_candidates++;
    next_gap(world, world->now_years);
    if (world->country[i].noticed) {
        wai_world_log(world, WAI_EVENT_REVIEW, (int32_t)i, world->country[i].standing,
                      world->country[i].standing, WAI_CAUSE_REVIEW, 0.0);
    } else {
        wai_decision_take(world, i, WAI_CAUSE_REVIEW, 0, choice);
    }
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
