/* What of a plan is still to be computed, given the blocks that are there. */
#ifndef WAI_EXPERIMENT_GAPS_H
#define WAI_EXPERIMENT_GAPS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/blocks.h"
#include "experiment/plan.h"

/* Points first_point, first_point + stride .. (n_points of them), of each the replications [low, high). */
struct wai_gaps_piece {
    size_t first_point, n_points, stride;
    uint32_t low, high;
};

struct wai_gaps {
    size_t n, capacity;
    struct wai_gaps_piece *pieces; /* ascending by first point, then low */
    uint64_t n_replications;       /* in them; adaptive: the most there can be */
    int at_end; /* all pieces come after all entries: what is there can be read first, then the rest computed
                   in order */
};

/* Points of shard `shard` of n_shards (0 of 1: all).  An adaptive point is whole or missing. */
enum wai_status wai_gaps_find(struct wai_gaps *gaps, const struct wai_plan *plan,
                              const struct wai_blocks *blocks, size_t shard, size_t n_shards,
                              struct wai_error *err) WAI_CHECK_RESULT;
void wai_gaps_free(struct wai_gaps *gaps);

#endif
