/* Accounts (M18 to M21), service levels (M9 to M11, section 5), the summit (M23) and what is recorded. */
#include <math.h>

#include "engine/math.h"
#include "plain/state.h"

int wai_account_is_member(const struct plain *w, size_t i)
{
    return WAI_STATUS_IS_MEMBER(w->country[i].status);
}

int wai_account_n_members(const struct plain *w)
{
    int n = 0;

    for (size_t i = 0; i < w->n; i++) {
        n += (int)i != w->setup->sponsor && wai_account_is_member(w, i);
    }
    return n;
}

/* x / y with 0 / 0 = 0. */
static double ratio(double x, double y)
{
    return x == 0.0 && y == 0.0 ? 0.0 : x / y;
}

/* Sums over members that services need. */
struct pools {
    double need, compute_need, compute_given; /* without the sponsor */
    double research, gdp;                     /* with the sponsor */
    int members;                              /* without the sponsor */
};

static struct pools pools_of(const struct plain *w)
{
    const struct wai_tables *t = &w->setup->tables;
    struct pools pools = { .members = wai_account_n_members(w) };

    for (size_t i = 0; i < w->n; i++) {
        const struct wai_status_params *s = &w->params.status.at[w->country[i].status];

        if (!wai_account_is_member(w, i)) {
            continue;
        }
        pools.research += s->access * w->country[i].capability;
        pools.gdp += t->gdp_usd[i];
        if ((int)i != w->setup->sponsor) {
            pools.need += s->access * (1.0 - w->country[i].capability);
            pools.compute_need += s->access * (1.0 - t->compute[i]);
            pools.compute_given += s->obligation * t->compute[i];
        }
    }
    return pools;
}

static double world_gdp(const struct plain *w)
{
    double sum = 0.0;

    for (size_t i = 0; i < w->n; i++) {
        sum += w->setup->tables.gdp_usd[i];
    }
    return sum;
}

void wai_account_levels(struct plain *w)
{
    const struct wai_params *p = &w->params;
    const struct pools pools = pools_of(w);
    const double seats = p->incentive.training.seats_per_year / p->incentive.training.seats_per_claimant;
    const double compute = p->incentive.compute_sharing.pool *
                               wai_exp(p->incentive.compute_sharing.growth_rate * w->now_years) *
                               (1.0 - wai_value_control(w)) +
                           p->incentive.compute_sharing.contribution * pools.compute_given;
    double *s = w->level;

    s[WAI_TRAINING] = ratio(seats, seats + pools.need);
    s[WAI_MODEL_ACCESS] =
        w->quality * (1.0 - p->incentive.model_access.openness * (1.0 - p->incentive.model_access.support));
    s[WAI_COMPUTE_SHARING] = ratio(compute, compute + pools.compute_need);
    s[WAI_RESEARCH] = ratio(pools.research, pools.research + p->incentive.research.half);
    s[WAI_DATASETS] = 1.0 - wai_exp(-w->datasets / p->incentive.datasets.scale);
    s[WAI_PLATFORM] = ratio(pools.members, pools.members + p->incentive.platform.half);
    s[WAI_STANDARDS] = w->progress * (pools.gdp / world_gdp(w));
    s[WAI_AFFORDABILITY] = p->incentive.affordability.discount;
    s[WAI_EQUITY_FUND] = ratio(w->fund, w->fund + p->incentive.equity_fund.half_usd);
    s[WAI_RAPID_RESPONSE] = w->score;
    s[WAI_PUBLIC_GOODS] = 1.0 - wai_exp(-w->projects / p->incentive.public_goods.scale);
    s[WAI_VOICE] = (1.0 - p->voting.corporate_share) * p->incentive.voice.half /
                   (p->incentive.voice.half + pools.members);
}

/* Weighted shortfall of delivery against promise (M19). */
static double shortfall_of(const struct plain *w)
{
    const struct wai_params *p = &w->params;
    const double weight[WAI_N_INCENTIVES] = {
        p->incentive.training.weight,        p->incentive.model_access.weight,
        p->incentive.compute_sharing.weight, p->incentive.research.weight,
        p->incentive.datasets.weight,        p->incentive.platform.weight,
        p->incentive.standards.weight,       p->incentive.affordability.weight,
        p->incentive.equity_fund.weight,     p->incentive.rapid_response.weight,
        p->incentive.public_goods.weight,    p->incentive.voice.weight
    };
    const double promise[WAI_N_INCENTIVES] = {
        p->incentive.training.promise,        p->incentive.model_access.promise,
        p->incentive.compute_sharing.promise, p->incentive.research.promise,
        p->incentive.datasets.promise,        p->incentive.platform.promise,
        p->incentive.standards.promise,       p->incentive.affordability.promise,
        p->incentive.equity_fund.promise,     p->incentive.rapid_response.promise,
        p->incentive.public_goods.promise,    p->incentive.voice.promise
    };
    double missed = 0.0, promised = 0.0;

    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        missed += fmax(0.0, weight[k]) * fmax(0.0, promise[k] - w->level[k]);
        promised += fmax(0.0, weight[k]) * promise[k];
    }
    return promised > 0.0 ? missed / promised : 0.0;
}

/* The fund of a year, seen from this account (M20). */
static void fill_fund(struct plain *w)
{
    const struct wai_params *p = &w->params;
    const struct wai_tables *t = &w->setup->tables;
    double levied = 0.0, claims = 0.0;

    for (size_t i = 0; i < w->n; i++) {
        const struct wai_status_params *s = &p->status.at[w->country[i].status];
        const double revenue =
            p->incentive.equity_fund.revenue_share * t->gdp_usd[i] * w->country[i].capability;

        if (!wai_account_is_member(w, i)) {
            continue;
        }
        claims += s->access * fmax(0.0, 1.0 - 2.0 * t->income[i]);
        if ((int)i != w->setup->sponsor) {
            levied += s->obligation * revenue * fmax(0.0, 2.0 * t->income[i] - 1.0);
        }
    }
    w->inflow = p->incentive.equity_fund.grant_usd + p->incentive.equity_fund.levy * levied;
    w->payout = w->inflow * (1.0 - p->incentive.equity_fund.overhead);
    w->fund = w->payout / fmax(1.0, claims);
}

static void learn(struct plain *w)
{
    const struct wai_params *p = &w->params;

    for (size_t i = 0; i < w->n; i++) {
        struct plain_country *c = &w->country[i];
        double rate = p->capability.base_rate;

        if (w->phase == WAI_PHASE_OPERATING && wai_account_is_member(w, i)) {
            rate += p->status.at[c->status].access * (p->capability.training * w->level[WAI_TRAINING] +
                                                      p->capability.compute * w->level[WAI_COMPUTE_SHARING]);
        }
        c->capability += p->organisation.account_years * (1.0 - c->capability) * rate;
    }
}

static double gini(const struct plain *w)
{
    double differences = 0.0, sum = 0.0;

    for (size_t i = 0; i < w->n; i++) {
        sum += w->country[i].capability;
        for (size_t j = 0; j < w->n; j++) {
            differences += fabs(w->country[i].capability - w->country[j].capability);
        }
    }
    return sum > 0.0 ? differences / (2.0 * (double)w->n * sum) : 0.0;
}

static double fragmentation(const struct plain *w)
{
    double camp[5] = { 0 }, sum = 0.0; /* organisation, us, rights, several, none */

    for (size_t i = 0; i < w->n; i++) {
        const int in[3] = { wai_account_is_member(w, i), w->country[i].flag[WAI_RIVAL_US],
                            w->country[i].flag[WAI_RIVAL_RIGHTS] };
        const int n_in = in[0] + in[1] + in[2];
        const int c = n_in == 0 ? 4 : n_in > 1 ? 3 : in[0] ? 0 : in[1] ? 1 : 2;

        camp[c] += w->setup->tables.gdp_usd[i] / world_gdp(w);
    }
    for (int c = 0; c < 5; c++) {
        sum += camp[c] * camp[c];
    }
    return 1.0 - sum;
}

static void record_counts(const struct plain *w, const struct wai_record_table *r, size_t k)
{
    int n[WAI_N_STATUSES] = { 0 }, flag[WAI_N_RIVALS] = { 0 }, overlap[WAI_N_RIVALS] = { 0 };

    for (size_t i = 0; i < w->n; i++) {
        const struct plain_country *c = &w->country[i];

        r->country_status[i * r->n + k] = (int8_t)c->status;
        if ((int)i == w->setup->sponsor) {
            continue;
        }
        n[c->status]++;
        for (int v = 0; v < WAI_N_RIVALS; v++) {
            flag[v] += c->flag[v];
            overlap[v] += c->flag[v] && wai_account_is_member(w, i);
        }
    }
    for (int m = 0; m < WAI_N_STATUSES; m++) {
        r->n_status[(size_t)m * r->n + k] = n[m];
    }
#define SERIES(name) r->series[WAI_SERIES_##name * r->n + k]
    SERIES(phase) = w->phase;
    SERIES(n_members) = wai_account_n_members(w);
    SERIES(n_signed) = n[WAI_STATUS_SIGNATORY] + n[WAI_STATUS_FROZEN] + wai_account_n_members(w);
    SERIES(n_us) = flag[WAI_RIVAL_US];
    SERIES(n_rights) = flag[WAI_RIVAL_RIGHTS];
    SERIES(overlap_us) = overlap[WAI_RIVAL_US];
    SERIES(overlap_rights) = overlap[WAI_RIVAL_RIGHTS];
}

static void record_shares(const struct plain *w, const struct wai_record_table *r, size_t k)
{
    const struct wai_tables *t = &w->setup->tables;
    double people = 0.0, people_in = 0.0, poor = 0.0, poor_in = 0.0, votes_in = 0.0;

    for (size_t i = 0; i < w->n; i++) {
        const int in = wai_account_is_member(w, i);

        people += t->population[i];
        people_in += in ? t->population[i] : 0.0;
        votes_in += in;
        if (t->income[i] < 0.5 && (int)i != w->setup->sponsor) {
            poor += 1.0;
            poor_in += in;
        }
    }
    SERIES(gdp_share) = pools_of(w).gdp / world_gdp(w);
    SERIES(population_share) = people_in / people;
    SERIES(un_vote_share) = votes_in / (double)w->n;
    SERIES(south_coverage) = ratio(poor_in, poor);
    SERIES(trust) = wai_value_trust(w);
    SERIES(governance_demand) = wai_value_demand(w);
    SERIES(standards_position) = w->position;
    SERIES(standards_stringency) = w->stringency;
    SERIES(standards_progress) = w->progress;
    SERIES(export_control) = wai_value_control(w);
    SERIES(fund_inflow) = w->inflow;
    SERIES(fund_payout) = w->payout;
    SERIES(capability_gini) = gini(w);
    SERIES(fragmentation) = fragmentation(w);
    for (int s = 0; s < WAI_N_INCENTIVES; s++) {
        r->service[(size_t)s * r->n + k] = wai_value_service(w, (enum wai_incentive)s);
    }
}

static void record(const struct plain *w, size_t k)
{
    struct wai_record *r = w->record;
    const struct wai_record_table accounts = { r->n_times, r->series, r->service, r->n_status,
                                               r->country_status };

    record_counts(w, &accounts, k);
    record_shares(w, &accounts, k);
    for (size_t i = 0; r->capability && i < w->n; i++) {
        r->capability[i * r->n_times + k] = (float)w->country[i].capability;
    }
}

void wai_account_read(const struct plain *w, size_t k)
{
    record_counts(w, &w->record->readings, k);
    record_shares(w, &w->record->readings, k);
}

static void dissolve(struct plain *w)
{
    wai_plain_log(w, WAI_EVENT_DISSOLUTION, -1, wai_account_n_members(w), -1, -1, WAI_CAUSE_DISSOLUTION);
    w->phase = WAI_PHASE_DISSOLVED;
    w->record->dissolution_years = w->now_years;
    w->n_jobs = 0;
    w->inflow = w->payout = w->fund = 0.0;
    for (size_t i = 0; i < w->n; i++) {
        const int from = w->country[i].status;

        if ((int)i == w->setup->sponsor || from == WAI_STATUS_NONE || from == WAI_STATUS_WITHDRAWN) {
            continue;
        }
        w->country[i].notice.time_years = HUGE_VAL;
        wai_choice_enter(w, i, WAI_STATUS_NONE);
        wai_plain_log(w, WAI_EVENT_LAPSE, (int)i, 0.0, from, WAI_STATUS_NONE, WAI_CAUSE_DISSOLUTION);
    }
}

void wai_account_handle(struct plain *w)
{
    const size_t k = w->next_account++;

    wai_plain_log(w, WAI_EVENT_ACCOUNT, -1, (double)(k + 1), -1, -1, -1);
    if (w->phase == WAI_PHASE_OPERATING) {
        double h;

        wai_account_levels(w);
        h = shortfall_of(w);
        w->trust.value = wai_value_clip(wai_value_trust(w) + w->params.trust.delivery_gain * (1.0 - h) -
                                            w->params.trust.delivery_loss * h,
                                        0.0, 1.0);
        w->trust.since_years = w->now_years;
        fill_fund(w);
    }
    learn(w);
    record(w, k);
    if (w->phase == WAI_PHASE_OPERATING && wai_account_n_members(w) < w->params.charter.minimum_members) {
        dissolve(w);
    }
}

/* Votes of country i; those of all countries sum to 1 - corporate_share, or to 0 where none has a vote. */
static double votes_of(const struct plain *w, size_t i)
{
    double all = 0.0;

    for (size_t j = 0; j < w->n; j++) {
        all += w->params.status.at[w->country[j].status].votes;
    }
    return all > 0.0 ? (1.0 - w->params.voting.corporate_share) *
                           w->params.status.at[w->country[i].status].votes / all
                     : 0.0;
}

static double p_yes(const struct plain *w, double ideal, double proposed)
{
    const double far_now = ideal - w->position, far_then = ideal - proposed;

    return wai_logistic(w->params.voting.lean +
                        w->params.voting.sharpness * (far_now * far_now - far_then * far_then));
}

static void vote(struct plain *w, uint32_t day_index)
{
    const struct wai_params *p = &w->params;
    double total = p->voting.corporate_share, cumulated = 0.0, yes = 0.0, ideal, position, stringency, u[2],
           v[2];
    int proposer = -1;

    for (size_t i = 0; i < w->n; i++) {
        total += votes_of(w, i);
    }
    if (!(total > 0.0)) {
        return; /* neither a country nor the block has a vote */
    }
    wai_plain_pair(w, WAI_DRAW_PROPOSER, 0, day_index, u);
    for (size_t i = 0; i < w->n && proposer < 0; i++) {
        cumulated += votes_of(w, i);
        if (cumulated > u[0] * total) {
            proposer = (int)i;
        }
    }
    ideal = proposer < 0 ? p->voting.corporate_ideal : w->setup->tables.governance[proposer];
    position = w->position + p->standards.step * (ideal - w->position);
    stringency =
        wai_value_clip(w->stringency + p->standards.step * ((1.0 + ideal) / 2.0 - w->stringency), 0.0, 1.0);
    for (size_t i = 0; i < w->n; i++) {
        wai_plain_pair(w, WAI_DRAW_VOTE, day_index, (uint32_t)i, v);
        yes += v[0] < p_yes(w, w->setup->tables.governance[i], position) ? votes_of(w, i) : 0.0;
    }
    yes += u[1] < p_yes(w, p->voting.corporate_ideal, position) ? p->voting.corporate_share : 0.0;
    if (yes / total >= p->voting.majority - 1e-12) {
        w->position = position;
        w->stringency = stringency;
        w->progress += (1.0 - w->progress) * p->standards.progress_gain;
    }
    wai_plain_log(w, WAI_EVENT_VOTE, proposer, w->position, -1, -1, -1);
}

static void attend(struct plain *w, size_t i, uint32_t day_index)
{
    const struct wai_params *p = &w->params;
    double u[2];

    wai_plain_pair(w, WAI_DRAW_SUMMIT, day_index, (uint32_t)i, u);
    if (u[0] < wai_value_clip(p->organisation.attend_base +
                                  p->organisation.attend_slope * fmax(0.0, w->country[i].alignment),
                              0.0, 1.0)) {
        wai_choice_offer(w, i, WAI_CAUSE_SUMMIT, 0, u[1]);
    }
}

void wai_account_summit(struct plain *w, size_t number)
{
    const uint32_t day_index = wai_plain_day(w, w->setup->summit_days[number - 1], 0);
    const int operating = w->phase == WAI_PHASE_OPERATING;
    double u[2];

    if (w->phase == WAI_PHASE_DISSOLVED) {
        return;
    }
    wai_plain_log(w, WAI_EVENT_SUMMIT, -1, (double)number, -1, -1, -1);
    if (operating) {
        vote(w, day_index);
        /* A tier review changes no one's being a member but its own, so the present status tells it. */
        for (size_t i = 0; i < w->n; i++) {
            w->country[i].reviewed = wai_account_is_member(w, i);
            if (w->country[i].reviewed) {
                wai_plain_pair(w, WAI_DRAW_TIER, day_index, (uint32_t)i, u);
                wai_choice_offer(w, i, WAI_CAUSE_SUMMIT, 1, u[0]);
            }
        }
    }
    for (size_t i = 0; i < w->n; i++) {
        if (!operating || !w->country[i].reviewed) {
            attend(w, i, day_index);
        }
    }
    if (operating) {
        wai_account_levels(w);
    }
}
