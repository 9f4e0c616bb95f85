/* The multinomial logit over alternatives one step away. */
#include "model/decision.h"

#include <math.h>

#include "base/assert.h"
#include "model/standing.h"
#include "model/state.h"
#include "model/utility.h"

#define MAX_OPTIONS 8 /* stay, at most 4 moves, two flags */

struct options {
    size_t n;
    struct wai_option at[MAX_OPTIONS]; /* 0: stay */
};

static void add(struct options *options, enum wai_move move, enum wai_status_code status, unsigned flags)
{
    wai_assert(options->n < MAX_OPTIONS);
    options->at[options->n++] = (struct wai_option){ move, (int8_t)status, (uint8_t)flags };
}

/* Moves between statuses that are possible now, in the order of the table of section 4. */
static void add_moves(const struct wai_world *world, enum wai_status_code m, unsigned flags, int tier,
                      struct options *options)
{
    int signing = wai_world_signing(world);
    int operating = world->phase == WAI_PHASE_OPERATING;

    switch (m) {
    case WAI_STATUS_NONE:
        if (world->phase != WAI_PHASE_DISSOLVED) {
            add(options, WAI_MOVE_INTEREST, WAI_STATUS_INTERESTED, flags);
        }
        break;
    case WAI_STATUS_INTERESTED:
    case WAI_STATUS_OBSERVER:
        add(options, WAI_MOVE_DROP, WAI_STATUS_NONE, flags);
        break;
    case WAI_STATUS_SIGNATORY:
        add(options, WAI_MOVE_UNSIGN, WAI_STATUS_NONE, flags);
        break;
    case WAI_STATUS_FROZEN:
        add(options, WAI_MOVE_THAW, WAI_STATUS_ASSOCIATE, flags);
        break;
    case WAI_STATUS_ASSOCIATE:
    case WAI_STATUS_FULL:
    case WAI_STATUS_CORE:
        if (tier && m > WAI_STATUS_ASSOCIATE) {
            add(options, WAI_MOVE_TIER_DOWN, m - 1, flags);
        }
        if (tier && m < WAI_STATUS_CORE) {
            add(options, WAI_MOVE_TIER_UP, m + 1, flags);
        }
        add(options, WAI_MOVE_FREEZE, WAI_STATUS_FROZEN, flags);
        break;
    case WAI_STATUS_WITHDRAWN:
        if (signing) {
            add(options, WAI_MOVE_RETURN, WAI_STATUS_SIGNATORY, flags);
        }
        break;
    case WAI_N_STATUSES:
        break;
    }
    if (operating && m <= WAI_STATUS_INTERESTED) {
        add(options, WAI_MOVE_OBSERVE, WAI_STATUS_OBSERVER, flags);
    }
    if (signing && m <= WAI_STATUS_OBSERVER) {
        add(options, WAI_MOVE_SIGN, WAI_STATUS_SIGNATORY, flags);
    }
    if (WAI_STATUS_IS_MEMBER(m) || m == WAI_STATUS_FROZEN) {
        add(options, WAI_MOVE_EXIT, WAI_STATUS_WITHDRAWN, flags);
    }
}

/* Joining or leaving the rivals that are open. */
static void add_flags(const struct wai_world *world, size_t i, struct options *options)
{
    enum wai_status_code m = world->standing[i];
    unsigned flags = world->flags[i];
    unsigned us = 1u << WAI_RIVAL_US, rights = 1u << WAI_RIVAL_RIGHTS;

    if (world->rival_open[WAI_RIVAL_US] && (int32_t)i != world->rival_leader) {
        add(options, flags & us ? WAI_MOVE_LEAVE_US : WAI_MOVE_JOIN_US, m, flags ^ us);
    }
    if (world->rival_open[WAI_RIVAL_RIGHTS]) {
        add(options, flags & rights ? WAI_MOVE_LEAVE_RIGHTS : WAI_MOVE_JOIN_RIGHTS, m, flags ^ rights);
    }
}

/* Keeps the decomposition of a decision: of the chosen move or, when the country stays, of the likeliest of
 * those it refused. */
static void keep_decision(struct wai_world *world, size_t i, enum wai_cause cause,
                          const struct options *options, const double *weight, double total, size_t chosen)
{
    struct wai_decision_row row = { .time_years = world->now_years,
                                    .country = (int32_t)i,
                                    .cause = (int8_t)cause,
                                    .status = options->at[0].status,
                                    .move = (int8_t)options->at[chosen].move };
    double term[WAI_N_TERMS];
    size_t shown = chosen;

    for (size_t k = 1; chosen == 0 && k < options->n; k++) {
        if (shown == 0 || weight[k] > weight[shown]) {
            shown = k;
        }
    }
    row.option = (int8_t)options->at[shown].move;
    row.probability = (float)(weight[chosen] / total);
    row.option_probability = (float)(weight[shown] / total);
    wai_utility_terms(world, i, &options->at[0], &options->at[shown], term);
    for (int k = 0; k < WAI_N_TERMS; k++) {
        row.term[k] = (float)(shown ? term[k] : 0.0);
    }
    if (wai_record_decision(world->record, &row) != WAI_OK) {
        wai_world_fail(world, WAI_ERR_MEMORY, "out of memory after %zu decisions", world->record->n_decisions);
    }
}

/* Draws one option by logit and carries it out. */
static void choose(struct wai_world *world, size_t i, enum wai_cause cause, const struct wai_view *view,
                   const struct options *options, double u)
{
    double weight[MAX_OPTIONS];
    double rationality = world->params.decision.rationality;
    double largest = 0.0, total = 0.0, cumulated = 0.0;
    size_t chosen;

    weight[0] = 0.0;
    for (size_t k = 1; k < options->n; k++) {
        weight[k] = rationality * wai_utility_gain(world, view, &options->at[0], &options->at[k]);
        if (weight[k] > largest) {
            largest = weight[k];
        }
    }
    if (!(largest > 300.0)) { /* far from overflow: no need to rescale */
        largest = 0.0;
    }
    for (size_t k = 0; k < options->n; k++) {
        weight[k] = wai_exp(weight[k] - largest);
        total += weight[k];
    }
    if (!(total > 0.0 && total < HUGE_VAL)) {
        wai_world_fail(world, WAI_ERR_MODEL, "the utility of country %zu is not a number at %.6f years", i,
                       world->now_years);
        return;
    }
    u *= total;
    for (chosen = 0; chosen + 1 < options->n; chosen++) {
        cumulated += weight[chosen];
        if (cumulated > u) {
            break;
        }
    }
    if (world->record->wants.decisions) {
        keep_decision(world, i, cause, options, weight, total, chosen);
    }
    wai_standing_apply(world, i, cause, &options->at[chosen]);
}

void wai_decision_take(struct wai_world *world, size_t i, enum wai_cause cause, int tier, double u)
{
    struct options options = { 0 };
    struct wai_view view;

    if ((int32_t)i == world->sponsor || world->noticed[i]) {
        return;
    }
    add(&options, WAI_MOVE_STAY, world->standing[i], world->flags[i]);
    add_moves(world, world->standing[i], world->flags[i], tier, &options);
    add_flags(world, i, &options);
    view = wai_utility_view(world, i);
    choose(world, i, cause, &view, &options, u);
}

void wai_decision_rival(struct wai_world *world, size_t i, enum wai_rival rival, double u)
{
    struct options options = { 0 };
    struct wai_view view = { 0 };
    enum wai_status_code m = world->standing[i];
    unsigned flags = world->flags[i];

    if ((int32_t)i == world->sponsor || world->noticed[i] || (flags >> rival & 1u) != 0) {
        return;
    }
    view.pull[rival] = wai_utility_pull(world, i, rival);
    add(&options, WAI_MOVE_STAY, m, flags);
    add(&options, rival == WAI_RIVAL_US ? WAI_MOVE_JOIN_US : WAI_MOVE_JOIN_RIGHTS, m, flags | 1u << rival);
    choose(world, i, WAI_CAUSE_RIVAL_SUMMIT, &view, &options, u);
}
