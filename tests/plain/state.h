/* The state of the plain path: what the model's text calls state, and nothing else. */
#ifndef WAI_PLAIN_STATE_H
#define WAI_PLAIN_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "engine/luck.h"
#include "model/draws.h"
#include "model/record.h"
#include "model/setup.h"

/* A Poisson clock: `units` of integrated rate were still to come at `since_years`; n arrivals so far. */
struct plain_clock {
    double units, since_years;
    uint32_t n;
};

/* A value that relaxes exponentially since `since_years`. */
struct plain_stock {
    double value, since_years;
};

/* Something that will happen at a known time; infinity: nothing is pending. */
struct plain_timer {
    double time_years;
    uint64_t order; /* of scheduling */
};

struct plain_country {
    int status;             /* enum wai_status_code */
    int flag[WAI_N_RIVALS]; /* member of that rival */
    double alignment, capability, taste;
    int invited;
    struct plain_stock courtship, offer;
    struct plain_clock leader;
    uint32_t n_signatures;
    int instrument_waits;
    int reviewed; /* as a member, at the summit under way */
    struct plain_timer ratification, notice;
};

struct plain_job {
    double incident_years, service_gap, severity; /* gap: in units of the mean when work starts */
    double done_years;                            /* infinity while no team is at work on it */
    int sponsor_origin;
};

enum plain_occasion { PLAIN_NO_OCCASION, PLAIN_AT_CEREMONY, PLAIN_AT_DEADLINE };

enum plain_clock_name {
    PLAIN_REVIEWS,
    PLAIN_INCIDENTS,
    PLAIN_MODEL_RELEASES,
    PLAIN_DATASETS,
    PLAIN_PUBLIC_GOODS,
    PLAIN_CONTROLS,
    PLAIN_OFFERS,
    PLAIN_N_CLOCKS
};

struct plain {
    const struct wai_setup *setup;
    const struct wai_luck *luck;
    struct wai_params params; /* as the calendar left them */
    struct wai_record *record;
    enum wai_status status; /* first failure of the record */
    size_t n;               /* countries, sponsor included */
    double now_years;
    uint64_t order;

    struct plain_country *country;
    double *border, *region, *bloc; /* n x n, rows sum to 1 or 0 */

    int phase, signing_open, rival_open[WAI_N_RIVALS];
    enum plain_occasion occasion;
    struct plain_stock trust, demand;
    double position, stringency, progress;
    double score, quality, datasets, projects;
    double fund, inflow, payout; /* fund: payout per claimant */
    int control_is_high;
    double level[WAI_N_INCENTIVES]; /* in operation, as last computed */
    struct plain_timer operation;
    struct plain_clock clock[PLAIN_N_CLOCKS];

    size_t n_jobs;
    struct plain_job *job; /* those not yet done, in order of their incidents */
    size_t next_calendar, next_summit, next_account, next_reading;
};

/* An alternative of a choice. */
struct plain_option {
    enum wai_move move;
    int value_status;       /* whose V counts */
    int flag[WAI_N_RIVALS]; /* flags with which V counts */
    double inertia;
};

/* --- value.c: indices and values -------------------------------------------------------------------- */

/* Stocks as of now. */
double wai_value_trust(const struct plain *w);
double wai_value_demand(const struct plain *w);
double wai_value_courtship(const struct plain *w, size_t i);
double wai_value_offer(const struct plain *w, size_t i);
double wai_value_control(const struct plain *w);
double wai_value_service(const struct plain *w, enum wai_incentive k);

/* V of country i in a status under flags, term by term (inertia 0), and its sum. */
void wai_value_terms(const struct plain *w, size_t i, int status, const int flag[WAI_N_RIVALS],
                     double term[WAI_N_TERMS]);
double wai_value_of(const struct plain *w, size_t i, int status, const int flag[WAI_N_RIVALS]);

/* Probability to sign if signing were open (M5). */
double wai_value_p_sign(const struct plain *w, size_t i);

double wai_value_clip(double x, double low, double high);

/* --- choice.c: opportunities ------------------------------------------------------------------------ */

/* One opportunity of country i; without effect for the sponsor and for a country under notice. */
void wai_choice_offer(struct plain *w, size_t i, enum wai_cause cause, int tier_moves, double u);

/* A choice between staying and joining a rival. */
void wai_choice_rival_summit(struct plain *w, size_t i, enum wai_rival rival, double u);

int wai_choice_signing_is_open(const struct plain *w);
int wai_choice_under_notice(const struct plain *w, size_t i);

/* Changes a status: what is pending in the old one lapses, a signature draws its ratification. */
void wai_choice_enter(struct plain *w, size_t i, int status);

/* --- account.c: services, accounts, summits ------------------------------------------------------------ */

void wai_account_levels(struct plain *w);
void wai_account_handle(struct plain *w);
void wai_account_summit(struct plain *w, size_t number); /* 1 .. */
/* Writes the state down as reading k. */
void wai_account_read(const struct plain *w, size_t k);
int wai_account_is_member(const struct plain *w, size_t i);
int wai_account_n_members(const struct plain *w);

/* --- clocks.c: everything that happens at random times ---------------------------------------------- */

double wai_clocks_gap(const struct plain *w, enum wai_purpose purpose, uint32_t agent, uint32_t index);
double wai_clocks_next(const struct plain *w, enum plain_clock_name name);
double wai_clocks_next_leader(const struct plain *w, size_t i);
void wai_clocks_start(struct plain *w);
void wai_clocks_start_operation(struct plain *w);
void wai_clocks_ring(struct plain *w, enum plain_clock_name name);
void wai_clocks_leader(struct plain *w, size_t i);
void wai_clocks_respond(struct plain *w, size_t job);
void wai_clocks_scripted_incident(struct plain *w, uint32_t day_index);
void wai_clocks_staff(struct plain *w);

/* Changes one parameter: stocks and clocks are brought to now under the old value first. */
void wai_clocks_set(struct plain *w, size_t row, double value);

/* --- plain.c ------------------------------------------------------------------------------------------- */

/* Adds a row to the event log; from, to, cause -1 where they do not apply. */
void wai_plain_log(struct plain *w, enum wai_event_type type, int country, double value, int from, int to,
                   int cause);
void wai_plain_pair(const struct plain *w, enum wai_purpose purpose, uint32_t agent, uint32_t index,
                    double u[2]);

/* 64 x days since 1900 + occurrence. */
uint32_t wai_plain_day(const struct plain *w, int32_t day, uint32_t occurrence);

#endif
