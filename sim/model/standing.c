/* Statuses change here and nowhere else, so that counts, peers and first dates stay in step. */
#include "model/standing.h"

#include <math.h>

#include "base/assert.h"
#include "model/menu.h"
#include "model/network.h"
#include "model/service.h"
#include "model/shock.h"
#include "model/state.h"

static void first_date(struct wai_world *world, enum wai_first which, size_t i)
{
    double *date = &world->record->first[(size_t)which * world->n + i];

    if (isnan(*date)) {
        *date = world->now_years;
    }
}

static void note_first_dates(struct wai_world *world, size_t i, int status)
{
    if (status == WAI_STATUS_INTERESTED) {
        first_date(world, WAI_FIRST_INTERESTED, i);
    } else if (status == WAI_STATUS_SIGNATORY) {
        first_date(world, WAI_FIRST_SIGNED, i);
    } else if (WAI_STATUS_IS_MEMBER(status)) {
        first_date(world, WAI_FIRST_MEMBER, i);
    } else if (status == WAI_STATUS_WITHDRAWN) {
        first_date(world, WAI_FIRST_WITHDRAWN, i);
    }
}

/* Ratification and notice of a country lapse. */
static void cancel_pending(struct wai_world *world, size_t i)
{
    wai_world_unschedule(world, &world->pending[i]);
    world->country[i].noticed = 0;
    if (world->country[i].waiting) {
        world->country[i].waiting = 0;
        world->n_waiting--;
    }
}

/* M12: when, if ever, the signature of now is ratified. */
static void draw_ratification(struct wai_world *world, size_t i)
{
    const struct wai_params *p = &world->params;
    int founding = world->phase <= WAI_PHASE_SIGNING;
    double log_median = founding ? p->charter.founder_log_median : p->charter.accession_log_median;
    double spread = founding ? p->charter.founder_spread : p->charter.accession_spread;
    double u[2], delay_years;

    wai_luck_pair(&world->luck, WAI_DRAW_RATIFICATION, (uint32_t)i, world->n_signatures[i]++, u);
    if (u[0] < p->charter.never_ratifies) {
        return;
    }
    log_median += p->charter.veto_effect * (world->setup->tables.veto[i] - 0.5);
    delay_years = wai_exp(log_median + spread * wai_normal_quantile(u[1]));
    world->pending[i] =
        wai_world_schedule(world, world->now_years + delay_years, WAI_QUEUED_RATIFICATION, (int32_t)i, 0);
}

static void change_status(struct wai_world *world, size_t i, enum wai_status_code to)
{
    enum wai_status_code from = world->country[i].standing;

    wai_assert((int32_t)i != world->sponsor);
    world->n_standing[from]--;
    world->n_standing[to]++;
    world->n_members += (int)WAI_STATUS_IS_MEMBER(to) - (int)WAI_STATUS_IS_MEMBER(from);
    world->country[i].standing = (int8_t)to;
    wai_network_move(world, i, from, to);
    cancel_pending(world, i);
    if (to == WAI_STATUS_SIGNATORY) {
        draw_ratification(world, i);
    }
    note_first_dates(world, i, to);
}

void wai_standing_apply(struct wai_world *world, size_t i, enum wai_cause cause, enum wai_move move,
                        enum wai_status_code to)
{
    enum wai_status_code from = world->country[i].standing;

    if (move == WAI_MOVE_EXIT) {
        to = from;
        world->country[i].noticed = 1;
        world->pending[i] = wai_world_schedule(world, world->now_years + world->params.charter.notice_years,
                                               WAI_QUEUED_NOTICE_END, (int32_t)i, 0);
    }
    wai_world_log(world, WAI_EVENT_CHOICE, (int32_t)i, (int)from, (int)to, (int)cause, (double)move);
    if (move == WAI_MOVE_JOIN_US || move == WAI_MOVE_LEAVE_US) {
        world->country[i].flags ^= 1u << WAI_RIVAL_US;
    } else if (move == WAI_MOVE_JOIN_RIGHTS || move == WAI_MOVE_LEAVE_RIGHTS) {
        world->country[i].flags ^= 1u << WAI_RIVAL_RIGHTS;
    } else if (to != from) {
        change_status(world, i, to);
    }
}

void wai_standing_script(struct wai_world *world, size_t i, enum wai_status_code status)
{
    wai_world_log(world, WAI_EVENT_SCRIPTED, (int32_t)i, world->country[i].standing, (int)status,
                  WAI_CAUSE_SCRIPTED, (double)status);
    change_status(world, i, status);
}

void wai_standing_start(struct wai_world *world, size_t i)
{
    if (world->country[i].standing == WAI_STATUS_SIGNATORY) {
        draw_ratification(world, i);
    }
    note_first_dates(world, i, world->country[i].standing);
}

/* All waiting instruments take effect at once. */
static void enter_into_force(struct wai_world *world)
{
    wai_world_log(world, WAI_EVENT_ENTRY_INTO_FORCE, -1, -1, -1, WAI_CAUSE_TIMED, world->n_waiting);
    world->phase = WAI_PHASE_IN_FORCE;
    world->record->entry_into_force_years = world->now_years;
    wai_menu_refresh(world);
    (void)wai_world_schedule(world, world->now_years + world->params.charter.setup_years,
                             WAI_QUEUED_OPERATION, -1, 0);
    for (size_t i = 0; i < world->n; i++) {
        if (world->country[i].waiting) {
            wai_world_log(world, WAI_EVENT_EFFECT, (int32_t)i, WAI_STATUS_SIGNATORY, WAI_STATUS_ASSOCIATE,
                          WAI_CAUSE_TIMED, 0.0);
            change_status(world, i, WAI_STATUS_ASSOCIATE);
        }
    }
}

void wai_standing_ratified(struct wai_world *world, size_t i)
{
    int in_force = world->phase == WAI_PHASE_IN_FORCE || world->phase == WAI_PHASE_OPERATING;

    wai_assert(world->country[i].standing == WAI_STATUS_SIGNATORY && !world->country[i].waiting);
    world->pending[i] = WAI_QUEUE_NONE;
    wai_world_log(world, WAI_EVENT_RATIFICATION, (int32_t)i, WAI_STATUS_SIGNATORY,
                  in_force ? WAI_STATUS_ASSOCIATE : WAI_STATUS_SIGNATORY, WAI_CAUSE_TIMED, 0.0);
    if (in_force) {
        change_status(world, i, WAI_STATUS_ASSOCIATE);
    }
    if (in_force || world->phase == WAI_PHASE_DISSOLVED) { /* nothing is left to enter into force */
        return;
    }
    world->country[i].waiting = 1;
    world->n_waiting++;
    if (world->n_waiting >= world->params.charter.ratifications_to_enter) {
        enter_into_force(world);
    }
}

void wai_standing_notice_end(struct wai_world *world, size_t i)
{
    wai_assert(world->country[i].noticed);
    world->pending[i] = WAI_QUEUE_NONE;
    wai_world_log(world, WAI_EVENT_NOTICE_END, (int32_t)i, world->country[i].standing, WAI_STATUS_WITHDRAWN,
                  WAI_CAUSE_TIMED, 0.0);
    change_status(world, i, WAI_STATUS_WITHDRAWN);
}

void wai_standing_operation(struct wai_world *world)
{
    world->phase = WAI_PHASE_OPERATING;
    world->record->operation_years = world->now_years;
    wai_world_log(world, WAI_EVENT_OPERATION, -1, -1, -1, WAI_CAUSE_TIMED, world->n_members);
    wai_menu_refresh(world);
    wai_shock_start_operation(world);
    wai_service_update(world);
}

void wai_standing_dissolve_if_small(struct wai_world *world)
{
    if (world->phase != WAI_PHASE_OPERATING || world->n_members >= world->params.charter.minimum_members) {
        return;
    }
    wai_world_log(world, WAI_EVENT_DISSOLUTION, -1, -1, -1, WAI_CAUSE_DISSOLUTION, world->n_members);
    world->phase = WAI_PHASE_DISSOLVED;
    world->record->dissolution_years = world->now_years;
    wai_shock_end_operation(world);
    for (size_t i = 0; i < world->n; i++) {
        int m = world->country[i].standing;

        if ((int32_t)i == world->sponsor || m < WAI_STATUS_INTERESTED || m > WAI_STATUS_FROZEN) {
            continue;
        }
        wai_world_log(world, WAI_EVENT_LAPSE, (int32_t)i, m, WAI_STATUS_NONE, WAI_CAUSE_DISSOLUTION, 0.0);
        change_status(world, i, WAI_STATUS_NONE);
    }
    wai_menu_refresh(world);
    wai_service_update(world);
}
