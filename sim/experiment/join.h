/* The finished shards of a campaign, joined into the result that one machine would have written. */
#ifndef WAI_EXPERIMENT_JOIN_H
#define WAI_EXPERIMENT_JOIN_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/plan.h"
#include "output/provenance.h"

struct wai_join_outcome {
    size_t n_blocks, n_failed_points;
    struct wai_error failures; /* messages of failed points, at most 20; wai_error_free */
};

/* Reads the shard folders, which are not changed, and publishes `output` (force: replaces it).
 * WAI_ERR_PARTIAL: done, with failed points; WAI_ERR_IDENTITY: a shard of another plan; WAI_ERR_FORMAT:
 * replications are missing or damaged. */
enum wai_status wai_join_run(const struct wai_plan *plan, const struct wai_provenance *provenance,
                             const char *output, int force, const char *const *folders, size_t n_folders,
                             struct wai_join_outcome *outcome, struct wai_error *err) WAI_CHECK_RESULT;

#endif
