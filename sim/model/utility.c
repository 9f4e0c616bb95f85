/* The indices of a country and what they make of each alternative. */
#include "model/utility.h"

#include "model/network.h"
#include "model/refresh.h"
#include "model/service.h"
#include "model/state.h"

/* T_i, M7. */
static double felt_trust(struct wai_world *world, size_t i)
{
    return wai_clip(wai_world_trust(world) - world->country[i].doubt, 0.0, 1.0);
}

static double courtship(const struct wai_world *world, size_t i)
{
    return wai_stock_read(&world->country[i].courtship, 0.0, world->params.affinity.courtship_decay,
                          world->now_years);
}

/* O_ik - cost_k now, M15. */
static double pull(struct wai_world *world, size_t i, enum wai_rival rival)
{
    const struct wai_params *p = &world->params;

    if (rival == WAI_RIVAL_RIGHTS) {
        return world->country[i].pull[WAI_RIVAL_RIGHTS] +
               p->rival.rights.governance_demand * wai_world_demand(world);
    }
    return world->country[i].pull[WAI_RIVAL_US] +
           wai_stock_read(&world->country[i].offer, 0.0, p->rival.us.offer_decay, world->now_years) +
           p->rival.us.governance_demand * wai_world_demand(world);
}

static int holds(unsigned flags, enum wai_rival rival)
{
    return (flags >> rival & 1u) != 0;
}

struct wai_view wai_utility_view(struct wai_world *world, size_t i)
{
    const struct wai_params *p = &world->params;
    struct wai_view view;

    view.benefit = felt_trust(world, i) * world->country[i].benefit;
    view.affinity = world->country[i].affinity + p->affinity.peers * wai_network_peers(world, i);
    view.affinity += p->affinity.governance_demand * wai_world_demand(world);
    view.affinity += p->affinity.courtship * courtship(world, i);
    if (holds(world->country[i].flags, WAI_RIVAL_US)) {
        view.affinity -= p->rival.us.exclusivity;
    }
    if (holds(world->country[i].flags, WAI_RIVAL_RIGHTS)) {
        view.affinity -= p->rival.rights.exclusivity;
    }
    view.cost = world->country[i].cost;
    return view;
}

static double exclusivity(const struct wai_world *world, enum wai_rival rival)
{
    return rival == WAI_RIVAL_US ? world->params.rival.us.exclusivity
                                 : world->params.rival.rights.exclusivity;
}

/* The move that toggles a flag. */
static enum wai_move toggling(enum wai_rival rival, int leaves)
{
    if (rival == WAI_RIVAL_US) {
        return leaves ? WAI_MOVE_LEAVE_US : WAI_MOVE_JOIN_US;
    }
    return leaves ? WAI_MOVE_LEAVE_RIGHTS : WAI_MOVE_JOIN_RIGHTS;
}

double wai_utility_toggle(struct wai_world *world, size_t i, enum wai_rival rival)
{
    double affiliation = world->params.status.at[world->country[i].standing].affiliation;
    double worth = pull(world, i, rival) - affiliation * exclusivity(world, rival);
    int leaves = holds(world->country[i].flags, rival);

    return (leaves ? -worth : worth) - world->inertia[toggling(rival, leaves)];
}

double wai_utility_signing(struct wai_world *world, size_t i)
{
    struct wai_view view;

    if (world->country[i].standing >= WAI_STATUS_SIGNATORY) {
        return 0.0;
    }
    view = wai_utility_view(world, i);
    return wai_logistic(world->params.decision.rationality *
                        wai_utility_move(&world->signing[world->country[i].standing], &view));
}

static void status_terms(struct wai_world *world, size_t i, enum wai_move move, enum wai_status_code to,
                         double term[WAI_N_TERMS])
{
    const struct wai_params *p = &world->params;
    const struct wai_tables *x = &world->setup->tables;
    enum wai_status_code from = world->country[i].standing;
    struct wai_menu_item item = wai_menu_item(world, from, move, to);
    double access = item.access, affiliation = item.affiliation, obligation = item.obligation;
    double distance = x->governance[i] - world->position;
    double trust = felt_trust(world, i);
    double weight[WAI_N_INCENTIVES];

    wai_service_weights(p, weight);
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        term[WAI_TERM_INCENTIVE + k] =
            access * trust * weight[k] * wai_refresh_loading(world, k, i) * world->service[k];
    }
    term[WAI_TERM_CONSTANT] = world->constant[to] - world->constant[from];
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
    if (holds(world->country[i].flags, WAI_RIVAL_US)) {
        term[WAI_TERM_US_EXCLUSIVITY] = -affiliation * p->rival.us.exclusivity;
    }
    if (holds(world->country[i].flags, WAI_RIVAL_RIGHTS)) {
        term[WAI_TERM_RIGHTS_EXCLUSIVITY] = -affiliation * p->rival.rights.exclusivity;
    }
}

void wai_utility_terms(struct wai_world *world, size_t i, enum wai_move move, enum wai_status_code to,
                       double term[WAI_N_TERMS])
{
    enum wai_rival rival =
        move == WAI_MOVE_JOIN_US || move == WAI_MOVE_LEAVE_US ? WAI_RIVAL_US : WAI_RIVAL_RIGHTS;
    double sign = move == WAI_MOVE_LEAVE_US || move == WAI_MOVE_LEAVE_RIGHTS ? -1.0 : 1.0;
    double affiliation = world->params.status.at[world->country[i].standing].affiliation;
    int us = rival == WAI_RIVAL_US;

    for (int k = 0; k < WAI_N_TERMS; k++) {
        term[k] = 0.0;
    }
    term[WAI_TERM_INERTIA] = -world->inertia[move];
    if (move < WAI_MOVE_JOIN_US) {
        status_terms(world, i, move, to, term);
        return;
    }
    term[us ? WAI_TERM_US_PULL : WAI_TERM_RIGHTS_PULL] = sign * pull(world, i, rival);
    term[us ? WAI_TERM_US_EXCLUSIVITY : WAI_TERM_RIGHTS_EXCLUSIVITY] =
        -sign * affiliation * exclusivity(world, rival);
}
