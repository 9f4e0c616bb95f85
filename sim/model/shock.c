/* The Poisson clocks of the world and what their arrivals do: rows 7 to 12 of the table of events. */
#include "model/shock.h"

#include "base/assert.h"
#include "model/clock.h"
#include "model/decision.h"
#include "model/refresh.h"
#include "model/response.h"
#include "model/state.h"
#include "model/utility.h"

static struct wai_clock_source source_of(const struct wai_world *world, int clock)
{
    static const struct wai_clock_source sources[WAI_N_CLOCKS] = {
        [WAI_CLOCK_MODEL_RELEASE] = { WAI_DRAW_MODEL_RELEASE, 0, 1, WAI_QUEUED_RELEASE, -1,
                                      WAI_CLOCK_MODEL_RELEASE, 0.0 },
        [WAI_CLOCK_DATASET] = { WAI_DRAW_DATASET, 0, 1, WAI_QUEUED_RELEASE, -1, WAI_CLOCK_DATASET, 0.0 },
        [WAI_CLOCK_PUBLIC_GOOD] = { WAI_DRAW_PUBLIC_GOOD, 0, 1, WAI_QUEUED_RELEASE, -1, WAI_CLOCK_PUBLIC_GOOD,
                                    0.0 },
        [WAI_CLOCK_CONTROL] = { WAI_DRAW_CONTROL, 0, 1, WAI_QUEUED_CONTROL, -1, 0, 0.0 },
        [WAI_CLOCK_OFFER] = { WAI_DRAW_OFFER, 0, 1, WAI_QUEUED_OFFER, -1, 0, 0.0 },
        [WAI_CLOCK_INCIDENT] = { WAI_DRAW_INCIDENT, 0, 2, WAI_QUEUED_INCIDENT, -1, 0, 0.0 },
    };
    struct wai_clock_source source = sources[clock];

    if (clock == WAI_CLOCK_INCIDENT) {
        source.growth_per_year = world->params.shock.incident_growth;
    }
    return source;
}

static struct wai_clock_source leader_source(size_t i)
{
    return (
        struct wai_clock_source){ WAI_DRAW_LEADER, (uint32_t)i, 2, WAI_QUEUED_LEADER, (int32_t)i, 0, 0.0 };
}

static double rate_of(const struct wai_world *world, int clock)
{
    const struct wai_params *p = &world->params;

    switch ((enum wai_clock_name)clock) {
    case WAI_CLOCK_MODEL_RELEASE:
        return p->incentive.model_access.release_rate;
    case WAI_CLOCK_DATASET:
        return p->incentive.datasets.release_rate;
    case WAI_CLOCK_PUBLIC_GOOD:
        return p->incentive.public_goods.project_rate;
    case WAI_CLOCK_CONTROL:
        return world->control_tight ? p->rival.us.control_off_rate : p->rival.us.control_on_rate;
    case WAI_CLOCK_OFFER:
        return p->rival.us.offer_rate * p->rival.us.pressure;
    case WAI_CLOCK_INCIDENT:
    case WAI_N_CLOCKS:
        break;
    }
    wai_assert(clock == WAI_CLOCK_INCIDENT);
    return p->shock.incident_rate;
}

static double leader_rate(const struct wai_world *world, size_t i)
{
    double d = world->setup->tables.democracy[i];

    return world->params.leader.democratic_turnover * d +
           world->params.leader.autocratic_turnover * (1.0 - d);
}

static void start(struct wai_world *world, int clock)
{
    struct wai_clock_source source = source_of(world, clock);

    wai_clock_start(world, &world->clocks[clock], &source, rate_of(world, clock));
}

/* Index of the arrival that has come. */
static uint32_t arrive(struct wai_world *world, int clock)
{
    struct wai_clock_source source = source_of(world, clock);

    return wai_clock_arrive(world, &world->clocks[clock], &source);
}

void wai_shock_start(struct wai_world *world)
{
    start(world, WAI_CLOCK_MODEL_RELEASE);
    start(world, WAI_CLOCK_CONTROL);
    start(world, WAI_CLOCK_OFFER);
    start(world, WAI_CLOCK_INCIDENT);
    for (size_t i = 0; i < world->n; i++) {
        struct wai_clock_source source = leader_source(i);

        if ((int32_t)i != world->sponsor) {
            wai_clock_start(world, &world->leader[i], &source, leader_rate(world, i));
        }
    }
}

void wai_shock_start_operation(struct wai_world *world)
{
    start(world, WAI_CLOCK_DATASET);
    start(world, WAI_CLOCK_PUBLIC_GOOD);
}

void wai_shock_end_operation(struct wai_world *world)
{
    wai_clock_stop(world, &world->clocks[WAI_CLOCK_DATASET]);
    wai_clock_stop(world, &world->clocks[WAI_CLOCK_PUBLIC_GOOD]);
    wai_response_drop_all(world);
}

void wai_shock_rates_changed(struct wai_world *world, double old_growth_per_year)
{
    for (int k = 0; k < WAI_N_CLOCKS; k++) {
        struct wai_clock_source source = source_of(world, k);

        wai_clock_set_rate(world, &world->clocks[k], &source, rate_of(world, k),
                           k == WAI_CLOCK_INCIDENT ? old_growth_per_year : 0.0);
    }
    for (size_t i = 0; i < world->n; i++) {
        struct wai_clock_source source = leader_source(i);

        wai_clock_set_rate(world, &world->leader[i], &source, leader_rate(world, i), 0.0);
    }
}

/* M16: severity and origin from the four uniforms of an incident. */
static void incident(struct wai_world *world, double u_severity, const double u[2])
{
    const struct wai_params *p = &world->params;
    double severity = wai_exp(-wai_log(u_severity) / p->shock.severity_index);
    int from_sponsor = u[0] < p->shock.sponsor_origin;

    if (severity > p->shock.severity_cap) {
        severity = p->shock.severity_cap;
    }
    wai_world_log(world, WAI_EVENT_INCIDENT, -1, -1, -1, -1, from_sponsor ? -severity : severity);
    wai_world_set_demand(world, wai_world_demand(world) + p->shock.demand_jump * severity);
    wai_response_queue(world, severity, from_sponsor, -wai_log(u[1]));
}

void wai_shock_incident(struct wai_world *world)
{
    uint32_t k = arrive(world, WAI_CLOCK_INCIDENT);
    double gap_and_severity[2], u[2];

    wai_luck_pair(&world->luck, WAI_DRAW_INCIDENT, 0, 2 * k, gap_and_severity);
    wai_luck_pair(&world->luck, WAI_DRAW_INCIDENT, 0, 2 * k + 1, u);
    incident(world, gap_and_severity[1], u);
}

void wai_shock_scripted_incident(struct wai_world *world, int32_t day, uint32_t occurrence)
{
    uint32_t index = wai_world_day_index(world, day, occurrence);
    double severity[2], u[2];

    wai_luck_pair(&world->luck, WAI_DRAW_SCRIPTED, 0, 2 * index, severity);
    wai_luck_pair(&world->luck, WAI_DRAW_SCRIPTED, 0, 2 * index + 1, u);
    incident(world, severity[1], u);
}

/* Share of the world's subregions that have a member, sponsor included (M10). */
static double subregions_reached(struct wai_world *world)
{
    const struct wai_tables *x = &world->setup->tables;
    size_t reached = 0;

    for (size_t r = 0; r < x->n_subregions; r++) {
        world->scratch[r] = 0.0; /* a world has no more subregions than countries */
    }
    for (size_t j = 0; j < world->n; j++) {
        if (WAI_STATUS_IS_MEMBER(world->country[j].standing) && world->scratch[x->subregion[j]] == 0.0) {
            world->scratch[x->subregion[j]] = 1.0;
            reached++;
        }
    }
    return (double)reached / (double)x->n_subregions;
}

void wai_shock_release(struct wai_world *world, int32_t clock_name)
{
    const struct wai_params *p = &world->params;

    (void)arrive(world, clock_name);
    if (clock_name == WAI_CLOCK_MODEL_RELEASE) {
        world->quality += (1.0 - world->quality) * p->incentive.model_access.release_gain;
        wai_world_log(world, WAI_EVENT_MODEL_RELEASE, -1, -1, -1, -1, world->quality);
    } else if (clock_name == WAI_CLOCK_DATASET) {
        world->datasets += subregions_reached(world);
        wai_world_log(world, WAI_EVENT_DATASET_RELEASE, -1, -1, -1, -1, world->datasets);
    } else {
        world->projects += 1.0;
        wai_world_log(world, WAI_EVENT_PUBLIC_GOOD, -1, -1, -1, -1, world->projects);
    }
}

void wai_shock_control(struct wai_world *world)
{
    struct wai_clock *clock = &world->clocks[WAI_CLOCK_CONTROL];

    clock->arrivals++;
    world->control_tight = !world->control_tight;
    start(world, WAI_CLOCK_CONTROL); /* at the rate of leaving the new state */
    wai_world_log(world, WAI_EVENT_CONTROL, -1, -1, -1, -1, wai_world_control(world));
}

/* Chance that a country is offered something: 4 p (1 - p), where a signature hangs in the balance. */
static double offer_weight(struct wai_world *world, size_t i)
{
    double p;

    if ((int32_t)i == world->sponsor || (int32_t)i == world->rival_leader ||
        (world->country[i].flags >> WAI_RIVAL_US & 1u) != 0) {
        return 0.0;
    }
    p = wai_utility_signing(world, i);
    return 4.0 * p * (1.0 - p);
}

void wai_shock_offer(struct wai_world *world)
{
    uint32_t k = arrive(world, WAI_CLOCK_OFFER);
    double u[2], total = 0.0, threshold, cumulated = 0.0;
    int32_t target = -1;

    wai_luck_pair(&world->luck, WAI_DRAW_OFFER, 0, k, u);
    for (size_t i = 0; i < world->n; i++) {
        world->scratch[i] = offer_weight(world, i);
        total += world->scratch[i];
    }
    threshold = u[1] * total;
    for (size_t i = 0; i < world->n && total > 0.0; i++) {
        cumulated += world->scratch[i];
        if (world->scratch[i] > 0.0) {
            target = (int32_t)i; /* the last possible one, should rounding leave nobody */
        }
        if (cumulated > threshold) {
            break;
        }
    }
    if (target >= 0) {
        struct wai_stock *offer = &world->country[target].offer;

        offer->value = 1.0 + wai_stock_read(offer, 0.0, world->params.rival.us.offer_decay, world->now_years);
        offer->since_years = world->now_years;
    }
    wai_world_log(world, WAI_EVENT_OFFER, target, -1, -1, -1,
                  target >= 0 ? world->country[target].offer.value : 0.0);
}

/* M22: a new taste, a drift of the alignment, then a review. */
void wai_shock_leader(struct wai_world *world, size_t i)
{
    const struct wai_params *p = &world->params;
    struct wai_clock_source source = leader_source(i);
    uint32_t n = wai_clock_arrive(world, &world->leader[i], &source) + 1;
    double start_alignment = world->setup->tables.alignment[i];
    double gap_and_taste[2], u[2], drift;

    wai_luck_pair(&world->luck, WAI_DRAW_LEADER, (uint32_t)i, 2 * n, gap_and_taste);
    wai_luck_pair(&world->luck, WAI_DRAW_LEADER, (uint32_t)i, 2 * n + 1, u);
    drift = p->leader.drift * wai_normal_quantile(u[0]);
    world->taste[i] = p->leader.taste * wai_normal_quantile(gap_and_taste[1]);
    world->alignment[i] = wai_clip(
        start_alignment + p->leader.memory * (world->alignment[i] - start_alignment) + drift, -1.0, 1.0);
    wai_refresh_country(world, i);
    wai_world_log(world, WAI_EVENT_LEADER, (int32_t)i, -1, -1, WAI_CAUSE_LEADER, world->alignment[i]);
    wai_decision_take(world, i, WAI_CAUSE_LEADER, 0, u[1]);
}
