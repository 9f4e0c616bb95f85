/* Accounts: what is delivered, believed, paid and learned in a period. */
#include "model/account.h"

#include <math.h>

#include "model/observe.h"
#include "model/refresh.h"
#include "model/service.h"
#include "model/standing.h"
#include "model/state.h"

/* M19: trust grows with what is delivered and falls with the shortfall against the promises. */
static void settle_trust(struct wai_world *world)
{
    double weight[WAI_N_INCENTIVES], promise[WAI_N_INCENTIVES];
    double missed = 0.0, promised = 0.0, shortfall;

    wai_service_weights(&world->params, weight);
    wai_service_promises(&world->params, promise);
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        double w = fmax(0.0, weight[k]);

        missed += w * fmax(0.0, promise[k] - world->service[k]);
        promised += w * promise[k];
    }
    shortfall = promised > 0.0 ? missed / promised : 0.0;
    wai_world_set_trust(world, wai_world_trust(world) +
                                   world->params.trust.delivery_gain * (1.0 - shortfall) -
                                   world->params.trust.delivery_loss * shortfall);
}

/* M20: a levy on the AI revenue of richer members and the sponsor's grant, paid out to poorer members. */
static void settle_fund(struct wai_world *world)
{
    const struct wai_params *p = &world->params;
    const struct wai_tables *x = &world->setup->tables;
    double levied = 0.0, claimants = 0.0;

    for (size_t j = 0; j < world->n; j++) {
        const struct wai_status_params *counts = &p->status.at[world->country[j].standing];
        double wealth = 2.0 * x->income[j] - 1.0;

        if (!WAI_STATUS_IS_MEMBER(world->country[j].standing)) {
            continue;
        }
        claimants += counts->access * fmax(0.0, -wealth);
        if ((int32_t)j != world->sponsor) {
            double revenue = p->incentive.equity_fund.revenue_share * x->gdp_usd[j] * world->capability[j];

            levied += counts->obligation * revenue * fmax(0.0, wealth);
        }
    }
    world->fund_inflow_usd = p->incentive.equity_fund.grant_usd + p->incentive.equity_fund.levy * levied;
    world->fund_payout_usd = world->fund_inflow_usd * (1.0 - p->incentive.equity_fund.overhead);
    world->fund_per_claimant_usd = world->fund_payout_usd / fmax(1.0, claimants);
}

/* M21: everybody learns, members learn more. */
static void settle_capability(struct wai_world *world)
{
    const struct wai_params *p = &world->params;
    double years = p->organisation.account_years;
    double offered = 0.0;

    if (world->phase == WAI_PHASE_OPERATING) {
        offered = p->capability.training * world->service[WAI_TRAINING] +
                  p->capability.compute * world->service[WAI_COMPUTE_SHARING];
    }
    for (size_t i = 0; i < world->n; i++) {
        int m = world->country[i].standing;
        double rate = p->capability.base_rate;

        if (WAI_STATUS_IS_MEMBER(m)) {
            rate += p->status.at[m].access * offered;
        }
        world->capability[i] =
            wai_clip(world->capability[i] + years * (1.0 - world->capability[i]) * rate, 0.0, 1.0);
    }
    wai_refresh_capabilities(world);
}

void wai_account_settle(struct wai_world *world)
{
    size_t at = world->n_accounts++;

    if (world->phase == WAI_PHASE_OPERATING) {
        wai_service_level(world); /* the benefits follow with the capabilities below */
        settle_trust(world);
        settle_fund(world);
    }
    settle_capability(world);
    wai_world_log(world, WAI_EVENT_ACCOUNT, -1, -1, -1, -1, world->n_accounts);
    if (at < world->record->n_times) {
        wai_observe_account(world, at);
    }
    wai_standing_dissolve_if_small(world);
    (void)wai_world_schedule(world, (world->n_accounts + 1) * world->params.organisation.account_years,
                             WAI_QUEUED_ACCOUNT, -1, 0);
}
