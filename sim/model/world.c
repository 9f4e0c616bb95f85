/* The life of a world: memory, start, the loop over events, end. */
#include "model/world.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "model/account.h"
#include "model/network.h"
#include "model/observe.h"
#include "model/refresh.h"
#include "model/response.h"
#include "model/review.h"
#include "model/script.h"
#include "model/service.h"
#include "model/shock.h"
#include "model/standing.h"
#include "model/state.h"
#include "model/summit.h"

/* The arrays of a world: X(member, length). */
/* clang-format off */
#define ARRAYS(X)                                                                                          \
    X(alignment, n) X(capability, n) X(taste, n) X(n_signatures, n) X(pending, n) X(leader, n)             \
    X(exposure, n) X(subregion_units, tables->n_subregions) X(bloc_units, tables->n_blocs)                 \
    X(subregion_size, tables->n_subregions) X(bloc_size, tables->n_blocs) X(by_capability, n)              \
    X(capability_order, n) X(scratch, n) X(draws, n)
/* clang-format on */

size_t wai_world_bytes(const struct wai_setup *setup)
{
    const struct wai_tables *tables = &setup->tables;
    const struct wai_world *world = NULL; /* for sizes alone */
    size_t n = tables->n_countries;
    size_t bytes = sizeof *world;

#define ADD(member, length) bytes += (length) * sizeof *world->member;
    ARRAYS(ADD)
#undef ADD
    bytes += n * sizeof *world->country;
    return bytes + n * sizeof(struct wai_event); /* the queue, about */
}

struct wai_world *wai_world_new(const struct wai_setup *setup)
{
    const struct wai_tables *tables = &setup->tables;
    size_t n = tables->n_countries;
    struct wai_world *world = calloc(1, sizeof *world);
    int complete = 1;

    if (!world) {
        return NULL;
    }
    world->setup = setup;
    world->n = n;
#define TAKE(member, length)                                                                                 \
    world->member = calloc((length) + 1, sizeof *world->member);                                             \
    complete = complete && world->member;
    ARRAYS(TAKE)
#undef TAKE
    world->country = aligned_alloc(WAI_COUNTRY_BYTES, n * sizeof *world->country);
    complete = complete && world->country;
    world->queue = wai_queue_new(n + setup->n_calendar + 64);
    world->free_job = -1;
    if (!complete || !world->queue) {
        wai_world_free(world);
        return NULL;
    }
    gsl_sort_index(world->capability_order, tables->capability, 1, n);
    return world;
}

void wai_world_free(struct wai_world *world)
{
    if (!world) {
        return;
    }
#define GIVE(member, length) free(world->member);
    ARRAYS(GIVE)
#undef GIVE
    free(world->country);
    free(world->jobs);
    wai_queue_free(world->queue);
    free(world);
}

void wai_world_fail(struct wai_world *world, enum wai_status status, const char *format, ...)
{
    char text[256];
    va_list args;

    if (world->status != WAI_OK) {
        return;
    }
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    world->status = wai_error_add(world->err, status, "%s", text);
}

uint32_t wai_world_schedule(struct wai_world *world, double time_years, enum wai_queued kind, int32_t agent,
                            int32_t detail)
{
    struct wai_event event = { time_years, (uint32_t)kind, (uint32_t)kind, agent, detail };
    uint32_t handle = WAI_QUEUE_NONE;
    enum wai_status status;

    if (time_years >= world->end_years) {
        return WAI_QUEUE_NONE;
    }
    status = wai_queue_push(world->queue, &event, &handle);
    if (status != WAI_OK) {
        wai_world_fail(world, status, "event %d at %.9g years cannot be scheduled at %.9g", (int)kind,
                       time_years, world->now_years);
    }
    return handle;
}

void wai_world_unschedule(struct wai_world *world, uint32_t *handle)
{
    if (*handle != WAI_QUEUE_NONE) {
        wai_queue_cancel(world->queue, *handle);
        *handle = WAI_QUEUE_NONE;
    }
}

void wai_world_log(struct wai_world *world, enum wai_event_type type, int32_t country, int from, int to,
                   int cause, double value)
{
    struct wai_log_row row = { world->now_years, (float)value, country,      (int8_t)type,
                               (int8_t)from,     (int8_t)to,   (int8_t)cause };

    world->record->events_by_type[type]++;
    if (world->record->wants.events && wai_record_log(world->record, &row) != WAI_OK) {
        wai_world_fail(world, WAI_ERR_MEMORY, "out of memory after %zu rows of the event log",
                       world->record->n_log);
    }
}

void wai_world_draw_everybody(struct wai_world *world, enum wai_purpose purpose, uint32_t day_index)
{
    for (size_t i = 0; i < world->n; i += WAI_LUCK_PAIRS) {
        size_t n = world->n - i < WAI_LUCK_PAIRS ? world->n - i : WAI_LUCK_PAIRS;

        wai_luck_pairs(&world->luck, purpose, day_index, (uint32_t)i, n, world->draws[i]);
    }
}

void wai_world_read_stocks(struct wai_world *world)
{
    const struct wai_params *p = &world->params;

    world->read_years = world->now_years;
    world->trust_read =
        wai_stock_read(&world->trust, p->trust.rest, p->trust.recovery_rate, world->now_years);
    world->demand_read = wai_stock_read(&world->demand, 0.0, p->shock.demand_decay, world->now_years);
}

void wai_world_set_trust(struct wai_world *world, double value)
{
    world->trust = (struct wai_stock){ wai_clip(value, 0.0, 1.0), world->now_years };
    world->read_years = -1.0;
}

void wai_world_set_demand(struct wai_world *world, double value)
{
    world->demand = (struct wai_stock){ value, world->now_years };
    world->read_years = -1.0;
}

static void start_organisation(struct wai_world *world)
{
    const struct wai_setup *setup = world->setup;
    const struct wai_params *p = &world->params;

    world->phase = setup->phase;
    world->signing_open = setup->signing_open;
    memcpy(world->rival_open, setup->rival_open, sizeof world->rival_open);
    world->occasion = WAI_OCCASION_NONE;
    world->trust = (struct wai_stock){ p->trust.start, 0.0 };
    world->demand = (struct wai_stock){ 0.0, 0.0 };
    world->position = p->standards.position_start;
    world->stringency = p->standards.stringency_start;
    world->progress = 0.0;
    world->quality = p->incentive.model_access.quality_start;
    world->datasets = 0.0;
    world->projects = 0.0;
    world->score = 0.5;
    world->control_tight = 0;
    world->fund_per_claimant_usd = 0.0;
    world->fund_inflow_usd = 0.0;
    world->fund_payout_usd = 0.0;
    world->n_accounts = 0;
    world->n_waiting = 0;
    for (int k = 0; k < WAI_N_CLOCKS; k++) {
        world->clocks[k] = (struct wai_clock){ .handle = WAI_QUEUE_NONE };
    }
    for (int32_t slot = 0; slot < world->n_jobs; slot++) {
        world->jobs[slot].handle = WAI_QUEUE_NONE; /* of the replication before */
    }
    wai_response_drop_all(world);
}

static void start_countries(struct wai_world *world)
{
    const struct wai_setup *setup = world->setup;
    const struct wai_tables *x = &setup->tables;

    world->n_members = 0;
    world->world_gdp_usd = 0.0;
    world->world_population = 0.0;
    memset(world->n_standing, 0, sizeof world->n_standing);
    for (size_t i = 0; i < world->n; i++) {
        double u[2];

        wai_luck_pair(&world->luck, WAI_DRAW_LEADER, (uint32_t)i, 0, u);
        wai_assert(x->bloc_start[i + 1] - x->bloc_start[i] <= UINT16_MAX);
        world->country[i] = (struct wai_country){
            .standing = setup->status[i],
            .flags = setup->flags[i],
            .invited = x->invited[i] != 0.0,
            .n_blocs = (uint16_t)(x->bloc_start[i + 1] - x->bloc_start[i]),
            .bloc_start = x->bloc_start[i],
            .subregion = (uint32_t)x->subregion[i],
            .courtship = { x->invited[i] != 0.0 ? 1.0 : 0.0, 0.0 },
        };
        world->alignment[i] = x->alignment[i];
        world->capability[i] = x->capability[i];
        world->taste[i] = world->params.leader.taste * wai_normal_quantile(u[1]);
        world->n_signatures[i] = 0;
        world->pending[i] = WAI_QUEUE_NONE;
        world->leader[i] = (struct wai_clock){ .handle = WAI_QUEUE_NONE };
        world->world_gdp_usd += x->gdp_usd[i];
        world->world_population += x->population[i];
        if ((int32_t)i != world->sponsor) {
            world->n_standing[world->country[i].standing]++;
            world->n_members += WAI_STATUS_IS_MEMBER(world->country[i].standing);
        }
    }
}

/* The state at time 0 and everything that is known to come. */
static void start(struct wai_world *world)
{
    const struct wai_setup *setup = world->setup;

    world->sponsor = setup->sponsor;
    world->rival_leader = setup->rival_leader;
    world->params = setup->params;
    world->now_years = 0.0;
    world->end_years = wai_setup_years(setup);
    world->read_years = -1.0;
    world->n_events_at_instant = 0;
    memset(world->n_handled, 0, sizeof world->n_handled);
    wai_queue_clear(world->queue);
    start_organisation(world);
    start_countries(world);
    wai_observe_start(world);
    wai_refresh_all(world);
    wai_service_update(world);
    for (size_t k = 0; k < setup->n_calendar; k++) {
        (void)wai_world_schedule(world, setup->calendar[k].day / WAI_DAYS_PER_YEAR, WAI_QUEUED_CALENDAR, -1,
                                 (int32_t)k);
    }
    for (size_t k = 0; k < setup->n_summits; k++) {
        (void)wai_world_schedule(world, setup->summit_days[k] / WAI_DAYS_PER_YEAR, WAI_QUEUED_SUMMIT, -1,
                                 (int32_t)k);
    }
    (void)wai_world_schedule(world, world->params.organisation.account_years, WAI_QUEUED_ACCOUNT, -1, 0);
    for (size_t i = 0; i < world->n; i++) {
        if ((int32_t)i != world->sponsor) {
            wai_standing_start(world, i);
        }
    }
    wai_shock_start(world);
    wai_review_start(world);
}

/* Carries out one event of the queue; the type under which it counts. */
static enum wai_event_type handle(struct wai_world *world, const struct wai_event *event)
{
    size_t agent = (size_t)event->agent;

    switch ((enum wai_queued)event->kind) {
    case WAI_QUEUED_CALENDAR:
        wai_script_carry_out(world, event->detail);
        return WAI_EVENT_CALENDAR;
    case WAI_QUEUED_RATIFICATION:
        wai_standing_ratified(world, agent);
        return WAI_EVENT_RATIFICATION;
    case WAI_QUEUED_OPERATION:
        wai_standing_operation(world);
        return WAI_EVENT_OPERATION;
    case WAI_QUEUED_NOTICE_END:
        wai_standing_notice_end(world, agent);
        return WAI_EVENT_NOTICE_END;
    case WAI_QUEUED_ACCOUNT:
        wai_account_settle(world);
        return WAI_EVENT_ACCOUNT;
    case WAI_QUEUED_SUMMIT:
        wai_summit_hold(world, event->detail);
        return WAI_EVENT_SUMMIT;
    case WAI_QUEUED_INCIDENT:
        wai_shock_incident(world);
        return WAI_EVENT_INCIDENT;
    case WAI_QUEUED_RESPONSE:
        wai_response_done(world, event->detail);
        return WAI_EVENT_RESPONSE;
    case WAI_QUEUED_RELEASE:
        wai_shock_release(world, event->detail);
        return event->detail == WAI_CLOCK_MODEL_RELEASE ? WAI_EVENT_MODEL_RELEASE
               : event->detail == WAI_CLOCK_DATASET     ? WAI_EVENT_DATASET_RELEASE
                                                        : WAI_EVENT_PUBLIC_GOOD;
    case WAI_QUEUED_CONTROL:
        wai_shock_control(world);
        return WAI_EVENT_CONTROL;
    case WAI_QUEUED_OFFER:
        wai_shock_offer(world);
        return WAI_EVENT_OFFER;
    case WAI_QUEUED_LEADER:
        wai_shock_leader(world, agent);
        return WAI_EVENT_LEADER;
    }
    wai_assert(0 && "an event of no kind");
    return WAI_N_EVENT_TYPES;
}

/* A choice in the queue's place is a review. */
static const char *event_name(int type)
{
    return wai_event_names[type == WAI_EVENT_CHOICE ? WAI_EVENT_REVIEW : type];
}

/* The budget of events is used up: says what it went into, and what can be done. */
static void fail_budget(struct wai_world *world)
{
    const uint64_t *counts = world->n_handled;
    int most = 0, second = 1;

    for (int type = 0; type < WAI_N_EVENT_TYPES; type++) {
        if (counts[type] > counts[most]) {
            second = most;
            most = type;
        } else if (type != most && (second == most || counts[type] > counts[second])) {
            second = type;
        }
    }
    wai_world_fail(world, WAI_ERR_MODEL,
                   "more than %llu events by %.1f years, most of them %s (%llu) and %s (%llu); "
                   "--max-events N allows more%s",
                   (unsigned long long)world->limits.max_events, world->now_years, event_name(most),
                   (unsigned long long)counts[most], event_name(second), (unsigned long long)counts[second],
                   (most == WAI_EVENT_INCIDENT || second == WAI_EVENT_INCIDENT) &&
                           world->params.shock.incident_growth > 0
                       ? ", a nearer end or a smaller shock.incident_growth needs fewer"
                       : ", a nearer end needs fewer");
}

#define EVENTS_A_GLANCE                                                                                      \
    16 /* between two looks at the flag; in the largest worlds an event takes milliseconds */

static int is_stopped(const struct wai_world *world)
{
    return world->limits.stop && atomic_load_explicit(world->limits.stop, memory_order_relaxed) != 0;
}

/* Time moves to the next event; budgets are kept. */
static void advance(struct wai_world *world, double time_years)
{
    wai_assert(time_years >= world->now_years);
    wai_observe_until(world, time_years); /* each reading is taken before what happens at its instant */
    world->n_events_at_instant = time_years > world->now_years ? 1 : world->n_events_at_instant + 1;
    world->now_years = time_years;
    world->record->n_events_handled++;
    if (world->record->n_events_handled > world->limits.max_events) {
        fail_budget(world);
    } else if (world->n_events_at_instant > world->limits.max_events_at_instant) {
        wai_world_fail(world, WAI_ERR_MODEL, "more than %llu events at %.6f years without time moving",
                       (unsigned long long)world->limits.max_events_at_instant, time_years);
    } else if (world->record->n_events_handled % EVENTS_A_GLANCE == 0 && is_stopped(world)) {
        wai_world_fail(world, WAI_ERR_INTERRUPTED, "stopped at %.1f years", time_years);
    }
}

/* The loop: the queue goes first at equal times, since reviews come last. */
static void run_events(struct wai_world *world)
{
    while (world->status == WAI_OK) {
        const struct wai_event *next = wai_queue_peek(world->queue);
        enum wai_event_type type = WAI_EVENT_CHOICE;

        if (wai_review_seek(world, next ? next->time_years : world->end_years)) {
            advance(world, world->next_candidate_years);
            wai_review_take(world);
        } else if (next) {
            struct wai_event event;

            wai_queue_pop(world->queue, &event);
            advance(world, event.time_years);
            type = handle(world, &event);
        } else {
            break;
        }
        world->n_handled[type]++;
        if (world->limits.verify) {
            wai_world_verify(world);
        }
        if (world->limits.observe) {
            world->limits.observe(world->limits.observe_context, type);
        }
    }
}

uint64_t wai_world_budget(size_t n_countries)
{
    return 1000000u + 10000u * (uint64_t)n_countries;
}

enum wai_status wai_world_run(struct wai_world *world, const struct wai_luck *luck,
                              const struct wai_run_limits *limits, struct wai_record *record,
                              struct wai_error *err)
{
    world->luck = *luck;
    world->limits = *limits;
    if (!world->limits.max_events) {
        world->limits.max_events = wai_world_budget(world->n);
    }
    if (!world->limits.max_events_at_instant) {
        world->limits.max_events_at_instant = 1000000u + 100u * (uint64_t)world->n;
    }
    world->record = record;
    world->err = err;
    world->status = WAI_OK;
    wai_record_clear(record);
    start(world);
    run_events(world);
    wai_observe_end(world);
    world->record = NULL;
    world->err = NULL;
    return world->status;
}
