/* The script: dated entries in the order of the calendar. */
#include "model/script.h"

#include "base/assert.h"
#include "model/decision.h"
#include "model/menu.h"
#include "model/refresh.h"
#include "model/response.h"
#include "model/review.h"
#include "model/service.h"
#include "model/shock.h"
#include "model/standing.h"
#include "model/state.h"

/* Starts a relaxation anew at its present value, before its rate or rest changes. */
static void rebase(struct wai_stock *stock, double rest, double rate, double now_years)
{
    stock->value = wai_stock_read(stock, rest, rate, now_years);
    stock->since_years = now_years;
}

/* Brings the stocks whose relaxation changes up to now. */
static void rebase_stocks(struct wai_world *world, const struct wai_params *next)
{
    const struct wai_params *p = &world->params;
    double now = world->now_years;

    if (p->trust.rest != next->trust.rest || p->trust.recovery_rate != next->trust.recovery_rate) {
        rebase(&world->trust, p->trust.rest, p->trust.recovery_rate, now);
    }
    if (p->shock.demand_decay != next->shock.demand_decay) {
        rebase(&world->demand, 0.0, p->shock.demand_decay, now);
    }
    for (size_t i = 0; i < world->n; i++) {
        if (p->affinity.courtship_decay != next->affinity.courtship_decay) {
            rebase(&world->country[i].courtship, 0.0, p->affinity.courtship_decay, now);
        }
        if (p->rival.us.offer_decay != next->rival.us.offer_decay) {
            rebase(&world->country[i].offer, 0.0, p->rival.us.offer_decay, now);
        }
    }
}

static void set_parameter(struct wai_world *world, int32_t param, double value)
{
    struct wai_params next = world->params;
    double old_growth = world->params.shock.incident_growth;
    double levels[WAI_N_INCENTIVES];

    wai_assert(param >= 0 && (size_t)param < wai_param_count);
    wai_param_set(&next, (size_t)param, value);
    rebase_stocks(world, &next);
    world->params = next;
    if (world->phase < WAI_PHASE_OPERATING) { /* promises are levels while nothing is delivered */
        wai_service_promises(&world->params, levels);
        for (int k = 0; k < WAI_N_INCENTIVES; k++) {
            world->service[k] = levels[k];
        }
    }
    wai_refresh_all(world);
    wai_shock_rates_changed(world, old_growth);
    wai_review_rates_changed(world);
    wai_response_serve(world);
    world->read_years = -1.0; /* what was read of the stocks may no longer hold */
}

/* Everybody chooses, in country order, each seeing the choices before it. */
static void everybody_chooses(struct wai_world *world, enum wai_purpose purpose, enum wai_cause cause,
                              uint32_t day_index)
{
    wai_world_draw_everybody(world, purpose, day_index);
    for (size_t i = 0; i < world->n; i++) {
        wai_decision_take(world, i, cause, 0, world->draws[i][0]);
    }
}

static void hold_occasion(struct wai_world *world, enum wai_occasion occasion, uint32_t day_index)
{
    int ceremony = occasion == WAI_OCCASION_CEREMONY;

    world->occasion = occasion;
    wai_menu_refresh(world);
    everybody_chooses(world, ceremony ? WAI_DRAW_CEREMONY : WAI_DRAW_DEADLINE,
                      ceremony ? WAI_CAUSE_CEREMONY : WAI_CAUSE_DEADLINE, day_index);
    world->occasion = WAI_OCCASION_NONE;
    wai_menu_refresh(world);
}

static void hold_rival_summit(struct wai_world *world, enum wai_rival rival, uint32_t day_index)
{
    enum wai_purpose purpose = rival == WAI_RIVAL_US ? WAI_DRAW_RIVAL_US : WAI_DRAW_RIVAL_RIGHTS;

    if (!world->rival_open[rival]) {
        return;
    }
    wai_world_draw_everybody(world, purpose, day_index);
    for (size_t i = 0; i < world->n; i++) {
        wai_decision_rival(world, i, rival, world->draws[i][0]);
    }
}

static void invite(struct wai_world *world, int32_t country)
{
    world->country[country].courtship = (struct wai_stock){ 1.0, world->now_years };
    world->country[country].invited = 1;
}

static void open_signing(struct wai_world *world)
{
    world->signing_open = 1;
    if (world->phase == WAI_PHASE_PROPOSED) {
        world->phase = WAI_PHASE_SIGNING;
    }
    wai_menu_refresh(world);
}

void wai_script_carry_out(struct wai_world *world, int32_t index)
{
    const struct wai_calendar_entry *entry = &world->setup->calendar[index];
    uint32_t day_index = wai_world_day_index(world, entry->day, entry->occurrence);

    wai_world_log(world, WAI_EVENT_CALENDAR, entry->country, -1, -1, WAI_CAUSE_SCRIPTED, (double)entry->kind);
    switch (entry->kind) {
    case WAI_CALENDAR_SET:
        set_parameter(world, entry->param, entry->value);
        break;
    case WAI_CALENDAR_STATUS:
        wai_standing_script(world, (size_t)entry->country, entry->status);
        break;
    case WAI_CALENDAR_SIGNING_OPENS:
        open_signing(world);
        break;
    case WAI_CALENDAR_SIGNING_CLOSES:
        world->signing_open = 0;
        wai_menu_refresh(world);
        break;
    case WAI_CALENDAR_CEREMONY:
        hold_occasion(world, WAI_OCCASION_CEREMONY, day_index);
        break;
    case WAI_CALENDAR_DEADLINE:
        hold_occasion(world, WAI_OCCASION_DEADLINE, day_index);
        break;
    case WAI_CALENDAR_INVITE:
        invite(world, entry->country);
        break;
    case WAI_CALENDAR_INCIDENT:
        wai_shock_scripted_incident(world, entry->day, entry->occurrence);
        break;
    case WAI_CALENDAR_RIVAL_OPENS:
        world->rival_open[entry->rival] = 1;
        break;
    case WAI_CALENDAR_RIVAL_SUMMIT:
        hold_rival_summit(world, entry->rival, day_index);
        break;
    case WAI_N_CALENDAR_KINDS:
        wai_assert(0 && "a calendar entry of no kind");
    }
}
