/* The state of a world: private to the model room, shared by its files.
 *
 * Everything a replication touches hangs from here.  Arrays hold one value a country, in the order of the
 * country table.  "kept" marks what could be recomputed from the rest and is kept for speed; verify.c asserts
 * that it agrees. */
#ifndef WAI_MODEL_STATE_H
#define WAI_MODEL_STATE_H

#include <stdint.h>

#include "engine/luck.h"
#include "engine/math.h"
#include "engine/queue.h"
#include "model/draws.h"
#include "model/menu.h"
#include "model/record.h"
#include "model/world.h"

/* Kinds of event in the queue; the number is the priority at equal times (MODEL.md, section 3).  Reviews,
 * the last, are not queued: their candidates are one Poisson process beside it. */
enum wai_queued {
    WAI_QUEUED_CALENDAR = 1,
    WAI_QUEUED_RATIFICATION,
    WAI_QUEUED_OPERATION,
    WAI_QUEUED_NOTICE_END,
    WAI_QUEUED_ACCOUNT,
    WAI_QUEUED_SUMMIT,
    WAI_QUEUED_INCIDENT,
    WAI_QUEUED_RESPONSE,
    WAI_QUEUED_RELEASE, /* detail: enum wai_clock_name of the release */
    WAI_QUEUED_CONTROL,
    WAI_QUEUED_OFFER,
    WAI_QUEUED_LEADER
};

/* The Poisson clocks of the organisation and its surroundings. */
enum wai_clock_name {
    WAI_CLOCK_MODEL_RELEASE,
    WAI_CLOCK_DATASET,
    WAI_CLOCK_PUBLIC_GOOD,
    WAI_CLOCK_CONTROL,
    WAI_CLOCK_OFFER,
    WAI_CLOCK_INCIDENT,
    WAI_N_CLOCKS
};

/* A Poisson clock that counts in unit exponentials: arrival k comes when the integrated rate has grown by
 * gap k.  A change of rate rescales what is left of the gap and draws nothing. */
struct wai_clock {
    double rate_per_year;
    double gap; /* unit exponential left at since_years */
    double since_years;
    uint32_t arrivals; /* so far: the index of the next gap */
    uint32_t handle;   /* of its event, WAI_QUEUE_NONE while the rate is 0 */
    int running;
};

/* A value that relaxes exponentially, stored as (value, time of last change). */
struct wai_stock {
    double value;
    double since_years;
};

/* A response job; in service or in the waiting line. */
struct wai_job {
    double incident_years, severity, service_gap; /* gap: unit exponential */
    int from_sponsor;
    int32_t next;    /* in the line, or in the list of free slots; -1 ends */
    uint32_t handle; /* of the event `done` while in service, else WAI_QUEUE_NONE */
};

enum wai_occasion { WAI_OCCASION_NONE, WAI_OCCASION_CEREMONY, WAI_OCCASION_DEADLINE };

/* What a choice reads of a country, together in two lines of cache: in a world of 100,000 countries each
 * review meets another one, and memory is what it waits for. "kept" as in struct wai_world. */
struct wai_country {
    int8_t standing; /* enum wai_status_code */
    uint8_t flags;   /* 1 << enum wai_rival */
    uint8_t noticed; /* 1: under notice of withdrawal */
    uint8_t waiting; /* 1: instrument of ratification waits */
    uint8_t invited;
    uint16_t n_blocs; /* its blocs: tables.bloc_of[bloc_start ...] */
    uint32_t bloc_start;
    uint32_t subregion;
    double doubt;              /* kept: T - T_i before the clip, M7 */
    double benefit;            /* kept: Ben_i, M8 */
    double affinity;           /* kept: Aff_i without peers, demand and courtship, M13 */
    double cost;               /* kept: Cost_i, M14 */
    double pull[WAI_N_RIVALS]; /* kept: O_ik - cost_k without demand and offers, M15 */
    int64_t border_units; /* kept: sum over the neighbours, in units of 2^-40: integers, so that the order of
                           * updates cannot matter (network.c) */
    double border_weight, subregion_weight, bloc_weight; /* kept: share of W over the row's sum, a unit */
    struct wai_stock courtship, offer;                   /* I_i, off_i */
};

#define WAI_COUNTRY_BYTES 128
_Static_assert(sizeof(struct wai_country) == WAI_COUNTRY_BYTES, "two lines of cache");

#define WAI_CANDIDATES 64 /* review candidates drawn at a time */

struct wai_world {
    const struct wai_setup *setup;
    struct wai_luck luck;
    struct wai_run_limits limits;
    struct wai_record *record;
    struct wai_queue *queue;
    struct wai_error *err;
    enum wai_status status; /* first failure; ends the run */
    size_t n;               /* countries */
    int32_t sponsor, rival_leader;
    double now_years, end_years;
    size_t n_readings;         /* taken so far */
    double next_reading_years; /* of setup.reading_days; infinity: none is left */

    struct wai_params params; /* of this run: `set` entries change them */

    /* The organisation. */
    enum wai_phase phase;
    int signing_open;
    int rival_open[WAI_N_RIVALS];
    enum wai_occasion occasion;
    struct wai_stock trust, demand;            /* T, H */
    double position, stringency, progress;     /* s, zeta, prog */
    double quality, datasets, projects, score; /* Q, E, A, on-time score */
    int control_tight;
    double fund_per_claimant_usd, fund_inflow_usd,
        fund_payout_usd; /* F and flows a year, of the last account */
    double service[WAI_N_INCENTIVES];
    uint32_t n_accounts, n_waiting;
    struct wai_clock clocks[WAI_N_CLOCKS];

    /* Countries: what a review reads, and what it does not. */
    struct wai_country *country;
    double *alignment;  /* a */
    double *capability; /* q */
    double *taste;      /* epsilon */
    uint32_t *n_signatures;
    uint32_t *pending; /* handle: ratification of a signatory, or end of notice */
    struct wai_clock *leader;

    /* Kept: functions of parameters (refresh.c). */
    double constant[WAI_N_STATUSES]; /* alpha, occasion included */
    double inertia[WAI_N_MOVES];
    struct wai_menu menu[WAI_N_STATUSES][2]; /* by status, without and with a tier review (menu.c) */
    struct wai_menu_item signing[WAI_STATUS_SIGNATORY]; /* the move `sign` whether signing is open or not */
    double review_rate_bound;                           /* lambda_max */
    int64_t affiliation_units[WAI_N_STATUSES];
    double *exposure; /* X, M1 */
    /* Kept: peer sums of groups (network.c). */
    int64_t *subregion_units, *bloc_units;
    uint32_t *subregion_size, *bloc_size;
    /* Kept: counts without the sponsor. */
    int32_t n_standing[WAI_N_STATUSES];
    int32_t n_members;
    /* Kept: countries in ascending order of capability, for the Gini coefficient. */
    size_t *by_capability, *capability_order; /* now; at the start of any replication */
    double world_gdp_usd, world_population;

    /* Response jobs. */
    struct wai_job *jobs;
    int32_t n_jobs, free_job, line_first, line_last, n_busy;

    /* Review candidates. */
    double candidate_mean_years; /* mean gap between candidates; infinity when none */
    double next_candidate_years;
    double candidate_gap; /* of the next candidate, unit exponential, left at candidate_since */
    double candidate_since_years;
    uint32_t n_candidates; /* drawn and used so far */
    double gaps[WAI_CANDIDATES];
    double marks[4 * WAI_CANDIDATES]; /* by candidate: gap, acceptance, country, choice (uniforms) */

    uint64_t n_events_at_instant;
    uint64_t n_handled[WAI_N_EVENT_TYPES]; /* events so far; of reviews as WAI_EVENT_CHOICE */

    /* Values of relaxing stocks at the time of last reading. */
    double read_years, trust_read, demand_read;

    /* Scratch: one a country, and the two uniforms of each at an occasion. */
    double *scratch;
    double (*draws)[2];
};

/* Present value of a stock that relaxes to `rest` at `rate` (1/year). */
static inline double wai_stock_read(const struct wai_stock *stock, double rest, double rate, double now_years)
{
    double distance = stock->value - rest;

    if (distance == 0.0 || now_years == stock->since_years) {
        return stock->value;
    }
    return rest + distance * wai_exp(-rate * (now_years - stock->since_years));
}

/* Ends the run with a failure; the first one counts. */
void wai_world_fail(struct wai_world *world, enum wai_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Schedules an event of the given kind; failures end the run.  Times at or after the end are not scheduled:
 * the handle is WAI_QUEUE_NONE. */
uint32_t wai_world_schedule(struct wai_world *world, double time_years, enum wai_queued kind, int32_t agent,
                            int32_t detail);

/* Takes a scheduled event out; WAI_QUEUE_NONE is harmless. */
void wai_world_unschedule(struct wai_world *world, uint32_t *handle);

/* Adds a row to the event log where it is wanted, and counts it. */
void wai_world_log(struct wai_world *world, enum wai_event_type type, int32_t country, int from, int to,
                   int cause, double value);

/* Evaluates trust and governance demand at the present instant. */
void wai_world_read_stocks(struct wai_world *world);

/* Trust T and governance demand H now; evaluated once for each instant. */
static inline double wai_world_trust(struct wai_world *world)
{
    if (world->read_years != world->now_years) {
        wai_world_read_stocks(world);
    }
    return world->trust_read;
}

static inline double wai_world_demand(struct wai_world *world)
{
    if (world->read_years != world->now_years) {
        wai_world_read_stocks(world);
    }
    return world->demand_read;
}

/* A jump of them. */
void wai_world_set_trust(struct wai_world *world, double value);
void wai_world_set_demand(struct wai_world *world, double value);

/* Address index of an opportunity on a day: 64 * (days since 1900) + occurrence. */
static inline uint32_t wai_world_day_index(const struct wai_world *world, int32_t day, uint32_t occurrence)
{
    return 64u * (uint32_t)(world->setup->start_day + day) + occurrence;
}

/* Draws of one occasion for everybody: the address (purpose, day_index, i) of each country i, two uniforms
 * each, into world->draws. */
void wai_world_draw_everybody(struct wai_world *world, enum wai_purpose purpose, uint32_t day_index);

/* Share of shared compute lost to export controls. */
static inline double wai_world_control(const struct wai_world *world)
{
    return world->control_tight ? world->params.rival.us.control_high : world->params.rival.us.control_low;
}

/* Signing is open, as founding signature or as accession. */
static inline int wai_world_signing(const struct wai_world *world)
{
    return world->phase != WAI_PHASE_DISSOLVED &&
           (world->signing_open || world->phase == WAI_PHASE_IN_FORCE || world->phase == WAI_PHASE_OPERATING);
}

#endif
