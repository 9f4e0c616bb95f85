/* Opportunities: which moves a country has, their probabilities (M3), and what a move does. */
#include <math.h>

#include "engine/math.h"
#include "plain/state.h"

#define MAX_OPTIONS 8

int wai_choice_signing_is_open(const struct plain *w)
{
    switch (w->phase) {
    case WAI_PHASE_IN_FORCE:
    case WAI_PHASE_OPERATING:
        return 1;
    case WAI_PHASE_DISSOLVED:
        return 0;
    default:
        return w->signing_open;
    }
}

int wai_choice_under_notice(const struct plain *w, size_t i)
{
    return isfinite(w->country[i].notice.time_years);
}

struct menu {
    size_t n;
    struct plain_option option[MAX_OPTIONS];
    int status; /* at the choice */
    int flag[WAI_N_RIVALS];
};

static void add(struct menu *menu, enum wai_move move, int value_status, double inertia)
{
    struct plain_option *option = &menu->option[menu->n++];

    option->move = move;
    option->value_status = value_status;
    option->inertia = inertia;
    for (int k = 0; k < WAI_N_RIVALS; k++) {
        option->flag[k] = menu->flag[k];
    }
}

static void add_toggle(const struct plain *w, struct menu *menu, enum wai_rival rival)
{
    static const enum wai_move join[WAI_N_RIVALS] = { WAI_MOVE_JOIN_US, WAI_MOVE_JOIN_RIGHTS };
    static const enum wai_move leave[WAI_N_RIVALS] = { WAI_MOVE_LEAVE_US, WAI_MOVE_LEAVE_RIGHTS };
    const double join_inertia[WAI_N_RIVALS] = { w->params.decision.inertia.join_us,
                                                w->params.decision.inertia.join_rights };
    const double leave_inertia[WAI_N_RIVALS] = { w->params.decision.inertia.leave_us,
                                                 w->params.decision.inertia.leave_rights };

    if (menu->flag[rival]) {
        add(menu, leave[rival], menu->status, leave_inertia[rival]);
    } else {
        add(menu, join[rival], menu->status, join_inertia[rival]);
    }
    menu->option[menu->n - 1].flag[rival] = !menu->flag[rival];
}

static void add_outsider_moves(const struct plain *w, struct menu *menu)
{
    const int m = menu->status, operating = w->phase == WAI_PHASE_OPERATING;

    if (m == WAI_STATUS_NONE && w->phase != WAI_PHASE_DISSOLVED) {
        add(menu, WAI_MOVE_INTEREST, WAI_STATUS_INTERESTED, w->params.decision.inertia.interest);
    }
    if (m == WAI_STATUS_INTERESTED || m == WAI_STATUS_OBSERVER) {
        add(menu, WAI_MOVE_DROP, WAI_STATUS_NONE, w->params.decision.inertia.drop);
    }
    if ((m == WAI_STATUS_NONE || m == WAI_STATUS_INTERESTED) && operating) {
        add(menu, WAI_MOVE_OBSERVE, WAI_STATUS_OBSERVER, w->params.decision.inertia.observe);
    }
    if (m <= WAI_STATUS_OBSERVER && wai_choice_signing_is_open(w)) {
        add(menu, WAI_MOVE_SIGN, WAI_STATUS_SIGNATORY, w->params.decision.inertia.sign);
    }
    if (m == WAI_STATUS_SIGNATORY) {
        add(menu, WAI_MOVE_UNSIGN, WAI_STATUS_NONE, w->params.decision.inertia.unsign);
    }
    if (m == WAI_STATUS_WITHDRAWN && wai_choice_signing_is_open(w)) {
        add(menu, WAI_MOVE_RETURN, WAI_STATUS_SIGNATORY, w->params.decision.inertia.return_);
    }
}

static void add_insider_moves(const struct plain *w, struct menu *menu, int tier_moves)
{
    const int m = menu->status;
    const double tier = w->params.decision.inertia.tier;

    if (tier_moves) {
        if (m == WAI_STATUS_FULL || m == WAI_STATUS_CORE) {
            add(menu, WAI_MOVE_TIER_DOWN, m - 1, tier);
        }
        if (m == WAI_STATUS_ASSOCIATE || m == WAI_STATUS_FULL) {
            add(menu, WAI_MOVE_TIER_UP, m + 1, tier);
        }
    }
    if (WAI_STATUS_IS_MEMBER(m)) {
        add(menu, WAI_MOVE_FREEZE, WAI_STATUS_FROZEN, w->params.decision.inertia.freeze);
    }
    if (m == WAI_STATUS_FROZEN) {
        add(menu, WAI_MOVE_THAW, WAI_STATUS_ASSOCIATE, w->params.decision.inertia.thaw);
    }
    if (WAI_STATUS_IS_MEMBER(m) || m == WAI_STATUS_FROZEN) {
        add(menu, WAI_MOVE_EXIT, WAI_STATUS_WITHDRAWN, w->params.decision.inertia.exit);
    }
}

/* The whole menu of a review (table of section 4), staying first. */
static struct menu menu_of_review(const struct plain *w, size_t i, int tier_moves)
{
    struct menu menu = { .n = 0, .status = w->country[i].status };

    for (int k = 0; k < WAI_N_RIVALS; k++) {
        menu.flag[k] = w->country[i].flag[k];
    }
    add(&menu, WAI_MOVE_STAY, menu.status, 0.0);
    add_outsider_moves(w, &menu);
    add_insider_moves(w, &menu, tier_moves);
    if (w->rival_open[WAI_RIVAL_US] && (int)i != w->setup->rival_leader) {
        add_toggle(w, &menu, WAI_RIVAL_US);
    }
    if (w->rival_open[WAI_RIVAL_RIGHTS]) {
        add_toggle(w, &menu, WAI_RIVAL_RIGHTS);
    }
    return menu;
}

static void probabilities(const struct plain *w, size_t i, const struct menu *menu, double p[MAX_OPTIONS])
{
    double largest = -HUGE_VAL, sum = 0.0;

    for (size_t o = 0; o < menu->n; o++) {
        const struct plain_option *option = &menu->option[o];

        p[o] = w->params.decision.rationality *
               (wai_value_of(w, i, option->value_status, option->flag) - option->inertia);
        largest = fmax(largest, p[o]);
    }
    for (size_t o = 0; o < menu->n; o++) {
        p[o] = wai_exp(p[o] - largest);
        sum += p[o];
    }
    for (size_t o = 0; o < menu->n; o++) {
        p[o] /= sum;
    }
}

void wai_choice_enter(struct plain *w, size_t i, int status)
{
    struct plain_country *c = &w->country[i];
    const double t = w->now_years;
    double *first = w->record->first;
    double *slot = status == WAI_STATUS_INTERESTED  ? &first[WAI_FIRST_INTERESTED * w->n + i]
                   : status == WAI_STATUS_SIGNATORY ? &first[WAI_FIRST_SIGNED * w->n + i]
                   : WAI_STATUS_IS_MEMBER(status)   ? &first[WAI_FIRST_MEMBER * w->n + i]
                   : status == WAI_STATUS_WITHDRAWN ? &first[WAI_FIRST_WITHDRAWN * w->n + i]
                                                    : NULL;
    double u[2];

    c->status = status;
    c->instrument_waits = 0;
    c->ratification.time_years = HUGE_VAL;
    if (slot && isnan(*slot)) {
        *slot = t;
    }
    if (status == WAI_STATUS_SIGNATORY) {
        const int founder = w->phase == WAI_PHASE_PROPOSED || w->phase == WAI_PHASE_SIGNING;
        const double mu =
            founder ? w->params.charter.founder_log_median : w->params.charter.accession_log_median;
        const double spread = founder ? w->params.charter.founder_spread : w->params.charter.accession_spread;

        wai_plain_pair(w, WAI_DRAW_RATIFICATION, (uint32_t)i, c->n_signatures++, u);
        if (u[0] >= w->params.charter.never_ratifies) {
            c->ratification.time_years =
                t + wai_exp(mu + w->params.charter.veto_effect * (w->setup->tables.veto[i] - 0.5) +
                            spread * wai_normal_quantile(u[1]));
            c->ratification.order = w->order++;
        }
    }
}

static void apply(struct plain *w, size_t i, const struct plain_option *option)
{
    struct plain_country *c = &w->country[i];

    switch (option->move) {
    case WAI_MOVE_STAY:
        return;
    case WAI_MOVE_EXIT:
        c->notice.time_years = w->now_years + w->params.charter.notice_years;
        c->notice.order = w->order++;
        return;
    case WAI_MOVE_JOIN_US:
    case WAI_MOVE_LEAVE_US:
        c->flag[WAI_RIVAL_US] = option->flag[WAI_RIVAL_US];
        return;
    case WAI_MOVE_JOIN_RIGHTS:
    case WAI_MOVE_LEAVE_RIGHTS:
        c->flag[WAI_RIVAL_RIGHTS] = option->flag[WAI_RIVAL_RIGHTS];
        return;
    default:
        wai_choice_enter(w, i, option->value_status);
    }
}

/* Writes the decomposition of the chosen move, for staying that of the likeliest refused one. */
static void record_decision(struct plain *w, size_t i, enum wai_cause cause, const struct menu *menu,
                            const double *p, size_t chosen)
{
    struct wai_decision_row row = { .time_years = w->now_years,
                                    .country = (int32_t)i,
                                    .cause = (int8_t)cause };
    double stay[WAI_N_TERMS], option[WAI_N_TERMS];
    size_t told = chosen;

    if (chosen == 0) {
        for (size_t o = 1; o < menu->n; o++) {
            if (told == 0 || p[o] > p[told]) {
                told = o;
            }
        }
    }
    wai_value_terms(w, i, menu->status, menu->flag, stay);
    wai_value_terms(w, i, menu->option[told].value_status, menu->option[told].flag, option);
    for (int k = 0; k < WAI_N_TERMS; k++) {
        row.term[k] = (float)(option[k] - stay[k]);
    }
    row.term[WAI_TERM_INERTIA] = (float)-menu->option[told].inertia;
    row.status = (int8_t)menu->status;
    row.move = (int8_t)menu->option[chosen].move;
    row.option = (int8_t)menu->option[told].move;
    row.probability = (float)p[chosen];
    row.option_probability = (float)p[told];
    if (w->status == WAI_OK) {
        w->status = wai_record_decision(w->record, &row);
    }
}

static void decide(struct plain *w, size_t i, enum wai_cause cause, const struct menu *menu, double u)
{
    double p[MAX_OPTIONS], cumulated = 0.0;
    size_t chosen = menu->n - 1;

    probabilities(w, i, menu, p);
    for (size_t o = 0; o < menu->n; o++) {
        cumulated += p[o];
        if (cumulated > u) {
            chosen = o;
            break;
        }
    }
    if (w->record->wants.decisions) {
        record_decision(w, i, cause, menu, p, chosen);
    }
    apply(w, i, &menu->option[chosen]);
    wai_plain_log(w, WAI_EVENT_CHOICE, (int)i, (double)menu->option[chosen].move, menu->status,
                  w->country[i].status, (int)cause);
}

void wai_choice_offer(struct plain *w, size_t i, enum wai_cause cause, int tier_moves, double u)
{
    struct menu menu;

    if ((int)i == w->setup->sponsor || wai_choice_under_notice(w, i)) {
        return;
    }
    menu = menu_of_review(w, i, tier_moves);
    decide(w, i, cause, &menu, u);
}

void wai_choice_rival_summit(struct plain *w, size_t i, enum wai_rival rival, double u)
{
    struct menu menu = { .n = 0, .status = w->country[i].status };

    if ((int)i == w->setup->sponsor || wai_choice_under_notice(w, i) || w->country[i].flag[rival]) {
        return;
    }
    if (rival == WAI_RIVAL_US && (int)i == w->setup->rival_leader) {
        return;
    }
    for (int k = 0; k < WAI_N_RIVALS; k++) {
        menu.flag[k] = w->country[i].flag[k];
    }
    add(&menu, WAI_MOVE_STAY, menu.status, 0.0);
    add_toggle(w, &menu, rival);
    decide(w, i, WAI_CAUSE_RIVAL_SUMMIT, &menu, u);
}
