/* A config: how to run.  Which scenarios, how many replications, which design of a sweep, what to write.
 *
 * Open structs: the command line may change replications, output switches and (by wai_config_set_seed) the
 * seed after reading.  A bare scenario read as a config runs with the presets. */
#ifndef WAI_SCENARIO_CONFIG_H
#define WAI_SCENARIO_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/names.h"
#include "model/record.h"
#include "scenario/scenario.h"

#define WAI_CONFIG_REPLICATIONS 1000 /* preset */
#define WAI_CONFIG_MAX_REPLICATIONS 100000000
#define WAI_CONFIG_MAX_QUANTILES 32
#define WAI_CONFIG_MAX_DATES 1000
#define WAI_CONFIG_SEED_TEXT 21 /* digits of 2^64 - 1 and a NUL */

/* ---- ensemble: { ... } ---- */

/* Replications of a point until the mean of a metric is known: `ensemble.adaptive`. */
struct wai_adaptive {
    int metric;        /* `target`: position in config->metrics; -1: replications are fixed */
    double half_width; /* of the confidence interval of the mean, > 0, unit of the metric */
    double confidence; /* in (0, 1); preset 0.95 */
    uint32_t min, max; /* replications; 2 <= min <= max; presets 30 and 5000 */
};

struct wai_ensemble {
    uint32_t replications; /* of each point when fixed; > 0 */
    struct wai_adaptive adaptive;
    uint64_t seed;
    char seed_text[WAI_CONFIG_SEED_TEXT]; /* the seed in decimal */
    int crn;                              /* 1 (preset): replicate r meets the same luck at every point */
};

/* ---- output: { ... } ---- */

enum wai_detail {
    WAI_DETAIL_SUMMARY,
    WAI_DETAIL_SERIES,
    WAI_DETAIL_REPLICATES,
    WAI_DETAIL_EVENTS,
    WAI_N_DETAILS
};
extern const char *const wai_detail_names[WAI_N_DETAILS];

struct wai_output {
    enum wai_detail detail;       /* preset: replicates; series for a sweep */
    int events;                   /* event log; implied by detail "events" */
    int decisions;                /* decomposition of every decision */
    int p_status;                 /* preset 1; 0 for a sweep */
    int services;                 /* service levels by replicate; preset 0 */
    uint8_t series[WAI_N_SERIES]; /* 1: that series is written by replicate; preset the counts */
    size_t n_dates;
    int32_t *dates; /* days from 1900-01-01 at whose ends the state is kept, ascending, within the run */
    size_t n_quantiles;
    double quantiles[WAI_CONFIG_MAX_QUANTILES]; /* ascending, in [0, 1] */
};

/* ---- metrics = ( ... ) ---- */

/* What a metric reads: `series` of an entry. */
enum wai_metric_source {
    WAI_METRIC_SERIES,   /* "n_members": which = enum wai_series */
    WAI_METRIC_SERVICE,  /* "service:training": which = enum wai_incentive */
    WAI_METRIC_N_STATUS, /* "n_status:full": which = enum wai_status_code */
    WAI_METRIC_COUNTRY,  /* "status:IDN": the status code of a country, enum wai_status_code */
    WAI_METRIC_MEMBER,   /* "member:IDN": 1 while that country is associate, full or core, else 0 */
    WAI_METRIC_FIRST, /* "first_member:IDN", ...: which = enum wai_first; years since the start, NaN never */
    WAI_METRIC_DATE,  /* "entry_into_force", "operation", "dissolution": which 0, 1, 2; years, NaN never */
    WAI_N_METRIC_SOURCES
};

/* How the time axis becomes one number. FIRST and DATE have one already: theirs is WAI_REDUCE_NONE. */
enum wai_metric_reduce {
    WAI_REDUCE_NONE,
    WAI_REDUCE_AT,      /* `at`: at the end of that day */
    WAI_REDUCE_MAXIMUM, /* `reduce = "maximum"` over the accounts in [from, until] */
    WAI_REDUCE_MINIMUM,
    WAI_REDUCE_MEAN,
    WAI_REDUCE_FINAL,       /* at the end of the run */
    WAI_REDUCE_FIRST_ABOVE, /* `first_above = x`: years from the start to the first account in [from, until]
                             * with a value > x; NaN never */
    WAI_REDUCE_FIRST_BELOW, /* < x */
    WAI_N_REDUCES
};
extern const char *const wai_reduce_names[WAI_N_REDUCES];

/* `share_above = x`, `share_below = x`, `share_known = true`: the number becomes 1 or 0, so that its mean is
 * the share of replications. */
enum wai_metric_share { WAI_SHARE_NONE, WAI_SHARE_ABOVE, WAI_SHARE_BELOW, WAI_SHARE_KNOWN };

struct wai_metric {
    char *name;   /* unique; letters, digits and underscores, starts with a letter */
    char *place;  /* of the name, for messages: "grid.cfg:7: metrics[0].name" */
    char *series; /* the text of the selector */
    enum wai_metric_source source;
    int which;
    char iso3[4]; /* COUNTRY, MEMBER, FIRST; else "" */
    enum wai_metric_reduce reduce;
    double threshold; /* FIRST_ABOVE, FIRST_BELOW */
    int32_t at_day;   /* AT: days from 1900-01-01 */
    int32_t from_day; /* window, days from 1900-01-01, both inclusive; INT32_MIN, INT32_MAX: open */
    int32_t until_day;
    enum wai_metric_share share;
    double share_threshold;
    const char *unit; /* of the number; static text */
};

/* ---- sweep: { ... } ---- */

enum wai_design {
    WAI_DESIGN_NONE,      /* no sweep: one point */
    WAI_DESIGN_GRID,      /* all combinations; the last axis varies fastest */
    WAI_DESIGN_LIST,      /* rows of a CSV whose headers are paths */
    WAI_DESIGN_OAT,       /* the base, then each axis at low and at high */
    WAI_DESIGN_LHS,       /* `points` */
    WAI_DESIGN_SOBOL,     /* `points`, rounded up to a power of two */
    WAI_DESIGN_MORRIS,    /* `trajectories`, `levels` */
    WAI_DESIGN_SALTELLI,  /* `size` rows of A and B, rounded up to a power of two; `second_order` */
    WAI_DESIGN_SCENARIOS, /* one point for each of config->scenarios */
    WAI_N_DESIGNS
};
extern const char *const wai_design_names[WAI_N_DESIGNS];

enum wai_axis_form {
    WAI_AXIS_RANGE,
    WAI_AXIS_VALUES,
    WAI_AXIS_BOUNDS,
    WAI_AXIS_DISTRIBUTION,
    WAI_N_AXIS_FORMS
};
enum wai_distribution {
    WAI_DIST_UNIFORM,    /* low, high */
    WAI_DIST_LOGUNIFORM, /* low, high, both > 0 */
    WAI_DIST_NORMAL,     /* mean, sd > 0; cut to the allowed range of the parameter */
    WAI_DIST_TRIANGULAR, /* low, mode, high */
    WAI_N_DISTRIBUTIONS
};
extern const char *const wai_distribution_names[WAI_N_DISTRIBUTIONS];

/* One swept parameter.  All numbers are checked against the parameter's range.  Grids have the forms RANGE
 * and VALUES, lists VALUES, oat BOUNDS; the sampled designs VALUES (choices) and DISTRIBUTION: from and to,
 * or low and high, without a distribution become a uniform one, with `scale = "log"` a loguniform one. */
struct wai_axis {
    char *path;
    int param;   /* row of wai_param_table */
    char *group; /* morris, saltelli: axes of one group move together; NULL: alone */
    enum wai_axis_form form;
    int log_scale;   /* RANGE: `scale = "log"`, equal ratios; from and to > 0 */
    int integer;     /* numbers are rounded to whole ones; always 1 for a whole parameter */
    double from, to; /* RANGE */
    size_t count;    /* RANGE: number of values, >= 1 (1: from alone) */
    size_t n_values; /* VALUES of a grid or list, or choices of equal chance */
    double *values;
    double low, base,
        high; /* BOUNDS (base: preset the value of the first scenario); low and high of a DISTRIBUTION */
    enum wai_distribution distribution;
    double mean, sd, mode;
};

struct wai_sweep {
    enum wai_design design;
    uint64_t seed;               /* of sampled designs */
    int has_seed;                /* 1: `seed` was given; 0: it is the ensemble's */
    size_t points;               /* lhs, sobol */
    size_t trajectories, levels; /* morris; presets 10 and 4; levels even */
    size_t size;                 /* saltelli; power of two or rounded up to one */
    int second_order;            /* saltelli; preset 0 */
    size_t n_axes;
    struct wai_axis *axes; /* list: one for each column, form VALUES, n_values = number of rows */
    char *list_name;       /* list: name of the CSV without its folder */
    char list_sha256[65];
};

/* ---- all of it ---- */

struct wai_config {
    char *name;                     /* of the file, without folder and ".cfg" */
    char *title;                    /* "" when there is none: take the scenario's */
    size_t n_scenarios;             /* 1, or several for the design "scenarios" */
    struct wai_scenario *scenarios; /* read and checked */
    char *config_text; /* the config as given, then its scenarios; for a bare scenario its text */
    struct wai_ensemble ensemble;
    struct wai_output output;
    struct wai_sweep sweep;
    size_t n_metrics;
    struct wai_metric *metrics;
};

/* Reads a config or a bare scenario with everything it names.  overrides as for wai_scenario_read; they hold
 * for every scenario.  path "-" is not known here: see wai_config_read_text.  On failure config is empty. */
enum wai_status wai_config_read(struct wai_config *config, const char *path, const char *const *overrides,
                                size_t n_overrides, struct wai_error *err) WAI_CHECK_RESULT;

/* The same from a text, as wai_scenario_read_text. */
enum wai_status wai_config_read_text(struct wai_config *config, const char *text, size_t length,
                                     const char *name, const char *folder, const char *const *overrides,
                                     size_t n_overrides, struct wai_error *err) WAI_CHECK_RESULT;

/* Sets the seed from decimal text, 0 to 2^64 - 1; WAI_ERR_CONFIG with a message when it is none. */
enum wai_status wai_config_set_seed(struct wai_config *config, const char *text,
                                    struct wai_error *err) WAI_CHECK_RESULT;

/* The canonical text of how to run (ensemble, output, metrics, sweep), without the scenarios: every key,
 * stable order, 17 digits, no file names.  For identities and provenance.  The caller frees it; NULL: memory
 * is out. */
char *wai_config_effective(const struct wai_config *config);

/* Harmless on a zeroed struct. */
void wai_config_free(struct wai_config *config);

#endif
