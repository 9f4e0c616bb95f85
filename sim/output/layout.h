/* What a result keeps of every replication: its columns, from the tables of model/record.h.
 *
 * A layout is made once for an experiment and then shared, read-only, by workers (output/rows.h) and writers.
 */
#ifndef WAI_OUTPUT_LAYOUT_H
#define WAI_OUTPUT_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/record.h"
#include "model/setup.h"

#define WAI_LAYOUT_MAX_QUANTILES 32
#define WAI_LAYOUT_CHUNK_ROWS 256 /* replications of a chunk of a result file */

/* One number a replication, computed by the caller. */
struct wai_layout_metric {
    const char *name; /* unique, also among series; letters, digits, underscores, starts with a letter */
    const char *unit, *meaning;
    int is_share; /* 0 or 1 in every replication: its mean is a share of them */
};

/* At which instants a series is kept. */
enum wai_layout_moments {
    WAI_LAYOUT_ACCOUNTS, /* "n_members"; time */
    WAI_LAYOUT_FINAL,    /* "final_n_members": at the end of the run; no axis of its own */
    WAI_LAYOUT_DATES,    /* "at_n_members": at the ends of options.dates; date */
    WAI_LAYOUT_N_MOMENTS
};

/* Switches.  What is summarised is not what is kept of every replication: summaries are of all series. */
struct wai_layout_options {
    int summaries;                /* means, standard deviations and quantiles of the series */
    int readings;                 /* the same of the readings; they are kept of every replication too */
    int p_status;                 /* p_status, join_at_risk, join_count */
    int replicates;               /* columns of every replication; 0: metrics alone */
    int events;                   /* the event log of every replication */
    int services;                 /* service levels of every replication */
    uint8_t series[WAI_N_SERIES]; /* 1: that series of every replication */
    size_t n_dates;
    const int32_t *dates; /* days after the start at whose ends the series are kept too, ascending, among the
                           * readings of the setup; the caller's, as long as the layout */
    size_t n_quantiles;
    double quantiles[WAI_LAYOUT_MAX_QUANTILES]; /* ascending, in [0, 1] */
    double confidence;                          /* of the intervals of metrics, in (0, 1) */
    size_t n_metrics;
    const struct wai_layout_metric *metrics; /* the caller's, as long as the layout */
};

/* Fills the presets: summaries (not of readings), p_status and replications on; of every replication the
 * counts (these compress to few bytes; the other series would take ten times all the rest), no services, no
 * events; quantiles 0.05 0.25 0.5 0.75 0.95; confidence 0.95; no metrics. */
void wai_layout_presets(struct wai_layout_options *options);

enum wai_layout_type {
    WAI_LAYOUT_INT8,
    WAI_LAYOUT_INT16,
    WAI_LAYOUT_INT32,
    WAI_LAYOUT_FLOAT32,
    WAI_LAYOUT_FLOAT64,
    WAI_LAYOUT_TEXT
};

/* Bytes of a value of a numeric type. */
size_t wai_layout_size(enum wai_layout_type type);

/* What of the record a column holds. */
enum wai_layout_source {
    WAI_LAYOUT_SERIES,   /* which: enum wai_series; the axis of its moments */
    WAI_LAYOUT_N_STATUS, /* (status) and that axis */
    WAI_LAYOUT_SERVICE,  /* (incentive) and that axis */
    WAI_LAYOUT_P_PHASE,  /* (phase_name, time): 1 in the phase, else 0; its mean is the share in each phase */
    WAI_LAYOUT_FIRST,    /* which: enum wai_first; (country) */
    WAI_LAYOUT_FINAL_STATUS, /* (country) */
    WAI_LAYOUT_DATE,         /* which: 0 entry into force, 1 operation, 2 dissolution; a scalar */
    WAI_LAYOUT_METRIC        /* which: position in metrics; a scalar */
};

struct wai_layout_column {
    char name[64];
    char text[160]; /* of the meaning, where it is put together here */
    const char *unit, *meaning;
    enum wai_layout_source source;
    enum wai_layout_moments moments; /* of SERIES, N_STATUS, SERVICE */
    int which;
    enum wai_layout_type type;
    size_t n_dims;       /* beside the replication: 0, 1 or 2 */
    const char *dims[2]; /* "time", "date", "status", "incentive", "phase_name", "country" */
    size_t sizes[2];
    size_t n_values;          /* of one replication: product of sizes */
    int stored;               /* of every replication */
    int summarised;           /* mean, standard deviation and quantiles over replications */
    int is_share;             /* of a metric */
    const char *const *flags; /* category: texts of 0 .. n_flags - 1; else NULL */
    size_t n_flags;
};

struct wai_layout {
    struct wai_layout_options options;
    size_t n_countries, n_times;
    double account_years;
    size_t *readings; /* [options.n_dates]: columns of the record's readings that have the dates */
    size_t n_columns;
    struct wai_layout_column *columns;
    size_t n_cells; /* sum of n_values over summarised columns */
};

/* Makes the layout for replications of a setup.  All setups of an experiment have the same countries; n_times
 * is the longest of them (0: that of the setup). */
enum wai_status wai_layout_init(struct wai_layout *layout, const struct wai_setup *setup, size_t n_times,
                                const struct wai_layout_options *options,
                                struct wai_error *err) WAI_CHECK_RESULT;
void wai_layout_free(struct wai_layout *layout);

/* Value i of one replication of a column of readings (moments FINAL or DATES). */
double wai_layout_reading(const struct wai_layout *layout, const struct wai_layout_column *column,
                          const struct wai_record *record, size_t i);

#endif
