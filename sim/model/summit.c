/* Summits: who proposes, who votes, who deepens, who comes. */
#include "model/summit.h"

#include "model/decision.h"
#include "model/refresh.h"
#include "model/service.h"
#include "model/state.h"

#define MAJORITY_ROUNDING 1e-12 /* two thirds of three votes is two votes, whatever the rounding */

/* What a status has of votes counts, whatever the status; as shipped, members alone have any. */
static double votes_of(const struct wai_world *world, size_t j)
{
    return world->params.status.at[world->country[j].standing].votes;
}

/* Total votes of the countries, and those of the corporate block so that it holds its share of all. */
static double corporate_votes(const struct wai_world *world, double member_votes)
{
    double share = world->params.voting.corporate_share;

    return member_votes > 0.0 ? member_votes * share / (1.0 - share) : share;
}

/* Draws the proposer by vote share: a country, or -1 for the corporate block. */
static int32_t draw_proposer(const struct wai_world *world, double all_votes, double u)
{
    double threshold = u * all_votes, cumulated = 0.0;

    for (size_t j = 0; j < world->n; j++) {
        cumulated += votes_of(world, j);
        if (cumulated > threshold) {
            return (int32_t)j;
        }
    }
    return -1;
}

/* Probability that a voter with ideal point x prefers `draft` to the standards as they are. */
static double yes_probability(const struct wai_world *world, double x, double draft)
{
    double before = x - world->position, after = x - draft;

    return wai_logistic(world->params.voting.lean +
                        world->params.voting.sharpness * (before * before - after * after));
}

static void vote_on_standards(struct wai_world *world, uint32_t day_index)
{
    const struct wai_params *p = &world->params;
    const double *ideal = world->setup->tables.governance;
    double member_votes = 0.0, block_votes, all_votes, yes = 0.0, u[2], point, draft;
    int32_t proposer;

    for (size_t j = 0; j < world->n; j++) {
        member_votes += votes_of(world, j);
    }
    block_votes = corporate_votes(world, member_votes);
    all_votes = member_votes + block_votes;
    if (!(all_votes > 0.0)) {
        return; /* nobody can propose or vote */
    }
    wai_luck_pair(&world->luck, WAI_DRAW_PROPOSER, 0, day_index, u);
    proposer = draw_proposer(world, all_votes, u[0]);
    point = proposer >= 0 ? ideal[proposer] : p->voting.corporate_ideal;
    draft = world->position + p->standards.step * (point - world->position);
    if (u[1] < yes_probability(world, p->voting.corporate_ideal, draft)) {
        yes += block_votes;
    }
    wai_world_draw_everybody(world, WAI_DRAW_VOTE, day_index);
    for (size_t j = 0; j < world->n; j++) {
        double votes = votes_of(world, j);

        if (votes > 0.0 && world->draws[j][0] < yes_probability(world, ideal[j], draft)) {
            yes += votes;
        }
    }
    if (yes / all_votes >= p->voting.majority - MAJORITY_ROUNDING) {
        double stringency = (1.0 + point) / 2.0;

        world->position = draft;
        world->stringency =
            wai_clip(world->stringency + p->standards.step * (stringency - world->stringency), 0.0, 1.0);
        world->progress += (1.0 - world->progress) * p->standards.progress_gain;
        wai_refresh_costs(world);
    }
    wai_world_log(world, WAI_EVENT_VOTE, proposer, -1, -1, -1, world->position);
}

/* Each country that is a member when the summit opens its tier reviews; marked in world->scratch. */
static void review_tiers(struct wai_world *world, uint32_t day_index)
{
    wai_world_draw_everybody(world, WAI_DRAW_TIER, day_index);
    for (size_t i = 0; i < world->n; i++) {
        if (world->scratch[i] != 0.0) {
            wai_decision_take(world, i, WAI_CAUSE_SUMMIT, 1, world->draws[i][0]);
        }
    }
}

/* Reviews of those who attend and had no tier review. */
static void review_attendance(struct wai_world *world, uint32_t day_index)
{
    const struct wai_params *p = &world->params;

    wai_world_draw_everybody(world, WAI_DRAW_SUMMIT, day_index);
    for (size_t i = 0; i < world->n; i++) {
        double a = world->alignment[i];
        double chance = wai_clip(
            p->organisation.attend_base + p->organisation.attend_slope * (a > 0.0 ? a : 0.0), 0.0, 1.0);

        if (world->scratch[i] == 0.0 && world->draws[i][0] < chance) {
            wai_decision_take(world, i, WAI_CAUSE_SUMMIT, 0, world->draws[i][1]);
        }
    }
}

void wai_summit_hold(struct wai_world *world, int32_t index)
{
    uint32_t day_index = wai_world_day_index(world, world->setup->summit_days[index], 0);
    int operating = world->phase == WAI_PHASE_OPERATING;

    if (world->phase == WAI_PHASE_DISSOLVED) {
        return;
    }
    wai_world_log(world, WAI_EVENT_SUMMIT, -1, -1, -1, -1, index + 1);
    if (operating) {
        vote_on_standards(world, day_index);
    }
    for (size_t i = 0; i < world->n; i++) {
        world->scratch[i] = operating && WAI_STATUS_IS_MEMBER(world->country[i].standing) ? 1.0 : 0.0;
    }
    if (operating) {
        review_tiers(world, day_index);
    }
    review_attendance(world, day_index);
    if (operating) {
        wai_service_update(world);
    }
}
