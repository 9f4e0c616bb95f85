/* Indices of a country and the value of a status (M1, M2, M4 to M8, M13 to M15), summed anew at each read. */
#include <math.h>

#include "engine/math.h"
#include "plain/state.h"

double wai_value_clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double relaxed(const struct plain *w, const struct plain_stock *stock, double rest, double rate)
{
    return rest + (stock->value - rest) * wai_exp(-rate * (w->now_years - stock->since_years));
}

double wai_value_trust(const struct plain *w)
{
    return relaxed(w, &w->trust, w->params.trust.rest, w->params.trust.recovery_rate);
}

double wai_value_demand(const struct plain *w)
{
    return relaxed(w, &w->demand, 0.0, w->params.shock.demand_decay);
}

double wai_value_courtship(const struct plain *w, size_t i)
{
    return relaxed(w, &w->country[i].courtship, 0.0, w->params.affinity.courtship_decay);
}

double wai_value_offer(const struct plain *w, size_t i)
{
    return relaxed(w, &w->country[i].offer, 0.0, w->params.rival.us.offer_decay);
}

double wai_value_control(const struct plain *w)
{
    return w->control_is_high ? w->params.rival.us.control_high : w->params.rival.us.control_low;
}

static double promise_of(const struct wai_params *p, enum wai_incentive k)
{
    switch (k) {
    case WAI_TRAINING:
        return p->incentive.training.promise;
    case WAI_MODEL_ACCESS:
        return p->incentive.model_access.promise;
    case WAI_COMPUTE_SHARING:
        return p->incentive.compute_sharing.promise;
    case WAI_RESEARCH:
        return p->incentive.research.promise;
    case WAI_DATASETS:
        return p->incentive.datasets.promise;
    case WAI_PLATFORM:
        return p->incentive.platform.promise;
    case WAI_STANDARDS:
        return p->incentive.standards.promise;
    case WAI_AFFORDABILITY:
        return p->incentive.affordability.promise;
    case WAI_EQUITY_FUND:
        return p->incentive.equity_fund.promise;
    case WAI_RAPID_RESPONSE:
        return p->incentive.rapid_response.promise;
    case WAI_PUBLIC_GOODS:
        return p->incentive.public_goods.promise;
    default:
        return p->incentive.voice.promise;
    }
}

double wai_value_service(const struct plain *w, enum wai_incentive k)
{
    if (w->phase == WAI_PHASE_DISSOLVED) {
        return 0.0;
    }
    return w->phase == WAI_PHASE_OPERATING ? w->level[k] : promise_of(&w->params, k);
}

/* Weight of an incentive times its loading for country i (M8). */
static double wish(const struct plain *w, size_t i, enum wai_incentive k)
{
    const struct wai_params *p = &w->params;
    const struct wai_tables *t = &w->setup->tables;
    const double q = w->country[i].capability, need = 1.0 - q, y = t->income[i];

    switch (k) {
    case WAI_TRAINING:
        return p->incentive.training.weight * need;
    case WAI_MODEL_ACCESS:
        return p->incentive.model_access.weight * need;
    case WAI_COMPUTE_SHARING:
        return p->incentive.compute_sharing.weight * (1.0 - t->compute[i]);
    case WAI_RESEARCH:
        return p->incentive.research.weight * q;
    case WAI_DATASETS:
        return p->incentive.datasets.weight * need;
    case WAI_PLATFORM:
        return p->incentive.platform.weight * 4.0 * q * need;
    case WAI_STANDARDS:
        return p->incentive.standards.weight * fmax(0.0, 1.0 - t->trade_us[i] - t->trade_eu[i]);
    case WAI_AFFORDABILITY:
        return p->incentive.affordability.weight * (1.0 - y);
    case WAI_EQUITY_FUND:
        return p->incentive.equity_fund.weight * (1.0 - 2.0 * y);
    case WAI_RAPID_RESPONSE:
        return p->incentive.rapid_response.weight * need;
    case WAI_PUBLIC_GOODS:
        return p->incentive.public_goods.weight * (1.0 - y);
    default:
        return p->incentive.voice.weight * t->voice_gap[i];
    }
}

/* The constant of a status with its shift by occasion (M6). */
static double constant_of(const struct plain *w, int status)
{
    const struct wai_params *p = &w->params;

    if (status == WAI_STATUS_INTERESTED) {
        return p->decision.constant.interested;
    }
    if (status == WAI_STATUS_OBSERVER) {
        return p->decision.constant.observer;
    }
    if (WAI_STATUS_IS_MEMBER(status)) {
        return p->decision.constant.member;
    }
    if (status != WAI_STATUS_SIGNATORY) {
        return 0.0;
    }
    if (w->occasion == PLAIN_AT_CEREMONY) {
        return p->decision.constant.signatory + p->decision.constant.at_ceremony;
    }
    if (w->occasion == PLAIN_AT_DEADLINE) {
        return p->decision.constant.signatory + p->decision.constant.at_deadline;
    }
    if (w->phase >= WAI_PHASE_IN_FORCE) {
        return p->decision.constant.signatory + p->decision.constant.accession;
    }
    return p->decision.constant.signatory;
}

/* Peer influence P_i = sum_j W_ij g_j, W mixed and rescaled anew; g on the grid of 2^-40. */
static double peers_of(const struct plain *w, size_t i)
{
    const double mix[3] = { w->params.network.mix.border, w->params.network.mix.region,
                            w->params.network.mix.bloc };
    const double *row[3] = { w->border + i * w->n, w->region + i * w->n, w->bloc + i * w->n };
    double weighted = 0.0, total = 0.0;

    for (size_t j = 0; j < w->n; j++) {
        const double g = w->params.status.at[w->country[j].status].affiliation;
        const double link = mix[0] * row[0][j] + mix[1] * row[1][j] + mix[2] * row[2][j];

        weighted += link * (round(g * 0x1p40) * 0x1p-40);
        total += link;
    }
    return total > 0.0 ? weighted / total : 0.0;
}

/* Exposure to pressure of the rival (M1). */
static double exposure_of(const struct plain *w, size_t i)
{
    const struct wai_tables *t = &w->setup->tables;

    return 0.6 * t->us_ally[i] + 0.4 * fmin(1.0, 2.0 * t->trade_us[i]);
}

static double pull_us(const struct plain *w, size_t i)
{
    const struct wai_params *p = &w->params;
    const struct wai_tables *t = &w->setup->tables;

    return p->rival.us.ally * t->us_ally[i] + p->rival.us.trade * t->trade_us[i] +
           p->rival.us.capability * w->country[i].capability -
           p->rival.us.alignment * w->country[i].alignment + wai_value_offer(w, i) +
           p->rival.us.governance_demand * wai_value_demand(w);
}

static double pull_rights(const struct plain *w, size_t i)
{
    const struct wai_params *p = &w->params;
    const struct wai_tables *t = &w->setup->tables;

    return p->rival.rights.norms * fmax(0.0, t->governance[i]) + p->rival.rights.trade * t->trade_eu[i] +
           p->rival.rights.data * t->data_regime[i] + p->rival.rights.governance_demand * wai_value_demand(w);
}

static void affinity_terms(const struct plain *w, size_t i, double g, double term[WAI_N_TERMS])
{
    const struct wai_params *p = &w->params;
    const struct wai_tables *t = &w->setup->tables;

    term[WAI_TERM_ALIGNMENT] = g * p->affinity.alignment * w->country[i].alignment;
    term[WAI_TERM_TIES] = g * p->affinity.ties * t->ties[i];
    term[WAI_TERM_REACH] = g * p->affinity.reach * (2.0 * t->reach[i] - 1.0);
    term[WAI_TERM_REGIME] = g * p->affinity.regime * (1.0 - 2.0 * t->democracy[i]);
    term[WAI_TERM_PEERS] = g * p->affinity.peers * peers_of(w, i);
    term[WAI_TERM_LEGITIMACY] = g * p->affinity.legitimacy * p->affinity.un_compatibility;
    term[WAI_TERM_GOVERNANCE_DEMAND] = g * p->affinity.governance_demand * wai_value_demand(w);
    term[WAI_TERM_COURTSHIP] = g * p->affinity.courtship * wai_value_courtship(w, i);
    term[WAI_TERM_RETALIATION] = -g * p->rival.us.retaliation * p->rival.us.pressure * exposure_of(w, i);
    term[WAI_TERM_TASTE] = g * w->country[i].taste;
}

void wai_value_terms(const struct plain *w, size_t i, int status, const int flag[WAI_N_RIVALS],
                     double term[WAI_N_TERMS])
{
    const struct wai_params *p = &w->params;
    const struct wai_tables *t = &w->setup->tables;
    const struct wai_status_params *s = &p->status.at[status];
    const double distance = t->governance[i] - w->position;
    const double trust = wai_value_clip(wai_value_trust(w) - p->trust.democratic_doubt * t->democracy[i] *
                                                                 (1.0 - p->trust.transparency),
                                        0.0, 1.0);

    term[WAI_TERM_CONSTANT] = constant_of(w, status);
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        term[WAI_TERM_INCENTIVE + k] = s->access * trust * wish(w, i, (enum wai_incentive)k) *
                                       wai_value_service(w, (enum wai_incentive)k);
    }
    affinity_terms(w, i, s->affiliation, term);
    term[WAI_TERM_AUTONOMY] = -s->obligation * p->cost.autonomy * distance * distance * w->stringency *
                              (1.0 - p->standards.national_adaptation);
    term[WAI_TERM_DATA] = -s->obligation * p->cost.data * t->data_regime[i] * p->standards.data_sharing *
                          (1.0 - p->standards.adequacy);
    term[WAI_TERM_DUES] = -s->obligation * p->cost.dues * 2.0 * t->income[i];
    term[WAI_TERM_US_EXCLUSIVITY] = flag[WAI_RIVAL_US] ? -s->affiliation * p->rival.us.exclusivity : 0.0;
    term[WAI_TERM_RIGHTS_EXCLUSIVITY] =
        flag[WAI_RIVAL_RIGHTS] ? -s->affiliation * p->rival.rights.exclusivity : 0.0;
    term[WAI_TERM_US_PULL] = flag[WAI_RIVAL_US] ? pull_us(w, i) - p->rival.us.cost : 0.0;
    term[WAI_TERM_RIGHTS_PULL] = flag[WAI_RIVAL_RIGHTS] ? pull_rights(w, i) - p->rival.rights.cost : 0.0;
    term[WAI_TERM_INERTIA] = 0.0;
}

double wai_value_of(const struct plain *w, size_t i, int status, const int flag[WAI_N_RIVALS])
{
    double term[WAI_N_TERMS], sum = 0.0;

    wai_value_terms(w, i, status, flag, term);
    for (int k = 0; k < WAI_N_TERMS; k++) {
        sum += term[k];
    }
    return sum;
}

double wai_value_p_sign(const struct plain *w, size_t i)
{
    const struct plain_country *c = &w->country[i];

    if (c->status >= WAI_STATUS_SIGNATORY) {
        return 0.0;
    }
    return wai_logistic(w->params.decision.rationality *
                        (wai_value_of(w, i, WAI_STATUS_SIGNATORY, c->flag) - w->params.decision.inertia.sign -
                         wai_value_of(w, i, c->status, c->flag)));
}
