/* The simulator as a library: scenarios from text or file, parameters by name, replications into the caller's
 * arrays.  What `waico run` computes and what comes out here is the same to the bit.
 *
 * Handles are opaque.  Nothing is global: calls on different handles may run at the same time in different
 * threads, and any number of models may share one scenario, which no call changes.  A call on a handle that
 * another call is using is a fault of the caller, but for waico_model_stop.
 *
 * A function that can fail takes `char **messages`: NULL, or where to put a text of one message a line, as
 * the program would print it, to be given back by waico_free.  It becomes NULL where there is nothing to say,
 * or no memory to say it.
 *
 * Example: analysis/examples/members.c. */
#ifndef WAICO_H
#define WAICO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WAICO_API __attribute__((visibility("default")))
#else
#define WAICO_API
#endif

/* Raised when a call, a struct or a number of an enumeration changes; names may be added without. */
#define WAICO_ABI 1

/* The WAICO_ABI that the library was built with, and its version, "0.1.0". */
WAICO_API int waico_abi(void);
WAICO_API const char *waico_version(void);

enum waico_status {
    WAICO_OK = 0,
    WAICO_NO_MEMORY,
    WAICO_NO_FILE,      /* a file that is there could not be read */
    WAICO_BAD_ARGUMENT, /* a name, a number or an array that does not fit */
    WAICO_BAD_SCENARIO, /* a scenario or table that is not there, or has mistakes: all are told */
    WAICO_FAILED,       /* a replication left the range of the model, or its budget of events */
    WAICO_STOPPED       /* waico_model_stop was called */
};

/* Gives back a text of messages; NULL is harmless. */
WAICO_API void waico_free(void *text);

/* ---- words: the axes and their labels ---- */

enum waico_axis {
    WAICO_AXIS_TIME,    /* accounts, days since the start */
    WAICO_AXIS_DATE,    /* days of waico_model_read_at, since the start */
    WAICO_AXIS_COUNTRY, /* ISO 3166-1 alpha-3, in the order of the scenario's table */
    WAICO_AXIS_STATUS,  /* none, interested, ... */
    WAICO_AXIS_SERVICE, /* training, model_access, ...: the twelve incentives */
    WAICO_AXIS_RIVAL,   /* us, rights */
    WAICO_AXIS_PHASE,   /* values of the series `phase` */
    WAICO_AXIS_MOVE,    /* what a country may choose */
    WAICO_AXIS_CAUSE,   /* why it could */
    WAICO_AXIS_EVENT,   /* types of events */
    WAICO_AXIS_TERM,    /* terms of a decision */
    WAICO_N_AXES
};

/* "time", "country", ...: as in result files; NULL beyond the last. */
WAICO_API const char *waico_axis_name(enum waico_axis axis);

/* Labels of the axes of words: their number, and label i.  0 and NULL for time, date and country, which
 * depend on the model, and beyond the last. */
WAICO_API size_t waico_axis_length(enum waico_axis axis);
WAICO_API const char *waico_axis_label(enum waico_axis axis, size_t i);

/* ---- parameters ---- */

struct waico_parameter {
    const char *path; /* "affinity.peers" */
    const char *unit, *meaning;
    const char *source; /* where the preset comes from */
    double preset, min, max;
    int whole;         /* 1: whole numbers only */
    int at_start_only; /* 1: a calendar may not set it */
    int judgement;     /* 1: the number, or its size, was set by judgement */
};

WAICO_API size_t waico_n_parameters(void);
/* Parameter i, in the order of `waico describe`; zeros beyond the last. */
WAICO_API struct waico_parameter waico_parameter_at(size_t i);
/* Position of a path; waico_n_parameters() when there is none. */
WAICO_API size_t waico_parameter_find(const char *path);

/* ---- scenarios ---- */

struct waico_scenario;

/* A table that is not in a file.  role: "countries", "borders", "blocs" or "record". */
struct waico_table {
    const char *role;
    const char *name; /* for messages: "countries.csv" */
    const char *text;
    size_t length; /* bytes */
};

/* Reads the scenario file `path`, then the overrides "KEY=VALUE": a parameter, title, question, place, start
 * or end.  *scenario becomes NULL on failure. */
WAICO_API enum waico_status waico_scenario_open(const char *path, const char *const *overrides,
                                                size_t n_overrides, struct waico_scenario **scenario,
                                                char **messages);

/* The same from a text of `length` bytes, called `name` in messages; what it extends, and its tables where
 * there are none of `tables`, are sought from `folder`.  With tables (n_tables > 0) no table is read from a
 * file. */
WAICO_API enum waico_status waico_scenario_parse(const char *text, size_t length, const char *name,
                                                 const char *folder, const struct waico_table *tables,
                                                 size_t n_tables, const char *const *overrides,
                                                 size_t n_overrides, struct waico_scenario **scenario,
                                                 char **messages);
/* After all models of it; NULL is harmless. */
WAICO_API void waico_scenario_free(struct waico_scenario *scenario);

/* A text of the scenario, which keeps it: "name", "title", "question", "place", "start", "end" (YYYY-MM-DD,
 * the end exclusive), "config" (as given, with all it extends), "effective" (every key with its value),
 * "left_out" (dated entries that never come); "countries", "borders", "blocs", "record": the tables, "" when
 * there is none. NULL: no such text. */
WAICO_API const char *waico_scenario_text(const struct waico_scenario *scenario, const char *what);

WAICO_API size_t waico_scenario_n_countries(const struct waico_scenario *scenario);
/* Of country i: "code", "name", "region" or "subregion"; NULL: no such text or country. */
WAICO_API const char *waico_scenario_country(const struct waico_scenario *scenario, size_t i,
                                             const char *what);
/* A column of numbers of the table of countries, "gdp_usd", by country; NULL: no such column. */
WAICO_API const double *waico_scenario_column(const struct waico_scenario *scenario, const char *name);
/* Position of the country that a word means (a code in any case, a name, a part of one name alone); -1: none.
 */
WAICO_API int32_t waico_scenario_find_country(const struct waico_scenario *scenario, const char *word);
/* Position of the sponsor. */
WAICO_API int32_t waico_scenario_sponsor(const struct waico_scenario *scenario);
/* Days from 1900-01-01 to the start. */
WAICO_API int32_t waico_scenario_start_day(const struct waico_scenario *scenario);
/* Days from the start to the signature that is on record of country i; INT32_MIN: none is. */
WAICO_API int32_t waico_scenario_signed_day(const struct waico_scenario *scenario, size_t i);

/* ---- models: a scenario with parameters of one's own ---- */

struct waico_model;

/* *model becomes NULL on failure. */
WAICO_API enum waico_status waico_model_new(const struct waico_scenario *scenario, struct waico_model **model,
                                            char **messages);
WAICO_API void waico_model_free(struct waico_model *model);

/* Sets a parameter; on WAICO_BAD_ARGUMENT (told with the nearest path, or with the range) it stays. */
WAICO_API enum waico_status waico_model_set(struct waico_model *model, const char *path, double value,
                                            char **messages);
/* The value of parameter i (waico_parameter_at); NaN beyond the last. */
WAICO_API double waico_model_get(const struct waico_model *model, size_t i);
/* All parameters as the scenario has them. */
WAICO_API void waico_model_reset(struct waico_model *model);

/* Days after the start, each in [0, days of the run), at whose ends the outputs `at_...` are read: sorted,
 * each once, in place of those before. */
WAICO_API enum waico_status waico_model_read_at(struct waico_model *model, const int32_t *days, size_t n,
                                                char **messages);

/* Length of an axis.  Setting organisation.account_years changes that of the time. */
WAICO_API size_t waico_model_length(const struct waico_model *model, enum waico_axis axis);
/* Days since the start at place i of time or date; NaN for other axes and beyond the last. */
WAICO_API double waico_model_day(const struct waico_model *model, enum waico_axis axis, size_t i);

/* ---- outputs: what a replication leaves, by the names of result files ---- */

enum waico_type { WAICO_FLOAT64, WAICO_FLOAT32, WAICO_INT32, WAICO_INT8 };

/* NaN: never happened, or does not apply.  Codes are positions on the axis of words named in the meaning. */
struct waico_output {
    const char *name; /* "n_members" */
    const char *unit, *meaning;
    enum waico_type type;
    size_t n_axes; /* 0, 1 or 2 beside the replications, the last one fastest */
    enum waico_axis axes[2];
};

WAICO_API size_t waico_n_outputs(void);
/* Output i; zeros beyond the last. */
WAICO_API struct waico_output waico_output_at(size_t i);
/* Position of a name; waico_n_outputs() when there is none. */
WAICO_API size_t waico_output_find(const char *name);
/* Bytes that one replication of output i takes in the model as it stands. */
WAICO_API size_t waico_model_bytes(const struct waico_model *model, size_t i);

/* ---- running ---- */

/* An array for an output: replications one after another.  bytes must be n_replications *
 * waico_model_bytes(). */
struct waico_want {
    const char *output;
    void *data;
    size_t bytes;
};

struct waico_run {
    uint64_t seed;
    uint32_t first, n_replications; /* first, first + 1, ...: each has its own luck, whatever the rest */
    uint32_t stratum;    /* 0: common random numbers; else other luck for each number, below 2^24 */
    unsigned n_threads;  /* 0 and 1: the calling thread alone; what comes out is the same */
    uint64_t max_events; /* of a replication; 0: 1 million and 10,000 a country */
};

struct waico_log;

/* Runs replications and fills the arrays; and the log, where it is not NULL.  On failure arrays hold what was
 * done, in no order, and the log is empty; the message is that of the first replication that failed. */
WAICO_API enum waico_status waico_model_run(struct waico_model *model, const struct waico_run *run,
                                            const struct waico_want *wants, size_t n_wants,
                                            struct waico_log *log, char **messages);

/* Ends the run under way within a few events, from another thread or a signal handler.  Between two runs:
 * ends the next one at once. */
WAICO_API void waico_model_stop(struct waico_model *model);

/* ---- events and decisions, on demand ---- */

struct waico_event {
    double time_years; /* since the start */
    double value;      /* by type, FORMAT.md */
    uint32_t replicate;
    int32_t country;              /* -1: none */
    int8_t type, from, to, cause; /* WAICO_AXIS_EVENT, STATUS, STATUS, CAUSE; -1: does not apply */
};

struct waico_decision {
    double time_years;
    float probability;        /* of the move */
    float option_probability; /* of the option that is taken apart */
    uint32_t replicate;
    int32_t country;
    int8_t cause, status, move, option; /* status before; the move, or for `stay` the likeliest refused one */
};

#define WAICO_EVENTS 1
#define WAICO_DECISIONS 2

/* An empty log of events, of decisions, or of both (1 | 2); NULL: memory is out. */
WAICO_API struct waico_log *waico_log_new(int what);
WAICO_API void waico_log_free(struct waico_log *log);
/* Rows by replication and time, until the next run with this log. */
WAICO_API size_t waico_log_n_events(const struct waico_log *log);
WAICO_API const struct waico_event *waico_log_events(const struct waico_log *log);
WAICO_API size_t waico_log_n_decisions(const struct waico_log *log);
WAICO_API const struct waico_decision *waico_log_decisions(const struct waico_log *log);
/* The terms of each decision, (decision, term): their sum times decision.rationality is the log odds of the
 * option against staying. */
WAICO_API const float *waico_log_terms(const struct waico_log *log);

#ifdef __cplusplus
}
#endif

#endif
