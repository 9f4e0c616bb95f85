/* What is compared, side by side: ensembles and points of sweeps, with their numbers replication by
 * replication at instants that all of them have.  experiment/reading.h fills it from files. */
#ifndef WAI_EXPERIMENT_LINEUP_H
#define WAI_EXPERIMENT_LINEUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/contender.h"
#include "experiment/definition.h"

#define WAI_LINEUP_MOST 64
/* A number of every replication. */
struct wai_lineup_metric {
    char name[64];     /* series or metric of the config */
    char unit[32];     /* "" for dates */
    char meaning[320]; /* what it is and when: "n_members on 2040-12-31" */
    enum wai_definition_kind kind;
    int32_t day;    /* a series: the day at whose end, or at whose account, it is read; else INT32_MIN */
    int at_account; /* a series: it is the account of that day */
    double *values; /* [n_items][n_replicates], NaN where not known or not run; dates: days from 1900-01-01 */
};

/* A number that the files have but that would not mean the same in all. */
struct wai_lineup_left {
    char name[64], why[200];
};

struct wai_lineup {
    size_t n_items;
    struct wai_contender items[WAI_LINEUP_MOST];
    int32_t day;         /* the comparison is made at the end of this day, from 1900-01-01 */
    int whole;           /* that is the end of every item */
    size_t n_replicates; /* places: of all that an item has, in order of their numbers */
    size_t n_metrics, metrics_capacity;
    struct wai_lineup_metric *metrics; /* those that all items have: of the config, then series, then dates */
    size_t n_left, left_capacity;
    struct wai_lineup_left *left;
    size_t n_countries; /* 0: no country-by-country dates of joining */
    char **countries;   /* codes */
    char **names;       /* of the countries */
    uint8_t *fixed;     /* 1: the sponsor of an item, a member from the beginning */
    uint8_t *joined; /* [n_items][n_replicates][n_countries]: 1 joined by the end of the day, 2 not known */
    char no_countries[200]; /* why n_countries is 0 */
};

/* Adds a metric with room for its values, all NaN; NULL: memory is out. */
struct wai_lineup_metric *wai_lineup_add(struct wai_lineup *lineup, const char *name);

/* Notes why a number is left out. */
enum wai_status wai_lineup_leave(struct wai_lineup *lineup, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4))) WAI_CHECK_RESULT;

/* Room for `joined`, all 2; WAI_ERR_MEMORY. */
enum wai_status wai_lineup_open_countries(struct wai_lineup *lineup) WAI_CHECK_RESULT;

/* Numbers of an item's replications in a metric, or whether they joined, in a country. */
double *wai_lineup_values(const struct wai_lineup *lineup, const struct wai_lineup_metric *metric,
                          size_t item);
uint8_t *wai_lineup_joined(const struct wai_lineup *lineup, size_t item, size_t replicate);

/* Years since the start of an item as days from 1900-01-01; NaN when they are not over by the end of the
 * lineup's day. */
double wai_lineup_day(const struct wai_lineup *lineup, size_t item, double years);

/* Replications that the files of both items have. */
size_t wai_lineup_common(const struct wai_lineup *lineup, size_t a, size_t b);

void wai_lineup_free(struct wai_lineup *lineup);

#endif
