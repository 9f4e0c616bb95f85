/* What a replication leaves behind (MODEL.md, section 9): series at the accounts, readings at the ends of
 * wanted days and of the run, first dates, and, where asked, the event log and the decomposition of every
 * decision. */
#ifndef WAI_MODEL_RECORD_H
#define WAI_MODEL_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "model/names.h"
#include "model/setup.h"

/* Scalar series, one value an account: X(member, is_count, unit, meaning).  Counts leave the sponsor out. */
#define WAI_SERIES(X)                                                                                        \
    X(phase, 1, "1", "phase of the organisation")                                                            \
    X(n_members, 1, "country", "associate, full and core members")                                           \
    X(n_signed, 1, "country", "countries bound or on the way: signatory, member or frozen")                  \
    X(n_us, 1, "country", "members of the rival us")                                                         \
    X(n_rights, 1, "country", "members of the rival rights")                                                 \
    X(overlap_us, 1, "country", "members that are members of the rival us too")                              \
    X(overlap_rights, 1, "country", "members that are members of the rival rights too")                      \
    X(gdp_share, 0, "1", "share of world GDP held by members, sponsor included")                             \
    X(population_share, 0, "1", "share of world population held by members, sponsor included")               \
    X(un_vote_share, 0, "1", "share of UN votes held by members, sponsor included")                          \
    X(south_coverage, 0, "1", "share of the poorer half of countries (income < 0.5) that are members")       \
    X(trust, 0, "1", "trust in the organisation T")                                                          \
    X(governance_demand, 0, "1", "demand for AI governance H")                                               \
    X(standards_position, 0, "1", "position of the standards s")                                             \
    X(standards_stringency, 0, "1", "stringency of the standards zeta")                                      \
    X(standards_progress, 0, "1", "progress of harmonisation")                                               \
    X(export_control, 0, "1", "share of shared compute lost to export controls chi")                         \
    X(fund_inflow, 0, "USD/year", "yearly inflow of the equity fund")                                        \
    X(fund_payout, 0, "USD/year", "yearly payout of the equity fund")                                        \
    X(capability_gini, 0, "1", "Gini coefficient of capability over countries (divide)")                     \
    X(fragmentation, 0, "1", "1 - sum of squared GDP shares of five camps")

enum wai_series {
#define WAI_SERIES_ENUM(member, is_count, unit, meaning) WAI_SERIES_##member,
    WAI_SERIES(WAI_SERIES_ENUM)
#undef WAI_SERIES_ENUM
        WAI_N_SERIES
};

struct wai_series_info {
    const char *name;
    int is_count; /* a whole number that fits int16 when n_countries does */
    const char *unit, *meaning;
};
extern const struct wai_series_info wai_series_table[WAI_N_SERIES];

/* First dates, years since the start, NaN when it never happened. */
enum wai_first { WAI_FIRST_INTERESTED, WAI_FIRST_SIGNED, WAI_FIRST_MEMBER, WAI_FIRST_WITHDRAWN, WAI_N_FIRST };
extern const char *const wai_first_names[WAI_N_FIRST]; /* "interested" ... */

struct wai_log_row {
    double time_years;
    float value;
    int32_t country; /* -1: none */
    int8_t type;     /* enum wai_event_type */
    int8_t from, to; /* enum wai_status_code, -1: does not apply */
    int8_t cause;    /* enum wai_cause, -1: does not apply */
};

/* One opportunity taken, decomposed. */
struct wai_decision_row {
    double time_years;
    int32_t country;
    int8_t cause;      /* enum wai_cause */
    int8_t status;     /* before the choice */
    int8_t move;       /* the move chosen, enum wai_move */
    int8_t option;     /* the move decomposed: the chosen one, or for stay the likeliest refused one */
    float probability; /* of the chosen move */
    float option_probability;
    float term[WAI_N_TERMS]; /* of V(option) - V(stay) - inertia, logit units; their sum times rationality is
                              * the log odds of the option against staying */
};

/* The state at n instants, one column each. */
struct wai_record_table {
    size_t n;
    double *series;         /* [WAI_N_SERIES][n] */
    double *service;        /* [WAI_N_INCENTIVES][n] */
    int32_t *n_status;      /* [WAI_N_STATUSES][n], without the sponsor */
    int8_t *country_status; /* [n_countries][n] */
};

/* What is wanted beside the series. */
struct wai_record_wants {
    int countries; /* status and capability of every country at every account */
    int events;
    int decisions;
};

struct wai_record {
    size_t n_countries, n_times;
    struct wai_record_wants wants;
    /* Readings: a column for the end of each of setup.reading_days, and one more for the end of the run. */
    struct wai_record_table readings;
    /* Accounts. */
    double *series;         /* [WAI_N_SERIES][n_times] */
    double *service;        /* [WAI_N_INCENTIVES][n_times] */
    int32_t *n_status;      /* [WAI_N_STATUSES][n_times], without the sponsor */
    double *first;          /* [WAI_N_FIRST][n_countries] */
    int8_t *final_status;   /* [n_countries] */
    int8_t *country_status; /* [n_countries][n_times]: always filled (ensembles need it for p_status) */
    float *capability;      /* [n_countries][n_times] when wants.countries, else NULL */
    double entry_into_force_years, operation_years, dissolution_years; /* NaN: never */
    size_t n_log, log_capacity;
    struct wai_log_row *log; /* in order of time when wants.events */
    size_t n_decisions, decisions_capacity;
    struct wai_decision_row *decisions; /* when wants.decisions */
    uint64_t n_events_handled;          /* every event, logged or not */
    uint64_t events_by_type[WAI_N_EVENT_TYPES];
};

/* Bytes of a record without its lists (wants) and countries by account. */
size_t wai_record_bytes(const struct wai_setup *setup);

/* Arrays for replications of a setup; they are reused from one replication to the next. */
enum wai_status wai_record_init(struct wai_record *record, const struct wai_setup *setup,
                                struct wai_record_wants wants) WAI_CHECK_RESULT;
void wai_record_free(struct wai_record *record);

/* The same for a record that may be one already, or zeroed: it stays when it fits. */
enum wai_status wai_record_fit(struct wai_record *record, const struct wai_setup *setup,
                               struct wai_record_wants wants) WAI_CHECK_RESULT;

/* Empties the record for another replication. */
void wai_record_clear(struct wai_record *record);

/* Add a row to a growing list. */
enum wai_status wai_record_log(struct wai_record *record, const struct wai_log_row *row) WAI_CHECK_RESULT;
enum wai_status wai_record_decision(struct wai_record *record,
                                    const struct wai_decision_row *row) WAI_CHECK_RESULT;

#endif
