/* What is compared: ensembles and points of sweeps, with their numbers replication by replication. */
#ifndef WAI_EXPERIMENT_LINEUP_H
#define WAI_EXPERIMENT_LINEUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define WAI_LINEUP_MOST 64
#define WAI_LINEUP_LABEL 96

struct wai_lineup_item {
    char label[WAI_LINEUP_LABEL]; /* scenario or file */
    const char *path;             /* the caller's */
    int64_t point;                /* -1: the file is an ensemble */
    uint64_t seed;
    uint32_t stratum; /* of its luck */
    char *version;
    char *world; /* digest of its countries, in order */
};

/* A number of every replication, [n_items][n_replicates], NaN where it is not known or not run. */
struct wai_lineup_metric {
    char name[64];
    char unit[32];
    double *values;
};

struct wai_lineup {
    size_t n_items;
    struct wai_lineup_item items[WAI_LINEUP_MOST];
    size_t n_replicates; /* of the longest */
    size_t n_metrics;
    struct wai_lineup_metric *metrics; /* those that all items have */
    size_t n_countries;                /* 0: no item-by-item dates of joining */
    char **countries;                  /* codes */
    uint8_t *joined;        /* [n_items][n_replicates][n_countries]: 1 joined at some time, 2 not run */
    char no_countries[160]; /* why n_countries is 0 */
};

/* Reads the files: of an ensemble itself, of a sweep every point.  Refuses runs, more than 64 items, fewer
 * than two. */
enum wai_status wai_lineup_read(struct wai_lineup *lineup, const char *const *paths, size_t n,
                                struct wai_error *err) WAI_CHECK_RESULT;
void wai_lineup_free(struct wai_lineup *lineup);

/* 1 when replication r of both items met the same luck; else 0 and the reason in why. */
int wai_lineup_paired(const struct wai_lineup *lineup, size_t a, size_t b, char *why, size_t size);

#endif
