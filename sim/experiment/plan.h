/* The plan of an experiment: its points, its replications, its layout, and the text that identifies it.
 *
 * The text has one line a key, "key = value" or "key = sha256:...".  Equal plans give equal results, byte for
 * byte: no worker, block, shard, path or clock is in it. */
#ifndef WAI_EXPERIMENT_PLAN_H
#define WAI_EXPERIMENT_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/design.h"
#include "model/setup.h"
#include "model/world.h"
#include "output/layout.h"
#include "output/provenance.h"
#include "scenario/config.h"

struct wai_plan {
    const struct wai_config *config; /* the caller's, unchanged as long as the plan lives */
    struct wai_design_matrix design;
    struct wai_run_limits limits;
    struct wai_layout layout;
    struct wai_layout_metric *metrics; /* of the layout */
    char (*metric_meanings)[128];
    uint32_t max_replications;   /* of a point */
    size_t n_readings;           /* days after the start that every point is read at: those of the metrics */
    int32_t *reading_days;       /* and of the output, and, without a sweep, those of the screen */
    int32_t *dates;              /* days after the start, of the output: layout.options.n_dates */
    char *text;                  /* the plan */
    char (*scenario_hashes)[65]; /* [n_scenarios]: of their effective texts */
    char core[65];               /* SHA-256 of the lines that more points or replications do not change */
    char hash[65];               /* SHA-256 of text: the identity */
};

/* Makes the plan of a config. */
enum wai_status wai_plan_init(struct wai_plan *plan, const struct wai_config *config,
                              const struct wai_run_limits *limits, struct wai_error *err) WAI_CHECK_RESULT;
void wai_plan_free(struct wai_plan *plan);

/* The world of a point: a shallow copy of its scenario's setup with the point's parameters and the readings
 * of the plan.  Not to be freed. */
void wai_plan_setup(const struct wai_plan *plan, size_t point, struct wai_setup *setup);

/* Luck of a replication: replicate r meets the same at every point, unless crn = false. */
struct wai_luck wai_plan_luck(const struct wai_plan *plan, size_t point, uint32_t replicate);

/* What differs between two plan texts: one message a key, "ensemble.seed: 42 there, 43 here", at most 20.
 * Returns the number of keys that differ. */
size_t wai_plan_difference(const char *there, const char *here, struct wai_error *err);

/* Which replications a block holds.  The points are first_point, first_point + stride ..; of each the
 * replications [low, high) count; the block holds those from (first_point, head) up to, and without,
 * (end_point, tail) in order of points, then replications.  low <= head < high, low <= tail < high; tail ==
 * low: none of end_point. */
struct wai_plan_range {
    size_t first_point, end_point;
    size_t stride;      /* 1 unless a shard */
    uint32_t low, high; /* adaptive: 0 and the most; then head and tail are 0 */
    uint32_t head, tail;
};

/* Key of a block: SHA-256 of core, range and the values of its points.  A block is good for every plan that
 * has the same key for it. */
void wai_plan_key(const struct wai_plan *plan, const struct wai_plan_range *range, char hex[65]);

#endif
