/* Service levels from pools, stocks and claimants: M9, M10, M11 and the table of section 5. */
#include "model/service.h"

#include <string.h>

#include "model/refresh.h"
#include "model/state.h"

/* clang-format off */
#define INCENTIVES(X)                                                                                      \
    X(training) X(model_access) X(compute_sharing) X(research) X(datasets) X(platform) X(standards)        \
    X(affordability) X(equity_fund) X(rapid_response) X(public_goods) X(voice)
/* clang-format on */

void wai_service_weights(const struct wai_params *params, double weight[WAI_N_INCENTIVES])
{
    int k = 0;
#define TAKE(name) weight[k++] = params->incentive.name.weight;
    INCENTIVES(TAKE)
#undef TAKE
}

void wai_service_promises(const struct wai_params *params, double promise[WAI_N_INCENTIVES])
{
    int k = 0;
#define TAKE(name) promise[k++] = params->incentive.name.promise;
    INCENTIVES(TAKE)
#undef TAKE
}

/* Sums over members that the levels need. */
struct members {
    double need_access;    /* D: b n, without the sponsor */
    double compute_access; /* D_c: b (1 - k), without the sponsor */
    double contributed;    /* o k, without the sponsor */
    double research;       /* R: b q, sponsor included */
    double gdp_usd;        /* sponsor included */
};

static struct members sum_members(const struct wai_world *world)
{
    const struct wai_tables *x = &world->setup->tables;
    struct members sum = { 0 };

    for (size_t j = 0; j < world->n; j++) {
        int m = world->country[j].standing;
        const struct wai_status_params *counts = &world->params.status.at[m];

        if (!WAI_STATUS_IS_MEMBER(m)) {
            continue;
        }
        sum.research += counts->access * world->capability[j];
        sum.gdp_usd += x->gdp_usd[j];
        if ((int32_t)j != world->sponsor) {
            sum.need_access += counts->access * (1.0 - world->capability[j]);
            sum.compute_access += counts->access * (1.0 - x->compute[j]);
            sum.contributed += counts->obligation * x->compute[j];
        }
    }
    return sum;
}

/* a / (a + b), 0 for 0/0, 1 for an infinite a (a pool that grew for centuries). */
static double saturation(double a, double b)
{
    if (a > 1e300) {
        return 1.0;
    }
    return a + b > 0.0 ? a / (a + b) : 0.0;
}

static void operating_levels(const struct wai_world *world, double level[WAI_N_INCENTIVES])
{
    const struct wai_params *p = &world->params;
    struct members sum = sum_members(world);
    double members = world->n_members;
    double pool = p->incentive.compute_sharing.pool *
                  wai_exp(p->incentive.compute_sharing.growth_rate * world->now_years) *
                  (1.0 - wai_world_control(world));
    double capacity = pool + p->incentive.compute_sharing.contribution * sum.contributed;
    double seats = p->incentive.training.seats_per_year / p->incentive.training.seats_per_claimant;

    level[WAI_TRAINING] = saturation(seats, sum.need_access);
    level[WAI_MODEL_ACCESS] = world->quality * (1.0 - p->incentive.model_access.openness *
                                                          (1.0 - p->incentive.model_access.support));
    level[WAI_COMPUTE_SHARING] = saturation(capacity, sum.compute_access);
    level[WAI_RESEARCH] = saturation(sum.research, p->incentive.research.half);
    level[WAI_DATASETS] = 1.0 - wai_exp(-world->datasets / p->incentive.datasets.scale);
    level[WAI_PLATFORM] = saturation(members, p->incentive.platform.half);
    level[WAI_STANDARDS] = world->progress * (sum.gdp_usd / world->world_gdp_usd);
    level[WAI_AFFORDABILITY] = p->incentive.affordability.discount;
    level[WAI_EQUITY_FUND] = saturation(world->fund_per_claimant_usd, p->incentive.equity_fund.half_usd);
    level[WAI_RAPID_RESPONSE] = world->score;
    level[WAI_PUBLIC_GOODS] = 1.0 - wai_exp(-world->projects / p->incentive.public_goods.scale);
    level[WAI_VOICE] =
        (1.0 - p->voting.corporate_share) * (p->incentive.voice.half / (p->incentive.voice.half + members));
}

void wai_service_level(struct wai_world *world)
{
    if (world->phase == WAI_PHASE_OPERATING) {
        operating_levels(world, world->service);
    } else if (world->phase == WAI_PHASE_DISSOLVED) {
        memset(world->service, 0, sizeof world->service);
    } else {
        wai_service_promises(&world->params, world->service);
    }
}

void wai_service_update(struct wai_world *world)
{
    wai_service_level(world);
    wai_refresh_benefits(world);
}
