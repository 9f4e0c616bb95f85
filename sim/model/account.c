/* Accounts: what is delivered, believed, paid and learned in a period, and the series recorded of it. */
#include "model/account.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

#include "model/refresh.h"
#include "model/service.h"
#include "model/standing.h"
#include "model/state.h"

#define MOVES_A_COUNTRY 16 /* of the insertion sort: about what sorting anew costs */

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

/* Insertion sort, since the order hardly changes from one account to the next; where it does after all, from
 * scratch. */
static void sort_by_capability(struct wai_world *world)
{
    size_t *order = world->by_capability;
    size_t moves_left = MOVES_A_COUNTRY * world->n;

    for (size_t k = 1; k < world->n; k++) {
        size_t country = order[k];
        double q = world->capability[country];
        size_t place = k;

        while (place > 0 && world->capability[order[place - 1]] > q) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = country;
        if (k - place > moves_left) {
            gsl_sort_index(order, world->capability, 1, world->n);
            return;
        }
        moves_left -= k - place;
    }
}

static double capability_gini(struct wai_world *world)
{
    double n = (double)world->n;
    double sum = 0.0, ranked = 0.0;

    sort_by_capability(world);
    for (size_t k = 0; k < world->n; k++) {
        double q = world->capability[world->by_capability[k]];

        sum += q;
        ranked += (2.0 * (double)(k + 1) - n - 1.0) * q;
    }
    return sum > 0.0 ? ranked / (n * sum) : 0.0;
}

/* Camps: which of the three clubs a country belongs to, as a sum of bits. */
enum { IN_US = 1 << WAI_RIVAL_US, IN_RIGHTS = 1 << WAI_RIVAL_RIGHTS, IN_ORGANISATION = 4, N_CAMPS = 8 };

/* Sums over the countries of each camp. */
struct camps {
    double gdp_usd[N_CAMPS], population[N_CAMPS];
    int32_t countries[N_CAMPS];
    int32_t others[N_CAMPS]; /* countries without the sponsor */
    int32_t south[N_CAMPS];  /* of those, with income < 0.5 */
};

static struct camps sum_camps(const struct wai_world *world)
{
    const struct wai_tables *x = &world->setup->tables;
    struct camps sum = { 0 };

    for (size_t j = 0; j < world->n; j++) {
        int camp = world->country[j].flags +
                   (WAI_STATUS_IS_MEMBER(world->country[j].standing) ? IN_ORGANISATION : 0);
        int other = (int32_t)j != world->sponsor;

        sum.gdp_usd[camp] += x->gdp_usd[j];
        sum.population[camp] += x->population[j];
        sum.countries[camp]++;
        sum.others[camp] += other;
        sum.south[camp] += other & (x->income[j] < 0.5);
    }
    return sum;
}

/* Sum of whole numbers over the camps that have all the bits of `camp`. */
static int32_t count_camps(const int32_t count[N_CAMPS], int bits)
{
    int32_t sum = 0;

    for (int camp = 0; camp < N_CAMPS; camp++) {
        sum += (camp & bits) == bits ? count[camp] : 0;
    }
    return sum;
}

/* The same of reals, over the members of the organisation. */
static double sum_members(const double value[N_CAMPS])
{
    double sum = 0.0;

    for (int camp = IN_ORGANISATION; camp < N_CAMPS; camp++) {
        sum += value[camp];
    }
    return sum;
}

/* 1 - sum of squared GDP shares of: organisation only, us only, rights only, several, none. */
static double fragmentation(const struct wai_world *world, const struct camps *sum)
{
    const double *gdp = sum->gdp_usd;
    double several = gdp[IN_US + IN_RIGHTS] + gdp[IN_ORGANISATION + IN_US] +
                     gdp[IN_ORGANISATION + IN_RIGHTS] + gdp[IN_ORGANISATION + IN_US + IN_RIGHTS];
    double share[5] = { gdp[IN_ORGANISATION], gdp[IN_US], gdp[IN_RIGHTS], several, gdp[0] };
    double squares = 0.0;

    for (int k = 0; k < 5; k++) {
        squares += share[k] / world->world_gdp_usd * (share[k] / world->world_gdp_usd);
    }
    return 1.0 - squares;
}

static void record_series(struct wai_world *world, size_t at, const struct camps *sum)
{
    const int32_t *n = world->n_standing;
    int32_t south = count_camps(sum->south, 0);
    double value[WAI_N_SERIES] = {
        [WAI_SERIES_phase] = (double)world->phase,
        [WAI_SERIES_n_members] = world->n_members,
        [WAI_SERIES_n_signed] = n[WAI_STATUS_SIGNATORY] + world->n_members + n[WAI_STATUS_FROZEN],
        [WAI_SERIES_n_us] = count_camps(sum->others, IN_US),
        [WAI_SERIES_n_rights] = count_camps(sum->others, IN_RIGHTS),
        [WAI_SERIES_overlap_us] = count_camps(sum->others, IN_ORGANISATION | IN_US),
        [WAI_SERIES_overlap_rights] = count_camps(sum->others, IN_ORGANISATION | IN_RIGHTS),
        [WAI_SERIES_gdp_share] = sum_members(sum->gdp_usd) / world->world_gdp_usd,
        [WAI_SERIES_population_share] = sum_members(sum->population) / world->world_population,
        [WAI_SERIES_un_vote_share] = count_camps(sum->countries, IN_ORGANISATION) / (double)world->n,
        [WAI_SERIES_south_coverage] = south ? (double)count_camps(sum->south, IN_ORGANISATION) / south : 0.0,
        [WAI_SERIES_trust] = wai_world_trust(world),
        [WAI_SERIES_governance_demand] = wai_world_demand(world),
        [WAI_SERIES_standards_position] = world->position,
        [WAI_SERIES_standards_stringency] = world->stringency,
        [WAI_SERIES_standards_progress] = world->progress,
        [WAI_SERIES_export_control] = wai_world_control(world),
        [WAI_SERIES_fund_inflow] = world->phase == WAI_PHASE_OPERATING ? world->fund_inflow_usd : 0.0,
        [WAI_SERIES_fund_payout] = world->phase == WAI_PHASE_OPERATING ? world->fund_payout_usd : 0.0,
        [WAI_SERIES_capability_gini] = capability_gini(world),
        [WAI_SERIES_fragmentation] = fragmentation(world, sum),
    };
    struct wai_record *record = world->record;

    for (int s = 0; s < WAI_N_SERIES; s++) {
        record->series[(size_t)s * record->n_times + at] = value[s];
    }
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        record->service[(size_t)k * record->n_times + at] = world->service[k];
    }
    for (int m = 0; m < WAI_N_STATUSES; m++) {
        record->n_status[(size_t)m * record->n_times + at] = n[m];
    }
}

static void record_account(struct wai_world *world, size_t at)
{
    struct wai_record *record = world->record;
    struct camps sum = sum_camps(world);

    for (size_t j = 0; j < world->n; j++) {
        record->country_status[j * record->n_times + at] = world->country[j].standing;
        if (record->capability) {
            record->capability[j * record->n_times + at] = (float)world->capability[j];
        }
    }
    record_series(world, at, &sum);
}

void wai_account_start(struct wai_world *world)
{
    memcpy(world->by_capability, world->capability_order, world->n * sizeof world->by_capability[0]);
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
        record_account(world, at);
    }
    wai_standing_dissolve_if_small(world);
    (void)wai_world_schedule(world, (world->n_accounts + 1) * world->params.organisation.account_years,
                             WAI_QUEUED_ACCOUNT, -1, 0);
}
