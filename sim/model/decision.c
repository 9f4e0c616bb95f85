/* The multinomial logit over alternatives one step away. */
#include "model/decision.h"

#include <math.h>
#include <string.h>

#include "base/assert.h"
#include "model/standing.h"
#include "model/state.h"
#include "model/utility.h"

#define MAX_OPTIONS (1 + WAI_MENU_MOVES + WAI_N_RIVALS)
#define SAFE_EXPONENT 300.0 /* below it no weight can overflow, and none need be rescaled */
#define BOUND_MARGIN 1e-9   /* far above the rounding of seven weights */
#define TERMS_TOLERANCE                                                                                      \
    1e-9 /* of the sum of the terms against the gain: a hundred roundings of numbers < 1e4 */

/* The alternatives of one choice; 0 is staying. */
struct options {
    size_t n;
    double weight[MAX_OPTIONS]; /* rationality * (V - V(stay) - inertia), then its exponential */
    int8_t move[MAX_OPTIONS];   /* enum wai_move */
    int8_t to[MAX_OPTIONS];     /* status after the move */
};

static void add(struct options *options, double gain, int move, int to)
{
    options->weight[options->n] = gain;
    options->move[options->n] = (int8_t)move;
    options->to[options->n] = (int8_t)to;
    options->n++;
}

/* Keeps the decomposition of a decision: of the chosen move or, when the country stays, of the likeliest of
 * those it refused. */
static void keep_decision(struct wai_world *world, size_t i, enum wai_cause cause,
                          const struct options *options, const double *gain, double total, size_t chosen)
{
    struct wai_decision_row row = { .time_years = world->now_years,
                                    .country = (int32_t)i,
                                    .cause = (int8_t)cause,
                                    .status = world->country[i].standing,
                                    .move = options->move[chosen] };
    double term[WAI_N_TERMS] = { 0 };
    double sum = 0.0;
    size_t shown = chosen;

    for (size_t k = 1; chosen == 0 && k < options->n; k++) {
        if (shown == 0 || options->weight[k] > options->weight[shown]) {
            shown = k;
        }
    }
    row.option = options->move[shown];
    row.probability = (float)(options->weight[chosen] / total);
    row.option_probability = (float)(options->weight[shown] / total);
    if (shown) {
        wai_utility_terms(world, i, (enum wai_move)options->move[shown], options->to[shown], term);
    }
    for (int k = 0; k < WAI_N_TERMS; k++) {
        sum += term[k];
        row.term[k] = (float)term[k];
    }
    wai_assert(!shown || fabs(sum - gain[shown]) <= TERMS_TOLERANCE * (1.0 + fabs(gain[shown])));
    if (wai_record_decision(world->record, &row) != WAI_OK) {
        wai_world_fail(world, WAI_ERR_MEMORY, "out of memory after %zu decisions",
                       world->record->n_decisions);
    }
}

/* Turns gains into logit weights; their sum, 0 when one is not a number. */
static double weigh(struct options *options, double rationality)
{
    double largest = 0.0, total;

    for (size_t k = 1; k < options->n; k++) {
        options->weight[k] *= rationality;
        if (options->weight[k] > largest) {
            largest = options->weight[k];
        }
    }
    if (largest <= SAFE_EXPONENT) {
        largest = 0.0;
        total = 1.0;
        options->weight[0] = 1.0;
    } else {
        total = wai_exp(-largest);
        options->weight[0] = total;
    }
    for (size_t k = 1; k < options->n; k++) {
        options->weight[k] = wai_exp(options->weight[k] - largest);
        total += options->weight[k];
    }
    return total > 0.0 && total < HUGE_VAL ? total : 0.0;
}

/* Is staying certain for this u, whatever the exact weights?  Most choices end here, without an exponential:
 * for x <= 0, e^x = 1 / e^-x <= 1 / (1 - x + x^2 / 2).  Never true where the exact weights would say
 * otherwise. */
static int stays_for_sure(const struct options *options, double rationality, double u)
{
    double bound = 1.0;

    for (size_t k = 1; k < options->n; k++) {
        double x = rationality * options->weight[k];

        if (x > 0.0) {
            return 0;
        }
        bound += 1.0 / (1.0 - x + 0.5 * x * x);
    }
    return u * bound < 1.0 - BOUND_MARGIN;
}

/* Draws one option by logit (M3) and carries it out. */
static void choose(struct wai_world *world, size_t i, enum wai_cause cause, struct options *options, double u)
{
    double gain[MAX_OPTIONS];
    double cumulated = 0.0, total, threshold;
    size_t chosen;
    int sure = stays_for_sure(options, world->params.decision.rationality, u);

    if (sure && !world->record->wants.decisions && !world->limits.verify) {
        wai_standing_apply(world, i, cause, WAI_MOVE_STAY, options->to[0]);
        return;
    }
    if (world->record->wants.decisions) {
        memcpy(gain, options->weight, options->n * sizeof gain[0]);
    }
    total = weigh(options, world->params.decision.rationality);
    if (total == 0.0) {
        wai_world_fail(world, WAI_ERR_MODEL, "the utility of country %zu is not a number at %.6f years", i,
                       world->now_years);
        return;
    }
    threshold = u * total;
    for (chosen = 0; chosen + 1 < options->n; chosen++) {
        cumulated += options->weight[chosen];
        if (cumulated > threshold) {
            break;
        }
    }
    wai_assert(!sure || chosen == 0);
    if (world->record->wants.decisions) {
        keep_decision(world, i, cause, options, gain, total, chosen);
    }
    wai_standing_apply(world, i, cause, (enum wai_move)options->move[chosen], options->to[chosen]);
}

static void add_toggle(struct wai_world *world, size_t i, enum wai_rival rival, struct options *options)
{
    enum wai_move join = rival == WAI_RIVAL_US ? WAI_MOVE_JOIN_US : WAI_MOVE_JOIN_RIGHTS;
    int leaves = world->country[i].flags >> rival & 1; /* leaving is the move after joining */

    add(options, wai_utility_toggle(world, i, rival), (int)join + leaves, world->country[i].standing);
}

void wai_decision_take(struct wai_world *world, size_t i, enum wai_cause cause, int tier, double u)
{
    enum wai_status_code m = world->country[i].standing;
    const struct wai_menu *menu = &world->menu[m][tier];
    struct options options;
    struct wai_view view;

    if ((int32_t)i == world->sponsor || world->country[i].noticed) {
        return;
    }
    options.n = 0;
    add(&options, 0.0, WAI_MOVE_STAY, m);
    view = wai_utility_view(world, i);
    for (int k = 0; k < menu->n; k++) {
        add(&options, wai_utility_move(&menu->item[k], &view), menu->item[k].move, menu->item[k].to);
    }
    if (world->rival_open[WAI_RIVAL_US] && (int32_t)i != world->rival_leader) {
        add_toggle(world, i, WAI_RIVAL_US, &options);
    }
    if (world->rival_open[WAI_RIVAL_RIGHTS]) {
        add_toggle(world, i, WAI_RIVAL_RIGHTS, &options);
    }
    choose(world, i, cause, &options, u);
}

void wai_decision_rival(struct wai_world *world, size_t i, enum wai_rival rival, double u)
{
    struct options options;

    if ((int32_t)i == world->sponsor || world->country[i].noticed ||
        (world->country[i].flags >> rival & 1) != 0) {
        return;
    }
    options.n = 0;
    add(&options, 0.0, WAI_MOVE_STAY, world->country[i].standing);
    add_toggle(world, i, rival, &options);
    choose(world, i, WAI_CAUSE_RIVAL_SUMMIT, &options, u);
}
