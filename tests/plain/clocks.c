/* Everything that happens at random times: Poisson clocks, incidents and their answers, leaders, offers.
 *
 * A clock counts in units of integrated rate: arrival k is when the integral reaches the sum of its gaps. */
#include <math.h>

#include "base/assert.h"
#include "engine/math.h"
#include "plain/state.h"

double wai_clocks_gap(const struct plain *w, enum wai_purpose purpose, uint32_t agent, uint32_t index)
{
    double u[2];

    wai_plain_pair(w, purpose, agent, index, u);
    return -wai_log(u[0]);
}

/* Largest rate that a review of any country can have. */
static double review_bound(const struct wai_params *p)
{
    double largest = 0.0;

    for (int m = 0; m < WAI_N_STATUSES; m++) {
        largest = fmax(largest, p->decision.review_rate.at[m]);
    }
    return largest * fmax(1.0, p->decision.invited_boost);
}

static double leader_rate(const struct plain *w, size_t i)
{
    const double d = w->setup->tables.democracy[i];

    if ((int)i == w->setup->sponsor) {
        return 0.0;
    }
    return w->params.leader.democratic_turnover * d + w->params.leader.autocratic_turnover * (1.0 - d);
}

/* Present rate of a clock, incidents excepted. */
static double rate_of(const struct plain *w, enum plain_clock_name name)
{
    const struct wai_params *p = &w->params;
    const int operating = w->phase == WAI_PHASE_OPERATING;

    switch (name) {
    case PLAIN_REVIEWS:
        return (double)w->n * review_bound(p);
    case PLAIN_MODEL_RELEASES:
        return p->incentive.model_access.release_rate;
    case PLAIN_DATASETS:
        return operating ? p->incentive.datasets.release_rate : 0.0;
    case PLAIN_PUBLIC_GOODS:
        return operating ? p->incentive.public_goods.project_rate : 0.0;
    case PLAIN_CONTROLS:
        return w->control_is_high ? p->rival.us.control_off_rate : p->rival.us.control_on_rate;
    case PLAIN_OFFERS:
        return p->rival.us.offer_rate * p->rival.us.pressure;
    default:
        return 0.0;
    }
}

/* Integral of the rate of incidents from a to b. */
static double incidents_between(const struct wai_params *p, double a, double b)
{
    const double r = p->shock.incident_rate, g = p->shock.incident_growth;

    return g == 0.0 ? r * (b - a) : r * (wai_exp(g * b) - wai_exp(g * a)) / g;
}

/* When the integral of the rate of incidents from `since` on reaches `units`. */
static double incident_time(const struct wai_params *p, const struct plain_clock *clock)
{
    const double r = p->shock.incident_rate, g = p->shock.incident_growth;
    const double rate = r * wai_exp(g * clock->since_years);
    double argument;

    if (!(rate > 0.0)) {
        return HUGE_VAL;
    }
    if (g == 0.0) {
        return clock->since_years + clock->units / rate;
    }
    argument = g * clock->units / rate;
    return argument <= -1.0 ? HUGE_VAL : clock->since_years + wai_log1p(argument) / g;
}

static double next_of(const struct plain_clock *clock, double rate)
{
    return rate > 0.0 ? clock->since_years + clock->units / rate : HUGE_VAL;
}

double wai_clocks_next(const struct plain *w, enum plain_clock_name name)
{
    if (name == PLAIN_INCIDENTS) {
        return incident_time(&w->params, &w->clock[name]);
    }
    return next_of(&w->clock[name], rate_of(w, name));
}

double wai_clocks_next_leader(const struct plain *w, size_t i)
{
    return next_of(&w->country[i].leader, leader_rate(w, i));
}

static enum wai_purpose purpose_of(enum plain_clock_name name)
{
    static const enum wai_purpose purpose[PLAIN_N_CLOCKS] = { WAI_DRAW_REVIEW,        WAI_DRAW_INCIDENT,
                                                              WAI_DRAW_MODEL_RELEASE, WAI_DRAW_DATASET,
                                                              WAI_DRAW_PUBLIC_GOOD,   WAI_DRAW_CONTROL,
                                                              WAI_DRAW_OFFER };

    return purpose[name];
}

/* Starts the wait for arrival n; reviews and incidents use two addresses an arrival. */
static void wind(struct plain *w, enum plain_clock_name name, uint32_t n)
{
    const uint32_t stride = name == PLAIN_REVIEWS || name == PLAIN_INCIDENTS ? 2 : 1;

    w->clock[name] = (struct plain_clock){ .units = wai_clocks_gap(w, purpose_of(name), 0, stride * n),
                                           .since_years = w->now_years,
                                           .n = n };
}

void wai_clocks_start(struct plain *w)
{
    for (int name = 0; name < PLAIN_N_CLOCKS; name++) {
        wind(w, (enum plain_clock_name)name, 0);
    }
    for (size_t i = 0; i < w->n; i++) {
        w->country[i].leader =
            (struct plain_clock){ wai_clocks_gap(w, WAI_DRAW_LEADER, (uint32_t)i, 0), 0.0, 0 };
    }
}

void wai_clocks_start_operation(struct plain *w)
{
    wind(w, PLAIN_DATASETS, 0);
    wind(w, PLAIN_PUBLIC_GOODS, 0);
}

static void bring_to_now(struct plain *w, struct plain_stock *stock, double value)
{
    stock->value = value;
    stock->since_years = w->now_years;
}

static void spend(struct plain_clock *clock, double units, double now_years)
{
    clock->units = fmax(0.0, clock->units - units);
    clock->since_years = now_years;
}

void wai_clocks_set(struct plain *w, size_t row, double value)
{
    const struct wai_params before = w->params;
    const double now = w->now_years;

    bring_to_now(w, &w->trust, wai_value_trust(w));
    bring_to_now(w, &w->demand, wai_value_demand(w));
    for (size_t i = 0; i < w->n; i++) {
        bring_to_now(w, &w->country[i].courtship, wai_value_courtship(w, i));
        bring_to_now(w, &w->country[i].offer, wai_value_offer(w, i));
    }
    for (int name = 0; name < PLAIN_N_CLOCKS; name++) {
        struct plain_clock *clock = &w->clock[name];
        double old_rate, new_rate;

        w->params = before;
        old_rate = rate_of(w, (enum plain_clock_name)name);
        wai_param_set(&w->params, row, value);
        new_rate = rate_of(w, (enum plain_clock_name)name);
        if (old_rate != new_rate) {
            spend(clock, old_rate * (now - clock->since_years), now);
        }
    }
    if (before.shock.incident_rate != w->params.shock.incident_rate ||
        before.shock.incident_growth != w->params.shock.incident_growth) {
        spend(&w->clock[PLAIN_INCIDENTS],
              incidents_between(&before, w->clock[PLAIN_INCIDENTS].since_years, now), now);
    }
    for (size_t i = 0; i < w->n; i++) {
        double old_rate, new_rate = leader_rate(w, i);

        w->params = before;
        old_rate = leader_rate(w, i);
        wai_param_set(&w->params, row, value);
        if (old_rate != new_rate) {
            spend(&w->country[i].leader, old_rate * (now - w->country[i].leader.since_years), now);
        }
    }
    wai_clocks_staff(w);
}

static void review(struct plain *w, uint32_t k)
{
    const struct wai_params *p = &w->params;
    double u[2], v[2], rate;
    size_t i;

    wai_plain_pair(w, WAI_DRAW_REVIEW, 0, 2 * k, u);
    wai_plain_pair(w, WAI_DRAW_REVIEW, 0, 2 * k + 1, v);
    i = (size_t)floor(v[0] * (double)w->n);
    rate = (int)i == w->setup->sponsor ? 0.0 : p->decision.review_rate.at[w->country[i].status];
    if (w->country[i].invited) {
        rate *= p->decision.invited_boost;
    }
    if (u[1] >= rate / review_bound(p)) {
        return;
    }
    if (wai_choice_under_notice(w, i)) {
        wai_plain_log(w, WAI_EVENT_REVIEW, (int)i, 0.0, w->country[i].status, w->country[i].status,
                      WAI_CAUSE_REVIEW);
    } else {
        wai_choice_offer(w, i, WAI_CAUSE_REVIEW, 0, v[1]);
    }
}

static void change_trust(struct plain *w, double by)
{
    bring_to_now(w, &w->trust, wai_value_clip(wai_value_trust(w) + by, 0.0, 1.0));
}

static void lose_trust(struct plain *w, double severity, double share)
{
    change_trust(w, -share * w->params.trust.incident_loss * fmin(severity, 5.0));
}

/* Puts free teams to work on the jobs that have waited longest. */
void wai_clocks_staff(struct plain *w)
{
    size_t busy = 0;

    for (size_t j = 0; j < w->n_jobs; j++) {
        busy += isfinite(w->job[j].done_years) ? 1 : 0;
    }
    for (size_t j = 0; j < w->n_jobs; j++) {
        if (!isfinite(w->job[j].done_years) && (double)busy < w->params.incentive.rapid_response.teams) {
            w->job[j].done_years =
                w->now_years + w->job[j].service_gap * w->params.incentive.rapid_response.service_years;
            busy++;
        }
    }
}

static void incident(struct plain *w, double severity_u, double origin_u, double service_u)
{
    const struct wai_params *p = &w->params;
    const double severity =
        fmin(p->shock.severity_cap, wai_exp(-wai_log(severity_u) / p->shock.severity_index));
    const int of_sponsor = origin_u < p->shock.sponsor_origin;

    wai_plain_log(w, WAI_EVENT_INCIDENT, -1, of_sponsor ? -severity : severity, -1, -1, -1);
    bring_to_now(w, &w->demand, wai_value_demand(w) + p->shock.demand_jump * severity);
    if (w->phase == WAI_PHASE_OPERATING && p->incentive.rapid_response.teams > 0.0) {
        wai_assert(w->n_jobs < 4096);
        w->job[w->n_jobs++] = (struct plain_job){ .incident_years = w->now_years,
                                                  .service_gap = -wai_log(service_u),
                                                  .severity = severity,
                                                  .done_years = HUGE_VAL,
                                                  .sponsor_origin = of_sponsor };
        wai_clocks_staff(w);
        return;
    }
    if (w->phase == WAI_PHASE_OPERATING) {
        w->score += 0.2 * (0.0 - w->score);
    }
    if (of_sponsor) {
        lose_trust(w, severity, 1.0);
    }
}

void wai_clocks_scripted_incident(struct plain *w, uint32_t day_index)
{
    double u[2], v[2];

    wai_plain_pair(w, WAI_DRAW_SCRIPTED, 0, 2 * day_index, u);
    wai_plain_pair(w, WAI_DRAW_SCRIPTED, 0, 2 * day_index + 1, v);
    incident(w, u[1], v[0], v[1]);
}

void wai_clocks_respond(struct plain *w, size_t job)
{
    const struct plain_job done = w->job[job];
    const int on_time =
        w->now_years - done.incident_years <= w->params.incentive.rapid_response.deadline_years;

    for (size_t j = job; j + 1 < w->n_jobs; j++) {
        w->job[j] = w->job[j + 1];
    }
    w->n_jobs--;
    w->score += 0.2 * (on_time - w->score);
    wai_plain_log(w, WAI_EVENT_RESPONSE, -1, on_time, -1, -1, -1);
    if (done.sponsor_origin) {
        lose_trust(w, done.severity, on_time ? 0.5 : 1.0);
    }
    wai_clocks_staff(w);
}

static void release_dataset(struct plain *w)
{
    const struct wai_tables *t = &w->setup->tables;
    size_t covered = 0;

    for (size_t s = 0; s < t->n_subregions; s++) {
        for (size_t i = 0; i < w->n; i++) {
            if ((size_t)t->subregion[i] == s && WAI_STATUS_IS_MEMBER(w->country[i].status)) {
                covered++;
                break;
            }
        }
    }
    w->datasets += (double)covered / (double)t->n_subregions;
    wai_plain_log(w, WAI_EVENT_DATASET_RELEASE, -1, w->datasets, -1, -1, -1);
}

/* Weight of country i as target of an offer: 4 p (1 - p). */
static double target_weight(const struct plain *w, size_t i)
{
    double p;

    if ((int)i == w->setup->sponsor || (int)i == w->setup->rival_leader || w->country[i].flag[WAI_RIVAL_US]) {
        return 0.0;
    }
    p = wai_value_p_sign(w, i);
    return 4.0 * p * (1.0 - p);
}

static void offer(struct plain *w, uint32_t k)
{
    double u[2], total = 0.0, cumulated = 0.0;
    int target = -1;

    wai_plain_pair(w, WAI_DRAW_OFFER, 0, k, u);
    for (size_t i = 0; i < w->n; i++) {
        total += target_weight(w, i);
    }
    for (size_t i = 0; i < w->n && target < 0; i++) {
        cumulated += target_weight(w, i);
        if (cumulated > u[1] * total) {
            target = (int)i;
        }
    }
    if (target < 0) {
        wai_plain_log(w, WAI_EVENT_OFFER, -1, 0.0, -1, -1, -1);
        return;
    }
    bring_to_now(w, &w->country[target].offer, wai_value_offer(w, (size_t)target) + 1.0);
    wai_plain_log(w, WAI_EVENT_OFFER, target, w->country[target].offer.value, -1, -1, -1);
}

void wai_clocks_ring(struct plain *w, enum plain_clock_name name)
{
    const uint32_t k = w->clock[name].n;
    double u[2], v[2];

    switch (name) {
    case PLAIN_REVIEWS:
        review(w, k);
        break;
    case PLAIN_INCIDENTS:
        wai_plain_pair(w, WAI_DRAW_INCIDENT, 0, 2 * k, u);
        wai_plain_pair(w, WAI_DRAW_INCIDENT, 0, 2 * k + 1, v);
        incident(w, u[1], v[0], v[1]);
        break;
    case PLAIN_MODEL_RELEASES:
        w->quality += (1.0 - w->quality) * w->params.incentive.model_access.release_gain;
        wai_plain_log(w, WAI_EVENT_MODEL_RELEASE, -1, w->quality, -1, -1, -1);
        break;
    case PLAIN_DATASETS:
        release_dataset(w);
        break;
    case PLAIN_PUBLIC_GOODS:
        w->projects += 1.0;
        wai_plain_log(w, WAI_EVENT_PUBLIC_GOOD, -1, w->projects, -1, -1, -1);
        break;
    case PLAIN_CONTROLS:
        w->control_is_high = !w->control_is_high;
        wai_plain_log(w, WAI_EVENT_CONTROL, -1, wai_value_control(w), -1, -1, -1);
        break;
    default:
        offer(w, k);
    }
    wind(w, name, k + 1);
}

void wai_clocks_leader(struct plain *w, size_t i)
{
    struct plain_country *c = &w->country[i];
    const double origin = w->setup->tables.alignment[i];
    const uint32_t n = c->leader.n + 1; /* the leader who comes */
    double arrival[2], marks[2];

    wai_plain_pair(w, WAI_DRAW_LEADER, (uint32_t)i, 2 * n, arrival);
    wai_plain_pair(w, WAI_DRAW_LEADER, (uint32_t)i, 2 * n + 1, marks);
    c->leader = (struct plain_clock){ -wai_log(arrival[0]), w->now_years, n };
    c->taste = w->params.leader.taste * wai_normal_quantile(arrival[1]);
    c->alignment = wai_value_clip(origin + w->params.leader.memory * (c->alignment - origin) +
                                      w->params.leader.drift * wai_normal_quantile(marks[0]),
                                  -1.0, 1.0);
    wai_plain_log(w, WAI_EVENT_LEADER, (int)i, c->alignment, -1, -1, WAI_CAUSE_LEADER);
    wai_choice_offer(w, i, WAI_CAUSE_LEADER, 0, marks[1]);
}
