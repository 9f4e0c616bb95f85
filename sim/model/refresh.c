/* The parts of M4 to M15 that do not change from one decision to the next. */
#include "model/refresh.h"

#include <math.h>
#include <string.h>

#include "base/assert.h"
#include "model/menu.h"
#include "model/network.h"
#include "model/service.h"
#include "model/state.h"

static double positive(double x)
{
    return x > 0.0 ? x : 0.0;
}

static void refresh_inertia(struct wai_world *world)
{
    const struct wai_params *p = &world->params;
    double *inertia = world->inertia;

    inertia[WAI_MOVE_STAY] = 0.0;
    inertia[WAI_MOVE_INTEREST] = p->decision.inertia.interest;
    inertia[WAI_MOVE_OBSERVE] = p->decision.inertia.observe;
    inertia[WAI_MOVE_SIGN] = p->decision.inertia.sign;
    inertia[WAI_MOVE_DROP] = p->decision.inertia.drop;
    inertia[WAI_MOVE_UNSIGN] = p->decision.inertia.unsign;
    inertia[WAI_MOVE_TIER_UP] = p->decision.inertia.tier;
    inertia[WAI_MOVE_TIER_DOWN] = p->decision.inertia.tier;
    inertia[WAI_MOVE_FREEZE] = p->decision.inertia.freeze;
    inertia[WAI_MOVE_THAW] = p->decision.inertia.thaw;
    inertia[WAI_MOVE_EXIT] = p->decision.inertia.exit;
    inertia[WAI_MOVE_RETURN] = p->decision.inertia.return_;
    inertia[WAI_MOVE_JOIN_US] = p->decision.inertia.join_us;
    inertia[WAI_MOVE_LEAVE_US] = p->decision.inertia.leave_us;
    inertia[WAI_MOVE_JOIN_RIGHTS] = p->decision.inertia.join_rights;
    inertia[WAI_MOVE_LEAVE_RIGHTS] = p->decision.inertia.leave_rights;
}

double wai_refresh_loading(const struct wai_world *world, int incentive, size_t i)
{
    const struct wai_tables *x = &world->setup->tables;
    double q = world->capability[i];

    switch ((enum wai_incentive)incentive) {
    case WAI_COMPUTE_SHARING:
        return 1.0 - x->compute[i];
    case WAI_RESEARCH:
        return q;
    case WAI_PLATFORM:
        return 4.0 * q * (1.0 - q);
    case WAI_STANDARDS:
        return positive(1.0 - x->trade_us[i] - x->trade_eu[i]);
    case WAI_AFFORDABILITY:
    case WAI_PUBLIC_GOODS:
        return 1.0 - x->income[i];
    case WAI_EQUITY_FUND:
        return 1.0 - 2.0 * x->income[i];
    case WAI_VOICE:
        return x->voice_gap[i];
    case WAI_TRAINING:
    case WAI_MODEL_ACCESS:
    case WAI_DATASETS:
    case WAI_RAPID_RESPONSE:
    case WAI_N_INCENTIVES:
        break;
    }
    return 1.0 - q;
}

static void incentive_worth(const struct wai_world *world, double worth[WAI_N_INCENTIVES])
{
    double weight[WAI_N_INCENTIVES];

    wai_service_weights(&world->params, weight);
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        worth[k] = weight[k] * world->service[k];
    }
}

/* Ben_i = sum over k of weight * A_ik * s_k, with incentives of equal loading taken together. */
static double benefit_of(const struct wai_world *world, const double worth[WAI_N_INCENTIVES], size_t i)
{
    const struct wai_tables *x = &world->setup->tables;
    double q = world->capability[i];
    double need = 1.0 - q;
    double poverty = 1.0 - x->income[i];
    double sum = need * (worth[WAI_TRAINING] + worth[WAI_MODEL_ACCESS] + worth[WAI_DATASETS] +
                         worth[WAI_RAPID_RESPONSE]);

    sum += (1.0 - x->compute[i]) * worth[WAI_COMPUTE_SHARING];
    sum += q * worth[WAI_RESEARCH];
    sum += 4.0 * q * need * worth[WAI_PLATFORM];
    sum += positive(1.0 - x->trade_us[i] - x->trade_eu[i]) * worth[WAI_STANDARDS];
    sum += poverty * (worth[WAI_AFFORDABILITY] + worth[WAI_PUBLIC_GOODS]);
    sum += (1.0 - 2.0 * x->income[i]) * worth[WAI_EQUITY_FUND];
    sum += x->voice_gap[i] * worth[WAI_VOICE];
    return sum;
}

void wai_refresh_benefits(struct wai_world *world)
{
    double worth[WAI_N_INCENTIVES];

    incentive_worth(world, worth);
    for (size_t i = 0; i < world->n; i++) {
        world->country[i].benefit = benefit_of(world, worth, i);
    }
}

/* Cost_i, M14. */
static double cost_of(const struct wai_world *world, size_t i)
{
    const struct wai_params *p = &world->params;
    const struct wai_tables *x = &world->setup->tables;
    double distance = x->governance[i] - world->position;
    double cost =
        p->cost.autonomy * distance * distance * world->stringency * (1.0 - p->standards.national_adaptation);

    cost += p->cost.data * x->data_regime[i] * p->standards.data_sharing * (1.0 - p->standards.adequacy);
    cost += p->cost.dues * 2.0 * x->income[i];
    return cost;
}

void wai_refresh_costs(struct wai_world *world)
{
    for (size_t i = 0; i < world->n; i++) {
        world->country[i].cost = cost_of(world, i);
    }
}

/* M13 without peers, governance demand and courtship, which move between decisions. */
static double affinity_of(const struct wai_world *world, size_t i)
{
    const struct wai_params *p = &world->params;
    const struct wai_tables *x = &world->setup->tables;
    double sum = p->affinity.alignment * world->alignment[i];

    sum += p->affinity.ties * x->ties[i];
    sum += p->affinity.reach * (2.0 * x->reach[i] - 1.0);
    sum += p->affinity.regime * (1.0 - 2.0 * x->democracy[i]);
    sum += p->affinity.legitimacy * p->affinity.un_compatibility;
    sum -= p->rival.us.retaliation * p->rival.us.pressure * world->exposure[i];
    sum += world->taste[i];
    return sum;
}

/* O_i,us - cost without offers and governance demand, M15. */
static double pull_us_of(const struct wai_world *world, size_t i)
{
    const struct wai_params *p = &world->params;
    const struct wai_tables *x = &world->setup->tables;
    double sum = p->rival.us.ally * x->us_ally[i];

    sum += p->rival.us.trade * x->trade_us[i];
    sum += p->rival.us.capability * world->capability[i];
    sum -= p->rival.us.alignment * world->alignment[i];
    return sum - p->rival.us.cost;
}

/* O_i,rights - cost without governance demand, M15. */
static double pull_rights_of(const struct wai_world *world, size_t i)
{
    const struct wai_params *p = &world->params;
    const struct wai_tables *x = &world->setup->tables;
    double sum = p->rival.rights.norms * positive(x->governance[i]);

    sum += p->rival.rights.trade * x->trade_eu[i];
    sum += p->rival.rights.data * x->data_regime[i];
    return sum - p->rival.rights.cost;
}

void wai_refresh_country(struct wai_world *world, size_t i)
{
    world->country[i].affinity = affinity_of(world, i);
    world->country[i].pull[WAI_RIVAL_US] = pull_us_of(world, i);
    world->country[i].pull[WAI_RIVAL_RIGHTS] = pull_rights_of(world, i);
}

void wai_refresh_capabilities(struct wai_world *world)
{
    for (size_t i = 0; i < world->n; i++) {
        world->country[i].pull[WAI_RIVAL_US] = pull_us_of(world, i);
    }
    wai_refresh_benefits(world);
}

void wai_refresh_all(struct wai_world *world)
{
    const struct wai_params *p = &world->params;
    const struct wai_tables *x = &world->setup->tables;
    double fastest = 0.0;

    refresh_inertia(world);
    wai_menu_refresh(world);
    for (int m = 0; m < WAI_N_STATUSES; m++) {
        fastest = fmax(fastest, p->decision.review_rate.at[m]);
    }
    world->review_rate_bound = fastest * fmax(1.0, p->decision.invited_boost);
    wai_network_refresh(world);
    for (size_t i = 0; i < world->n; i++) {
        world->exposure[i] = 0.6 * x->us_ally[i] + 0.4 * fmin(1.0, 2.0 * x->trade_us[i]);
        world->country[i].doubt = p->trust.democratic_doubt * x->democracy[i] * (1.0 - p->trust.transparency);
        wai_refresh_country(world, i);
    }
    wai_refresh_benefits(world);
    wai_refresh_costs(world);
}

void wai_refresh_verify(const struct wai_world *world)
{
    double worth[WAI_N_INCENTIVES];

    incentive_worth(world, worth);
    for (size_t i = 0; i < world->n; i++) {
        wai_assert(world->country[i].benefit == benefit_of(world, worth, i));
        wai_assert(world->country[i].cost == cost_of(world, i));
        wai_assert(world->country[i].affinity == affinity_of(world, i));
        wai_assert(world->country[i].pull[WAI_RIVAL_US] == pull_us_of(world, i));
        wai_assert(world->country[i].pull[WAI_RIVAL_RIGHTS] == pull_rights_of(world, i));
    }
}
