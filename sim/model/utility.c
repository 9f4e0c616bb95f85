/* M4 as differences between alternatives, and its decomposition. */
#include "model/utility.h"

#include "model/network.h"
#include "model/refresh.h"
#include "model/service.h"
#include "model/state.h"

/* T_i, M7. */
static double felt_trust(struct wai_world *world, size_t i)
{
    double trust = wai_world_trust(world) - world->doubt[i];

    return trust < 0.0 ? 0.0 : trust > 1.0 ? 1.0 : trust;
}

static double courtship(const struct wai_world *world, size_t i)
{
    return wai_stock_read(&world->courtship[i], 0.0, world->params.affinity.courtship_decay, world->now_years);
}

double wai_utility_pull(struct wai_world *world, size_t i, enum wai_rival rival)
{
    const struct wai_params *p = &world->params;

    if (rival == WAI_RIVAL_RIGHTS) {
        return world->pull[WAI_RIVAL_RIGHTS][i] + p->rival.rights.governance_demand * wai_world_demand(world);
    }
    return world->pull[WAI_RIVAL_US][i] +
           wai_stock_read(&world->offer[i], 0.0, p->rival.us.offer_decay, world->now_years) +
           p->rival.us.governance_demand * wai_world_demand(world);
}

struct wai_view wai_utility_view(struct wai_world *world, size_t i)
{
    const struct wai_params *p = &world->params;
    struct wai_view view;

    view.benefit = felt_trust(world, i) * world->benefit[i];
    view.affinity = world->affinity[i] + p->affinity.peers * wai_network_peers(world, i);
    view.affinity += p->affinity.governance_demand * wai_world_demand(world);
    view.affinity += p->affinity.courtship * courtship(world, i);
    view.cost = world->cost[i];
    view.pull[WAI_RIVAL_US] = wai_utility_pull(world, i, WAI_RIVAL_US);
    view.pull[WAI_RIVAL_RIGHTS] = wai_utility_pull(world, i, WAI_RIVAL_RIGHTS);
    return view;
}

static int holds(unsigned flags, enum wai_rival rival)
{
    return (flags >> rival & 1u) != 0;
}

double wai_utility_exclusivity(const struct wai_world *world, unsigned flags)
{
    double sum = 0.0;

    if (holds(flags, WAI_RIVAL_US)) {
        sum += world->params.rival.us.exclusivity;
    }
    if (holds(flags, WAI_RIVAL_RIGHTS)) {
        sum += world->params.rival.rights.exclusivity;
    }
    return sum;
}

double wai_utility_gain(const struct wai_world *world, const struct wai_view *view,
                        const struct wai_option *from, const struct wai_option *to)
{
    const struct wai_status_params *here = &world->params.status.at[from->status];
    const struct wai_status_params *there = &world->params.status.at[to->status];
    double gain;

    if (to->status != from->status) {
        double affinity = view->affinity - wai_utility_exclusivity(world, from->flags);

        gain = world->constant[to->status] - world->constant[from->status];
        gain += (there->access - here->access) * view->benefit;
        gain += (there->affiliation - here->affiliation) * affinity;
        gain -= (there->obligation - here->obligation) * view->cost;
    } else {
        unsigned changed = to->flags ^ from->flags;
        enum wai_rival rival = holds(changed, WAI_RIVAL_US) ? WAI_RIVAL_US : WAI_RIVAL_RIGHTS;
        double pull = view->pull[rival] - here->affiliation * wai_utility_exclusivity(world, changed);

        gain = holds(to->flags, rival) ? pull : -pull;
    }
    return gain - world->inertia[to->move];
}

double wai_utility_signing(struct wai_world *world, size_t i)
{
    struct wai_option stay = { WAI_MOVE_STAY, world->standing[i], world->flags[i] };
    struct wai_option sign = { WAI_MOVE_SIGN, WAI_STATUS_SIGNATORY, world->flags[i] };
    struct wai_view view = { 0 };

    if (stay.status >= WAI_STATUS_SIGNATORY) {
        return 0.0;
    }
    view = wai_utility_view(world, i);
    return wai_logistic(world->params.decision.rationality * wai_utility_gain(world, &view, &stay, &sign));
}

static void status_terms(struct wai_world *world, size_t i, const struct wai_option *from,
                         const struct wai_option *to, double term[WAI_N_TERMS])
{
    const struct wai_params *p = &world->params;
    const struct wai_tables *x = &world->setup->tables;
    double access = p->status.at[to->status].access - p->status.at[from->status].access;
    double affiliation = p->status.at[to->status].affiliation - p->status.at[from->status].affiliation;
    double obligation = p->status.at[to->status].obligation - p->status.at[from->status].obligation;
    double distance = x->governance[i] - world->position;
    double trust = felt_trust(world, i);
    double weight[WAI_N_INCENTIVES];

    wai_service_weights(p, weight);
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        term[WAI_TERM_INCENTIVE + k] = access * trust * weight[k] * wai_refresh_loading(world, k, i) *
                                       world->service[k];
    }
    term[WAI_TERM_CONSTANT] = world->constant[to->status] - world->constant[from->status];
    term[WAI_TERM_ALIGNMENT] = affiliation * p->affinity.alignment * world->alignment[i];
    term[WAI_TERM_TIES] = affiliation * p->affinity.ties * x->ties[i];
    term[WAI_TERM_REACH] = affiliation * p->affinity.reach * (2.0 * x->reach[i] - 1.0);
    term[WAI_TERM_REGIME] = affiliation * p->affinity.regime * (1.0 - 2.0 * x->democracy[i]);
    term[WAI_TERM_PEERS] = affiliation * p->affinity.peers * wai_network_peers(world, i);
    term[WAI_TERM_LEGITIMACY] = affiliation * p->affinity.legitimacy * p->affinity.un_compatibility;
    term[WAI_TERM_GOVERNANCE_DEMAND] = affiliation * p->affinity.governance_demand * wai_world_demand(world);
    term[WAI_TERM_COURTSHIP] = affiliation * p->affinity.courtship * courtship(world, i);
    term[WAI_TERM_RETALIATION] =
        -affiliation * p->rival.us.retaliation * p->rival.us.pressure * world->exposure[i];
    term[WAI_TERM_TASTE] = affiliation * world->taste[i];
    term[WAI_TERM_AUTONOMY] = -obligation * p->cost.autonomy * distance * distance * world->stringency *
                              (1.0 - p->standards.national_adaptation);
    term[WAI_TERM_DATA] = -obligation * p->cost.data * x->data_regime[i] * p->standards.data_sharing *
                          (1.0 - p->standards.adequacy);
    term[WAI_TERM_DUES] = -obligation * p->cost.dues * 2.0 * x->income[i];
    if (holds(from->flags, WAI_RIVAL_US)) {
        term[WAI_TERM_US_EXCLUSIVITY] = -affiliation * p->rival.us.exclusivity;
    }
    if (holds(from->flags, WAI_RIVAL_RIGHTS)) {
        term[WAI_TERM_RIGHTS_EXCLUSIVITY] = -affiliation * p->rival.rights.exclusivity;
    }
}

void wai_utility_terms(struct wai_world *world, size_t i, const struct wai_option *from,
                       const struct wai_option *to, double term[WAI_N_TERMS])
{
    for (int k = 0; k < WAI_N_TERMS; k++) {
        term[k] = 0.0;
    }
    term[WAI_TERM_INERTIA] = -world->inertia[to->move];
    if (to->status != from->status) {
        status_terms(world, i, from, to, term);
        return;
    }
    for (enum wai_rival k = WAI_RIVAL_US; k < WAI_N_RIVALS; k++) {
        int change = (int)holds(to->flags, k) - (int)holds(from->flags, k);
        double g = world->params.status.at[from->status].affiliation;
        int us = k == WAI_RIVAL_US;

        if (change) {
            term[us ? WAI_TERM_US_PULL : WAI_TERM_RIGHTS_PULL] = change * wai_utility_pull(world, i, k);
            term[us ? WAI_TERM_US_EXCLUSIVITY : WAI_TERM_RIGHTS_EXCLUSIVITY] =
                -change * g * wai_utility_exclusivity(world, 1u << k);
        }
    }
}
